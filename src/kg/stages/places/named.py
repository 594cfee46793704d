"""The administrative divisions a sentence names.

A short form (金昌 for 金昌市) is read only where the document's own territory or a well-known prefecture makes it safe;
a name that several divisions share is left out unless it lies in that territory or follows the county it lies in.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from kg.knowledge import Knowledge
from kg.model import Document, Name, Sentence
from kg.stages.places.gazetteer import COUNTRY, Gazetteer, by_two, gazetteer

CLASS = "AdministrativeDivision"
TOWNSHIPS = "lexicon/townships.tsv.gz"

# surface → (label, code, where); no code when it depends on the county named before it
Known = dict[str, tuple[str, str, str]]


@lru_cache(maxsize=8)
def _townships(knowledge: Knowledge, territory: str) -> dict[str, tuple[str, ...]]:
    """Township name → codes within a prefecture or county."""
    path = knowledge.root / TOWNSHIPS
    if len(territory) < 4 or not path.exists():
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for line in gzip.decompress(path.read_bytes()).decode("utf-8").split("\n"):
        if line.startswith(territory):
            code, _, name = line.partition("\t")
            found[name] = (*found.get(name, ()), code)
    return found


def _inside(codes: tuple[str, ...], *territories: str) -> str:
    """The one code that lies in the narrowest territory that holds any; "" when none or several do."""
    for territory in territories:
        inside = [c for c in codes if territory and c.startswith(territory)]
        if inside:
            return inside[0] if len(inside) == 1 else ""
    return codes[0] if len(codes) == 1 else ""


@lru_cache(maxsize=8)
def _surfaces(knowledge: Knowledge, code: str) -> tuple[dict[str, tuple[str, ...]], Known]:
    """(index by two characters, what each surface stands for) in documents about one place."""
    g = gazetteer(knowledge)
    known: Known = {}
    home = "" if code == COUNTRY else code
    territories = (home, home[:4], home[:2])
    for surface, codes in g.full.items():
        chosen = _inside(codes, *territories)
        narrow = home[:4] if surface in g.near else home[:2]
        if (len(surface) == 2 or surface in g.near) and not (narrow and chosen.startswith(narrow)):
            continue  # 和县, 成县: too often a word and the next one; 城区, 郊区: said of every city
        if chosen and (chosen != COUNTRY or code == COUNTRY):
            known[surface] = (g.names[chosen], chosen, g.where[chosen])
    for surface, codes in g.short.items():
        near = tuple(c for c in codes if home and (c.startswith(home[:4]) or home.startswith(c)))
        high = [c for level in ("province", "prefecture") for c in codes if g.levels[c] == level]
        well_known = high[0] if high and (len(high) == 1 or len(high[0]) == 2) else ""  # 吉林 is the province first
        chosen = _inside(near, *territories) if near else well_known
        own = home.startswith(chosen) or (len(home) == 4 and chosen.startswith(home))
        if chosen and (own or surface not in g.ordinary):
            known.setdefault(surface, (g.names[chosen], chosen, g.where[chosen]))
    for surface, codes in _townships(knowledge, home[:4]).items():
        chosen = _inside(codes, home) if len(codes) > 1 else codes[0]
        known.setdefault(surface, (surface, chosen, TOWNSHIPS))
    for surface, level in g.selves.items():
        owner = _self(code, level, g)
        if owner:
            known[surface] = (g.names[owner], owner, "lexicon/place_words.tsv")
    return by_two([*known]), known


def _self(code: str, level: str, g: Gazetteer) -> str:
    """The division 全市, 全省 … mean in a document about `code`; "" when they mean none of its own."""
    if level == "country":
        return COUNTRY if code == COUNTRY else ""
    if not code or code == COUNTRY:
        return ""
    if level == "province":
        return code[:2]
    county = g.levels.get(code) == "county"
    if level == "district":
        return code if county or len(code) == 2 else ""
    if level == "county":
        return code if county else ""
    if county and not g.names[code].endswith(next(iter(g.selves))[1]):
        return code[:4] if code[:4] in g.names else code[:2]
    return code


def find_places(sentence: Sentence, document: Document, knowledge: Knowledge) -> tuple[Name, ...]:
    """Administrative divisions a sentence names, own territory in other words (全市) included, in text order."""
    g = gazetteer(knowledge)
    index, known = _surfaces(knowledge, document.code)
    towns = _townships(knowledge, document.code[:4]) if document.code != COUNTRY else {}
    text = sentence.text
    found: list[Name] = []
    i, size = 0, len(text)
    while i < size - 1:
        for surface in index.get(text[i : i + 2], ()):
            if not text.startswith(surface, i) or g.part_of_word(surface, text, i):
                continue
            label, code, where = known[surface]
            end = i + len(surface)
            if surface in g.short and end < size and text[end] in g.tails:
                continue  # 中山村 is no part of 中山市
            if not code:  # a town of this name lies in several counties: the one named right before decides
                county = found[-1].code if found and found[-1].end == i else ""
                code = _inside(towns[surface], county) if county else ""
                if not code:
                    break
            found.append(Name(i, end, label, CLASS, where, (surface,) if surface != label else (), code))
            i = end - 1
            break
        i += 1
    return tuple(sorted((*found, *_villages(text, found, g)), key=lambda n: n.start))


def _villages(text: str, found: list[Name], g: Gazetteer) -> list[Name]:
    """Villages and communities named right after the town they lie in: 某镇某村."""
    villages = []
    for name in found:
        m = g.rules["village"].match(text, name.end) if len(name.code) == 9 else None
        if m:
            villages.append(Name(name.end, m.end(), m[0], CLASS, "rules/places.toml", (text[name.start : m.end()],)))
    return villages
