"""The network view: one page that works from a file, with no network and no script but its own.

pyvis' Network carries the nodes and edges of the first picture; our own template replaces pyvis' page (which loads
from CDNs, runs markup in titles and takes 26 s to settle 300 nodes). Positions are computed here, physics is off.
Drawn are the most interesting; everything else lies in the page as compact JSON, found by search and by expanding.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.exits.view import facts, glance, page
from kg.exits.view.focus import LIMIT, focused, limited
from kg.knowledge import Knowledge
from kg.model import DocumentFacts

__all__ = ["LIMIT", "render"]


def render(
    documents: Sequence[DocumentFacts], knowledge: Knowledge, focus: str = "", depth: int = 1, limit: int = LIMIT
) -> bytes:
    """The page as UTF-8 bytes; the same bytes for the same facts.

    `focus` names an entity: the page holds it and what is within `depth` relations of it. A graph of more than
    `limit` entities is cut to the most interesting ones, and the page says so. Raises InputError when no entity has
    the name.
    """
    if focus:
        documents = focused(documents, focus, depth)
    documents, left_out = limited(documents, limit)
    payload = facts.payload(documents, knowledge)
    payload["focus"], payload["depth"], payload["left"] = focus, depth, left_out
    glance.arrange(payload)
    return page.write(payload, [facts.texts(d, payload) for d in documents])
