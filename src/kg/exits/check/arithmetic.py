"""Arithmetic that tells: figures that do not go together are pointed at with both quotes, never corrected.

A report may be right and read wrongly, or be wrong: a person decides. What is compared: a level with the level and the
growth or change said of it, the parts of a whole with the whole, a share with a hundred.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from kg import iri
from kg.exits.check.graph import Graph
from kg.exits.check.rules import Finding
from kg.knowledge import Knowledge

GROWTH = Decimal(15)  # percentage points: growth at constant prices is seldom further from that of the printed levels
CHANGE = Decimal("0.2")  # of the change: levels are rounded
PARTS = Decimal("0.01")  # of the whole
HUNDRED = Decimal(100)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_LONG = 60  # characters of a quote that stand for it

QUERY = """SELECT ?o ?e ?i ?m ?v ?u ?y ?s ?b ?q WHERE {
  ?o a rkg:Observation ; rkg:observedEntity ?e ; rkg:indicator ?i ; rkg:measureKind ?m ; rkg:value ?v ; rkg:year ?y ;
     rkg:realizationStatus <%s> ; rkg:evidence/oa:exact ?q .
  OPTIONAL { ?o qudt:hasUnit ?u } OPTIONAL { ?o rkg:statisticalScope ?s } OPTIONAL { ?o rkg:comparisonBasis ?b } }
  ORDER BY ?o ?q"""


class Figure(NamedTuple):
    """One figure that is a fact of one year."""

    node: str
    entity: str
    indicator: str
    measure: str
    value: Decimal
    unit: str
    year: int
    scope: str
    basis: str
    quote: str


Levels = dict[tuple[str, str, str, str], dict[int, list[Figure]]]  # by entity, indicator, unit, scope; by year


def arithmetic(graph: Graph, knowledge: Knowledge) -> Iterator[Finding]:
    """What warns: share-above-hundred, growth-and-levels, change-and-levels, parts-and-whole."""
    figures = list(_figures(graph))
    yield from _shares(figures, graph, knowledge)
    levels: Levels = defaultdict(lambda: defaultdict(list))
    for f in figures:
        if f.measure == "level":
            levels[f.entity, f.indicator, f.unit, f.scope][f.year].append(f)
    yield from _moves(figures, levels)
    yield from _sums(levels, knowledge)


def _figures(graph: Graph) -> Iterator[Figure]:
    seen = set()
    for node, entity, indicator, measure, value, unit, year, scope, basis, quote in graph.select(
        QUERY % iri.code("realization-status", "achieved")
    ):
        if node not in seen and year[:4].isdigit() and _NUMBER.fullmatch(value):  # what is no number, the shapes name
            seen.add(node)
            kind = measure.rpartition("/")[2]
            yield Figure(node, entity, indicator, kind, Decimal(value), unit, int(year[:4]), scope, basis, quote)


def _shares(figures: list[Figure], graph: Graph, knowledge: Knowledge) -> Iterator[Finding]:
    words = tuple(e["word"] for e in knowledge.lexicons.get("above_whole", ()))
    for f in figures:
        if f.measure == "share" and f.value > HUNDRED and f.unit.endswith("PERCENT"):
            name = graph.value(f.indicator, "rdfs:label")
            if not any(w in name or w in f.quote for w in words):
                yield Finding("share-above-hundred", f.node, f"{f.value.normalize():f} % > 100 %; {_short(f)}")


def _moves(figures: list[Figure], levels: Levels) -> Iterator[Finding]:
    """A growth or change against the levels of its year and the year before, where each year has one level."""
    basis = {iri.code("comparison-basis", b) for b in ("year-on-year", "unstated")}
    units: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity, indicator, unit, _ in levels:
        units[entity, indicator].add(unit)
    for f in figures:
        if f.basis not in basis or f.measure not in ("growth-rate", "change"):
            continue
        for unit in sorted(units[f.entity, f.indicator]) if f.measure == "growth-rate" else [f.unit]:
            years = levels.get((f.entity, f.indicator, unit, f.scope), {})
            now, before = years.get(f.year, []), years.get(f.year - 1, [])
            if len(now) == len(before) == 1:
                yield from _move(f, before[0], now[0])


def _move(f: Figure, before: Figure, now: Figure) -> Iterator[Finding]:
    if f.measure == "change":
        moved = now.value - before.value
        if abs(moved - f.value) > max(abs(f.value) * CHANGE, abs(now.value) * PARTS):
            yield Finding("change-and-levels", f.node, _told(before, now, moved, f))
    elif before.value:
        grown = (now.value / before.value - 1) * HUNDRED
        if abs(grown - f.value) > GROWTH:
            yield Finding("growth-and-levels", f.node, _told(before, now, grown, f))


def _sums(levels: Levels, knowledge: Knowledge) -> Iterator[Finding]:
    wholes = {iri.indicator(e["whole"]): e["parts"].split("|") for e in knowledge.lexicons.get("sums", ())}
    for (entity, indicator, unit, _), years in sorted(levels.items()):
        for year, found in sorted(years.items()) if indicator in wholes else ():
            parts = []
            for slug in wholes[indicator]:
                same = [
                    x for key, by in levels.items() if key[:3] == (entity, iri.indicator(slug), unit) for x in by[year]
                ]
                parts.append(same[0] if len(same) == 1 else None)
            if len(found) != 1 or any(p is None for p in parts):
                continue
            total = sum((p.value for p in parts if p), Decimal(0))
            if abs(total - found[0].value) > found[0].value * PARTS:
                said = " + ".join(f"{p.value.normalize():f}" for p in parts if p)
                quotes = "; ".join(dict.fromkeys(_short(p) for p in (found[0], *parts) if p))
                detail = f"{said} = {total.normalize():f} ≠ {found[0].value.normalize():f}; {quotes}"
                yield Finding("parts-and-whole", found[0].node, detail)


def _told(before: Figure, now: Figure, computed: Decimal, said: Figure) -> str:
    quotes = "; ".join(dict.fromkeys(_short(f) for f in (before, now, said)))
    plain = f"{computed:.2f}".rstrip("0").rstrip(".")
    return (
        f"{before.year}: {before.value.normalize():f} → {now.year}: {now.value.normalize():f} = {plain} "
        f"≠ {said.value.normalize():f}; {quotes}"
    )


def _short(f: Figure) -> str:
    return f"“{f.quote[:_LONG]}{'…' if len(f.quote) > _LONG else ''}”"
