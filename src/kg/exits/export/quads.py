"""One named graph per document: N-Quads, in parts too, and TriG.

What a document says lies in its graph, whoever else says it: so a graph can be put and deleted alone, and deleting it
takes away what only that document said. The default graph has what no document says: codes, units, indicators, the
gazetteer, the dataset's own description. The union of the graphs is the graph.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.exits.export import aside
from kg.exits.export.source import Source, at
from kg.iri import FLAT

RUN = 200_000  # quads sorted in memory at a time: about 80 MB
KEY = 8  # digits of a graph's number before each line
TYPE, DOCUMENT, WITHIN = at("rdf:type"), at("rkg:Document"), at("rkg:within")
REPLACED = at("dcterms:isReplacedBy")  # said of an IRI that was merged into the one that is named
EVIDENCE = frozenset({at("rkg:evidence"), at("rkg:figure")})
STATED = {at("rdf:subject"): 0, at("rdf:predicate"): 1, at("rdf:object"): 2}


class _Homes:
    """In which documents' graphs a triple lies."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        spans: dict[str, str] = {}
        leads: dict[str, list[str]] = {}
        parts: dict[str, list[str]] = {}
        mentions: dict[str, list[str]] = {}
        official: set[str] = set()
        documents: set[str] = set()
        source, mentioned, division = at("oa:hasSource"), at("rkg:mentionedIn"), at("rkg:divisionCode")
        self.total = 0
        for t in triples:
            self.total += 1
            s, p, o = str(t.subject), t.predicate.value, str(t.object)
            if p == source:
                spans[s] = o
            elif p in EVIDENCE:
                leads.setdefault(s, []).append(o)
            elif p in STATED:
                parts.setdefault(s, ["", "", ""])[STATED[p]] = o
            elif p == mentioned:
                mentions.setdefault(s, []).append(o)
            elif p == division:
                official.add(s)
            elif p == TYPE and o == f"<{DOCUMENT}>":
                documents.add(s)
        self.documents = sorted(documents | set(spans.values()))
        number = {d: (n,) for n, d in enumerate(self.documents, 1)}
        self.whole = {d: number[d] for d in self.documents}  # documents themselves, and objects that are documents
        self.spans = {s: number[d] for s, d in spans.items()}
        self.claims = {s: tuple(sorted({n for e in es for n in self.spans.get(e, ())})) for s, es in leads.items()}
        said: dict[tuple[str, str, str], set[int]] = {}
        for claim, (s, p, o) in parts.items():
            said.setdefault((s, p, o), set()).update(self.claims.get(claim, ()))
        self.said = {spo: tuple(sorted(ns)) for spo, ns in said.items()}
        self.mentions = {
            s: tuple(sorted({n for d in ds for n in number.get(d, ())}))
            for s, ds in mentions.items()
            if s not in official
        }

    def of(self, t: ox.Triple, s: str, o: str) -> tuple[int, ...]:
        """Numbers of the graphs; 0 is the default graph."""
        p = t.predicate.value
        found = (
            self.whole.get(o)
            or self.spans.get(s)
            or self.whole.get(s)
            or (self.spans.get(o) if p in EVIDENCE else None)
            or self.claims.get(s)
            or self.said.get((s, f"<{p}>", o))
            or (None if p == WITHIN else self.mentions.get(o if p == REPLACED else s))
        )
        return found or (0,)


def _lines(source: Source, homes: _Homes, sizes: Counter[int]) -> Iterator[tuple[int, bytes]]:
    """(graph's number, N-Quads line), by graph and within it in the order of the source."""
    for t in source.triples():
        s, p, o = str(t.subject), str(t.predicate), str(t.object)
        for n in homes.of(t, s, o):
            sizes[n] += 1
            graph = f" {homes.documents[n - 1]}" if n else ""
            yield n, f"{s} {p} {o}{graph} .\n".encode()


def _grouped(lines: Iterable[tuple[int, bytes]], stack: ExitStack) -> Iterator[tuple[int, bytes]]:
    """The lines by number, else in their order; runs beyond memory wait in temporary files."""
    runs: list[IO[bytes]] = []
    held: list[tuple[int, bytes]] = []
    for pair in lines:
        held.append(pair)
        if len(held) >= RUN:
            held.sort(key=_number)
            run = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 (the stack closes it)
            run.writelines(b"%0*d%b" % (KEY, n, line) for n, line in held)
            run.seek(0)
            runs.append(run)
            held = []
    held.sort(key=_number)
    waiting = [((int(line[:KEY]), line[KEY:]) for line in run) for run in runs]
    return heapq.merge(*waiting, held, key=_number)  # equal keys keep the order of the runs


def _number(pair: tuple[int, bytes]) -> int:
    return pair[0]


def n_quads(source: Source, out: IO[bytes]) -> dict[str, int]:
    """N-Quads, the default graph first, then document by document; counts of quads, triples and graphs."""
    homes, sizes = _Homes(source.triples()), Counter[int]()
    with ExitStack() as stack:
        for _, line in _grouped(_lines(source, homes, sizes), stack):
            out.write(line)
    return _counts(homes, sizes)


def trig(source: Source, out: IO[bytes]) -> dict[str, int]:
    """The same quads as TriG with the project's prefixes; the same counts."""
    with tempfile.TemporaryFile() as flat:
        counts = n_quads(source, flat)
        flat.seek(0)
        ox.serialize(ox.parse(flat, format=ox.RdfFormat.N_QUADS), out, format=ox.RdfFormat.TRIG, prefixes=FLAT)
    return counts


def parts(source: Source, folder: Path, most: int, packed: bool) -> dict[str, int]:
    """part-00000.nq … of at most `most` quads, and manifest.json with counts and SHA-256 of each; counts of all.

    A graph is cut over two parts only when it alone is larger than a part.
    """
    homes, sizes = _Homes(source.triples()), Counter[int]()
    listed: list[dict[str, object]] = []
    with ExitStack() as stack:
        ordered = _grouped(_lines(source, homes, sizes), stack)
        for part in _cut(ordered, sizes, most):
            name = f"part-{len(listed):05}.nq" + (".gz" if packed else "")
            listed.append({"file": name, **_part(folder / name, part, homes, packed)})
    counts = _counts(homes, sizes) | {"parts": len(listed)}
    manifest = {
        "format": "application/n-quads",
        "compression": "gzip" if packed else None,
        "graph_sha256": _digest(source.path) if source.path else None,
        "triples": counts["triples"],
        "quads": counts["quads"],
        "default_graph": sizes[0],
        "named_graphs": counts["graphs"],
        "parts": listed,
    }
    (folder / aside.MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return counts


def _cut(ordered: Iterator[tuple[int, bytes]], sizes: Counter[int], most: int) -> Iterator[Iterator[tuple[int, bytes]]]:
    """The lines in parts; each must be read to its end before the next."""
    first = next(ordered, None)  # all lines were counted when the first comes out
    if first is None:
        return
    part, room = 0, most
    number: dict[int, int] = {}

    def placed(pair: tuple[int, bytes]) -> int:
        nonlocal part, room
        n = pair[0]
        if n not in number:
            number[n] = 1
            if room < most and sizes[n] > room:
                part, room = part + 1, most
        if room == 0:
            part, room = part + 1, most
        room -= 1
        return part

    def all_lines() -> Iterator[tuple[int, bytes]]:
        yield first
        yield from ordered

    for _, lines in groupby(all_lines(), key=placed):
        yield lines


def _part(path: Path, lines: Iterator[tuple[int, bytes]], homes: _Homes, packed: bool) -> dict[str, object]:
    quads, seen = 0, dict[int, None]()
    with path.open("wb") as raw, ExitStack() as stack:
        out = stack.enter_context(aside.pack(raw)) if packed else raw
        for n, line in lines:
            quads += 1
            seen[n] = None
            out.write(line)
    named = [homes.documents[n - 1].strip("<>") for n in seen if n]
    return {
        "quads": quads, "named_graphs": len(named),
        "first_graph": named[0] if named else None, "last_graph": named[-1] if named else None,
        "bytes": path.stat().st_size, "sha256": _digest(path),
    }  # fmt: skip


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _counts(homes: _Homes, sizes: Counter[int]) -> dict[str, int]:
    return {"quads": sizes.total(), "triples": homes.total, "graphs": sum(1 for n in sizes if n)}
