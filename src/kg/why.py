"""Where a fact comes from: the characters, the line, the rule, and how the number was read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError


@dataclass(frozen=True, slots=True)
class Origin:
    """One fact and the place it was read."""

    fact: str
    quote: str
    document: str
    start: int
    end: int
    rule: str
    reading: str


def rows(out: Path, table: str) -> list[dict[str, str]]:
    """Rows of a table of a built folder. Raises InputError when it is not there."""
    path = out / "tables" / f"{table}.csv"
    if not path.exists():
        raise InputError(f"{out}: no tables here: expected a folder made by `kg build`")
    csv.field_size_limit(10**9)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def why(what: str, out: Path) -> Iterator[Origin]:
    """Facts whose IRI, names, indicator, number or quote contain `what`, each with its origin."""
    paths = {r["document"].rsplit("/", 1)[-1]: r["path"] for r in rows(out, "documents")}
    for r in rows(out, "observations"):
        if what in (r["observation"], r["subject"], r["indicator"]) or what in "".join(
            (r["subject_label"], r["indicator_label"], r["as_written"])
        ):
            fact = f"{r['subject_label']} · {r['indicator_label']} · {r['measure']} = {r['value']}{'–' + r['value_max'] if r['value_max'] else ''} {r['unit']} ({r['status']}, {r['period'] or '?'})"
            reading = f"{r['as_written']} → {r['value']} {r['unit']}; {r['qualifier']}; {r['comparison'] or '-'}"
            yield Origin(
                fact, r["quote"], paths.get(r["document"], ""), int(r["start"]), int(r["end"]), r["rule"], reading
            )
    for r in rows(out, "relations"):
        if what in (r["subject"], r["object"]) or what in r["subject_label"] or what in r["object_label"]:
            fact = f"{r['subject_label']} {r['predicate']} {r['object_label']} ({r['status']})"
            start, end = (int(r["start"]), int(r["end"])) if r["start"] else (-1, -1)
            yield Origin(fact, r["quote"], paths.get(r["document"], ""), start, end, r["rule"], "")
    for r in rows(out, "unresolved"):
        if what == r["text"]:
            yield Origin(
                f"{r['text']}: {r['reason']}",
                r["quote"],
                paths.get(r["document"], ""),
                int(r["start"]),
                int(r["end"]),
                "",
                "",
            )
