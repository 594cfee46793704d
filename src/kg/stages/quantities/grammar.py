"""The patterns of numbers, compiled from one ontology folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.knowledge import Knowledge
from kg.numerals import ARABIC, CHINESE, FORMAL, MAGNITUDE, NEGATIVE


@dataclass(frozen=True)
class Grammar:
    """Patterns compiled from one Knowledge."""

    candidate: re.Pattern[str]
    mask: re.Pattern[str]
    reasons: dict[str, tuple[str, str]]
    # by last character, longest first: word, qualifier, characters it must not follow
    before: Mapping[str, Sequence[tuple[str, str, str]]]
    after: tuple[tuple[str, str], ...]
    inside: dict[str, str]
    percent: dict[str, str]
    parts: re.Pattern[str]  # of a measured number: numerals, magnitudes, units


def alternation(words: Iterable[str]) -> str:
    """A regular expression for any of the words, longest first."""
    return "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


@lru_cache(maxsize=4)
def grammar(knowledge: Knowledge) -> Grammar:
    """Compile the number grammar of one ontology folder; cached."""
    hedges = [(e["word"], e["side"], e["qualifier"]) for e in knowledge.lexicon("hedges")]
    patterns = {rule.name: str(rule.body["pattern"]) for rule in knowledge.family("numbers")}
    units = [e["unit"] for e in knowledge.lexicon("units") if e["kind"] not in ("percent", "point")]
    inside = alternation(w for w, side, _ in hedges if side == "inside")
    after = alternation(w for w, side, _ in hedges if side == "after")
    percents = [e["unit"] for e in knowledge.lexicon("units") if e["kind"] == "percent"]
    points = [e["unit"] for e in knowledge.lexicon("units") if e["kind"] == "point"]
    unit = rf"(?:{alternation(units)})"
    slots = {
        "arabic": ARABIC, "formal": f"[{FORMAL}]",
        "minus": f"(?:{alternation(NEGATIVE)})", "chinese": f"[{CHINESE}]", "magnitude": MAGNITUDE, "inside": f"(?:{inside})",
        "after": f"(?:{after})", "unit": unit, "percent": f"(?:{alternation(percents)})", "point": f"(?:{alternation(points)})",
    }  # fmt: skip

    before: dict[str, list[tuple[str, str, str]]] = {}
    for e in sorted(knowledge.lexicon("hedges"), key=lambda e: -len(e["word"])):
        if e["side"] == "before":
            before.setdefault(e["word"][-1], []).append((e["word"], e["qualifier"], e["not_after"]))

    def fill(pattern: str) -> str:
        return re.sub(r"\{([a-z]+)\}", lambda m: slots.get(m[1], m[0]), pattern)

    parts = [
        f"(?P<{name}>{fill(body)})"
        for name, body in patterns.items()
        if name not in ("mask", "parts", "label", "first")
    ]
    idioms = {e["word"]: (e["reason"], e.where) for e in knowledge.lexicon("idioms")}
    # a mask begins like a number, a letter, a quote, a bracket, or like an idiom
    openings = re.escape("".join(sorted({w[0] for w in idioms}))) + patterns["first"][1:-1] + "A-Za-z\u201c(\uff08"
    return Grammar(
        candidate=re.compile(f"(?={patterns['first']})(?:{'|'.join(parts)})"),
        mask=re.compile(
            f"(?=[{openings}])(?:(?P<label>{fill(patterns['label'])})|{alternation(idioms)}|(?P<shape>{fill(patterns['mask'])}))"
        ),
        reasons=idioms,
        before=before,
        after=tuple(sorted(((w, q) for w, s, q in hedges if s == "after"), key=lambda p: -len(p[0]))),
        inside={w: q for w, s, q in hedges if s == "inside"},
        percent={
            e["unit"]: e["kind"] for e in knowledge.lexicon("units") if e["kind"] in ("percent", "point", "multiple")
        },
        parts=re.compile(fill(patterns["parts"])),
    )
