"""What must hold of every build, checked: quotes equal slices, the ledger adds up, nothing dangles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.knowledge import Knowledge
from kg.model import DocumentFacts

MEASURES = frozenset({"level", "growth-rate", "change", "share", "rank", "multiple", "capacity"})
STATUSES = frozenset({"achieved", "expected", "planned", "targeted"})
QUALIFIERS = frozenset({"exact", "approximately", "nearly", "at-least", "more-than", "at-most"})


@dataclass(frozen=True, slots=True)
class Failure:
    """One broken promise: which, of what, why, and where."""

    rule: str
    node: str
    message: str
    place: str

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}: {self.message} ({self.node})"


def quick_check(documents: Iterable[DocumentFacts], knowledge: Knowledge) -> list[Failure]:
    """The cheap part, run at every build: slices, ledger, ends, closed lists. Empty when all holds."""
    del knowledge
    return [failure for facts in documents for failure in _facts(facts)]


def _facts(d: DocumentFacts) -> Iterator[Failure]:
    text, name = d.document.text, d.document.name
    known = {e.iri for e in d.entities}
    if not d.ledger.holds:
        yield Failure("ledger", d.document.id, f"numbers seen are not all accounted for: {d.ledger}", name)
    for e in d.entities:
        if not e.label.strip() or not e.cls:
            yield Failure("entity", e.iri, "an entity needs a label and a class", name)
    for o in d.observations:
        place = f"{name}:{o.start}"
        if text[o.start : o.end] != o.as_written or text[o.quote_start : o.quote_end] != o.quote:
            yield Failure("slice", o.observation, "the quote is not the text at its offsets", place)
        if not o.quote_start <= o.start < o.end <= o.quote_end:
            yield Failure("quote", o.observation, "the number lies outside its quote", place)
        if o.subject not in known:
            yield Failure("subject", o.observation, "observed of something that is not in the graph", place)
        if o.measure not in MEASURES or o.status not in STATUSES or o.qualifier not in QUALIFIERS:
            yield Failure("closed-list", o.observation, f"{o.measure}/{o.status}/{o.qualifier} is not in its code list", place)
        if o.measure == "growth-rate" and not o.comparison:
            yield Failure("basis", o.observation, "a growth rate needs a comparison basis", place)
    for r in d.relations:
        place = f"{name}:{r.start}"
        if r.subject not in known or r.object not in known:
            yield Failure("ends", f"{r.subject} {r.predicate} {r.object}", "a relation between things not in the graph", place)
        if r.document and text[r.start : r.end] != r.quote:
            yield Failure("slice", f"{r.subject} {r.predicate} {r.object}", "the quote is not the text at its offsets", place)
