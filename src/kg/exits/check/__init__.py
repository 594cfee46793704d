"""What must hold of every build, checked: quotes equal slices, the ledger adds up, nothing dangles, the shapes hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg import iri
from kg.errors import InputError
from kg.exits.check import quotes, rules, told
from kg.exits.check.arithmetic import arithmetic
from kg.exits.check.documents import MEASURES, QUALIFIERS, STATUSES, quick_check
from kg.exits.check.failure import Failure
from kg.exits.check.graph import Graph
from kg.exits.check.shapes import ENGINES, ready, results
from kg.knowledge import Knowledge

__all__ = [
    "ENGINES", "MEASURES", "QUALIFIERS", "STATUSES", "Failure", "Outcome", "check", "examine", "quick_check",
]  # fmt: skip

Reader = Callable[[Path], tuple[str, str]]  # (text, sha256) of a report


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found, and what it looked at."""

    failures: tuple[Failure, ...]
    warnings: tuple[Failure, ...]
    counts: Mapping[str, int]  # facts, quotes, documents, sources (documents compared with their text)
    engine: str  # that ran the shapes; empty when none did


def examine(
    out: Path,
    knowledge: Knowledge,
    engine: str = "",
    *,
    run_shapes: bool = True,
    source: Path | None = None,
    reader: Reader | None = None,
    texts: Mapping[str, str] | None = None,
) -> Outcome:
    """Everything a written folder promises.

    The ledger; quotes as long as their offsets, in agreement where they overlap, around their numbers and (where
    `reader` can read the report: under `source`, or at the path that documents.csv names; or where `texts` has it, by
    the IRI of the document) equal to the text; nothing used that is not described; every term declared; and shapes.ttl, by `engine` or the first that is installed.
    Without an engine, what is required, of which class and how often is asked in SPARQL.
    Raises InputError when `out` is not a built folder, or an engine is asked for that is not there.
    """
    written, report = out / "graph.ttl", out / "report.json"
    if not written.exists() or not report.exists():
        raise InputError(f"{out}: not a built folder: expected graph.ttl and report.json in it")
    engine = ready(engine) if run_shapes and (knowledge.root / "shapes.ttl").exists() else ""
    graph = Graph(written)
    strange: Iterable[rules.Finding] = ()
    if texts is None:
        texts, strange = _sources(out, graph, source, reader) if reader else ({}, ())
    found = [
        *rules.ledger(report),
        *rules.corrected(report),
        *strange,
        *quotes.quotes(graph, texts),
        *rules.described(graph),
        *rules.declared(graph, knowledge),
        *arithmetic(graph, knowledge),
        *(results(graph, knowledge, engine) if engine else (*rules.needed(graph), *rules.fitting(graph, knowledge))),
    ]
    failures = told.Teller(out, graph, knowledge, texts).tell(dict.fromkeys(found))
    counts = {
        "facts": sum(1 for _ in graph.pairs("rkg:evidence")),
        "quotes": sum(1 for _ in graph.pairs("oa:exact")),
        "documents": len({d for _, d in graph.pairs("oa:hasSource")}),
        "sources": len(texts),
    }
    return Outcome(tuple(f for f in failures if not f.warning), tuple(f for f in failures if f.warning), counts, engine)


def check(
    out: Path, knowledge: Knowledge, shapes: bool = False, engine: str = ""
) -> tuple[list[Failure], Mapping[str, int]]:
    """(failures, counts) of `examine`; shapes.ttl only when asked."""
    outcome = examine(out, knowledge, engine, run_shapes=shapes)
    return list(outcome.failures), outcome.counts


def _sources(
    out: Path, graph: Graph, source: Path | None, reader: Reader
) -> tuple[dict[str, str], Iterable[rules.Finding]]:
    """Texts of the documents whose report is found, by IRI; a report that `source` names and that has changed."""
    digests = dict(graph.pairs("rkg:sha256"))
    texts: dict[str, str] = {}
    changed: list[rules.Finding] = []
    if source and source.is_file():
        read = dict([reader(source)[::-1]])
        texts = {d: read[h] for d, h in digests.items() if h in read}
        if not texts:
            changed = [rules.Finding("source-file", source.name, "SHA-256")]
        return texts, changed
    if source and not source.is_dir():
        raise InputError(f"{source}: no such file or folder")
    for row in told.rows(out, "documents"):
        document = row.get("document") or iri.document(row["id"])
        path = next((p for p in _places(row["path"], source) if p.is_file()), None)
        if path is None:
            continue
        text, digest = reader(path)
        if digest == digests.get(document):
            texts[document] = text
        elif source:
            changed.append(rules.Finding("source-file", document, f"SHA-256 {digest[:12]}…"))
    return texts, changed


def _places(name: str, source: Path | None) -> Iterable[Path]:
    """Where a report may lie: under the folder named, else where its path leads from here."""
    return [source / name, *sorted(source.rglob(Path(name).name))] if source else [Path(name)]
