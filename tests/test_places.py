"""What a report is about, when it reports, and which divisions it names. All sentences are written for the test."""

from __future__ import annotations

import re
import time

import pytest

from kg import knowledge as ontology
from kg.model import Document, Sentence
from kg.stages import places

KNOWN = ontology.load()


def named(text: str, about: str, code: str) -> list[tuple[str, str]]:
    """(as printed, canonical name) of the divisions found in a sentence of a report about a place."""
    document = Document("x", "x", text + "。陕西省、甘肃省、金昌市", "x", "", about, code)
    found = places.find_places(Sentence(0, text, tuple(range(len(text)))), document, KNOWN)
    assert all(n.cls == "AdministrativeDivision" and n.where for n in found)
    assert [n.start for n in found] == sorted(n.start for n in found)
    return [(text[n.start : n.end], n.label) for n in found]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        (
            "在甲会上\n嘉兴市第九届人民代表大会第三次会议\n我代表市人民政府报告工作。全市生产总值增长7%，居全省第三。",
            "嘉兴市",
            "3304",
        ),
        (
            "凉山州人民政府州长某某：现在报告工作。凉山面积6万平方公里，全州人口530万。",
            "凉山彝族自治州",
            "5134",
        ),
        ("陕西省国民经济和社会发展统计公报\n全省增长6%，其中西安增长7%，西安占比三成，西安投资下降。", "陕西省", "61"),
        ("2015年永昌县人民政府工作报告\n全县种草2万亩，全市第一，金昌扶持。", "永昌县", "620321"),
        (
            "新华社北京3月5日电\n国务院总理在全国人民代表大会会议上作政府工作报告。我国粮食丰收，全国平稳。",
            "中国",
            "0",
        ),
        ("北京市统计局\n全市常住人口2100多万，朝阳区、海淀区人口最多，北京增长5%。", "北京市", "11"),
        ("长春市朝阳区人民政府工作报告\n全区商业繁荣，街道整洁。我区第三产业增长。", "朝阳区", "220104"),
        ("我代表省人民政府报告工作。山东增长，济南增长，济南、青岛领先，济南达标，济南第一。", "山东省", "37"),
        (
            "我代表省人民政府报告工作。全省公路通车，南昌、九江、上饶、赣州增长，全省全省全省全省全省财政增收。",
            "江西省",
            "36",
        ),
        ("春天到了，花园里的花都开了。", "", ""),
    ],
)
def test_document_place(text: str, name: str, code: str) -> None:
    assert places.document_place("x.txt", text, KNOWN) == (name, code)


def test_document_place_by_file_name() -> None:
    assert places.document_place("嘉峪关市-2020.txt", "一年来，全市投资增长。", KNOWN) == ("嘉峪关市", "6202")
    assert places.document_place("嘉峪关市", "嘉峪关市", KNOWN) == ("嘉峪关市", "6202")


@pytest.mark.parametrize(
    ("text", "year", "genre"),
    [
        (
            "2024年1月9日在人民代表大会上\n我代表市人民政府报告工作。\n一、2023年工作回顾",
            2023,
            "work-report",
        ),
        ("2020年12月29日在会上\n我代表市人民政府作政府工作报告。\n2020年，是收官之年。", 2020, "work-report"),
        ("2019年某县政府工作报告\n过去的2018年，全县上下同心。", 2018, "work-report"),
        ("某市二○○五年国民经济和社会发展统计公报", 2005, "communique"),
        ("某省国民经济和社会发展第十四个五年规划纲要", 2021, "plan"),
        ("2022年盘点：某市这一年", 2022, ""),
        ("春天到了。", None, ""),
    ],
)
def test_document_year_and_genre(text: str, year: int | None, genre: str) -> None:
    assert places.document_year("x.txt", text, KNOWN) == year
    assert places.document_genre(text, KNOWN) == genre


def test_title_and_date() -> None:
    assert places.document_title("\n\n**工作报告**\n正文", KNOWN) == "工作报告"
    assert places.document_published("来源：某报 2023-4-5 08:00", KNOWN) == "2023-04-05"
    assert places.document_published("正文没有日期", KNOWN) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全市6个县，我省第二。", [("全市", "宝鸡市"), ("我省", "陕西省")]),
        ("凤翔扩种、眉县增产。", [("凤翔", "凤翔区"), ("眉县", "眉县")]),
        ("渭滨区和西安市签约。", [("渭滨区", "渭滨区"), ("西安市", "西安市")]),
        ("凤翔县改为区以前", [("凤翔县", "凤翔区")]),
        ("重大庆祝活动、沿黄河南岸、强化州市共建", []),
        ("新增城市绿地5公顷、沿海城市群、乡村振兴和县域经济", []),
        ("群众富裕、共和精神、惠民工程、建水池、医校合作、新建学校", []),
        ("美丽江山、来宾2000人、长治久安", []),
    ],
)
def test_names_in_a_report_about_baoji(text: str, found: list[tuple[str, str]]) -> None:
    assert named(text, "宝鸡市", "6103") == found


def test_shared_names_are_resolved_by_territory_or_left_out() -> None:
    assert named("朝阳区投资增长", "北京市", "11") == [("朝阳区", "朝阳区")]
    assert named("朝阳区投资增长", "宝鸡市", "6103") == []  # Beijing's or Changchun's?
    assert named("城区面积扩大", "宝鸡市", "6103") == []
    assert named("城区面积扩大", "晋城市", "1405") == [("城区", "城区")]
    assert named("海南种植芒果", "宝鸡市", "6103") == [("海南", "海南省")]
    assert named("海南州草场", "西宁市", "6301") == [("海南州", "海南藏族自治州")]


def test_chains_towns_and_villages() -> None:
    got = named("永昌县焦家庄镇红庙墩村", "金昌市", "6203")
    assert got == [("永昌县", "永昌县"), ("焦家庄镇", "焦家庄镇"), ("红庙墩村", "红庙墩村")]
    assert named("焦家庄镇新建农村社区", "金昌市", "6203") == [("焦家庄镇", "焦家庄镇")]


def test_a_chain_is_another_name_of_its_last_part() -> None:
    text = "永昌县焦家庄镇红庙墩村"
    document = Document("x", "x", text, "x", "", "金昌市", "6203")
    found = places.find_places(Sentence(0, text, ()), document, KNOWN)
    assert [n.aliases for n in found] == [(), ("永昌县焦家庄镇",), ("焦家庄镇红庙墩村", text)]


def test_the_whole_province_is_the_province_of_the_place() -> None:
    assert named("总量居全省第一", "金昌市", "6203") == [("全省", "甘肃省")]
    assert named("全省率先出台", "金昌市", "6203") == []  # the set in which someone is first


def test_a_town_name_of_two_counties_needs_its_county() -> None:
    assert named("城关镇改造", "宝鸡市", "6103") == []
    assert ("城关镇", "城关镇") in named("凤县双石铺镇、永昌县城关镇改造", "金昌市", "6203")


def test_former_names_stand_for_the_division_of_today() -> None:
    assert named("郫县鹃城", "成都市", "5101") == [("郫县", "郫都区")]
    assert named("襄樊市来访", "成都市", "5101") == [("襄樊市", "襄阳市")]


def test_self_words_mean_the_level_they_say() -> None:
    assert named("全市、全县、全省", "永昌县", "620321") == [("全市", "金昌市"), ("全县", "永昌县"), ("全省", "甘肃省")]
    assert named("全市", "义乌市", "330782") == [("全市", "义乌市")]
    assert named("全国、我国", "中国", "0") == [("全国", "中国"), ("我国", "中国")]


def test_rules_keep_their_examples() -> None:
    for rule in KNOWN.family("places"):
        pattern = re.compile(str(rule.body["pattern"]))
        for text in rule.body["gives"]:
            assert pattern.search(text), (rule.name, text)
        for text in rule.body["refuses"]:
            assert not pattern.fullmatch(text), (rule.name, text)


def test_reading_is_fast() -> None:
    text = "渭滨区、凤翔和全市各县推进重点项目，陕西省与西安市共同投资，产业升级稳步前行。" * 200
    document = Document("x", "x", text, "x", "", "宝鸡市", "6103")
    sentence = Sentence(0, text, ())
    places.find_places(sentence, document, KNOWN)
    started = time.perf_counter()
    places.find_places(sentence, document, KNOWN)
    assert (
        len(text.encode()) / (time.perf_counter() - started) > 1e6
    )  # bytes per second; 8e6 on the machine it was written on


def test_the_set_in_which_someone_is_first_is_not_who_acts() -> None:
    text = "宝鸡市属陕西省。全省率先开展审管联动，全国首个平台投用，全省推进改革。"
    assert [n for n, _ in named(text, "宝鸡市", "6103")] == ["宝鸡市", "陕西省", "全省"]


def test_a_name_that_a_city_shares_with_its_province_is_the_province_after_a_visit() -> None:
    found = named("学习贯彻视察吉林重要讲话精神，吉林经济增长3%", "吉林市", "2202")
    assert found == [("吉林", "吉林省"), ("吉林", "吉林市")]
