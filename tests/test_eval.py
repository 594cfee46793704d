"""The scorer counts as docs/outputs.md says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import InputError
from kg.evaluate import Score, evaluate
from kg.knowledge import load

TEXT = "金昌市2023年粮食产量48.6万吨，增长2.1%。金昌市实施“清泉”行动。"


def marked(**changes: Any) -> dict[str, Any]:
    """Gold of TEXT, with changes to its first figure."""
    harvest = {
        "start": 12, "end": 18, "text": "48.6万吨", "value": "486000", "unit": "吨", "measure": "level",
        "subject": "金昌市", "indicator": "粮食产量", "period": "2023",
    }  # fmt: skip
    growth = {
        "start": 21, "end": 25, "text": "2.1%", "value": "2.1", "unit": "%", "measure": "growth-rate",
        "subject": "金昌市", "indicator": "粮食产量", "period": "2023",
    }  # fmt: skip
    for figure in (harvest, growth):
        assert TEXT[figure["start"] : figure["end"]] == figure["text"]
    return {
        "observations": [{**harvest, **changes}, growth],
        "entities": [{"name": "金昌市", "class": "AdministrativeDivision"}, {"name": "清泉行动", "class": "Programme"}],
        "relations": [{"subject": "金昌市", "predicate": "implements", "object": "清泉行动"}],
    }


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eval") / "text"
    return kg.build([("text.txt", TEXT)]).write(folder).parent


def scores(out: Path, tmp_path: Path, gold: dict[str, Any]) -> dict[str, Score]:
    file = tmp_path / "text.gold.json"
    file.write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    ((_, found),) = evaluate(file, out, load())
    return {s.kind: s for s in found}


def test_a_build_that_agrees_scores_one_throughout(out: Path, tmp_path: Path) -> None:
    assert {k: s.f1 for k, s in scores(out, tmp_path, marked()).items()} == {
        "found": 1.0, "bound": 1.0, "entities": 1.0, "relations": 1.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "found", "bound"),
    [
        ({"start": 13}, 2, 2),  # overlapping spans with the same value and unit
        ({"value": "486"}, 1, 1),
        ({"unit": "斤"}, 1, 1),
        ({"start": 0, "end": 3}, 1, 1),  # the same figure elsewhere is another figure
        ({"measure": "capacity"}, 2, 2),  # a capacity is a level
        ({"measure": "share"}, 2, 1),
        ({"indicator": "全市粮食产量"}, 2, 2),  # leading words that name no indicator
        ({"indicator": "小麦产量"}, 2, 1),
        ({"indicator": "小麦产量", "indicator_alt": ["粮食产量"]}, 2, 2),
        ({"subject": "永昌县"}, 2, 1),
        ({"subject": "永昌县", "subject_alt": ["金昌市"]}, 2, 2),
        ({"period": "2022"}, 2, 1),
        ({"period": "2023-12"}, 2, 2),  # a month of the same year
        ({"period": "2023-01/2023-12"}, 2, 2),  # the same stretch of time
        ({"status": "planned"}, 2, 2),  # status is read but not part of the score
    ],
)
def test_what_counts_as_found_and_as_bound(
    out: Path, tmp_path: Path, changes: dict[str, Any], found: int, bound: int
) -> None:
    reached = scores(out, tmp_path, marked(**changes))
    assert (reached["found"].right, reached["bound"].right) == (found, bound)


def test_relations_accept_alternatives_and_the_broader_property(out: Path, tmp_path: Path) -> None:
    gold = marked()
    for predicate, alternatives, right in (
        ("participatesIn", [], 1), ("organizes", ["implements"], 1), ("establishes", [], 0),
    ):  # fmt: skip
        gold["relations"] = [{**gold["relations"][0], "predicate": predicate, "predicate_alt": alternatives}]
        assert scores(out, tmp_path, gold)["relations"].right == right


def test_nothing_to_compare_is_said(out: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no gold here"):
        evaluate(tmp_path, out, load())


def test_no_counts_give_zero_and_not_an_error() -> None:
    assert Score("found", 0, 0, 0, (), ()).f1 == 0.0
