"""Questions to a built graph: forms of answer, errors with their place, nothing that reaches out."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from conftest import ROOT
from kg import knowledge
from kg.errors import InputError, QueryError
from kg.exits import sparql
from kg.exits.sparql import reference

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


@pytest.mark.parametrize("text", ["DESCRIBE ?x { ?x a rkg:Observation }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"])
def test_turtle_has_no_name_with_a_backslash(store: ox.Store, text: str) -> None:
    made = sparql.formatted(sparql.ask(store, text), "ttl")
    assert "rkgi-obs:" in made
    assert "rkgc-measure-kind:level" in made
    assert re.search(r"^[^\"]*\\", made, re.MULTILINE) is None
    assert set(ox.parse(made, format=ox.RdfFormat.TURTLE)) == set(
        ox.parse(sparql.formatted(sparql.ask(store, text), "nt"), format=ox.RdfFormat.N_TRIPLES)
    )


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


# two engines, one answer


QUESTIONS = sorted(p.stem for p in (ROOT / "ontology" / "queries").glob("*.rq"))


@pytest.fixture(scope="module")
def graph(built: Path) -> Any:
    return reference.open_graph(built)


def rows(answer: Any) -> list[tuple[str, ...]]:
    """What an answer says, in no order, numbers by their value."""
    return sorted(tuple(value(t) for t in row) for row in answer)


def value(term: Any) -> str:
    if isinstance(term, ox.Literal) and term.datatype.value.rpartition("#")[2] in ("decimal", "integer", "double"):
        return str(Decimal(term.value).normalize() + 0)
    return str(term)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_the_same_answer_from_both_engines(store: ox.Store, graph: Any, name: str) -> None:
    text = sparql.query_text(name, knowledge.load())
    mine, other = sparql.ask(store, text), reference.ask(graph, text)
    assert isinstance(mine, ox.QuerySolutions)
    assert isinstance(other, ox.QuerySolutions)
    assert mine.variables == other.variables
    assert rows(mine) == rows(other)


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("claims-in-text-order", "place=金昌市"),
        ("everything-about", "name=永昌县"),
        ("what-is-in-a-county", "code=620302"),
        ("growth-above-20-percent", "least=50.5"),
        ("sources-that-disagree", "year=2020"),
        ("relations-without-evidence", "kind=rkg:implements"),
        ("figures-that-are-not-firm", "limit=3"),
        ("initiatives-implemented", "offset=1"),
    ],
)
def test_a_parameter_changes_the_answer_alike_in_both_engines(
    store: ox.Store, graph: Any, name: str, setting: str
) -> None:
    text = sparql.query_text(name, knowledge.load())
    changed = sparql.settled(text, [setting])
    found = rows(sparql.ask(store, changed))
    assert found == rows(reference.ask(graph, changed))
    assert found != rows(sparql.ask(store, text))


@pytest.mark.parametrize(
    "text",
    ["CONSTRUCT { ?f a rkg:Fund } WHERE { ?f a rkg:Fund }", "ASK { ?f a rkg:Fund }", "DESCRIBE ?f { ?f a rkg:Fund }"],
)
def test_every_form_of_query_from_both_engines(store: ox.Store, graph: Any, text: str) -> None:
    mine, other = sparql.ask(store, text), reference.ask(graph, text)
    if isinstance(mine, ox.QueryBoolean):
        assert bool(mine) == bool(other)
    elif text.startswith("CONSTRUCT"):
        assert set(mine) == set(other)
    else:  # what DESCRIBE gives is each engine's choice
        assert set(mine) & set(other)


@pytest.mark.parametrize("engine", [sparql, reference])
def test_no_engine_reads_a_file_that_a_query_names(store: ox.Store, graph: Any, tmp_path: Path, engine: Any) -> None:
    (tmp_path / "x.ttl").write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    text = f"SELECT * FROM <{(tmp_path / 'x.ttl').as_uri()}> {{ ?s ?p ?o }}"
    held = store if engine is sparql else graph
    with contextlib.suppress(QueryError):
        assert "urn:c" not in sparql.formatted(engine.ask(held, text), "csv")


# parameters are terms


@pytest.mark.parametrize(
    ("text", "settings", "made"),
    [
        ('SELECT * { VALUES ?x { "a"@zh } ?s ?p ?x }', ["x=b"], '"b"@zh'),
        ('SELECT * { VALUES ?x { "a"@zh } ?s ?p ?x }', ["x=b", "x=c"], '"b"@zh "c"@zh'),
        ('SELECT * { VALUES ?x { "a"@zh } ?s ?p ?x }', ['x="} # \\'], r'"\"} # \\"@zh'),
        ("SELECT * { VALUES ?x { rkg:Fund } ?s a ?x }", ["x=rkg:Policy"], "<https://w3id.org/region-kg/def#Policy>"),
        (
            'SELECT * { VALUES ?x { "2023"^^xsd:gYear } ?s ?p ?x }',
            ["x=2020"],
            '"2020"^^<http://www.w3.org/2001/XMLSchema#gYear>',
        ),
        ("SELECT * { ?s ?p ?x }", ['x="b"@zh'], 'VALUES ?x { "b"@zh }'),
        ("CONSTRUCT { ?s ?p ?x } WHERE { ?s ?p ?x }", ["x=7"], "WHERE { VALUES ?x { 7 }"),
        ("SELECT * { ?s ?p ?x FILTER EXISTS { ?x ?y ?z } }", ["x=a"], '{ VALUES ?x { "a" }'),
        ("SELECT * { ?s ?p ?x } LIMIT 10 OFFSET 0", ["offset=20", "limit=7"], "LIMIT 7 OFFSET 20"),
        ("SELECT * { ?limit ?p ?x } LIMIT 10", ["limit=7"], "VALUES ?limit { 7 }"),
        (
            "SELECT * { { VALUES ?x { 1 } ?s ?p ?x } UNION { VALUES ?x { 1 } ?x ?p ?s } }",
            ["x=2"],
            "{ VALUES ?x { 2 } ?s ?p ?x } UNION { VALUES ?x { 2 } ?x ?p ?s }",
        ),
    ],
)
def test_a_setting_becomes_a_term(text: str, settings: list[str], made: str) -> None:
    settled = sparql.settled(text, settings)
    assert made in settled
    sparql.ask(ox.Store(), settled)


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("least", "expected name=value"),
        ("most=3", "it has: least=20"),
        ("least=many", "expected a value of type integer"),
        ("least=", "expected a value of type integer"),
    ],
)
def test_a_setting_that_does_not_fit_is_told(setting: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        sparql.settled(sparql.query_text("growth-above-20-percent", knowledge.load()), [setting])


@pytest.mark.parametrize("setting", ["limit=-1", "limit=", "limit=1 } DROP ALL", "limit=٣", "offset=1.5", "offset=1e9"])
def test_a_page_is_a_whole_number(setting: str) -> None:
    with pytest.raises(QueryError, match="expected one whole number, 0 or more"):
        sparql.settled(sparql.query_text("figures-that-are-not-firm", knowledge.load()), [setting])


@pytest.mark.parametrize(
    ("name", "most"), [("figures-that-are-not-firm", 4), ("growth-without-basis", 5), ("initiatives-implemented", 1)]
)
def test_pages_together_are_the_whole_answer(store: ox.Store, graph: Any, name: str, most: int) -> None:
    text = sparql.query_text(name, knowledge.load())
    whole = rows(sparql.ask(store, text))
    pages: list[tuple[str, ...]] = []
    for offset in range(0, 100, most):
        asked = sparql.settled(text, [f"limit={most}", f"offset={offset}"])
        page = rows(sparql.ask(store, asked))
        assert page == rows(reference.ask(graph, asked))
        if not page:
            break
        pages += page
    assert len(whole) > most
    assert sorted(pages) == whole


def test_kinds_of_relation_are_all_asked_for_evidence() -> None:
    """The default kinds and the four that the description names are what claims can say of labelled things."""
    asked = sparql.parameters(sparql.query_text("relations-without-evidence", knowledge.load()))["kind"].split()
    known = reference.open_graph(ROOT / "ontology" / "kg.ttl")
    text = """SELECT ?p { ?p a owl:ObjectProperty ; rdfs:domain ?d ; rdfs:range ?r
      FILTER (STRSTARTS(STR(?p), STR(rkg:)) && STRSTARTS(STR(?r), STR(rkg:)))
      FILTER (?d NOT IN (rkg:Observation, rkg:Recognition, rkg:Evidence, rkg:Claim, rkg:Indicator))
      FILTER (?r NOT IN (rkg:Document, rkg:Recognition)) FILTER NOT EXISTS { ?other owl:inverseOf ?p } }"""
    declared = {row[0].value.rpartition("#")[2] for row in reference.ask(known, text)}
    large = {"implements", "establishes", "undertakes", "pursues"}
    assert {a.removeprefix("rkg:") for a in asked} | large == declared


def test_only_places_in_places_carry_no_evidence(store: ox.Store) -> None:
    text = sparql.query_text("relations-without-evidence", knowledge.load())
    large = [f"kind=rkg:{kind}" for kind in ("implements", "establishes", "undertakes", "pursues")]
    assert {row[1].value for row in sparql.ask(store, text)} == {"within"}
    assert rows(sparql.ask(store, sparql.settled(text, large))) == []


# what people read


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "SELECT ?x WHRE { ?x ?y ?z }",
            "1:11: `WHRE` does not fit here: expected DISTINCT or WHERE\n  SELECT ?x WHRE { ?x ?y ?z }\n            ^",
        ),
        (
            'ASK { "金昌市" . ?s ?p ?o }',
            '1:13: `.` does not fit here\n  ASK { "金昌市" . ?s ?p ?o }\n         \u3000\u3000\u3000  ^',
        ),
        ("SELECT *\n{ ?s ?p ?o", "2:9: the query ends too early: { of 2:1 is still open"),
        ("ASK { ?s rkgg:x ?o }", "1:10: the prefix rkgg: is not declared (did you mean rkg:?)"),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", "unbound"),
        ("DROP ALL", "1:1: DROP changes a graph, a query only asks"),
    ],
)
def test_a_wrong_query_is_shown_with_its_place(text: str, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        sparql.ask(ox.Store(), text)
    assert says in str(caught.value)


def test_unknown_terms_are_named_with_what_was_meant() -> None:
    root = knowledge.load().root
    text = "SELECT * { ?s a rkg:Fnud ; rkg:observedEntity ?o ; rkg:indikator <https://w3id.org/region-kg/code/stage/breakthru> }"
    assert list(sparql.unknown_terms(text, root)) == [
        "1:17: rkg:Fnud is not a term of the vocabulary: did you mean rkg:Fund?",
        "1:52: rkg:indikator is not a term of the vocabulary: did you mean rkg:indicator?",
        "1:66: <https://w3id.org/region-kg/code/stage/breakthru> is not a term of the vocabulary: "
        "did you mean <https://w3id.org/region-kg/code/stage/breakthrough>?",
    ]


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_has_a_term_that_is_not_declared(name: str) -> None:
    known = knowledge.load()
    assert list(sparql.unknown_terms(sparql.query_text(name, known), known.root)) == []


def test_a_table_does_not_drive_the_terminal() -> None:
    assert sparql.table(["x"], [["\x1b[2J金\u200b昌\n市"]]) == "x\n──────────\n[2J金昌 市\n"


def kg(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "kg.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=60, **options)


def test_the_command_asks_with_parameters_forms_and_engines(built: Path) -> None:
    words = ["query", "growth-above-20-percent", str(built), "--set", "least=50", "--format", "json"]
    mine, other = kg(*words), kg(*words, "--engine", "rdflib")
    assert mine.returncode == other.returncode == 0
    read = [
        [{n: t["value"] for n, t in r.items()} for r in json.loads(d.stdout)["results"]["bindings"]]
        for d in (mine, other)
    ]
    assert len(read[0]) == len(read[1]) > 0
    assert kg("query", "-", str(built), input="ASK { ?f a rkg:Fund }").stdout == "true\n"
    done = kg("query", "--list")
    assert "growth above" not in done.stdout
    assert "    indicators that grew by more than 20 %\n    --set least=20\n" in done.stdout
    assert "    增长超过20%的指标\n" in done.stdout


def test_a_full_page_is_said_to_be_one(built: Path) -> None:
    done = kg("query", "figures-that-are-not-firm", str(built), "--set", "limit=5", "--set", "offset=5")
    note = "kg: one page (limit=5, offset=5); the next, if there is more: --set offset=10\n"
    assert (done.returncode, done.stderr) == (0, note)
    assert kg("query", "figures-that-are-not-firm", str(built)).stderr == ""
    assert "    --set limit=1000\n    --set offset=0\n" in kg("query", "--list").stdout


def test_the_command_outlives_its_engine(built: Path) -> None:
    done = kg("query", "ASK {" + "OPTIONAL{?s ?p ?o}" * 5000 + "}", str(built))
    assert (done.returncode, "nested too deeply" in done.stderr) == (2, True)
    done = kg("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }", str(built), "--timeout", "0.5")
    assert (done.returncode, done.stderr) == (
        2,
        "kg: stopped after 0.5 s: ask for less, or allow more with --timeout\n",
    )
