"""The graph in real triple stores, asked by the clients people use: what came out of the reports is what comes back."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

import stores
from conftest import ROOT
from kg.cli import main
from kg.exits import sparql
from kg.exits.push.sent import opened
from kg.exits.push.stores import count, found
from kg.exits.push.verify import verify
from kg.exits.push.web import Web
from stores import Running

pytestmark = pytest.mark.stores

G = "https://example.org/graphs/samples"
NAMES = ("oxigraph", "virtuoso", "kg serve")
ASKED = (
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    f"SELECT ?s ?label WHERE {{ GRAPH <{G}> {{ ?s a ?class ; rdfs:label ?label . "
    'FILTER(CONTAINS(STR(?label), "产业") || LANG(?label) = "en") } } ORDER BY ?s'
)

Row = tuple[str, str, str]  # subject, label, its language


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Iterator[Callable[[str], Running]]:
    """Start a store on first use; all end with the module."""
    from contextlib import ExitStack

    started: dict[str, Running] = {}
    with ExitStack() as stack:

        def get(name: str) -> Running:
            if name not in started:
                folder = tmp_path_factory.mktemp("store")
                made = {
                    "oxigraph": lambda: stores.oxigraph(folder),
                    "virtuoso": lambda: stores.virtuoso(folder),
                    "kg serve": lambda: stores.serve(folder, built),
                }[name]()
                started[name] = stack.enter_context(made)
            return started[name]

        yield get


@pytest.fixture(params=NAMES)
def store(request: pytest.FixtureRequest, running: Callable[[str], Running]) -> Running:
    return running(request.param)


def push(graph: Path, store: Running, *options: str, to: str = "") -> int:
    os.environ["KG_PUSH_PASSWORD"] = store.password
    user = ["--user", store.user] if store.user else []
    return main(["push", str(graph), "--to", to or store.data, "--graph", G, *user, *options])


def test_the_graph_of_the_samples_arrives_whole(
    built: Path, store: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    assert push(built, store) == 0
    out = capsys.readouterr().out
    total = opened(built).total
    assert f"no differences: each of {total} triples" in out
    # again, in parts, and added to itself: still the same graph
    assert push(built, store, "--chunk", "1000") == 0
    assert push(built, store, "--method", "post") == 0
    assert f"{total} before, {total} now" in capsys.readouterr().out


def test_the_root_of_a_store_is_enough(built: Path, running: Callable[[str], Running]) -> None:
    for name in ("oxigraph", "virtuoso"):
        made = running(name)
        assert push(built, made, "--verify", "counts", to=made.root) == 0


HARD = [
    '"𠮷野家🙂"@zh', '"乡村\\r\\n振兴\\t“引号”\\\\ \\"q\\""@zh', f'"{"长" * 40_000}"@zh', '"金昌"@zh-Hans-CN', '"<b>&amp;</b>]]>"',
    '"22074.70"^^xsd:decimal', '"-0.05"^^xsd:decimal', '"123456789012.5"^^xsd:decimal', '"1000000000000000000"^^xsd:integer',
    '"2023"^^xsd:gYear', '"2023-11"^^xsd:gYearMonth', '"2023-11-30"^^xsd:date', '"2023-11-30T08:00:00+08:00"^^xsd:dateTime',
    '"true"^^xsd:boolean', '"1.5E3"^^xsd:double', '""', '" "', '"café"@fr', '<https://example.org/金昌市>',
    '<https://example.org/a(b),c;d=e~f>',
]  # fmt: skip


def hard(path: Path, objects: list[str]) -> Path:
    lines = [f"<urn:s:{n}> <urn:p> {o} ." for n, o in enumerate(objects, 1)]
    head = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    path.write_text(head + "\n".join(lines), encoding="utf-8", newline="\n")
    return path


def test_hard_values_arrive(tmp_path: Path, store: Running, capsys: pytest.CaptureFixture[str]) -> None:
    status = push(hard(tmp_path / "hard.ttl", HARD), store)
    assert status == 0, capsys.readouterr().out


def test_what_virtuoso_changes_is_reported(
    tmp_path: Path, running: Callable[[str], Running], capsys: pytest.CaptureFixture[str]
) -> None:
    virtuoso = running("virtuoso")
    assert push(hard(tmp_path / "a.ttl", ['"-0.000000000000000001"^^xsd:decimal']), virtuoso) == 1
    assert "another number: <urn:s:1> <urn:p>" in capsys.readouterr().out
    assert push(hard(tmp_path / "b.ttl", ['"1"^^xsd:integer', f'"{"9" * 30}"^^xsd:integer']), virtuoso) == 1
    assert "the store failed (500)" in capsys.readouterr().err
    assert main(["push", str(tmp_path / "a.ttl"), "--to", virtuoso.root]) == 2
    assert "name one with --graph IRI" in capsys.readouterr().err


def test_a_wrong_password_is_said(
    built: Path, running: Callable[[str], Running], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    virtuoso = running("virtuoso")
    monkeypatch.setenv("KG_PUSH_PASSWORD", "no")
    assert main(["push", str(built), "--to", virtuoso.data, "--graph", G, "--user", "dba"]) == 1
    assert "refuses dba or the password (401)" in capsys.readouterr().err
    assert main(["push", str(built), "--to", virtuoso.data, "--graph", G]) == 1
    assert "asks for a name and a password" in capsys.readouterr().err


def test_graph_ttl_itself_is_read_alike_by_every_store(built: Path, store: Running) -> None:
    """The file as it lies there, put by curl: prefixes and local names mean the same everywhere."""
    graph = "https://example.org/graphs/turtle"
    login = ["--digest", "--user", f"{store.user}:{store.password}"] if store.user else []
    put = ["curl", "-fsS", *login, "-T", str(built / "graph.ttl"), "-H", "Content-Type: text/turtle"]
    subprocess.run([*put, f"{store.data}?graph={graph}"], check=True, capture_output=True, timeout=60)
    load = opened(built)
    with Web(store.data, store.user, store.password, 60, 0) as web:
        there = found(web, store.data)
        compared = verify(web, there, graph, load, load.total, True, True, lambda done: None)
    assert not compared.differences


@pytest.mark.parametrize("name", ["oxigraph", "kg serve"])
def test_a_put_that_breaks_off_leaves_the_graph_as_it_was(
    built: Path, running: Callable[[str], Running], name: str
) -> None:
    made = running(name)
    assert push(built, made) == 0
    host, port = made.root.removeprefix("http://").split(":")
    head = f"PUT /store?graph={G} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/n-triples\r\n"
    with socket.create_connection((host, int(port)), timeout=10) as raw:
        raw.sendall(f"{head}Content-Length: 1000000\r\n\r\n<urn:a> <urn:p> <urn:b> .\n".encode())
    with Web(made.data, "", "", 60, 0) as web:
        assert count(web, found(web, made.data), G) == opened(built).total


@pytest.mark.parametrize("name", ["rapper", "serdi"])
def test_other_readers_of_turtle_find_the_same_triples(built: Path, name: str) -> None:
    program, environment = stores.reader(name)
    form = ["-q", "-i", "turtle", "-o", "ntriples"] if name == "rapper" else ["-i", "turtle", "-o", "ntriples"]
    done = subprocess.run(
        [program, *form, str(built / "graph.ttl")], capture_output=True, check=True, env=environment, timeout=60
    )
    back = {q.triple for q in ox.parse(done.stdout, format=ox.RdfFormat.N_TRIPLES)}
    assert back == {q.triple for q in ox.parse(path=str(built / "graph.ttl"), format=ox.RdfFormat.TURTLE)}


# clients: the same question, each in its own way


def wrapper(query: str, post: bool) -> list[Row]:
    from SPARQLWrapper import JSON, POST, SPARQLWrapper

    client = SPARQLWrapper(query, returnFormat=JSON)
    client.setQuery(ASKED)
    if post:
        client.setMethod(POST)
    rows = client.queryAndConvert()["results"]["bindings"]
    return [(r["s"]["value"], r["label"]["value"], r["label"].get("xml:lang", "")) for r in rows]


def rdflib_store(query: str) -> list[Row]:
    graph = rdflib.Graph(SPARQLStore(query, returnFormat="json"))  # asked for XML, Virtuoso sends rows as RDF/XML
    return [(str(r.s), str(r.label), r.label.language or "") for r in graph.query(ASKED)]


def curl(query: str) -> list[Row]:
    command = [
        "curl",
        "-fsS",
        "-H",
        "Accept: application/sparql-results+json",
        "--data-urlencode",
        f"query={ASKED}",
        query,
    ]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    rows = json.loads(done.stdout)["results"]["bindings"]
    return [(r["s"]["value"], r["label"]["value"], r["label"].get("xml:lang", "")) for r in rows]


def comunica(query: str) -> list[Row]:
    command = [*stores.comunica(), f"sparql@{query}", ASKED, "-t", "application/sparql-results+json"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    rows = json.loads(done.stdout)["results"]["bindings"]
    return [(r["s"]["value"], r["label"]["value"], r["label"].get("xml:lang", "")) for r in rows]


CLIENTS: dict[str, Callable[[str], list[Row]]] = {
    "SPARQLWrapper GET": lambda query: wrapper(query, False),
    "SPARQLWrapper POST": lambda query: wrapper(query, True),
    "rdflib SPARQLStore": rdflib_store,
    "curl": curl,
    "Comunica": comunica,
}


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_gets_the_same_answer_from_every_store(built: Path, store: Running, client: str) -> None:
    if client.startswith("SPARQLWrapper"):
        pytest.importorskip("SPARQLWrapper", reason="no SPARQLWrapper here: pip install 'region-kg[stores]'")
    assert push(built, store, "--verify", "counts") == 0
    local = ox.Store()
    local.load(path=str(built / "graph.ttl"), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(G))
    answer = local.query(ASKED)
    assert isinstance(answer, ox.QuerySolutions)
    expected = sorted((r["s"].value, r["label"].value, r["label"].language or "") for r in answer)
    assert len(expected) >= 10
    assert {language for _, _, language in expected} == {"zh", "en"}
    assert sorted(CLIENTS[client](store.query)) == expected


def block(name: str) -> str:
    text = (ROOT / "docs" / "stores.md").read_text(encoding="utf-8")
    return text.split(f"<!-- run {name} -->\n```bash\n")[1].split("```\n<!-- end -->")[0]


def run(commands: str, folder: Path) -> str:
    """Commands of the documentation as they stand, on free ports, with `kg` and pip's programs of this environment."""
    for port in ("7878", "8890", "1111"):
        commands = re.sub(rf"\b{port}\b", str(stores.free_port()), commands)
    commands = commands.replace("pip install oxigraph\n", "")
    here = folder / "bin"
    here.mkdir(exist_ok=True)
    (here / "kg").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kg.cli "$@"\n', encoding="utf-8")
    (here / "kg").chmod(0o755)
    path = f"{here}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euc", "trap 'kill $(jobs -p) 2> /dev/null || true' EXIT\n" + commands], cwd=folder, timeout=180,
        capture_output=True, text=True, env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def documented(tmp_path: Path, built: Path) -> Path:
    (tmp_path / "out").symlink_to(built)
    return tmp_path


def test_the_commands_for_oxigraph_work_as_documented(documented: Path) -> None:
    if not stores.program("oxigraph"):
        pytest.skip("no Oxigraph server here: pip install 'region-kg[stores]'")
    out = run(block("oxigraph"), documented)
    assert "no differences: each of" in out
    assert out.rstrip().endswith(f"n\n{opened(documented / 'out').total}")
    out = run(block("oxigraph-bulk"), documented)
    manifest = json.loads((documented / "parts" / "manifest.json").read_text(encoding="utf-8"))
    assert out.rstrip().endswith(f"n\n{manifest['quads'] - manifest['default_graph']}")


def test_the_commands_for_virtuoso_work_as_documented(documented: Path) -> None:
    stores.reader("virtuoso-t")
    assert stores.WHERE is not None
    (documented / "virt").symlink_to(stores.WHERE / "debian")
    check = """
SELECT COUNT(*) FROM DB.DBA.LOAD_LIST WHERE ll_state = 2 AND ll_error IS NULL;
SPARQL SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "https://w3id.org/region-kg/id/doc/")
  || ?g = <https://example.org/shared>) };
"""
    both = block("virtuoso") + block("virtuoso-bulk").replace(
        "FROM DB.DBA.LOAD_LIST;\n", f"FROM DB.DBA.LOAD_LIST;{check}"
    )
    out = run(both, documented)
    assert "no differences: each of" in out
    manifest = json.loads((documented / "parts" / "manifest.json").read_text(encoding="utf-8"))
    counted = re.findall(r"^(\d+)\s*$", out, re.MULTILINE)
    assert counted == [str(len(manifest["parts"])), str(manifest["quads"])]


def test_the_commands_for_jena_work_as_documented(documented: Path) -> None:
    (documented / "jena").symlink_to(stores.jena())
    out = run(block("jena"), documented)
    manifest = json.loads((documented / "parts" / "manifest.json").read_text(encoding="utf-8"))
    assert out.rstrip().endswith(f"n\n{manifest['quads'] - manifest['default_graph']}")


@pytest.mark.parametrize("name", sorted(p.stem for p in (ROOT / "ontology" / "queries").glob("*.rq")))
def test_jena_answers_each_question_alike(jena_store: list[str], store_of_samples: ox.Store, name: str) -> None:
    """A third engine, written apart from the two of `kg query`, finds the same rows."""
    path = ROOT / "ontology" / "queries" / f"{name}.rq"
    done = subprocess.run(
        [*jena_store, "--results", "json", "--query", str(path)], capture_output=True, check=True, timeout=60
    )
    found = [{n: t["value"] for n, t in row.items()} for row in json.loads(done.stdout)["results"]["bindings"]]
    said = sparql.formatted(sparql.ask(store_of_samples, path.read_text(encoding="utf-8")), "json")
    mine = [{n: t["value"] for n, t in row.items()} for row in json.loads(said)["results"]["bindings"]]
    assert sorted(map(plain, found)) == sorted(map(plain, mine))


@pytest.fixture(scope="module")
def store_of_samples(built: Path) -> ox.Store:
    return sparql.open_graph(built)


@pytest.fixture(scope="module")
def jena_store(built: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command that asks the graph of the samples in TDB 2."""
    home, where = stores.jena(), tmp_path_factory.mktemp("jena") / "db"
    java = ["java", "-cp", f"{home}/usr/share/java/*:{home}/messages"]
    load = [*java, "tdb2.tdbloader", "--loc", str(where), str(built / "graph.ttl")]
    subprocess.run(load, check=True, capture_output=True, timeout=60)
    return [*java, "tdb2.tdbquery", "--loc", str(where)]


def plain(row: dict[str, str]) -> list[tuple[str, str]]:
    """A row with numbers by their value."""
    numeric = re.compile(r"[+-]?\d+(\.\d+)?")
    return sorted((n, str(Decimal(v).normalize() + 0) if numeric.fullmatch(v) else v) for n, v in row.items())
