"""The vocabulary's page: whole, in both languages, offline, readable on a phone."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib import RDF

from browsing import chromium
from conftest import ROOT
from kg import knowledge
from kg.cli import main
from kg.exits.ontology import page, vocabulary
from kg.exits.ontology.show import PATTERN, WORLD
from kg.iri import BASE

ONTOLOGY = ROOT / "ontology"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "ontology.html"
    assert main(["ontology", "-o", str(path)]) == 0
    return path


def test_the_command_counts_and_is_silent_about_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ontology"]) == 0
    counts = vocabulary(ONTOLOGY).counts()
    said = capsys.readouterr()
    assert said.err == ""
    assert re.search(rf"\b{counts['classes']}\b.*\b{counts['relations']}\b.*\b{counts['questions']}\b", said.out)
    assert counts["classes"] >= 36


def test_findings_go_to_stderr_with_file_and_line_and_no_page_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(ONTOLOGY, folder)
    kg = folder / "kg.ttl"
    kg.write_text(kg.read_text(encoding="utf-8").replace(', "place"@en', "", 1), encoding="utf-8")
    assert main(["ontology", "--ontology", str(folder), "-o", str(tmp_path / "p.html")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert re.fullmatch(r"kg: kg\.ttl:\d+: missing-label: .*rkg:Place\)\n", said.err)
    assert not (tmp_path / "p.html").exists()


def test_the_page_is_the_same_each_time_and_asks_for_nothing(written: Path) -> None:
    text = written.read_bytes()
    assert text == page(knowledge.load())
    assert not re.findall(rb"<(?:script|link|img|iframe)[^>]+(?:src|href)=", text)
    assert b"default-src 'none'" in html.unescape(text.decode()).encode()
    assert len(text) < 900_000


def test_everything_declared_stands_on_the_page_in_both_languages(written: Path) -> None:
    text = html.unescape(written.read_text(encoding="utf-8"))
    v = vocabulary(ONTOLOGY)
    for term in v.terms:
        assert f'id="{term.name}"' in text
        for texts in (term.label, term.definition, term.example):
            assert texts["zh"] in text, term.name
            assert texts["en"] in text, term.name
    for scheme in (*v.codes, *v.schemes):
        for concept in scheme.members:
            assert concept.label["zh"] in text, concept.iri
    for question in v.questions:
        assert question.title["zh"] in text
        assert question.query in text
    for messages in v.shapes.values():
        assert all(m["zh"] in text and m["en"] in text for m in messages)
    assert "locatedIn</code></a> ∘ <a" in text


def test_every_link_on_the_page_leads_somewhere(written: Path) -> None:
    text = written.read_text(encoding="utf-8")
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_pictures_show_what_the_vocabulary_says() -> None:
    terms = {t.name: t for t in vocabulary(ONTOLOGY).terms}
    law = rdflib.Graph().parse(ONTOLOGY / "kg.ttl")

    def above(name: str) -> set[str]:
        return {
            str(x).rpartition("#")[2]
            for x in law.transitive_objects(rdflib.URIRef(f"{BASE}def#{name}"), rdflib.RDFS.subClassOf)
        }

    for boxes, edges in (WORLD, PATTERN):
        assert set(boxes) <= set(terms)
        for start, label, end in edges:
            if label in terms:
                assert terms[label].domain.partition(":")[2] in above(start), (start, label)
                assert terms[label].range.partition(":")[2] in above(end), (label, end)


def test_the_example_is_sound_turtle_of_declared_terms_that_the_shapes_pass(written: Path) -> None:
    pyshacl = pytest.importorskip("pyshacl", reason="the check extra (pyshacl) is not installed")
    shown = re.search(r'<pre id="sample"><code>(.*?)</code></pre>', written.read_text(encoding="utf-8"), re.DOTALL)
    assert shown
    graph = rdflib.Graph().parse(data=html.unescape(shown[1]), format="turtle")
    law = rdflib.Graph().parse(ONTOLOGY / "kg.ttl")
    codes = rdflib.Graph().parse(ONTOLOGY / "codes.ttl")
    known = set(law.subjects(RDF.type)) | set(codes.subjects())
    used = {t for triple in graph for t in triple if str(t).startswith((BASE + "def#", BASE + "code/"))}
    assert len(used) > 25
    assert used <= known
    for span in graph.subjects(RDF.type, rdflib.URIRef(BASE + "def#Evidence")):
        start, end, exact = (
            graph.value(span, rdflib.URIRef(f"http://www.w3.org/ns/oa#{x}")) for x in ("start", "end", "exact")
        )
        assert len(str(exact)) == int(str(end)) - int(str(start))
    sound, _, report = pyshacl.validate(
        graph + codes, shacl_graph=rdflib.Graph().parse(ONTOLOGY / "shapes.ttl"), ont_graph=law
    )
    assert sound, report


def test_a_folder_of_ones_own_without_shapes_or_queries_has_a_page(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    folder.mkdir()
    for part in ("lexicon", "rules"):
        (folder / part).symlink_to(ONTOLOGY / part)
    for part in ("kg.ttl", "codes.ttl"):
        shutil.copy(ONTOLOGY / part, folder / part)
    text = page(knowledge.load(folder)).decode()
    assert 'id="Place"' in text
    assert "SPARQL</summary>" not in text


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture
def shown(browser: Any, written: Path) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, offline=True)
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda m: said.append(m.text))
    opened.on("pageerror", lambda e: said.append(str(e)))
    opened.goto(written.as_uri())
    opened.wait_for_function("window.__ready")
    yield opened
    assert said == []
    context.close()


@pytest.mark.browser
def test_on_a_phone_nothing_runs_over_the_edge_in_any_language(shown: Any) -> None:
    for language in ("zh", "en", "both"):
        shown.click(f"[data-speak={language}]")
        assert shown.evaluate("document.documentElement.scrollWidth") == 390
        zh, en = (shown.locator(f"#Place .{x}").first.is_visible() for x in ("zh", "en"))
        assert (zh, en) == (language != "en", language != "zh")


@pytest.mark.browser
def test_search_finds_terms_and_concepts_and_hides_the_rest(shown: Any) -> None:
    shown.fill("#search", "龙头")
    assert shown.locator("#leadEnterpriseOf").is_visible()
    assert not shown.locator("#within").is_visible()
    shown.fill("#search", "grain output")
    assert shown.locator("#schemes tr", has_text="grain-output").first.is_visible()
    shown.fill("#search", "no such thing at all")
    assert shown.locator("#none").is_visible()
    shown.fill("#search", "")
    assert shown.locator("#within").is_visible()


@pytest.mark.browser
def test_dark_mode_is_dark(shown: Any) -> None:
    def light() -> int:
        colour = shown.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(map(int, re.findall(r"\d+", colour)[:3]))

    before = light()
    shown.click("#theme")
    assert light() < 150 < before
