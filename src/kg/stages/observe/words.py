"""The words of the number-binding stage, compiled from one Knowledge."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.knowledge import Knowledge


@dataclass(frozen=True)
class Row:
    """One line of the decision table."""

    name: str
    kinds: frozenset[str]
    any: frozenset[str]
    none: frozenset[str]
    measure: str
    sign: int


@dataclass(frozen=True)
class Words:
    """Lexicons as the binder needs them. `marks` are the single words the engine itself asks for, by role."""

    cues: Mapping[str, tuple[str, ...]]
    longest: int
    lead: Mapping[str, str]
    fused: tuple[tuple[str, tuple[str, ...]], ...]
    indicators: Mapping[str, str]
    longest_indicator: int
    scopes: Mapping[str, str]
    statuses: tuple[tuple[str, str, str], ...]
    generic: frozenset[str]
    defaults: tuple[tuple[str, str, str, str], ...]
    units: Mapping[str, str]
    table: tuple[Row, ...]
    marks: Mapping[str, Any]
    bearing: frozenset[str]
    sisters: tuple[tuple[str, ...], ...]
    repeated: re.Pattern[str]  # 连续11个月


@lru_cache(maxsize=4)
def words(knowledge: Knowledge) -> Words:
    """Compile; cached per ontology folder."""
    cues: dict[str, list[str]] = {}
    for entry in knowledge.lexicon("cues"):
        cues.setdefault(entry["word"], []).append(entry["role"])
    for entry in knowledge.lexicon("hedges"):
        if entry["side"] == "before":
            cues.setdefault(entry["word"], []).append("skip")
    indicators: dict[str, str] = {}
    for entry in knowledge.lexicons.get("indicators", ()):
        indicators[entry["name"]] = entry["name"]
    for entry in knowledge.lexicons.get("indicators", ()):
        for alias in entry["aliases"].split("|"):
            if alias:
                indicators.setdefault(alias, entry["name"])
    marks = {rule.name: rule.body for rule in knowledge.family("binding")}
    table = tuple(
        Row(
            f"{rule.name} @ {rule.where}", frozenset(rule.body["kind"]), frozenset(rule.body.get("any", ())),
            frozenset(rule.body.get("none", ())), str(rule.body["measure"]), int(rule.body.get("sign", 1)),
        )
        for rule in knowledge.family("observations")
    )  # fmt: skip
    return Words(
        cues={w: tuple(r) for w, r in cues.items()},
        longest=max(map(len, cues)),
        lead={e["word"]: e["strength"] for e in knowledge.lexicon("lead_words")},
        fused=tuple((e["word"], tuple(e["parts"].split("|"))) for e in knowledge.lexicon("fused")),
        indicators=indicators,
        longest_indicator=max(map(len, indicators), default=0),
        scopes={e["word"]: e["scope"] for e in knowledge.lexicon("rank_scopes")},
        statuses=tuple((e["word"], e["status"], e["reach"]) for e in knowledge.lexicon("statuses")),
        generic=frozenset(e["word"] for e in knowledge.lexicon("generic_heads")),
        defaults=tuple(
            (e["class"], e["kind"], e["suffix"], e["indicator"]) for e in knowledge.lexicon("default_indicators")
        ),
        units={e["unit"]: e["kind"] for e in knowledge.lexicon("units")},
        table=table,
        marks=marks["marks"],
        bearing=frozenset(marks["marks"]["bearing"]),
        repeated=re.compile(str(marks["marks"]["repeated_time"])),
        sisters=tuple(tuple(e["forms"].split("|")) for e in knowledge.lexicons.get("sister_heads", ())),
    )
