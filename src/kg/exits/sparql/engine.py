"""pyoxigraph asked: a graph in memory, a query, what it answers."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.exits.sparql import guard
from kg.iri import PREFIXES

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
}


def graph_file(where: Path) -> Path:
    """The Turtle file of a built folder, or the file itself. Raises InputError when there is none."""
    path = where / "graph.ttl" if where.is_dir() else where
    if not path.exists():
        raise InputError(f"{where}: no graph here: expected a folder made by `kg build`, or a .ttl file")
    return path


def open_graph(where: Path) -> ox.Store:
    """The triples of a built folder, or of a file as its name says (.ttl, .nt, .nq, .trig, .rdf), in memory.

    Raises InputError when there is none or it is not readable.
    """
    path = graph_file(where)
    form = FORMATS.get(path.suffix, ox.RdfFormat.TURTLE)
    store = ox.Store()
    try:
        store.bulk_load(path=str(path), format=form)
    except (SyntaxError, ValueError, OSError) as error:
        raise InputError(f"{path}: not readable as {form.name}: {error}") from error
    return store


def ask(store: ox.Store, text: str) -> Answer:
    """Answer a query; prefixes of the vocabulary are preset.

    Raises QueryError with line and column for a syntax error, and for what is no question (`guard.check`).
    """
    guard.check(text)
    try:
        return store.query(text, prefixes=PREFIXES)
    except SyntaxError as error:
        raise guard.told(error, text) from error
