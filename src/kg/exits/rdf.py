"""Triples → rdflib, for those who live there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.iri import PREFIXES

if TYPE_CHECKING:
    import rdflib


def to_rdflib(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """The same triples as an rdflib.Graph with the project's prefixes bound."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for t in triples:
        assert isinstance(t.subject, ox.NamedNode)
        assert isinstance(t.object, (ox.NamedNode, ox.Literal))
        graph.add((rdflib.URIRef(t.subject.value), rdflib.URIRef(t.predicate.value), _term(t.object)))
    return graph


def _term(term: ox.NamedNode | ox.Literal) -> rdflib.term.Node:
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
        return rdflib.Literal(term.value)
    # rdflib would rewrite 22074.70 as it likes: the lexical form is kept
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
