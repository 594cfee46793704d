"""The figures as an RDF Data Cube (W3C Recommendation, 2014), for statistical tools.

One qb:DataSet per kind of measure, of the structure in ontology/cube/structure.ttl. Nothing is dropped: figures that
agree in every dimension and are not the same are told apart by the dimension `variant`; a figure with two values of one
dimension becomes two observations. Every observation leads back to the figure it is of (prov:wasDerivedFrom).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import IO

import pyoxigraph as ox

from kg import iri
from kg.errors import EmptyGraphError, InputError
from kg.exits.export.source import Source, at, shipped

QB, SDMX = "http://purl.org/linked-data/cube#", "http://purl.org/linked-data/sdmx/2009/"
CUBE = f"{iri.BASE}cube#"
ID, CODE = f"{iri.BASE}id/", f"{iri.BASE}code/"
# one prefix per kind of node, so that no local name needs an escape: some stores keep the backslash of rkgi:obs\\/1
PREFIXES = {
    **{k: v for k, v in iri.PREFIXES.items() if v not in (ID, CODE)},
    **{k: f"{ID}{v}/" for k, v in {"cell": "cube-observation", "period": "period", "set": "rank-scope"}.items()},
    **{k: f"{ID}{k}/" for k in ("cube", "obs", "doc", "dataset", "place")},
    **{k: f"{CODE}{k}/" for k in ("temporal-basis", "realization-status", "comparison-basis")},
    **{k: f"{CODE}{k}/" for k in ("statistical-scope", "value-qualifier", "admin-level")},
    **{f"sdmx-{k}": f"{SDMX}{k}#" for k in ("concept", "dimension", "attribute", "measure")},
    "qb": QB,
    "rkgq": CUBE,
}
TYPE, LABEL, CONCEPT = (ox.NamedNode(at(x)) for x in ("rdf:type", "rdfs:label", "skos:Concept"))
DERIVED, PRIMARY = ox.NamedNode(at("prov:wasDerivedFrom")), ox.NamedNode(at("prov:hadPrimarySource"))
NOT_STATED, NOT_APPLICABLE = ox.NamedNode(f"{CUBE}not-stated"), ox.NamedNode(f"{CUBE}not-applicable")
KINDS = iri.code("measure-kind", "")
# dimension → the property it is read from, and what stands where the figure has none
DIMENSIONS = {
    "entity": (at("rkg:observedEntity"), None),
    "indicator": (at("rkg:indicator"), None),
    "period": ("", NOT_STATED),  # made of two days
    "temporalBasis": (at("rkg:temporalBasis"), NOT_STATED),
    "status": (at("rkg:realizationStatus"), NOT_STATED),
    "comparison": (at("rkg:comparisonBasis"), NOT_APPLICABLE),
    "scope": (at("rkg:statisticalScope"), NOT_STATED),
    "rankScope": (at("rkg:rankScope"), NOT_STATED),  # of ranks alone
}
CODED = ("indicator", "period", "temporalBasis", "status", "comparison", "scope", "qualifier")
KEPT = (
    *(at(f"rkg:{x}") for x in ("measureKind", "value", "minimum", "maximum", "valueQualifier", "evidence")),
    *(at(f"rkg:{x}") for x in ("periodStart", "periodEnd", "rankScopeText")),
    at("qudt:hasUnit"),
)
TOLD = frozenset(at(x) for x in ("rdf:type", "rdfs:label", "skos:prefLabel", "skos:inScheme", "rkg:divisionCode"))
Term = ox.NamedNode | ox.Literal


@dataclass(slots=True)
class _Figures:
    """The observations of a graph with what they say, the documents of each, and the data sets it was made from."""

    said: dict[str, dict[str, list[Term]]] = field(default_factory=dict)
    spans: dict[str, str] = field(default_factory=dict)
    datasets: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)

    def sources(self, figure: str) -> list[str]:
        found = {self.spans.get(e.value, "") for e in self.said[figure].get(at("rkg:evidence"), ())}
        return sorted(found - {""})


def write(source: Source, out: IO[bytes]) -> dict[str, int]:
    """The cube as Turtle; counts of observations, data sets and variants (figures beside the first of their cell).

    Raises EmptyGraphError when the graph has no figure, InputError for a figure without value, subject or measure.
    """
    figures = _figures(source)
    if not figures.said:
        raise EmptyGraphError(f"{source.name}: no figure in this graph, so there is no cube to write")
    cube = _Cube(figures)
    structure = [
        q.triple for q in ox.parse(path=str(shipped(source, "cube/structure.ttl")), format=ox.RdfFormat.TURTLE)
    ]
    known = {t.subject.value for t in structure if isinstance(t.subject, ox.NamedNode)}
    for kind in cube.kinds:
        if f"{CUBE}dsd-{kind}" not in known:
            raise InputError(f"{source.name}: measure kind {kind}: cube/structure.ttl has no structure for it")
    ox.serialize(_all(source, cube, structure), out, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return {"observations": len(cube.cells), "datasets": len(cube.kinds), "variants": cube.variants}


def _all(source: Source, cube: _Cube, structure: list[ox.Triple]) -> Iterator[ox.Triple]:
    yield from structure
    yield from _ordered(cube.head(structure))
    yield from _ordered(cube.lists())
    yield from _ordered(_told(source, cube.used))
    yield from cube.observations()


def _ordered(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    return sorted(set(triples), key=lambda t: (str(t.subject), t.predicate != TYPE, t.predicate.value, str(t.object)))


def _figures(source: Source) -> _Figures:
    found = _Figures()
    listed = {at("dcat:Dataset"): found.datasets, at("rkg:Document"): found.documents}
    kept = {p for p, _ in DIMENSIONS.values()} | set(KEPT)
    held: dict[str, dict[str, list[Term]]] = {}
    span = at("oa:hasSource")
    for t in source.triples():
        p, o = t.predicate.value, t.object
        if not isinstance(t.subject, ox.NamedNode) or not isinstance(o, (ox.NamedNode, ox.Literal)):
            continue
        if p in kept:
            held.setdefault(t.subject.value, {}).setdefault(p, []).append(o)
        elif p == TYPE.value:
            if o.value == at("rkg:Observation"):
                found.said[t.subject.value] = {}
            elif o.value in listed:
                listed[o.value].append(t.subject.value)
        elif p == span:
            found.spans[t.subject.value] = o.value
    for figure in found.said:
        found.said[figure] = held.get(figure, {})
    return found


class _Cube:
    """Cells, each with its figures in order; and every node that an observation names."""

    def __init__(self, figures: _Figures) -> None:
        self.figures = figures
        self.made = (*sorted(figures.datasets), *sorted(figures.documents))
        self.used: set[str] = set(figures.documents)
        self.codes: dict[str, set[str]] = {c: set() for c in CODED}
        self.coined: dict[str, list[ox.Triple]] = {}  # periods and sets in the words of a text
        grouped: dict[tuple[str, tuple[Term, ...]], list[str]] = {}
        for figure in sorted(figures.said):
            kind = self._one(figure, "measureKind").value.removeprefix(KINDS)
            for key in self._keys(figure, kind):
                grouped.setdefault((kind, key), []).append(figure)
        self.kinds = sorted({kind for kind, _ in grouped})
        self.cells: dict[str, tuple[str, tuple[Term, ...], int, str]] = {}
        self.variants = 0
        for (kind, key), members in grouped.items():
            members.sort(key=lambda f: (-len(figures.sources(f)), f))
            self.variants += len(members) - 1
            for n, figure in enumerate(members, 1):
                node = iri.made("cube-observation", *self.made, figure, *(str(x) for x in key))
                self.cells[node] = (kind, key, n, figure)

    def _one(self, figure: str, name: str) -> Term:
        values = self.figures.said[figure].get(at(f"rkg:{name}"), [])
        if len(values) != 1:
            raise InputError(f"{figure}: {len(values)} values of {name}: expected a graph that `kg check` passes")
        return values[0]

    def _keys(self, figure: str, kind: str) -> Iterator[tuple[Term, ...]]:
        """The values of the dimensions in their order: one tuple, or more where a dimension has two values."""
        said = self.figures.said[figure]
        choices: list[list[Term]] = []
        for name, (read, absent) in DIMENSIONS.items():
            if name == "rankScope" and kind != "rank":
                continue
            values = self._period(said) if name == "period" else list(said.get(read, ()))
            if name == "rankScope":
                values += [self._set(x) for x in said.get(at("rkg:rankScopeText"), ())]
            if not values:
                if absent is None:
                    raise InputError(f"{figure}: no {name}: expected a graph that `kg check` passes")
                values = [absent]
            self.used.update(v.value for v in values)
            if name in self.codes:
                self.codes[name].update(v.value for v in values)
            choices.append(values)
        units, qualifiers = said.get(at("qudt:hasUnit"), ()), said.get(at("rkg:valueQualifier"), ())
        self.used.update(v.value for v in (*units, *qualifiers))
        self.codes["qualifier"].update(v.value for v in qualifiers or (NOT_STATED,))
        return product(*choices)

    def _period(self, said: dict[str, list[Term]]) -> list[Term]:
        days = [said.get(at(f"rkg:period{x}"), [None])[0] for x in ("Start", "End")]
        if not any(days):
            return []
        first, last = ("" if d is None else d.value for d in days)
        node = ox.NamedNode(iri.made("period", first, last))
        if node.value not in self.coined:
            notation = f"{first or '..'}/{last or '..'}"  # ISO 8601-2: an end that is not stated
            self.coined[node.value] = [
                ox.Triple(node, TYPE, CONCEPT),
                ox.Triple(node, TYPE, ox.NamedNode(at("dcterms:PeriodOfTime"))),
                ox.Triple(node, ox.NamedNode(at("skos:notation")), ox.Literal(notation)),
                ox.Triple(node, LABEL, ox.Literal(notation)),
                *(
                    ox.Triple(node, ox.NamedNode(at(f"dcat:{x}Date")), d)
                    for x, d in zip(("start", "end"), days, strict=True)
                    if d is not None
                ),
            ]
        return [node]

    def _set(self, words: Term) -> ox.NamedNode:
        node = ox.NamedNode(iri.made("rank-scope", words.value))
        self.coined[node.value] = [ox.Triple(node, LABEL, words)]
        return node

    def _dataset(self, kind: str) -> ox.NamedNode:
        return ox.NamedNode(iri.made("cube", kind, *self.made))

    def head(self, structure: list[ox.Triple]) -> Iterator[ox.Triple]:
        """The data sets, each named as its structure is."""
        for kind in self.kinds:
            node, form = self._dataset(kind), ox.NamedNode(f"{CUBE}dsd-{kind}")
            yield ox.Triple(node, TYPE, ox.NamedNode(f"{QB}DataSet"))
            yield ox.Triple(node, ox.NamedNode(f"{QB}structure"), form)
            for t in structure:
                if t.subject == form and t.predicate == LABEL:
                    yield ox.Triple(node, LABEL, t.object)
                    yield ox.Triple(node, ox.NamedNode(at("dcterms:title")), t.object)
            for graph in self.figures.datasets:
                yield ox.Triple(node, DERIVED, ox.NamedNode(graph))

    def lists(self) -> Iterator[ox.Triple]:
        """The members of the code lists, each a concept, and what was coined here."""
        for name, members in self.codes.items():
            for member in members:
                yield ox.Triple(
                    ox.NamedNode(f"{CUBE}list-{name}"), ox.NamedNode(at("skos:member")), ox.NamedNode(member)
                )
                yield ox.Triple(ox.NamedNode(member), TYPE, CONCEPT)
        for triples in self.coined.values():
            yield from triples

    def observations(self) -> Iterator[ox.Triple]:
        """Every observation, by IRI."""
        integer = ox.NamedNode(at("xsd:integer"))
        for node in sorted(self.cells):
            kind, key, n, figure = self.cells[node]
            said, me = self.figures.said[figure], ox.NamedNode(node)
            names = [d for d in DIMENSIONS if d != "rankScope" or kind == "rank"]
            about: list[tuple[str, Term]] = [
                (TYPE.value, ox.NamedNode(f"{QB}Observation")),
                (f"{QB}dataSet", self._dataset(kind)),
                *((CUBE + d, v) for d, v in zip(names, key, strict=True)),
                (f"{CUBE}variant", ox.Literal(str(n), datatype=integer)),
                (CUBE + kind, self._one(figure, "value")),
                *((f"{SDMX}attribute#unitMeasure", u) for u in said.get(at("qudt:hasUnit"), [NOT_STATED])),
                *((f"{CUBE}qualifier", q) for q in said.get(at("rkg:valueQualifier"), [NOT_STATED])),
                *((CUBE + x, v) for x in ("minimum", "maximum") for v in said.get(at(f"rkg:{x}"), ())),
                (DERIVED.value, ox.NamedNode(figure)),
                *((PRIMARY.value, ox.NamedNode(d)) for d in self.figures.sources(figure)),
            ]
            yield from (ox.Triple(me, ox.NamedNode(p), o) for p, o in about)


def _told(source: Source, used: set[str]) -> Iterator[ox.Triple]:
    """Type and names of every node that an observation names; units that the graph does not name, from units.ttl."""
    named: set[str] = set()
    for t in source.triples():
        if isinstance(t.subject, ox.NamedNode) and t.predicate.value in TOLD and t.subject.value in used:
            named.add(t.subject.value)
            yield t
    units = shipped(source, "units.ttl")
    for q in ox.parse(path=str(units), format=ox.RdfFormat.TURTLE) if units.is_file() else ():
        s = q.subject
        if isinstance(s, ox.NamedNode) and s.value in used - named and q.predicate.value in TOLD:
            yield q.triple
