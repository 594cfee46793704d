"""Numbers and times as printed: value, unit, hedge, span."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.numerals import chinese, number


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("粮食产量52.6万吨", "526000", "吨", "exact"),
        ("税收超30多亿元", "3000000000", "元", "more-than"),
        ("增长7.35%", "7.35", "%", "exact"),
        ("回落0.6个百分点", "0.6", "个百分点", "exact"),
        ("吸引2.4万余人次", "24000", "人次", "more-than"),
        ("支出近八成", "80", "%", "nearly"),
        ("占三成半", "35", "%", "exact"),
        ("约1,250家", "1250", "家", "approximately"),
        ("百分之六点五", "6.5", "%", "exact"),
        ("万余名志愿者", "10000", "名", "more-than"),
        ("出口3.1亿美元", "310000000", "美元", "exact"),
        ("日处理20万吨/年", "200000", "吨/年", "exact"),
        ("不低于95%", "95", "%", "at-least"),
        ("产值翻两番", "4", None, "exact"),
        ("新增１２个站", "12", "个", "exact"),
    ],
)
def test_a_printed_number_is_read_exactly(text: str, value: str, unit: str | None, qualifier: str) -> None:
    (q,) = kg.parse_quantities(text)
    assert (q.value, q.unit, q.qualifier) == (Decimal(value), unit, qualifier)
    assert text[q.start : q.end] == q.text


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("补助800至1200元", "800", "1200", "元"),
        ("人口70万—80万人", "700000", "800000", "人"),
        ("增长5%—6%", "5", "6", "%"),
    ],
)
def test_a_range_has_two_ends_and_one_unit(text: str, low: str, high: str, unit: str) -> None:
    (q,) = kg.parse_quantities(text)
    assert q.value == (Decimal(low), Decimal(high))
    assert q.unit == unit


@pytest.mark.parametrize(
    "text", ["“3+5”产业体系", "21700型电芯", "GH3030合金", "一体化发展", "5G基站", "三甲医院", "“1236”行动"]
)
def test_no_number_is_read_inside_names_and_idioms(text: str) -> None:
    assert kg.parse_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2022年前三季度", "2022-01/2022-09"),
        ("“十三五”末", "2020"),
        ("2021—2025年", "2021/2025"),
        ("今年1—11月", "2024-01/2024-11"),
        ("去年底", "2023-12-31"),
        ("前11个月", "2024-01/2024-11"),
        ("“十四五”前三年", "2021/2023"),
        ("2019年以来", "2019/2024"),
        ("3月5日至8日", "2024-03-05/2024-03-08"),
        ("2019年6月3日", "2019-06-03"),
        ("过去五年", "2020/2024"),
        ("二〇二二年", "2022"),
    ],
)
def test_a_printed_time_becomes_iso_8601(text: str, value: str) -> None:
    assert kg.parse_periods(text, 2024)[0].value == value


def test_no_period_is_invented_without_a_reference() -> None:
    assert kg.parse_periods("今年上半年") == []


@given(st.integers(1, 99_999_999))
def test_chinese_numerals_round_trip(n: int) -> None:
    assert chinese(_worded(n)) == n


def _worded(n: int) -> str:
    """A number in Chinese words, by the rules of writing them (零 for skipped places)."""
    digits, units, out = "零一二三四五六七八九", ["", "十", "百", "千"], ""
    if n >= 10_000:
        rest = n % 10_000
        return _worded(n // 10_000) + "万" + (("零" if rest < 1000 else "") + _worded(rest) if rest else "")
    for i, d in enumerate(str(n)):
        place = len(str(n)) - 1 - i
        if d != "0":
            out += ("零" if out and str(n)[i - 1] == "0" else "") + digits[int(d)] + units[place]
    return out


@given(st.text(alphabet="0123456789.,万亿元%个百分点一二三十百千年月日至—增长，。达到近余多第“”+ABC", max_size=40))
def test_any_text_gives_disjoint_slices_in_order(text: str) -> None:
    end = 0
    for q in kg.parse_quantities(text):
        assert end <= q.start < q.end
        assert text[q.start : q.end] == q.text
        end = q.end


@given(st.decimals(0, 10**6, places=2, allow_nan=False))
def test_magnitude_is_multiplied_out_exactly(value: Decimal) -> None:
    assert number(format(value, "f"), "亿") == value * 10**8


@pytest.mark.parametrize(
    ("text", "values", "unit"),
    [
        ("分别高0.7和1.2个百分点", ("0.7", "1.2"), "个百分点"),
        ("提高1个和2.6个百分点", ("1", "2.6"), "个百分点"),
        ("投资21、18亿元", ("2100000000", "1800000000"), "元"),
    ],
)
def test_a_list_that_prints_its_unit_once_shares_it(text: str, values: tuple[str, str], unit: str) -> None:
    read = kg.parse_quantities(text)
    assert [(q.value, q.unit) for q in read] == [(Decimal(v), unit) for v in values]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12亿5千万元", "1250000000", "元"),
        ("零下6摄氏度", "-6", "摄氏度"),
        ("￥30万", "300000", "元"),
        ("一点五亿", "150000000", None),
    ],
)
def test_numbers_as_people_write_them(text: str, value: str, unit: str | None) -> None:
    (q,) = kg.parse_quantities(text)
    assert (q.value, q.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "value", "unit", "kind"),
    [
        ("三四百人", ("300", "400"), "人", "count"),
        ("十七八岁", ("17", "18"), "岁", "count"),
        ("七八成", ("70", "80"), "%", "percent"),
        ("一两个", ("1", "2"), "个", "count"),
        ("一年半", "1.5", "年", "count"),
        ("两个半小时", "2.5", "小时", "count"),
        ("叁佰万元", "3000000", "元", "count"),
        ("百分之百", "100", "%", "percent"),
        ("十分之一", "0.1", None, "bare"),
        ("港币30万元", "300000", "港元", "count"),
        ("1 250 300元", "1250300", "元", "count"),
        ("前三名", "3", None, "rank"),
        ("超百亿元", "10000000000", "元", "count"),
        ("36台（套）", "36", "台（套）", "count"),
        ("兩千五百萬噸", "25000000", "吨", "count"),
    ],
)
def test_what_reports_print_beside_plain_numbers(
    text: str, value: str | tuple[str, str], unit: str | None, kind: str
) -> None:
    (q,) = kg.parse_quantities(text)
    expected = tuple(map(Decimal, value)) if isinstance(value, tuple) else Decimal(value)
    assert (q.value, q.unit, q.kind) == (expected, unit, kind)
    assert text[q.start : q.end] == q.text


@pytest.mark.parametrize("text", ["队伍", "大陆", "前三季度", "九寨沟", "百货零售", "二氧化硫", "第一产业"])
def test_what_only_looks_like_a_number_counts_nothing(text: str) -> None:
    assert [q.text for q in kg.parse_quantities(text) if q.unit or q.kind == "rank"] == []
