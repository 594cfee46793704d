"""The CSV tables: the columns of the contract in its order, cells that a spreadsheet and a program both read."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

import kg
from kg.exits import tables

CONTRACT = {
    "observations": "observation subject subject_label subject_class indicator indicator_label measure value value_max unit "
    "unit_iri as_written qualifier status comparison period scope rank_scope document start end quote quote_start quote_end rule",
    "relations": "subject subject_label subject_class predicate object object_label object_class status document start end quote rule",
    "entities": "entity label class aliases mentions document start end",
    "unresolved": "document start end text kind reason quote",
    "documents": "id path title about year sha256 characters sentences facts unresolved",
}


def rows(built: Path, name: str) -> list[dict[str, str]]:
    with (built / "tables" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_columns_are_those_of_the_contract_in_its_order(name: str, built: Path) -> None:
    raw = (built / "tables" / f"{name}.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    header = raw.decode("utf-8-sig").split("\r\n", 1)[0].split(",")
    wanted = CONTRACT[name].split()
    assert header[: len(wanted)] == wanted


def test_spans_are_what_the_column_beside_them_says(built: Path, samples: Path) -> None:
    texts = {r["id"]: (samples / r["path"]).read_bytes().decode("utf-8-sig") for r in rows(built, "documents")}
    for r in rows(built, "observations"):
        assert texts[r["document"]][int(r["start"]) : int(r["end"])] == r["as_written"]
        assert texts[r["document"]][int(r["quote_start"]) : int(r["quote_end"])] == r["quote"]
    for r in rows(built, "relations"):
        if r["document"]:
            assert texts[r["document"]][int(r["start"]) : int(r["end"])] == r["quote"]
        else:
            assert r["predicate"] == "within"
            assert "gazetteer" in r["rule"]
    for r in rows(built, "unresolved"):
        assert texts[r["document"]][int(r["start"]) : int(r["end"])] == r["text"]


def test_numbers_are_plain_decimals(built: Path) -> None:
    for r in rows(built, "observations"):
        assert "E" not in r["value"].upper()
        Decimal(r["value"])


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("5.6773E+10"), "56773000000"),
        (Decimal("11.50"), "11.5"),
        (Decimal("-8.1"), "-8.1"),
        (Decimal("100"), "100"),
        (None, ""),
        ("-8.1%", "-8.1%"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-cmd", "'-cmd"),
    ],
)
def test_cells(value: object, shown: str) -> None:
    assert tables.cell(value) == shown


def test_hostile_cells_survive_a_round_trip(tmp_path: Path) -> None:
    text = '青岚县公报\n\n2021年，青岚县实施"一县,一策"行动，小麦总产41.7万吨，比上年增加3.1%。\n'
    kg.build([('a,b".txt', text)]).write(tmp_path / "out")
    assert rows(tmp_path / "out", "documents")[0]["path"] == 'a,b".txt'
    assert all(None not in r for name in CONTRACT for r in rows(tmp_path / "out", name))


def test_rows_do_not_depend_on_the_order_of_input(samples: Path, tmp_path: Path) -> None:
    reports = sorted(samples.glob("*.txt"))
    kg.build(reports).write(tmp_path / "one")
    kg.build(reports[::-1]).write(tmp_path / "two")
    for name in CONTRACT:
        one, two = (tmp_path / d / "tables" / f"{name}.csv" for d in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
