"""Facts → triples. The graph of many documents is the union of their triples; nothing is a blank node.

Observation and Recognition carry their evidence themselves; a binary relation is a plain triple and a RelationClaim
(also rdf:Statement) named by a hash of (s, p, o), so a second document adds evidence to the same claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import pyoxigraph as ox

from kg import iri
from kg.knowledge import Knowledge
from kg.model import Attribute, Document, DocumentFacts, Entity, Observation, Relation
from kg.stages.graph import links, origin
from kg.stages.graph.terms import P, day, en, name, plain, ref, typed, written, zh

__all__ = ["name", "plain", "triples"]

DIRECTION = {"+1": "rise", "-1": "fall", "0": "neither"}
ADMIN_LEVEL = {1: "country", 2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}
COUNTS = frozenset({"statedPartCount", "rankPopulation"})
CODES = f"{iri.BASE}code/"


def triples(documents: Iterable[DocumentFacts], knowledge: Knowledge, program: str = "") -> Iterator[ox.Triple]:
    """Every triple of the graph, repeats included; the order means nothing. `program`: the version that made it."""
    maker = _Maker(knowledge)
    used: set[str] = set()
    for facts in documents:
        for t in maker.document(facts):
            if isinstance(t.object, ox.NamedNode) and t.object.value.startswith(CODES):
                used.add(t.object.value)
            yield t
        if program:
            yield origin.source(facts.document.id, program, knowledge)
    if program:
        yield from origin.origin(program, knowledge)
    yield from origin.codes(used, knowledge)


class _Maker:
    def __init__(self, knowledge: Knowledge) -> None:
        self.units = {e["iri"]: e for e in reversed(knowledge.lexicon("units"))}
        self.indicators = {iri.indicator(e["slug"]): e for e in knowledge.lexicons.get("indicators", ())}
        # the last word is with the names that reports use: their agriculture is more than division 01
        self.industries = {
            form: iri.industry(e["slug"])
            for e in knowledge.lexicons.get("industries", ())
            for form in (e["name"], *e["aliases"].split("|"))
        }
        self.sets = {e["scope"]: int(e["digits"]) for e in knowledge.lexicon("rank_scopes") if e["digits"]}
        self.divisions = {e["code"]: e["name"] for e in knowledge.lexicon("divisions")}
        self.levels = [(e["word"], e["level"]) for e in knowledge.lexicon("honour_levels")]
        self.wikidata = {e["code"]: e["item"] for e in knowledge.lexicons.get("wikidata", ())}

    def document(self, facts: DocumentFacts) -> Iterator[ox.Triple]:
        """Triples of one document."""
        doc = facts.document
        node = ref(iri.document(doc.id))
        yield ox.Triple(node, name("rdf:type"), name("rkg:Document"))
        title = doc.title or doc.name
        yield ox.Triple(node, name("dcterms:title"), zh(title))
        yield ox.Triple(node, name("rdfs:label"), zh(title))
        yield ox.Triple(node, name("rkg:sha256"), ox.Literal(doc.sha256))
        if doc.year:
            yield ox.Triple(node, name("rkg:year"), typed(f"{doc.year:04}", "gYear"))
        if doc.published:
            yield ox.Triple(node, name("dcterms:issued"), typed(doc.published, "date"))
        places = {e.label: e.iri for e in facts.entities if e.cls == "AdministrativeDivision"}
        if doc.about in places:
            yield ox.Triple(node, name("dcterms:subject"), ref(places[doc.about]))
        for e in facts.entities:
            yield from self._entity(e, node)
        if doc.genre:
            yield ox.Triple(node, name("rkg:category"), ref(iri.code("document-kind", doc.genre)))
        places |= {a: e.iri for e in facts.entities if e.cls == "AdministrativeDivision" for a in e.aliases}
        basis = {a.entity: a.value for a in facts.attributes if a.property == "temporalBasis"}
        summed = {node for node, value in basis.items() if value == iri.code("temporal-basis", "cumulative")}
        for o in facts.observations:
            yield from self._observation(o, doc, basis.get(o.observation, ""), places)
        for move, level in links.changes(facts.observations, summed):
            yield ox.Triple(ref(move), name("rkg:changeOf"), ref(level))
        for r in facts.relations:
            yield from self._relation(r, doc)
        for a in facts.attributes:
            yield from self._attribute(a, doc)

    def _entity(self, e: Entity, document: ox.NamedNode) -> Iterator[ox.Triple]:
        node = ref(e.iri)
        yield ox.Triple(node, name("rdf:type"), name(f"rkg:{e.cls}"))
        label = iri.called(e.label)
        yield ox.Triple(node, name("rdfs:label"), zh(label))
        for alias in (e.label, *e.aliases):
            if alias != label:
                yield ox.Triple(node, name("skos:altLabel"), zh(alias))
        if e.code:
            yield ox.Triple(node, name("rkg:divisionCode"), ox.Literal(e.code))
            level = ADMIN_LEVEL.get(1 if e.code == "0" else len(e.code))
            if level:
                yield ox.Triple(node, name("rkg:adminLevel"), ref(iri.code("admin-level", level)))
            if e.code in self.wikidata:
                yield ox.Triple(node, name("skos:exactMatch"), name(f"wd:{self.wikidata[e.code]}"))
        for former, short, cls in e.former:  # a merge keeps both names' IRIs: a report with the other one leads here
            yield ox.Triple(ref(former), name("rdf:type"), name(f"rkg:{cls}"))
            yield ox.Triple(ref(former), name("rdfs:label"), zh(iri.called(short)))
            yield ox.Triple(ref(former), name("dcterms:isReplacedBy"), node)
        if e.cls == "Industry" and e.label in self.industries:
            yield ox.Triple(node, name("skos:exactMatch"), ref(self.industries[e.label]))
        if e.mentions:
            yield ox.Triple(node, name("rkg:mentionedIn"), document)

    def _evidence(self, doc: Document, start: int, end: int, section: str) -> Iterator[ox.Triple]:
        # xsd:integer, not xsd:nonNegativeInteger: Oxigraph reads the latter back as the former
        node = ref(iri.evidence(doc.id, start, end))
        yield ox.Triple(node, name("rdf:type"), name("rkg:Evidence"))
        yield ox.Triple(node, name("oa:hasSource"), ref(iri.document(doc.id)))
        yield ox.Triple(node, name("oa:start"), typed(str(start), "integer"))
        yield ox.Triple(node, name("oa:end"), typed(str(end), "integer"))
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
        yield ox.Triple(node, name("rkg:evidence"), ref(iri.evidence(doc.id, start, end)))
        yield ox.Triple(node, name("rkg:rule"), ox.Literal(rule))
        yield from self._evidence(doc, start, end, section)

    def _observation(
        self, o: Observation, doc: Document, basis_said: str, places: Mapping[str, str]
    ) -> Iterator[ox.Triple]:
        node = ref(o.observation)
        # the evidence is the clause from the quote's start to the number's end or beyond: the whole quote
        yield from self._claim(node, "Observation", doc, o.quote_start, o.quote_end, o.section, o.rule)
        yield ox.Triple(node, name("rkg:figure"), ref(iri.evidence(doc.id, o.start, o.end)))
        yield from self._evidence(doc, o.start, o.end, o.section)
        yield ox.Triple(node, name("rkg:observedEntity"), ref(o.subject))
        yield ox.Triple(node, name("rkg:indicator"), ref(o.indicator))
        yield from self._indicator(o)
        yield ox.Triple(node, name("rkg:measureKind"), ref(iri.code("measure-kind", o.measure)))
        yield ox.Triple(node, name("rkg:value"), typed(plain(o.value), "decimal"))
        low, high = self._bounds(o)
        if low is not None:
            yield ox.Triple(node, name("rkg:minimum"), typed(plain(low), "decimal"))
        if high is not None:
            yield ox.Triple(node, name("rkg:maximum"), typed(plain(high), "decimal"))
        digits, unit = written(o.as_written)
        yield ox.Triple(node, name("rkg:asWrittenValue"), ox.Literal(digits))
        yield ox.Triple(node, name("rkg:asWrittenUnit"), ox.Literal(unit))
        yield from self._unit(node, o)
        yield ox.Triple(node, name("rkg:valueQualifier"), ref(iri.code("value-qualifier", o.qualifier)))
        yield ox.Triple(node, name("rkg:realizationStatus"), ref(iri.code("realization-status", o.status)))
        basis = o.comparison or ("unstated" if o.measure == "growth-rate" else "")
        if basis:
            yield ox.Triple(node, name("rkg:comparisonBasis"), ref(iri.code("comparison-basis", basis)))
        if o.scope:
            yield ox.Triple(node, name("rkg:statisticalScope"), ref(iri.code("statistical-scope", o.scope)))
        if o.rank_scope:
            yield from self._rank_scope(node, o.rank_scope, doc, places)
        yield from self._period(node, o.period, basis_said)

    def _rank_scope(
        self, node: ox.NamedNode, scope: str, doc: Document, places: Mapping[str, str]
    ) -> Iterator[ox.Triple]:
        """The set as a place where it is one: named in the text, or the province, prefecture … the report lies in."""
        digits = self.sets.get(scope, 0)
        code = "0" if digits == 1 else doc.code[:digits]
        label = self.divisions.get(code, "") if digits == 1 or len(code) == digits > 0 else ""
        if scope in places:
            yield ox.Triple(node, name("rkg:rankScope"), ref(places[scope]))
        elif label:
            place = Entity(iri.place(code), label, "AdministrativeDivision", (), (), "document", code)
            yield ox.Triple(node, name("rkg:rankScope"), ref(place.iri))
            yield from self._entity(place, node)
        else:
            yield ox.Triple(node, name("rkg:rankScopeText"), zh(scope))

    def _indicator(self, o: Observation) -> Iterator[ox.Triple]:
        node = ref(o.indicator)
        entry = self.indicators.get(o.indicator)
        yield ox.Triple(node, name("rdf:type"), name("rkg:Indicator"))
        yield ox.Triple(node, name("skos:prefLabel"), zh(entry["name"] if entry else o.indicator_label))
        yield ox.Triple(node, name("rdfs:label"), zh(entry["name"] if entry else o.indicator_label))
        if entry:
            yield ox.Triple(node, name("skos:prefLabel"), en(entry["en"]))
            yield ox.Triple(node, name("skos:inScheme"), ref(iri.scheme("indicator")))
            yield ox.Triple(node, name("rkg:desiredDirection"), ref(iri.code("direction", DIRECTION[entry["up"]])))

    def _unit(self, node: ox.NamedNode, o: Observation) -> Iterator[ox.Triple]:
        if not o.unit_iri:
            if o.measure in ("rank", "multiple"):
                yield ox.Triple(node, name("qudt:hasUnit"), ref(P["unit"] + "UNITLESS"))
            return
        unit = ref(o.unit_iri)
        yield ox.Triple(node, name("qudt:hasUnit"), unit)
        if o.unit_iri.startswith(iri.BASE):
            entry = self.units.get(o.unit_iri)
            yield ox.Triple(unit, name("rdf:type"), name("qudt:Unit"))
            yield ox.Triple(unit, name("rdfs:label"), zh(entry["zh"] if entry else o.unit))
            if entry and entry["en"]:
                yield ox.Triple(unit, name("rdfs:label"), en(entry["en"]))

    def _bounds(self, o: Observation) -> tuple[Decimal | None, Decimal | None]:
        if o.value_max is not None:
            return min(o.value, o.value_max), max(o.value, o.value_max)
        low = o.value if o.qualifier in ("at-least", "more-than") else None
        high = o.value if o.qualifier in ("at-most", "nearly") else None
        return (high, low) if o.value < 0 else (low, high)

    def _period(self, node: ox.NamedNode, period: str, said: str) -> Iterator[ox.Triple]:
        """Days and basis; a figure as of a day, or accumulated up to it, has no first day."""
        if said:
            yield ox.Triple(node, name("rkg:temporalBasis"), ref(said))
        if not period:
            return
        start, _, end = period.partition("/")
        if not said and (len(start) < 10 or end):
            yield ox.Triple(node, name("rkg:periodStart"), typed(day(start, first=True), "date"))
        yield ox.Triple(node, name("rkg:periodEnd"), typed(day(end or start, first=False), "date"))
        if not end or end[:4] == start[:4]:
            yield ox.Triple(node, name("rkg:year"), typed(start[:4], "gYear"))
        if not said:
            basis = "as-of" if len(start) == 10 and not end else "during"
            yield ox.Triple(node, name("rkg:temporalBasis"), ref(iri.code("temporal-basis", basis)))

    def _attribute(self, a: Attribute, doc: Document) -> Iterator[ox.Triple]:
        """The plain triple, and its claim; an observation or a recognition carries its evidence itself."""
        subject, predicate = ref(a.entity), name(f"rkg:{a.property}")
        value: ox.NamedNode | ox.Literal
        if a.value.startswith(iri.BASE):
            value = ref(a.value)
        else:
            value = typed(a.value, "integer") if a.property in COUNTS else zh(a.value)
        if a.property != "temporalBasis":  # said with the period
            yield ox.Triple(subject, predicate, value)
        if a.entity_class not in ("Observation", "Recognition"):
            yield from self._statement((subject, predicate, value), a, doc)

    def _statement(
        self, said: tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal], r: Relation | Attribute, doc: Document
    ) -> Iterator[ox.Triple]:
        """The claim that a triple holds: the same node from every document that says so."""
        node = ref(iri.claim(*(x.value for x in said)))
        yield from self._claim(node, "RelationClaim", doc, r.start, r.end, r.section, r.rule)
        yield ox.Triple(node, name("rdf:type"), name("rdf:Statement"))
        yield from (
            ox.Triple(node, name(f"rdf:{p}"), x) for p, x in zip(("subject", "predicate", "object"), said, strict=True)
        )
        yield ox.Triple(node, name("rkg:realizationStatus"), ref(iri.code("realization-status", r.status)))

    def _relation(self, r: Relation, doc: Document) -> Iterator[ox.Triple]:
        subject, predicate, target = ref(r.subject), name(f"rkg:{r.predicate}"), ref(r.object)
        yield ox.Triple(subject, predicate, target)
        if not r.document:
            return
        yield from self._statement((subject, predicate, target), r, doc)
        if r.predicate == "recognizedAs":
            yield from self._recognition(r, doc)

    def _recognition(self, r: Relation, doc: Document) -> Iterator[ox.Triple]:
        year = f"{doc.year:04}" if doc.year else ""
        node = ref(iri.recognition(r.subject, r.object, year))
        yield from self._claim(node, "Recognition", doc, r.start, r.end, r.section, r.rule)
        yield ox.Triple(node, name("rkg:recipient"), ref(r.subject))
        yield ox.Triple(node, name("rkg:honour"), ref(r.object))
        yield ox.Triple(node, name("rkg:realizationStatus"), ref(iri.code("realization-status", r.status)))
        if year:
            yield ox.Triple(node, name("rkg:year"), typed(year, "gYear"))
        level = next((level for word, level in self.levels if word in r.object_label), "")
        if level:
            yield ox.Triple(node, name("rkg:recognitionLevel"), ref(iri.code("recognition-level", level)))
