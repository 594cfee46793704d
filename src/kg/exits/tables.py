"""Facts → the CSV tables: UTF-8 with BOM (Excel shows Chinese), RFC 4180, rows in a fixed order.

Cells are written as they are: a name that begins with = or + would run as a formula in a spreadsheet, so the few
text cells that do are written with an apostrophe before, the spreadsheet's own mark for text.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from kg import iri
from kg.knowledge import Knowledge
from kg.model import Attribute, DocumentFacts, Entity, Observation, Unresolved

Breaks = Mapping[str, Sequence[int]]  # offsets of the line ends of each document

OBSERVATIONS = (
    "observation", "subject", "subject_label", "subject_class", "indicator", "indicator_label", "measure", "value", "value_max",
    "unit", "unit_iri", "as_written", "qualifier", "status", "comparison", "period", "scope", "rank_scope", "document", "start",
    "end", "quote", "quote_start", "quote_end", "rule", "section", "line",
)  # fmt: skip
RELATIONS = (
    "subject", "subject_label", "subject_class", "predicate", "object", "object_label", "object_class", "status", "document",
    "start", "end", "quote", "rule", "section", "line",
)  # fmt: skip
ATTRIBUTES = (
    "entity", "entity_label", "entity_class", "property", "value", "value_label", "as_written", "status", "document", "start",
    "end", "quote", "rule", "section", "line",
)  # fmt: skip
ENTITIES = ("entity", "label", "class", "aliases", "mentions", "document", "start", "end", "rule", "line")
UNRESOLVED = ("document", "start", "end", "text", "kind", "reason", "quote", "line")
DOCUMENTS = (
    "id", "path", "title", "about", "year", "sha256", "characters", "sentences", "facts", "unresolved", "genre", "published",
    "document",
)  # fmt: skip


def cell(value: object) -> str:
    """A value as it stands in a cell: decimals plain, None and -1 offsets empty."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
    text = str(value)
    return "'" + text if text[:1] in ("=", "+", "@") or (text[:1] == "-" and not text[1:2].isdigit()) else text


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([cell(v) for v in row] for row in rows)


def write_tables(documents: Sequence[DocumentFacts], folder: Path, knowledge: Knowledge) -> None:
    """Write the six tables into `folder` (made when absent). Raises OSError when the disk refuses."""
    del knowledge
    folder.mkdir(parents=True, exist_ok=True)
    breaks = {d.document.id: [m.start() for m in re.finditer("\n", d.document.text)] for d in documents}
    _write(
        folder / "observations.csv", OBSERVATIONS,
        (_placed(o, OBSERVATIONS, breaks[d.document.id]) for d in documents for o in d.observations),
    )  # fmt: skip
    _write(folder / "relations.csv", RELATIONS, _relations(documents, breaks))
    _write(
        folder / "attributes.csv", ATTRIBUTES,
        (_placed(a, ATTRIBUTES, breaks[d.document.id]) for d in documents for a in d.attributes),
    )  # fmt: skip
    _write(folder / "entities.csv", ENTITIES, _entities(documents, breaks))
    _write(
        folder / "unresolved.csv", UNRESOLVED,
        (_placed(u, UNRESOLVED, breaks[d.document.id]) for d in documents for u in d.unresolved),
    )  # fmt: skip
    _write(folder / "documents.csv", DOCUMENTS, (_document(d) for d in documents))


def _line(start: int, breaks: Sequence[int]) -> int:
    """Number of the line, from 1, that an offset stands in."""
    return bisect_left(breaks, start) + 1


def _placed(
    record: Observation | Attribute | Unresolved, columns: Sequence[str], breaks: Sequence[int]
) -> Sequence[object]:
    return [_line(record.start, breaks) if c == "line" else getattr(record, c) for c in columns]


def _relations(documents: Sequence[DocumentFacts], breaks: Breaks) -> Iterable[Sequence[object]]:
    """One row per statement and document, at its first place there; the graph holds the evidence of every place."""
    seen = set()
    for d in documents:
        for r in d.relations:
            key = (r.subject, r.predicate, r.object, r.document)
            if key in seen:
                continue
            seen.add(key)
            placed = {} if r.document else {"start": "", "end": "", "line": ""}
            if r.document:
                placed["line"] = str(_line(r.start, breaks[d.document.id]))
            yield [placed[c] if c in placed else getattr(r, c) for c in RELATIONS]


def _entities(documents: Sequence[DocumentFacts], breaks: Breaks) -> Iterable[Sequence[object]]:
    """One row per entity: its mentions in all documents counted, the first one shown."""
    merged: dict[str, list[Entity]] = {}
    for d in documents:
        for e in d.entities:
            merged.setdefault(e.iri, []).append(e)
    for node, same in merged.items():
        aliases = sorted(
            {a for e in same for a in e.aliases if a != same[0].label}
            | {e.label for e in same if e.label != same[0].label}
        )
        mentions = [m for e in same for m in e.mentions]
        first = mentions[0] if mentions else ("", "", "")
        line = _line(mentions[0][1], breaks[mentions[0][0].rsplit("/", 1)[-1]]) if mentions else ""
        joined = "|".join(a.replace("|", "/") for a in aliases)
        rule = next((e.rule for e in same if "; " in e.rule), same[0].rule)  # the one that a correction changed
        yield [node, same[0].label, same[0].cls, joined, len(mentions), *first, rule, line]


def _document(d: DocumentFacts) -> Sequence[object]:
    """One row per document: `id` is what the other tables call document, `document` its IRI in the graph."""
    doc = d.document
    facts = len(d.observations) + sum(bool(r.document) for r in d.relations)
    return [
        doc.id, doc.name, doc.title, doc.about, doc.year, doc.sha256, len(doc.text), d.sentences, facts,
        len(d.unresolved), doc.genre, doc.published, iri.document(doc.id),
    ]  # fmt: skip
