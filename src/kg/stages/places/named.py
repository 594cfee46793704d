"""The administrative divisions a sentence names.

A short form (金昌 for 金昌市) is read only where the document's own territory or a well-known prefecture makes it safe;
a name that several divisions share is left out unless it lies in that territory or follows the county it lies in.
"""

from __future__ import annotations

import gzip
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from kg.knowledge import Knowledge
from kg.model import Document, Name, Sentence, Token
from kg.stages.places.gazetteer import COUNTRY, Gazetteer, by_two, gazetteer

CLASS = "AdministrativeDivision"
TOWNSHIPS = "lexicon/townships.tsv.gz"

_JOINED = re.compile(r"[\u3001\u548c\u4e0e\u53ca]")  # a list's mark, and, with, as well as

_ROAD = re.compile(r"[\u81f3\u5230\u2014\uff0d-]")  # to, a dash

# surface → (label, code, where); no code when it depends on the county named before it
Known = dict[str, tuple[str, str, str]]


@lru_cache(maxsize=4)
def _lines(knowledge: Knowledge) -> tuple[str, ...]:
    """The lines of the list of townships, by code."""
    path = knowledge.root / TOWNSHIPS
    return tuple(sorted(gzip.decompress(path.read_bytes()).decode("utf-8").split("\n"))) if path.exists() else ()


@lru_cache(maxsize=8)
def _townships(knowledge: Knowledge, territory: str) -> dict[str, tuple[str, ...]]:
    """Township name → codes within a prefecture or county."""
    found: dict[str, tuple[str, ...]] = {}
    lines = _lines(knowledge) if len(territory) >= 4 else ()
    for at in range(bisect_left(lines, territory), len(lines)):
        code, _, name = lines[at].partition("\t")
        if not code.startswith(territory):
            break
        found[name] = (*found.get(name, ()), code)
    return found


@lru_cache(maxsize=4)
def _everywhere(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Index of the surfaces that any document may use."""
    g = gazetteer(knowledge)
    return by_two([*g.full, *g.short, *g.selves])


@lru_cache(maxsize=8)
def _index(knowledge: Knowledge, territory: str) -> dict[str, tuple[str, ...]]:
    """Surfaces by their first two characters, longest first, in documents about a place of a territory."""
    everywhere, here = _everywhere(knowledge), by_two([*_townships(knowledge, territory)])
    both = {k: tuple(sorted({*v, *everywhere.get(k, ())}, key=lambda s: (-len(s), s))) for k, v in here.items()}
    return everywhere | both


def _inside(codes: tuple[str, ...], *territories: str) -> str:
    """The one code that lies in the narrowest territory that holds any; "" when none or several do."""
    for territory in territories:
        inside = [c for c in codes if territory and c.startswith(territory)]
        if inside:
            return inside[0] if len(inside) == 1 else ""
    return codes[0] if len(codes) == 1 else ""


@lru_cache(maxsize=8)
def _unshared(knowledge: Knowledge) -> Known:
    """Full names that mean one division in every document."""
    g = gazetteer(knowledge)
    return {
        surface: (g.names[codes[0]], codes[0], g.where[codes[0]])
        for surface, codes in g.full.items()
        if len(codes) == 1 and codes[0] != COUNTRY and len(surface) > 2 and surface not in g.near
    }


@lru_cache(maxsize=4)
def _elsewhere(knowledge: Knowledge) -> tuple[tuple[str, ...], Known, dict[str, dict[str, None]]]:
    """Full names of several divisions; what short forms stand for in documents about other provinces; and the short
    forms that mean a division of a province, by its code."""
    g = gazetteer(knowledge)
    shared = tuple(surface for surface in g.full if surface not in _unshared(knowledge))
    known: Known = {}
    within: dict[str, dict[str, None]] = {}
    for surface, codes in g.short.items():
        for province in dict.fromkeys(c[:2] for c in codes):
            within.setdefault(province, {})[surface] = None
        chosen = _well_known(codes, g)
        if chosen and surface not in g.ordinary:
            known[surface] = (g.names[chosen], chosen, g.where[chosen])
    return shared, known, within


def _well_known(codes: tuple[str, ...], g: Gazetteer) -> str:
    """The province or prefecture that a short form means everywhere: 吉林 is the province first."""
    high = [c for level in ("province", "prefecture") for c in codes if g.levels[c] == level]
    return high[0] if high and (len(high) == 1 or len(high[0]) == 2) else ""


@lru_cache(maxsize=8)
def _surfaces(knowledge: Knowledge, code: str) -> tuple[dict[str, tuple[str, ...]], Known]:
    """(index by two characters, what each surface stands for, if anything) in documents about one place."""
    g = gazetteer(knowledge)
    shared, elsewhere, within = _elsewhere(knowledge)
    home = "" if code == COUNTRY else code
    ours = within.get(home[:2], {})
    known = {s: found for s, found in elsewhere.items() if s not in ours} | _unshared(knowledge)
    territories = (home, home[:4], home[:2])
    for surface in shared:
        codes = g.full[surface]
        chosen = _inside(codes, *territories)
        narrow = home[:4] if surface in g.near else home[:2]
        if (len(surface) == 2 or surface in g.near) and not (narrow and chosen.startswith(narrow)):
            continue  # 和县, 成县: too often a word and the next one; 城区, 郊区: said of every city
        if chosen and (chosen != COUNTRY or code == COUNTRY):
            known[surface] = (g.names[chosen], chosen, g.where[chosen])
    for surface in ours:
        codes = g.short[surface]
        near = tuple(c for c in codes if c.startswith(home[:4]) or home.startswith(c))
        if not near and len(codes) == 1:
            near = codes  # a county of the same province that no other shares its short form with
        over = [c for c in near if all(o.startswith(c) for o in near)]  # 承德市 before 承德县, which lies in it
        chosen = (
            (_inside(near, *territories) or (over[0] if over and home in over[0][:2] else ""))
            if near
            else _well_known(codes, g)
        )
        own = home.startswith(chosen) or chosen.startswith(home[:2])
        if chosen and (own or surface not in g.ordinary):
            known.setdefault(surface, (g.names[chosen], chosen, g.where[chosen]))
    for surface, codes in _townships(knowledge, home[:4]).items():
        chosen = _inside(codes, home) if len(codes) > 1 else codes[0]
        known.setdefault(surface, (surface, chosen, TOWNSHIPS))
    for surface, level in g.selves.items():
        owner = _self(code, level, g)
        if owner:
            known[surface] = (g.names[owner], owner, "lexicon/place_words.tsv")
    return _index(knowledge, home[:4]), known


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


def _cut(start: int, end: int, tokens: Sequence[Token], country: str, text: str) -> bool:
    """Whether start:end are parts of words on both sides (隆|重庆|祝), or the rest of one that begins before (复|合肥)."""
    i = bisect_right(tokens, start, key=lambda t: t.start) - 1
    if i < 0 or tokens[i].start == start:
        return False
    if tokens[i].end >= end:
        return not text.startswith(country, tokens[i].start)  # 中国|香港 is a word of the dictionary
    last = bisect_left(tokens, end, key=lambda t: t.end)
    return last < len(tokens) and tokens[last].start < end < tokens[last].end


def _place(start: int, end: int, tokens: Sequence[Token]) -> bool:
    """Whether the dictionary has start:end as a place: what a short form of a county elsewhere must be."""
    i = bisect_left(tokens, start, key=lambda t: t.start)
    return i < len(tokens) and (tokens[i].start, tokens[i].end, tokens[i].tag) == (start, end, "ns")


def _beside(
    text: str, start: int, end: int, found: Sequence[Name], index: dict[str, tuple[str, ...]], g: Gazetteer
) -> bool:
    """Whether a mark or 和 joins start:end to another division: 富民、寻甸."""
    if found and found[-1].end == start - 1 and _JOINED.match(text, start - 1):
        return True
    following = index.get(text[end + 1 : end + 3], ()) if _JOINED.match(text, end) else ()
    return any(s not in g.common and text.startswith(s, end + 1) for s in following)


def endpoint(text: str, start: int, end: int) -> bool:
    """Whether a dash or 至 joins start:end to another place: the end of a road, named for where it leads."""
    return _ROAD.match(text, end) is not None or (start > 0 and _ROAD.match(text, start - 1) is not None)


def find_places(
    sentence: Sentence, document: Document, knowledge: Knowledge, tokens: Sequence[Token] = ()
) -> tuple[Name, ...]:
    """Administrative divisions a sentence names, own territory in other words (全市) included, in text order.

    A town that follows its county also goes by the two together (永昌县焦家庄镇), a village by the whole chain. With the
    `tokens` of the sentence, a short form that words cut through is none.
    """
    g = gazetteer(knowledge)
    index, known = _surfaces(knowledge, document.code)
    towns = _townships(knowledge, document.code[:4]) if document.code != COUNTRY else {}
    text = sentence.text
    found: list[Name] = []
    chain = past = 0  # where the chain of divisions begins that ends at the last one found; what is read already
    size = len(text)
    for i in [i for i in range(size - 1) if text[i : i + 2] in index]:
        if i < past:
            continue
        for surface in index[text[i : i + 2]]:
            if surface not in known or not text.startswith(surface, i) or g.part_of_word(surface, text, i):
                continue
            label, code, where = known[surface]
            end = i + len(surface)
            wider = next((c for c in g.short.get(surface, ()) if len(c) == 2 and len(code) == 4), "")
            if wider and g.rules["visited"].match(text, end):
                label, code = g.names[wider], wider  # 视察吉林重要讲话 in the city's report: the province
            if surface in g.short and end < size and text[end] in g.tails:
                continue  # 中山村 is no part of 中山市
            if surface in g.short and code[:4] != document.code[:4] and g.rules["landform"].match(text, end):
                continue  # 鄂尔多斯盆地 is not in 鄂尔多斯市 alone
            if surface in g.short and g.rules["other"].match(text, end):
                continue  # 崖州湾, 玄武门
            if (surface in g.short or surface in g.selves) and _cut(i, end, tokens, g.names[COUNTRY], text):
                continue
            far = surface in g.short and len(code) == 6 and len(document.code) > 2 and code[:4] != document.code[:4]
            if (
                (far or surface in g.common)
                and not (far and surface not in g.common and _place(i, end, tokens))
                and not _beside(text, i, end, found, index, g)
            ):
                continue
            above = found[-1].code if found and found[-1].end == i else ""
            if not code:  # a town of this name lies in several counties: the one named right before decides
                code = _inside(towns[surface], above) if above else ""
            if not code:
                break
            if surface in g.selves and code != document.code and g.rules["first"].match(text, end):
                break  # 全省率先: the set in which someone is first, not who acts
            chain = chain if above and code.startswith(above) and code != above else i
            aliases = [surface] if surface != label else []
            if chain < i and len(code) == 9:
                aliases.append(text[chain:end])
            found.append(Name(i, end, label, CLASS, where, tuple(aliases), code))
            village = g.rules["village"].match(text, end) if len(code) == 9 else None
            if village:
                also = (text[i : village.end()], *([text[chain : village.end()]] if chain < i else []))
                found.append(Name(end, village.end(), village[0], CLASS, "rules/places.toml", also))
                end = village.end()
            past = end
            break
    return tuple(found)
