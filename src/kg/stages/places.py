"""Places: what a report is about, and the administrative divisions its sentences name.

Divisions and codes come from the official list (lexicon/divisions.tsv, townships.tsv.gz). A short form
(金昌 for 金昌市) is read only where the document's own territory or a well-known prefecture makes it safe; a name
that several divisions share is left out unless it lies in that territory.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from kg.knowledge import Knowledge
from kg.model import Document, Name, Sentence

CLASS = "AdministrativeDivision"


@dataclass(frozen=True)
class Gazetteer:
    """The divisions of one ontology folder."""

    names: dict[str, str]  # code → full name
    levels: dict[str, str]  # code → province, prefecture, county, country
    full: dict[str, tuple[str, ...]]  # full name → codes
    short: dict[str, tuple[str, ...]]  # short form → codes
    selves: dict[str, str]  # 全市 → prefecture …
    ordinary: frozenset[str]
    where: dict[str, str]  # code → lexicon line
    rules: dict[str, re.Pattern[str]]
    tails: frozenset[str]  # characters that make a short form the beginning of another name


@lru_cache(maxsize=4)
def gazetteer(knowledge: Knowledge) -> Gazetteer:
    """Compile the divisions; cached per ontology folder."""
    words = knowledge.lexicon("place_words")
    of = {kind: [e["word"] for e in words if e["kind"] == kind] for kind in ("suffix", "people", "ordinary")}
    names, levels, where = {}, {}, {}
    full: dict[str, list[str]] = {}
    short: dict[str, list[str]] = {}
    for e in knowledge.lexicon("divisions"):
        names[e["code"]], levels[e["code"]], where[e["code"]] = e["name"], e["level"], e.where
        full.setdefault(e["name"], []).append(e["code"])
        brief = shorten(e["name"], tuple(of["suffix"]), tuple(of["people"]))
        if len(brief) >= 2 and brief != e["name"]:
            short.setdefault(brief, []).append(e["code"])
    return Gazetteer(
        names, levels, {k: tuple(v) for k, v in full.items()}, {k: tuple(v) for k, v in short.items()},
        {e["word"]: e["level"] for e in words if e["kind"] == "self"}, frozenset(of["ordinary"]), where,
        {rule.name: re.compile(str(rule.body["pattern"])) for rule in knowledge.family("places")},
        frozenset(e["word"] for e in words if e["kind"] == "tail"),
    )  # fmt: skip


def shorten(name: str, suffixes: tuple[str, ...], peoples: tuple[str, ...]) -> str:
    """金昌市 → 金昌, 黔东南苗族侗族自治州 → 黔东南; the name itself when nothing is cut."""
    for suffix in suffixes:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            name = name[: -len(suffix)]
            break
    cut = True
    while cut:
        cut = False
        for people in peoples:
            if name.endswith(people) and len(name) - len(people) >= 2:
                name, cut = name[: -len(people)], True
    return name


def _inside(code: str, territory: str) -> bool:
    return bool(territory) and (territory == "0" or code.startswith(territory))


# ------------------------------------------------------------------------------------------ the document


@lru_cache(maxsize=64)
def document_place(name: str, text: str, knowledge: Knowledge) -> tuple[str, str]:
    """(canonical name, division code) of what a report is about; ("", "") when nothing says so.

    Evidence, weighed: the file name and title, full names in the opening, how often names and short forms occur,
    and which word the text uses of itself (全市, 全省, 全县 …).
    """
    g = gazetteer(knowledge)
    head, body = text[:800], text[:40000]
    selves: Counter[str] = Counter()
    for word, level in g.selves.items():
        selves[level] += body.count(word)
    weights: Counter[str] = Counter()
    for source, factor in ((name, 30.0), (text[:120], 12.0), (head, 6.0), (body, 1.0)):
        for surface, codes, weight in _found(source, g):
            # a shared name counts little for each of its bearers
            for code in codes:
                weights[code] += factor * weight / len(codes)
    direct = {code: weight for code, weight in weights.items() if weight}
    spread = sum(w for c, w in direct.items() if g.levels[c] in ("province", "prefecture") and c != "0")
    ranked = sorted((c for c in direct if c != "0"), key=lambda c: (-direct[c] * _fit(c, selves, g), c))
    best = ranked[0] if ranked else ""
    national = selves["country"] > 2 * (sum(selves.values()) - selves["country"])
    local = sum(selves.values()) - selves["country"]
    if local < 5 and g.rules["national"].search(text[:600]) and (not best or direct[best] < 0.5 * spread):
        return g.names["0"], "0"
    if national and (not best or direct[best] < 0.35 * spread or selves["country"] > 60):
        return g.names["0"], "0"
    if len(best) == 2:
        # a city's report speaks of its province too, but no province's report of one city as much as of itself
        cities = [c for c in ranked if c.startswith(best) and g.levels[c] == "prefecture"]
        if cities and direct[cities[0]] > 0.75 * direct[best]:
            best = cities[0]
    if not best or direct[best] < 3:
        return "", ""
    return g.names[best], best


def _fit(code: str, selves: Counter[str], g: Gazetteer) -> float:
    """How well a division's level fits the words a text uses of itself: 1 to 3."""
    own = "prefecture" if g.levels[code] == "province" and len(g.names[code]) == 3 and len(code) == 2 else g.levels[code]
    of = {"province": ("province", "district"), "prefecture": ("prefecture",), "county": ("county", "district", "prefecture")}
    total = sum(v for k, v in selves.items() if k != "country") or 1
    return 1.0 + 2.0 * sum(selves[level] for level in of.get(own, ())) / total * (0.5 if own == "county" else 1.0)


def _found(text: str, g: Gazetteer) -> list[tuple[str, tuple[str, ...], float]]:
    """Every division name in a text with its codes and weight: full names 3, short forms 1."""
    found, i, size = [], 0, len(text)
    index = _index(tuple(g.full), tuple(g.short))
    spelled: dict[str, bool] = {}
    while i < size - 1:
        for surface in index.get(text[i : i + 2], ()):
            if text.startswith(surface, i):
                codes = g.full.get(surface)
                if codes:
                    found.append((surface, codes, 3.0))
                else:
                    known = tuple(c for c in g.short[surface] if g.levels[c] != "county") or g.short[surface]
                    if surface in g.ordinary or g.levels[known[0]] == "county":
                        # 资源, 共和, 安康 are words first: they count where the text spells the division out
                        if surface not in spelled:
                            spelled[surface] = any(g.names[c] in text for c in known)
                        if not spelled[surface]:
                            break
                    found.append((surface, known, 1.0 if g.levels[known[0]] != "county" else 0.3))
                i += len(surface) - 1
                break
        i += 1
    return found


@lru_cache(maxsize=8)
def _index(*groups: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    by: dict[str, list[str]] = {}
    for group in groups:
        for surface in group:
            by.setdefault(surface[:2], []).append(surface)
    return {k: tuple(sorted(set(v), key=lambda s: (-len(s), s))) for k, v in by.items()}


def _years(text: str, pattern: re.Pattern[str]) -> list[int]:
    found = []
    for m in pattern.finditer(text):
        value = next((v for k, v in sorted(m.groupdict().items()) if v), "")
        digits = "".join(str("〇一二三四五六七八九".find(c)) if c in "〇一二三四五六七八九" else "0" if c in "零○O" else c for c in value)
        if digits.isdigit():
            found.append(int(digits))
    return found


def document_year(name: str, text: str, knowledge: Knowledge) -> int | None:
    """The year a report reports on; None when nothing says so.

    A work report read early in a year, or titled with it, reports on the year before; a communiqué or a review
    on the year in its title.
    """
    g = gazetteer(knowledge)
    opening = text[:1500]
    titled = _years(name + "\n" + opening, g.rules["year.titled"])
    genre = document_genre(text, knowledge)
    if genre == "work-report":
        past = Counter(_years(text[:6000], g.rules["year.past"]))
        report = _years(name + "\n" + text[:400], g.rules["year.report"])
        spoken = document_published(text[:1200], knowledge)
        if spoken and int(spoken[5:7]) <= 7 and int(spoken[:4]) - 1 in (*past, *titled):
            return int(spoken[:4]) - 1
        if report and report[0] - 1 in past:
            return report[0] - 1
        if past:
            return past.most_common(1)[0][0]
        if spoken:
            return int(spoken[:4]) - (1 if int(spoken[5:7]) <= 7 else 0)
        if report:
            return report[0] - 1
    if titled:
        return titled[0]
    years = Counter(int(y) for y in re.findall(r"(20[0-4]\d)\s*年", text[:20000]))
    return years.most_common(1)[0][0] if years else None


def document_title(text: str, knowledge: Knowledge) -> str:
    """The first line that reads like a title."""
    del knowledge
    for line in text.splitlines()[:30]:
        bare = re.sub(r"[#*_>\s\u3000]+", " ", line).strip()
        if len(bare) >= 4 and any("\u4e00" <= c <= "\u9fff" for c in bare):
            return bare[:120]
    return ""


def document_published(text: str, knowledge: Knowledge) -> str:
    """ISO date of the first full date in the opening; "" when there is none."""
    m = gazetteer(knowledge).rules["published"].search(text[:1500])
    return f"{m['y']}-{int(m['m']):02}-{int(m['d']):02}" if m else ""


def document_genre(text: str, knowledge: Knowledge) -> str:
    """work-report, communique or plan by what the opening says of itself; "" otherwise."""
    rules = gazetteer(knowledge).rules
    for genre in ("communique", "work-report", "plan"):
        if rules[f"genre.{genre}"].search(text[:600]):
            return genre
    return ""


# ------------------------------------------------------------------------------------------ sentences


@lru_cache(maxsize=8)
def _townships(knowledge: Knowledge, territory: str) -> dict[str, str]:
    """Township name → code within a prefecture or county; names used twice there are left out."""
    path = knowledge.root / "lexicon" / "townships.tsv.gz"
    if len(territory) < 4 or not path.exists():
        return {}
    found: dict[str, str] = {}
    twice = set()
    for line in gzip.decompress(path.read_bytes()).decode("utf-8").split("\n"):
        if line.startswith(territory):
            code, _, name = line.partition("\t")
            if name in found:
                twice.add(name)
            found[name] = code
    return {name: code for name, code in found.items() if name not in twice}


@lru_cache(maxsize=8)
def _surfaces(knowledge: Knowledge, code: str) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, str, str]]]:
    """(index by two characters, surface → (label, code, where)) for documents about one place."""
    g = gazetteer(knowledge)
    known: dict[str, tuple[str, str, str]] = {}
    province = code[:2] if code != "0" else ""

    def best(codes: tuple[str, ...]) -> str:
        for territory in (code, code[:4], province):
            inside = [c for c in codes if territory and c.startswith(territory)]
            if len(inside) == 1:
                return inside[0]
        return codes[0] if len(codes) == 1 else ""

    for surface, codes in g.full.items():
        chosen = best(codes)
        if len(surface) == 2 and not _inside(chosen, province):
            continue  # 和县, 成县: too often a word and the next one
        if chosen and chosen != "0" or code == "0" and "0" in codes:
            chosen = chosen or "0"
            known[surface] = (g.names[chosen], chosen, g.where[chosen])
    for surface, codes in g.short.items():
        high = tuple(c for c in codes if g.levels[c] != "county")
        near = tuple(c for c in codes if _inside(c, code) and code != "0" or code.startswith(c))
        chosen = best(near) if near else (high[0] if len(high) == 1 and surface not in g.ordinary else "")
        if chosen and (surface not in g.ordinary or code.startswith(chosen)):
            known.setdefault(surface, (g.names[chosen], chosen, g.where[chosen]))
    for surface, township in _townships(knowledge, code).items():
        known.setdefault(surface, (surface, township, "lexicon/townships.tsv.gz"))
    for surface, level in g.selves.items():
        owner = _self(code, level, g)
        if owner:
            known[surface] = (g.names[owner], owner, "lexicon/place_words.tsv")
    return _index(tuple(known)), known


def _self(code: str, level: str, g: Gazetteer) -> str:
    """The division 全市, 全省 … mean in a document about `code`."""
    if not code:
        return ""
    if level == "country":
        return "0" if code == "0" else ""
    if level == "province":
        return code[:2] if code != "0" else ""
    if level == "district":
        return code if g.levels.get(code) == "county" or len(code) == 2 else ""
    if level == "county":
        return code if g.levels.get(code) == "county" else ""
    if len(code) == 6:
        own = g.names[code]
        return code if own.endswith(next(iter(g.selves))[1]) else code[:4] if code[:4] in g.names else code[:2]
    return code


def find_places(sentence: Sentence, document: Document, knowledge: Knowledge) -> tuple[Name, ...]:
    """Administrative divisions a sentence names, own territory in other words (全市) included, in text order."""
    g = gazetteer(knowledge)
    index, known = _surfaces(knowledge, document.code)
    text, found, i = sentence.text, [], 0
    size = len(text)
    while i < size - 1:
        for surface in index.get(text[i : i + 2], ()):
            if text.startswith(surface, i):
                label, code, where = known[surface]
                if surface != label and text[i + len(surface) : i + len(surface) + 1] in g.tails:
                    continue  # 中山村 is no part of 中山市
                aliases = (surface,) if surface != label else ()
                found.append(Name(i, i + len(surface), label, CLASS, where, aliases, code))
                i += len(surface) - 1
                break
        i += 1
    return (*found, *_villages(text, found, g))


def _villages(text: str, found: list[Name], g: Gazetteer) -> list[Name]:
    """Villages named right after the town or county they lie in: 某镇某村."""
    villages = []
    for name in found:
        m = g.rules["village"].match(text, name.end)
        if m and len(name.code) >= 6:
            villages.append(Name(name.end, m.end(), m[0], CLASS, "rules/places.toml", (text[name.start : m.end()],)))
    return villages
