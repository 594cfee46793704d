"""Part of a graph: around one entity, or the most interesting of too many."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg.errors import InputError
from kg.model import DocumentFacts

LIMIT = 100_000  # entities that one page holds and stays usable with


def focused(documents: Sequence[DocumentFacts], name: str, depth: int) -> list[DocumentFacts]:
    """What lies within `depth` relations of the entities of this name. Raises InputError when there is none."""
    near = {e.iri for d in documents for e in d.entities if name == e.label or name in e.aliases}
    if not near:
        close = sorted({e.label for d in documents for e in d.entities if name in e.label}, key=lambda c: (len(c), c))
        hint = f"; close to it: {', '.join(close[:5])}" if close else ""
        raise InputError(f"--focus {name}: no entity of the graph has this name{hint}")
    next_to = defaultdict(set)
    for d in documents:
        for r in d.relations:
            next_to[r.subject].add(r.object)
            next_to[r.object].add(r.subject)
    edge = set(near)
    for _ in range(depth):
        edge = {o for node in edge for o in next_to[node]} - near
        near |= edge
    return _only(documents, near)


def limited(documents: Sequence[DocumentFacts], limit: int) -> tuple[Sequence[DocumentFacts], int]:
    """The most connected entities, at most `limit`, and how many were left out."""
    weight: Counter[str] = Counter()
    for d in documents:
        for e in d.entities:
            weight[e.iri] += 0
        for r in d.relations:
            weight[r.subject] += 2
            weight[r.object] += 2
        for o in d.observations:
            weight[o.subject] += 2
    if len(weight) <= limit:
        return documents, 0
    best = sorted(weight, key=lambda node: (-weight[node], node))[:limit]
    return _only(documents, set(best)), len(weight) - limit


def _only(documents: Sequence[DocumentFacts], kept: set[str]) -> list[DocumentFacts]:
    parts = []
    for d in documents:
        observations = tuple(o for o in d.observations if o.subject in kept)
        figures = {o.observation for o in observations}
        part = replace(
            d,
            entities=tuple(e for e in d.entities if e.iri in kept),
            observations=observations,
            relations=tuple(r for r in d.relations if r.subject in kept and r.object in kept),
            attributes=tuple(a for a in d.attributes if a.entity in kept or a.entity in figures),
        )
        if part.entities:
            parts.append(part)
    return parts
