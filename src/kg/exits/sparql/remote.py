"""A graph asked where it is already loaded: kg serve, or any SPARQL endpoint."""

from __future__ import annotations

import contextlib
import json
import re
import urllib.error
import urllib.request
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from kg.errors import InputError, QueryError
from kg.exits.sparql import guard
from kg.exits.sparql.engine import Answer
from kg.iri import PREFIXES

ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.8"


def ask(address: str, text: str) -> Answer:
    """Answer a query as `engine.ask` does. Raises QueryError with what the endpoint says, InputError when none answers."""
    guard.check(text)
    declared = set(re.findall(r"(?i)\bPREFIX\s+([\w.-]*):", text))
    used = {t.text.partition(":")[0] for t in guard.tokens(text) if t.kind == "pname"}
    prologue = "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in sorted(used - declared) if p in PREFIXES)
    if urlsplit(address).path in ("", "/"):
        address = address.rstrip("/") + "/sparql"
    request = urllib.request.Request(address, urlencode({"query": prologue + text}).encode(), {"Accept": ACCEPT})
    try:
        with urllib.request.urlopen(request) as got:
            media, body = got.headers.get_content_type(), got.read()
    except urllib.error.HTTPError as error:
        said = error.read(100_000).decode("utf-8", "replace").strip()
        if error.headers.get_content_type() == "application/json":
            with contextlib.suppress(ValueError, TypeError, KeyError):
                said = json.loads(said)["error"]
        said = said[:2000]
        raise QueryError(f"{address}: {error.code}: {said or error.reason}") from error
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise InputError(f"{address}: no answer: {getattr(error, 'reason', error)}") from error
    try:
        if "sparql-results" in media:
            return ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        made = ox.Store()
        form = ox.RdfFormat.from_media_type(media)
        made.load(body, format=form or ox.RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"{address}: this is no answer of SPARQL ({media}): {error}") from error
    return made.query("CONSTRUCT WHERE { ?s ?p ?o }")
