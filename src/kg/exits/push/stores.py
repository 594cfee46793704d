"""Where a store takes graphs and answers questions, and what it cannot bear."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pyoxigraph as ox

from kg.errors import InputError, StoreError
from kg.exits.push.web import Answer, Web, said

# a request of a million triples hangs Virtuoso 7.2 and makes it lose others; a hundred thousand are kept to the last
VIRTUOSO = 100_000

# the end of a Graph Store's path → (kind, ends of the path that answers queries, the first that is there)
ENDS = {
    "/sparql-graph-crud-auth": ("virtuoso", ("/sparql",)),
    "/sparql-graph-crud": ("virtuoso", ("/sparql",)),
    "/rdf-graphs/service": ("rdf4j", ("",)),  # GraphDB too
    "/sparql/gsp": ("neptune", ("/sparql",)),
    "/store": ("oxigraph", ("/query", "/sparql")),  # the second: kg serve
    "/data": ("fuseki", ("/query", "/sparql")),
}

# what a store calls itself in its answers → (kind, path of its Graph Store)
NAMES = {"oxigraph": "/store", "virtuoso": "/sparql-graph-crud-auth"}


@dataclass(frozen=True, slots=True)
class Store:
    """A triple store: its kind, its two addresses, and how it wants to be written to."""

    kind: str
    data: str
    query: str
    chunk: int = 0  # the most triples it bears in one request; 0: any number
    media: str = "application/n-triples"  # no prefix, no escaped local name that one store reads another way


def found(web: Web, url: str, query: str = "") -> Store:
    """The store behind an address: of its Graph Store, or its root when it says what it is.

    Raises InputError for an address that says too little or holds a password, StoreError when nothing answers there.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"{url}: not the address of a store: expected http://HOST:PORT/… or https://…")
    if "@" in parts.netloc:
        raise InputError("a name or password in the address would lie in logs: use --user NAME and KG_PUSH_PASSWORD")
    if parts.query or parts.fragment:
        raise InputError(f"{url}: the address ends before ? and #; the graph is named by --graph IRI")
    path = parts.path.rstrip("/")
    kind = "other"
    if not path and not query:
        path = _named(web, url)
    end = next((e for e in ENDS if path.endswith(e)), None)
    if end is not None:
        kind, asked = ENDS[end]
        known = [urlunsplit((parts.scheme, parts.netloc, path.removesuffix(end) + a, "", "")) for a in asked]
        query = query or _there(web, known)
    if not query:
        raise InputError(f"{url}: where does this store answer queries? add --query URL")
    # some servers know their path with the slash at its end alone
    data = url if path == parts.path.rstrip("/") else urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    return Store(kind, data, query)


def _there(web: Web, known: list[str]) -> str:
    """The first address that is there; the last when no other is."""
    for url in known[:-1]:
        try:
            web.send("POST", url, form={"query": "ASK {}"}, headers={"Accept": "application/sparql-results+json"})
        except StoreError:
            if web.status == 404:
                continue
        return url
    return known[-1]


def _named(web: Web, url: str) -> str:
    try:
        web.send("GET", url)
    except StoreError:  # a page that is missing still says whose it is
        if not web.server:
            raise
    path = next((p for name, p in NAMES.items() if name in web.server.lower()), "")
    if not path:
        raise InputError(f"{url}: does not say which store it is: give the address of its Graph Store, and --query URL")
    return path


def bounded(store: Store, web: Web) -> Store:
    """The store, once it has answered, with what its own name brings.

    Virtuoso 7.2 makes a decimal of "2147483648"^^xsd:integer, but not of Turtle's bare 2147483648.
    """
    if "virtuoso" not in web.server.lower():
        return store
    return replace(store, kind="virtuoso", chunk=VIRTUOSO, media="text/turtle")


def where(graph: str, pattern: str) -> str:
    """A pattern in the named graph, or in the default graph."""
    return f"{{ GRAPH <{graph}> {{ {pattern} }} }}" if graph else f"{{ {pattern} }}"


def select(web: Web, store: Store, query: str) -> list[dict[str, str]]:
    """The rows of a SELECT as plain values. Raises StoreError when the answer is none."""
    answer = web.send("POST", store.query, form={"query": query}, headers={"Accept": "application/sparql-results+json"})
    try:
        rows: Any = json.loads(answer.body)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(_garbage(store, answer, "SPARQL results in JSON")) from error


def construct(web: Web, store: Store, query: str) -> list[ox.Triple]:
    """The triples of a CONSTRUCT. Raises StoreError when the answer is none."""
    # N-Triples alone: Virtuoso's Turtle changes datatypes
    answer = web.send("POST", store.query, form={"query": query}, headers={"Accept": "application/n-triples"})
    form = ox.RdfFormat.from_media_type(answer.media)
    if answer.media in ("", "text/plain"):
        form = ox.RdfFormat.N_TRIPLES
    if form is None:
        raise StoreError(_garbage(store, answer, "N-Triples"))
    try:
        return [quad.triple for quad in ox.parse(answer.body, format=form)]
    except (SyntaxError, ValueError) as error:
        raise StoreError(_garbage(store, answer, "N-Triples")) from error


def count(web: Web, store: Store, graph: str) -> int:
    """How many triples the graph holds. Raises StoreError."""
    rows = select(web, store, f"SELECT (COUNT(*) AS ?n) WHERE {where(graph, '?s ?p ?o')}")
    if len(rows) != 1 or not rows[0].get("n", "").isdigit():
        raise StoreError(f"{store.query}: answers a count with {said(str(rows).encode())}")
    return int(rows[0]["n"])


def _garbage(store: Store, answer: Answer, expected: str) -> str:
    text = said(answer.body)
    begins = f'; it begins "{text}"' if text else ""
    media = answer.media or "something of no type"
    return f"{store.query}: answers {media} where {expected} were expected: is this its query address?{begins}"
