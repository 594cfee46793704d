"""What is asked of a written folder without a SHACL engine: the ledger, ends, terms, and the vocabulary's own axioms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kg import iri
from kg.exits.check.graph import Graph
from kg.knowledge import Knowledge


class Finding(NamedTuple):
    """A broken rule, before it is told in words. `about`: the node whose place and rule say where to look."""

    rule: str
    node: str
    detail: str = ""
    about: str = ""


def ledger(report: Path) -> Iterator[Finding]:
    """Every number seen is accounted for."""
    said = json.loads(report.read_text(encoding="utf-8"))["ledger"]
    if said["seen"] != said["observed"] + said["named"] + said["dated"] + said["listed"]:
        yield Finding("ledger", "report.json", "{seen} ≠ {observed} + {named} + {dated} + {listed}".format(**said))


def corrected(report: Path) -> Iterator[Finding]:
    """Every correction still says something of the graph."""
    said = json.loads(report.read_text(encoding="utf-8")).get("corrections", {})
    for u in said.get("unmatched", ()):
        told = " ".join(x for x in (u["action"], u["name"], u["target"]) if x)
        rule = "correction-" + u["reason"]  # each has its words in shapes.ttl
        yield Finding(rule, u["where"], told)


def described(graph: Graph) -> Iterator[Finding]:
    """Nothing is used that is not described."""
    query = f"""SELECT ?o (MIN(?s) AS ?user) WHERE {{ ?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?o), "{iri.BASE}id/"))
        FILTER NOT EXISTS {{ ?o a ?c }} }} GROUP BY ?o ORDER BY ?o"""
    for node, user in graph.select(query):
        yield Finding("dangling", node, "", user)


def declared(graph: Graph, knowledge: Knowledge) -> Iterator[Finding]:
    """Every property, class and code of our namespace is declared in kg.ttl or codes.ttl."""
    files = [p for p in (knowledge.root / f"{n}.ttl" for n in ("kg", "codes")) if p.exists()]
    known = set(Graph(*files).subjects())
    used: dict[str, str] = {}
    for query in (
        "SELECT ?p (MIN(?s) AS ?user) WHERE { ?s ?p ?o } GROUP BY ?p",
        "SELECT ?c (MIN(?s) AS ?user) WHERE { ?s a ?c } GROUP BY ?c",
        f'SELECT ?o (MIN(?s) AS ?user) WHERE {{ ?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?o), "{iri.BASE}code/")) }} GROUP BY ?o',
    ):
        used.update({term: user for term, user in graph.select(query)})  # noqa: C416 (mypy: a tuple of any length)
    for term in sorted(used):
        if term.startswith((iri.BASE + "def#", iri.BASE + "code/")) and term not in known:
            yield Finding("undeclared", term, term.removeprefix(iri.BASE), used[term])


def needed(graph: Graph) -> Iterator[Finding]:
    """What shapes.ttl asks as well, for want of an engine: required properties, bases, labels."""
    needs = {
        "Observation": "observedEntity indicator measureKind value asWrittenValue valueQualifier realizationStatus evidence",
        "RelationClaim": "evidence realizationStatus", "Recognition": "recipient honour evidence",
    }  # fmt: skip
    for cls, properties in needs.items():
        for name in properties.split():
            query = f"SELECT ?n WHERE {{ ?n a rkg:{cls} FILTER NOT EXISTS {{ ?n rkg:{name} ?v }} }} ORDER BY ?n"
            for (node,) in graph.select(query):
                yield Finding(f"required:{name}", node, f"{cls}: {name}")
    growth = iri.code("measure-kind", "growth-rate")
    query = f"SELECT ?n WHERE {{ ?n rkg:measureKind <{growth}> FILTER NOT EXISTS {{ ?n rkg:comparisonBasis ?b }} }} ORDER BY ?n"
    for (node,) in graph.select(query):
        yield Finding("basis", node)
    query = f"""SELECT ?s WHERE {{ ?s a ?c FILTER(STRSTARTS(STR(?s), "{iri.BASE}id/")) FILTER(?c NOT IN (rkg:Evidence, rkg:Observation,
        rkg:RelationClaim, rkg:Recognition, rdf:Statement)) FILTER NOT EXISTS {{ ?s rdfs:label ?l }} }} ORDER BY ?s"""
    for (node,) in graph.select(query):
        yield Finding("label", node)


def _above(terms: Graph) -> dict[str, frozenset[str]]:
    """Each declared class with all its superclasses, itself included."""
    up: dict[str, set[str]] = {}
    for below, above in terms.pairs("rdfs:subClassOf"):
        up.setdefault(below, set()).add(above)
    closed: dict[str, frozenset[str]] = {}

    def close(cls: str) -> frozenset[str]:
        if cls not in closed:
            closed[cls] = frozenset({cls})  # ends a cycle
            closed[cls] = frozenset({cls}).union(*(close(c) for c in sorted(up.get(cls, ()))))
        return closed[cls]

    for cls in sorted(up):
        close(cls)
    return closed


def fitting(graph: Graph, knowledge: Knowledge) -> Iterator[Finding]:
    """Domain, range and functionality as kg.ttl declares them, without a reasoner: the graph states every type."""
    path = knowledge.root / "kg.ttl"
    if not path.exists():
        return
    terms = Graph(path)
    above = _above(terms)
    types: dict[str, frozenset[str]] = {}
    for node, cls in graph.pairs("rdf:type"):
        types[node] = types.get(node, frozenset()) | above.get(cls, frozenset({cls}))
    for end, relation in ((0, "domain"), (1, "range")):
        for prop, cls in sorted(terms.pairs(f"rdfs:{relation}")):
            if not cls.startswith(iri.BASE):
                continue
            name = f"rkg:{prop.rpartition('#')[2]}"
            for pair in graph.pairs(name):
                if pair[end].startswith("http") and cls not in types.get(pair[end], frozenset()):
                    yield Finding(relation, pair[end], f"{name}: {cls.rpartition('#')[2]}", pair[0])
    for (prop,) in sorted(terms.select("SELECT ?p WHERE { ?p a owl:FunctionalProperty }")):
        query = f"SELECT DISTINCT ?n WHERE {{ ?n <{prop}> ?a, ?b FILTER(STR(?a) < STR(?b)) }} ORDER BY ?n"
        for (node,) in graph.select(query):
            yield Finding("functional", node, prop.rpartition("#")[2])
