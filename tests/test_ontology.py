"""The ontology by itself: complete, bilingual, sound; its questions answered alike by two engines."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from conftest import ROOT
from kg.iri import BASE, PREFIXES

ONTOLOGY = ROOT / "ontology"
RKG = BASE + "def#"
QUESTIONS = sorted((ONTOLOGY / "queries").glob("*.rq"))


@pytest.fixture(scope="module")
def terms() -> rdflib.Graph:
    return rdflib.Graph().parse(ONTOLOGY / "kg.ttl")


@pytest.fixture(scope="module")
def declared(terms: rdflib.Graph) -> list[URIRef]:
    return sorted({s for s in terms.subjects(RDF.type) if isinstance(s, URIRef) and s.startswith(RKG)})


@pytest.mark.parametrize("name", ["kg", "codes", "alignments", "shapes", "indicators", "industries", "units"])
def test_every_file_reads_alike_in_two_libraries(name: str) -> None:
    path = ONTOLOGY / f"{name}.ttl"
    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    assert len(store) == len(rdflib.Graph().parse(path)) > 50


def test_every_term_has_label_and_definition_in_both_languages_and_an_example(
    terms: rdflib.Graph, declared: list[URIRef]
) -> None:
    assert len(declared) > 100
    for term in declared:
        for prop in (RDFS.label, SKOS.definition):
            assert sorted(str(o.language) for o in terms.objects(term, prop)) == ["en", "zh"], (term, prop)
        assert terms.value(term, SKOS.example), term


def test_every_property_says_what_it_joins_once(terms: rdflib.Graph, declared: list[URIRef]) -> None:
    for term in declared:
        kinds = set(terms.objects(term, RDF.type))
        if OWL.Class in kinds:
            continue
        assert kinds & {OWL.ObjectProperty, OWL.DatatypeProperty}, term
        for prop in (RDFS.domain, RDFS.range):
            assert len(list(terms.objects(term, prop))) == 1, (term, prop)  # two would mean both at once (OOPS P19)


def test_names_are_written_as_their_kind_is(terms: rdflib.Graph, declared: list[URIRef]) -> None:
    for term in declared:
        upper = (term, RDF.type, OWL.Class) in terms
        assert re.fullmatch(r"[A-Z][A-Za-z]+" if upper else r"[a-z][A-Za-z0-9]+", term[len(RKG) :]), term


def test_no_label_is_used_twice(terms: rdflib.Graph, declared: list[URIRef]) -> None:
    for kind in (OWL.Class, OWL.DatatypeProperty):
        labels = [o for t in declared if (t, RDF.type, kind) in terms for o in terms.objects(t, RDFS.label)]
        assert len(labels) == len(set(labels))


def test_no_class_is_below_itself_and_none_below_two_disjoint_ones(terms: rdflib.Graph) -> None:
    above = {c: set(terms.transitive_objects(c, RDFS.subClassOf)) - {c} for c in terms.subjects(RDF.type, OWL.Class)}
    for cls, supers in above.items():
        assert all(cls not in above.get(s, set()) for s in supers), cls
    for group in terms.objects(None, OWL.members):
        members = set(terms.items(group))
        for cls, supers in above.items():
            assert len(members & (supers | {cls})) <= 1, (cls, members & (supers | {cls}))


def test_inverses_mirror_domain_and_range(terms: rdflib.Graph) -> None:
    for one, other in terms.subject_objects(OWL.inverseOf):
        assert terms.value(one, RDFS.domain) == terms.value(other, RDFS.range), one
        assert terms.value(one, RDFS.range) == terms.value(other, RDFS.domain), one


def test_the_file_says_who_when_and_under_what_licence(terms: rdflib.Graph) -> None:
    ontology = URIRef(RKG[:-1])
    said = {str(p).replace("#", "/").rpartition("/")[2] for p in terms.predicates(ontology)}
    assert said >= {
        "title", "description", "license", "creator", "created", "modified", "status", "versionIRI", "versionInfo",
        "preferredNamespacePrefix", "preferredNamespaceUri",
    }  # fmt: skip
    assert terms.value(ontology, OWL.versionIRI) != ontology


def test_codes_are_concepts_of_one_list_with_names_in_both_languages() -> None:
    codes = rdflib.Graph().parse(ONTOLOGY / "codes.ttl")
    schemes = set(codes.subjects(RDF.type, SKOS.ConceptScheme))
    assert len(schemes) == 12
    for code in codes.subjects(RDF.type, SKOS.Concept):
        (scheme,) = codes.objects(code, SKOS.inScheme)
        assert scheme in schemes
        assert str(code).rpartition("/")[0] == str(scheme)
        assert sorted(str(o.language) for o in codes.objects(code, SKOS.prefLabel)) == ["en", "zh"], code
        above = codes.value(code, SKOS.broader)
        assert (scheme, SKOS.hasTopConcept, code) in codes if above is None else (above, SKOS.narrower, code) in codes
    for scheme in schemes:
        labels = [o for c in codes.subjects(SKOS.inScheme, scheme) for o in codes.objects(c, SKOS.prefLabel)]
        assert len(labels) == len(set(labels)), scheme


def test_alignments_speak_of_declared_terms_and_claim_no_equivalence(declared: list[URIRef]) -> None:
    links = rdflib.Graph().parse(ONTOLOGY / "alignments.ttl")
    assert {s for s in links.subjects() if str(s).startswith(RKG)} <= set(declared)
    assert not {OWL.sameAs, OWL.equivalentClass, OWL.equivalentProperty} & set(links.predicates())


def test_the_lists_of_the_contract_are_the_lists_of_codes() -> None:
    from kg.exits import check

    codes = rdflib.Graph().parse(ONTOLOGY / "codes.ttl")
    for scheme, members in (
        ("measure-kind", check.MEASURES),
        ("realization-status", check.STATUSES),
        ("value-qualifier", check.QUALIFIERS),
    ):
        listed = {str(c).rpartition("/")[2] for c in codes.subjects(SKOS.inScheme, URIRef(f"{BASE}code/{scheme}"))}
        assert listed == members


def test_there_are_thirty_questions_each_titled_and_described_in_both_languages() -> None:
    assert len(QUESTIONS) == 30
    for path in QUESTIONS:
        head = path.read_text(encoding="utf-8")
        for key in ("title@zh", "title@en", "description@zh", "description@en"):
            assert re.search(rf"^# {key}: \S", head, re.MULTILINE), (path.name, key)
        assert re.fullmatch(r"[a-z0-9-]+", path.stem)


def test_questions_use_only_declared_terms(declared: list[URIRef]) -> None:
    known = {t[len(RKG) :] for t in declared}
    codes = {str(s) for s in rdflib.Graph().parse(ONTOLOGY / "codes.ttl").subjects()}
    for path in QUESTIONS:
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"\brkg:(\w+)", text)) <= known, path.name
        assert set(re.findall(r"<(https://w3id.org/region-kg/code/[^>]+)>", text)) <= codes, path.name


@pytest.fixture(scope="module")
def engines(built: Path) -> tuple[ox.Store, rdflib.Graph]:
    store = ox.Store()
    store.bulk_load(path=str(built / "graph.ttl"), format=ox.RdfFormat.TURTLE)
    return store, rdflib.Graph().parse(built / "graph.ttl")


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda p: p.stem)
def test_a_question_has_the_same_rows_in_both_engines(path: Path, engines: tuple[ox.Store, rdflib.Graph]) -> None:
    store, graph = engines
    text = path.read_text(encoding="utf-8")
    answer = store.query(text, prefixes=PREFIXES)
    assert isinstance(answer, ox.QuerySolutions)
    names = [v.value for v in answer.variables]
    quick = sorted(tuple("" if s[n] is None else s[n].value for n in names) for s in answer)
    slow = sorted(tuple("" if c is None else str(c) for c in row) for row in graph.query(text))
    assert quick == slow


def test_only_gazetteer_facts_lack_evidence(built: Path) -> None:
    from kg import knowledge
    from kg.exits import sparql

    text = sparql.query_text("relations-without-evidence", knowledge.load())
    answer = sparql.ask(sparql.open_graph(built), text)
    assert isinstance(answer, ox.QuerySolutions)
    assert {row[1].value for row in answer} == {"within"}
