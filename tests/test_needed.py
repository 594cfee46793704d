"""Patterns are searched for only where a text has the characters they need: never at the price of a match."""

from __future__ import annotations

import gc
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import knowledge
from kg.collector import uncollected
from kg.needed import MOST, Sought, likely, needs

RULES = [
    (
        r.name,
        str(r.body["pattern"]),
        [str(s.get("text", "")) if isinstance(s, dict) else str(s) for s in r.body.get("gives", [])],
    )
    for r in knowledge.load().family("names")
    if "{" not in re.sub(r"\{\d*,?\d*\}", "", str(r.body["pattern"]))
]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("某县|乙县", {"某乙"}),
        ("[甲乙]?(?:东|西)桥", {"桥", "东西"}),
        ("(?:甲|)乙*", set()),
        ("(?P<name>丙丁){1,3}(?=戊)", {"丙", "丁"}),
        ("[^甲]", set()),
        ("[一-龥]{2}镇", {"镇"}),
        ("(?<=甲)乙(?!丙)", {"乙"}),
        ("(?i)a", set()),
        ("(?i:a)b", {"b"}),
    ],
)
def test_the_characters_that_a_match_cannot_do_without(pattern: str, expected: set[str]) -> None:
    assert set(needs(re.compile(pattern))) == {frozenset(s) for s in expected}


def test_a_pattern_of_many_openings_needs_nothing() -> None:
    assert needs(re.compile("|".join(chr(0x4E00 + i) for i in range(MOST + 1)))) == ()


@pytest.mark.parametrize(("pattern", "texts"), [(p, t) for _, p, t in RULES], ids=[n for n, _, _ in RULES])
def test_no_rule_loses_what_it_gives(pattern: str, texts: list[str]) -> None:
    compiled = re.compile(pattern)
    for text in texts:
        found = [m.span() for m in Sought(compiled).finditer(text, frozenset(text))]
        assert found == [m.span() for m in compiled.finditer(text)]
        assert not found or likely([Sought(compiled)], frozenset(text)) == [0]


@given(st.text("甲乙丙、12第"), st.sampled_from(["甲[乙丙]", "(?:甲|乙丙)+1?", "第[12]|丙、", "[^甲]乙{2,}", "甲*?2"]))
def test_no_text_loses_a_match(text: str, pattern: str) -> None:
    compiled = re.compile(pattern)
    found = [m.span() for m in Sought(compiled).finditer(text, frozenset(text))]
    assert found == [m.span() for m in compiled.finditer(text)]


def test_the_collector_is_as_it_was_after_a_reading() -> None:
    assert gc.isenabled()
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
