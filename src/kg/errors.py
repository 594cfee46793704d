"""Every error a user can meet. Each says where, what, and what would be right.

KgError
├── InputError      a report that cannot be read: missing, empty, binary, too large
├── KnowledgeError  a line of the ontology folder that cannot be used
├── EmptyGraphError nothing could be read from the input
├── ShapeError      the graph breaks its own shapes
├── QueryError      SPARQL that does not parse, or a query that is not known
└── StoreError      a triple store that did not take a graph, or does not answer
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class KgError(Exception):
    """Root of all errors raised on purpose by this package; `exit_status` is what the command returns."""

    exit_status = 2


class InputError(KgError):
    """A report could not be read."""


class KnowledgeError(KgError):
    """A file of the ontology folder holds something that cannot be used; the message starts with file:line."""


class EmptyGraphError(KgError):
    """Nothing was read from the input, so there is no graph to write."""

    exit_status = 1


class ShapeError(KgError):
    """The graph breaks its own shapes; `failures` are what broke, as `kg.exits.check` tells them."""

    exit_status = 1

    def __init__(self, message: str, failures: Iterable[Any] = ()) -> None:
        super().__init__(message)
        self.failures: tuple[Any, ...] = tuple(failures)


class QueryError(KgError):
    """A query that does not parse or whose name is unknown."""


class StoreError(KgError):
    """A triple store is down, slow, full, refuses the password, or answers nonsense; says what it holds now."""

    exit_status = 1
