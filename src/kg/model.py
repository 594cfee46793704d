"""The currency of the house: what each stage hands to the next. Frozen, slotted, tuples not lists.

Offsets are 0-based, end-exclusive Unicode code points. Records of a *sentence* count in the sentence's
reading copy; records of a *document* (Entity, Observation, Relation, Unresolved) count in `Document.text`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Document:
    """One report as it was read. `text` is what every offset indexes."""

    id: str  # first 16 hex digits of sha256
    name: str  # file name, or the name given with the text
    text: str
    sha256: str
    title: str = ""
    about: str = ""  # canonical name of the place the report is about (金昌市); empty when unknown
    code: str = ""  # its official division code (6203); "0" for the country
    year: int | None = None  # the year reported on
    published: str = ""  # ISO date, when the text says it
    speaking: int | None = None  # the year 今年 means: that of the day it was said, where that is known
    genre: str = ""  # work-report, communique, plan, news, ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence mended for reading. `at[i]` is the offset in Document.text of the character `text[i]`."""

    index: int
    text: str  # line breaks inside removed, characters folded one to one (full width, stray private use)
    at: Sequence[
        int
    ]  # a range where nothing was dropped: a long text would else need more room for offsets than for itself
    section: str = ""  # heading it stands under
    outlook: str = ""  # "" where the report looks back; planned or targeted where it looks ahead
    kind: str = "prose"  # prose, heading, caption, byline, furniture, row (a table row)
    copy_of: int | None = None  # index of the earlier sentence this one repeats
    columns: tuple[str, ...] = ()  # of a table row: the headings of its cells
    years: str = ""  # the years under review (2021/2025) where they are more than the document's own year

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the document of the reading copy's characters start:end (end exclusive, start < end)."""
        return self.at[start], self.at[end - 1] + 1


@dataclass(slots=True)
class Token:
    """A word with its part of speech (jieba's tag set: n noun, v verb, vn verbal noun, m number, x mark …).

    Not to be changed, and yet not frozen, for there is one to every two characters: made a third faster than a named
    tuple and thrice as fast as a frozen dataclass, read twice as fast as a named tuple.
    """

    start: int
    end: int
    tag: str
    word: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed. `value` has magnitude words multiplied out exactly; open range ends are None."""

    start: int
    end: int
    text: str
    value: Decimal | tuple[Decimal | None, Decimal | None]
    unit: str | None  # bare unit as printed; % and 个百分点 kept apart; None for a bare number or a rank
    qualifier: str = "exact"  # exact, approximately, nearly, at-least, more-than, at-most
    kind: str = "count"  # count, percent, point, rank, multiple, bare


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time as printed; `value` is ISO 8601, `a/b` with b inclusive."""

    start: int
    end: int
    text: str
    value: str
    unit: str | None = None
    qualifier: str = "exact"


@dataclass(frozen=True, slots=True)
class Masked:
    """A numeral that measures nothing: inside a name or idiom, a list label, a date that is not a period."""

    start: int
    end: int
    reason: str  # name-part, idiom, list-label, date, furniture, ordinal
    where: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A named thing found in a sentence."""

    start: int
    end: int
    label: str  # canonical form of this mention: quotes kept when they are part of the name
    cls: str  # class of the vocabulary: Enterprise, Programme, AdministrativeDivision …
    where: str  # lexicon line or rule that knew it, file:line
    aliases: tuple[str, ...] = ()  # other forms this mention justifies
    code: str = ""  # official division code, for places the gazetteer resolved


def outermost(names: Sequence[Name]) -> list[Name]:
    """The names that are no part of a longer one."""
    return [
        n
        for n in names
        if not any(o.start <= n.start and n.end <= o.end and o.end - o.start > n.end - n.start for o in names)
    ]


@dataclass(frozen=True, slots=True)
class ObservationClaim:
    """What one printed number says, still in sentence terms."""

    start: int
    end: int  # of the numeric expression
    value: Decimal
    value_max: Decimal | None
    unit: str
    qualifier: str
    status: str
    measure: str
    indicator: str
    subject: str  # a name; "" = the document's own place
    subject_class: str
    comparison: str
    period: str
    scope: str
    rank_scope: str
    rule: str  # name @ file:line


@dataclass(frozen=True, slots=True)
class RelationClaim:
    """What a sentence says between two named things, still in sentence terms."""

    subject: str  # label; "" = the document's own place
    subject_class: str
    predicate: str
    object: str
    object_class: str
    status: str
    start: int
    end: int  # the characters that say it: trigger and ends
    rule: str


@dataclass(frozen=True, slots=True)
class AttributeClaim:
    """What a sentence says of one thing that is no number and no second thing: its stage, kind, purpose …

    Of an entity by its label; of a figure (`figure`) or of a recognition (`honour`) when that field is filled.
    """

    entity: str  # label; "" = the document's own place
    entity_class: str
    property: str  # stage, category, statedPartCount, purpose, grantedBy, rankPopulation, temporalBasis
    value: str  # item of the code list `scheme`, a number, words of the text, or the label of a name
    scheme: str  # code list; "" for a plain value, "entity" for a name
    written: str  # the characters that say it
    status: str
    start: int
    end: int
    rule: str
    figure: tuple[int, int] | None = None
    honour: str = ""


@dataclass(frozen=True, slots=True)
class Declined:
    """A number or candidate statement that did not make it into the graph, and why; sentence terms."""

    start: int
    end: int
    kind: str  # number, statement
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions of one thing: what identity found to be the same."""

    label: str
    cls: str
    aliases: tuple[str, ...]
    members: tuple[int, ...]
    code: str = ""
    scope: str = ""
    former: tuple[tuple[str, str, str], ...] = ()  # (label, class, scope) of names joined to it that could stand alone


@dataclass(frozen=True, slots=True)
class Read:
    """Everything the earlier stages said about one sentence."""

    sentence: Sentence
    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    masks: tuple[Masked, ...]
    names: tuple[Name, ...]
    observations: tuple[ObservationClaim, ...]
    relations: tuple[RelationClaim, ...]
    declined: tuple[Declined, ...]
    attributes: tuple[AttributeClaim, ...] = ()


# ------------------------------------------------------------------ facts of a document (and of a build)


@dataclass(frozen=True, slots=True)
class Entity:
    """A node of the graph: a named thing."""

    iri: str
    label: str
    cls: str
    aliases: tuple[str, ...]
    mentions: tuple[tuple[str, int, int], ...]  # (document id, start, end), in document order
    rule: str
    code: str = ""  # official division code
    scope: str = (
        ""  # whose it is, part of the identity: a division code, "0" the country's; empty for a division itself
    )
    former: tuple[tuple[str, str, str], ...] = ()  # (IRI, label, class) it would have under names joined to it

    @property
    def document(self) -> str:
        """Id of the document of the first mention; empty for gazetteer entities that no text names."""
        return self.mentions[0][0] if self.mentions else ""


@dataclass(frozen=True, slots=True)
class Observation:
    """One printed number bound to what it measures, at one place of one document."""

    observation: str  # IRI
    subject: str  # IRI
    subject_label: str
    subject_class: str
    indicator: str  # IRI
    indicator_label: str
    measure: str
    value: Decimal
    value_max: Decimal | None
    unit: str
    unit_iri: str
    as_written: str
    qualifier: str
    status: str
    comparison: str
    period: str
    scope: str
    rank_scope: str
    document: str
    start: int
    end: int
    quote: str
    quote_start: int
    quote_end: int
    rule: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """One stated relation at one place of one document, or a gazetteer fact (document empty, offsets -1)."""

    subject: str
    subject_label: str
    subject_class: str
    predicate: str
    object: str
    object_label: str
    object_class: str
    status: str
    document: str
    start: int
    end: int
    quote: str  # text[start:end]
    rule: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One stated attribute at one place of one document: of an entity, an observation or a recognition."""

    entity: str  # IRI
    entity_label: str
    entity_class: str
    property: str
    value: str  # IRI of a code or an entity; else a number or the text's own words
    value_label: str
    as_written: str  # the characters that say it
    status: str
    document: str
    start: int
    end: int
    quote: str  # text[start:end]
    rule: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A number or candidate statement of the text that is not in the graph, with the reason."""

    document: str
    start: int
    end: int
    text: str
    kind: str
    reason: str
    quote: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The equation of one document: seen == observed + named + dated + listed."""

    seen: int
    observed: int
    named: int
    dated: int
    listed: int

    @property
    def holds(self) -> bool:
        """True when every numeral seen is accounted for exactly once."""
        return self.seen == self.observed + self.named + self.dated + self.listed


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Everything read from one document: the unit that processes exchange and that the graph unites."""

    document: Document
    sentences: int
    entities: tuple[Entity, ...]
    observations: tuple[Observation, ...]
    relations: tuple[Relation, ...]
    unresolved: tuple[Unresolved, ...]
    ledger: Ledger
    sections: tuple[tuple[int, str], ...] = ()  # (offset of the heading, heading)
    attributes: tuple[Attribute, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict, compare=False)  # per stage
