"""Parts of one document's facts → the whole: a long text is read in parts, so that only its facts are held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from kg.model import DocumentFacts, Entity, Ledger, Relation

LEVELS = (9, 6, 4, 2, 1)  # digits of the codes of divisions above


def whole(pieces: Sequence[DocumentFacts]) -> DocumentFacts:
    """One document's facts from those of its parts, in text order: a thing named in two parts is one entity.

    Adds which of the places named lie in which other, by their official codes. `pieces` is not empty.
    """
    entities: dict[str, Entity] = {}
    for e in chain.from_iterable(p.entities for p in pieces):
        entities[e.iri] = _joined(entities[e.iri], e) if e.iri in entities else e
    ordered = tuple(sorted(entities.values(), key=_first))
    sums = (sum(getattr(p.ledger, key) for p in pieces) for key in ("seen", "observed", "named", "dated", "listed"))
    return replace(
        pieces[0],
        sentences=sum(p.sentences for p in pieces),
        entities=ordered,
        observations=tuple(chain.from_iterable(p.observations for p in pieces)),
        relations=(*chain.from_iterable(p.relations for p in pieces), *_territory(ordered)),
        unresolved=tuple(chain.from_iterable(p.unresolved for p in pieces)),
        ledger=Ledger(*sums),
        sections=tuple(chain.from_iterable(p.sections for p in pieces)),
        attributes=tuple(chain.from_iterable(p.attributes for p in pieces)),
    )


def _first(entity: Entity) -> tuple[int, str]:
    return (entity.mentions[0][1] if entity.mentions else -1, entity.iri)


def _joined(one: Entity, other: Entity) -> Entity:
    return replace(
        one,
        aliases=tuple(a for a in dict.fromkeys((*one.aliases, other.label, *other.aliases)) if a != one.label),
        mentions=tuple(sorted({*one.mentions, *other.mentions})),
        former=tuple(dict.fromkeys((*one.former, *other.former))),
    )


def _territory(entities: Sequence[Entity]) -> Iterator[Relation]:
    """Which of the places named lie in which other."""
    placed = {e.code: e for e in entities if e.code}
    for code in sorted(placed):
        above = ("0" if size == 1 else code[:size] for size in LEVELS)
        parent = next((p for p in above if p in placed and p != code and len(p) < len(code)), None)
        if parent is not None:
            a, b = placed[code], placed[parent]
            yield Relation(
                a.iri, a.label, a.cls, "within", b.iri, b.label, b.cls, "achieved", "", -1, -1, "", "gazetteer"
            )
