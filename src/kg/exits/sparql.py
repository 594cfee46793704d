"""A built graph asked in SPARQL 1.1: pyoxigraph evaluates, prefixes of the vocabulary are preset.

SERVICE and LOAD are refused: a question about a file must not reach out of the machine.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError, QueryError
from kg.iri import PREFIXES
from kg.knowledge import Knowledge


def open_graph(where: Path) -> ox.Store:
    """The triples of a built folder or of a Turtle file in memory. Raises InputError when there is none."""
    path = where / "graph.ttl" if where.is_dir() else where
    if not path.exists():
        raise InputError(f"{where}: no graph here: expected a folder made by `kg build`, or a .ttl file")
    store = ox.Store()
    try:
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    except (SyntaxError, ValueError, OSError) as error:
        raise InputError(f"{path}: not readable as Turtle: {error}") from error
    return store


def query_text(what: str, knowledge: Knowledge) -> str:
    """The SPARQL of a file, of a named question of the ontology folder, or `what` itself. Raises QueryError."""
    if re.fullmatch(r"[\w./-]+", what):
        path = Path(what)
        if path.is_file():
            return path.read_text(encoding="utf-8")
        named = knowledge.root / "queries" / f"{what}.rq"
        if named.is_file():
            return named.read_text(encoding="utf-8")
        known = ", ".join(sorted(p.stem for p in (knowledge.root / "queries").glob("*.rq")))
        raise QueryError(f"{what}: no such file and no question of that name; known: {known}")
    return what


def ask(store: ox.Store, text: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]] | bool | tuple[ox.Triple, ...]:
    """Answer a query: (variables, rows) for SELECT, a truth value for ASK, triples for CONSTRUCT and DESCRIBE.

    Raises QueryError with line and column for a syntax error, and for SERVICE or LOAD.
    """
    bare = re.sub(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|<[^>\s]*>|#[^\n]*', " ", text)
    if re.search(r"\b(?:SERVICE|LOAD)\b", bare, re.IGNORECASE):
        raise QueryError("SERVICE and LOAD reach out of this graph and are refused")
    try:
        answer = store.query(text, prefixes=PREFIXES)
    except SyntaxError as error:
        raise QueryError(f"not valid SPARQL: {error}") from error
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    if isinstance(answer, ox.QuerySolutions):
        names = tuple(v.value for v in answer.variables)
        return names, [tuple("" if s[n] is None else _shown(s[n]) for n in names) for s in answer]
    return tuple(answer)


def _shown(term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple) -> str:
    return term.value if isinstance(term, (ox.NamedNode, ox.Literal, ox.BlankNode)) else str(term)


def width(text: str) -> int:
    """Columns a text takes on a terminal: East Asian wide characters two (UAX #11)."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def table(names: Sequence[str], rows: Iterable[Sequence[str]], widest: int = 60) -> str:
    """Rows in aligned columns for a terminal; long cells are cut with an ellipsis."""
    cut = [[_cut(c.replace("\n", " "), widest) for c in row] for row in rows]
    sizes = [max([width(n), *(width(r[i]) for r in cut)]) for i, n in enumerate(names)]
    lines = [
        "  ".join(c + " " * (sizes[i] - width(c)) for i, c in enumerate(row)).rstrip() for row in [list(names), *cut]
    ]
    return "\n".join([lines[0], "  ".join("─" * s for s in sizes), *lines[1:]]) + "\n"


def _cut(text: str, widest: int) -> str:
    text = "".join(c for c in text if c.isprintable())
    while width(text) > widest:
        text = text[:-2] + "…"
    return text


def formatted(answer: object, form: str) -> str:
    """An answer as table, csv, json (SPARQL 1.1 results shape, plain values) or ttl. Raises QueryError for a misfit."""
    if isinstance(answer, bool):
        return json.dumps({"boolean": answer}) + "\n" if form == "json" else f"{str(answer).lower()}\n"
    assert isinstance(answer, tuple)
    if len(answer) == 2 and isinstance(answer[1], list):
        names, rows = answer
        if form == "ttl":
            raise QueryError("a SELECT gives rows, not triples: use --format table, csv or json")
        if form == "json":
            return json.dumps([dict(zip(names, r, strict=True)) for r in rows], ensure_ascii=False, indent=1) + "\n"
        if form == "csv":
            out = io.StringIO()
            csv.writer(out).writerows([names, *rows])
            return out.getvalue()
        return table(names, rows)
    written = ox.serialize(list(answer), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    assert written is not None
    return written.decode("utf-8")
