"""kg serve under use and abuse: negotiation, limits, attacks, pages; each refusal with the message a person reads."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
import rdflib

from conftest import ROOT
from kg.iri import BASE
from serving import Server, serving

pytest.importorskip("uvicorn", reason="the web server is not installed: pip install 'region-kg[serve]'")

CROSS = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }"
EVIL = '<img src=x onerror=alert(1)>"}</script><script>alert(2)</script>'


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Server]:
    with serving(built) as running:
        yield running


@pytest.fixture(scope="module")
def strict(built: Path) -> Iterator[Server]:
    """A server of small limits."""
    with serving(built, "--timeout", "1", "--rows", "100", "--memory", "200") as running:
        yield running


def fund(server: Server) -> str:
    """The path of an entity."""
    rows = json.loads(server.ask("SELECT ?f { ?f a rkg:Fund } ORDER BY ?f LIMIT 1").text)["results"]["bindings"]
    return "/" + rows[0]["f"]["value"].removeprefix(BASE)


# what comes back in which form


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/html, text/csv;q=0.5, */*;q=0.1", "text/csv"),
        (
            "application/sparql-results+json;q=0.3, application/sparql-results+xml;q=0.7",
            "application/sparql-results+xml",
        ),
        ("text/*", "text/csv"),
    ],
)
def test_rows_come_as_accept_asks(server: Server, accept: str, media: str) -> None:
    got = server.ask("SELECT ?f { ?f a rkg:Fund }", accept)
    assert (got.status, got.headers["vary"]) == (200, "Accept")
    assert media in (got.media, "text/xml")


@pytest.mark.parametrize(
    "media", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_triples_come_as_accept_asks(server: Server, media: str) -> None:
    got = server.ask("CONSTRUCT { ?f a rkg:Fund } WHERE { ?f a rkg:Fund }", media)
    assert (got.status, got.media) == (200, media)
    assert len(rdflib.Graph().parse(got.body, format="json-ld" if "ld+json" in media else media)) >= 3


@pytest.mark.parametrize(
    ("query", "accept", "says"),
    [
        ("SELECT * { ?s a rkg:Fund }", "image/png", "application/sparql-results+json"),
        ("SELECT * { ?s a rkg:Fund }", "text/turtle", "text/csv"),
        ("DESCRIBE ?s { ?s a rkg:Fund }", "text/csv", "text/turtle"),
        ("SELECT * { ?s a rkg:Fund }", "text/csv;q=0", "ask for one of them in Accept"),
        ("SELECT * { ?s a rkg:Fund }", ";;;,,q=x", "ask for one of them in Accept"),
    ],
)
def test_a_form_there_is_not_is_told_with_those_there_are(server: Server, query: str, accept: str, says: str) -> None:
    got = server.ask(query, accept)
    assert got.status == 406
    assert says in got.text


def test_an_entity_is_a_page_for_people_and_triples_for_programs(server: Server) -> None:
    path = fund(server)
    page = server.send("GET", path, Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (page.status, page.media) == (200, "text/html")
    assert "基金" in page.text
    assert "<small>fund</small>" in page.text
    for media in ("text/turtle", "application/ld+json"):
        got = server.send("GET", path, Accept=media)
        assert (got.status, got.media) == (200, media)
        graph = rdflib.Graph().parse(got.body, format="json-ld" if "ld+json" in media else media)
        assert (rdflib.URIRef(BASE + path[1:]), rdflib.RDF.type, None) in graph
    assert server.send("GET", f"{path}?format=jsonld", Accept="text/html").media == "application/ld+json"


@pytest.mark.parametrize("cls", ["rkg:Observation", "rkg:Evidence", "rkg:Document", "rkg:RelationClaim"])
def test_every_kind_of_node_has_a_page(server: Server, cls: str) -> None:
    kind = "oa:TextPositionSelector" if cls == "rkg:Evidence" else cls
    rows = json.loads(server.ask(f"SELECT ?x {{ {{ ?x a {kind} }} UNION {{ ?o rkg:evidence ?x }} }} LIMIT 1").text)
    iri = rows["results"]["bindings"][0]["x"]["value"]
    assert server.send("GET", "/" + iri.removeprefix(BASE), Accept="text/html").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/store?default",
        "/id/place/6203?format=ttl",
        "/sparql?" + urlencode({"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"}),
        "/sparql?" + urlencode({"query": "DESCRIBE ?x { ?x a rkg:Observation }"}),
    ],
)
def test_turtle_has_no_name_with_a_backslash(server: Server, path: str) -> None:
    answer = server.send("GET", path, Accept="text/turtle")
    assert (answer.status, answer.media) == (200, "text/turtle")
    assert len(list(ox.parse(answer.body, format=ox.RdfFormat.TURTLE))) > 5
    assert re.search(r'^[^"]*\\', answer.text, re.MULTILINE) is None


def test_an_unknown_entity_is_told(server: Server) -> None:
    got = server.send("GET", "/id/fund/none", Accept="text/html")
    assert (got.status, got.text) == (404, f"the graph says nothing of <{BASE}id/fund/none>\n")


# bad requests


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT ?x WHRE { ?x ?y ?z }", "not valid SPARQL: 1:11: `WHRE` does not fit here: expected DISTINCT or WHERE"),
        ("SELECT *\n{ ?s ?p ?o ", "2:1 is still open"),
        ("ASK { ?s foaf:name ?o }", "1:10: the prefix foaf: is not declared"),
        ("", "the query is empty"),
        ("INSERT DATA { rkg:a rkg:b rkg:c }", "1:1: INSERT changes a graph, a query only asks"),
        ("PREFIX a: <b:>\nDROP ALL", "2:1: DROP changes a graph"),
        ("ASK { } ASK { }", "does not fit here"),
        ("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "1:7: SERVICE reaches out of this graph and is refused"),
        ("ASK { " + "{" * 200 + "}" * 200 + " }", "more than 100 deep"),
        ("ASK { FILTER(" + "(" * 50_000 + "1" + ")" * 50_000 + ") }", "more than 100 deep"),
    ],
)
def test_a_bad_query_is_told_what_is_wrong_and_where(server: Server, query: str, says: str) -> None:
    got = server.send("POST", "/sparql", query, Content_Type="application/sparql-query")
    assert (got.status, says in got.text) == (400, True), got.text


@pytest.mark.parametrize(
    "query",
    [
        "ASK {" + "OPTIONAL{?s ?p ?o}" * 20_000 + "}",
        "ASK { FILTER(" + "!" * 200_000 + "true) }",
        "ASK { FILTER(1" + "+1" * 200_000 + ">1) }",
        "ASK {{?s ?p ?o}" + "UNION{?s ?p ?o}" * 20_000 + "}",
    ],
    ids=["optional", "not", "sum", "union"],
)
def test_a_query_that_overruns_the_engine_ends_alone(strict: Server, query: str) -> None:
    got = strict.send("POST", "/sparql", query, Content_Type="application/sparql-query")
    assert got.status in (200, 503)
    assert got.status == 200 or "nested too deeply" in got.text or "stopped after" in got.text
    assert strict.ask("ASK {}").status == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status", "says"),
    [
        ("POST", "/sparql", "ASK {}", {}, 415, "send Content-Type"),
        ("POST", "/sparql", "ASK {}", {"Content_Type": "text/plain"}, 415, "not text/plain"),
        ("POST", "/sparql", "x=1", {"Content_Type": "application/x-www-form-urlencoded"}, 400, "there is no query"),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, {}, 400, "send query once"),
        ("GET", "/sparql?query=%FF", None, {}, 400, "UTF-8"),
        ("GET", "/sparql?update=DROP%20ALL", None, {}, 405, "never by GET"),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=no", None, {}, 400, "not an absolute IRI"),
        ("PUT", "/sparql", "ASK {}", {}, 405, "PUT is not for /sparql"),
        ("POST", "/sparql", "DROP ALL", {"Content_Type": "application/sparql-update"}, 403, "kg serve --writable"),
        ("POST", "/sparql", "update=DROP+ALL", {"Content_Type": "application/x-www-form-urlencoded"}, 403, "kg serve --writable"),
        ("PUT", "/store?default", "", {"Content_Type": "text/turtle"}, 403, "kg serve --writable"),
        ("DELETE", "/store?default", None, {}, 403, "kg serve --writable"),
        ("GET", "/store", None, {}, 400, "say which graph"),
        ("GET", "/store?graph=urn:none", None, {}, 404, "there is no graph urn:none"),
        ("GET", "/store?default", None, {"Accept": "image/png"}, 406, "text/turtle"),
        ("GET", "/nothing", None, {}, 404, "there is nothing at /nothing"),
        ("GET", "/sparql", None, {"Accept": "image/png"}, 406, "text/turtle"),
    ],
)  # fmt: skip
def test_a_bad_request_is_told_what_is_wrong(
    server: Server, method: str, path: str, body: str | None, headers: dict[str, str], status: int, says: str
) -> None:
    got = server.send(method, path, body, **headers)
    assert (got.status, says in got.text) == (status, True), (got.status, got.text)


@pytest.mark.parametrize(
    "path",
    ["/page/../../../../etc/passwd", "/page/..%2f..%2fpages.py", "/id/../../etc/passwd", "/page//etc/passwd", "/graph.html/../report.json", "/%2e%2e/%2e%2e/etc/passwd", "/page/%00"],
)  # fmt: skip
def test_no_path_leads_to_a_file(server: Server, path: str) -> None:
    got = server.send("GET", path, Accept="text/html")
    assert got.status == 404
    assert b"root:" not in got.body


def test_a_query_of_ten_megabytes_is_not_read(server: Server) -> None:
    query = "ASK { ?s ?p '" + "x" * 10_000_000 + "' }"
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the server does not wait for the rest
        got = server.send("POST", "/sparql", query, Content_Type="application/sparql-query")
        assert (got.status, got.text) == (413, "the request is larger than 4000 kB\n")
    assert server.ask("ASK {}").status == 200
    got = server.send(
        "POST", "/sparql", "ASK { ?s ?p '" + "x" * 2_000_000 + "' }", Content_Type="application/sparql-query"
    )
    assert (got.status, "at most 1000000 are read" in got.text) == (400, True)


def test_huge_headers_are_refused(server: Server) -> None:
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        assert server.send("GET", "/sparql", None, X="y" * 200_000).status in (400, 431)
    assert server.ask("ASK {}").status == 200


def test_slow_clients_are_let_go_and_hold_up_no_one(server: Server) -> None:
    links = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(60)]
    for n, link in enumerate(links):
        link.sendall(b"GET /sparql HTTP/1.1\r\nHost: localhost\r\n" if n % 2 else b"")
    started = time.monotonic()
    assert server.ask("ASK {}").status == 200
    assert time.monotonic() - started < 2
    links[0].settimeout(30)
    links[1].settimeout(30)
    assert b"408" in links[0].recv(1000)
    assert b"408" in links[1].recv(1000)
    for link in links:
        link.close()


def test_a_body_that_never_comes_is_not_waited_for(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as link:
        link.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 6\r\n\r\nASK"
        )
        said = b""
        while part := link.recv(10_000):
            said += part
    assert b"408" in said
    assert b"did not come whole within 15 s" in said


# limits


def test_a_runaway_query_is_stopped_and_stops_no_other(strict: Server) -> None:
    results: list[int] = []
    threads = [threading.Thread(target=lambda: results.append(strict.ask(CROSS).status)) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    started = time.monotonic()
    assert strict.ask("ASK { ?s a rkg:Fund }").status == 200
    assert time.monotonic() - started < 1
    for thread in threads:
        thread.join()
    assert results == [503] * 4
    got = strict.ask(CROSS)
    assert (got.status, json.loads(got.text)["error"]) == (
        503, "stopped after 1 s, the time a query may take here: ask for less, or add LIMIT",
    )  # fmt: skip


def test_a_client_that_goes_away_takes_its_query_with_it(built: Path) -> None:
    with serving(built, "--timeout", "60") as server:
        request = f"GET /sparql?{urlencode({'query': CROSS})} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        for _ in range(10):  # more than run at once
            with socket.create_connection(("127.0.0.1", server.port)) as link:
                link.sendall(request)
                time.sleep(0.05)
        started = time.monotonic()
        assert server.ask("ASK {}").status == 200
        assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "accept",
    ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"],
)
def test_too_many_rows_are_refused_not_cut(strict: Server, accept: str) -> None:
    got = strict.ask("SELECT * { ?s ?p ?o }", accept)
    assert (got.status, "more than 100 rows: ask for less, or add LIMIT 100" in got.text) == (422, True)
    assert strict.ask("SELECT * { ?s ?p ?o } LIMIT 100", accept).status == 200
    assert strict.ask("SELECT ?nothing { ?s ?p ?o }", accept).status == 422
    assert strict.ask("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle").status == 422


def test_marks_in_values_are_not_taken_for_rows(strict: Server) -> None:
    for accept in ("application/sparql-results+json", "text/csv"):
        query = 'SELECT ?x { BIND ("' + "},{\\n" * 500 + '" AS ?x) }'
        assert strict.ask(query, accept).status == 200


def test_memory_is_bounded(built: Path) -> None:
    query = "SELECT (GROUP_CONCAT(CONCAT(STR(?s), STR(?o), STR(?a), STR(?c))) AS ?x) { ?s ?p ?o . ?a ?b ?c }"
    with serving(built, "--timeout", "30", "--memory", "100") as server:
        got = server.ask(query)
        assert (got.status, "needs more than 100 MB" in got.text) == (503, True)
        assert server.ask("ASK {}").status == 200


def test_nothing_reaches_out_even_past_the_guard(built: Path) -> None:
    """A worker cannot open a socket or a file, whatever it runs."""
    from kg.exits.sparql import guard, workers
    from kg.exits.sparql.serve import answer

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(1)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        limits = workers.Limits()
        real = guard.check
        guard.check = lambda text, update=False, reach=False: []  # type: ignore[assignment]
        try:
            keeper = workers.Keeper(
                lambda: __import__("pyoxigraph").Store(), answer.reader(limits), answer.writer(limits), limits
            )
            keeper.ready()
            link = keeper.worker()
            assert "pid" in workers.receive(link)[0]  # type: ignore[index]
            link.sendall(workers.pack({"query": f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", "rows": "csv"}))
            said = workers.receive(link)
            update = keeper.update()
            update.sendall(workers.pack({"update": f"LOAD <{address}>", "base": "urn:x"}))
            changed = workers.receive(update)
            keeper.close()
        finally:
            guard.check = real
        assert said is not None
        assert said[0]["error"] == "query"
        assert changed is not None
        assert changed[0]["error"] == "query"
        with pytest.raises(TimeoutError):
            listening.accept()


@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER(1<2){SERVICE<http://127.0.0.1:9/>{?s?p?o}} }",
        "ASK { <urn:a> <urn:b> rkg:a\\#x . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        'ASK { ?s ?p """a"b""" . sErViCe <http://127.0.0.1:9/> { ?s ?p ?o } }',
    ],
)
def test_a_hidden_service_is_seen(server: Server, query: str) -> None:
    got = server.ask(query)
    assert (got.status, "refused" in got.text) == (400, True), got.text


# pages of other sites


def test_another_name_for_this_machine_is_refused(server: Server) -> None:
    got = server.send("GET", "/sparql", Host="evil.example:80")
    assert (got.status, got.text) == (421, "this server is not evil.example\n")


def test_a_page_of_another_site_cannot_write(built: Path) -> None:
    with serving(built, "--writable") as server:
        form = {"Content_Type": "application/x-www-form-urlencoded"}
        got = server.send("POST", "/sparql", "update=DROP+ALL", Origin="http://evil.example", **form)
        assert (got.status, got.text) == (403, "writes from pages of http://evil.example are refused\n")
        assert json.loads(server.ask("ASK { ?s a rkg:Fund }").text)["boolean"]
        assert server.send("POST", "/sparql", "update=DROP+ALL", Origin=server.address, **form).status == 204
        assert not json.loads(server.ask("ASK { ?s ?p ?o }").text)["boolean"]


# writing


def test_an_update_that_is_stopped_changes_nothing(built: Path) -> None:
    with serving(built, "--writable", "--timeout", "1") as server:
        before = server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text
        update = {"Content_Type": "application/sparql-update"}
        got = server.send(
            "POST", "/sparql", "DROP ALL ; INSERT { ?s ?b ?f } WHERE { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }", **update
        )
        assert got.status == 204  # nothing left to cross after DROP
        got = server.send("POST", "/sparql", "INSERT DATA { rkg:a rkg:b 1, 2, 3, 4 }", **update)
        assert got.status == 204
        many = (
            "INSERT { ?s ?b ?f } WHERE { " + " ".join(f"?s ?p{n} ?o{n} ." for n in range(30)) + " ?a ?b ?c . ?d ?e ?f }"
        )
        got = server.send("POST", "/sparql", many, **update)
        assert (got.status, "stopped after 1 s" in got.text) == (503, True)
        got = server.send("POST", "/sparql", "INSERT DATA { rkg:x rkg:y 1 } ; LOAD <file:///etc/passwd>", **update)
        assert (got.status, "LOAD reaches out" in got.text) == (400, True)
        got = server.send("PUT", "/store?default", "<urn:a> <urn:b> .", Content_Type="text/turtle")
        assert (got.status, "nothing was changed" in got.text) == (400, True), got.text
        assert '"4"' in server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text
        assert before


def test_only_this_machine_may_write(built: Path) -> None:
    done = start(built, "--writable", "--host", "0.0.0.0")
    assert (done.returncode, "only this machine may write" in done.stderr) == (2, True)


# starting


def start(out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.cli", "serve", str(out), *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)


def test_what_keeps_it_from_starting_is_told(built: Path, tmp_path: Path, server: Server) -> None:
    assert "no graph here" in start(tmp_path).stderr
    (tmp_path / "graph.ttl").write_text("this is not Turtle", encoding="utf-8")
    done = start(tmp_path, "--port", "0")
    assert (done.returncode, "graph.ttl: not readable as Turtle" in done.stderr) == (2, True)
    assert "cannot listen here" in start(built, "--port", str(server.port)).stderr
    assert "cannot listen here" in start(built, "--port", "99999").stderr
    assert "more than 0 seconds" in start(built, "--timeout", "0").stderr


def below(pid: int) -> list[str]:
    """The processes that a process started, and those that they did."""
    own = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    return [*own, *(p for child in own for p in below(int(child)))]


def test_it_ends_on_a_signal_and_leaves_no_process(built: Path) -> None:
    with serving(built) as server:
        server.ask("ASK {}")
        listed = below(server.pid)
        assert len(listed) >= 3  # the keeper and two workers
        os.kill(server.pid, signal.SIGTERM)
        time.sleep(1.5)
        left = [p for p in listed if Path(f"/proc/{p}").exists() and ") Z" not in Path(f"/proc/{p}/stat").read_text()]
        assert left == []


# what labels hold


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A graph whose labels are markup."""
    path = tmp_path_factory.mktemp("hostile") / "graph.ttl"
    label = rdflib.Literal(EVIL, lang="zh").n3()
    path.write_text(
        f"<{BASE}id/fund/x> a <{BASE}def#Fund> ; <http://www.w3.org/2000/01/rdf-schema#label> {label} ;\n"
        f"  <http://www.w3.org/2000/01/rdf-schema#seeAlso> <javascript:alert(3)> .\n",
        encoding="utf-8",
    )
    with serving(path) as server:
        yield server


def test_markup_in_labels_stays_text(hostile: Server) -> None:
    got = hostile.send("GET", "/id/fund/x", Accept="text/html")
    assert "<img" not in got.text
    assert "<script" not in got.text
    assert "&lt;img" in got.text
    assert 'href="javascript' not in got.text
    policy = got.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert got.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "value", ['"} INSERT DATA { <urn:a> <urn:b> "', "} SERVICE <http://127.0.0.1:9/> {", "金昌市\n", "\\", '"@zh } #']
)
def test_a_parameter_is_a_term_whatever_it_holds(server: Server, value: str) -> None:
    got = server.send("GET", f"/page/question/everything-about?name={quote(value)}")
    assert got.status == 200
    answered = server.send(
        "POST", "/sparql", got.body, Content_Type="application/sparql-query", Accept="application/sparql-results+json"
    )
    assert (answered.status, json.loads(answered.text)["results"]["bindings"]) == (200, [])


def test_a_parameter_of_the_wrong_kind_is_told(server: Server) -> None:
    got = server.send("GET", "/page/question/growth-above-20-percent?least=many")
    assert (got.status, got.text) == (400, "--set least=many: expected a value of type integer\n")
    got = server.send("GET", "/page/question/none")
    assert (got.status, got.text) == (404, "there is no question none\n")


@pytest.mark.parametrize("limit", ["1 } DROP ALL", "-1", "9999999999", "", "1e3"])
def test_a_page_that_is_no_number_is_told(server: Server, limit: str) -> None:
    got = server.send("GET", "/page/question/growth-without-basis?" + urlencode({"limit": limit}))
    assert (got.status, got.text) == (400, f"--set limit={limit}: expected one whole number, 0 or more\n")
    got = server.send("GET", "/page/question/growth-without-basis?limit=3&offset=6")
    assert (got.status, "LIMIT 3 OFFSET 6" in got.text) == (200, True)


def test_unknown_terms_are_noted_beside_the_answer(server: Server) -> None:
    got = server.ask("SELECT * { ?s a rkg:Fnud }")
    assert (got.status, got.headers["x-note"]) == (
        200,
        "1:17: rkg:Fnud is not a term of the vocabulary: did you mean rkg:Fund?",
    )


def test_the_command_asks_a_server_as_it_asks_a_folder(built: Path, server: Server) -> None:
    def said(where: str, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8"}
        command = [sys.executable, "-m", "kg.cli", "query", *words]
        command.insert(5, where)
        return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)

    for words in (
        ["growth-above-20-percent", "--set", "least=50"],
        ["CONSTRUCT { ?f a rkg:Fund } WHERE { ?f a rkg:Fund }"],
    ):
        here, there = said(str(built), *words), said(server.address, *words)
        assert (here.returncode, here.stdout) == (there.returncode, there.stdout) == (0, here.stdout)
        assert here.stdout
    done = said(server.address, "SELECT ?x WHERE { ?x a nope: }")
    assert (done.returncode, "the prefix nope: is not declared" in done.stderr) == (2, True)
    done = said("http://127.0.0.1:9/", "ASK {}")
    assert (done.returncode, "no answer" in done.stderr) == (2, True)


def test_it_ends_when_the_graph_is_gone(built: Path) -> None:
    with serving(built) as server:
        keeper = int(below(server.pid)[0])
        os.kill(keeper, signal.SIGKILL)
        for _ in range(50):
            if ") Z" in Path(f"/proc/{server.pid}/stat").read_text():
                break
            time.sleep(0.1)
        with pytest.raises(ConnectionError):
            server.ask("ASK {}")


def test_ctrl_c_ends_it_without_a_word(built: Path) -> None:
    command = [sys.executable, "-m", "kg.cli", "serve", str(built), "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (0, "")


def test_a_graph_is_named_as_the_client_names_the_server(built: Path) -> None:
    with serving(built, "--writable") as server:
        host = f"localhost:{server.port}"
        assert (
            server.send("PUT", "/store/mine", "<urn:a> <urn:b> <urn:c> .", Content_Type="text/turtle", Host=host).status
            == 201
        )
        said = server.ask("SELECT ?g { GRAPH ?g { <urn:a> ?p ?o } }").text
        assert f"http://{host}/store/mine" in said
