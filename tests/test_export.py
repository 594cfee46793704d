"""What an export promises: the same facts in another form, whole or not at all, the same bytes for the same graph."""

from __future__ import annotations

import errno
import gzip
import hashlib
import io
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import networkx
import pyoxigraph as ox
import pytest
import rdflib

import cube_law
import kg
from conftest import ROOT
from kg.cli import main
from kg.errors import EmptyGraphError, InputError
from kg.exits import export
from kg.exits.export import aside, quads
from kg.exits.export.plain import reified
from kg.iri import PREFIXES, code, term

RDF, XSD = PREFIXES["rdf"], PREFIXES["xsd"]
A = ox.NamedNode(f"{RDF}type")
FORMS = sorted(export.FORMATS)


def node(prefixed: str) -> ox.NamedNode:
    prefix, _, local = prefixed.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def triples(path: Path) -> set[ox.Triple]:
    return {q.triple for q in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)}


def source(of: Iterable[ox.Triple], path: Path | None = None) -> export.Source:
    listed = tuple(of)
    return export.Source("made", lambda: listed, ROOT / "ontology", path)


def written(of: export.Source | Path, form: str) -> bytes:
    opened = export.opened(of, ROOT / "ontology") if isinstance(of, Path) else of
    out = io.BytesIO()
    export.FORMATS[form].write(opened, out)
    return out.getvalue()


@pytest.fixture(scope="module")
def graph(built: Path) -> set[ox.Triple]:
    return triples(built / "graph.ttl")


# what texts hold: ends of lines of every system, controls from PDFs, hanzi beyond the first plane, markup, quotes
TEXTS = ("一\r\n二\r三\n", "a\tb\x0cc\x01d\x7f\x85\u2028", "𠮷野家🙂\ufffd", "<b>&amp;\"'\\</b>]]>", "", " 空 ")


@pytest.fixture(scope="module")
def nasty() -> tuple[ox.Triple, ...]:
    me = node("rkgi:fund/6203-000000000001")
    return (
        ox.Triple(me, A, node("rkg:Fund")),
        *(ox.Triple(me, node("rdfs:label"), ox.Literal(t, language="zh")) for t in TEXTS),
        *(ox.Triple(me, node("oa:exact"), ox.Literal(t)) for t in TEXTS),
        ox.Triple(me, node("oa:exact"), ox.Literal("misplaced", language="en")),
        ox.Triple(me, node("rkg:value"), ox.Literal("22074.70", datatype=node("xsd:decimal"))),
        ox.Triple(me, node("rkg:value"), ox.Literal("7", datatype=node("xsd:integer"))),
        ox.Triple(me, node("oa:start"), ox.Literal("007", datatype=node("xsd:integer"))),
        ox.Triple(me, node("oa:start"), ox.Literal("9" * 30, datatype=node("xsd:integer"))),
        ox.Triple(me, node("rkg:year"), ox.Literal("2023", datatype=node("xsd:gYear"))),
        ox.Triple(me, node("rkg:within"), ox.NamedNode("urn:x:a:b")),
        ox.Triple(me, node("rdfs:label"), ox.Literal("no language")),
        ox.Triple(me, ox.NamedNode("http://example.org/of-another"), ox.NamedNode("https://w3id.org/region-kg/id/")),
    )


# -------------------- triples


@pytest.mark.parametrize("form", ["nt", "rdfxml"])
def test_the_same_triples_as_the_graph(built: Path, graph: set[ox.Triple], form: str) -> None:
    parsed = ox.parse(written(built, form), format=ox.RdfFormat.N_TRIPLES if form == "nt" else ox.RdfFormat.RDF_XML)
    assert {q.triple for q in parsed} == graph


def test_n_triples_keep_every_character(nasty: tuple[ox.Triple, ...]) -> None:
    assert {q.triple for q in ox.parse(written(source(nasty), "nt"), format=ox.RdfFormat.N_TRIPLES)} == set(nasty)


def test_rdf_xml_keeps_returns_and_says_how_many_characters_xml_cannot_carry(nasty: tuple[ox.Triple, ...]) -> None:
    out = io.BytesIO()
    counts = export.FORMATS["rdfxml"].write(source(nasty), out)
    assert counts == {"triples": len(nasty), "replaced": 4}  # a form feed and U+0001, in two literals
    read = rdflib.Graph().parse(data=out.getvalue(), format="xml")  # expat, which folds a bare return
    texts = {str(o) for o in read.objects(None, rdflib.URIRef(PREFIXES["rdfs"] + "label"))}
    assert texts == {re.sub("[\x0c\x01]", "\ufffd", t) for t in TEXTS} | {"no language"}


def test_turtle_1_2_reifies_each_claim_and_reads_back_as_the_graph(built: Path, graph: set[ox.Triple]) -> None:
    text = written(built, "ttl12")
    assert text.startswith(b'VERSION "1.2"\n')
    claims = {t.subject for t in graph if t.object == node("rkg:RelationClaim")}
    back, reifiers = set(), set()
    for q in ox.parse(text, format=ox.RdfFormat.TURTLE):
        if isinstance(q.object, ox.Triple):
            assert q.predicate == node("rdf:reifies")
            reifiers.add(q.subject)
            said = q.object
            back |= {
                ox.Triple(q.subject, A, node("rdf:Statement")),
                ox.Triple(q.subject, node("rdf:subject"), said.subject),
                ox.Triple(q.subject, node("rdf:predicate"), said.predicate),
                ox.Triple(q.subject, node("rdf:object"), said.object),
            }
        else:
            assert q.predicate.value not in (f"{RDF}subject", f"{RDF}predicate", f"{RDF}object")
            back.add(q.triple)
    assert reifiers == claims != set()
    assert back == graph


def test_a_claim_that_is_not_whole_is_left_as_it_is() -> None:
    half = [ox.Triple(node("rkgi:claim/1"), node("rdf:subject"), node("rkgi:place/6203"))]
    counts = {"reifiers": 0}
    assert list(reified(half, counts)) == half
    assert counts == {"reifiers": 0}


# -------------------- JSON-LD


def test_json_ld_is_the_graph_again_in_pyoxigraph_and_rdflib(built: Path, graph: set[ox.Triple]) -> None:
    text = written(built, "jsonld")
    assert {q.triple for q in ox.parse(text, format=ox.RdfFormat.JSON_LD)} == graph
    other, ours = rdflib.Graph().parse(data=text, format="json-ld"), rdflib.Graph().parse(built / "graph.ttl")
    assert set(other) == set(ours)


def test_json_ld_keeps_what_its_terms_do_not_expect(nasty: tuple[ox.Triple, ...]) -> None:
    text = written(source(nasty), "jsonld")
    assert {q.triple for q in ox.parse(text, format=ox.RdfFormat.JSON_LD)} == set(nasty)


def test_json_ld_is_compact_and_says_what_things_are(built: Path) -> None:
    document = json.loads(written(built, "jsonld"))
    nodes = {n["id"]: n for n in document["@graph"]}
    assert nodes["rkgi:place/6203"]["type"] == "AdministrativeDivision"
    assert nodes["rkgi:place/6203"]["label"]["zh"] == "金昌市"
    assert nodes["rkgx:gdp"]["prefLabel"].keys() == {"zh", "en"}
    figure = next(n for n in document["@graph"] if n.get("type") == "Observation")
    assert re.fullmatch(r"-?\d+(\.\d+)?", figure["value"])
    assert figure["observedEntity"].startswith("rkgi:")
    assert isinstance(next(n for n in document["@graph"] if n.get("type") == "Evidence")["start"], int)
    assert not [k for n in document["@graph"] for k in n if ":" in k], "every property of a build has its term"


def test_every_property_of_the_vocabulary_has_a_term_of_its_range() -> None:
    context = json.loads((ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    terms = {v["@id"]: v for v in context.values() if isinstance(v, dict)}
    assert PREFIXES.items() <= context.items()
    kinds = {"xsd:string": None, "xsd:integer": None, "rdf:langString": "@language"}
    ontology = rdflib.Graph().parse(ROOT / "ontology" / "kg.ttl")
    checked = 0
    for kind in (rdflib.OWL.ObjectProperty, rdflib.OWL.DatatypeProperty):
        for p in ontology.subjects(rdflib.RDF.type, kind):
            if not str(p).startswith(PREFIXES["rkg"]):
                continue
            reach = str(ontology.value(p, rdflib.RDFS.range)).replace(XSD, "xsd:").replace(RDF, "rdf:")
            wanted = "@id" if kind == rdflib.OWL.ObjectProperty else kinds.get(reach, reach)
            said = terms["rkg:" + str(p).removeprefix(PREFIXES["rkg"])]
            assert (said.get("@container") or said.get("@type")) == wanted, p
            checked += 1
    assert checked > 60


# -------------------- networks


def read_network(form: str, text: bytes) -> networkx.MultiDiGraph:
    if form == "gexf":
        return networkx.MultiDiGraph(networkx.read_gexf(io.BytesIO(text)))
    return networkx.read_graphml(io.BytesIO(text), force_multigraph=True)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networks_are_what_networkx_gets_from_the_result(samples: Path, built: Path, form: str) -> None:
    ours = read_network(form, written(built, form))
    result = kg.build([samples])
    theirs = result.network()
    iri = {n: d["iri"] for n, d in ours.nodes(data=True)}
    assert Counter((iri[s], d["predicate"], iri[o]) for s, o, d in ours.edges(data=True)) == Counter(
        (s, k, o) for s, o, k in theirs.edges(keys=True)
    )
    seen = {d["iri"]: (d["label"], d["class"], d["mentions"]) for _, d in ours.nodes(data=True)}
    for n, d in theirs.nodes(data=True):
        label, cls, mentions = seen.pop(n)
        assert (label, cls, mentions) == (d["label"], d["cls"], d["mentions"])
    assert not seen
    jinchang = next(d for _, d in ours.nodes(data=True) if d["iri"].endswith("place/6203"))
    assert (jinchang["label"], jinchang["class_zh"], jinchang["documents"]) == ("金昌市", "行政区划", 4)
    assert {d["status"] for _, _, d in ours.edges(data=True)} > {"achieved"}
    assert {"实施"} <= {d["label"] for _, _, d in ours.edges(data=True)}
    assert b"lastmodified" not in written(built, form)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networks_carry_markup_and_mark_what_xml_cannot(form: str) -> None:
    label = '<甲>&"乙"\r\n𠮷\x0c\x01\''
    me, other = node("rkgi:fund/6203-000000000001"), ox.NamedNode("http://example.org/其他?x=1&y=2")
    made = source(
        [
            ox.Triple(me, A, node("rkg:Fund")),
            ox.Triple(me, node("rdfs:label"), ox.Literal(label, language="zh")),
            ox.Triple(other, A, node("rkg:Target")),
            ox.Triple(me, node("rkg:servesTarget"), other),
            ox.Triple(me, node("rkg:partOf"), other),
        ]
    )
    out = io.BytesIO()
    counts = export.FORMATS[form].write(made, out)
    assert counts == {"nodes": 2, "edges": 2, "replaced": 2}
    read = read_network(form, out.getvalue())
    assert read.number_of_edges() == 2
    assert {d["label"] for _, d in read.nodes(data=True)} == {
        label.replace("\x0c", "\ufffd").replace("\x01", "\ufffd"),
        other.value,
    }


# -------------------- quads


@pytest.fixture(scope="module")
def dataset(built: Path) -> list[ox.Quad]:
    return list(ox.parse(written(built, "nq"), format=ox.RdfFormat.N_QUADS))


def by_graph(dataset: Iterable[ox.Quad]) -> dict[object, set[ox.Triple]]:
    found: dict[object, set[ox.Triple]] = {}
    for q in dataset:
        found.setdefault(q.graph_name, set()).add(q.triple)
    return found


def test_the_union_of_the_graphs_is_the_graph_with_one_per_document(
    dataset: list[ox.Quad], graph: set[ox.Triple]
) -> None:
    assert {q.triple for q in dataset} == graph
    documents = {t.subject for t in graph if t.object == node("rkg:Document")}
    assert by_graph(dataset).keys() == documents | {ox.DefaultGraph()}
    assert len(dataset) == len(set(dataset))


def test_each_statement_is_whole_in_the_graph_of_each_document_that_makes_it(
    dataset: list[ox.Quad], graph: set[ox.Triple]
) -> None:
    homes = by_graph(dataset)
    home = {t.subject: t.object for t in graph if t.predicate == node("oa:hasSource")}
    leads = (node("rkg:evidence"), node("rkg:figure"))
    about: dict[object, list[ox.Triple]] = {}
    for t in graph:
        about.setdefault(t.subject, []).append(t)
    shared = 0
    for t in graph:
        if t.predicate != leads[0]:
            continue
        document = home[t.object]
        assert t in homes[document]
        assert set(about[t.object]) <= homes[document]  # the evidence itself
        assert {x for x in about[t.subject] if x.predicate not in leads} <= homes[document]
        if len({home[x.object] for x in about[t.subject] if x.predicate == leads[0]}) > 1:
            shared += 1
            foreign = {x for x in about[t.subject] if x.predicate in leads and home[x.object] != document}
            assert foreign
            assert not foreign & homes[document]
    assert shared > 4


def test_plain_relations_lie_with_their_claims_and_the_gazetteer_in_the_default_graph(
    dataset: list[ox.Quad], graph: set[ox.Triple]
) -> None:
    homes = by_graph(dataset)
    default = homes[ox.DefaultGraph()]
    parts: dict[object, dict[str, object]] = {}
    for t in graph:
        if t.predicate.value in (f"{RDF}subject", f"{RDF}predicate", f"{RDF}object"):
            parts.setdefault(t.subject, {})[t.predicate.value.removeprefix(RDF)] = t.object
    for claim, said in parts.items():
        plain = ox.Triple(said["subject"], said["predicate"], said["object"])  # type: ignore[arg-type]
        assert plain not in default
        for triples_ in homes.values():
            assert (plain in triples_) == any(t.subject == claim for t in triples_)
    assert ox.Triple(node("rkgi:place/6203"), node("rkg:divisionCode"), ox.Literal("6203")) in default
    assert ox.Triple(node("rkgi:place/620321"), node("rkg:within"), node("rkgi:place/6203")) in default
    records = {term(c) for c in ("Observation", "RelationClaim", "Recognition", "Evidence", "Document")}
    assert not [t for t in default if t.predicate == A and t.object.value in records]  # type: ignore[union-attr]


def test_where_a_named_village_lies_is_the_gazetteers_word_and_its_name_the_documents() -> None:
    village, town, document = (
        node(f"rkgi:{x}") for x in ("administrative-division/6203-1", "place/620302100", "doc/1")
    )
    within = ox.Triple(village, node("rkg:within"), town)
    label = ox.Triple(village, node("rdfs:label"), ox.Literal("龙景村", language="zh"))
    mention = ox.Triple(village, node("rkg:mentionedIn"), document)
    merged = ox.Triple(node("rkgi:place/x-1"), node("dcterms:isReplacedBy"), village)
    made = source([ox.Triple(document, A, node("rkg:Document")), within, label, mention, merged])
    homes = by_graph(ox.parse(written(made, "nq"), format=ox.RdfFormat.N_QUADS))
    assert homes[ox.DefaultGraph()] == {within}
    assert {label, mention, merged} < homes[document]


def test_trig_is_the_same_dataset(built: Path, dataset: list[ox.Quad]) -> None:
    assert set(ox.parse(written(built, "trig"), format=ox.RdfFormat.TRIG)) == set(dataset)


def test_quads_keep_every_character_and_order_beyond_memory(
    built: Path, nasty: tuple[ox.Triple, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = ox.parse(written(source(nasty), "nq"), format=ox.RdfFormat.N_QUADS)
    assert {q.triple for q in read} == set(nasty)
    whole = written(built, "nq")
    monkeypatch.setattr(quads, "RUN", 333)
    assert written(built, "nq") == whole


@pytest.mark.parametrize("packed", [True, False])
def test_parts_are_the_quads_in_order_with_their_counts_and_hashes(built: Path, tmp_path: Path, packed: bool) -> None:
    opened = export.opened(built, ROOT / "ontology")
    made = export.export(opened, "nq", tmp_path / "parts", packed, 1500)
    manifest = json.loads((tmp_path / "parts" / "manifest.json").read_text(encoding="utf-8"))
    contents = []
    for i, part in enumerate(manifest["parts"]):
        assert part["file"] == f"part-{i:05}.nq" + (".gz" if packed else "")
        stored = (tmp_path / "parts" / part["file"]).read_bytes()
        assert (hashlib.sha256(stored).hexdigest(), len(stored)) == (part["sha256"], part["bytes"])
        content = gzip.decompress(stored) if packed else stored
        assert content.count(b"\n") == part["quads"] <= 1500
        contents.append(content)
    assert b"".join(contents) == written(built, "nq")
    assert sum(p["quads"] for p in manifest["parts"]) == manifest["quads"] == made.counts["quads"]
    assert manifest["triples"] == made.counts["triples"] == len(triples(built / "graph.ttl"))
    assert manifest["graph_sha256"] == hashlib.sha256((built / "graph.ttl").read_bytes()).hexdigest()
    assert len(list((tmp_path / "parts").iterdir())) == len(contents) + 1 > 3
    # a graph lies in two parts only when it is larger than a part
    where: dict[object, set[int]] = {}
    sizes: Counter[object] = Counter()
    for i, content in enumerate(contents):
        for q in ox.parse(content, format=ox.RdfFormat.N_QUADS):
            where.setdefault(q.graph_name, set()).add(i)
            sizes[q.graph_name] += 1
    assert {g for g, n in where.items() if len(n) > 1} == {g for g, n in sizes.items() if n > 1500} != set()


# -------------------- cube


@pytest.fixture(scope="module")
def cube(built: Path) -> bytes:
    """The cube of the samples, spelled out, beside a small one that uses what ours does not."""
    store = ox.Store()
    store.bulk_load(written(built, "cube"), format=ox.RdfFormat.TURTLE)
    store.update(f"INSERT DATA {{ {SMALL} }}", prefixes=cube_law.PREFIXES)
    dumped = cube_law.normal(store).dump(format=ox.RdfFormat.N_QUADS)
    assert dumped is not None
    return dumped


# measures by qb:measureType, slices, and code lists that are a scheme or a hierarchy, either way
SMALL = """
ex:set a qb:DataSet ; qb:structure ex:dsd ; qb:slice ex:slice .
ex:dsd a qb:DataStructureDefinition ; qb:component ex:c1 , ex:c2 , ex:c3 , ex:c4 , ex:c5 , ex:c6 ; qb:sliceKey ex:key .
ex:c1 qb:dimension qb:measureType . ex:c2 qb:dimension ex:region . ex:c3 qb:dimension ex:sector .
ex:c4 qb:measure ex:m1 . ex:c5 qb:measure ex:m2 . ex:c6 qb:dimension ex:sex .
qb:measureType rdfs:range rdfs:Resource .
ex:region rdfs:range skos:Concept ; qb:codeList ex:regions . ex:sector rdfs:range skos:Concept ; qb:codeList ex:sectors .
ex:sex rdfs:range skos:Concept ; qb:codeList ex:sexes . ex:sexes a skos:ConceptScheme .
ex:all a skos:Concept ; skos:inScheme ex:sexes .
ex:regions a qb:HierarchicalCodeList ; qb:hierarchyRoot ex:land ; qb:parentChildProperty skos:narrower .
ex:land skos:narrower ex:town .
ex:sectors a qb:HierarchicalCodeList ; qb:hierarchyRoot ex:economy ; qb:parentChildProperty ex:down .
ex:down owl:inverseOf skos:broader . ex:salt skos:broader ex:economy .
ex:key a qb:SliceKey ; qb:componentProperty ex:region .
ex:slice a qb:Slice ; qb:sliceStructure ex:key ; ex:region ex:town ; qb:observation ex:o1 , ex:o2 .
ex:o1 a qb:Observation ; qb:dataSet ex:set ; qb:measureType ex:m1 ; ex:m1 1 ; ex:region ex:town ; ex:sector ex:salt ; ex:sex ex:all .
ex:o2 a qb:Observation ; qb:dataSet ex:set ; qb:measureType ex:m2 ; ex:m2 2 ; ex:region ex:town ; ex:sector ex:salt ; ex:sex ex:all .
"""
ONE = "{ SELECT ?o { ?o qb:dataSet/qb:structure rkgq:dsd-level } ORDER BY ?o LIMIT 1 }"
FAULTS = {
    "IC-1": ["DELETE { ?o qb:dataSet ?d } WHERE { %s ?o qb:dataSet ?d }", "INSERT { ?o qb:dataSet ex:set } WHERE { %s }"],
    "IC-2": ["INSERT { ?d qb:structure ex:dsd } WHERE { ?d qb:structure rkgq:dsd-level }"],
    "IC-3": ["DELETE WHERE { rkgq:dsd-level qb:component rkgq:of-level }"],
    "IC-4": ["DELETE WHERE { rkgq:entity rdfs:range ?r }", "DELETE WHERE { rkgq:variant rdfs:range ?r }"],
    "IC-5": ["DELETE WHERE { rkgq:period qb:codeList ?l }"],
    "IC-6": ["INSERT DATA { rkgq:of-scope qb:componentRequired false }"],
    "IC-7": ["INSERT DATA { ex:stray a qb:SliceKey }"],
    "IC-8": ["INSERT DATA { ex:key qb:componentProperty rkgq:entity }"],
    "IC-9": ["DELETE WHERE { ex:slice qb:sliceStructure ?k }"],
    "IC-10": ["DELETE WHERE { ex:slice ex:region ?v }"],
    "IC-11": [
        "DELETE { ?o rkgq:DIM ?v } WHERE { %s ?o rkgq:DIM ?v }".replace("DIM", d)
        for d in ("entity", "scope", "comparison", "period", "variant")
    ],
    "IC-12": ["DELETE { ?o rkgq:variant ?n } INSERT { ?o rkgq:variant 1 } WHERE { ?o rkgq:variant ?n }"],
    "IC-13": ["DELETE { ?o sdmx:unitMeasure ?u } WHERE { %s ?o sdmx:unitMeasure ?u }"],
    "IC-14": ["DELETE { ?o rkgq:level ?v } WHERE { %s ?o rkgq:level ?v }"],
    "IC-15": ["DELETE WHERE { ex:o1 ex:m1 ?v }"],
    "IC-16": ["INSERT DATA { ex:o1 ex:m2 5 }"],
    "IC-17": ["DELETE WHERE { ex:o2 ?p ?v }"],
    "IC-18": ["INSERT { ex:slice qb:observation ?o } WHERE { %s }"],
    "IC-19": [
        "DELETE { rkgq:list-status skos:member ?v } WHERE { %s ?o rkgq:status ?v }",
        "DELETE { ?v a skos:Concept } WHERE { %s ?o rkgq:indicator ?v }",
        "DELETE WHERE { ex:all skos:inScheme ?s }",
    ],
    "IC-20": ["DELETE WHERE { ex:land skos:narrower ?t }"],
    "IC-21": ["DELETE WHERE { ex:salt skos:broader ?t }"],
}  # fmt: skip


def loaded(cube: bytes) -> ox.Store:
    store = ox.Store()
    store.bulk_load(cube, format=ox.RdfFormat.N_QUADS)
    return store


def test_the_cube_breaks_no_integrity_constraint(cube: bytes) -> None:
    assert cube_law.broken(loaded(cube)) == set()
    asked = {*(n.split()[0] for n in cube_law.CONSTRAINTS), *(n.split()[0] for n, _ in cube_law.along(loaded(cube)))}
    assert asked == {f"IC-{n}" for n in range(1, 22)} == FAULTS.keys()


@pytest.mark.parametrize(("name", "update"), [(n, u) for n, us in FAULTS.items() for u in us])
def test_a_planted_fault_is_caught_by_its_constraint(cube: bytes, name: str, update: str) -> None:
    store = loaded(cube)
    store.update(update.replace("%s", ONE), prefixes=cube_law.PREFIXES)
    assert name in cube_law.broken(store, name)


def rows(text: bytes, names: str, where: str, tail: str = "") -> list[tuple[str, ...]]:
    store = ox.Store()
    store.bulk_load(text, format=ox.RdfFormat.TURTLE)
    answer = store.query(f"SELECT {names} WHERE {{ {where} }} {tail}", prefixes=cube_law.PREFIXES)
    assert isinstance(answer, ox.QuerySolutions)
    return [tuple(s[v].value for v in answer.variables) for s in answer]


def test_every_figure_is_in_the_cube_with_its_value_unit_and_way_back(built: Path, graph: set[ox.Triple]) -> None:
    said: dict[str, dict[str, set[str]]] = {}
    for t in graph:
        said.setdefault(t.subject.value, {}).setdefault(t.predicate.value, set()).add(t.object.value)  # type: ignore[union-attr]
    figures = {n for n, about in said.items() if term("Observation") in about[A.value]}
    found = rows(
        written(built, "cube"),
        "?f ?s ?v ?e ?u (GROUP_CONCAT(STR(?d)) AS ?ds)",
        """?o a qb:Observation ; qb:dataSet/qb:structure ?s ; prov:wasDerivedFrom ?f ; rkgq:entity ?e ;
           sdmx:unitMeasure ?u ; prov:hadPrimarySource ?d . ?s qb:component/qb:measure ?m . ?o ?m ?v""",
        "GROUP BY ?f ?s ?v ?e ?u",
    )
    assert sorted(r[0] for r in found) == sorted(figures)
    for figure, structure, value, entity, unit, documents in found:
        about = said[figure]
        assert {value} == about[term("value")]
        assert {entity} == about[term("observedEntity")]
        assert {unit} == about[PREFIXES["qudt"] + "hasUnit"]
        assert {structure.replace("cube#dsd-", "code/measure-kind/")} == about[term("measureKind")]
        homes = {d for e in about[term("evidence")] for d in said[e][PREFIXES["oa"] + "hasSource"]}
        assert sorted(documents.split()) == sorted(homes)


def test_every_node_of_the_cube_has_a_name_in_chinese_or_is_a_figure(built: Path) -> None:
    text = written(built, "cube")
    named = "?n rdfs:label|skos:prefLabel ?l FILTER (lang(?l) IN ('zh', ''))"
    used = "?o a qb:Observation ; ?p ?n FILTER (isIRI(?n) && ?p NOT IN (prov:wasDerivedFrom, <TYPE>))"
    used = used.replace("TYPE", A.value)
    assert rows(text, "?n", f"{used} FILTER NOT EXISTS {{ {named} }}") == []
    assert len(set(rows(text, "?n", f"{used} {named}"))) > 80


@pytest.fixture
def disagreeing(graph: set[ox.Triple]) -> tuple[ox.Triple, ...]:
    """The samples, and one figure more for the city's product: 568 where three texts say 567.73."""
    gdp = next(
        t.subject
        for t in graph
        if t.predicate == node("rkg:value") and t.object.value == "56773000000"  # type: ignore[union-attr]
    )
    about = [t for t in graph if t.subject == gdp]
    other = node("rkgi:obs/000000000000")
    evidence = sorted((t for t in about if t.predicate == node("rkg:evidence")), key=str)
    changed = [
        ox.Triple(other, t.predicate, ox.Literal("56800000000", datatype=node("xsd:decimal")))
        if t.predicate == node("rkg:value")
        else ox.Triple(other, t.predicate, t.object)
        for t in about
        if t not in evidence[1:]
    ]
    return (*graph, *changed)


def test_sources_that_disagree_stand_side_by_side(disagreeing: tuple[ox.Triple, ...]) -> None:
    text = written(source(disagreeing), "cube")
    where = "?o rkgq:indicator <GDP> ; rkgq:entity <CITY> ; rkgq:status/skos:prefLabel 'achieved'@en ; rkgq:level ?v ; rkgq:variant ?n"
    where = where.replace("GDP", PREFIXES["rkgx"] + "gdp").replace("CITY", PREFIXES["rkgi"] + "place/6203")
    # more texts say the first
    assert sorted(rows(text, "?n ?v", where)) == [("1", "56773000000"), ("2", "56800000000")]
    store = ox.Store()
    store.bulk_load(text, format=ox.RdfFormat.TURTLE)
    assert cube_law.broken(cube_law.normal(store)) == set()


def test_what_a_figure_does_not_state_has_a_code_and_what_it_states_twice_two_cells(graph: set[ox.Triple]) -> None:
    figure = min((t.subject for t in graph if t.object == node("rkg:Observation")), key=str)
    gone = {"periodStart", "periodEnd", "temporalBasis", "realizationStatus", "comparisonBasis", "statisticalScope"}
    left = [t for t in graph if not (t.subject == figure and t.predicate.value.removeprefix(PREFIXES["rkg"]) in gone)]
    left = [t for t in left if not (t.subject == figure and t.predicate == node("qudt:hasUnit"))]
    urban, rural = (ox.NamedNode(code("statistical-scope", x)) for x in ("urban", "rural"))
    text = written(source(left), "cube")
    at = f"?o prov:wasDerivedFrom {figure} ; "
    asked = "rkgq:period ?a ; rkgq:temporalBasis ?b ; rkgq:status ?c ; rkgq:scope ?d ; sdmx:unitMeasure ?e"
    stated = rows(text, "?a ?b ?c ?d ?e ?f", f"{at} {asked} ; rkgq:comparison ?f")
    assert [x.rpartition("#")[2] for x in stated[0]] == ["not-stated"] * 5 + ["not-applicable"]
    twice = source([*left, *(ox.Triple(figure, node("rkg:statisticalScope"), s) for s in (urban, rural))])
    assert len(rows(written(twice, "cube"), "?c", at + "rkgq:scope ?c")) == 2
    store = ox.Store()
    store.bulk_load(written(twice, "cube"), format=ox.RdfFormat.TURTLE)
    assert cube_law.broken(cube_law.normal(store)) == set()


def test_every_measure_kind_has_its_structure() -> None:
    codes = rdflib.Graph().parse(ROOT / "ontology" / "codes.ttl")
    structure = rdflib.Graph().parse(ROOT / "ontology" / "cube" / "structure.ttl")
    kinds = set(codes.subjects(rdflib.SKOS.inScheme, rdflib.URIRef(code("measure-kind", "").rstrip("/"))))
    defined = set(
        structure.subjects(rdflib.RDF.type, rdflib.URIRef(cube_law.PREFIXES["qb"] + "DataStructureDefinition"))
    )
    assert {str(k).rpartition("/")[2] for k in kinds} == {str(d).partition("#dsd-")[2] for d in defined}
    for d in defined:
        assert {x.language for x in structure.objects(d, rdflib.RDFS.label)} == {"zh", "en"}  # type: ignore[union-attr]


def test_no_figure_no_cube_and_half_a_figure_is_refused(graph: set[ox.Triple], tmp_path: Path) -> None:
    with pytest.raises(EmptyGraphError, match="no figure"):
        written(source([]), "cube")
    figure = next(t.subject for t in graph if t.object == node("rkg:Observation"))
    for gone in ("value", "observedEntity", "measureKind"):
        left = [t for t in graph if not (t.subject == figure and t.predicate == node(f"rkg:{gone}"))]
        with pytest.raises(InputError, match="kg check"):
            export.export(source(left), "cube", tmp_path / "x.ttl")
    assert list(tmp_path.iterdir()) == []


def test_no_local_name_of_the_cube_needs_an_escape(built: Path) -> None:
    text = written(built, "cube").decode("utf-8")
    assert not re.search(r"\\[^nrt\"\\u]", re.sub(r'"(?:[^"\\]|\\.)*"', '""', text))


# -------------------- whole or not at all, and always the same


def test_the_same_bytes_whatever_the_process(built: Path, tmp_path: Path) -> None:
    script = (
        "import sys, hashlib; from pathlib import Path; from kg.exits import export\n"
        "s = export.opened(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "for f in sorted(export.FORMATS):\n"
        "    p = export.export(s, f, Path(sys.argv[3]) / f, True).path\n"
        "    print(f, hashlib.sha256(p.read_bytes()).hexdigest())\n"
        "export.export(s, 'nq', Path(sys.argv[3]) / 'parts', True, 900)\n"
        "print(hashlib.sha256((Path(sys.argv[3]) / 'parts' / 'manifest.json').read_bytes()).hexdigest())\n"
    )
    seen = []
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", script, built, ROOT / "ontology", tmp_path / seed],
            capture_output=True, text=True, check=True,
            env={"PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": seed},
        )  # fmt: skip
        seen.append(done.stdout)
    assert seen[0] == seen[1]
    assert seen[0].count("\n") == len(FORMS) + 1


@pytest.mark.parametrize("form", FORMS)
def test_a_write_that_fails_leaves_the_earlier_file_and_nothing_else(
    graph: set[ox.Triple], tmp_path: Path, form: str
) -> None:
    def torn() -> Iterator[ox.Triple]:
        yield from sorted(graph, key=str)[:100]
        raise OSError(errno.ENOSPC, "No space left on device")

    target = tmp_path / "graph.out"
    target.write_bytes(b"earlier")
    with pytest.raises(OSError, match=r"No space left.*graph\.out"):
        export.export(export.Source("torn", torn, ROOT / "ontology"), form, target)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("graph.out", b"earlier")]


def test_a_disk_that_refuses_is_one_line_and_leaves_the_earlier_files(built: Path, tmp_path: Path) -> None:
    (tmp_path / "x.nt").write_bytes(b"earlier")
    script = (
        "import resource, sys; from kg.cli import main; resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    for extra in (["nt", "-o", "x.nt"], ["nq", "--shard", "100000", "-o", "parts"]):
        done = subprocess.run(
            [sys.executable, "-c", script, "export", built, "--to", *extra],
            capture_output=True, text=True, check=False, cwd=tmp_path, env={"PYTHONPATH": str(ROOT / "src")},
        )  # fmt: skip
        assert done.returncode == 2
        assert re.fullmatch(rf"kg: {re.escape(extra[-1])}\S*: File too large\n", done.stderr), done.stderr
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("x.nt", b"earlier")]


def test_a_folder_takes_the_place_of_an_earlier_export_alone(built: Path, tmp_path: Path) -> None:
    opened, target = export.opened(built, ROOT / "ontology"), tmp_path / "parts"
    export.export(opened, "nq", target, False, 1000)
    many = len(list(target.iterdir()))
    export.export(opened, "nq", target, False, 1_000_000)
    assert many > len(list(target.iterdir())) == 2
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(InputError, match="no earlier export"):
        export.export(opened, "nq", tmp_path / "mine", False, 1000)
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["thesis.txt"]
    with pytest.raises(ZeroDivisionError), aside.folder(target) as made:
        (made / "half").write_bytes(bytes(1 // 0))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine", "parts"]
    assert len(list(target.iterdir())) == 2


# -------------------- the command


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = main([str(a) for a in arguments])
    done = capsys.readouterr()
    return status, done.out, done.err


def test_the_command_writes_beside_the_graph_and_says_what(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "graph.ttl").write_bytes((built / "graph.ttl").read_bytes())
    for form in FORMS:
        status, out, err = run(capsys, "export", tmp_path, "--to", form)
        assert (status, err) == (0, "")
        assert re.fullmatch(rf"written: {re.escape(str(tmp_path))}/graph\S+: \d+ .*\n", out)
    assert len(list(tmp_path.iterdir())) == len(FORMS) + 1
    assert run(capsys, "export", tmp_path / "graph.ttl", "--to", "nt", "--gzip")[0] == 0
    assert gzip.decompress((tmp_path / "graph.nt.gz").read_bytes()) == (tmp_path / "graph.nt").read_bytes()


def test_cube_is_short_for_to_cube(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "export", built, "--cube", "-o", tmp_path / "a.ttl")[0] == 0
    assert run(capsys, "export", built, "--to", "cube", "-o", tmp_path / "b.ttl")[0] == 0
    assert (tmp_path / "a.ttl").read_bytes() == (tmp_path / "b.ttl").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["OUT", "--to", "parquet"], "parquet: no such format; known: cube, jsonld, graphml, "),
        (["OUT"], "--to FORMAT, one of cube, "),
        (["nowhere", "--to", "nt"], "nowhere: no graph here"),
        (["bad.ttl", "--to", "nt"], "bad.ttl: not readable as Turtle: "),
        (["OUT", "--to", "nt", "--shard", "10"], "nt: only nq is written in parts"),
        (["OUT", "--to", "nq", "--shard", "0"], "--shard 0: a part holds at least one quad"),
        (["OUT", "--to", "nt", "-o", "."], ".: exists and is not a file"),
        (["bad.ttl", "--to", "nt", "-o", "./bad.ttl"], "bad.ttl: is the graph itself"),
    ],
)
def test_what_cannot_be_is_one_clear_line(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    arguments: list[str], said: str,
) -> None:  # fmt: skip
    (tmp_path / "bad.ttl").write_text("<http://e/a> <http://e/b> <http://e/c> .\n<http://e/a> <http:", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    status, out, err = run(capsys, "export", *(str(built) if a == "OUT" else a for a in arguments))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("kg: ")
    assert said in err
    assert [p.name for p in tmp_path.iterdir()] == ["bad.ttl"]


def test_a_result_exports_itself(samples: Path, built: Path, tmp_path: Path) -> None:
    result = kg.build([samples])
    for form in FORMS:
        assert result.export(form, tmp_path / form).read_bytes() == written(built, form), form
    with pytest.raises(InputError, match="no such format"):
        result.export("csv", tmp_path / "x")


@pytest.mark.parametrize("form", ["trig", "ttl12", "cube"])
def test_no_local_name_is_escaped(built: Path, form: str) -> None:
    bare = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>', "", written(built, form).decode("utf-8"))
    assert "\\" not in bare
