"""The first glance: what is drawn before anybody asks, and where.

A picture of everything is a picture of nothing. Entities are grouped (sections of one report; reports, places or
classes of several), each group is a card with its most interesting members, what several groups share stands in the
middle beside the place the reports are about, whose own relations are counted on the cards and not drawn.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from kg.exits.view import discs, figures

WIDTH, GAP, BAND, CELL = 1014, 18, 182, 40
SPLITS = ((), (1,), (1, 1), (2, 1), (2, 2), (3, 2), (3, 3), (3, 2, 2), (3, 3, 2), (3, 3, 3))
CARDS = len(SPLITS) - 1
CROSS = 6
FEW = 3  # a group of fewer is no card; the list of groups has it
EDGES = 150  # more lines than this are a hairball
DRAWN = 1000  # nodes at most in any picture

Groups = list[tuple[str, list[int], int]]  # title, entities, number of figures


def arrange(data: dict[str, Any]) -> None:
    """Give the payload its interest (`E.d`), its main section (`E.s`) and its pictures (`views`)."""
    entities = data["E"]
    data["number"] = {node: n for n, node in enumerate(entities["i"])}
    near = _interest(data)
    named: list[dict[int, int]] = data.pop("named")
    entities["s"] = [min(c, key=lambda s: (-c[s], s)) if c else -1 for c in named]
    groupings = _groupings(data, named)
    data["views"] = {name: _view(data, groups, shared, near) for name, (groups, shared) in groupings.items()}
    data["kpi"] = figures.headline(data)


def _interest(data: dict[str, Any]) -> list[set[int]]:
    """Degree of interest of each entity; returns its neighbours besides the hubs."""
    entities, hubs = data["E"], set(data["hubs"])
    near: list[set[int]] = [set() for _ in entities["i"]]
    joined = _joined(data)
    held: Counter[int] = Counter(data["O"]["s"])
    held.update(n for n in data["A"]["e"] if n >= 0)
    for s, o, said in zip(data["R"]["s"], data["R"]["o"], data["R"]["d"], strict=True):
        if said >= 0 and s not in hubs and o not in hubs and s != o:
            near[s].add(o)
            near[o].add(s)
    entities["d"] = []
    for n, cls in enumerate(entities["c"]):
        label = data["labels"].get(cls, ())
        own = label[4] if len(label) > 4 else 0.0
        found = 1.6 * math.log1p(len(near[n])) + 1.1 * math.log1p(min(held[n], 4)) + own
        found += (
            0.25 * math.log1p(entities["m"][n])
            + 0.8 * math.log1p(len(joined.get(n, ())))
            - (0 if entities["m"][n] else 1.5)
        )
        entities["d"].append(round(found, 2))
    return near


def _groupings(data: dict[str, Any], named: list[dict[int, int]]) -> dict[str, tuple[Groups, dict[int, int]]]:
    """Each way to group, the best first: its groups with their members, and how many groups name each entity."""
    found: dict[str, tuple[Groups, dict[int, int]]] = {}
    docs, sections = data["docs"], data["sections"]
    if len(docs) == 1:
        keys: list[Any] = list(range(len(sections)))
        titles = {s: sections[s][2] if sections[s][2] != docs[0]["t"] else "" for s in keys}
        found["sections"] = _grouped(data, named, {s: s for s in keys}, titles)
    else:
        of = {s: section[0] for s, section in enumerate(sections)}
        order = sorted(range(len(docs)), key=lambda n: (docs[n]["p"], docs[n]["y"], n))
        found["documents"] = _grouped(data, named, of, {n: docs[n]["t"] or docs[n]["n"] for n in order})
        places = sorted({d["p"] for d in docs if d["p"]})
        if len(places) > 1:
            found["places"] = _grouped(data, named, {s: docs[n]["p"] for s, n in of.items()}, {p: p for p in places})
    if len(docs) > CARDS and "places" in found:
        found = {"places": found["places"], **found}
    by_class: dict[str, list[int]] = {}
    for n, cls in enumerate(data["E"]["c"]):
        by_class.setdefault(cls, []).append(n)
    held = Counter(data["E"]["c"][s] for s in data["O"]["s"])
    largest = sorted(by_class, key=lambda c: (-len(by_class[c]), c))
    found["classes"] = ([(c, by_class[c], held[c]) for c in largest], {})
    first = next(iter(found))
    if sum(len(members) > 1 for _, members, _ in found[first][0]) < 2:  # a report without sections
        found = {"classes": found["classes"], **found}
    return found


def _grouped(
    data: dict[str, Any], named: list[dict[int, int]], of: dict[int, Any], titles: dict[Any, str]
) -> tuple[Groups, dict[int, int]]:
    members: dict[Any, list[int]] = {key: [] for key in titles}
    shared = {}
    for n, sections in enumerate(named):
        count: Counter[Any] = Counter()
        for s, times in sections.items():
            if of[s] in members:
                count[of[s]] += times
        if count:
            members[max(count, key=lambda k: count[k])].append(n)
            shared[n] = len(count)
    held = Counter(of[s] for s in data["O"]["g"])
    return [(titles[key], own, held[key]) for key, own in members.items()], shared


def _view(data: dict[str, Any], groups: Groups, shared: dict[int, int], near: list[set[int]]) -> dict[str, Any]:
    """One picture: cards, the middle, the places of what is drawn, and the discs of the cluster layout."""
    interest, hubs = data["E"]["d"], data["hubs"]
    middle = [n for n, times in shared.items() if times > 1 and n not in hubs]
    middle.sort(key=lambda n: (-interest[n] - 0.8 * shared[n], n))
    cross = set(middle[:CROSS])
    hub = set(hubs)
    groups = [(title, [n for n in own if n not in hub], held) for title, own, held in groups]
    rest = [sorted((n for n in own if n not in cross), key=lambda n: (-interest[n], n)) for _, own, _ in groups]
    full = [k for k, own in enumerate(rest) if len(own) >= FEW] or [k for k, own in enumerate(rest) if own]
    shown = sorted(sorted(full, key=lambda k: (-sum(1 + interest[n] for n in rest[k]), k))[:CARDS])
    left = iter(shown)
    lines = [[next(left) for _ in range(wide)] for wide in SPLITS[len(shown)]]
    band = BAND if cross else BAND - 46
    cards, at, top = [], {}, 0.0
    for line, (own_groups, rows) in enumerate(zip(lines, _rows(lines, rest), strict=True)):
        wide, height = len(own_groups), 94 + rows * CELL
        width = (WIDTH - (wide - 1) * GAP) / wide
        top = top or -(band / 2 + GAP + height)
        for k, g in enumerate(own_groups):
            own, columns = rest[g], 6 // wide
            x = -WIDTH / 2 + k * (width + GAP)
            picked = own[: columns * rows]
            picked.sort(key=lambda n: (_rank(data, n), -interest[n], n))
            for place, n in enumerate(picked):
                column, row = divmod(place, rows)
                at[n] = [round(x + 24 + column * (width - 12) / columns), round(top + 66 + row * CELL)]
            cell = round((width - 12) / columns)
            cards.append({
                "g": g, "x": round(x), "y": round(top), "w": round(width), "h": height, "cell": cell,
                "more": len(own) - len(picked), "hub": _bundle(data, groups[g][1]),
            })  # fmt: skip
        top += height + GAP + (band + GAP if line == 0 else 0)
    for place, n in enumerate(middle[:CROSS]):
        at[n] = [round(-WIDTH / 2 + 112 + place * (WIDTH - 112) / CROSS), band // 2 - 26]
    if len(hubs) == 1:
        at[hubs[0]] = [0, 0 if band < BAND else -26]
    drawn = set(at) - hub
    edges = sorted((-interest[s] - interest[o], s, o) for s in drawn for o in near[s] & drawn if s < o)
    most = sorted({n for _, own, _ in groups for n in own}, key=lambda n: (-interest[n], n))[: DRAWN - len(hubs)]
    return {
        "groups": [[title, own, held] for title, own, held in groups],
        "cards": cards, "band": band, "at": [[n, *xy] for n, xy in sorted(at.items())], "cross": middle[:CROSS],
        "edges": [[s, o] for _, s, o in edges[:EDGES]], "discs": discs.layout([own for _, own, _ in groups], set(most), interest, hubs),
    }  # fmt: skip


def _rows(lines: list[list[int]], rest: list[list[int]]) -> list[int]:
    """How many rows the cards of each line have: what one line does not need, another may use."""
    need = [max(math.ceil(len(rest[g]) / (6 // len(line))) for g in line) for line in lines]
    base = 5 if len(lines) < 3 else 4
    rows = [min(base, n) for n in need]
    spare = base * len(lines) - sum(rows)
    for line, n in enumerate(need):
        more = min(spare, n - rows[line])
        rows[line] += more
        spare -= more
    return rows


def _rank(data: dict[str, Any], n: int) -> int:
    order = list(data["labels"])
    cls = data["E"]["c"][n]
    return order.index(cls) if cls in data["labels"] else len(order)


def _bundle(data: dict[str, Any], members: Sequence[int]) -> list[list[Any]]:
    """How often the places of the reports are joined to members of a group: [predicate, times], the most first."""
    joined = _joined(data)
    count: Counter[int] = Counter()
    for n in members:
        count.update(joined.get(n, ()))
    return [[p, times] for p, times in sorted(count.items(), key=lambda c: (-c[1], c[0]))[:3]] + [["", count.total()]]


def _joined(data: dict[str, Any]) -> dict[int, list[int]]:
    """The relations of each entity with the places of the reports, made once."""
    if "joined" in data:
        return data["joined"]  # type: ignore[no-any-return]
    found: dict[int, list[int]] = {}
    hubs = set(data["hubs"])
    seen = set()
    columns = (data["R"][c] for c in "spod")
    for s, p, o, said in zip(*columns, strict=True):  # of what the reports say, not of the list of divisions
        if said >= 0 and (s in hubs) != (o in hubs) and (s, p, o) not in seen:
            seen.add((s, p, o))
            found.setdefault(o if s in hubs else s, []).append(p)
    data["joined"] = found
    return found
