"""What shares a head and is told apart by numbers: 某电厂|2、3号机组, 第三和第四|污水处理厂, 某市地铁|5、6号线."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.model import Name
from kg.stages.names.listed import suffix_class
from kg.stages.names.phrases import Phrases

LINES = "rules/names.toml#metro-lines"
UNITS = "rules/names.toml#units"
WORKS = "rules/names.toml#ordinal-works"
OWNERS = frozenset({"Facility", "Enterprise", "Place"})


def units(view: Phrases, found: Iterable[Name]) -> list[Name]:
    """The names found with numbered units, each by itself, under the name of the works right before them."""
    found = list(found)
    more: list[Name] = []
    owners = {n.end: n for n in sorted(found, key=lambda n: n.end - n.start) if n.cls in OWNERS}
    for m in view.told("units"):
        owner = owners.get(m.start()) or _owner(view, m.start())
        if owner is None and _modified(view, m.start()):
            continue  # 某厂|3号机组: whose it is belongs to the name
        told = _told(view, m, "line-or-nth")
        for begin, stop, number in told:
            short = number + m["head"]
            if owner is None:
                more.append(Name(begin, stop, short, "Facility", UNITS))
                continue
            start = begin if len(told) > 1 else owner.start
            more.append(Name(start, stop, owner.label + short, "Facility", UNITS, (short,)))
    spans = {(n.start, n.end) for n in more}
    return [n for n in found if (n.start, n.end) not in spans] + more


def _told(view: Phrases, m: re.Match[str], kind: str) -> list[tuple[int, int, str]]:
    """Begin, end and number of each of the things that share a head; the head belongs to the last."""
    said = list(view.words.helpers[kind].finditer(view.text, *m.span("numbers")))
    return [(n.start(), m.end() if n is said[-1] else n.end(), n[0]) for n in said]


def _owner(view: Phrases, end: int) -> Name | None:
    """The works of no head whose units follow, when a place or a coined word is in their name: 某县|火电."""
    begin = view.left(end, 12)
    if end - begin < 4 or not view.proper(begin, end):
        return None
    return Name(begin, end, view.text[begin:end], "Facility", UNITS)


def _modified(view: Phrases, start: int) -> bool:
    """Whether a noun stands right before a position."""
    before = view.before(start)
    return before is not None and before.tag.startswith(("n", "j", "b", "l"))


def ordinals(view: Phrases) -> list[Name]:
    """Works of one kind that ordinals tell apart, each by itself."""
    more: list[Name] = []
    for m in view.told("ordinal-works"):
        cls = suffix_class(view, m[0])
        if not cls:
            continue
        place = next((p.start for p in view.places if p.end == m.start()), m.start())
        town, nth = view.text[place : m.start()], view.text[m.start()]
        told = _told(view, m, "line-or-nth")
        for begin, stop, number in told:
            start = place if begin == told[0][0] else begin
            short = nth + number + m["head"]
            more.append(Name(start, stop, town + short, cls, WORKS, (short,) if town else ()))
    return more


def lines(view: Phrases) -> list[Name]:
    """The metro lines of a list that share their head: 某市地铁5、6号线, the last of which is found by its shape."""
    more: list[Name] = []
    for m in view.told("metro-lines"):
        place = next((p.start for p in view.places if p.end == m.start()), m.start())
        system = view.text[place : m.start("numbers")]
        for begin, stop, number in _told(view, m, "line-number"):
            start = place if begin == m.start("numbers") else begin
            short = number + m["head"]
            more.append(Name(start, stop, system + short, "Facility", LINES, (short,)))
    return more
