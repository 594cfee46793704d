"""One thing, one IRI: frozen, told by the name, whoever reports it and however it is written; a merge keeps both."""

from __future__ import annotations

import itertools
import random
import re
import unicodedata
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, RDFS, URIRef

import kg
from conftest import ROOT
from kg import iri, knowledge
from kg.classes import CLASSES, members
from kg.exits import check
from kg.stages.places import belongs

KNOWN = knowledge.load()
FROZEN = tuple(knowledge.read_tsv(ROOT / "data" / "golden" / "iris.tsv", "iris.tsv"))
REPLACED = URIRef(iri.PREFIXES["dcterms"] + "isReplacedBy")
OTHERS = {
    "place": lambda scope, name: iri.place(name),
    "indicator": lambda scope, name: iri.indicator(name),
    "industry": lambda scope, name: iri.industry(name),
    "code": iri.code,
}


# ------------------------------------------------------------------------------------------- the promise


@pytest.mark.parametrize("entry", FROZEN, ids=lambda e: f"{e['kind']}-{e['scope']}-{e['name']}")
def test_an_iri_is_what_it_has_always_been(entry: knowledge.Entry) -> None:
    kind, scope, name = entry["kind"], entry["scope"], entry["name"]
    made = OTHERS[kind](scope, name) if kind in OTHERS else iri.entity(kind, scope, name)
    assert made == iri.BASE + entry["iri"], entry.where


def test_the_frozen_table_has_every_kind_of_thing() -> None:
    assert {e["kind"] for e in FROZEN} - set(OTHERS) == set(CLASSES) - {"Indicator"}
    assert len({e["iri"] for e in FROZEN}) == len(FROZEN)


def test_iris_are_ascii_whatever_the_name() -> None:
    draw = random.Random(11)
    letters = "金昌市人民医院“”‘’《》（）()·—%/#?&+ 　\u200b２ＷabC𠮷é"
    for _ in range(500):
        name = "".join(draw.choices(letters, k=draw.randint(1, 12)))
        made = iri.entity(draw.choice(CLASSES), draw.choice(("", "0", "62", "620321")), name)
        assert re.fullmatch(r"https://w3id\.org/region-kg/id/[a-z-]+/[0-9x]+-[0-9a-f]{12}", made)


def _written(name: str, draw: random.Random) -> str:
    """The name as some other writer would print it."""
    wide = {chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)}
    out = []
    for char in name:
        if draw.random() < 0.3:
            out.append(
                draw.choice(("“", "”", '"', "《", "》", "（", "(", ")", "）", "·", " ", "　", "\u200b", "\ufeff"))
            )
        out.append(wide.get(char, char) if draw.random() < 0.5 else char)
    return "".join(out)


def test_width_quotes_and_blanks_never_make_another_iri() -> None:
    draw = random.Random(5)
    names = ["2+4行动", "金川集团股份有限公司", "R&D投入计划", "一核三带", "中国南昌VR产业基地", "5G+工业互联网示范区"]
    for name in names * 50:
        other = _written(name, draw)
        assert iri.entity("Programme", "62", other) == iri.entity("Programme", "62", name), other
        assert belongs(other, "Programme", "62", KNOWN) == belongs(name, "Programme", "62", KNOWN), other
        assert unicodedata.normalize("NFKC", iri.key(other)) == iri.key(name)


# ------------------------------------------------------------------------------------------- whose a name is


@pytest.mark.parametrize(
    ("name", "cls", "home", "scope"),
    [
        ("国务院", "GovernmentBody", "6203", "0"),
        ("生态环境部", "GovernmentBody", "5104", "0"),
        ("公安部", "GovernmentBody", "5104", "0"),
        ("国家发展改革委", "GovernmentBody", "62", "0"),
        ("国资委", "GovernmentBody", "6203", "6203"),  # every province has one
        ("全国文明城市", "Honour", "6203", "0"),
        ("“全国文明城市”称号", "Honour", "6203", "0"),
        ("全国文明城市", "Target", "6203", "0"),
        ("全国旅游强市", "Target", "6203", "6203"),  # an aim of the city, no title
        ("全国首家物联网开放实验室", "ResearchOrganization", "6203", "6203"),
        ("全国首批碳达峰试点", "Honour", "6203", "0"),
        ("国家级经济技术开发区", "Place", "6203", "6203"),  # the city's own
        ("国家级高新区", "Honour", "6203", "0"),
        ("国家开发银行", "Enterprise", "6203", "0"),
        ("国家文旅消费试点", "Reform", "6203", "6203"),
        ("中国特色高水平高职学校", "PublicInstitution", "6203", "6203"),
        ("中央活力区建设规划", "PolicyDocument", "4401", "4401"),
        ("省级文明城市", "Honour", "6203", "62"),
        ("省级文明城市", "Honour", "62", "62"),
        ("省级文明城市", "Honour", "", ""),
        ("甘肃省人民政府", "GovernmentBody", "6203", "62"),
        ("甘肃省人民政府", "GovernmentBody", "5104", "62"),
        ("金昌市人民医院", "PublicInstitution", "6203", "6203"),
        ("金昌市人民医院", "PublicInstitution", "62", "6203"),
        ("金昌市人民医院", "PublicInstitution", "0", "6203"),
        ("人民医院", "PublicInstitution", "6203", "6203"),
        ("人民医院", "PublicInstitution", "6204", "6204"),
        ("凉山州博物馆", "Facility", "51", "5134"),
        ("西固区教育局", "GovernmentBody", "62", "620104"),
        ("城关区教育局", "GovernmentBody", "62", "62"),  # a name that many cities give their middle
        ("城关区教育局", "GovernmentBody", "6201", "620102"),
        ("城关区教育局", "GovernmentBody", "0", "0"),
        ("朝阳区图书馆", "Facility", "5104", "5104"),  # two, neither here
        ("城区供热管网", "Facility", "6201", "6201"),  # of the town, no division
        ("兰州大学", "PublicInstitution", "5104", "6201"),
        ("兰州银行", "Enterprise", "6203", "6201"),
        ("兰州路小学", "PublicInstitution", "3702", "3702"),  # a street in another city
        ("衡水实验学校", "PublicInstitution", "3403", "3403"),  # a school of that name may stand anywhere
        ("中山医院", "PublicInstitution", "31", "31"),
        ("吉林大学", "PublicInstitution", "2109", "22"),
        ("河南能源集团", "Enterprise", "4105", "41"),
        ("河南草业公司", "Enterprise", "6323", "6323"),  # 河南蒙古族自治县 lies there
        ("安康工程", "Programme", "6203", "6203"),  # a word before it is a city
        ("振兴传统产业的政策措施", "PolicyDocument", "2106", "2106"),
        ("广丰经开区", "Place", "3611", "361103"),
        ("广丰经开区", "Place", "6203", "6203"),
        ("金川集团", "Enterprise", "6203", "620302"),
        ("金川集团", "Enterprise", "620321", "620302"),
        ("金川集团", "Enterprise", "62", "620302"),  # the 金川 of this province, not the county in 四川
        ("金川集团", "Enterprise", "0", "0"),
        ("白银有色集团", "Enterprise", "6204", "6204"),
        ("中国", "Event", "6203", "0"),
        ("金昌市", "Honour", "6203", "6203"),
    ],
)
def test_whose_a_name_is(name: str, cls: str, home: str, scope: str) -> None:
    assert belongs(name, cls, home, KNOWN) == scope


def test_a_scope_is_the_country_a_division_or_the_place_of_the_report() -> None:
    codes = {e["code"] for e in KNOWN.lexicon("divisions")}
    words = [e["name"] for e in KNOWN.lexicon("divisions")][::37]
    for word, tail, home in itertools.product(words, ("人民医院", "大学", "发展规划"), ("", "0", "6203", "51")):
        assert belongs(word + tail, "PublicInstitution", home, KNOWN) in codes | {home}


def test_the_words_of_scopes_are_in_order() -> None:
    entries = KNOWN.lexicon("name_scopes")
    for e in entries:
        assert e["kind"] in ("begins", "exact", "through", "namesake", "away"), e.where
        if e["classes"]:
            members(e["classes"])
        assert (e["scope"] in ("0", "province", "document")) == (e["kind"] in ("begins", "exact")), e.where
    said = [(e["word"], e["kind"], e["classes"], e["ends"]) for e in entries]
    assert len(said) == len(set(said))


# ------------------------------------------------------------------------------------------- two reports


def _report(folder: Path, place: str, text: str) -> Path:
    file = folder / f"{place}-2023-政府工作报告.txt"
    file.write_text(f"{place}2023年政府工作报告\n{text}\n", encoding="utf-8")
    return file


def _iris(file: Path) -> dict[str, str]:
    return {e.label: e.iri for e in kg.build([file]).entities}


def test_what_two_reports_name_is_one_thing_and_namesakes_are_two(tmp_path: Path) -> None:
    text = (
        "国务院批准实施《城乡发展规划》。获评全国文明城市。甘肃省人民政府支持建成兰州大学附属中学。\n"
        "建成人民医院，实施“清风行动”。"
    )
    one, other = (_iris(_report(tmp_path, place, text)) for place in ("金昌市", "白银市"))
    shared = {label for label in one.keys() & other.keys() if one[label] == other[label]}
    assert shared >= {"国务院", "全国文明城市", "甘肃省人民政府", "甘肃省"}
    for label in ("“清风行动”", "《城乡发展规划》"):
        assert one[label] != other[label], label


def test_the_order_of_reports_changes_nothing(samples: Path) -> None:
    files = sorted(samples.glob("*.txt"))
    graphs = {kg.build(list(order)).turtle() for order in (files, files[::-1], [*files[2:], *files[:2]])}
    assert len(graphs) == 1


# ------------------------------------------------------------------------------------------- a merge keeps both

FIRM = "青岚盐化集团股份有限公司投资10亿元。青岚盐化集团获评全国节水企业，实施“清风行动”。工信部支持清风行动。全市粮食产量48.6万吨。"


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> tuple[kg.Result, rdflib.Graph, Path]:
    folder = tmp_path_factory.mktemp("merged")
    result = kg.build([_report(folder, "金昌市", FIRM)])
    out = Path(result.write(folder / "out"))
    return result, rdflib.Graph().parse(out / "graph.ttl"), out


def test_the_iri_of_a_joined_form_leads_to_the_one_kept(merged: tuple[kg.Result, rdflib.Graph, Path]) -> None:
    result, graph, _ = merged
    kept = {e.label: e for e in result.entities}
    short = URIRef(iri.entity("Enterprise", "6203", "青岚盐化集团"))
    assert set(graph.objects(short, REPLACED)) == {URIRef(kept["青岚盐化集团股份有限公司"].iri)}
    assert set(graph.objects(short, RDF.type)) == {URIRef(iri.term("Enterprise"))}
    assert [str(x) for x in graph.objects(short, RDFS.label)] == ["青岚盐化集团"]
    ministry = URIRef(iri.entity("GovernmentBody", "0", "工信部"))
    assert set(graph.objects(ministry, REPLACED)) == {URIRef(iri.entity("GovernmentBody", "0", "工业和信息化部"))}
    # forms that are no names by themselves, and other spellings of one name, lead nowhere
    assert {str(x) for x in graph.subjects(REPLACED)} == {str(short), str(ministry)}
    assert not {str(x) for x in graph.objects(None, REPLACED)} - {e.iri for e in result.entities}


def test_a_report_with_the_short_form_alone_has_the_iri_that_was_replaced(
    merged: tuple[kg.Result, rdflib.Graph, Path], tmp_path: Path
) -> None:
    alone = _iris(_report(tmp_path, "金昌市", "青岚盐化集团获评全国节水企业。"))
    assert alone["青岚盐化集团"] in {str(x) for x in merged[1].subjects(REPLACED)}


def test_a_graph_with_replaced_nodes_passes_checks_and_shapes(
    merged: tuple[kg.Result, rdflib.Graph, Path],
) -> None:
    failures, _ = check.check(merged[2], KNOWN, shapes=True)
    assert failures == []


def test_nothing_replaced_is_spoken_of_any_more(merged: tuple[kg.Result, rdflib.Graph, Path]) -> None:
    graph = merged[1]
    for node in graph.subjects(REPLACED):
        assert set(graph.predicates(node)) == {RDF.type, RDFS.label, REPLACED}
        assert not list(graph.subjects(None, node))


def test_an_alias_said_of_others_too_waits_for_its_name(tmp_path: Path) -> None:
    assert "国资委" in _iris(_report(tmp_path, "金昌市", "国资委支持清风行动。"))


def test_no_two_nodes_of_one_document_have_one_name_and_class(samples: Path) -> None:
    for file in sorted(samples.glob("*.txt")):
        said = [(e.cls, e.scope, iri.key(e.label)) for e in kg.build([file]).entities if not e.code]
        assert len(said) == len(set(said))
