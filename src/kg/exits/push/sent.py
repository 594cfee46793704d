"""What is sent: the triples of a Turtle file, subject by subject, as often as asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError

PIECE = 20_000  # triples made into bytes at a time
SMALL = 50_000  # triples that go as one body of known length


@dataclass(frozen=True, slots=True)
class Load:
    """A graph to be sent: each triple once, those of one subject together."""

    name: str
    total: int
    blank: tuple[ox.Triple, ...]  # with blank nodes: one request takes all, or they would come apart
    listed: tuple[ox.Triple, ...] | None  # the others, where the file does not hold subjects together
    path: Path

    def subjects(self) -> Iterator[list[ox.Triple]]:
        """The triples of each subject that is no blank node."""
        triples = iter(self.listed) if self.listed is not None else (t for t in read(self.path) if not bare(t))
        for _, group in groupby(triples, key=lambda t: t.subject):
            yield list(dict.fromkeys(group))

    def bodies(self, chunk: int, media: str) -> Iterator[tuple[int, bytes | Iterable[bytes]]]:
        """What goes into each request, with the number of its triples; `chunk` 0: all into one.

        `media`: N-Triples, or Turtle without prefixes.
        """
        form = ox.RdfFormat.from_media_type(media)
        assert form is not None
        size = chunk or max(self.total, 1)
        if self.total <= min(size, SMALL):
            yield self.total, _bytes([*self._named(), *self.blank], form)
        elif self.total <= size:
            yield self.total, Streamed(self, form)
        else:
            triples = self._named()
            while taken := list(islice(triples, size)):
                yield len(taken), _bytes(taken, form)
            if self.blank:
                yield len(self.blank), _bytes(list(self.blank), form)

    def _named(self) -> Iterator[ox.Triple]:
        for group in self.subjects():
            yield from group

    def all(self) -> Iterator[ox.Triple]:
        """Every triple."""
        yield from self._named()
        yield from self.blank


class Streamed:
    """A body made while it is sent; it can be begun again, for a second try."""

    def __init__(self, load: Load, form: ox.RdfFormat) -> None:
        self.load, self.form = load, form

    def __iter__(self) -> Iterator[bytes]:
        triples = self.load.all()
        while taken := list(islice(triples, PIECE)):
            yield _bytes(taken, self.form)


def opened(where: Path) -> Load:
    """The graph of a built folder or of a Turtle file. Raises InputError when there is none, or nothing in it."""
    path = where / "graph.ttl" if where.is_dir() else where
    if not path.is_file():
        raise InputError(f"{where}: no graph here: expected a folder made by `kg build`, or a .ttl file")
    total, last, together = 0, "", True
    blank: dict[ox.Triple, None] = {}
    for _, group in groupby(read(path), key=lambda t: t.subject):
        triples = dict.fromkeys(group)  # a triple written twice is one
        blank.update((t, None) for t in triples if bare(t))
        subject = str(next(iter(triples)).subject)
        together = together and subject > last
        last = subject
        total += len(triples)
    listed = None
    if not together:
        listed = tuple(sorted({t for t in read(path) if not bare(t)}, key=lambda t: str(t.subject)))
        total = len(listed) + len(blank)
    if not total:
        raise InputError(f"{path}: holds no triples: nothing to send")
    return Load(str(path), total, tuple(blank), listed, path)


def read(path: Path) -> Iterator[ox.Triple]:
    """The triples of a Turtle file. Raises InputError where it does not parse."""
    try:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            yield quad.triple
    except (SyntaxError, ValueError) as error:
        raise InputError(f"{path}: not readable as Turtle: {error}") from error


def bare(t: ox.Triple) -> bool:
    """Whether a triple names a blank node."""
    return isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)


def _bytes(triples: list[ox.Triple], form: ox.RdfFormat) -> bytes:
    written = ox.serialize(triples, format=form)
    assert written is not None  # bytes when no file is given
    return written
