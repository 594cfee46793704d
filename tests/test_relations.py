"""Every rule of relations reads what it promises, and nothing where it must not."""

from __future__ import annotations

import re

import pytest

from kg import knowledge as knowledge_module
from kg.knowledge import Rule
from kg.model import Document, Name, RelationClaim, Sentence, Token
from kg.stages.relate import relate

KNOWLEDGE = knowledge_module.load()
HOME = Document("0" * 16, "home.txt", "", "", about="石嘴山市", code="6402", year=2023)
RULES = KNOWLEDGE.family("relations")


def tokens_of(text: str) -> tuple[Token, ...]:
    """Words with parts of speech, as the pipeline hands them over."""
    import rjieba

    at, out = 0, []
    for word, tag in rjieba.tag(text, True):
        out.append(Token(at, at + len(word), tag))
        at += len(word)
    return tuple(out)


def marked(text: str) -> tuple[str, tuple[Name, ...]]:
    """Reads `[name:Class]` marks (they may nest) and returns the plain text with its names."""
    out: list[str] = []
    names: list[Name] = []
    opened: list[int] = []
    i = 0
    while i < len(text):
        close = re.compile(r":([A-Z][A-Za-z]+)\]").match(text, i)
        if text[i] == "[":
            opened.append(len(out))
        elif close and opened:
            start = opened.pop()
            names.append(Name(start, len(out), "".join(out[start:]), close[1], "test"))
            i = close.end()
            continue
        else:
            out.append(text[i])
        i += 1
    return "".join(out), tuple(sorted(names, key=lambda n: (n.start, -n.end)))


def read(text: str, outlook: str = "") -> tuple[RelationClaim, ...]:
    plain, names = marked(text)
    sentence = Sentence(0, plain, tuple(range(len(plain))), outlook=outlook)
    claims, _ = relate(sentence, tokens_of(plain), names, HOME, KNOWLEDGE)
    for claim in claims:
        assert 0 <= claim.start < claim.end <= len(plain)
    return claims


def fact(claim: RelationClaim) -> str:
    status = "" if claim.status == "achieved" else f" {claim.status}"
    return f"{claim.subject or '@'} {claim.predicate} {claim.object}{status}"


def by(rule: Rule, text: str) -> list[str]:
    return sorted(fact(c) for c in read(text) if c.rule.split(" @ ")[0] == rule.name)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_gives(rule: Rule) -> None:
    assert rule.body.get("gives"), f"{rule.where}: a rule without an example"
    for example in rule.body["gives"]:
        assert by(rule, example["text"]) == sorted(example["facts"]), f"{rule.where}: {example['text']}"


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_refuses(rule: Rule) -> None:
    assert rule.body.get("refuses"), f"{rule.where}: a rule without a counter-example"
    for text in rule.body["refuses"]:
        assert by(rule, text) == [], f"{rule.where}: {text}"
