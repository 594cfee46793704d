"""The concept schemes: they follow from the lexicons, and hold together as SKOS, QUDT and the national classification ask."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, RDFS, SKOS, Namespace, URIRef

from conftest import ROOT
from kg import knowledge as ontology
from kg.errors import KnowledgeError
from kg.exits import schemes
from kg.iri import BASE, PREFIXES

ONTOLOGY = ROOT / "ontology"
FILES = ("indicators.ttl", "industries.ttl", "units.ttl")
KNOWN = ontology.load()
RKG = Namespace(BASE + "def#")
QUDT = Namespace(PREFIXES["qudt"])
UNIT = PREFIXES["unit"]
SCHEMES = {name: URIRef(f"{BASE}scheme/{name}") for name in ("indicator", "gbt4754-2017", "industry", "unit")}


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in FILES:
        graph.parse(ONTOLOGY / name)
    return graph


def concepts(graph: rdflib.Graph) -> list[URIRef]:
    return sorted(s for s in graph.subjects(RDF.type, SKOS.Concept) if isinstance(s, URIRef))


def test_the_files_are_what_the_lexicons_say_byte_for_byte() -> None:
    """`python -m kg.exits.schemes` makes them anew."""
    made = schemes.turtle(KNOWN)
    assert sorted(made) == sorted(FILES)
    assert [name for name in FILES if (ONTOLOGY / name).read_bytes() != made[name]] == []


def edited(folder: Path, name: str, old: str, new: str) -> ontology.Knowledge:
    """The lexicons with one edit in one of them."""
    (folder / "lexicon").mkdir()
    for path in (ONTOLOGY / "lexicon").glob("*.tsv"):
        (folder / "lexicon" / path.name).write_bytes(path.read_bytes())
    lexicon = folder / "lexicon" / f"{name}.tsv"
    text = lexicon.read_text("utf-8")
    assert old in text
    lexicon.write_text(text.replace(old, new, 1), "utf-8")
    return ontology.load(folder)


def test_a_changed_lexicon_changes_the_scheme(tmp_path: Path) -> None:
    known = edited(tmp_path, "indicators", "Gross regional product", 'A "new" name')
    assert rb'"A \"new\" name"@en' in schemes.turtle(known)["indicators.ttl"]
    assert schemes.write(known) == list(FILES)
    assert schemes.write(known) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("indicators", "\tgdp\t\t+1", "\tgpd\t\t+1", "broader: gpd is not in its list"),
        ("indicators", "\tnational-gdp\t", "\tgdp\t", "slug: gdp is used twice"),
        ("indicators", "Gross regional product", "", "en: a name is missing"),
        ("indicators", "\t亩\t", "\t畝\t", "unit: 畝 is not in its list"),
        ("industries", "\tgbt4754-c\n", "\tgbt4754-z\n", "broader: gbt4754-z is not in its list"),
        ("units", "\tarea\t亩", "\tfield\t亩", "kind: field is not in its list"),
    ],
)
def test_a_fault_in_a_lexicon_is_told_with_file_and_line(
    tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    known = edited(tmp_path, name, old, new)
    with pytest.raises(KnowledgeError, match=rf"^lexicon/{name}\.tsv:[0-9]+: {said}$"):
        schemes.turtle(known)


def test_every_concept_has_one_preferred_name_in_each_language(graph: rdflib.Graph) -> None:
    for concept in concepts(graph):  # S14
        names = list(graph.objects(concept, SKOS.prefLabel))
        assert sorted(str(n.language) for n in names if isinstance(n, rdflib.Literal)) == ["en", "zh"], concept
        assert all(str(n).isascii() for n in names if isinstance(n, rdflib.Literal) and n.language == "en"), concept


def test_a_name_is_preferred_or_alternative_never_both(graph: rdflib.Graph) -> None:
    for concept in concepts(graph):  # S13
        assert not set(graph.objects(concept, SKOS.prefLabel)) & set(graph.objects(concept, SKOS.altLabel)), concept


def test_every_concept_is_in_one_declared_scheme_and_reached_from_its_top(graph: rdflib.Graph) -> None:
    assert set(graph.subjects(RDF.type, SKOS.ConceptScheme)) == set(SCHEMES.values())  # S9: no concept among them
    assert not set(SCHEMES.values()) & set(concepts(graph))
    reached: dict[URIRef, set[rdflib.term.Node]] = {}
    for scheme in SCHEMES.values():
        assert len(list(graph.objects(scheme, RDFS.label))) == 2
        tops = set(graph.objects(scheme, SKOS.hasTopConcept))
        assert tops == set(graph.subjects(SKOS.topConceptOf, scheme)), scheme
        assert not any(graph.value(top, SKOS.broader) for top in tops), scheme
        reached[scheme] = tops.union(*(graph.transitive_objects(top, SKOS.narrower) for top in tops))
    for concept in concepts(graph):
        (scheme,) = graph.objects(concept, SKOS.inScheme)
        assert concept in reached[URIRef(scheme)], concept


def test_broader_and_narrower_mirror_each_other_without_circle(graph: rdflib.Graph) -> None:
    for below, above in graph.subject_objects(SKOS.broader):
        assert (above, SKOS.narrower, below) in graph
        assert graph.value(below, SKOS.inScheme) == graph.value(above, SKOS.inScheme)
    assert len(list(graph.subject_objects(SKOS.broader))) == len(list(graph.subject_objects(SKOS.narrower)))
    for concept in concepts(graph):
        assert len(list(graph.objects(concept, SKOS.broader))) <= 1, concept
        assert concept not in set(graph.transitive_objects(concept, SKOS.broader)) - {concept}
        for above in graph.objects(concept, SKOS.broader):
            assert concept not in set(graph.transitive_objects(above, SKOS.broader)), concept


def test_what_is_related_is_not_above(graph: rdflib.Graph) -> None:
    for concept in concepts(graph):  # S27, mapping relations included
        above = set(graph.transitive_objects(concept, SKOS.broader))
        above |= {a for held in above for a in graph.objects(held, SKOS.broadMatch)}
        above |= {a for held in list(above) for a in graph.transitive_objects(held, SKOS.broader)}
        assert not set(graph.objects(concept, SKOS.relatedMatch)) & above, concept


def test_indicators_say_whether_a_rise_is_good_and_in_which_unit(graph: rdflib.Graph) -> None:
    codes = rdflib.Graph().parse(ONTOLOGY / "codes.ttl")
    indicators = set(graph.subjects(RDF.type, RKG.Indicator))
    assert len(indicators) == len(KNOWN.lexicon("indicators")) > 1000
    for indicator in indicators:
        (direction,) = graph.objects(indicator, RKG.desiredDirection)
        assert (direction, SKOS.inScheme, URIRef(f"{BASE}code/direction")) in codes, indicator
        for unit in graph.objects(indicator, RKG.usualUnit):
            assert (unit, RDF.type, QUDT.Unit) in graph, (indicator, unit)
        for scope in graph.objects(indicator, RKG.indicatorScope):
            assert (scope, SKOS.inScheme, URIRef(f"{BASE}code/statistical-scope")) in codes, indicator


def test_no_two_indicators_share_an_english_name() -> None:
    counted = Counter(e["en"] for e in KNOWN.lexicon("indicators"))
    assert [name for name, n in counted.items() if n > 1] == []


def test_units_have_a_kind_and_kinds_a_base(graph: rdflib.Graph) -> None:
    kinds = {e["kind"]: e for e in KNOWN.lexicon("unit_kinds")}
    entries = KNOWN.lexicon("units")
    assert {e["kind"] for e in entries} == set(kinds)
    by_iri: dict[str, set[tuple[str, str]]] = {}
    for e in entries:
        by_iri.setdefault(e["iri"], set()).add((e["kind"], e["factor"]))
        assert not e["factor"] or Decimal(e["factor"]) > 0, e.where
        assert e["zh"], e.where
    assert [unit for unit, said in by_iri.items() if len(said) > 1] == []
    for unit in graph.subjects(RDF.type, QUDT.Unit):
        assert len(list(graph.objects(unit, QUDT.hasQuantityKind))) == 1, unit
        assert len(list(graph.objects(unit, QUDT.conversionMultiplier))) <= 1, unit


@pytest.mark.parametrize(
    ("amount", "unit", "other", "equal"),
    [
        ("15", "亩", "公顷", "1"), ("1000", "公斤", "吨", "1"), ("2", "斤", "公斤", "1"), ("1", "平方公里", "公顷", "100"),
        ("1", "吉瓦", "千瓦", "1000000"), ("1", "吨标准煤", "千克标准煤", "1000"), ("1", "元/斤", "元/公斤", "2"),
        ("1500", "元/亩", "元/平方米", "2.25"), ("365.25", "只/日", "只/年", "133407.5625"),
    ],
)  # fmt: skip
def test_units_of_a_kind_convert_into_each_other(amount: str, unit: str, other: str, equal: str) -> None:
    of = {e["unit"]: e for e in KNOWN.lexicon("units")}
    assert of[unit]["kind"] == of[other]["kind"]
    turned = Decimal(amount) * Decimal(of[unit]["factor"]) / Decimal(of[other]["factor"])
    assert abs(turned / Decimal(equal) - 1) < Decimal("1e-12")


def test_what_has_no_fixed_rate_has_no_factor() -> None:
    of = {e["unit"]: e["factor"] for e in KNOWN.lexicon("units")}
    assert {u: of[u] for u in ("美元", "人次", "标箱", "个月", "元/人", "芯公里")} == dict.fromkeys(
        ("美元", "人次", "标箱", "个月", "元/人", "芯公里"), ""
    )


def test_units_of_qudt_exist_there_with_this_kind_dimension_and_factor() -> None:
    theirs = {e["unit"]: e for e in ontology.read_tsv(Path(__file__).parent / "qudt_units.tsv", "qudt_units.tsv")}
    kinds = {e["kind"]: e for e in KNOWN.lexicon("unit_kinds")}
    for e in KNOWN.lexicon("units"):
        if not e["iri"].startswith(UNIT):
            assert e["iri"].startswith(f"{BASE}unit/"), e.where
            continue
        said, kind = theirs[e["iri"].removeprefix(UNIT)], kinds[e["kind"]]
        assert (said["dimension"], said["quantity"]) == (kind["dimension"], kind["quantity"]), e.where
        if e["factor"]:
            assert abs(Decimal(e["factor"]) / Decimal(said["multiplier"]) - 1) < Decimal("1e-12"), e.where
    for kind in kinds.values():
        own = {e["iri"] for e in KNOWN.lexicon("units")}
        base = kind["base"]
        assert not base or base in theirs or f"{BASE}unit/{base.removeprefix('own:')}" in own, kind.where


def test_the_national_classification_is_complete() -> None:
    entries = KNOWN.lexicon("industries")
    sections = [e for e in entries if re.fullmatch("[A-Z]", e["code"])]
    divisions = [e for e in entries if re.fullmatch("[0-9]{2}", e["code"])]
    assert "".join(e["code"] for e in sections) == "ABCDEFGHIJKLMNOPQRST"
    assert [e["code"] for e in divisions] == [f"{n:02}" for n in range(1, 98)]
    of = {e["slug"]: e["code"] for e in sections}
    above = "".join(of[e["broader"]] for e in divisions)
    size = dict(zip("ABCDEFGHIJKLMNOPQRST", (5, 7, 31, 3, 4, 2, 8, 2, 3, 4, 1, 2, 3, 4, 3, 1, 2, 5, 6, 1), strict=True))
    assert above == "".join(letter * n for letter, n in size.items())
    names = {e["code"]: e["name"] for e in entries if e["code"]}
    assert (names["05"], names["58"], names["79"], names["96"]) == (
        "农、林、牧、渔专业及辅助性活动", "多式联运和运输代理业", "土地管理业", "基层群众自治组织及其他组织",
    )  # fmt: skip


def test_industries_of_reports_have_names_of_their_own_and_point_to_the_classification() -> None:
    named = [e for e in KNOWN.lexicon("industries") if not e["code"]]
    codes = {e["code"] for e in KNOWN.lexicon("industries") if e["code"]}
    assert len(named) >= 150
    forms = [form for e in named for form in (e["name"], *e["aliases"].split("|")) if form]
    assert [form for form, n in Counter(forms).items() if n > 1] == []
    for e in named:
        for code in (*e["within"].split("|"), *e["related"].split("|")):
            assert not code or code in codes, e.where
    slugs = [e["slug"] for e in KNOWN.lexicon("industries")]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug) for slug in slugs)


def test_the_same_industry_of_two_places_leads_to_one_concept(tmp_path: Path) -> None:
    import kg

    found = set()
    for place in ("金昌市", "攀枝花市"):
        file = tmp_path / f"{place}-2023-政府工作报告.txt"
        file.write_text("推动康养产业、文旅产业两头并进。\n", encoding="utf-8")
        for s, p, o in kg.build([file]).graph:
            if p == SKOS.exactMatch and str(o).startswith(BASE):
                found.add((str(s), str(o)))
    assert {o for _, o in found} == {f"{BASE}industry/health-and-wellness"}
    assert len(found) == 2
