"""What real pages do to a report, undone for reading; offsets stay those of the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.knowledge import load
from kg.model import Document
from kg.stages.segment import segment


def read(text: str, year: int = 2023) -> list[tuple[str, str, str]]:
    document = Document("x", "x", text, "x", year=year, speaking=year + 1)
    found = segment(document, load())
    for s in found:
        assert len(s.text) == len(s.at)
        assert list(s.at) == sorted(s.at)
    return [(s.kind, s.text, s.outlook) for s in found]


def test_a_word_cut_by_a_blank_line_is_mended() -> None:
    text = "全年建成标准厂房30万平方米，落实技改补助资金2.1亿元，实施产\n\n业链配套项目44个。"
    assert [t for _, t, _ in read(text)] == [
        "全年建成标准厂房30万平方米，落实技改补助资金2.1亿元，实施产业链配套项目44个。"
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_newline_parts_lines(newline: str) -> None:
    assert len(read(f"粮食增产3%。{newline}{newline}茶叶增产5%。")) == 2


def test_ascii_punctuation_is_folded_but_not_inside_numbers() -> None:
    assert read("产值1,250.5万元,增长8%;利润增长3%.")[0][1].startswith("产值1,250.5万元，增长8%；")


def test_headings_captions_and_furniture_are_told_apart() -> None:
    kinds = [k for k, _, _ in read("一、工作回顾\n全年税收增长6%。\n来源：某某网\n厂区一角。李小明 摄\n")]
    assert kinds == ["heading", "prose", "furniture", "caption"]


def test_a_report_turns_from_review_to_plans_at_its_headings() -> None:
    text = "一、2023年工作回顾\n全年投资增长9%，完成技改项目30个。\n二、2024年工作安排\n投资增长8%以上，实施技改项目40个。\n"
    outlooks = [o for k, _, o in read(text) if k == "prose"]
    assert outlooks[0] == ""
    assert outlooks[1] in ("planned", "targeted")


@pytest.mark.parametrize(
    ("heading", "year", "ahead"),
    [
        ("“十四五”时期的主要考虑", 2020, True),
        ("“十四五”时期的主要考虑", 2023, False),
        ("“十四五”时期总体思路和主要任务", 2023, True),
        ("“十三五”时期主要任务完成情况", 2020, False),
        ("二、创造“十一五”新的辉煌", 2005, True),
        ("为“十四五”发展奠定坚实基础", 2020, False),
    ],
)
def test_a_plan_that_has_not_begun_is_ahead(heading: str, year: int, ahead: bool) -> None:
    text = f"一、工作回顾\n全年投资增长9%，完成技改项目30个。\n{heading}\n茶叶产量年均增长7%，建成加工园3个。\n"
    outlooks = [o for k, _, o in read(text, year) if k == "prose"]
    assert outlooks[0] == ""
    assert bool(outlooks[1]) is ahead


def test_a_repeated_paragraph_is_known_as_a_copy() -> None:
    line = "全市新增公共停车位一千二百个，改造老旧小区36个。"
    document = Document("x", "x", f"{line}\n\n{line}\n", "x")
    first, second = segment(document, load())
    assert second.copy_of == first.index


@given(st.text(alphabet="金川粮食增长 12.3%，。；\n\r\t“”（）?*#|\u3000\ue001", max_size=120))
def test_every_reading_maps_back_to_the_characters_of_the_file(text: str) -> None:
    for s in segment(Document("x", "x", text, "x"), load()):
        for c, i in zip(s.text, s.at, strict=True):
            assert c == text[i] or c in "□“” ，；：？！（）\t"
