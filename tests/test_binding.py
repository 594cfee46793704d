"""What a number measures: indicator, measure, time and status, in sentences of our own about an invented city."""

from __future__ import annotations

import pytest

import kg
from kg.pipeline import explain

Figure = tuple[str, str, str]


def figures(text: str, year: int = 2023) -> list[Figure]:
    """(as printed, indicator, measure and value) of every figure of a text of the year."""
    seen = explain(text, "丹东市", year)
    return [
        (s.text[o.start : o.end], o.indicator, f"{o.measure} {o.value.normalize():f}")
        for s, claims in zip(seen["sentences"], seen["observations"], strict=True)
        for o in claims
    ]


def built(text: str) -> dict[str, kg.Result]:
    return {o.as_written: o for o in kg.build([("t", text)]).observations}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("储备12个亿元以上技改项目。", [("12个", "亿元以上技改项目", "level 12")]),
        ("开工亿元以上项目80个，其中超10亿元制造业项目6个。", [
            ("80个", "亿元以上项目", "level 80"), ("6个", "超10亿元制造业项目", "level 6"),
        ]),
        ("建成5万吨级泊位2个。", [("2个", "5万吨级泊位", "level 2")]),
    ],
)  # fmt: skip
def test_a_threshold_says_which_things_are_counted(text: str, expected: list[Figure]) -> None:
    assert figures(text) == expected


def test_one_by_one_over_unlike_units() -> None:
    assert figures("原煤、原油、天然气产量分别达到310万吨、42万吨、1.6亿立方米。") == [
        ("310万吨", "原煤产量", "level 3100000"),
        ("42万吨", "原油产量", "level 420000"),
        ("1.6亿立方米", "天然气产量", "level 160000000"),
    ]


def test_what_is_newly_counted_is_a_change_of_its_level_and_so_is_the_rest_of_its_list() -> None:
    assert figures("新增高新技术企业16家、瞪羚企业3家，建成公园4个。") == [
        ("16家", "高新技术企业", "change 16"),
        ("3家", "瞪羚企业", "change 3"),
        ("4个", "公园", "level 4"),
    ]
    assert figures("城镇新增就业2.1万人。") == [("2.1万人", "城镇新增就业", "level 21000")]
    assert figures("减少贫困人口3万人，增加税收2亿元。") == [
        ("3万人", "贫困人口", "change -30000"),
        ("2亿元", "税收", "change 200000000"),
    ]


def test_a_ratio_of_the_three_sectors_is_six_shares() -> None:
    text = "丹东市2023年统计公报\n\n三次产业结构由上年的17.5∶26.1∶56.4调整为17.0∶26.0∶57.0。"
    found = built(text)
    assert [(o.indicator_label, o.measure, o.period) for o in found.values()] == [
        ("第一产业比重", "share", "2022"), ("第二产业比重", "share", "2022"), ("第三产业比重", "share", "2022"),
        ("第一产业比重", "share", "2023"), ("第二产业比重", "share", "2023"), ("第三产业比重", "share", "2023"),
    ]  # fmt: skip
    assert figures("比分为19:39:42。") == []


def test_heads_leave_their_stem_and_branches_their_measure_to_the_rest_of_the_list() -> None:
    assert [i for _, i, _ in figures("普通高中招生1.2万人，在校生3.6万人，毕业生1.1万人。")] == [
        "普通高中招生", "普通高中在校生", "普通高中毕业生",
    ]  # fmt: skip
    assert [i for _, i, _ in figures("国有控股企业增加值增长5%，采矿业下降2%，制造业增长9%。")] == [
        "国有控股企业增加值", "采矿业增加值", "制造业增加值",
    ]  # fmt: skip


def test_a_share_without_a_whole_is_of_what_was_just_said() -> None:
    assert figures("受理国内专利申请860件，占91%。")[1] == ("91%", "国内专利申请占比", "share 91")


def test_a_name_with_brackets_is_one_name_and_a_gloss_is_not_its_indicator() -> None:
    assert figures("广义货币供应量（M2）余额60亿元，增长9%。")[0][1] == "广义货币供应量（M2）余额"
    assert figures("地区生产总值（GDP）460亿元。")[0][1] == "地区生产总值"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("地区生产总值增速前三季度均居全省第1，全年增长6.7%。", [("第1", "rank 1"), ("6.7%", "growth-rate 6.7")]),
        ("实际利用外资连续3年突破10亿美元。", [("10亿美元", "level 1000000000")]),
        ("四项指标全面下降。", [("四项", "level 4")]),
        ("签约重大项目26个。", [("26个", "level 26")]),
    ],
)
def test_a_phrase_is_read_past_times_and_up_to_adverbs(text: str, expected: list[tuple[str, str]]) -> None:
    found = figures(text)
    assert [(a, v) for a, _, v in found] == expected
    assert not any(i.endswith("全面") for _, i, _ in found)


def test_a_hedge_is_not_read_inside_a_word() -> None:
    assert [q.qualifier for q in kg.parse_quantities("签约26个，附近3个，大约5个")] == [
        "exact",
        "exact",
        "approximately",
    ]


REVIEW = """政府工作报告
——2024年1月9日在丹东市第十七届人民代表大会第三次会议上
一、过去五年工作回顾
五年累计完成固定资产投资3200亿元，年均增长6%。城镇化率由58%提高到66%。建成标准厂房40万平方米。粮食产量达到90万吨。
二、2024年工作安排
2024年经济社会发展主要预期目标是：地区生产总值增长6%。培育规上企业30户。
（一）壮大工业。实施技改项目50个，产值突破300亿元。
"""


def test_five_years_under_review_are_the_time_of_what_was_done_and_their_end_that_of_what_is() -> None:
    found = {a: (o.period, o.status) for a, o in built(REVIEW).items()}
    assert found == {
        "3200亿元": ("2019/2023", "achieved"), "6%": ("2024", "targeted"), "58%": ("2018", "achieved"),
        "66%": ("2023", "achieved"), "40万平方米": ("2019/2023", "achieved"), "90万吨": ("2023", "achieved"),
        "30户": ("2024", "targeted"), "50个": ("2024", "planned"), "300亿元": ("2024", "targeted"),
    }  # fmt: skip
    average = next(o for o in kg.build([("t", REVIEW)]).observations if o.as_written == "6%")
    assert (average.period, average.comparison) == ("2019/2023", "annual-average")


def test_a_target_that_was_met_is_no_target() -> None:
    found = built("丹东市2023年工作回顾\n\n按照年初确定的目标任务，全市地区生产总值增长5.2%，粮食产量95万吨。")
    assert {o.status for o in found.values()} == {"achieved"}


def test_who_takes_part_does_not_take_the_figures() -> None:
    found = built("丹东市2023年工作回顾\n\n丹东市着力开放。与无锡市共建产业飞地3家。鞍山市新建园区4家。")
    assert {a: o.subject_label for a, o in found.items()} == {"3家": "丹东市", "4家": "鞍山市"}


def test_a_place_that_a_text_never_names_bears_its_figures_and_is_no_other_texts_place() -> None:
    one, two = (kg.build([("t", f"全市粮食产量达到{n}万吨，全市茶叶产量{n}吨。")]).observations[0] for n in (48, 49))
    assert (one.subject_label, two.subject_label) == ("全市", "全市")
    assert one.subject != two.subject


def test_traditional_characters_broken_numbers_and_footnote_marks_are_mended() -> None:
    text = "丹东市2023年统计公报\n\n全市生产總值1 234.5億元［1］，居民消費價格上漲2.1%；人均可支配收入56 789元。"
    found = built(text)
    assert {a: o.indicator_label for a, o in found.items()} == {
        "1 234.5億元": "生产总值", "2.1%": "居民消费价格", "56 789元": "人均可支配收入",
    }  # fmt: skip
    assert all(text[o.start : o.end] == a for a, o in found.items())


def test_a_sum_in_another_currency_is_of_the_same_thing() -> None:
    assert figures("实际使用外资424亿元，增长13.2%，折64亿美元，增长16.0%。") == [
        ("424亿元", "实际使用外资", "level 42400000000"),
        ("13.2%", "实际使用外资", "growth-rate 13.2"),
        ("64亿美元", "实际使用外资", "level 6400000000"),
        ("16.0%", "实际使用外资", "growth-rate 16"),
    ]


def test_upon_what_a_year_was_is_a_base_and_no_time_of_its_own() -> None:
    found = built("丹东市2023年政府工作报告\n全市细颗粒物年均浓度在2013年基础上下降7%。")["7%"]
    assert (found.indicator_label, found.comparison, found.period) == ("细颗粒物年均浓度", "since-base", "2023")


def test_incidence_is_one_figure_with_its_base() -> None:
    assert figures("传染病发病率266.84/10万，电话普及率达到63部/百人。") == [
        ("266.84/10万", "传染病发病率", "level 266.84"),
        ("63部/百人", "电话普及率", "level 63"),
    ]
