"""Party and state bodies: 省委, 市政府, 国务院; local ones get the name of their place."""

from __future__ import annotations

import re

from kg.model import Document, Name
from kg.stages.names.phrases import Phrases

CLASS = "GovernmentBody"


def bodies(view: Phrases, document: Document) -> list[Name]:
    """Bodies in a sentence; 省委省政府 is two."""
    w = view.words
    found = []
    endings = "|".join(re.escape(word) for word, _ in sorted(w.local, key=lambda p: -len(p[0])))
    tiers = "".join(sorted(w.tiers))
    for m in re.finditer(rf"(?P<tier>[{tiers}])(?P<body>{endings})", view.text):
        if m.start() not in view.edges and not _place_ends(view, m.start() + 1):
            continue
        canonical = dict(w.local)[m["body"]]
        place = next((p for p in view.places if p.end == m.start() + 1), None)
        start = place.start if place else m.start()
        owner = place.label if place else w.owner(document, m["tier"])
        surface = view.text[start : m.end()]
        label = owner + canonical if owner else surface
        short = owner + m["body"] if owner else surface
        aliases = tuple(dict.fromkeys(a for a in (surface, short, view.text[m.start() : m.end()]) if a != label))
        found.append(Name(start, m.end(), label, CLASS, "lexicon/name_bodies.tsv", aliases))
    for body in w.central:
        at = view.text.find(body)
        while at >= 0:
            found.append(Name(at, at + len(body), body, CLASS, "lexicon/name_bodies.tsv"))
            at = view.text.find(body, at + len(body))
    return found


def _place_ends(view: Phrases, position: int) -> bool:
    return any(p.end == position for p in view.places)
