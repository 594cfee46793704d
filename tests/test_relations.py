"""Every rule of relations reads what it promises, and nothing where it must not."""

from __future__ import annotations

import re
import time

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
        out.append(Token(at, at + len(word), tag, word))
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


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # the last stated government or place of the sentence goes on acting
        (
            "[盘山县:AdministrativeDivision]落实[河长制:Mechanism]，推行[田长制:Mechanism]",
            ["盘山县 implements 河长制", "盘山县 implements 田长制"],
        ),
        # a clause with another subject between them: the company does not get what follows
        (
            "[盛源铜业:Enterprise]入选[国家绿色工厂:Honour]，工业增加值增长9%，实施[清河行动:Programme]",
            ["盛源铜业 recognizedAs 国家绿色工厂"],
        ),
        # people without a name act for themselves
        ("300名志愿者到场，参与[清河行动:Programme]", []),
        # a second trigger joined by 'and' has the subject of the first
        (
            "[金山景区:Place]获评[国家4A级景区:Honour]并入选[全省十佳景区:Honour]",
            ["金山景区 recognizedAs 国家4A级景区", "金山景区 recognizedAs 全省十佳景区"],
        ),
        # intention carries over with its subject
        (
            "[盛源铜业:Enterprise]拟投资2亿元，建设[铜箔二期项目:Project]",
            ["盛源铜业 undertakes 铜箔二期项目 planned"],
        ),
        # a city's honour after a clause about a hospital is the city's
        (
            "[中心医院:PublicInstitution]启用新楼，蝉联[国家卫生城市:Honour]",
            ["@ recognizedAs 国家卫生城市"],
        ),
        # what was done to a thing at the head of a clause makes it no actor in the next
        (
            "[仁和医院:PublicInstitution]建成运营，加快建设[河西新城:Place]",
            ["@ establishes 仁和医院", "@ establishes 河西新城 planned"],
        ),
        # a zone is brought to do something: the place only supports it, the title is the zone's
        (
            "推动[城南开发区:Place]创建[国家级园区:Honour]",
            ["@ supports 城南开发区 planned", "城南开发区 pursues 国家级园区 targeted"],
        ),
        # who approves a thing does not set it up
        ("[国务院:GovernmentBody]批准设立[凤城新区:Place]", ["凤城新区 approvedBy 国务院"]),
        # what is yet to be won is striven for
        ("确保成功创建[国家卫生城市:Honour]", ["@ pursues 国家卫生城市 targeted"]),
        # a partner takes part, and the place does it all the same
        (
            "与[省教育厅:GovernmentBody]合作启动[强师计划:Programme]",
            ["@ cooperatesWith 省教育厅", "@ implements 强师计划", "省教育厅 participatesIn 强师计划"],
        ),
        # each of two has its own of two honours
        (
            "[甲县:AdministrativeDivision]、[乙县:AdministrativeDivision]分别获评[国家卫生县城:Honour]、[国家森林县城:Honour]",
            ["甲县 recognizedAs 国家卫生县城", "乙县 recognizedAs 国家森林县城"],
        ),
        # someone without a name is helped to do it
        ("支持第五医院打造[区域医疗高地:Target]", []),
        # words that say how are no subject
        ("更加用力打造[开放高地:Target]", ["@ pursues 开放高地"]),
        # hospitals, villages, counties that are only counted carry it out for their place, but an honour is their own
        ("4所公立医院开展[药价改革:Reform]", ["@ implements 药价改革"]),
        ("[平罗县:AdministrativeDivision]12个行政村推行[田长制:Mechanism]", ["平罗县 implements 田长制"]),
        ("5个县获评[全国双拥模范县:Honour]", []),
        # a verb that begins inside another is heard (力推 in 大力推动)
        ("大力推动[全民创业行动:Programme]", ["@ implements 全民创业行动 planned"]),
        # "in A, B and other counties": B is no actor
        (
            "在[甲县:AdministrativeDivision]、[乙县:AdministrativeDivision]等县开展[清河行动:Programme]",
            ["@ implements 清河行动"],
        ),
        # a work that bears the full name of a county is the county's
        ("[[平罗县:AdministrativeDivision]婚俗改革:Reform]受到全国表彰", ["平罗县 implements 平罗县婚俗改革"]),
        # after a semicolon the company named before is no longer meant
        (
            "[盛源铜业:Enterprise]入选[国家绿色工厂:Honour]，工业增加值增长9%；实施[清河行动:Programme]",
            ["@ implements 清河行动", "盛源铜业 recognizedAs 国家绿色工厂"],
        ),
        ("300名志愿者到场；支持企业开展[清河行动:Programme]", ["@ implements 清河行动"]),
        # what ends a clause may be followed by the next deed
        ("[红山大桥:Facility]竣工、客流大增", ["@ establishes 红山大桥"]),
        # members of a list with their figures between them
        (
            "完成[退耕还林工程:Programme]4.8万亩、[退牧还草工程:Programme]206万亩",
            ["@ implements 退牧还草工程", "@ implements 退耕还林工程"],
        ),
        # a name says something from the inside too
        (
            "[[县域经济:Industry]发展意见:PolicyDocument]印发",
            ["@ issues 县域经济发展意见", "县域经济发展意见 supports 县域经济"],
        ),
        # the own place's short name between other words of a name, though no name was found there; no end of a road
        ("[国家石油储备石嘴山基地:Facility]客流增长", ["国家石油储备石嘴山基地 locatedIn 石嘴山市"]),
        ("[红山至石嘴山段:Facility]客流增长", []),
        ("[红山—石嘴山基地:Facility]客流增长", []),
    ],
)
def test_sentences(text: str, facts: list[str]) -> None:
    assert sorted(map(fact, read(text))) == sorted(facts)


def test_a_glossary_reports_nothing() -> None:
    assert read("12.[“三降一升”行动:Programme]：指开展[降本行动:Programme]、实施[提效行动:Programme]") == ()


def test_outlook_gives_the_status() -> None:
    (claim,) = read("实施[清河行动:Programme]", outlook="planned")
    assert claim.status == "planned"


def test_shared_head_gives_one_claim_each() -> None:
    text = "实施强县和兴村行动"
    names = (Name(2, 9, "强县行动", "Programme", "t"), Name(5, 9, "兴村行动", "Programme", "t"))
    claims, _ = relate(Sentence(0, text, tuple(range(9))), tokens_of(text), names, HOME, KNOWLEDGE)
    assert [fact(c) for c in claims] == ["@ implements 兴村行动", "@ implements 强县行动"]


def test_declined_is_reported_with_its_reason() -> None:
    text, names = marked("6家企业实施[清河行动:Programme]")
    claims, declined = relate(Sentence(0, text, tuple(range(len(text)))), tokens_of(text), names, HOME, KNOWLEDGE)
    assert claims == ()
    assert [(d.kind, d.reason, text[d.start : d.end]) for d in declined] == [
        ("statement", "ambiguous-subject", "实施清河行动")
    ]


def test_a_street_that_is_worked_on_is_not_newly_built() -> None:
    text, names = marked("[青山路:Facility]、[红山路二期提质改造工程:Project]全面竣工")
    claims, _ = relate(Sentence(0, text, tuple(range(len(text)))), tokens_of(text), names, HOME, KNOWLEDGE)
    assert [fact(c) for c in claims] == ["@ undertakes 红山路二期提质改造工程"]


def test_what_names_nothing_in_particular_is_declined() -> None:
    text, names = marked("引进[亿元以上项目:Project]30个")
    claims, declined = relate(Sentence(0, text, tuple(range(len(text)))), tokens_of(text), names, HOME, KNOWLEDGE)
    assert claims == ()
    assert [d.reason for d in declined] == ["generic"]


PIECES = ["成功", "10亿元的", "甲的", "、", "2023年", "1", "并", "连续", "[甲:Enterprise]", "[丙行动:Programme]、"]


@pytest.mark.parametrize("piece", PIECES)
def test_no_text_makes_the_patterns_explode(piece: str) -> None:
    plain, names = marked("[乙县:AdministrativeDivision]" + piece * 200 + "实施[丁工程:Project]开工建设甲")
    tokens = tuple(Token(i, i + 1, "n", c) for i, c in enumerate(plain))
    started = time.perf_counter()
    relate(Sentence(0, plain, tuple(range(len(plain)))), tokens, names, HOME, KNOWLEDGE)
    assert time.perf_counter() - started < 2
