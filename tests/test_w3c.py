"""The W3C's own test cases of SPARQL 1.1 Protocol, Graph Store Protocol and Service Description, read from its manifests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import rdflib
from rdflib import RDF, Namespace, Node, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from conftest import SHARED
from serving import Answer, Server, serving

CASES = SHARED / "w3c" / "sparql" / "sparql11"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
STATUS = {
    "OK": (200, 200), "Created": (201, 201), "NoContent": (204, 204), "NotFound": (404, 404),
    "StatusCode2xx": (200, 299), "StatusCode3xx": (300, 399), "StatusCode4xx": (400, 499), "StatusCode5xx": (500, 599),
}  # fmt: skip
PROTOCOL, INDIRECT, DIRECT = (
    "protocol/manifest",
    "graph-store-protocol/manifest-indirect",
    "graph-store-protocol/manifest-direct",
)
pytestmark = pytest.mark.shared
pytest.importorskip("uvicorn", reason="the web server is not installed: pip install 'region-kg[serve]'")


def manifest(name: str) -> rdflib.Graph:
    path = CASES / f"{name}.ttl"
    return rdflib.Graph().parse(path, publicID=path.as_uri()) if path.is_file() else rdflib.Graph()


GRAPHS = {name: manifest(name) for name in (PROTOCOL, INDIRECT, DIRECT)}
TESTS = [
    (name, test)
    for name, graph in GRAPHS.items()
    for kind in (MF.ProtocolTest, MF.GraphStoreProtocolTest)
    for test in sorted(graph.subjects(RDF.type, kind))
]


def requests(graph: rdflib.Graph, test: Node) -> Iterator[Node]:
    action = graph.value(test, MF.action)
    yield from Collection(graph, graph.value(action, HT.requests))  # type: ignore[arg-type]


def data(graph: rdflib.Graph, test: Node) -> Iterator[tuple[str, bytes]]:
    """The graphs a test wants in the store: name, N-Triples."""
    for block in graph.objects(test, UT.graphData):
        name = str(graph.value(block, rdflib.RDFS.label))
        path = str(graph.value(block, UT.graph)).removeprefix("file://")
        yield name, Path(path).read_bytes()


def sent(server: Server, graph: rdflib.Graph, request: Node, location: str) -> Answer:
    """Send one request of a manifest to the server."""
    path = str(graph.value(request, HT.absolutePath))
    path = path.replace("/sparql/", "/sparql", 1) if path.startswith("/sparql/") else path.replace("/gsp", "/store", 1)
    path = path.replace("$LOCATION$", quote(location, safe=""))
    headers = {}
    if listed := graph.value(request, HT.headers):
        for header in Collection(graph, listed):
            headers[str(graph.value(header, HT.fieldName)).lower()] = str(graph.value(header, HT.fieldValue))
    body = None
    if content := graph.value(request, HT.body):
        chars = str(graph.value(content, CNT.chars))
        body = chars.encode(str(graph.value(content, CNT.characterEncoding) or "utf-8"))
    return server.send(str(graph.value(request, HT.methodName)), path, body, **headers)


def judge(graph: rdflib.Graph, request: Node, got: Answer) -> None:
    """Compare status, form, truth value, media type and graph with what the manifest expects."""
    expected = graph.value(request, HT.resp)
    assert expected is not None
    wanted = [STATUS[str(s).rpartition("#")[2]] for s in graph.objects(expected, MF.expectedStatus)]
    assert any(low <= got.status <= high for low, high in wanted), (got.status, got.text)
    form = str(graph.value(expected, MF.expectedFormat) or "")
    if form in ("boolean", "tabular"):
        assert got.media in ("application/sparql-results+json", "application/sparql-results+xml")
        assert ("boolean" in got.text) == (form == "boolean")
    elif form == "RDF":
        rdflib.Graph().parse(got.body, format=got.media)
    if (truth := graph.value(expected, MF.expectedBoolean)) is not None:
        assert f'"boolean":{str(truth.toPython()).lower()}' in got.text.replace(" ", "")  # type: ignore[attr-defined]
    for header in Collection(graph, graph.value(expected, HT.headers)) if graph.value(expected, HT.headers) else ():
        name, value = str(graph.value(header, HT.fieldName)).lower(), str(graph.value(header, HT.fieldValue))
        assert got.headers[name].partition(";")[0] == value.partition(";")[0]
    if content := graph.value(expected, HT.body):
        mine = rdflib.Graph().parse(got.body, format="turtle")
        assert isomorphic(mine, rdflib.Graph().parse(data=str(graph.value(content, CNT.chars)), format="turtle"))


def writes(graph: rdflib.Graph, test: Node) -> bool:
    """Whether a test needs a writable server to pass."""
    return any(
        "/gsp" in str(graph.value(r, HT.absolutePath))
        and str(graph.value(r, HT.methodName)) in ("PUT", "DELETE", "POST")
        for r in requests(graph, test)
    ) or (str(test).rpartition("#")[2].startswith("update_"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("w3c") / "graph.ttl"
    path.write_bytes(b"")
    return path


@pytest.fixture(scope="module")
def kept(empty: Path) -> Iterator[Server]:
    with serving(empty, "--writable") as server:
        yield server


@pytest.fixture
def writable(kept: Server) -> Server:
    """Emptied before each test."""
    assert kept.send("POST", "/sparql", "DROP ALL", Content_Type="application/sparql-update").status == 204
    return kept


@pytest.mark.parametrize(
    ("name", "test"), TESTS, ids=lambda v: str(v).rpartition("#")[2] if isinstance(v, URIRef) else ""
)
def test_on_a_writable_server(writable: Server, name: str, test: URIRef) -> None:
    graph, location = GRAPHS[name], ""
    for iri, triples in data(graph, test):
        assert (
            writable.send(
                "PUT", f"/store?graph={quote(iri, safe='')}", triples, Content_Type="application/n-triples"
            ).status
            == 201
        )
    for request in requests(graph, test):
        got = sent(writable, graph, request, location)
        location = got.headers.get("location", location)
        judge(graph, request, got)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A read-only server that holds the graphs of all query tests."""
    path = tmp_path_factory.mktemp("w3c") / "graph.trig"
    graphs = dict(g for name, test in TESTS for g in data(GRAPHS[name], test))
    path.write_text("".join(f"<{iri}> {{\n{triples.decode()}}}\n" for iri, triples in graphs.items()), encoding="utf-8")
    with serving(path) as server:
        yield server


@pytest.mark.parametrize(
    ("name", "test"),
    [(n, t) for n, t in TESTS if not writes(GRAPHS[n], t)],
    ids=lambda v: str(v).rpartition("#")[2] if isinstance(v, URIRef) else "",
)
def test_on_a_server_that_only_reads(reading: Server, name: str, test: URIRef) -> None:
    graph = GRAPHS[name]
    for request in requests(graph, test):
        judge(graph, request, sent(reading, graph, request, ""))


@pytest.mark.parametrize(
    ("name", "test"),
    [(n, t) for n, t in TESTS if writes(GRAPHS[n], t)],
    ids=lambda v: str(v).rpartition("#")[2] if isinstance(v, URIRef) else "",
)
def test_a_server_that_only_reads_refuses_to_write(reading: Server, name: str, test: URIRef) -> None:
    graph = GRAPHS[name]
    first = sent(reading, graph, next(requests(graph, test)), "")
    # the graph that HEAD asks for is not there either
    assert first.status == (404 if "head_on_non" in test else 403), first.text


def test_all_cases_are_there() -> None:
    # the manifest of direct identification lists 4 and holds a fifth
    assert {name: sum(1 for n, _ in TESTS if n == name) for name in GRAPHS} == {PROTOCOL: 34, INDIRECT: 9, DIRECT: 5}


@pytest.mark.parametrize(
    "media", ["text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"]
)
def test_service_description(reading: Server, media: str) -> None:
    """Its three cases: RDF comes back, it has the endpoint, and every term is one of the vocabulary."""
    got = reading.send("GET", "/sparql", Accept=media)
    assert (got.status, got.media) == (200, media)
    graph = rdflib.Graph().parse(got.body, format="json-ld" if "ld+json" in media else media)
    service = graph.value(None, RDF.type, SD.Service)
    assert graph.value(service, SD.endpoint) == URIRef(f"{reading.address}/sparql")
    known = {
        "endpoint", "supportedLanguage", "resultFormat", "inputFormat", "defaultDataset", "defaultGraph", "Service", "Dataset",
        "Graph", "SPARQL11Query", "SPARQL11Update",
    }  # fmt: skip
    said = {str(t).removeprefix(str(SD)) for triple in graph for t in triple if str(t).startswith(str(SD))}
    assert said <= known
    assert list(graph[service : SD.defaultDataset / SD.defaultGraph])
