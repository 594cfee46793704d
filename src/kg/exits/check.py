"""What must hold of every build, checked: quotes equal slices, the ledger adds up, nothing dangles."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import iri
from kg.errors import InputError
from kg.knowledge import Knowledge
from kg.model import DocumentFacts

MEASURES = frozenset({"level", "growth-rate", "change", "share", "rank", "multiple", "capacity"})
STATUSES = frozenset({"achieved", "expected", "planned", "targeted"})
QUALIFIERS = frozenset({"exact", "approximately", "nearly", "at-least", "more-than", "at-most"})


@dataclass(frozen=True, slots=True)
class Failure:
    """One broken promise: which, of what, why, and where."""

    rule: str
    node: str
    message: str
    place: str

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}: {self.message} ({self.node})"


def quick_check(documents: Iterable[DocumentFacts], knowledge: Knowledge) -> list[Failure]:
    """The cheap part, run at every build: slices, ledger, ends, closed lists. Empty when all holds."""
    del knowledge
    return [failure for facts in documents for failure in _facts(facts)]


def _facts(d: DocumentFacts) -> Iterator[Failure]:
    text, name = d.document.text, d.document.name
    known = {e.iri for e in d.entities}
    if not d.ledger.holds:
        yield Failure("ledger", d.document.id, f"numbers seen are not all accounted for: {d.ledger}", name)
    for e in d.entities:
        if not e.label.strip() or not e.cls:
            yield Failure("entity", e.iri, "an entity needs a label and a class", name)
    for o in d.observations:
        place = f"{name}:{o.start}"
        if text[o.start : o.end] != o.as_written or text[o.quote_start : o.quote_end] != o.quote:
            yield Failure("slice", o.observation, "the quote is not the text at its offsets", place)
        if not o.quote_start <= o.start < o.end <= o.quote_end:
            yield Failure("quote", o.observation, "the number lies outside its quote", place)
        if o.subject not in known:
            yield Failure("subject", o.observation, "observed of something that is not in the graph", place)
        if o.measure not in MEASURES or o.status not in STATUSES or o.qualifier not in QUALIFIERS:
            yield Failure(
                "closed-list", o.observation, f"{o.measure}/{o.status}/{o.qualifier} is not in its code list", place
            )
        if o.measure == "growth-rate" and not o.comparison:
            yield Failure("basis", o.observation, "a growth rate needs a comparison basis", place)
    for r in d.relations:
        place = f"{name}:{r.start}"
        if r.subject not in known or r.object not in known:
            yield Failure(
                "ends", f"{r.subject} {r.predicate} {r.object}", "a relation between things not in the graph", place
            )
        if r.document and text[r.start : r.end] != r.quote:
            yield Failure(
                "slice", f"{r.subject} {r.predicate} {r.object}", "the quote is not the text at its offsets", place
            )


def check(out: Path, knowledge: Knowledge, shapes: bool = False) -> tuple[list[Failure], dict[str, int]]:
    """Everything a written folder promises: (failures, counts of facts and quotes checked).

    Reads graph.ttl and report.json back: ledger, evidence of the length of its offsets, numbers inside their quotes,
    every term of our namespace declared in kg.ttl, ends of relations of the declared classes, one value where the
    ontology says functional, nothing used that is not described. `shapes` adds shapes.ttl by pyshacl (seconds, not
    milliseconds). Raises InputError when `out` is not a built folder or pyshacl is wanted and absent.
    """
    graph, report = out / "graph.ttl", out / "report.json"
    if not graph.exists() or not report.exists():
        raise InputError(f"{out}: not a built folder: expected graph.ttl and report.json in it")
    store = ox.Store()
    try:
        store.bulk_load(path=str(graph), format=ox.RdfFormat.TURTLE)
    except (SyntaxError, ValueError) as error:
        raise InputError(f"{graph}: not readable as Turtle: {error}") from error
    failures = [
        *_ledger(report),
        *_evidence(store, graph),
        *_described(store, graph),
        *_declared(store, graph, knowledge),
        *_fitting(store, graph, knowledge),
        *(_shapes(graph, knowledge) if shapes else ()),
    ]
    csv.field_size_limit(10**9)
    facts = sum(1 for _ in store.quads_for_pattern(None, ox.NamedNode(iri.term("evidence")), None))
    quotes = sum(1 for _ in store.quads_for_pattern(None, ox.NamedNode(iri.PREFIXES["oa"] + "exact"), None))
    return failures, {"facts": facts, "quotes": quotes}


def _ledger(report: Path) -> Iterator[Failure]:
    ledger = json.loads(report.read_text(encoding="utf-8"))["ledger"]
    if ledger["seen"] != ledger["observed"] + ledger["named"] + ledger["dated"] + ledger["listed"]:
        yield Failure("ledger", "report.json", f"numbers seen are not all accounted for: {ledger}", str(report))


def _select(store: ox.Store, text: str) -> Iterator[tuple[str, ...]]:
    answer = store.query(text, prefixes=iri.PREFIXES)
    assert isinstance(answer, ox.QuerySolutions)
    for row in answer:
        yield tuple(getattr(row[v], "value", "") for v in answer.variables)


def _evidence(store: ox.Store, graph: Path) -> Iterator[Failure]:
    query = "SELECT ?e ?s ?t ?x WHERE { ?e a rkg:Evidence ; oa:start ?s ; oa:end ?t ; oa:exact ?x }"
    for node, start, end, exact in _select(store, query):
        if len(exact) != int(end) - int(start):
            yield Failure("slice", node, f"{len(exact)} characters quoted for offsets {start} to {end}", str(graph))
    needs = {
        "Observation": "observedEntity indicator measureKind value asWrittenValue valueQualifier realizationStatus evidence",
        "RelationClaim": "evidence realizationStatus", "Recognition": "recipient honour evidence", "Evidence": "",
    }  # fmt: skip
    for cls, properties in needs.items():
        for name in properties.split():
            for (node,) in _select(
                store, f"SELECT ?n WHERE {{ ?n a rkg:{cls} FILTER NOT EXISTS {{ ?n rkg:{name} ?v }} }}"
            ):
                yield Failure(f"required:{name}", node, f"{cls} without {name}", str(graph))
    growth = iri.code("measure-kind", "growth-rate")
    for (node,) in _select(
        store, f"SELECT ?n WHERE {{ ?n rkg:measureKind <{growth}> FILTER NOT EXISTS {{ ?n rkg:comparisonBasis ?b }} }}"
    ):
        yield Failure("basis", node, "a growth rate needs a comparison basis", str(graph))


def _described(store: ox.Store, graph: Path) -> Iterator[Failure]:
    query = f"""SELECT DISTINCT ?o WHERE {{ ?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?o), "{iri.BASE}id/"))
        FILTER NOT EXISTS {{ ?o a ?c }} }}"""
    for (node,) in _select(store, query):
        yield Failure("dangling", node, "used, but nothing says what it is", str(graph))
    query = f"""SELECT ?s WHERE {{ ?s a ?c FILTER(STRSTARTS(STR(?s), "{iri.BASE}id/")) FILTER(?c NOT IN (rkg:Evidence, rkg:Observation,
        rkg:RelationClaim, rkg:Recognition, rdf:Statement)) FILTER NOT EXISTS {{ ?s rdfs:label ?l }} }}"""
    for (node,) in _select(store, query):
        yield Failure("label", node, "an entity needs a label", str(graph))


def _declared(store: ox.Store, graph: Path, knowledge: Knowledge) -> Iterator[Failure]:
    terms = ox.Store()
    for name in ("kg.ttl", "codes.ttl"):
        path = knowledge.root / name
        if path.exists():
            terms.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    declared = {q.subject.value for q in terms if isinstance(q.subject, ox.NamedNode)}
    used = {t for (t,) in _select(store, "SELECT DISTINCT ?p WHERE { ?s ?p ?o }")}
    used |= {t for (t,) in _select(store, "SELECT DISTINCT ?c WHERE { ?s a ?c }")}
    used |= {
        t
        for (t,) in _select(
            store, f'SELECT DISTINCT ?o WHERE {{ ?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?o), "{iri.BASE}code/")) }}'
        )
    }
    for term in sorted(used):
        if term.startswith((iri.BASE + "def#", iri.BASE + "code/")) and term not in declared:
            yield Failure("undeclared", term, "a term of our namespace that the ontology does not declare", str(graph))


def _above(terms: ox.Store) -> dict[str, frozenset[str]]:
    """Each declared class with all its superclasses, itself included."""
    up: dict[str, set[str]] = {}
    for q in terms.quads_for_pattern(None, ox.NamedNode(iri.PREFIXES["rdfs"] + "subClassOf"), None):
        if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, ox.NamedNode):
            up.setdefault(q.subject.value, set()).add(q.object.value)
    closed: dict[str, frozenset[str]] = {}

    def close(cls: str) -> frozenset[str]:
        if cls not in closed:
            closed[cls] = frozenset({cls})  # ends a cycle
            closed[cls] = frozenset({cls}).union(*(close(c) for c in sorted(up.get(cls, ()))))
        return closed[cls]

    for cls in sorted(up):
        close(cls)
    return closed


def _fitting(store: ox.Store, graph: Path, knowledge: Knowledge) -> Iterator[Failure]:
    """Domain, range and functionality as kg.ttl declares them, without a reasoner: the graph states every type."""
    path = knowledge.root / "kg.ttl"
    if not path.exists():
        return
    terms = ox.Store()
    terms.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    above = _above(terms)
    types: dict[str, frozenset[str]] = {}
    for node, cls in _select(store, "SELECT ?n ?c WHERE { ?n a ?c }"):
        types[node] = types.get(node, frozenset()) | above.get(cls, frozenset({cls}))
    for end, relation in (("subject", "domain"), ("object", "range")):
        for prop, cls in sorted(_select(terms, f"SELECT ?p ?c WHERE {{ ?p rdfs:{relation} ?c }}")):
            if not cls.startswith(iri.BASE):
                continue
            for q in store.quads_for_pattern(None, ox.NamedNode(prop), None):
                held = q.subject if end == "subject" else q.object
                if isinstance(held, ox.NamedNode) and cls not in types.get(held.value, frozenset()):
                    what = f"the {end} of {prop.rpartition('#')[2]} must be of class {cls.rpartition('#')[2]}"
                    yield Failure(relation, held.value, what, str(graph))
    for (prop,) in sorted(_select(terms, "SELECT ?p WHERE { ?p a owl:FunctionalProperty }")):
        query = f"SELECT DISTINCT ?n WHERE {{ ?n <{prop}> ?a, ?b FILTER(STR(?a) < STR(?b)) }}"
        for (node,) in _select(store, query):
            yield Failure("functional", node, f"more than one {prop.rpartition('#')[2]}", str(graph))


def _shapes(graph: Path, knowledge: Knowledge) -> Iterator[Failure]:
    """Violations of shapes.ttl, by the reference engine. Raises InputError when pyshacl is not installed."""
    try:
        import pyshacl
    except ImportError as error:
        raise InputError("pyshacl is not installed: pip install 'region-kg[check]'") from error
    import rdflib

    data = rdflib.Graph().parse(str(graph), format="turtle")
    terms = rdflib.Graph().parse(str(knowledge.root / "kg.ttl"), format="turtle")
    law = rdflib.Graph().parse(str(knowledge.root / "shapes.ttl"), format="turtle")
    _, found, _ = pyshacl.validate(data, shacl_graph=law, ont_graph=terms, inference="none")
    shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    rows = []
    for result in found.subjects(rdflib.RDF.type, shacl.ValidationResult):
        # of a SPARQL constraint pyshacl reports one message of several, in no fixed language: look at its source too
        source = found.value(result, shacl.sourceConstraint) or result  # None would match every message
        given = [*found.objects(result, shacl.resultMessage), *found.objects(source, shacl.message)]
        messages = sorted(
            (str(getattr(m, "language", "")) != "en", str(m)) for m in (*given, *law.objects(source, shacl.message))
        )
        said = messages[0][1] if messages else ""
        path = str(found.value(result, shacl.resultPath) or found.value(result, shacl.sourceConstraintComponent))
        rows.append((path.replace("/", "#").rpartition("#")[2], str(found.value(result, shacl.focusNode)), said))
    for name, node, said in sorted(set(rows)):
        yield Failure(f"shape:{name}", node, said, str(graph))
