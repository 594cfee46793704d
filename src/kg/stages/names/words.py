"""The words of the name stage, compiled from one Knowledge."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.knowledge import Knowledge
from kg.model import Document


@dataclass(frozen=True)
class HeadNoun:
    """A suffix that makes a name: its class and what it needs before it."""

    suffix: str
    cls: str
    need: str
    least: int
    where: str


@dataclass(frozen=True)
class Shape:
    """A name that a regular expression tells."""

    pattern: re.Pattern[str]
    cls: str
    where: str


@dataclass(frozen=True)
class NameWords:
    """Lexicons as the name stage needs them."""

    heads: Mapping[str, tuple[HeadNoun, ...]]  # by last character, longest suffix first
    quoted: tuple[tuple[str, str, str], ...]
    verbs: Mapping[str, str]
    recognitions: tuple[tuple[str, bool], ...]
    honours: tuple[str, ...]
    generic: frozenset[str]
    strip: tuple[str, ...]
    lead: Mapping[str, str]
    central: tuple[str, ...]
    local: tuple[tuple[str, str], ...]
    shapes: tuple[Shape, ...]
    person: re.Pattern[str]
    selves: Mapping[str, str]
    tiers: frozenset[str]
    divisions: Mapping[str, str]
    listed: Mapping[str, str]

    def owner(self, document: Document, tier: str) -> str:
        """The division that 省, 市 or 县 means in a document: 金昌市 for 市 in a report of 金昌市."""
        code = document.code
        if tier in ("省",) or tier == "区" and len(code) == 2:
            return self.divisions.get(code[:2], "")
        if tier in ("市", "州", "盟"):
            return self.divisions.get(code[:4], self.divisions.get(code, "")) if len(code) >= 4 else self.divisions.get(code, "")
        return document.about if len(code) == 6 else ""


@lru_cache(maxsize=4)
def words(knowledge: Knowledge) -> NameWords:
    """Compile; cached per ontology folder."""
    heads: dict[str, list[HeadNoun]] = {}
    for e in knowledge.lexicon("name_heads"):
        head = HeadNoun(e["suffix"], e["class"], e["need"], int(e["min"]), e.where)
        heads.setdefault(head.suffix[-1], []).append(head)
    bodies = knowledge.lexicon("name_bodies")
    person = next(r for r in knowledge.family("names") if r.name == "person.title")
    surname = re.search(r"\(\?P<name>(\[[^\]]+\])", str(person.body["pattern"]))
    assert surname is not None
    return NameWords(
        {k: tuple(sorted(v, key=lambda h: -len(h.suffix))) for k, v in heads.items()},
        tuple(sorted(((e["head"], e["class"], e.where) for e in knowledge.lexicon("name_quoted")), key=lambda p: -len(p[0]))),
        {e["verb"]: e["class"] for e in knowledge.lexicon("name_verbs")},
        tuple(sorted(((e["verb"], e["strict"] == "yes") for e in knowledge.lexicon("name_recognitions")), key=lambda p: -len(p[0]))),
        tuple(sorted((e["suffix"] for e in knowledge.lexicon("name_honours")), key=lambda s: -len(s))),
        frozenset(e["phrase"] for e in knowledge.lexicon("name_generic")),
        tuple(sorted((e["word"] for e in knowledge.lexicon("name_strip")), key=lambda s: -len(s))),
        {e["word"]: e["strength"] for e in knowledge.lexicon("lead_words")},
        tuple(sorted((e["word"] for e in bodies if e["kind"] == "central"), key=lambda s: -len(s))),
        tuple((e["word"], e["canonical"]) for e in bodies if e["kind"] == "local"),
        tuple(Shape(re.compile(str(r.body["pattern"])), str(r.body["class"]), f"{r.name} @ {r.where}") for r in knowledge.family("names")),
        re.compile(rf"\s*(?P<name>{surname[1]}[\u4e00-\u9fff]{{1,2}})\s*"),
        {e["word"]: e["level"] for e in knowledge.lexicon("place_words") if e["kind"] == "self"},
        frozenset(e["word"] for e in knowledge.lexicon("name_tiers")),
        {e["code"]: e["name"] for e in knowledge.lexicon("divisions")},
        {e["head"]: e["class"] for e in knowledge.lexicon("name_listed")},
    )  # fmt: skip
