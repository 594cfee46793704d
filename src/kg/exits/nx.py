"""Facts → networkx: entities and their plain relations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.iri import called
from kg.model import DocumentFacts

if TYPE_CHECKING:
    import networkx


def network(documents: Iterable[DocumentFacts]) -> networkx.MultiDiGraph:
    """A MultiDiGraph: nodes are entity IRIs (label, cls, mentions), edges relations (key = predicate; status, quotes).

    The same relation stated twice is one edge with two quotes.
    """
    import networkx

    graph = networkx.MultiDiGraph()
    for facts in documents:
        for e in facts.entities:
            old = graph.nodes[e.iri]["mentions"] if e.iri in graph else 0
            graph.add_node(e.iri, label=called(e.label), cls=e.cls, mentions=old + len(e.mentions))
        for r in facts.relations:
            if graph.has_edge(r.subject, r.object, r.predicate):
                graph.edges[r.subject, r.object, r.predicate]["quotes"] += (r.quote,)
            else:
                graph.add_edge(
                    r.subject, r.object, r.predicate, predicate=r.predicate, status=r.status, quotes=(r.quote,)
                )
    return graph
