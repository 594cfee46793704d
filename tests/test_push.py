"""kg push beside a store that fails on order: what a person then reads, and what the store holds."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from fake_store import Body, Fake, serving
from kg.cli import main
from kg.exits.push import sent, web

G = "https://example.org/g"
HERE = "https://w3id.org/region-kg/id/place/620300"
TURTLE = f"""
@prefix rkg: <https://w3id.org/region-kg/def#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<{HERE}> a rkg:Place ; rdfs:label "金昌市"@zh , "Jinchang"@en ; rkg:note "戈壁上的𠮷野家\\n二行" .
<{HERE}-a> a rkg:Observation ; rkg:value 22074.70 ; rkg:year "2023"^^xsd:gYear ; rkg:of <{HERE}> .
<{HERE}-b> a rkg:Observation ; rkg:value 4 ; rkg:day "2023-11-30"^^xsd:date .
"""
TOTAL = 11


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    return path


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    monkeypatch.setattr(web, "WAIT", 0.01)
    monkeypatch.delenv("KG_PUSH_PASSWORD", raising=False)
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    with serving(Fake()) as made:
        yield made


Push = Callable[..., tuple[int, str, str]]


@pytest.fixture
def push(fake: Fake, graph: Path, capsys: pytest.CaptureFixture[str]) -> Push:
    """Run the command; status, standard output, standard error."""

    def run(*options: str, to: str = "") -> tuple[int, str, str]:
        status = main(["push", str(graph), "--to", to or fake.data, "--graph", G, "--timeout", "1", *options])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def held(fake: Fake) -> int:
    return sum(1 for _ in fake.store.quads_for_pattern(None, None, None, ox.NamedNode(G)))


def test_what_arrives_whole_is_said_to_have_arrived(push: Push, fake: Fake) -> None:
    status, out, err = push()
    assert (status, err) == (0, "")
    assert f"{TOTAL} triples sent to {fake.data}, <{G}>: 1 request(s)" in out
    assert "no differences: each of 11 triples, 2 classes" in out
    assert "2 Chinese literals, 2 with a language tag (2 languages), 2 numbers, 2 dates" in out
    assert held(fake) == TOTAL


def test_put_replaces_and_post_adds(push: Push, fake: Fake) -> None:
    old = ox.Quad(ox.NamedNode("urn:old"), ox.NamedNode("urn:p"), ox.Literal("旧"), ox.NamedNode(G))
    fake.store.add(old)
    assert push("--method", "post")[0] == 0
    assert held(fake) == TOTAL + 1
    assert push("--method", "post")[0] == 0
    assert push()[0] == 0
    assert held(fake) == TOTAL
    assert old not in fake.store


def test_the_default_graph_is_written_when_none_is_named(fake: Fake, graph: Path) -> None:
    assert main(["push", str(graph), "--to", fake.data]) == 0
    assert sum(1 for _ in fake.store.quads_for_pattern(None, None, None, ox.DefaultGraph())) == TOTAL


def test_chunks_are_one_put_and_then_posts(push: Push, fake: Fake) -> None:
    status, out, _ = push("--chunk", "4")
    assert status == 0
    assert "3 request(s)" in out
    assert [a.split()[0] for a in fake.asked if a.startswith(("PUT", "POST /data"))] == ["POST", "PUT", "POST", "POST"]
    assert held(fake) == TOTAL


def test_subjects_apart_and_triples_twice_are_sent_once(push: Push, fake: Fake, graph: Path) -> None:
    lines = ["<urn:b> <urn:p> 1 .", "<urn:a> <urn:p> 1 .", "<urn:b> <urn:p> 2 .", "<urn:b> <urn:p> 1 ."]
    graph.write_text("\n".join(lines), encoding="utf-8")
    status, out, _ = push()
    assert status == 0
    assert "3 triples sent" in out


def test_blank_nodes_go_in_one_request(push: Push, fake: Fake, graph: Path) -> None:
    graph.write_text('<urn:a> <urn:p> [ <urn:q> 1, 2, 3, 4 ] , "甲" . <urn:b> <urn:p> 1 .', encoding="utf-8")
    status, out, _ = push("--chunk", "2")
    assert status == 0
    assert "7 triples sent" in out
    assert held(fake) == 7
    assert len({q.subject for q in fake.store if isinstance(q.subject, ox.BlankNode)}) == 1


def test_a_large_graph_streams_and_streams_again(
    push: Push, fake: Fake, graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent, "SMALL", 100)
    monkeypatch.setattr(sent, "PIECE", 50)
    monkeypatch.setenv("KG_PUSH_PASSWORD", fake.password)
    graph.write_text("\n".join(f'<urn:s:{n}> <urn:p> {n} , "第{n}"@zh .' for n in range(1000)), encoding="utf-8")
    fake.scheme = "digest"
    fake.writes = lambda n, body: "breaks" if n == 1 else None
    status, out, err = push("--user", "me")
    assert status == 0, err
    assert "2000 triples sent" in out
    assert "1 request(s)" in out
    assert held(fake) == 2000
    assert len({a for a in fake.asked if a.startswith("PUT")}) == 1


@pytest.mark.parametrize("scheme", ["basic", "digest"])
def test_the_store_chooses_basic_or_digest(
    push: Push, fake: Fake, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.scheme = scheme
    monkeypatch.setenv("KG_PUSH_PASSWORD", fake.password)
    status, out, err = push("--user", "me", "--chunk", "5")
    assert status == 0, err
    assert fake.password not in out + err + "".join(fake.asked)
    status, _, err = push()
    assert status == 1
    assert "asks for a name and a password: add --user NAME and set KG_PUSH_PASSWORD" in err
    monkeypatch.setenv("KG_PUSH_PASSWORD", "wrong-secret")
    status, out, err = push("--user", "me")
    assert status == 1
    assert err == f"kg: {fake.data}: refuses me or the password (401)\n"
    assert "wrong-secret" not in out + err
    assert held(fake) == TOTAL


def test_a_password_comes_from_the_environment_or_a_terminal_alone(push: Push, fake: Fake) -> None:
    status, _, err = push("--user", "me")
    assert status == 2
    assert "set KG_PUSH_PASSWORD: there is no terminal to ask for the password" in err
    status, _, err = push(to="http://me:secret@127.0.0.1/data")
    assert status == 2
    assert "use --user NAME and KG_PUSH_PASSWORD" in err
    assert "secret" not in err


@pytest.mark.parametrize(
    ("options", "to", "says"),
    [
        (["--graph", "a b"], "", "--graph a b: not an IRI"),
        (["--graph", "urn:x> } DROP"], "", "not an IRI"),
        ([], "localhost:7878", "not the address of a store"),
        ([], "http://127.0.0.1:1/x?graph=y", "the graph is named by --graph IRI"),
        ([], "http://127.0.0.1:1/somewhere", "where does this store answer queries? add --query URL"),
    ],
)
def test_what_cannot_be_sent_is_refused_before_anything_is(push: Push, options: list[str], to: str, says: str) -> None:
    status, _, err = push(*options, to=to)
    assert status == 2
    assert says in err


def test_a_store_that_is_down(push: Push) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/data"
    status, out, err = push("--retries", "1", to=url)
    assert (status, out) == (1, "")
    assert "no connection (" in err
    assert "is the store running, and is this its address?" in err


def test_a_busy_store_is_asked_again(push: Push, fake: Fake) -> None:
    fake.reads = lambda n: (503, "text/plain", b"starting") if n < 3 else None
    fake.writes = lambda n, body: (503, "text/plain", b"busy") if n in (1, 2) else None
    assert push()[0] == 0
    assert fake.written == 3
    fake.reads = lambda n: (503, "text/html", b"<html><h1>Down for   repair</h1></html>")
    status, _, err = push("--retries", "2")
    assert status == 1
    assert err == f"kg: {fake.url}/query: the store failed (503): Down for repair\n"


def test_what_would_do_harm_twice_is_not_sent_again(push: Push, fake: Fake, graph: Path) -> None:
    graph.write_text("<urn:a> <urn:p> [ <urn:q> 1 ] .", encoding="utf-8")
    fake.writes = lambda n, body: (503, "text/plain", b"busy") if n == 1 else None
    status, _, err = push("--method", "post")
    assert status == 1
    assert fake.written == 1
    assert f"graph <{G}> holds 0 triples as before" in err
    assert push("--method", "put")[0] == 0


def test_a_slow_store(push: Push, fake: Fake) -> None:
    fake.writes = lambda n, body: "slow" if n else None
    status, _, err = push("--timeout", "0.3")
    assert status == 1
    assert "no answer within 0.3 s; --timeout SECONDS waits longer" in err
    assert f"graph <{G}> holds 0 triples as before" in err
    assert fake.written == 1


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((200, "text/html", b"<html><title>x</title><p>Please \x1b[31mlog in</html>"), 'answers text/html where SPARQL'),
        ((200, "application/sparql-results+json", b'{"results":{"bindings":[The operation'), "were expected"),
        ((200, "application/json", b"[1]"), "were expected"),
        ((200, "application/sparql-results+json", b'{"results":{"bindings":[{"n":{"value":"many"}}]}}'), "a count with"),
        ((404, "text/plain", b""), "nothing here (404)"),
        ((307, "text/plain", b"http://127.0.0.1:1/elsewhere"), "redirects to http://127.0.0.1:1/elsewhere"),
    ],
)  # fmt: skip
def test_a_store_that_answers_nonsense_is_not_written_to(push: Push, fake: Fake, answer: Body, says: str) -> None:
    fake.reads = lambda n: answer
    status, _, err = push()
    assert status == 1
    assert says in err
    assert "\x1b" not in err
    assert fake.written == 0


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((405, "text/plain", b""), "takes no POST (405): is it read-only?"),
        ((403, "text/plain", b"not you"), "nobody in particular may not POST here (403): not you"),
        ((404, "text/plain", b""), "is this the address of its Graph Store Protocol?"),
    ],
)
def test_a_store_that_takes_nothing_says_so_before_the_upload(push: Push, fake: Fake, answer: Body, says: str) -> None:
    fake.writes = lambda n, body: answer
    status, _, err = push()
    assert status == 1
    assert says in err
    assert fake.written == 0


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((507, "text/plain", b"disk quota"), "the store is full (507): disk quota"),
        ((500, "text/html", b"<b>No space left on device</b>"), "the store failed (500): No space left on device"),
        ((413, "text/plain", b""), "--chunk N sends at most N triples at a time"),
    ],
)
def test_a_store_that_fills_up_half_way(push: Push, fake: Fake, answer: Body, says: str) -> None:
    fake.writes = lambda n, body: answer if n == 2 else None
    status, _, err = push("--chunk", "4")
    assert status == 1
    assert says in err
    assert f"graph <{G}> holds 4 triples now (0 before; 11 to be sent): the same command replaces it whole" in err
    fake.writes = lambda n, body: None
    assert push("--chunk", "4")[0] == 0
    fake.writes = lambda n, body: answer
    status, _, err = push()
    assert f"graph <{G}> holds 11 triples as before" in err


def test_a_store_that_dies_half_way(push: Push, fake: Fake) -> None:
    fake.writes = lambda n, body: "dead" if n == 2 else None
    status, _, err = push("--chunk", "4", "--retries", "1")
    assert status == 1
    assert "the connection broke off" in err
    assert f"4 of 11 triples were acknowledged, and what graph <{G}> holds now is not known" in err


def test_a_connection_that_breaks_once_is_taken_up_again(push: Push, fake: Fake) -> None:
    fake.writes = lambda n, body: "breaks" if n == 2 else None
    status, _, err = push("--chunk", "4")
    assert status == 0, err
    assert held(fake) == TOTAL


def test_a_store_that_dies_before_the_comparison(push: Push, fake: Fake) -> None:
    fake.reads = lambda n: "dead" if n == 2 else None
    status, _, err = push("--retries", "0")
    assert status == 1
    assert "all 11 triples were sent, but not compared" in err


def test_someone_stops_it(push: Push, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    real = web.Web.send

    def send(self: web.Web, method: str, url: str, **rest: object) -> object:
        if method == "POST" and fake.written == 1 and url == fake.data:
            raise KeyboardInterrupt
        return real(self, method, url, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(web.Web, "send", send)
    status, _, err = push("--chunk", "4")
    assert status == 130
    assert f"stopped; graph <{G}> holds 4 triples now" in err

    def later(self: web.Web, method: str, url: str, **rest: object) -> object:
        if "CONSTRUCT" in str(rest.get("form")):
            raise KeyboardInterrupt
        return real(self, method, url, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(web.Web, "send", later)
    status, _, err = push()
    assert status == 130
    assert "stopped; all 11 triples were sent, but not compared" in err


def swap(old: str, new: str) -> Callable[[str], str]:
    def mangle(text: str) -> str:
        assert not text or old in text
        return text.replace(old, new)

    return mangle


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("mangle", "says"),
    [
        (lambda text: "\n".join(x for x in text.split("\n") if "Jinchang" not in x), f'missing: <{HERE}> '),
        (swap('"金昌市"@zh', '"金昌市"'), 'language tag lost or changed: '),
        (swap('"金昌市"@zh', '"金昌市"@zh-Hant'), 'sent "金昌市"@zh, found "金昌市"@zh-hant'),
        (swap("22074.70", "22074.07"), "another number: "),
        (swap(f'"4"^^<{XSD}integer>', f'"4"^^<{XSD}decimal>'), "another datatype: "),
        (swap("戈壁上的", "????"), "Chinese text changed: "),
        (swap("𠮷", "\ufffd"), "Chinese text changed: "),
        (swap("\\n二行", " 二行"), "Chinese text changed: "),
        (swap("Jinchang", "jinchang"), "text changed: "),
        (swap("2023-11-30", "2023-11-29"), "another date: "),
        (swap(f'"2023"^^<{XSD}gYear>', '"2023"'), "another datatype: "),
        (swap("def#Observation", "def#Thing"), "instances of <https://w3id.org/region-kg/def#Observation>: sent 2, found 0"),
        (lambda text: text and text + "<urn:x> <urn:p> 1 .\n".replace("1", '"1"'), "triples in all: sent 11, found 12"),
        (swap("place/620300-b", "place\\\\/620300-b".replace("\\\\", "%5C")), "missing: "),
        (lambda text: "", "triples in all: sent 11, found 0"),
    ],
)  # fmt: skip
def test_what_arrives_otherwise_is_found(push: Push, fake: Fake, mangle: Callable[[str], str], says: str) -> None:
    fake.mangle = mangle
    status, out, err = push()
    assert status == 1
    assert says in out
    assert "difference(s) between what was sent and what the store holds" in err
    assert "no differences" not in out


def test_another_way_to_write_the_same_is_no_difference(push: Push, fake: Fake) -> None:
    fake.mangle = lambda text: text.replace("22074.70", "22074.7").replace("@zh", "@ZH").replace('"4"', '"+4"')
    assert push()[0] == 0


def test_counts_alone_are_compared_when_asked(push: Push, fake: Fake) -> None:
    fake.mangle = swap("22074.70", "22074.07")
    status, out, _ = push("--verify", "counts")
    assert status == 0
    assert "the triples themselves were not compared" in out
    fake.mangle = swap("def#Observation", "def#Thing")
    assert push("--verify", "counts")[0] == 1
    assert push("--verify", "none")[0] == 0


def test_differences_are_listed_up_to_a_number(push: Push, fake: Fake) -> None:
    fake.mangle = lambda text: ""
    status, out, _ = push("--show", "3")
    assert status == 1
    assert out.count("\n  ") == 4
    assert "more (--show N)" in out


def test_an_answer_without_end_is_cut(push: Push, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "LARGEST", 1000)
    fake.reads = lambda n: (200, "application/sparql-results+json", b" " * 5000)
    status, _, err = push()
    assert status == 1
    assert "answers without end" in err


def test_the_root_of_a_store_that_says_what_it_is(push: Push, fake: Fake) -> None:
    status, _, err = push(to=fake.url)
    assert status == 2
    assert "does not say which store it is" in err
    fake.server = "Virtuoso/07.20.3229 (Linux)"
    status, _, err = push("--graph", "", to=fake.url)
    assert status == 1
    assert f"{fake.url}/sparql: nothing here (404)" in err


def test_virtuoso_gets_no_request_that_it_cannot_bear(push: Push, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.exits.push import stores

    monkeypatch.setattr(stores, "VIRTUOSO", 4)
    fake.server = "Virtuoso/07.20.3229 (Linux)"
    status, out, _ = push()
    assert status == 0
    assert "3 request(s)" in out
    status, _, err = push("--graph", "")
    assert status == 2
    assert "Virtuoso has no default graph to write to: name one with --graph IRI" in err
