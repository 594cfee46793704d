"""Whose a name is: the country's, another division's, or the report's own: the scope that is part of an identity.

Told by the name alone wherever that can be, so that every report gives the same answer: 国务院 is the country's,
甘肃省人民政府 is 甘肃's. What name_known.tsv lists is
the country's too, or the division's that its name begins with. What says nothing belongs to the place of its report: two 人民医院 stay apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg import iri
from kg.classes import members
from kg.knowledge import Knowledge
from kg.stages.places.gazetteer import COUNTRY, Gazetteer, gazetteer

BODIES = members("Enterprise|ResearchOrganization|Organization")
SITED = BODIES | members("Place|Facility|PublicInstitution")


@dataclass(frozen=True, eq=False)
class Scopes:
    """lexicon/name_scopes.tsv, compiled."""

    # by first character: word, classes, scope, endings; longest first
    begins: Mapping[str, Sequence[tuple[str, frozenset[str], str, tuple[str, ...]]]]
    exact: dict[str, str]
    through: tuple[str, ...]
    namesakes: frozenset[str]
    away: tuple[tuple[frozenset[str], tuple[str, ...]], ...]
    known: frozenset[tuple[str, str]]  # (name, class) that every report means the same by
    longest: int  # characters of the longest name of a division


@lru_cache(maxsize=4)
def _scopes(knowledge: Knowledge) -> Scopes:
    entries = knowledge.lexicons.get("name_scopes", ())
    of = {k: [e for e in entries if e["kind"] == k] for k in ("begins", "exact", "through", "namesake", "away")}
    central = {e["word"]: COUNTRY for e in knowledge.lexicon("name_bodies") if e["kind"] == "central"}
    begins: dict[str, list[tuple[str, frozenset[str], str, tuple[str, ...]]]] = {}
    for e in sorted(of["begins"], key=lambda e: -len(e["word"])):
        begins.setdefault(e["word"][0], []).append((e["word"], members(e["classes"]), e["scope"], _endings(e["ends"])))
    return Scopes(
        begins,
        central | {e["word"]: e["scope"] for e in of["exact"]},
        tuple(e["word"] for e in of["through"]),
        frozenset(e["word"] for e in of["namesake"]),
        tuple((members(e["classes"]), _endings(e["ends"])) for e in of["away"]),
        frozenset((iri.key(e["name"]), e["class"]) for e in knowledge.lexicons.get("name_known", ())),
        max(len(e["name"]) for e in knowledge.lexicon("divisions")),
    )


def _endings(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ("",)


def belongs(label: str, cls: str, home: str, knowledge: Knowledge) -> str:
    """The scope of a name in a report about `home` (a division's code, "" when unknown): "0", or a division's code."""
    label = iri.key(label)
    if (label, cls) in _scopes(knowledge).known:  # 世界500强, 长三角: one thing, wherever it is named
        return _division(label, cls, "", knowledge) or COUNTRY
    said = _said(label, cls, home, _scopes(knowledge))
    return home if said is None else said or _division(label, cls, home, knowledge) or home


def _said(label: str, cls: str, home: str, s: Scopes) -> str | None:
    """What name_scopes.tsv says: a code, None for the report's own, "" for nothing."""
    fitting = (
        sc
        for word, classes, sc, ends in s.begins.get(label[:1], ())
        if cls in classes and label.startswith(word) and label.endswith(ends)
    )
    scope = s.exact.get(label) or next(fitting, "")
    if scope == "province":
        return home[:2] or None
    return None if scope == "document" else scope


def _division(label: str, cls: str, home: str, knowledge: Knowledge) -> str:
    """The division whose name the label begins with, the longest first; "" when none or not surely one."""
    g, s = gazetteer(knowledge), _scopes(knowledge)
    home = "" if home == COUNTRY else home
    for size in range(min(s.longest, len(label) - 1), 1, -1):
        word = label[:size]
        if word in g.full:
            found = _by_full(word, g.full[word], home, g)
        elif word in g.short and not g.part_of_word(word, label, 0) and word not in s.namesakes:
            found = _by_short(word, label, cls, home, g, s)
        else:
            continue
        return "" if found == COUNTRY else found
    return ""


def _by_full(word: str, codes: Iterable[str], home: str, g: Gazetteer) -> str:
    """A full name: the only division called so, or the only one in the narrowest area of the report."""
    if len(word) == 2 or word in g.near:  # 成县, 城区: in the own prefecture only
        return _one(codes, home[:4]) if len(home) >= 4 else ""
    return _inside(codes, home, home[:4], home[:2]) or _one(codes, "")


def _by_short(word: str, label: str, cls: str, home: str, g: Gazetteer, s: Scopes) -> str:
    """A short form: 兰州大学, 永昌经开区."""
    rest = label[len(word) :]
    if rest[0] in g.tails and not rest.startswith(s.through):
        return ""
    codes = g.short[word]
    high = sorted((c for c in codes if len(c) < 6), key=lambda c: (len(c), c))
    top = high[0] if high and (len(high) == 1 or len(high[0]) == 2) else ""
    others = [c for c in codes if not (top and c.startswith(top))]
    if top and not any(home and (c.startswith(home[:4]) or home.startswith(c)) for c in others):
        if home and home.startswith(top):
            return top
        far = word not in g.ordinary and any(cls in classes and label.endswith(ends) for classes, ends in s.away)
        near = word not in g.ordinary and bool(home) and top.startswith(home)
        return top if far or near else ""
    if word in g.ordinary or cls not in SITED or top or not home:
        return ""
    counties = [c for c in codes if len(c) == 6]
    if cls in BODIES:
        return _inside(counties, home, home[:4], home[:2])
    return _inside(counties, home, home[:4]) if len(home) >= 4 else ""


def _one(codes: Iterable[str], territory: str) -> str:
    found = [c for c in codes if c.startswith(territory)]
    return found[0] if len(found) == 1 else ""


def _inside(codes: Iterable[str], *territories: str) -> str:
    """The one code in the narrowest of the territories that holds any."""
    for territory in territories:
        found = [c for c in codes if territory and c.startswith(territory)]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""
