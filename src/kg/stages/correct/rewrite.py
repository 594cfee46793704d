"""One thing of one document becomes another, or none: every fact that speaks of it follows, and the ledger still adds up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kg import iri
from kg.model import Attribute, DocumentFacts, Entity, Ledger, Observation, Relation, Unresolved

Joins = Mapping[str, tuple[frozenset[str], frozenset[str]]]  # predicate → classes of its subjects and objects
DROPPED, UNFIT = "dropped", "class-of-end"  # reasons of what a correction takes out of the graph
MARK = "; "  # between the rule that read a fact and the corrections that changed it


def marked(rule: str, where: str) -> str:
    """A rule with the correction that changed what it read."""
    return rule if where in rule.split(MARK) else f"{rule}{MARK}{where}"


def rewrite(
    facts: DocumentFacts,
    old: Entity,
    new: Entity | None,
    where: str,
    joins: Joins,
    chosen: Callable[[int, int], bool] = lambda start, end: True,
) -> DocumentFacts:
    """Facts of a document in which `old` is `new`; without `new`, what speaks of it is listed as dropped.

    `new` joins the thing that has its IRI. `chosen`: which of the facts, by the characters that say them, follow.
    """
    lost: list[Unresolved] = []
    moved: dict[str, str] = {}  # IRIs of observations and recognitions that had the subject in their identity
    said = _said(facts.attributes)
    observations = []
    for o in facts.observations:
        if o.subject != old.iri or not chosen(o.quote_start, o.quote_end):
            observations.append(o)
        elif new is None:
            lost.append(Unresolved(o.document, o.start, o.end, o.as_written, "number", DROPPED, o.quote))
        else:
            turned = _observed(o, new, said.get(o.observation, ()), where)
            moved[o.observation] = turned.observation
            observations.append(turned)
    year = f"{facts.document.year:04}" if facts.document.year else ""
    relations = []
    for r in facts.relations:
        if old.iri not in (r.subject, r.object) or not chosen(r.start, r.end):
            relations.append(r)
            continue
        turned_r = _related(r, old, new, where)
        reason = _unfit(turned_r, joins)
        if turned_r is not None and not reason:
            relations.append(turned_r)
            if r.predicate == "recognizedAs":
                before = iri.recognition(r.subject, r.object, year)
                moved[before] = iri.recognition(turned_r.subject, turned_r.object, year)
        elif r.document:
            lost.append(Unresolved(r.document, r.start, r.end, r.quote, "statement", reason, r.quote))
    gone = {o.observation for o in facts.observations} - {o.observation for o in observations} - moved.keys()
    gone |= _recognitions(facts.relations, year) - _recognitions(relations, year) - moved.keys()
    attributes = [
        b for a in facts.attributes for b in _attributed(a, old, new, where, moved, chosen) if b.entity not in gone
    ]
    return replace(
        facts,
        entities=_entities(facts.entities, old, new, where),
        observations=tuple(observations),
        relations=tuple(relations),
        attributes=tuple(attributes),
        unresolved=listed((*facts.unresolved, *lost)),
        ledger=_ledger(facts.ledger, observations, lost),
    )


def inside(mention: tuple[str, int, int], start: int, end: int) -> bool:
    """Whether a mention stands in start:end."""
    return start <= mention[1] and mention[2] <= end


def together(text: str, s: Entity, o: Entity) -> tuple[int, int] | None:
    """The first stretch without a line's or a sentence's end that holds a mention of both."""
    for _, a, b in s.mentions:
        for _, x, y in o.mentions:
            low, high = min(a, x), max(b, y)
            apart = b <= x or y <= a
            if apart and high - low <= 120 and not re.search(r"[\n\u3002\uff1b]", text[low:high]):
                return low, high
    return None


def listed(unresolved: Sequence[Unresolved]) -> tuple[Unresolved, ...]:
    """Unresolved in their order, each once."""
    return tuple(sorted(dict.fromkeys(unresolved), key=lambda u: (u.start, u.end, u.kind, u.reason)))


def first(entity: Entity) -> tuple[int, str]:
    """The order of the entities of a document."""
    return (entity.mentions[0][1] if entity.mentions else -1, entity.iri)


def joined(old: Entity, new: Entity) -> Entity:
    """Two records of one node: the second, with the names, mentions and former names of both."""
    aliases = dict.fromkeys((*new.aliases, *old.aliases, old.label))
    former = dict.fromkeys((*new.former, *old.former))
    return replace(
        new,
        aliases=tuple(a for a in aliases if a != new.label),
        mentions=tuple(sorted({*new.mentions, *old.mentions})),
        former=tuple(f for f in former if f[0] != new.iri),
    )


def _entities(entities: Sequence[Entity], old: Entity, new: Entity | None, where: str) -> tuple[Entity, ...]:
    kept = {e.iri: e for e in entities if e.iri != old.iri}
    if new is not None:
        there = kept.get(new.iri)
        turned = joined(there, new) if there else new
        kept[new.iri] = replace(turned, label=new.label, rule=marked(turned.rule, where))
    return tuple(sorted(kept.values(), key=first))


def _said(attributes: Sequence[Attribute]) -> dict[str, tuple[str, ...]]:
    """What of an observation's attributes is part of its identity, by its IRI."""
    found: dict[str, dict[str, None]] = {}
    for a in attributes:
        if a.entity_class == "Observation":
            found.setdefault(a.entity, {})[f"{a.property}={a.value_label}"] = None
    return {node: tuple(said) for node, said in found.items()}


def _observed(o: Observation, new: Entity, said: Sequence[str], where: str) -> Observation:
    node = iri.observation(
        new.iri, o.indicator, o.measure, str(o.value.normalize()), str(o.value_max), o.unit_iri, o.period, o.status,
        o.comparison, o.rank_scope, o.scope, *said,
    )  # fmt: skip
    rule = marked(o.rule, where)
    return replace(o, observation=node, subject=new.iri, subject_label=new.label, subject_class=new.cls, rule=rule)


def _related(r: Relation, old: Entity, new: Entity | None, where: str) -> Relation | None:
    if new is None:
        return None
    r = replace(r, rule=marked(r.rule, where))
    if r.subject == old.iri:
        r = replace(r, subject=new.iri, subject_label=new.label, subject_class=new.cls)
    if r.object == old.iri:
        r = replace(r, object=new.iri, object_label=new.label, object_class=new.cls)
    return r


def _unfit(r: Relation | None, joins: Joins) -> str:
    """Why a relation cannot stay as it is now; "" when it can."""
    if r is None or r.subject == r.object:
        return DROPPED
    subjects, objects = joins[r.predicate]
    return "" if r.subject_class in subjects and r.object_class in objects else UNFIT


def _recognitions(relations: Sequence[Relation], year: str) -> set[str]:
    return {iri.recognition(r.subject, r.object, year) for r in relations if r.predicate == "recognizedAs"}


def _attributed(
    a: Attribute, old: Entity, new: Entity | None, where: str, moved: Mapping[str, str],
    chosen: Callable[[int, int], bool],
) -> tuple[Attribute, ...]:  # fmt: skip
    if a.entity in moved:
        label = a.entity_label
        if new is not None and label.startswith(old.label):
            label = new.label + label[len(old.label) :]
        a = replace(a, entity=moved[a.entity], entity_label=label, rule=marked(a.rule, where))
    if old.iri not in (a.entity, a.value) or not chosen(a.start, a.end):
        return (a,)
    if new is None:
        return ()
    a = replace(a, rule=marked(a.rule, where))
    if a.entity == old.iri:
        a = replace(a, entity=new.iri, entity_label=new.label, entity_class=new.cls)
    if a.value == old.iri:
        a = replace(a, value=new.iri, value_label=new.label)
    return (a,)


def _ledger(ledger: Ledger, observations: Sequence[Observation], lost: Sequence[Unresolved]) -> Ledger:
    """The equation after numbers left the graph: each printed number that no figure holds any more is listed."""
    held = sorted({(o.start, o.end) for o in observations})
    count = end = 0
    for u in sorted((u for u in lost if u.kind == "number"), key=lambda u: (u.start, u.end)):
        if u.start >= end and not any(s < u.end and u.start < e for s, e in held):
            count += 1
            end = u.end
    return replace(ledger, observed=ledger.observed - count, listed=ledger.listed + count)
