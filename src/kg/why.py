"""Where a fact comes from: the characters, the line, the rule, and how the number was read."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError


@dataclass(frozen=True, slots=True)
class Origin:
    """One fact and the place it was read; a gazetteer fact has no document, and its offsets are -1."""

    fact: str
    quote: str
    document: str  # file name of the report
    line: int  # from 1; 0 without a document
    start: int
    end: int
    rule: str  # name @ file:line
    reading: str  # how the number was normalised; empty for what is no number


def rows(out: Path, table: str) -> list[dict[str, str]]:
    """Rows of a table of a built folder. Raises InputError when it is not there."""
    path = out / "tables" / f"{table}.csv"
    if not path.exists():
        raise InputError(f"{out}: no tables here: expected a folder made by `kg build`")
    csv.field_size_limit(10**9)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def why(what: str, out: Path) -> Iterator[Origin]:
    """Facts whose IRI is `what`, or whose names, indicator or number contain it, each with its origin.

    Figures first, then relations, attributes, entities, and numbers that are listed as unresolved. Raises InputError when `out`
    is not a built folder.
    """
    if not what.strip():
        raise InputError("nothing asked: give an IRI, a name, an indicator or a number as it is printed")
    paths = {r["document"].rsplit("/", 1)[-1]: r["path"] for r in rows(out, "documents")}

    def origin(fact: str, row: Mapping[str, str], quote: str = "", reading: str = "") -> Origin:
        place = [int(row[c]) if row[c] else -1 for c in ("start", "end")]
        document = paths.get(row["document"].rsplit("/", 1)[-1], "")
        return Origin(fact, quote, document, int(row["line"] or 0), place[0], place[1], row.get("rule", ""), reading)

    for r in rows(out, "observations"):
        names = (r["subject_label"], r["indicator_label"], r["as_written"])
        if what in (r["observation"], r["subject"], r["indicator"]) or any(what in n for n in names):
            value = "–".join(v for v in (r["value"], r["value_max"]) if v) + f" {r['unit']}".rstrip()
            fact = f"{r['subject_label']} · {r['indicator_label']} · {r['measure']} = {value}"
            reading = "; ".join(x for x in (f"{r['as_written']} → {value}", r["qualifier"], r["comparison"]) if x)
            yield origin(f"{fact} ({r['status']}, {r['period'] or '?'})", r, r["quote"], reading)
    for r in rows(out, "relations"):
        if what in (r["subject"], r["object"]) or what in r["subject_label"] or what in r["object_label"]:
            yield origin(f"{r['subject_label']} {r['predicate']} {r['object_label']} ({r['status']})", r, r["quote"])
    for r in rows(out, "attributes"):
        if what in (r["entity"], r["value"]) or what in r["entity_label"] or what in r["value_label"]:
            value = r["value_label"] or r["value"]
            fact = f"{r['entity_label']} {r['property']} {value} ({r['status']})"
            yield origin(fact, r, r["quote"], f"{r['as_written']} → {value}")
    for r in rows(out, "entities"):
        if what == r["entity"] or what in (r["label"], *r["aliases"].split("|")):
            yield origin(f"{r['label']} ({r['class']})", r)
    for r in rows(out, "unresolved"):
        if what == r["text"]:
            yield origin(f"{r['text']}: {r['reason']}", r, r["quote"])
