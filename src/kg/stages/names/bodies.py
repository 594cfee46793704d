"""Party and state bodies: 省委, 市政府, 国务院; local ones get the name of their place."""

from __future__ import annotations

from kg.model import Document, Name
from kg.stages.names.phrases import Phrases

CLASS = "GovernmentBody"


def bodies(view: Phrases, document: Document) -> list[Name]:
    """Bodies in a sentence; 省委省政府 is two."""
    w = view.words
    found = []
    for m in w.local_body.finditer(view.text):
        if m.start() not in view.edges and not _place_ends(view, m.end("tier")):
            continue
        if not _place_ends(view, m.end("tier")) and _one_of_many(view, m.start()):
            continue
        canonical = w.local[m["body"]]
        place = next((p for p in view.places if p.end == m.end("tier")), None)
        if place and view.text.startswith(view.words.marks["all-of"], place.start):
            continue  # 全市政府: those of its counties too
        start = place.start if place else m.start()
        owner = place.label if place else w.owner(document, m["tier"])
        surface = view.text[start : m.end()]
        if not owner and document.code and w.tiers[m["tier"]] == "county":
            continue  # 县政府 in the report of a province: any county's
        label = (owner or m["tier"]) + canonical
        short = owner + m["body"] if owner else surface
        aliases = tuple(dict.fromkeys(a for a in (surface, short, view.text[m.start() : m.end()]) if a != label))
        found.append(Name(start, m.end(), label, CLASS, "lexicon/name_bodies.tsv", aliases))
    for m in w.central.finditer(view.text):
        if m.end() in view.edges:  # 教育部|门 is no ministry
            found.append(Name(*m.span(), m[0], CLASS, "lexicon/name_bodies.tsv"))
    return found + _zones(view, document)


def _zones(view: Phrases, document: Document) -> list[Name]:
    """The zone of the place the report is about, which it calls by its kind alone: 高新区 is 某市高新区."""
    if len(document.code) < 4:
        return []  # a province has many
    return [
        Name(*m.span(), document.about + m[0], "Place", "rules/names.toml#own-zone", (m[0],))
        for m in view.told("own-zone")
        if not any(p.end == m.start() for p in view.places)
    ]


def _one_of_many(view: Phrases, start: int) -> bool:
    """Whether another tier stands right before: 市县政府, 县、区人民政府 are the governments of all of them."""
    before = view.text[start - 1 : start]
    if before in view.words.joins and start > 1:
        before = view.text[start - 2 : start - 1]
        start -= 1
    return before in view.words.tiers and not _place_ends(view, start)


def _place_ends(view: Phrases, position: int) -> bool:
    return any(p.end == position for p in view.places)
