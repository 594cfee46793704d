"""Quotes: as long as their offsets say, in agreement with one another, around their numbers, and as the file has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.exits.check.graph import Graph
from kg.exits.check.rules import Finding


class Quote(NamedTuple):
    """One span of a document."""

    start: int
    end: int
    exact: str
    node: str


def quotes(graph: Graph, texts: Mapping[str, str]) -> Iterator[Finding]:
    """Document by document. `texts`: the source text of a document by its IRI, where there is one."""
    for document in sorted({d for _, d in graph.pairs("oa:hasSource")}):
        spans = sorted(_spans(graph, document))
        sound = []
        for q in spans:
            if len(q.exact) == q.end - q.start:
                sound.append(q)
            else:
                yield Finding("slice", q.node, f"{len(q.exact)} ≠ {q.end} - {q.start}")
        yield from _overlaps(sound)
        if document in texts:
            for q in sound:
                there = texts[document][q.start : q.end]
                if there != q.exact:
                    yield Finding("source", q.node, _apart(q.exact, there))
        yield from _numbers(graph, spans)


def _spans(graph: Graph, document: str) -> Iterator[Quote]:
    for node in graph.users(document, "oa:hasSource"):
        start, end = graph.value(node, "oa:start"), graph.value(node, "oa:end")
        if start.isdigit() and end.isdigit():  # what is no number, the shapes name
            yield Quote(int(start), int(end), graph.value(node, "oa:exact"), node)


def _overlaps(spans: list[Quote]) -> Iterator[Finding]:
    """Spans in order: each against the text that those before it make together."""
    text, begin = "", 0
    for q in spans:
        if q.start >= begin + len(text):
            text, begin = q.exact, q.start
            continue
        common = min(q.end, begin + len(text)) - q.start
        before = text[q.start - begin : q.start - begin + common]
        if before != q.exact[:common]:
            yield Finding("overlap", q.node, _apart(q.exact[:common], before))
            continue
        text += q.exact[common:]


def _apart(one: str, other: str) -> str:
    """The first characters in which two texts differ, with those around."""
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    low = max(0, at - 6)
    return f"{one[low : at + 6]!r} ≠ {other[low : at + 6]!r}"


def _numbers(graph: Graph, spans: list[Quote]) -> Iterator[Finding]:
    """Each figure inside a quote of its observation, with the digits as printed in it."""
    here = {q.node: q for q in spans}
    for q in spans:
        for observation in graph.users(q.node, "rkg:figure"):
            around = [here[e] for e in graph.values(observation, "rkg:evidence") if e in here]
            if around and not any(a.start <= q.start and q.end <= a.end for a in around):
                yield Finding("quote", observation, f"{q.start}-{q.end}")
            digits = graph.values(observation, "rkg:asWrittenValue")
            if digits and not any(d in q.exact for d in digits):
                yield Finding("digits", observation, f"{' '.join(digits)} ∉ {q.exact!r}")
