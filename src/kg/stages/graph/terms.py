"""Nodes and literals of the graph: how a value becomes a term."""

from __future__ import annotations

import calendar
import re
from decimal import Decimal
from functools import lru_cache

import pyoxigraph as ox

from kg import iri

XSD = "http://www.w3.org/2001/XMLSchema#"
P = dict(iri.PREFIXES.items())


@lru_cache(maxsize=65536)
def ref(value: str) -> ox.NamedNode:
    """An IRI as a node."""
    return ox.NamedNode(value)


@lru_cache(maxsize=8192)
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


def plain(value: Decimal) -> str:
    """A decimal without exponent, in canonical form: 56773000000, 11.5, -8.1."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def day(value: str, first: bool) -> str:
    """First or last day of an ISO year, month or day."""
    parts = [int(x) for x in value.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else (1 if first else 12)
    day = parts[2] if len(parts) > 2 else (1 if first else calendar.monthrange(year, month)[1])
    return f"{year:04}-{month:02}-{day:02}"


def written(text: str) -> tuple[str, str]:
    """(digits, unit words) of a number as printed: 567.73亿元 → 567.73, 亿元."""
    m = re.match(r"[-−+]?[\d０-９][\d０-９.,．，]*", text)
    return (m[0], text[m.end() :]) if m else (text, "")
