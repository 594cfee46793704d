"""Every rule of attributes reads what it promises, and nothing where it must not."""

from __future__ import annotations

import pytest

import kg
from kg import iri
from kg.knowledge import Rule, load
from kg.model import AttributeClaim, Sentence
from kg.pipeline import explain
from kg.stages.attributes import attribute
from kg.stages.relate import relate
from test_relations import HOME, marked, tokens_of

KNOWLEDGE = load()
RULES = KNOWLEDGE.family("attributes")


def fact(claim: AttributeClaim) -> str:
    status = "" if claim.status == "achieved" else claim.status
    return " ".join(x for x in (claim.entity, claim.honour, claim.property, claim.value, status) if x)


def read(text: str, rule: Rule) -> list[str]:
    """What one rule reads: in marked names, or for a rule about figures in a plain sentence."""
    if "clause" in rule.body:
        (claims,) = explain(text + "。", "金昌市", 2023)["attributes"]
        (figures,) = explain(text + "。", "金昌市", 2023)["observations"]
        value = {(o.start, o.end): format(o.value.normalize(), "f") for o in figures}
        return sorted(
            f"{value[c.figure]} {c.property} {c.value}" for c in claims if c.rule.split(" @ ")[0] == rule.name
        )
    plain, names = marked(text)
    sentence = Sentence(0, plain, tuple(range(len(plain))))
    related, _ = relate(sentence, tokens_of(plain), names, HOME, KNOWLEDGE)
    claims = attribute(sentence, names, (), related, KNOWLEDGE)
    assert all(0 <= c.start < c.end <= len(plain) for c in claims)
    return sorted(fact(c) for c in claims if c.rule.split(" @ ")[0] == rule.name)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_gives(rule: Rule) -> None:
    assert rule.body.get("gives"), f"{rule.where}: a rule without an example"
    for example in rule.body["gives"]:
        assert read(example["text"], rule) == sorted(example["facts"]), f"{rule.where}: {example['text']}"


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_refuses(rule: Rule) -> None:
    assert rule.body.get("refuses"), f"{rule.where}: a rule without a counter-example"
    for text in rule.body["refuses"]:
        assert read(text, rule) == [], f"{rule.where}: {text}"


def test_what_a_report_plans_is_planned_whatever_the_verb() -> None:
    plain, names = marked("建成[星海大桥:Facility]，[沙湖引水项目:Project]加快建设。")
    sentence = Sentence(0, plain, tuple(range(len(plain))), outlook="targeted")
    said = [fact(c) for c in attribute(sentence, names, (), (), KNOWLEDGE)]
    assert said == ["星海大桥 stage planned targeted"]


def test_only_prose_speaks_and_only_once() -> None:
    plain, names = marked("建成[星海大桥:Facility]。")
    at = tuple(range(len(plain)))
    assert attribute(Sentence(0, plain, at), names, (), (), KNOWLEDGE)
    assert not attribute(Sentence(0, plain, at, kind="heading"), names, (), (), KNOWLEDGE)
    assert not attribute(Sentence(0, plain, at, copy_of=0), names, (), (), KNOWLEDGE)


def test_an_attribute_quotes_its_text_and_stands_in_the_table_and_the_report() -> None:
    text = "金昌市2023年综述\n\n2023年，全市实施“十大行动”，星海大桥建成通车，粮食产量48.57万吨。"
    result = kg.build([("t", text)])
    said = {(a.entity_label, a.property): a for a in result.attributes}
    parts, stage = said["“十大行动”", "statedPartCount"], said["星海大桥", "stage"]
    assert parts.value == "10"
    assert stage.value == iri.code("stage", "in-operation")
    assert stage.as_written == "建成通车"
    assert all(text[a.start : a.end] == a.quote for a in result.attributes)
    assert result.report()["attributes"] == {"stage": 1, "statedPartCount": 1}
