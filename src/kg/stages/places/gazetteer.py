"""The divisions of an ontology folder, compiled once: full names, short forms, former names.

Divisions and codes come from the official list (lexicon/divisions.tsv); names that older reports print and that have
since been replaced come from lexicon/place_former.tsv and stand for the division of today.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.knowledge import Knowledge

COUNTRY = "0"


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """What divisions are called. A code's digits say what it lies in: 6203 in 62. Compared by identity, for caches."""

    names: dict[str, str]  # code → full name
    levels: dict[str, str]  # code → province, prefecture, county, country
    full: dict[str, tuple[str, ...]]  # full name → codes
    short: dict[str, tuple[str, ...]]  # short form → codes
    selves: dict[str, str]  # 全市 → prefecture …
    speakers: dict[str, str]  # 省 → province …: whose government speaks
    ordinary: frozenset[str]  # short forms that are words first
    common: frozenset[str]  # short forms of counties that every report uses as a word
    near: frozenset[str]  # full names read only in their own prefecture
    tails: frozenset[str]  # characters that make a short form the beginning of another name
    before: dict[str, str]  # surface → characters before it that make it part of another word
    after: dict[str, str]  # surface → characters after it that do
    where: dict[str, str]  # code → lexicon line
    rules: dict[str, re.Pattern[str]]
    index: dict[str, tuple[str, ...]]  # first two characters → full names and short forms, longest first

    def part_of_word(self, surface: str, text: str, start: int) -> bool:
        """Whether the characters around a match make it part of another word (重大庆祝 holds no 大庆)."""
        end = start + len(surface)
        return (start > 0 and text[start - 1] in self.before.get(surface, "")) or (
            end < len(text) and text[end] in self.after.get(surface, "")
        )


@lru_cache(maxsize=4)
def gazetteer(knowledge: Knowledge) -> Gazetteer:
    """Compile the divisions; cached per ontology folder."""
    words = knowledge.lexicon("place_words")
    of = {kind: tuple(e["word"] for e in words if e["kind"] == kind) for kind in ("suffix", "people", "branch")}
    names, levels, where = {}, {}, {}
    full: dict[str, list[str]] = {}
    short: dict[str, list[str]] = {}
    for e in knowledge.lexicon("divisions"):
        names[e["code"]], levels[e["code"]], where[e["code"]] = e["name"], e["level"], e.where
        full.setdefault(e["name"], []).append(e["code"])
        brief = shorten(e["name"], of["suffix"], of["people"])
        if len(brief) < 2 or brief == e["name"]:
            continue
        short.setdefault(brief, []).append(e["code"])
        for long in of["branch"]:  # 凉山彝族自治州 is 凉山州 in every report about it
            if e["name"].endswith(long) and brief + long[-1] != e["name"]:
                full.setdefault(brief + long[-1], []).append(e["code"])
    for e in knowledge.lexicons.get("place_former", ()):
        full.setdefault(e["name"], []).append(e["code"])
    kinds = {k: frozenset(e["word"] for e in words if e["kind"] == k) for k in ("ordinary", "near", "tail", "word")}
    pairs = {
        kind: {e["word"]: e["level"] for e in words if e["kind"] == kind}
        for kind in ("self", "speaker", "not-after", "not-before")
    }
    return Gazetteer(
        names=names,
        levels=levels,
        full={k: tuple(v) for k, v in full.items()},
        short={k: tuple(v) for k, v in short.items()},
        selves=pairs["self"],
        speakers=pairs["speaker"],
        ordinary=kinds["ordinary"],
        common=kinds["word"],
        near=kinds["near"],
        tails=kinds["tail"],
        before=pairs["not-after"],
        after=pairs["not-before"],
        where=where,
        rules={rule.name: re.compile(str(rule.body["pattern"])) for rule in knowledge.family("places")},
        index=by_two([*full, *short]),
    )


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


def by_two(surfaces: list[str]) -> dict[str, tuple[str, ...]]:
    """Surfaces by their first two characters, longest first: one dictionary look-up per character of text."""
    by: dict[str, set[str]] = {}
    for surface in surfaces:
        by.setdefault(surface[:2], set()).add(surface)
    return {k: tuple(sorted(v, key=lambda s: (-len(s), s))) for k, v in by.items()}
