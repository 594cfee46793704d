"""Corrections → facts: each line finds what it speaks of, in all documents, and changes it there; or says why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from kg import iri
from kg.classes import members
from kg.knowledge import Knowledge
from kg.model import DocumentFacts, Entity, Relation, Unresolved
from kg.stages.correct.lines import ALL, Correction, iri_like
from kg.stages.correct.rewrite import DROPPED, Joins, first, inside, listed, marked, rewrite, together

Scope = Callable[[str, str, str], str]  # (label, class, home) → whose a name is


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A correction that changed nothing, and why."""

    where: str  # corrections.tsv:12
    action: str
    name: str
    target: str
    reason: str


def apply(
    documents: Sequence[DocumentFacts],
    corrections: Sequence[Correction],
    knowledge: Knowledge,
    scope: Scope,
    fold: Callable[[str], str] = str,
) -> tuple[tuple[DocumentFacts, ...], tuple[Unmatched, ...]]:
    """The facts of all documents after all corrections, and those that changed nothing.

    `scope` says whose a new name is; `fold` writes a name as documents are read (simplified, half width).
    """
    joins = {
        e["predicate"]: (members(e["domain"]), members(e["range"])) for e in knowledge.lexicon("relation_predicates")
    }
    book = _Book(list(documents), joins, scope, fold)
    unmatched = []
    for c in corrections:
        reason = book.act(c)
        if reason:
            unmatched.append(Unmatched(c.where, c.action, c.name, c.target, reason))
    return tuple(book.documents), tuple(unmatched)


Found = dict[str, list[tuple[int, Entity]]]  # IRI → (document, its record of it)


class _Book:
    def __init__(self, documents: list[DocumentFacts], joins: Joins, scope: Scope, fold: Callable[[str], str]) -> None:
        self.documents, self.joins, self.scope, self.fold = documents, joins, scope, fold
        self.index: dict[str, set[int]] = {}
        for i in range(len(documents)):
            self._note(i)

    def _note(self, i: int) -> None:
        for e in self.documents[i].entities:
            for name in (e.iri, *map(iri.key, (e.label, *e.aliases))):
                self.index.setdefault(name, set()).add(i)

    def _put(self, i: int, facts: DocumentFacts) -> None:
        self.documents[i] = facts
        self._note(i)

    def key(self, name: str) -> str:
        """A name as it is compared: of one width and script, without quotes; an IRI as it is."""
        if iri_like(name):
            return name.replace("rkgi:", iri.PREFIXES["rkgi"], 1) if name.startswith("rkgi:") else name
        return iri.key(self.fold(name))

    def find(self, name: str, cls: str = "", scope: str = "") -> Found:
        """Things of a name: those labelled so, else those that have it as another form."""
        key = self.key(name)
        found: tuple[Found, Found] = ({}, {})
        for i in sorted(self.index.get(key, ())):
            for e in self.documents[i].entities:
                labelled = key in (e.iri, iri.key(e.label))
                if (cls and e.cls != cls) or (scope not in ("", ALL) and (e.code or e.scope) != scope):
                    continue
                if labelled or any(iri.key(a) == key for a in e.aliases):
                    found[not labelled].setdefault(e.iri, []).append((i, e))
        return found[0] or found[1]

    def act(self, c: Correction) -> str:
        """Apply one correction; why it changed nothing, "" when it did."""
        relation = c.cls in self.joins
        actions: dict[str, Callable[[Correction], str]] = {
            "same-as": self._same, "different-from": self._apart, "rename": self._rename, "retype": self._retype,
            "drop": self._drop_relation if relation else self._drop, "add": self._add_relation if relation else self._add,
        }  # fmt: skip
        return actions[c.action](c)

    # ------------------------------------------------------------------------------ things

    def _become(self, found: Found, turned: Callable[[int, Entity], Entity], where: str) -> str:
        """Every thing found becomes what `turned` makes of it."""
        done = 0
        for places in found.values():
            for i, e in places:
                new = turned(i, e)
                if new.iri == e.iri and new.label == e.label:
                    continue
                here = next(x for x in self.documents[i].entities if x.iri == e.iri)
                kept = () if new.iri == e.iri else ((e.iri, e.label, e.cls),)
                former = tuple(f for f in dict.fromkeys((*here.former, *kept)) if f[0] != new.iri)
                aliases = tuple(a for a in dict.fromkeys((here.label, *here.aliases)) if a != new.label)
                new = replace(
                    new, aliases=aliases, mentions=here.mentions, rule=marked(here.rule, where), former=former
                )
                self._put(i, rewrite(self.documents[i], here, new, where, self.joins))
                done += 1
        return "" if done else "so-already"

    def _same(self, c: Correction) -> str:
        found, targets = self.find(c.name, c.cls, c.scope), self.find(c.target, c.cls if c.cls else "")
        targets = targets or self.find(c.target)
        found = {node: places for node, places in found.items() if node not in targets}
        if not found or not targets:
            return "no-such-target" if found else ("so-already" if self.find(c.name) and targets else "no-such-name")
        if len(targets) > 1:
            near = {node: places for node, places in targets.items() if places[0][1].scope == c.scope}
            targets = near if len(near) == 1 else targets
        if len(targets) > 1 or (len(found) > 1 and c.scope != ALL):
            return "several-targets" if len(targets) > 1 else "several-names"
        if any(e.code for places in found.values() for _, e in places):
            return "official"
        (target,) = (places[0][1] for places in targets.values())
        return self._become(found, lambda i, e: replace(target, mentions=()), c.where)

    def _rename(self, c: Correction) -> str:
        def turned(i: int, e: Entity) -> Entity:
            if e.code:
                return e
            whose = self.scope(c.target, e.cls, self.documents[i].document.code)
            return replace(e, iri=iri.entity(e.cls, whose, c.target), label=c.target, scope=whose)

        found = self.find(c.name, c.cls, c.scope)
        if found and all(e.code for places in found.values() for _, e in places):
            return "official"
        return self._become(found, turned, c.where) if found else "no-such-name"

    def _retype(self, c: Correction) -> str:
        def turned(i: int, e: Entity) -> Entity:
            if e.code or e.cls == c.target:
                return e
            whose = self.scope(e.label, c.target, self.documents[i].document.code)
            node = iri.entity(c.target, whose, e.label)
            # a label that is the same says nothing of what changed: the IRI does
            return replace(e, iri=node, cls=c.target, scope=whose)

        found = self.find(c.name, c.cls, c.scope)
        if found and all(e.code for places in found.values() for _, e in places):
            return "official"
        return self._become(found, turned, c.where) if found else "no-such-name"

    def _drop(self, c: Correction) -> str:
        found = self.find(c.name, c.cls, c.scope)
        done = 0
        for places in found.values():
            for i, e in places:
                if e.label == self.documents[i].document.about:
                    continue  # what a report is about stays: its figures are of it
                self._put(i, rewrite(self.documents[i], e, None, c.where, self.joins))
                done += 1
        return "" if done else ("own-place" if found else "no-such-name")

    def _apart(self, c: Correction) -> str:
        """Mentions in the one form leave the thing they were merged into, with the facts that only they are in."""
        key, targets = self.key(c.name), self.find(c.target, c.cls, c.scope)
        done = 0
        for places in targets.values():
            for i, e in places:
                text = self.documents[i].document.text
                own = tuple(m for m in e.mentions if self.key(text[m[1] : m[2]]) == key)
                if not own or key == iri.key(e.label):
                    continue
                self._put(i, self._split(self.documents[i], e, own, c))
                done += 1
        if done:
            return ""
        return "so-already" if targets and self.find(c.name) else ("no-such-name" if targets else "no-such-target")

    def _split(
        self, facts: DocumentFacts, e: Entity, own: tuple[tuple[str, int, int], ...], c: Correction
    ) -> DocumentFacts:
        key = self.key(c.name)
        rest = tuple(m for m in e.mentions if m not in own)
        cls = next((f[2] for f in e.former if iri.key(f[1]) == key), e.cls)
        whose = self.scope(c.name, cls, facts.document.code)
        new = Entity(iri.entity(cls, whose, c.name), c.name, cls, (), own, marked(e.rule, c.where), "", whose)

        def chosen(start: int, end: int) -> bool:
            within = partial(inside, start=start, end=end)
            return any(map(within, own)) and not any(map(within, rest))

        facts = rewrite(facts, e, new, c.where, self.joins, chosen)
        spoken = {x for r in facts.relations for x in (r.subject, r.object)} | {o.subject for o in facts.observations}
        spoken |= {x for a in facts.attributes for x in (a.entity, a.value)}
        if not rest and e.iri not in spoken:
            return facts
        left = replace(
            e,
            aliases=tuple(a for a in e.aliases if iri.key(a) != key),
            mentions=rest,
            former=tuple(f for f in e.former if f[0] != new.iri and iri.key(f[1]) != key),
            rule=marked(e.rule, c.where),
        )
        return replace(facts, entities=tuple(sorted((*facts.entities, left), key=first)))

    def _add(self, c: Correction) -> str:
        done = there = 0
        for i, facts in enumerate(self.documents):
            text = facts.document.text
            spans = tuple((facts.document.id, m.start(), m.end()) for m in re.finditer(re.escape(c.name), text))
            if not spans:
                continue
            whose = c.scope or self.scope(c.name, c.cls, facts.document.code)
            node = iri.entity(c.cls, whose, c.name)
            known = {e.iri: e for e in facts.entities}
            if node in known and set(spans) <= set(known[node].mentions):
                there += 1
                continue
            new = Entity(node, c.name, c.cls, (), spans, c.where, "", whose)
            if node in known:
                old = known.pop(node)
                new = replace(old, mentions=tuple(sorted({*old.mentions, *spans})), rule=marked(old.rule, c.where))
            self._put(i, replace(facts, entities=tuple(sorted((*known.values(), new), key=first))))
            done += 1
        return "" if done else ("so-already" if there else "not-printed")

    # ------------------------------------------------------------------------------ relations

    def _ends(self, c: Correction) -> Iterator[tuple[int, Entity, Entity]]:
        """Documents that name both ends of a relation."""
        subjects, objects = self.find(c.name, scope=c.scope), self.find(c.target)
        for i, s in sorted((p for places in subjects.values() for p in places), key=lambda p: (p[0], p[1].iri)):
            for j, o in sorted((p for places in objects.values() for p in places), key=lambda p: (p[0], p[1].iri)):
                if i == j and s.iri != o.iri:
                    yield i, s, o

    def _drop_relation(self, c: Correction) -> str:
        done = 0
        for i, s, o in list(self._ends(c)):
            facts = self.documents[i]
            gone = [
                r for r in facts.relations
                if (r.subject, r.predicate, r.object) == (s.iri, c.cls, o.iri) and r.document
            ]  # fmt: skip
            lost = [Unresolved(r.document, r.start, r.end, r.quote, "statement", DROPPED, r.quote) for r in gone]
            if gone:
                kept = tuple(r for r in facts.relations if r not in gone)
                year = f"{facts.document.year:04}" if facts.document.year else ""
                node = iri.recognition(s.iri, o.iri, year) if c.cls == "recognizedAs" else ""
                said = tuple(a for a in facts.attributes if a.entity != node)
                unresolved = listed((*facts.unresolved, *lost))
                self._put(i, replace(facts, relations=kept, attributes=said, unresolved=unresolved))
                done += 1
        return "" if done else "no-such-relation"

    def _add_relation(self, c: Correction) -> str:
        done, why = 0, "no-such-name"
        for i, s, o in list(self._ends(c)):
            facts = self.documents[i]
            subjects, objects = self.joins[c.cls]
            if s.cls not in subjects or o.cls not in objects:
                why = "class-of-end"
                continue
            span = together(facts.document.text, s, o)
            if span is None:
                why = "never-together"
                continue
            text = facts.document.text
            said = Relation(
                s.iri, s.label, s.cls, c.cls, o.iri, o.label, o.cls, "achieved", facts.document.id, *span,
                text[slice(*span)], f"add @ {c.where}",
            )  # fmt: skip
            if any((r.subject, r.predicate, r.object) == (s.iri, c.cls, o.iri) for r in facts.relations):
                why = "so-already"
                continue
            self._put(i, replace(facts, relations=(*facts.relations, said)))
            done += 1
        return "" if done else why
