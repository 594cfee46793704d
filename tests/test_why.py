"""kg why: each fact leads back to its characters, its line and its rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.knowledge import load
from kg.why import rows, why


@pytest.mark.parametrize("column", ["observation", "as_written", "indicator_label"])
def test_every_figure_is_found_with_its_line_and_text(built: Path, samples: Path, column: str) -> None:
    figures = rows(built, "observations")
    for figure in figures[::9]:
        origins = [o for o in why(figure[column], built) if o.reading.startswith(figure["as_written"])]
        assert any(o.start == int(figure["start"]) for o in origins)
        for o in origins:
            text = (samples / o.document).read_text(encoding="utf-8")
            assert text[o.start : o.end] == o.reading.split(" → ")[0]
            assert o.line == text.count("\n", 0, o.start) + 1
            assert text[o.start : o.end] in o.quote


def test_the_rule_named_is_a_line_of_the_ontology(built: Path) -> None:
    root = load().root
    for origin in why("567.73", built):
        name, where = origin.rule.split(" @ ")
        file, line = where.rsplit(":", 1)
        after = (root / file).read_text(encoding="utf-8").split("\n")[int(line) - 1 :]
        assert after[0] == "[[rule]]"
        assert after[1] == f'name = "{name}"'


def test_an_entity_leads_to_its_first_mention(built: Path) -> None:
    fund = next(r for r in rows(built, "entities") if r["class"] == "Fund")
    assert [o for o in why(fund["entity"], built) if o.fact == f"{fund['label']} (Fund)" and o.line]


def test_a_number_that_is_not_in_the_graph_has_its_reason(built: Path) -> None:
    listed = rows(built, "unresolved")[0]
    assert [o for o in why(listed["text"], built) if o.fact.endswith(listed["reason"])]


def test_a_folder_that_is_no_build_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expected a folder made by"):
        list(why("x", tmp_path))


def test_nothing_asked_is_said(built: Path) -> None:
    with pytest.raises(InputError, match="nothing asked"):
        list(why(" ", built))
