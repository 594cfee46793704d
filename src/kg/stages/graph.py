"""Facts → triples. The graph of many documents is the union of their triples; nothing is a blank node.

Observation and Recognition carry their evidence themselves; a binary relation is a plain triple and a RelationClaim
(also rdf:Statement) named by a hash of (s, p, o), so a second document adds evidence to the same claim.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

import pyoxigraph as ox

from kg import iri
from kg.knowledge import Knowledge
from kg.model import Document, DocumentFacts, Entity, Observation, Relation

XSD = "http://www.w3.org/2001/XMLSchema#"
P = dict(iri.PREFIXES.items())
ADMIN_LEVEL = {1: "country", 2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}


@lru_cache(maxsize=65536)
def _node(value: str) -> ox.NamedNode:
    return ox.NamedNode(value)


@lru_cache(maxsize=256)
def name(prefixed: str) -> ox.NamedNode:
    """rkg:value, rdfs:label … as a node. KeyError for an unknown prefix."""
    prefix, _, local = prefixed.partition(":")
    return ox.NamedNode(P[prefix] + local)


def _typed(value: str, kind: str) -> ox.Literal:
    return ox.Literal(value, datatype=_node(XSD + kind))


def _zh(value: str) -> ox.Literal:
    return ox.Literal(value, language="zh")


def plain(value: Decimal) -> str:
    """A decimal without exponent, in canonical form: 56773000000, 11.5, -8.1."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def triples(documents: Iterable[DocumentFacts], knowledge: Knowledge) -> Iterator[ox.Triple]:
    """Every triple of the graph, repeats included; the order means nothing."""
    maker = _Maker(knowledge)
    for facts in documents:
        yield from maker.document(facts)


class _Maker:
    def __init__(self, knowledge: Knowledge) -> None:
        self.units = {e["iri"]: e for e in reversed(knowledge.lexicon("units"))}
        self.indicators = {iri.indicator(e["slug"]): e for e in knowledge.lexicons.get("indicators", ())}
        self.levels = [(e["word"], e["level"]) for e in knowledge.lexicon("honour_levels")]

    def document(self, facts: DocumentFacts) -> Iterator[ox.Triple]:
        """Triples of one document."""
        doc = facts.document
        node = _node(iri.document(doc.id))
        yield ox.Triple(node, name("rdf:type"), name("rkg:Document"))
        title = doc.title or doc.name
        yield ox.Triple(node, name("dcterms:title"), _zh(title))
        yield ox.Triple(node, name("rdfs:label"), _zh(title))
        yield ox.Triple(node, name("rkg:sha256"), ox.Literal(doc.sha256))
        if doc.year:
            yield ox.Triple(node, name("rkg:year"), _typed(f"{doc.year:04}", "gYear"))
        if doc.published:
            yield ox.Triple(node, name("dcterms:issued"), _typed(doc.published, "date"))
        places = {e.label: e.iri for e in facts.entities if e.cls == "AdministrativeDivision"}
        if doc.about in places:
            yield ox.Triple(node, name("dcterms:subject"), _node(places[doc.about]))
        for e in facts.entities:
            yield from self._entity(e, node)
        for o in facts.observations:
            yield from self._observation(o, doc)
        yield from self._changes(facts.observations)
        for r in facts.relations:
            yield from self._relation(r, doc)

    def _entity(self, e: Entity, document: ox.NamedNode) -> Iterator[ox.Triple]:
        node = _node(e.iri)
        yield ox.Triple(node, name("rdf:type"), name(f"rkg:{e.cls}"))
        yield ox.Triple(node, name("rdfs:label"), _zh(e.label))
        for alias in e.aliases:
            if alias != e.label:
                yield ox.Triple(node, name("skos:altLabel"), _zh(alias))
        if e.code:
            yield ox.Triple(node, name("rkg:divisionCode"), ox.Literal(e.code))
            level = ADMIN_LEVEL.get(1 if e.code == "0" else len(e.code))
            if level:
                yield ox.Triple(node, name("rkg:adminLevel"), _node(iri.code("admin-level", level)))
        if e.mentions:
            yield ox.Triple(node, name("rkg:mentionedIn"), document)

    def _evidence(self, doc: Document, start: int, end: int, section: str) -> Iterator[ox.Triple]:
        # xsd:integer, not xsd:nonNegativeInteger: Oxigraph reads the latter back as the former
        node = _node(iri.evidence(doc.id, start, end))
        yield ox.Triple(node, name("rdf:type"), name("rkg:Evidence"))
        yield ox.Triple(node, name("oa:hasSource"), _node(iri.document(doc.id)))
        yield ox.Triple(node, name("oa:start"), _typed(str(start), "integer"))
        yield ox.Triple(node, name("oa:end"), _typed(str(end), "integer"))
        yield ox.Triple(node, name("oa:exact"), ox.Literal(doc.text[start:end]))
        quote = doc.text[start:end]
        if re.search(r"[\r\n]", quote):
            yield ox.Triple(node, name("rkg:normalizedQuote"), ox.Literal(re.sub(r"\s*[\r\n]+\s*", "", quote)))
        if section:
            yield ox.Triple(node, name("rkg:section"), ox.Literal(section))

    def _claim(
        self, node: ox.NamedNode, cls: str, doc: Document, start: int, end: int, section: str, rule: str
    ) -> Iterator[ox.Triple]:
        yield ox.Triple(node, name("rdf:type"), name(f"rkg:{cls}"))
        yield ox.Triple(node, name("rkg:evidence"), _node(iri.evidence(doc.id, start, end)))
        yield ox.Triple(node, name("rkg:rule"), ox.Literal(rule))
        yield from self._evidence(doc, start, end, section)

    def _observation(self, o: Observation, doc: Document) -> Iterator[ox.Triple]:
        node = _node(o.observation)
        # the evidence is the clause from the quote's start to the number's end or beyond: the whole quote
        yield from self._claim(node, "Observation", doc, o.quote_start, o.quote_end, o.section, o.rule)
        yield ox.Triple(node, name("rkg:figure"), _node(iri.evidence(doc.id, o.start, o.end)))
        yield from self._evidence(doc, o.start, o.end, o.section)
        yield ox.Triple(node, name("rkg:observedEntity"), _node(o.subject))
        yield ox.Triple(node, name("rkg:indicator"), _node(o.indicator))
        yield from self._indicator(o)
        yield ox.Triple(node, name("rkg:measureKind"), _node(iri.code("measure-kind", o.measure)))
        yield ox.Triple(node, name("rkg:value"), _typed(plain(o.value), "decimal"))
        low, high = self._bounds(o)
        if low is not None:
            yield ox.Triple(node, name("rkg:minimum"), _typed(plain(low), "decimal"))
        if high is not None:
            yield ox.Triple(node, name("rkg:maximum"), _typed(plain(high), "decimal"))
        digits, unit = _written(o.as_written)
        yield ox.Triple(node, name("rkg:asWrittenValue"), ox.Literal(digits))
        yield ox.Triple(node, name("rkg:asWrittenUnit"), ox.Literal(unit))
        yield from self._unit(node, o)
        yield ox.Triple(node, name("rkg:valueQualifier"), _node(iri.code("value-qualifier", o.qualifier)))
        yield ox.Triple(node, name("rkg:realizationStatus"), _node(iri.code("realization-status", o.status)))
        basis = o.comparison or ("unstated" if o.measure == "growth-rate" else "")
        if basis:
            yield ox.Triple(node, name("rkg:comparisonBasis"), _node(iri.code("comparison-basis", basis)))
        if o.scope:
            yield ox.Triple(node, name("rkg:statisticalScope"), _node(iri.code("statistical-scope", o.scope)))
        if o.rank_scope:
            yield ox.Triple(node, name("rkg:rankScopeText"), _zh(o.rank_scope))
        yield from self._period(node, o.period)

    def _changes(self, observations: Iterable[Observation]) -> Iterator[ox.Triple]:
        """A growth or change qualifies the one level of the same indicator, subject and period in its document."""
        levels: dict[tuple[str, str, str], set[str]] = {}
        moves = []
        for o in observations:
            key = (o.subject, o.indicator, o.period)
            if o.measure in ("level", "capacity"):
                levels.setdefault(key, set()).add(o.observation)
            elif o.measure in ("growth-rate", "change"):
                moves.append((o.observation, key))
        for node, key in moves:
            of = levels.get(key, set())
            if len(of) == 1:
                yield ox.Triple(_node(node), name("rkg:changeOf"), _node(next(iter(of))))

    def _indicator(self, o: Observation) -> Iterator[ox.Triple]:
        node = _node(o.indicator)
        entry = self.indicators.get(o.indicator)
        yield ox.Triple(node, name("rdf:type"), name("rkg:Indicator"))
        yield ox.Triple(node, name("skos:prefLabel"), _zh(entry["name"] if entry else o.indicator_label))
        yield ox.Triple(node, name("rdfs:label"), _zh(entry["name"] if entry else o.indicator_label))
        if entry and entry["en"]:
            yield ox.Triple(node, name("skos:prefLabel"), ox.Literal(entry["en"], language="en"))

    def _unit(self, node: ox.NamedNode, o: Observation) -> Iterator[ox.Triple]:
        if not o.unit_iri:
            if o.measure in ("rank", "multiple"):
                yield ox.Triple(node, name("qudt:hasUnit"), _node(P["unit"] + "UNITLESS"))
            return
        unit = _node(o.unit_iri)
        yield ox.Triple(node, name("qudt:hasUnit"), unit)
        if o.unit_iri.startswith(iri.BASE):
            entry = self.units.get(o.unit_iri)
            yield ox.Triple(unit, name("rdf:type"), name("qudt:Unit"))
            yield ox.Triple(unit, name("rdfs:label"), _zh(entry["zh"] if entry else o.unit))
            if entry and entry["en"]:
                yield ox.Triple(unit, name("rdfs:label"), ox.Literal(entry["en"], language="en"))

    def _bounds(self, o: Observation) -> tuple[Decimal | None, Decimal | None]:
        if o.value_max is not None:
            return min(o.value, o.value_max), max(o.value, o.value_max)
        low = o.value if o.qualifier in ("at-least", "more-than") else None
        high = o.value if o.qualifier in ("at-most", "nearly") else None
        return (high, low) if o.value < 0 else (low, high)

    def _period(self, node: ox.NamedNode, period: str) -> Iterator[ox.Triple]:
        if not period:
            return
        start, _, end = period.partition("/")
        if len(start) < 10 or end:
            yield ox.Triple(node, name("rkg:periodStart"), _typed(_day(start, first=True), "date"))
        yield ox.Triple(node, name("rkg:periodEnd"), _typed(_day(end or start, first=False), "date"))
        if not end or end[:4] == start[:4]:
            yield ox.Triple(node, name("rkg:year"), _typed(start[:4], "gYear"))
        basis = "as-of" if len(start) == 10 and not end else "during"
        yield ox.Triple(node, name("rkg:temporalBasis"), _node(iri.code("temporal-basis", basis)))

    def _relation(self, r: Relation, doc: Document) -> Iterator[ox.Triple]:
        subject, predicate, target = _node(r.subject), name(f"rkg:{r.predicate}"), _node(r.object)
        yield ox.Triple(subject, predicate, target)
        if not r.document:
            return
        node = _node(iri.claim(r.subject, predicate.value, r.object))
        yield from self._claim(node, "RelationClaim", doc, r.start, r.end, r.section, r.rule)
        yield ox.Triple(node, name("rdf:type"), name("rdf:Statement"))
        yield ox.Triple(node, name("rdf:subject"), subject)
        yield ox.Triple(node, name("rdf:predicate"), predicate)
        yield ox.Triple(node, name("rdf:object"), target)
        yield ox.Triple(node, name("rkg:realizationStatus"), _node(iri.code("realization-status", r.status)))
        if r.predicate == "recognizedAs":
            yield from self._recognition(r, doc)

    def _recognition(self, r: Relation, doc: Document) -> Iterator[ox.Triple]:
        year = f"{doc.year:04}" if doc.year else ""
        node = _node(iri.recognition(r.subject, r.object, year))
        yield from self._claim(node, "Recognition", doc, r.start, r.end, r.section, r.rule)
        yield ox.Triple(node, name("rkg:recipient"), _node(r.subject))
        yield ox.Triple(node, name("rkg:honour"), _node(r.object))
        yield ox.Triple(node, name("rkg:realizationStatus"), _node(iri.code("realization-status", r.status)))
        if year:
            yield ox.Triple(node, name("rkg:year"), _typed(year, "gYear"))
        level = next((level for word, level in self.levels if word in r.object_label), "")
        if level:
            yield ox.Triple(node, name("rkg:recognitionLevel"), _node(iri.code("recognition-level", level)))


def _day(value: str, first: bool) -> str:
    """First or last day of an ISO year, month or day."""
    parts = [int(x) for x in value.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else (1 if first else 12)
    day = parts[2] if len(parts) > 2 else (1 if first else calendar.monthrange(year, month)[1])
    return f"{year:04}-{month:02}-{day:02}"


def _written(text: str) -> tuple[str, str]:
    """(digits, unit words) of a number as printed: 567.73亿元 → 567.73, 亿元."""
    m = re.match(r"[-−+]?[\d０-９][\d０-９.,．，]*", text)
    return (m[0], text[m.end() :]) if m else (text, "")
