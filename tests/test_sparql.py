"""Questions to a built graph: forms of answer, errors with their place, nothing that reaches out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import knowledge
from kg.errors import InputError, QueryError
from kg.exits import sparql

FUNDS = "SELECT ?f ?l WHERE { ?f a rkg:Fund ; rdfs:label ?l } ORDER BY ?l"


@pytest.fixture(scope="module")
def store(built: Path) -> ox.Store:
    return sparql.open_graph(built)


def test_prefixes_are_preset_and_a_select_gives_rows(store: ox.Store) -> None:
    answer = sparql.ask(store, FUNDS)
    assert isinstance(answer, ox.QuerySolutions)
    assert [v.value for v in answer.variables] == ["f", "l"]
    assert len(list(answer)) >= 3


def test_the_same_answer_in_every_form(store: ox.Store) -> None:
    listed = list(csv.DictReader(io.StringIO(sparql.formatted(sparql.ask(store, FUNDS), "csv"))))
    said = json.loads(sparql.formatted(sparql.ask(store, FUNDS), "json"))["results"]["bindings"]
    assert [{n: t["value"] for n, t in row.items()} for row in said] == listed
    assert sparql.formatted(sparql.ask(store, FUNDS), "table").count("\n") == len(listed) + 2
    assert sparql.formatted(sparql.ask(store, FUNDS), "tsv").count("\n") == len(listed) + 1
    assert sparql.formatted(sparql.ask(store, FUNDS), "xml").count("<result>") == len(listed)


def test_columns_stand_under_each_other_with_wide_characters() -> None:
    lines = sparql.table(("name", "n"), [("基金", "1"), ("fund", "22")]).splitlines()
    assert {sparql.width(line[: line.index(mark)]) for line, mark in zip(lines[2:], "12", strict=True)} == {6}


def test_ask_and_construct(store: ox.Store) -> None:
    assert sparql.formatted(sparql.ask(store, "ASK { ?f a rkg:Fund }"), "table") == "true\n"
    made = sparql.ask(store, "CONSTRUCT { ?f a rkg:Fund } WHERE { ?f a rkg:Fund }")
    assert "rkg:Fund" in sparql.formatted(made, "ttl")


def test_rows_are_no_triples(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="use --format table, csv"):
        sparql.formatted(sparql.ask(store, FUNDS), "ttl")


def test_a_syntax_error_says_line_and_column(store: ox.Store) -> None:
    with pytest.raises(QueryError, match=r"2:\d+"):
        sparql.ask(store, "SELECT ?f WHERE {\n ?f rdfs:label WHERE }")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "select * where { service silent <http://example.org/> { ?s ?p ?o } }",
        "LOAD <http://example.org/x.ttl>",
    ],
)
def test_nothing_reaches_out(store: ox.Store, text: str) -> None:
    with pytest.raises(QueryError, match="refused"):
        sparql.ask(store, text)


def test_the_word_in_a_literal_or_comment_is_no_service(store: ox.Store) -> None:
    assert bool(sparql.ask(store, 'ASK { BIND("SERVICE" AS ?x) } # LOAD'))


@pytest.mark.parametrize("text", ["DELETE WHERE { ?s ?p ?o }", "DROP ALL", "INSERT DATA { rkg:a rkg:b rkg:c }"])
def test_a_question_changes_nothing(store: ox.Store, text: str) -> None:
    before = len(store)
    with pytest.raises(QueryError):
        sparql.ask(store, text)
    assert len(store) == before


def test_a_question_is_a_name_a_file_or_a_text(tmp_path: Path) -> None:
    known = knowledge.load()
    (tmp_path / "mine.rq").write_text("ASK {}", encoding="utf-8")
    assert sparql.query_text(str(tmp_path / "mine.rq"), known) == "ASK {}"
    assert "rkg:Fund" in sparql.query_text("funds-and-their-size", known)
    assert sparql.query_text(FUNDS, known) == FUNDS


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(QueryError, match=r"known: .*honours-by-level"):
        sparql.query_text("honours", knowledge.load())


def test_a_folder_without_a_graph_and_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no graph here"):
        sparql.open_graph(tmp_path)
    (tmp_path / "graph.ttl").write_text("this is not Turtle", encoding="utf-8")
    with pytest.raises(InputError, match="not readable"):
        sparql.open_graph(tmp_path)
