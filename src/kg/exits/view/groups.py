"""Ways to group entities: sections of one report; reports, places or classes of several."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

FEW = 4  # a group of fewer is no card; the list of groups has it


@dataclass(frozen=True, slots=True)
class Group:
    """One section, report, place or class: what it names, and the figures it says."""

    title: str
    members: tuple[int, ...]
    figures: tuple[int, ...]

    @property
    def tells(self) -> bool:
        """Whether it has enough to fill a card."""
        return len(self.members) + min(len(self.figures), FEW) >= FEW


Grouping = tuple[list[Group], dict[int, int]]  # the groups, and how many of them name each entity


def groupings(data: dict[str, Any], named: list[dict[int, int]]) -> dict[str, Grouping]:
    """Each way to group, the best first."""
    found: dict[str, Grouping] = {}
    docs, sections = data["docs"], data["sections"]
    if len(docs) == 1:
        titles: dict[Any, str] = {n: s[2] if s[2] != docs[0]["t"] else "" for n, s in enumerate(sections)}
        found["sections"] = _grouped(data, named, {s: s for s in titles}, titles)
    else:
        of = {s: section[0] for s, section in enumerate(sections)}
        order = sorted(range(len(docs)), key=lambda n: (docs[n]["p"], docs[n]["y"], n))
        found["documents"] = _grouped(data, named, of, {n: docs[n]["s"] for n in order})
        places = sorted({d["p"] for d in docs if d["p"]})
        if len(places) > 1:
            found["places"] = _grouped(data, named, {s: docs[n]["p"] for s, n in of.items()}, {p: p for p in places})
    if len(docs) > 9 and "places" in found:
        found = {"places": found["places"], **found}
    classes = data["E"]["c"]
    largest = sorted(Counter(classes).items(), key=lambda c: (-c[1], c[0]))
    found["classes"] = (
        _gathered(dict(enumerate(classes)), [classes[s] for s in data["O"]["s"]], {c: c for c, _ in largest}),
        {},
    )
    first = next(iter(found))
    if sum(len(group.members) > 1 for group in found[first][0]) < 2:  # a report without sections
        found = {"classes": found["classes"], **found}
    return found


def _grouped(data: dict[str, Any], named: list[dict[int, int]], of: dict[int, Any], titles: dict[Any, str]) -> Grouping:
    """Groups of sections: an entity belongs to the group that names it most."""
    main, shared = {}, {}
    for n, sections in enumerate(named):
        count: Counter[Any] = Counter()
        for s, times in sections.items():
            if of[s] in titles:
                count[of[s]] += times
        if count:
            main[n] = max(count, key=lambda k: count[k])
            shared[n] = len(count)
    return _gathered(main, [of[s] for s in data["O"]["g"]], titles), shared


def _gathered(main: dict[int, Any], said: list[Any], titles: dict[Any, str]) -> list[Group]:
    members: dict[Any, list[int]] = {key: [] for key in titles}
    figures: dict[Any, list[int]] = {key: [] for key in titles}
    for n, key in main.items():
        members[key].append(n)
    for k, key in enumerate(said):
        if key in figures:
            figures[key].append(k)
    return [Group(title, tuple(members[key]), tuple(figures[key])) for key, title in titles.items()]
