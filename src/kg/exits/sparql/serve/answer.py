"""What a worker and the keeper do with a message: ask, read a graph, change the store. No network here."""

from __future__ import annotations

import io
import itertools
import re
import signal
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.exits.sparql import forms, guard
from kg.exits.sparql.forms import ROWS
from kg.exits.sparql.workers import WHOLE, Limits, Message, Send
from kg.iri import FLAT, PREFIXES

TRIPLES = forms.TRIPLES | {"rdf": forms.TRIPLES["xml"]}  # over HTTP, XML by name is that of rows
PART = 1 << 18
Graph = ox.NamedNode | ox.DefaultGraph


class TooMuch(Exception):
    """An answer beyond the limits."""


class _Capped(io.BytesIO):
    """Bytes in memory up to a size."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self.most:
            raise TooMuch(f"the answer is larger than {self.most // 1_000_000} MB: ask for less, or add LIMIT")
        return super().write(data)


class _Parts(io.BytesIO):
    """Bytes sent on as they come, in parts of some size."""

    def __init__(self, send: Send) -> None:
        super().__init__()
        self.send = send

    def write(self, data: Any) -> int:
        written = super().write(data)
        if self.tell() >= PART:
            self.drain()
        return written

    def drain(self) -> None:
        """Send what has gathered."""
        if self.tell():
            self.send({"more": True}, self.getvalue())
        self.seek(0)
        self.truncate()


def reader(limits: Limits) -> Callable[[ox.Store, dict[str, Any], bytes, Send], Message]:
    """What a worker does: `{"query": …}` or `{"graph": …}`."""

    def handle(store: ox.Store, said: dict[str, Any], body: bytes, send: Send) -> Message:
        try:
            if "graph" in said:
                return _read(store, said, limits, send)
            return _ask(store, said, limits)
        except QueryError as error:
            return {"error": "query", "message": str(error)}, b""
        except TooMuch as error:
            return {"error": "large", "message": str(error)}, b""
        except (OSError, ValueError, RuntimeError) as error:
            return {"error": "query", "message": f"the query cannot be answered: {error}"}, b""

    return handle


def _ask(store: ox.Store, said: dict[str, Any], limits: Limits) -> Message:
    text = said["query"]
    guard.check(text, reach=limits.reach)
    answer = _run(store, said)
    if isinstance(answer, ox.QueryTriples):
        form = said.get("triples")
        if not form:
            return {"error": "accept", "kind": "triples"}, b""
        triples = dict.fromkeys(_counted(answer, limits.rows))
        out = _Capped(limits.answer)
        ox.serialize(triples, out, TRIPLES[form], prefixes=forms.prefixes(triples, form))
        return {"form": form, "rows": len(triples)}, out.getvalue()
    form = said.get("rows")
    if not form:
        return {"error": "accept", "kind": "rows"}, b""
    out = _Capped(limits.answer)
    answer.serialize(out, ROWS[form])
    written = out.getvalue()
    # rows are counted anew only where the bytes leave room for too many: these marks are never fewer than rows
    marks = {"json": b"},{", "xml": b"<result>", "csv": b"\n", "tsv": b"\n"}[form]
    if isinstance(answer, ox.QuerySolutions) and written.count(marks) >= limits.rows:
        again = _run(store, said)
        assert isinstance(again, ox.QuerySolutions)
        if sum(1 for _ in itertools.islice(again, limits.rows + 1)) > limits.rows:
            raise _too_many(limits.rows)
    return {"form": form}, written


def _run(store: ox.Store, said: dict[str, Any]) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    text = said["query"]
    default, named = said.get("default", []), said.get("named", [])
    dataset: dict[str, Any] = {}
    if default or named:
        dataset = {"default_graph": [_node(g) for g in default], "named_graphs": [_node(g) for g in named]}
    try:
        return store.query(text, base_iri=said.get("base"), prefixes=PREFIXES, **dataset)
    except SyntaxError as error:
        raise guard.told(error, text) from error


def _too_many(rows: int) -> TooMuch:
    return TooMuch(f"the answer has more than {rows} rows: ask for less, or add LIMIT {rows}")


def _counted(triples: Iterable[ox.Triple], most: int) -> Iterator[ox.Triple]:
    for n, triple in enumerate(triples):
        if n >= most:
            raise _too_many(most)
        yield triple


def _node(iri: str) -> ox.NamedNode:
    """An IRI a client gave. Raises QueryError when it is none."""
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"not an absolute IRI: {iri}") from error


def _named(said: str) -> Graph:
    return _node(said) if said else ox.DefaultGraph()


def _exists(store: ox.Store, graph: Graph) -> bool:
    return isinstance(graph, ox.DefaultGraph) or store.contains_named_graph(graph)


def _read(store: ox.Store, said: dict[str, Any], limits: Limits, send: Send) -> Message:
    graph = _named(said["graph"])
    if not _exists(store, graph):
        return {"error": "missing", "message": f"there is no graph {said['graph']}"}, b""
    signal.setitimer(signal.ITIMER_REAL, limits.seconds * WHOLE)  # a whole graph, at the pace of its reader
    send({"form": said["triples"], "more": True}, b"")
    if not said.get("head"):
        out = _Parts(send)
        # written as it is read: no kinds are known before the end, so what would need a backslash stands in <>
        store.dump(out, TRIPLES[said["triples"]], from_graph=graph, prefixes=FLAT)
        out.drain()
    return {"end": True}, b""


def writer(limits: Limits) -> Callable[[ox.Store, dict[str, Any], bytes, Send], Message]:
    """What the keeper's fork does: `{"update": …}`, or `{"write": PUT, POST or DELETE, "graph": …}`."""

    def change(store: ox.Store, said: dict[str, Any], body: bytes, send: Send) -> Message:
        try:
            return _update(store, said, limits) if "update" in said else _write(store, said, body)
        except QueryError as error:
            return {"error": "query", "message": str(error)}, b""
        except MemoryError:
            return {"error": "memory"}, b""
        except (SyntaxError, OSError, ValueError, RuntimeError) as error:
            return {"error": "query", "message": f"nothing was changed: {error}"}, b""

    return change


def _update(store: ox.Store, said: dict[str, Any], limits: Limits) -> Message:
    text = said["update"]
    guard.check(text, update=True, reach=limits.reach)
    if said.get("default") or said.get("named"):
        text = using(text, said.get("default", []), said.get("named", []))
    try:
        store.update(text, base_iri=said.get("base"), prefixes=PREFIXES)
    except SyntaxError as error:
        raise guard.told(error, text) from error
    return {"triples": len(store)}, b""


def using(text: str, default: Iterable[str], named: Iterable[str]) -> str:
    """An update whose patterns are matched against the graphs of the protocol: USING before each WHERE of its own level.

    Raises QueryError where the update names its graphs itself, and for DELETE WHERE, which takes no USING.
    """
    clauses = "".join(f" USING {_node(g)}" for g in default) + "".join(f" USING NAMED {_node(g)}" for g in named)
    depth, places, before = 0, [], ""
    for token in guard.tokens(text):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and token.says("USING", "WITH"):
            raise QueryError(
                f"{guard.at(text, token.start)}: {token.text.upper()} here and using-graph-uri in the request: say it once"
            )
        if depth == 0 and token.says("WHERE"):
            if before == "DELETE":
                raise QueryError(
                    f"{guard.at(text, token.start)}: DELETE WHERE takes no using-graph-uri: write DELETE {{…}} WHERE {{…}}"
                )
            places.append(token.start)
        before = token.text.upper()
    for place in reversed(places):
        text = f"{text[:place]}{clauses} {text[place:]}"
    return text


def _write(store: ox.Store, said: dict[str, Any], body: bytes) -> Message:
    graph, method = _named(said["graph"]), said["write"]
    existed = _exists(store, graph)
    if method == "DELETE":
        if not existed:
            return {"error": "missing", "message": f"there is no graph {said['graph']}"}, b""
        if isinstance(graph, ox.NamedNode):
            store.remove_graph(graph)
        else:
            store.clear_graph(graph)
        return {"existed": True}, b""
    if method == "PUT":
        store.clear_graph(graph)
    if isinstance(graph, ox.NamedNode):
        store.add_graph(graph)
    start = 0
    for form, size in said["parts"]:
        part = body[start : start + size]
        start += size
        try:
            store.load(part, format=TRIPLES[form], base_iri=said["base"], to_graph=graph)
        except SyntaxError as error:
            where = re.search(r"(?i)line (\d+)", str(error))
            raise QueryError(
                f"not readable as {form}{f', line {where[1]}' if where else ''}: {error}; nothing was changed"
            ) from error
    return {"existed": existed}, b""
