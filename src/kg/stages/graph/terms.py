"""Nodes and literals of the graph: how a value becomes a term."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox

from kg import iri

XSD = "http://www.w3.org/2001/XMLSchema#"
P = dict(iri.PREFIXES.items())


@lru_cache(maxsize=65536)
def ref(value: str) -> ox.NamedNode:
    """An IRI as a node."""
    return ox.NamedNode(value)


@lru_cache(maxsize=256)
def name(prefixed: str) -> ox.NamedNode:
    """rkg:value, rdfs:label … as a node. KeyError for an unknown prefix."""
    prefix, _, local = prefixed.partition(":")
    return ox.NamedNode(P[prefix] + local)


def typed(value: str, kind: str) -> ox.Literal:
    """A literal of an XML Schema type."""
    return ox.Literal(value, datatype=ref(XSD + kind))


def zh(value: str) -> ox.Literal:
    """A text in Chinese."""
    return ox.Literal(value, language="zh")


def en(value: str) -> ox.Literal:
    """A text in English."""
    return ox.Literal(value, language="en")
