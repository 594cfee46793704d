"""Folding: each name becomes one private-use character of its class, and every character keeps its offset.

Ordinary `re` then reads "who does what" in the folded string, whatever the names contain. `read` has replaced
private-use characters already in the text, so one of them is always a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.classes import CLASSES, GROUPS
from kg.model import Name

FIRST = 0xE000
ANY = f"{chr(FIRST)}-{chr(FIRST + len(CLASSES))}"  # the last one stands for a class not listed here
NAMED = re.compile(f"[{ANY}]")
_CODE = {cls: chr(FIRST + i) for i, cls in enumerate(CLASSES)}
_OTHER = chr(FIRST + len(CLASSES))
_QUOTES = {"“": "”", "《": "》", "‘": "’", '"': '"'}


def letters(spec: str) -> str:
    """The folded characters of a class or several (`Programme|Actor`). KeyError names the class not known."""
    return "".join(_CODE[c] for part in spec.split("|") for c in GROUPS.get(part, (part,)))


def letter(cls: str) -> str:
    """The folded character of a name of this class."""
    return _CODE.get(cls, _OTHER)


def is_name(char: str) -> bool:
    """True for a folded name."""
    return FIRST <= ord(char) <= FIRST + len(CLASSES)


@dataclass(frozen=True, slots=True)
class Group:
    """What one folded character stands for: the names of one span (a shared head gives several), and those inside."""

    start: int
    end: int
    names: tuple[Name, ...]
    inner: tuple[Name, ...]


def inner_groups(group: Group) -> list[Group]:
    """The names inside a name that have names inside themselves (a county in a park in a reform)."""
    out = []
    for name in group.inner:
        parts = tuple(n for n in group.inner if name.start <= n.start and n.end <= name.end and n is not name)
        if any(n.end - n.start < name.end - name.start for n in parts):
            out.append(Group(name.start, name.end, (name,), parts))
    return out


@dataclass(frozen=True, slots=True)
class Folded:
    """A sentence with its names folded. Character i covers starts[i]:ends[i] of the sentence."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    groups: dict[int, Group]
    marks: frozenset[int]  # folded characters that stand for a name in quotation marks

    def letters(self, start: int, end: int) -> set[str]:
        """The letters of all names folded within a stretch, also of those that share a character."""
        return {letter(n.cls) for at, group in self.groups.items() if start <= at < end for n in group.names}

    def quoted(self, at: int) -> bool:
        """True when the name folded at this character stood in quotation marks."""
        return at in self.marks


def _shared(outer: Name, inner: Name, text: str) -> bool:
    """Two names of a coordination with a shared head or modifier, whose spans therefore overlap."""
    return outer.cls == inner.cls and outer.label != inner.label and outer.label not in text[outer.start : outer.end]


def _lent(name: Name, thing: Name) -> bool:
    return name.cls == "AdministrativeDivision" != thing.cls and len(thing.label) > thing.end - thing.start


def _own(name: Name, text: str) -> Name:
    """A division's name without the divisions written before it (county + town is two names, one after the other)."""
    written = text[name.start : name.end]
    if name.cls != "AdministrativeDivision" or name.label == written or not written.endswith(name.label):
        return name
    return replace(name, start=name.end - len(name.label))


def _last(names: tuple[Name, ...]) -> dict[int, int]:
    """End of a division's name → start of the shortest that ends there: "county, town, village" is the village."""
    starts: dict[int, int] = {}
    for n in names:
        if n.cls == "AdministrativeDivision":
            starts[n.end] = max(n.start, starts.get(n.end, 0))
    return starts


def _groups(text: str, names: tuple[Name, ...]) -> list[Group]:
    ends = _last(names)
    own = {_own(n, text): None for n in names if n.cls != "AdministrativeDivision" or n.start == ends[n.end]}
    # a division that lends its name to a thing with a shared head ("A, B and C parks") lies inside that thing
    by_size = sorted(own, key=lambda n: (n.start - n.end, n.start, n.cls == "AdministrativeDivision"))
    covers: list[list[Name]] = []
    inner: list[list[Name]] = []
    taken = [-1] * len(text)
    for name in by_size:
        at = {taken[i] for i in range(name.start, name.end)}
        if at == {-1}:
            for i in range(name.start, name.end):
                taken[i] = len(covers)
            covers.append([name])
            inner.append([])
        elif len(at) == 1:
            group = at.pop()
            first = covers[group][0]
            same = (name.start, name.end) == (first.start, first.end) and not _lent(name, first)
            (covers if same or _shared(first, name, text) else inner)[group].append(name)
    order = sorted(range(len(covers)), key=lambda g: covers[g][0].start)
    return [
        Group(
            covers[g][0].start, covers[g][0].end,
            tuple(sorted(covers[g], key=lambda n: (n.end, n.start, n.label))),
            tuple(sorted(inner[g], key=lambda n: (n.start, -n.end))),
        )
        for g in order
    ]  # fmt: skip


def fold(text: str, names: tuple[Name, ...]) -> Folded:
    """Fold the longest names of a text; quotation marks close around a name fold with it."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    groups: dict[int, Group] = {}
    marks: set[int] = set()
    at = 0
    for group in _groups(text, names):
        start, end = group.start, group.end
        if text[start] in _QUOTES and text[end - 1] == _QUOTES[text[start]]:
            marks.add(len(starts) + start - at)
        elif start > at and end < len(text) and _QUOTES.get(text[start - 1]) == text[end]:
            start, end = start - 1, end + 1
            marks.add(len(starts) + start - at)
        out.append(text[at:start])
        starts.extend(range(at, start))
        ends.extend(range(at + 1, start + 1))
        groups[len(starts)] = group
        out.append(letter(group.names[0].cls))
        starts.append(start)
        ends.append(end)
        at = end
    out.append(text[at:])
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return Folded("".join(out), tuple(starts), tuple(ends), groups, frozenset(marks))
