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
