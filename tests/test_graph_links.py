"""Links the graph makes between facts, and persons of a byline."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

import kg
from kg import iri
from kg.stages import graph


def test_a_growth_points_to_the_level_it_qualifies() -> None:
    result = kg.build(
        [("t", "金昌市2023年综述\n\n2023年，全市粮食产量48.57万吨，增长3.1%，城镇居民人均可支配收入50366元。")]
    )
    store = ox.Store()
    store.load(result.turtle(), format=ox.RdfFormat.TURTLE)
    links = list(store.quads_for_pattern(None, ox.NamedNode(iri.term("changeOf")), None))
    by_number = {o.as_written: o.observation for o in result.observations}
    assert [(q.subject.value, q.object.value) for q in links] == [(by_number["3.1%"], by_number["48.57万吨"])]
    assert {o.as_written: o.scope for o in result.observations}["50366元"] == "urban"


def test_every_name_of_a_byline_is_a_person_and_no_title_is() -> None:
    result = kg.build([("t", "金昌市2023年综述\n\n记者 李文海 通讯员 张晓\n\n全年地区生产总值567.73亿元。")])
    assert {e.label for e in result.entities if e.cls == "Person"} == {"李文海", "张晓"}


def read(text: str) -> tuple[kg.Result, ox.Store]:
    result = kg.build([("t.txt", f"金昌市2023年综述\n\n2023年，{text}")])
    store = ox.Store()
    store.load(result.turtle(), format=ox.RdfFormat.TURTLE)
    return result, store


def said(store: ox.Store, node: str | None, prop: str) -> set[str]:
    """Values of a property, of one node or of all."""
    subject = ox.NamedNode(node) if node else None
    return {q.object.value for q in store.quads_for_pattern(subject, graph.name(prop), None)}


def test_a_share_points_to_the_level_before_it_and_a_target_to_none_of_another_clause() -> None:
    result, store = read("新能源装机533.15万千瓦，占全部装机的74%。全市粮食产量48.57万吨。2024年，粮食产量目标增长9%。")
    by_number = {o.as_written: o.observation for o in result.observations}
    links = {(q.subject.value, q.object.value) for q in store.quads_for_pattern(None, graph.name("rkg:changeOf"), None)}
    assert links == {(by_number["74%"], by_number["533.15万千瓦"])}


@pytest.mark.parametrize(
    ("words", "place"),
    [("全国第三", "0"), ("全省第一", "62"), ("全市第二", "6203")],
)
def test_a_rank_points_to_the_place_it_holds_in(words: str, place: str) -> None:
    _, store = read(f"外贸进出口总值居{words}。")
    assert said(store, None, "rkg:rankScope") == {iri.place(place)}
    assert said(store, iri.place(place), "rkg:divisionCode") == {place}
    assert said(store, iri.place(place), "rdfs:label")
    assert not said(store, None, "rkg:rankScopeText")


def test_a_set_that_is_no_place_of_the_gazetteer_stays_in_words() -> None:
    _, store = read("外贸进出口总值居西部地区第二。")
    assert said(store, None, "rkg:rankScopeText") == {"西部地区"}
    assert not said(store, None, "rkg:rankScope")


def test_the_size_of_a_ranked_set_is_no_figure_of_the_city() -> None:
    result, store = read("在参加测评的118个城市中排名第二。")
    assert [o.as_written for o in result.observations] == ["第二"]
    assert said(store, result.observations[0].observation, "rkg:rankPopulation") == {"118"}
    assert result.report()["ledger"]["holds"]


def test_a_cumulative_figure_has_no_first_day() -> None:
    result, store = read("累计发放助企贷款35亿元，全年发放补贴3亿元。")
    summed, yearly = (o.observation for o in result.observations)
    assert said(store, summed, "rkg:temporalBasis") == {iri.code("temporal-basis", "cumulative")}
    assert not said(store, summed, "rkg:periodStart")
    assert said(store, yearly, "rkg:temporalBasis") == {iri.code("temporal-basis", "during")}
    assert said(store, yearly, "rkg:periodStart") == {"2023-01-01"}


@pytest.mark.parametrize(
    ("words", "basis"),
    [
        ("增长3.1%", "unstated"),
        ("同比增长3.1%", "year-on-year"),
        ("比上年增长3.1%", "year-on-year"),
        ("比去年下降3.1%", "year-on-year"),
        ("同口径增长3.1%", "unstated"),
        ("按可比价格计算增长3.1%", "unstated"),
        ("较2019年增长3.1%", "since-base"),
        ("比年初增长3.1%", "since-base"),
        ("环比增长3.1%", "period-on-period"),
        ("年均增长3.1%", "annual-average"),
    ],
)
def test_a_basis_is_said_only_where_the_text_says_it(words: str, basis: str) -> None:
    result, store = read(f"粮食产量{words}。")
    assert [o.comparison for o in result.observations] == [basis]
    assert said(store, None, "rkg:comparisonBasis") == {iri.code("comparison-basis", basis)}


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("规模以上工业增加值增长3%", "above-designated-size"),
        ("新增就业岗位27个", "new-in-period"),
        ("城镇登记失业率3.1%", "urban"),
        ("农村居民人均可支配收入21219元", "rural"),
        ("城镇化率62.3%", ""),
    ],
)
def test_the_scope_of_a_statistic_is_read_from_its_name(words: str, scope: str) -> None:
    result, _ = read(f"{words}。")
    assert [o.scope for o in result.observations] == [scope]


def test_the_graph_says_what_made_it_and_nothing_about_when() -> None:
    _, store = read("粮食产量48.57万吨。")
    (dataset,) = (
        q.subject.value for q in store.quads_for_pattern(None, graph.name("rdf:type"), graph.name("dcat:Dataset"))
    )
    assert said(store, dataset, "dcterms:conformsTo") == {f"{iri.BASE}def/0.1.0"}
    assert len(said(store, dataset, "dcterms:source")) == 1
    (activity,) = said(store, dataset, "prov:wasGeneratedBy")
    (software,) = said(store, activity, "prov:wasAssociatedWith")
    assert said(store, software, "owl:versionInfo") == {kg.__version__}
    assert not said(store, None, "prov:startedAtTime") | said(store, None, "prov:endedAtTime")


def test_every_code_the_graph_uses_has_its_names_in_it() -> None:
    _, store = read("预计粮食产量48.57万吨，增长3.1%，星海大桥建成通车。")
    used = {q.object.value for q in store if isinstance(q.object, ox.NamedNode) and "/code/" in q.object.value}
    items = {c for c in used if len(c.removeprefix(f"{iri.BASE}code/").split("/")) == 2}
    assert len(items) > 5
    for code in items:
        assert len(said(store, code, "skos:prefLabel")) == 2, code


def test_an_attribute_is_a_triple_and_a_claim_with_evidence() -> None:
    result, store = read("全市实施“十大行动”，粮食产量48.57万吨。")
    (parts,) = result.attributes
    assert said(store, parts.entity, "rkg:statedPartCount") == {"10"}
    (claim,) = (
        q.subject.value
        for q in store.quads_for_pattern(None, graph.name("rdf:predicate"), graph.name("rkg:statedPartCount"))
    )
    assert said(store, claim, "rdf:subject") == {parts.entity}
    assert said(store, claim, "rdf:object") == {"10"}
    (evidence,) = said(store, claim, "rkg:evidence")
    assert said(store, evidence, "oa:exact") == {"“十大行动”"}
