"""Every rule that carries examples is held to them."""

from __future__ import annotations

import re

import pytest

from kg import pipeline
from kg.knowledge import Rule, load
from kg.stages import quantities

KNOWLEDGE = load()


def _cases(family: str, key: str) -> list[tuple[str, Rule, str]]:
    return [
        (f"{rule.name}: {text}", rule, text) for rule in KNOWLEDGE.family(family) for text in rule.body.get(key, ())
    ]


def _filled(rule: Rule, family: str) -> re.Pattern[str]:
    pattern = str(rule.body["pattern"])
    if family == "periods":
        from kg.stages import periods

        return next(
            p for r, p in zip(KNOWLEDGE.family("periods")[1:], periods._grammar(KNOWLEDGE)[0], strict=True) if r is rule
        )
    return re.compile(pattern)


@pytest.mark.parametrize("family", ["layout", "places", "names", "periods"])
def test_patterns_give_and_refuse_what_they_say(family: str) -> None:
    checked = 0
    for _, rule, text in _cases(family, "gives"):
        assert _filled(rule, family).search(text), f"{rule.where} {rule.name} should match {text}"
        checked += 1
    for _, rule, text in _cases(family, "refuses"):
        assert not _filled(rule, family).search(text), f"{rule.where} {rule.name} should not match {text}"
        checked += 1
    assert checked > 4


@pytest.mark.parametrize(("label", "rule", "text"), [pytest.param(*c, id=c[0]) for c in _cases("numbers", "gives")])
def test_numbers_are_read_as_the_rules_say(label: str, rule: Rule, text: str) -> None:
    masked = quantities.masks(text, KNOWLEDGE)
    read = quantities.parse(text, KNOWLEDGE, [(m.start, m.end) for m in masked])
    if rule.name == "first":
        assert re.match(rule.body["pattern"], text)
    elif rule.name in ("mask", "label"):
        assert masked
        assert not read
    else:
        assert read
        assert read[0].text == text


@pytest.mark.parametrize(
    ("label", "rule", "text"), [pytest.param(*c, id=c[0]) for c in _cases("observations", "gives")]
)
def test_figures_are_bound_as_the_rules_say(label: str, rule: Rule, text: str) -> None:
    sentence, _, want = text.partition(" → ")
    indicator, measure, value = want.rsplit(" ", 2)
    (found,) = pipeline.explain(sentence + "。", year=2023)["observations"]
    last = found[-1]
    assert (last.indicator, last.measure, format(last.value.normalize(), "f")) == (indicator, measure, value)
    assert last.rule.startswith(rule.name)


@pytest.mark.parametrize(
    ("label", "rule", "text"), [pytest.param(*c, id=c[0]) for c in _cases("observations", "refuses")]
)
def test_figures_are_refused_as_the_rules_say(label: str, rule: Rule, text: str) -> None:
    sentence, _, _ = text.partition(" → ")
    (found,) = pipeline.explain(sentence + "。", year=2023)["observations"]
    assert not [o for o in found if o.rule.startswith(rule.name + " ")]
