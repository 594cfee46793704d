"""What an export reads: the triples of a graph, as often as asked, and what lies beside them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg import iri
from kg.errors import InputError


@dataclass(frozen=True, slots=True)
class Source:
    """A graph to be written in another form."""

    name: str  # what messages call it
    read: Callable[[], Iterable[ox.Triple]]  # each call gives all triples anew, in the same order
    ontology: Path  # the ontology folder: labels, context, structure of the cube
    path: Path | None = None  # the Turtle file it lies in
    mentions: Mapping[str, int] = field(default_factory=dict)  # how often each entity is named, where that is known

    def triples(self) -> Iterator[ox.Triple]:
        """All triples, one after the other. Raises InputError where the Turtle does not parse."""
        try:
            yield from self.read()
        except (SyntaxError, ValueError) as error:
            raise InputError(f"{self.name}: not readable as Turtle: {error}") from error


def opened(where: Path, ontology: Path) -> Source:
    """The graph of a built folder or of a Turtle file. Raises InputError when there is none."""
    path = where / "graph.ttl" if where.is_dir() else where
    if not path.is_file():
        raise InputError(f"{where}: no graph here: expected a folder made by `kg build`, or a .ttl file")

    def read() -> Iterator[ox.Triple]:
        return (q.triple for q in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))

    return Source(str(path), read, ontology, path, _mentions(path.parent / "tables" / "entities.csv"))


def _mentions(path: Path) -> dict[str, int]:
    """Mentions of each entity over all documents, from entities.csv; empty when there is no such table."""
    if not path.is_file():
        return {}
    csv.field_size_limit(10**9)
    found: Counter[str] = Counter()
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            found[row["entity"]] += int(row["mentions"] or 0)
    return dict(found)


def shipped(source: Source, name: str) -> Path:
    """A file of the source's ontology folder; of the one that ships where that folder has none."""
    from kg.knowledge import default_root

    path = source.ontology / name
    return path if path.is_file() else default_root() / name


def at(prefixed: str) -> str:
    """The IRI of rkg:value, rdfs:label … KeyError for an unknown prefix."""
    prefix, _, local = prefixed.partition(":")
    return iri.PREFIXES[prefix] + local
