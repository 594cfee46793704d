"""A written graph, to be asked: patterns, SPARQL and slices, in plain strings. The door of pyoxigraph in this room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg import iri
from kg.errors import InputError

_Node = ox.NamedNode | ox.BlankNode


def triples(path: Path) -> list[tuple[str, str, str, str]]:
    """(subject, predicate, object, language) of a Turtle file."""
    return [
        (_text(t.subject), t.predicate.value, _text(t.object), getattr(t.object, "language", None) or "")
        for t in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
    ]


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


@lru_cache(maxsize=65536)
def _node(value: str) -> ox.NamedNode:
    return ox.NamedNode(value)


@lru_cache(maxsize=256)
def full(prefixed: str) -> str:
    """rkg:value → the IRI. KeyError for an unknown prefix."""
    prefix, _, local = prefixed.partition(":")
    return iri.PREFIXES[prefix] + local


_CLAIM = tuple(full(f"rdf:{p}") for p in ("subject", "predicate", "object"))
_TARGETS = (_node(full("oa:hasSource")),)
_ASKED = tuple(_node(full(p)) for p in ("rdf:type", "rkg:sha256", "dcterms:title", "rdfs:label", "skos:prefLabel"))


class Graph:
    """One graph in memory. Nodes and values are strings; prefixes are those of the project."""

    def __init__(self, *paths: Path) -> None:
        """Read Turtle files. Raises InputError for one that is not Turtle."""
        self.store = ox.Store()
        for path in paths:
            try:
                self.store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
            except (SyntaxError, ValueError) as error:
                raise InputError(f"{path}: not readable as Turtle: {error}") from error

    def __len__(self) -> int:
        return len(self.store)

    def select(self, query: str) -> Iterator[tuple[str, ...]]:
        """Rows of a SELECT query; what is unbound is empty."""
        answer = self.store.query(query, prefixes=iri.PREFIXES)
        assert isinstance(answer, ox.QuerySolutions)
        for row in answer:
            yield tuple(getattr(row[v], "value", "") for v in answer.variables)

    def pairs(self, prop: str) -> Iterator[tuple[str, str]]:
        """(subject, object) of a property given with its prefix."""
        for q in self.store.quads_for_pattern(None, _node(full(prop)), None):
            yield _text(q.subject), _text(q.object)

    def values(self, node: str, prop: str) -> list[str]:
        """Values of a property of a node, sorted."""
        return sorted(_text(q.object) for q in self.store.quads_for_pattern(_node(node), _node(full(prop)), None))

    def value(self, node: str, prop: str) -> str:
        """The first value; empty when there is none."""
        return next(iter(self.values(node, prop)), "")

    def users(self, node: str, prop: str = "") -> list[str]:
        """Nodes that name this one (by a property), sorted."""
        found = self.store.quads_for_pattern(None, _node(full(prop)) if prop else None, _node(node))
        return sorted({q.subject.value for q in found if isinstance(q.subject, ox.NamedNode)})

    def subjects(self) -> Iterator[str]:
        """Every node that something is said of, once, in no order."""
        query = "SELECT DISTINCT ?s WHERE { ?s ?p ?o }"
        return (s for (s,) in self.select(query))

    def written(self, nodes: Iterable[str]) -> tuple[bytes, bytes]:
        """N-Triples of these nodes; and of what judging them asks of others: what they are, and whether a claim is said."""
        own: list[ox.Triple] = []
        named: set[ox.NamedNode] = set()
        beside: list[ox.Triple] = []
        for node in nodes:
            claim: dict[str, _Node | ox.Literal] = {}
            for q in self.store.quads_for_pattern(_node(node), None, None):
                own.append(q.triple)
                if isinstance(q.object, ox.NamedNode):
                    named.add(q.object)
                if q.predicate.value in _CLAIM and not isinstance(q.object, ox.Triple):
                    claim[q.predicate.value] = q.object
            s, p, o = (claim.get(x) for x in _CLAIM)
            if (
                isinstance(s, ox.NamedNode)
                and isinstance(p, ox.NamedNode)
                and o is not None
                and ox.Quad(s, p, o) in self.store
            ):
                beside.append(ox.Triple(s, p, o))
            for prop in _TARGETS:  # a shape may be for what others name by it
                own.extend(q.triple for q in islice(self.store.quads_for_pattern(None, prop, _node(node)), 1))
        for other in named:
            for asked in _ASKED:
                beside.extend(q.triple for q in self.store.quads_for_pattern(other, asked, None))
        return serialised(own), serialised(beside)

    def all(self) -> bytes:
        """N-Triples of the whole graph."""
        return serialised([q.triple for q in self.store])


def serialised(said: Iterable[ox.Triple]) -> bytes:
    """Triples as N-Triples."""
    found = ox.serialize(said, format=ox.RdfFormat.N_TRIPLES)
    assert found is not None
    return found


def background(root: Path) -> bytes:
    """What shapes need to know beside a graph, as N-Triples: superclasses, usual units, kinds of units."""
    kept = {full("rdfs:subClassOf"), full("rkg:usualUnit"), full("qudt:hasQuantityKind")}
    paths = [p for p in (root / f"{n}.ttl" for n in ("kg", "indicators", "units")) if p.exists()]
    return serialised(
        t.triple for p in paths for t in ox.parse(path=str(p), format=ox.RdfFormat.TURTLE) if t.predicate.value in kept
    )
