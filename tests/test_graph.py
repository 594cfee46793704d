"""Facts → triples: what each kind of fact becomes, and that documents join rather than double."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg import iri, knowledge
from kg.exits import nx, rdf, turtle
from kg.model import Document, DocumentFacts, Entity, Ledger, Observation, Relation
from kg.stages import graph

TEXT = "青岚县年产纯碱3.2万吨，比上年增加4%。\n盐化公司获评全国节水\n企业。"
CITY, FIRM = iri.place("990001"), iri.entity("Enterprise", "990001", "盐化公司")
HONOUR = iri.entity("Honour", "990001", "全国节水企业")


def facts(identifier: str = "a" * 16) -> DocumentFacts:
    """One small report: a place, a firm, an honour, a level, a growth rate, a recognition over a line break."""
    document = Document(identifier, f"{identifier}.txt", TEXT, identifier * 4, "青岚县公报", "青岚县", "990001", 2021)
    mention = ((identifier, 0, 3),)
    entities = (
        Entity(CITY, "青岚县", "AdministrativeDivision", (), mention, "x", "990001"),
        Entity(FIRM, "盐化公司", "Enterprise", ("青岚盐化",), mention, "x", scope="990001"),
        Entity(HONOUR, "全国节水企业", "Honour", (), mention, "x", scope="990001"),
    )
    level = Observation(
        iri.observation("level"), CITY, "青岚县", "AdministrativeDivision", iri.indicator("纯碱产量"), "纯碱产量", "level",
        Decimal(32000), None, "吨", "http://qudt.org/vocab/unit/TONNE", "3.2万吨", "exact", "achieved", "", "2021", "", "",
        identifier, 7, 12, TEXT[0:20], 0, 20, "r @ f:1", "工业",
    )  # fmt: skip
    growth = replace(
        level, observation=iri.observation("growth"), measure="growth-rate", value=Decimal("4"), unit="%",
        unit_iri="http://qudt.org/vocab/unit/PERCENT", as_written="4%", comparison="", start=18, end=20,
    )  # fmt: skip
    start = TEXT.index("盐化公司")
    stated = Relation(
        FIRM, "盐化公司", "Enterprise", "recognizedAs", HONOUR, "全国节水企业", "Honour", "achieved", identifier,
        start, len(TEXT) - 1, TEXT[start:-1], "r @ f:2", "",
    )  # fmt: skip
    return DocumentFacts(document, 2, entities, (level, growth), (stated,), (), Ledger(2, 2, 0, 0, 0))


def store(*documents: DocumentFacts) -> ox.Store:
    held = ox.Store()
    held.extend(ox.Quad(t.subject, t.predicate, t.object) for t in graph.triples(documents, knowledge.load()))
    return held


def values(held: ox.Store, subject: str, prop: str) -> list[str]:
    """Values of a property, sorted."""
    return sorted(q.object.value for q in held.quads_for_pattern(ox.NamedNode(subject), graph.name(prop), None))


def test_an_observation_says_value_unit_period_and_digits_as_printed() -> None:
    held, node = store(facts()), iri.observation("level")
    assert values(held, node, "rkg:value") == ["32000"]
    assert values(held, node, "rkg:asWrittenValue") == ["3.2"]
    assert values(held, node, "rkg:asWrittenUnit") == ["万吨"]
    assert values(held, node, "rkg:periodStart") == ["2021-01-01"]
    assert values(held, node, "rkg:periodEnd") == ["2021-12-31"]
    assert values(held, node, "rkg:comparisonBasis") == []


def test_a_growth_rate_without_a_basis_says_that_none_is_stated() -> None:
    held = store(facts())
    assert values(held, iri.observation("growth"), "rkg:comparisonBasis") == [iri.code("comparison-basis", "unstated")]


@pytest.mark.parametrize(
    ("period", "start", "end", "year", "basis"),
    [
        ("2023", "2023-01-01", "2023-12-31", "2023", "during"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024", "during"),
        ("2023-01/2023-09", "2023-01-01", "2023-09-30", "2023", "during"),
        ("2020-12-31", None, "2020-12-31", "2020", "as-of"),
        ("2016/2020", "2016-01-01", "2020-12-31", None, "during"),
    ],
)
def test_periods_become_days(period: str, start: str | None, end: str, year: str | None, basis: str) -> None:
    one = facts()
    held = store(replace(one, observations=(replace(one.observations[0], period=period),)))
    node = iri.observation("level")
    assert values(held, node, "rkg:periodStart") == ([start] if start else [])
    assert values(held, node, "rkg:periodEnd") == [end]
    assert values(held, node, "rkg:year") == ([year] if year else [])
    assert values(held, node, "rkg:temporalBasis") == [iri.code("temporal-basis", basis)]


@pytest.mark.parametrize(
    ("qualifier", "value", "top", "low", "high"),
    [
        ("at-least", "60", None, ["60"], []),
        ("nearly", "60", None, [], ["60"]),
        ("exact", "60", "80", ["60"], ["80"]),
        ("at-least", "-8", None, [], ["-8"]),  # a fall of at least 8: the value is at most -8
        ("exact", "60", None, [], []),
    ],
)
def test_bounds_follow_qualifier_and_range(
    qualifier: str, value: str, top: str | None, low: list[str], high: list[str]
) -> None:
    one = facts()
    said = replace(
        one.observations[0], qualifier=qualifier, value=Decimal(value), value_max=Decimal(top) if top else None
    )
    held = store(replace(one, observations=(said,)))
    assert values(held, said.observation, "rkg:minimum") == low
    assert values(held, said.observation, "rkg:maximum") == high


def test_a_relation_is_a_plain_triple_a_claim_and_a_recognition() -> None:
    held = store(facts())
    claim = iri.claim(FIRM, iri.term("recognizedAs"), HONOUR)
    assert values(held, FIRM, "rkg:recognizedAs") == [HONOUR]
    assert values(held, claim, "rdf:type") == [iri.PREFIXES["rdf"] + "Statement", iri.term("RelationClaim")]
    recognition = iri.recognition(FIRM, HONOUR, "2021")
    assert values(held, recognition, "rkg:recipient") == [FIRM]
    assert values(held, recognition, "rkg:recognitionLevel") == [iri.code("recognition-level", "national")]


def test_a_quote_over_a_line_break_is_kept_and_also_shown_mended() -> None:
    held = store(facts())
    (evidence,) = values(held, iri.claim(FIRM, iri.term("recognizedAs"), HONOUR), "rkg:evidence")
    assert values(held, evidence, "oa:exact") == ["盐化公司获评全国节水\n企业"]
    assert values(held, evidence, "rkg:normalizedQuote") == ["盐化公司获评全国节水企业"]


def test_a_second_document_joins_the_same_nodes_with_its_own_evidence() -> None:
    alone, both = store(facts()), store(facts(), facts("b" * 16))
    for node in (iri.observation("level"), iri.claim(FIRM, iri.term("recognizedAs"), HONOUR)):
        assert len(values(alone, node, "rkg:evidence")) == 1
        assert len(values(both, node, "rkg:evidence")) == 2
        assert values(both, node, "rkg:value") == values(alone, node, "rkg:value")
    assert len(values(both, FIRM, "rkg:mentionedIn")) == 2


def test_gazetteer_facts_have_no_claim() -> None:
    one = facts()
    known = Relation(
        CITY, "青岚县", "AdministrativeDivision", "within", iri.place("99"), "某省", "AdministrativeDivision", "achieved",
        "", -1, -1, "", "gazetteer",
    )  # fmt: skip
    held = store(replace(one, relations=(known,)))
    assert values(held, CITY, "rkg:within") == [iri.place("99")]
    assert values(held, iri.claim(CITY, iri.term("within"), iri.place("99")), "rdf:type") == []


def test_no_blank_node_and_only_ascii_in_our_names() -> None:
    for t in graph.triples([facts()], knowledge.load()):
        for node in (t.subject, t.object):
            assert not isinstance(node, ox.BlankNode)
            if isinstance(node, ox.NamedNode) and node.value.startswith(iri.BASE + "id/"):
                assert node.value.isascii()
                assert "%" not in node.value


def test_turtle_is_the_same_whatever_the_order_and_reads_back_as_the_same_graph() -> None:
    triples = list(graph.triples([facts(), facts("b" * 16)], knowledge.load()))
    written = turtle.serialize(triples)
    random.Random(7).shuffle(triples)
    assert turtle.serialize(triples + triples[:9]) == written
    back = {q.triple for q in ox.parse(written, format=ox.RdfFormat.TURTLE)}
    assert back == set(triples)
    assert set(rdflib.Graph().parse(data=written)) == set(rdf.to_rdflib(triples))


def test_the_network_has_one_edge_for_a_relation_stated_twice() -> None:
    drawn = nx.network([facts(), facts("b" * 16)])
    assert drawn.nodes[FIRM]["label"] == "盐化公司"
    assert len(drawn.edges[FIRM, HONOUR, "recognizedAs"]["quotes"]) == 2
    assert drawn.number_of_edges() == 1


def test_names_that_differ_in_width_or_quotes_are_one_and_scope_divides() -> None:
    assert iri.entity("Programme", "62", "“2+4”行动") == iri.entity("Programme", "62", "２＋４行动")
    assert iri.entity("PublicInstitution", "62", "人民医院") != iri.entity("PublicInstitution", "63", "人民医院")


def test_iris_stay_as_they_were_minted() -> None:
    # an IRI is a promise: a change here breaks every graph built before
    assert iri.entity("Enterprise", "6203", "金川集团") == iri.BASE + "id/enterprise/6203-6e677109c634"
    assert iri.evidence("abc", 1, 2) == iri.BASE + "id/ev/abc-1-2"
    assert iri.indicator("gdp") == iri.BASE + "indicator/gdp"


def test_turtle_holds_no_escape_outside_literals_so_that_every_store_reads_the_same_iris(built: Path) -> None:
    text = (built / "graph.ttl").read_text(encoding="utf-8")
    bare = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>', "", text)
    assert "\\" not in bare
    assert "_:" not in bare
    assert "[" not in bare
    assert "rkgi-place:6203 a " in text
    assert "rkgc:admin-level ;" in text
