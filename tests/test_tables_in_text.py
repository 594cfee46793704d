"""Tables inside a report: each numeric cell under a heading is a figure."""

from __future__ import annotations

from decimal import Decimal

import kg

TABLE = """金昌市2023年统计公报

| 产品 | 单位 | 产量 | 比上年增长（%） |
| --- | --- | --- | --- |
| 电解镍 | 万吨 | 12.1 | -0.4 |
| 其中：出口 | 万吨 | 3 | 5.2 |

| 指标 | 年末数（万人） | 比重（%） |
| 常住人口 | 43.44 | 100.0 |
"""


def test_cells_take_indicator_from_the_row_and_measure_and_unit_from_the_heading() -> None:
    found = [
        (o.indicator_label, o.measure, o.value, o.unit, o.as_written) for o in kg.build([("t", TABLE)]).observations
    ]
    assert found == [
        ("电解镍产量", "level", Decimal(121000), "吨", "12.1"),
        ("电解镍产量", "growth-rate", Decimal("-0.4"), "%", "-0.4"),
        ("出口产量", "level", Decimal(30000), "吨", "3"),
        ("出口产量", "growth-rate", Decimal("5.2"), "%", "5.2"),
        ("常住人口", "level", Decimal(434400), "人", "43.44"),
        ("常住人口", "share", Decimal("100.0"), "%", "100.0"),
    ]


def test_cells_without_a_heading_go_to_the_ledger() -> None:
    result = kg.build([("t", "金昌市2023年统计公报\n\n全年粮食产量48万吨。\n\n食品 2.9 3.1 2.5\n")])
    assert [o.as_written for o in result.observations] == ["48万吨"]
    assert [u.text for u in result.unresolved if u.reason == "table"] == ["2.9", "3.1", "2.5"]


def read(text: str) -> list[tuple[str, str, str, Decimal, str]]:
    result = kg.build([("t", "金昌市2023年统计公报\n\n" + text)])
    source = "金昌市2023年统计公报\n\n" + text
    assert all(source[o.start : o.end] == o.as_written for o in result.observations)
    return [(o.as_written, o.indicator_label, o.measure, o.value, o.unit) for o in result.observations]


def test_a_table_parted_by_blanks_takes_its_headings_and_the_unit_said_above_it() -> None:
    assert read(
        "表1 2023年主要产品产量\n产品名称 单 位 产 量 比上年增长%\n电 解 镍 万吨 12.1 -0.4\n硫酸 万吨 310 2.5\n"
    ) == [
        ("12.1", "电解镍产量", "level", Decimal(121000), "吨"),
        ("-0.4", "电解镍产量", "growth-rate", Decimal("-0.4"), "%"),
        ("310", "硫酸产量", "level", Decimal(3100000), "吨"),
        ("2.5", "硫酸产量", "growth-rate", Decimal("2.5"), "%"),
    ]
    assert read("表2 2023年居民消费价格比上年涨跌幅度\n单位：%\n指标 全国\n城市 农村\n居民消费价格 0.2 0.3 0.1\n") == [
        ("0.2", "居民消费价格", "growth-rate", Decimal("0.2"), "%"),
        ("0.3", "城市居民消费价格", "growth-rate", Decimal("0.3"), "%"),
        ("0.1", "农村居民消费价格", "growth-rate", Decimal("0.1"), "%"),
    ]


def test_a_table_whose_cells_stand_on_lines_of_their_own_is_read_row_by_row() -> None:
    text = "指标\n绝对数\n比上年增长（%）\n地区生产总值（亿元）\n567.7\n11.5\n常住人口（万人）\n43.4\n-0.2\n\n茶叶产量3吨。\n"
    assert read(text) == [
        ("567.7", "地区生产总值", "level", Decimal("56770000000"), "元"),
        ("11.5", "地区生产总值", "growth-rate", Decimal("11.5"), "%"),
        ("43.4", "常住人口", "level", Decimal(434000), "人"),
        ("-0.2", "常住人口", "growth-rate", Decimal("-0.2"), "%"),
        ("3吨", "茶叶产量", "level", Decimal(3), "吨"),
    ]


def test_the_unit_above_a_table_with_bars_is_that_of_its_amounts() -> None:
    text = "单位：亿元\n\n| 指标 | 年末数 | 比上年末增长% |\n| --- | --- | --- |\n| 各项存款余额 | 612 | 7.7 |\n"
    assert read(text) == [
        ("612", "各项存款余额", "level", Decimal("61200000000"), "元"),
        ("7.7", "各项存款余额", "growth-rate", Decimal("7.7"), "%"),
    ]


def test_two_amounts_in_a_row_are_told_apart_and_each_growth_is_of_the_amount_before_it() -> None:
    text = "| 商品 | 数量（万吨） | 比上年增长（%） | 金额（亿美元） | 比上年增长（%） |\n| 原煤 | 125 | 2.9 | 10.6 | -1.3 |\n"
    assert read(text) == [
        ("125", "原煤数量", "level", Decimal(1250000), "吨"),
        ("2.9", "原煤数量", "growth-rate", Decimal("2.9"), "%"),
        ("10.6", "原煤金额", "level", Decimal(1060000000), "美元"),
        ("-1.3", "原煤金额", "growth-rate", Decimal("-1.3"), "%"),
    ]
