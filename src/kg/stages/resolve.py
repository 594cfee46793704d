"""Claims in sentence terms → facts in document terms, with IRIs, and the ledger of every number.

Pure: one document in, one DocumentFacts out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg import iri
from kg.knowledge import Knowledge
from kg.model import (
    Declined,
    Document,
    DocumentFacts,
    Entity,
    Ledger,
    Masked,
    Name,
    Observation,
    ObservationClaim,
    Period,
    Quantity,
    Relation,
    RelationClaim,
    Sentence,
    Unresolved,
)

NUMERAL = re.compile(r"[0-9０-９]+(?:[.,．][0-9０-９]+)*")
PLACE = "AdministrativeDivision"


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions of one thing: what identity found to be the same."""

    label: str
    cls: str
    aliases: tuple[str, ...]
    members: tuple[int, ...]
    code: str = ""


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


@lru_cache(maxsize=4)
def _codes(knowledge: Knowledge) -> tuple[dict[str, str], dict[str, str]]:
    """(indicator name or alias → IRI, unit → IRI) from the lexicons."""
    indicators: dict[str, str] = {}
    for entry in knowledge.lexicons.get("indicators", ()):
        for form in (entry["name"], *entry["aliases"].split("|")):
            if form:
                indicators.setdefault(form, iri.indicator(entry["slug"]))
    units = {entry["unit"]: entry["iri"] for entry in knowledge.lexicon("units")}
    return indicators, units


def resolve(document: Document, reads: Sequence[Read], groups: Iterable[Group], knowledge: Knowledge) -> DocumentFacts:
    """Facts of one document; every numeral of its text is accounted for in `ledger`."""
    mentions = [(r.sentence, n) for r in reads for n in r.names]
    entities, by_label, by_mention = _entities(document, mentions, list(groups))
    resolver = _Resolver(document, entities, by_label, by_mention, *_codes(knowledge))
    offset = 0
    for r in reads:
        resolver.sentence(r, offset)
        offset += len(r.names)
    resolver.territory()
    unresolved, ledger = _account(document, reads, resolver)
    sections = tuple((r.sentence.at[0], r.sentence.text) for r in reads if r.sentence.kind == "heading")
    return DocumentFacts(
        document, sum(r.sentence.kind == "prose" for r in reads), tuple(sorted(resolver.entities.values(), key=_first)),
        tuple(resolver.observations), tuple(resolver.relations), unresolved, ledger, sections,
    )  # fmt: skip


def _first(entity: Entity) -> tuple[int, str]:
    return (entity.mentions[0][1] if entity.mentions else -1, entity.iri)


def _entities(
    document: Document, mentions: list[tuple[Sentence, Name]], groups: list[Group]
) -> tuple[dict[str, Entity], dict[str, str], dict[int, str]]:
    found: dict[str, Entity] = {}
    labels: dict[str, str] = {}
    owners: dict[int, str] = {}
    for g in groups:
        node = iri.place(g.code) if g.code else iri.entity(g.cls, document.code, g.label)
        spans = sorted({(document.id, *mentions[i][0].span(mentions[i][1].start, mentions[i][1].end)) for i in g.members})
        rule = mentions[g.members[0]][1].where if g.members else "document"
        scope = "" if g.code else document.code
        aliases = tuple(a for a in g.aliases if a != g.label)
        if node in found:  # the same thing under two groups: one node, all its mentions
            old = found[node]
            spans = sorted({*old.mentions, *spans})
            aliases = tuple(dict.fromkeys((*old.aliases, *aliases)))
        found[node] = Entity(node, g.label, g.cls, aliases, tuple(spans), rule, g.code, scope)
        labels.setdefault(g.label, node)
        for alias in g.aliases:
            labels.setdefault(alias, node)
        for i in g.members:
            owners[i] = node
            labels.setdefault(mentions[i][1].label, node)
    return found, labels, owners


class _Resolver:
    def __init__(
        self, document: Document, entities: dict[str, Entity], labels: dict[str, str], owners: dict[int, str],
        indicators: dict[str, str], units: dict[str, str],
    ) -> None:  # fmt: skip
        self.document = document
        self.entities = entities
        self.labels = labels
        self.owners = owners
        self.indicators = indicators
        self.units = units
        self.observations: list[Observation] = []
        self.relations: list[Relation] = []
        self.lost: list[Unresolved] = []
        self.covered: list[tuple[int, int]] = []

    def _place(self) -> Entity | None:
        """The node of the document's own place, made when no mention made it."""
        about = self.document.about
        if not about:
            return None
        node = self.labels.get(about) or (iri.place(self.document.code) if self.document.code else iri.entity(PLACE, "", about))
        if node not in self.entities:
            self.entities[node] = Entity(node, about, PLACE, (), (), "document", self.document.code, "")
            self.labels[about] = node
        return self.entities[node]

    def _entity(self, label: str, cls: str, sentence: Sentence) -> Entity | None:
        if not label:
            return self._place()
        node = self.labels.get(label)
        return self.entities[node] if node else None

    def sentence(self, r: Read, offset: int) -> None:
        """All facts of one sentence."""
        del offset
        for o in r.observations:
            self._observation(o, r)
        for c in r.relations:
            self._relation(c, r.sentence)

    def _quote(self, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
        """The clause between semicolons that holds start:end, in reading terms."""
        text = sentence.text
        low = max(text.rfind("；", 0, start), text.rfind("。", 0, start)) + 1
        high = min((i for i in (text.find("；", end), text.find("。", end)) if i >= 0), default=len(text) - 1) + 1
        return low, min(high, len(text))

    def _observation(self, o: ObservationClaim, r: Read) -> None:
        subject = self._entity(o.subject, o.subject_class, r.sentence) or self._place()
        start, end = r.sentence.span(o.start, o.end)
        if subject is None:
            self._lose(start, end, "number", "ambiguous-subject", r.sentence, o.start, o.end)
            return
        quote_start, quote_end = r.sentence.span(*self._quote(r.sentence, o.start, o.end))
        indicator = self.indicators.get(o.indicator) or iri.indicator(o.indicator)
        unit_iri = self._unit(o.unit)
        node = iri.observation(
            subject.iri, indicator, o.measure, str(o.value.normalize()), str(o.value_max), unit_iri, o.period, o.status,
            o.comparison, o.rank_scope, o.scope,
        )  # fmt: skip
        text = self.document.text
        self.observations.append(
            Observation(
                node, subject.iri, subject.label, subject.cls, indicator, o.indicator, o.measure, o.value, o.value_max,
                o.unit, unit_iri, text[start:end], o.qualifier, o.status, o.comparison, o.period, o.scope, o.rank_scope,
                self.document.id, start, end, text[quote_start:quote_end], quote_start, quote_end, o.rule, r.sentence.section,
            )
        )  # fmt: skip
        self.covered.append((start, end))

    def _unit(self, unit: str) -> str:
        if not unit:
            return ""
        found = self.units.get(unit)
        return found or iri.unit("x-" + iri.digest(unit))

    def _relation(self, c: RelationClaim, sentence: Sentence) -> None:
        subject = self._entity(c.subject, c.subject_class, sentence)
        target = self._entity(c.object, c.object_class, sentence)
        start, end = sentence.span(c.start, c.end)
        if subject is None or target is None or subject.iri == target.iri:
            self._lose(start, end, "statement", "unnamed-end", sentence, c.start, c.end)
            return
        self.relations.append(
            Relation(
                subject.iri, subject.label, subject.cls, c.predicate, target.iri, target.label, target.cls, c.status,
                self.document.id, start, end, self.document.text[start:end], c.rule, sentence.section,
            )
        )  # fmt: skip

    def _lose(self, start: int, end: int, kind: str, reason: str, sentence: Sentence, low: int, high: int) -> None:
        text = self.document.text
        quote = sentence.span(*self._quote(sentence, low, high))
        self.lost.append(Unresolved(self.document.id, start, end, text[start:end], kind, reason, text[slice(*quote)]))

    def territory(self) -> None:
        """Which of the places named here lie in which other, by their official codes."""
        placed = {e.code: e for e in self.entities.values() if e.code}
        for code in sorted(placed):
            for size in (9, 6, 4, 2, 1):
                parent = "0" if size == 1 else code[:size]
                if (size < len(code) or parent == "0") and parent != code and parent in placed and len(parent) < len(code):
                    a, b = placed[code], placed[parent]
                    self.relations.append(
                        Relation(a.iri, a.label, a.cls, "within", b.iri, b.label, b.cls, "achieved", "", -1, -1, "", "gazetteer")
                    )
                    break


def _account(document: Document, reads: Sequence[Read], resolver: _Resolver) -> tuple[tuple[Unresolved, ...], Ledger]:
    """The ledger: every numeral of the text is observed, in a name, in a period, or listed with a reason."""
    size = len(document.text)
    owner = bytearray(size)  # 1 observed, 2 named, 3 dated, 4 listed
    listed: list[Unresolved] = list(resolver.lost)
    spots: list[tuple[int, int]] = []  # numerals that are words, known only to the reader
    for start, end in resolver.covered:
        owner[start:end] = b"\1" * (end - start)
        spots.append((start, end))
    for lost in resolver.lost:
        if lost.kind == "number":
            owner[lost.start : lost.end] = b"\4" * (lost.end - lost.start)
    for r in reads:
        for n in r.names:
            _mark(owner, *r.sentence.span(n.start, n.end), 2)
        for p in r.periods:
            start, end = r.sentence.span(p.start, p.end)
            _mark(owner, start, end, 3)
            spots.append((start, end))
        for d in r.declined:
            start, end = r.sentence.span(d.start, d.end)
            if d.kind == "number":
                if d.reason == "name-part" and all(owner[start:end]):
                    continue
                spots.append((start, end))
                if _mark(owner, start, end, 4):
                    listed.append(_listed(document, r.sentence, d.start, d.end, d.kind, d.reason, resolver))
            else:
                listed.append(_listed(document, r.sentence, d.start, d.end, d.kind, d.reason, resolver))
        for m in r.masks:
            start, end = r.sentence.span(m.start, m.end)
            if m.reason != "idiom" and _mark(owner, start, end, 4):
                listed.append(_listed(document, r.sentence, m.start, m.end, "number", m.reason, resolver))
                spots.append((start, end))
    counts = [0, 0, 0, 0, 0]
    taken = bytearray(size)
    for start, end in sorted(set(spots)):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            counts[owner[start]] += 1
    kinds = {i: r.sentence for r in reads for i in r.sentence.at}
    for m in NUMERAL.finditer(document.text):
        if any(taken[m.start() : m.end()]):
            continue
        if not owner[m.start()]:
            sentence = kinds.get(m.start())
            reason = "furniture" if sentence is None or sentence.kind in ("furniture", "byline", "caption") else "list-label"
            quote = "" if sentence is None else document.text[sentence.at[0] : sentence.at[-1] + 1]
            owner[m.start() : m.end()] = b"\4" * (m.end() - m.start())
            listed.append(Unresolved(document.id, m.start(), m.end(), m[0], "number", reason, quote[:200]))
        counts[owner[m.start()]] += 1
    listed.sort(key=lambda u: (u.start, u.end, u.kind, u.reason))
    return tuple(listed), Ledger(sum(counts), *counts[1:])


def _mark(owner: bytearray, start: int, end: int, code: int) -> bool:
    """Claim the still unowned characters of a span; True when there was one."""
    free = False
    for i in range(start, end):
        if not owner[i]:
            owner[i] = code
            free = True
    return free


def _listed(
    document: Document, sentence: Sentence, low: int, high: int, kind: str, reason: str, resolver: _Resolver
) -> Unresolved:
    start, end = sentence.span(low, high)
    quote_start, quote_end = sentence.span(*resolver._quote(sentence, low, high))
    return Unresolved(document.id, start, end, document.text[start:end], kind, reason, document.text[quote_start:quote_end])
