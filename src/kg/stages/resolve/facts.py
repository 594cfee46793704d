"""Claims in sentence terms → facts in document terms, with IRIs, and the ledger of every number.

Pure: one document in, one DocumentFacts out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from kg import iri
from kg.classes import members
from kg.knowledge import Knowledge
from kg.model import (
    Attribute,
    AttributeClaim,
    Document,
    DocumentFacts,
    Entity,
    Group,
    Name,
    Observation,
    ObservationClaim,
    Read,
    Relation,
    RelationClaim,
    Sentence,
    Unresolved,
)
from kg.stages.resolve.ledger import account, clause

PLACE = "AdministrativeDivision"

# by first character: opening words of an indicator's name, and the scope that they state
Openings = Mapping[str, Sequence[tuple[str, str]]]


@lru_cache(maxsize=4)
def _codes(knowledge: Knowledge) -> tuple[dict[str, str], dict[str, str], dict[str, str], Openings]:
    """(indicator name or alias → IRI, unit → IRI, indicator IRI → scope, opening words → scope) from the lexicons."""
    indicators: dict[str, str] = {}
    for entry in knowledge.lexicons.get("indicators", ()):
        for form in (entry["name"], *entry["aliases"].split("|")):
            if form:
                indicators.setdefault(form, iri.indicator(entry["slug"]))
    units = {entry["unit"]: entry["iri"] for entry in knowledge.lexicon("units")}
    scopes = {iri.indicator(e["slug"]): e["scope"] for e in knowledge.lexicons.get("indicators", ()) if e["scope"]}
    opening: dict[str, list[tuple[str, str]]] = {}
    for e in knowledge.lexicons.get("statistical_scopes", ()):
        opening.setdefault(e["begins"][0], []).append((e["begins"], e["scope"]))
    return indicators, units, scopes, opening


@lru_cache(maxsize=4)
def _joins(knowledge: Knowledge) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """What each predicate may join: the classes of its subjects and of its objects."""
    return {
        e["predicate"]: (members(e["domain"]), members(e["range"])) for e in knowledge.lexicon("relation_predicates")
    }


def resolve(
    document: Document,
    reads: Sequence[Read],
    groups: Iterable[Group],
    knowledge: Knowledge,
    part: tuple[int, int] | None = None,
) -> DocumentFacts:
    """Facts of one document, or of the part of its text that `part` bounds; `pieces.whole` makes one of the parts.

    Every numeral of the part is accounted for in `ledger`.
    """
    mentions = [(r.sentence, n) for r in reads for n in r.names]
    entities, by_label, by_mention = _entities(document, mentions, list(groups))
    resolver = _Resolver(document, entities, by_label, by_mention, *_codes(knowledge), _joins(knowledge))
    for r in reads:
        resolver.sentence(r)
    bounds = part or (0, len(document.text))
    unresolved, ledger = account(document, reads, resolver.covered, resolver.lost, bounds)
    sections = tuple((r.sentence.at[0], r.sentence.text) for r in reads if r.sentence.kind == "heading")
    return DocumentFacts(
        document, sum(r.sentence.kind == "prose" for r in reads), tuple(sorted(resolver.entities.values(), key=_first)),
        tuple(resolver.observations), tuple(resolver.relations), unresolved, ledger, sections,
        tuple(resolver.attributes),
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
        node = iri.place(g.code) if g.code else iri.entity(g.cls, g.scope, g.label)
        spans = sorted(
            {(document.id, *mentions[i][0].span(mentions[i][1].start, mentions[i][1].end)) for i in g.members}
        )
        rule = mentions[g.members[0]][1].where if g.members else "document"
        former = tuple((iri.entity(cls, scope, label), label, cls) for label, cls, scope in g.former)
        aliases = tuple(a for a in g.aliases if a != g.label)
        if node in found:  # the same thing under two groups: one node, all its mentions
            old = found[node]
            spans = sorted({*old.mentions, *spans})
            aliases = tuple(dict.fromkeys((*old.aliases, *aliases)))
            former = tuple(dict.fromkeys((*old.former, *former)))
        former = tuple(f for f in former if f[0] != node)
        found[node] = Entity(node, g.label, g.cls, aliases, tuple(spans), rule, g.code, g.scope, former)
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
        indicators: dict[str, str], units: dict[str, str], scopes: dict[str, str], opening: Openings,
        joins: dict[str, tuple[frozenset[str], frozenset[str]]],
    ) -> None:  # fmt: skip
        self.document = document
        self.entities = entities
        self.labels = labels
        self.owners = owners
        self.indicators = indicators
        self.units = units
        self.scopes = scopes
        self.joins = joins
        self.opening = opening
        self.observations: list[Observation] = []
        self.relations: list[Relation] = []
        self.attributes: list[Attribute] = []
        self.lost: list[Unresolved] = []
        self.covered: list[tuple[int, int]] = []

    def _place(self) -> Entity | None:
        """The node of the document's own place, made when no mention made it."""
        about = self.document.about
        if not about:
            return None
        node = self.labels.get(about) or (
            # a place that the text never names (全市) is its own alone: no other text may mean the same
            iri.place(self.document.code) if self.document.code else iri.entity(PLACE, self.document.id, about)
        )
        if node not in self.entities:
            self.entities[node] = Entity(node, about, PLACE, (), (), "document", self.document.code, "")
            self.labels[about] = node
        return self.entities[node]

    def _entity(self, label: str, cls: str, sentence: Sentence) -> Entity | None:
        if not label:
            return self._place()
        node = self.labels.get(label)
        return self.entities[node] if node else None

    def sentence(self, r: Read) -> None:
        """All facts of one sentence."""
        said: dict[tuple[int, int], list[AttributeClaim]] = {}
        for a in r.attributes:
            if a.figure:
                said.setdefault(a.figure, []).append(a)
        # the size of a ranked set is in the graph as that; as a figure of its own it is listed, with this reason
        sizes = {a.start for a in r.attributes if a.property == "rankPopulation"}
        for q in r.quantities:
            if q.start in sizes:
                self._lose(*r.sentence.span(q.start, q.end), "number", "rank-population", r.sentence, q.start, q.end)
        for o in r.observations:
            if o.start not in sizes:
                self._observation(o, r, said.get((o.start, o.end), []))
        for c in r.relations:
            self._relation(c, r.sentence)
        for a in r.attributes:
            if not a.figure:
                self._attribute(a, r.sentence)

    def _attribute(self, a: AttributeClaim, sentence: Sentence) -> None:
        entity = self._entity(a.entity, a.entity_class, sentence)
        if entity is None:
            return
        node, label, cls, value = entity.iri, entity.label, entity.cls, a.value
        shown = value
        if a.honour:
            honour = self._entity(a.honour, "Honour", sentence)
            actor = self._entity(a.value, "", sentence)
            if honour is None or actor is None:
                return
            node = iri.recognition(node, honour.iri, f"{self.document.year:04}" if self.document.year else "")
            label, cls, value, shown = f"{label} · {honour.label}", "Recognition", actor.iri, actor.label
        elif a.scheme:
            value = iri.code(a.scheme, value)
        self._say(node, label, cls, a, value, shown, sentence)

    def _say(
        self, node: str, label: str, cls: str, a: AttributeClaim, value: str, shown: str, sentence: Sentence
    ) -> None:
        start, end = sentence.span(a.start, a.end)
        self.attributes.append(
            Attribute(
                node, label, cls, a.property, value, shown, a.written, a.status, self.document.id, start, end,
                self.document.text[start:end], a.rule, sentence.section,
            )
        )  # fmt: skip

    def _observation(self, o: ObservationClaim, r: Read, said: Sequence[AttributeClaim]) -> None:
        subject = self._entity(o.subject, o.subject_class, r.sentence) or self._place()
        start, end = r.sentence.span(o.start, o.end)
        if subject is None:
            self._lose(start, end, "number", "ambiguous-subject", r.sentence, o.start, o.end)
            return
        quote_start, quote_end = r.sentence.span(*clause(r.sentence, o.start, o.end))
        indicator = self.indicators.get(o.indicator) or iri.indicator(o.indicator)
        unit_iri = self._unit(o.unit)
        scope = o.scope or self.scopes.get(indicator) or self._limits(o.indicator)
        scope = scope or next((a.value for a in said if a.property == "statisticalScope"), "")
        said = [a for a in said if a.property != "statisticalScope"]  # it has a field of its own
        node = iri.observation(
            subject.iri, indicator, o.measure, str(o.value.normalize()), str(o.value_max), unit_iri, o.period, o.status,
            o.comparison, o.rank_scope, scope, *(f"{a.property}={a.value}" for a in said),
        )  # fmt: skip
        for a in said:
            value = iri.code(a.scheme, a.value) if a.scheme else a.value
            self._say(node, f"{subject.label} · {o.indicator}", "Observation", a, value, a.value, r.sentence)
        text = self.document.text
        self.observations.append(
            Observation(
                node, subject.iri, subject.label, subject.cls, indicator, o.indicator, o.measure, o.value, o.value_max,
                o.unit, unit_iri, text[start:end], o.qualifier, o.status, o.comparison, o.period, scope, o.rank_scope,
                self.document.id, start, end, text[quote_start:quote_end], quote_start, quote_end, o.rule, r.sentence.section,
            )
        )  # fmt: skip
        self.covered.append((start, end))

    def _limits(self, indicator: str) -> str:
        """The statistical scope that the opening words of an indicator's name state."""
        scopes = self.opening.get(indicator[:1], ())
        return next((scope for begins, scope in scopes if indicator.startswith(begins)), "")

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
        subjects, objects = self.joins[c.predicate]
        if subject.cls not in subjects or target.cls not in objects:
            # the whole document may know a name as another class than this sentence took it for
            self._lose(start, end, "statement", "class-of-end", sentence, c.start, c.end)
            return
        self.relations.append(
            Relation(
                subject.iri, subject.label, subject.cls, c.predicate, target.iri, target.label, target.cls, c.status,
                self.document.id, start, end, self.document.text[start:end], c.rule, sentence.section,
            )
        )  # fmt: skip

    def _lose(self, start: int, end: int, kind: str, reason: str, sentence: Sentence, low: int, high: int) -> None:
        text = self.document.text
        quote = sentence.span(*clause(sentence, low, high))
        self.lost.append(Unresolved(self.document.id, start, end, text[start:end], kind, reason, text[slice(*quote)]))
