"""Figures that do not go together warn, with both quotes; they never fail a check and are never changed."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg import knowledge
from kg.exits import check

LAST = "2022年金昌市国民经济和社会发展统计公报\n\n全市粮食产量80万吨，牛奶产量50万吨，地区生产总值400亿元。\n"
SOUND = "全市粮食产量82万吨，比上年增长2.5%，牛奶产量52万吨，增加2万吨，地区生产总值460亿元，增长9%。"


def warned(tmp_path: Path, *texts: str) -> list[tuple[str, str]]:
    """(rule, detail) of the warnings of reports on 2023 beside that on 2022; there must be no failures."""
    head = "2023年金昌市国民经济和社会发展统计公报\n\n"
    out = kg.build([("2022.txt", LAST), *((f"{i}.txt", head + t) for i, t in enumerate(texts))]).write(tmp_path / "out")
    outcome = check.examine(out, knowledge.load(), run_shapes=False)
    assert outcome.failures == ()
    assert all(w.warning for w in outcome.warnings)
    return [(w.rule, w.detail) for w in outcome.warnings]


def test_figures_that_go_together_do_not_warn(tmp_path: Path) -> None:
    assert warned(tmp_path, SOUND) == []


@pytest.mark.parametrize(
    ("text", "rule", "told"),
    [
        ("粮食产量82万吨，比上年增长25%。", "growth-and-levels", ("= 2.5 ≠ 25", "“全市粮食产量80万吨", "增长25%。”")),
        ("牛奶产量52万吨，增加9万吨。", "change-and-levels", ("= 20000 ≠ 90000", "牛奶产量50万吨")),
        ("民间投资占全部投资的比重达到140%。", "share-above-hundred", ("140 % > 100 %",)),
        (
            "地区生产总值460亿元，其中第一产业增加值40亿元，第二产业增加值300亿元，第三产业增加值220亿元。",
            "parts-and-whole",
            ("= 56000000000 ≠ 46000000000",),
        ),
    ],
)
def test_figures_that_do_not_go_together_warn_with_their_quotes(
    text: str, rule: str, told: tuple[str, ...], tmp_path: Path
) -> None:
    found = [detail for name, detail in warned(tmp_path, text) if name == rule]
    assert len(found) == 1
    assert all(words in found[0] for words in told), found


def test_a_plan_done_to_more_than_a_hundred_per_cent_does_not_warn(tmp_path: Path) -> None:
    assert warned(tmp_path, "清收不良资产5亿元，完成年度目标的161%。") == []
