"""Triple by triple: N-Triples, RDF/XML, and Turtle of RDF 1.2 with reifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import IO, cast

import pyoxigraph as ox

from kg.exits.export.source import Source, at
from kg.iri import FLAT, PREFIXES

# what XML 1.0 cannot carry, not even escaped (its production Char)
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REIFIES = ox.NamedNode(at("rdf:reifies"))
STATED = tuple(at(f"rdf:{p}") for p in ("subject", "predicate", "object"))
STATEMENT = at("rdf:Statement")


def n_triples(source: Source, out: IO[bytes]) -> dict[str, int]:
    """N-Triples in the order of the graph; counts of triples."""
    counts = {"triples": 0}
    ox.serialize(_counted(source.triples(), counts), out, format=ox.RdfFormat.N_TRIPLES)
    return counts


def rdf_xml(source: Source, out: IO[bytes]) -> dict[str, int]:
    """RDF/XML; counts of triples and of characters XML cannot carry, each of which became U+FFFD."""
    counts = {"triples": 0, "replaced": 0}
    made = _cleaned(_counted(source.triples(), counts), counts)
    # every reader turns a bare return into a line feed (XML 1.0, 2.11); the serializer leaves it bare
    ox.serialize(made, cast("IO[bytes]", _Returns(out)), format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES)
    return counts


class _Returns:
    def __init__(self, out: IO[bytes]) -> None:
        self.out = out

    def write(self, data: bytes) -> int:
        self.out.write(data.replace(b"\r", b"&#13;"))
        return len(data)

    def flush(self) -> None:
        self.out.flush()


def turtle12(source: Source, out: IO[bytes]) -> dict[str, int]:
    """Turtle of RDF 1.2: a claim that was an rdf:Statement reifies its triple (rdf:reifies <<( s p o )>>).

    Counts of triples and of reifiers. RDF 1.2 is a Working Draft of W3C: for readers that know it.
    """
    counts = {"triples": 0, "reifiers": 0}
    out.write(b'VERSION "1.2"\n')
    ox.serialize(_counted(reified(source.triples(), counts), counts), out, format=ox.RdfFormat.TURTLE, prefixes=FLAT)
    return counts


def reified(triples: Iterable[ox.Triple], counts: dict[str, int]) -> Iterator[ox.Triple]:
    """The triples with each node's rdf:subject, predicate and object as one rdf:reifies; neighbours share a subject."""
    for subject, group in groupby(triples, key=lambda t: t.subject):
        about = list(group)
        said = {p: [t.object for t in about if t.predicate.value == p] for p in STATED}
        if any(len(values) != 1 for values in said.values()):
            yield from about
            continue
        s, p, o = (said[x][0] for x in STATED)
        if not isinstance(s, (ox.NamedNode, ox.BlankNode)) or not isinstance(p, ox.NamedNode):
            yield from about
            continue
        counts["reifiers"] += 1
        for t in about:
            if t.predicate.value == STATED[0]:
                yield ox.Triple(subject, REIFIES, ox.Triple(s, p, o))
            elif t.predicate.value not in STATED and not _statement(t):
                yield t


def _statement(t: ox.Triple) -> bool:
    return isinstance(t.object, ox.NamedNode) and t.object.value == STATEMENT


def _counted(triples: Iterable[ox.Triple], counts: dict[str, int]) -> Iterator[ox.Triple]:
    for t in triples:
        counts["triples"] += 1
        yield t


def _cleaned(triples: Iterable[ox.Triple], counts: dict[str, int]) -> Iterator[ox.Triple]:
    for t in triples:
        o = t.object
        if isinstance(o, ox.Literal) and ILLEGAL.search(o.value):
            text, n = ILLEGAL.subn("\ufffd", o.value)
            counts["replaced"] += n
            o = ox.Literal(text, language=o.language) if o.language else ox.Literal(text, datatype=o.datatype)
            t = ox.Triple(t.subject, t.predicate, o)
        yield t
