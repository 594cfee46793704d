"""Answers written down: a table for people, the standard forms for programs (pyoxigraph writes those)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from kg.errors import QueryError
from kg.exits.sparql.engine import Answer
from kg.iri import PREFIXES, spaces

ROWS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
TRIPLES = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}
FORMS = ("table", *ROWS, *(f for f in TRIPLES if f not in ROWS))


def natural(answer: Answer, terminal: bool) -> str:
    """The form of an answer when none is asked for: a table on a terminal, csv when piped, Turtle for triples."""
    if isinstance(answer, ox.QueryTriples):
        return "ttl"
    return "table" if terminal else "csv"


def formatted(answer: Answer, form: str, widest: int = 60) -> str:
    """An answer in a form of FORMS. Raises QueryError for a misfit."""
    if isinstance(answer, ox.QueryTriples):
        if form not in TRIPLES:
            raise QueryError(f"CONSTRUCT and DESCRIBE give triples, not rows: use --format {', '.join(TRIPLES)}")
        triples = sorted(set(answer), key=str)
        written = ox.serialize(triples, format=TRIPLES[form], prefixes=prefixes(triples, form))
        assert written is not None
        return written.decode("utf-8")
    if form != "table" and form not in ROWS:
        raise QueryError(f"SELECT and ASK give no triples: use --format table, {', '.join(ROWS)}")
    if isinstance(answer, ox.QueryBoolean):
        if form in ("table", "csv", "tsv"):
            return f"{str(bool(answer)).lower()}\n"
        written = answer.serialize(format=ROWS[form])
    elif form == "table":
        names = [v.value for v in answer.variables]
        return table(names, (["" if row[n] is None else shown(row[n]) for n in names] for row in answer), widest)
    else:
        written = answer.serialize(format=ROWS[form])
    assert written is not None
    return written.decode("utf-8") + ("\n" if form in ("json", "xml") else "")


def prefixes(triples: Iterable[ox.Triple], form: str) -> dict[str, str]:
    """The prefixes of an answer in triples; in Turtle one for each kind of IRI, as `kg build` has them: no name needs a backslash."""
    if form != "ttl":
        return PREFIXES
    return spaces(t.value for triple in triples for t in (triple.subject, triple.object) if isinstance(t, ox.NamedNode))


def shown(term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple) -> str:
    """A term for people: the value of a literal, an IRI by its prefix where that can be read back."""
    if isinstance(term, ox.NamedNode):
        for prefix, space in PREFIXES.items():
            local = term.value.removeprefix(space)
            if local != term.value and local.replace("-", "a").isalnum():
                return f"{prefix}:{local}"
        return term.value
    return term.value if isinstance(term, (ox.Literal, ox.BlankNode)) else str(term)


def width(text: str) -> int:
    """Columns a text takes on a terminal: East Asian wide characters two (UAX #11), combining marks none."""
    return sum(
        0 if unicodedata.combining(c) or unicodedata.category(c) == "Cf" else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )  # fmt: skip


def table(names: Sequence[str], rows: Iterable[Sequence[str]], widest: int = 60) -> str:
    """Rows in aligned columns for a terminal; long cells are cut with an ellipsis."""
    cut = [[_cut(c, widest) for c in row] for row in rows]
    sizes = [max([width(n), *(width(r[i]) for r in cut)]) for i, n in enumerate(names)]
    lines = [
        "  ".join(c + " " * (sizes[i] - width(c)) for i, c in enumerate(row)).rstrip() for row in [list(names), *cut]
    ]
    return "\n".join([lines[0], "  ".join("─" * s for s in sizes), *lines[1:]]) + "\n"


def _cut(text: str, widest: int) -> str:
    """One line without control characters (a label must not drive the terminal), not wider than asked."""
    text = "".join(c for c in text.replace("\n", " ") if c.isprintable())
    used = 0
    for n, c in enumerate(text):
        used += width(c)
        if used > widest:
            while n and width(text[:n]) > widest - 1:
                n -= 1
            return text[:n] + "…"
    return text
