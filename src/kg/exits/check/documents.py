"""The cheap part, run at every build: facts against the text they were read from, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.exits.check.failure import Failure, words
from kg.knowledge import Knowledge
from kg.model import DocumentFacts

MEASURES = frozenset({"level", "growth-rate", "change", "share", "rank", "multiple", "capacity"})
STATUSES = frozenset({"achieved", "expected", "planned", "targeted"})
QUALIFIERS = frozenset({"exact", "approximately", "nearly", "at-least", "more-than", "at-most"})


def quick_check(documents: Iterable[DocumentFacts], knowledge: Knowledge) -> list[Failure]:
    """Slices, ledger, ends, closed lists of facts in memory. Empty when all holds."""
    return [failure for facts in documents for failure in _facts(facts, knowledge)]


def _facts(d: DocumentFacts, knowledge: Knowledge) -> Iterator[Failure]:
    text, name = d.document.text, d.document.name
    known = {e.iri for e in d.entities}

    def broken(rule: str, node: str, start: int = -1, detail: str = "", fact: str = "", read_by: str = "") -> Failure:
        place = name if start < 0 else f"{name}:{text.count(chr(10), 0, start) + 1}"
        return Failure(rule, node, place, detail, words(knowledge)[0].get(rule, {}), fact, read_by)

    if not d.ledger.holds:
        yield broken("ledger", d.document.id, detail=f"{d.ledger}")
    for e in d.entities:
        if not e.label.strip() or not e.cls:
            yield broken("entity", e.iri)
    for o in d.observations:
        found = []
        if text[o.start : o.end] != o.as_written or text[o.quote_start : o.quote_end] != o.quote:
            found.append(("slice", text[o.start : o.end]))
        if not o.quote_start <= o.start < o.end <= o.quote_end:
            found.append(("quote", f"{o.start}-{o.end}, {o.quote_start}-{o.quote_end}"))
        if o.subject not in known:
            found.append(("subject", o.subject))
        if o.measure not in MEASURES or o.status not in STATUSES or o.qualifier not in QUALIFIERS:
            found.append(("closed-list", f"{o.measure}, {o.status}, {o.qualifier}"))
        for rule, detail in found:
            fact = f"{o.subject_label} · {o.indicator_label} · {o.measure} = {o.as_written}"
            yield broken(rule, o.observation, o.start, detail, fact, o.rule)
    for r in d.relations:
        stated, fact = f"{r.subject} {r.predicate} {r.object}", f"{r.subject_label} {r.predicate} {r.object_label}"
        if r.subject not in known or r.object not in known:
            yield broken("ends", stated, r.start, "", fact, r.rule)
        if r.document and text[r.start : r.end] != r.quote:
            yield broken("slice", stated, r.start, text[r.start : r.end], fact, r.rule)
