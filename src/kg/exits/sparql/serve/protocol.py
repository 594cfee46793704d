"""SPARQL 1.1 Protocol: query by GET, form POST and direct POST; update where the server is writable."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.exits.sparql import guard
from kg.exits.sparql.serve import negotiate
from kg.exits.sparql.serve.describe import description
from kg.exits.sparql.serve.state import Refused, State, body_of, charset_is_utf8, here, media_of, refuse_strangers
from kg.exits.sparql.workers import Message

FORM = "application/x-www-form-urlencoded"
QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
LARGEST = 4 * guard.LONGEST  # bytes of a request that carries a query
Pairs = list[tuple[str, str]]


async def endpoint(request: Request) -> Response:
    """Everything at /sparql."""
    state: State = request.app.state.kg
    pairs = _pairs(request.url.query)
    if request.method in ("GET", "HEAD"):
        if _all(pairs, "update"):
            raise Refused(405, "an update is sent by POST, never by GET", {"Allow": "POST"})
        if not _all(pairs, "query"):
            return _described(request, state)
        return await _query(request, state, _one(pairs, "query"), pairs)
    media = media_of(request)
    if media not in (FORM, QUERY, UPDATE):
        raise Refused(415, f"send Content-Type {FORM}, {QUERY} or {UPDATE}" + (f", not {media}" if media else ""))
    if not charset_is_utf8(request):
        raise Refused(415, "send the request in UTF-8")
    text = _utf8(await body_of(request, LARGEST))
    if media == FORM:
        pairs += _pairs(text)
        if _all(pairs, "query") and _all(pairs, "update"):
            raise Refused(400, "send query or update, not both")
        if _all(pairs, "update"):
            return await _update(request, state, _one(pairs, "update"), pairs)
        return await _query(request, state, _one(pairs, "query"), pairs)
    if media == QUERY:
        return await _query(request, state, text, pairs)
    return await _update(request, state, text, pairs)


def _described(request: Request, state: State) -> Response:
    accept = request.headers.get("accept", "")
    offers = {**negotiate.TRIPLES, "text/html": "html"}
    form = negotiate.chosen(accept, offers)
    if form == "html":
        return RedirectResponse("/")
    if form is None:
        raise Refused(406, f"the service is described in {negotiate.listed(negotiate.TRIPLES)}")
    return Response(
        description(state, here(request, state), form), headers={"Vary": "Accept"}, media_type=negotiate.MEDIA[form]
    )


async def _query(request: Request, state: State, text: str, pairs: Pairs) -> Response:
    accept = request.headers.get("accept", "")
    if wanted := dict(pairs).get("format"):
        accept = negotiate.named(wanted, (negotiate.ROWS, negotiate.TRIPLES))
    said: dict[str, Any] = {
        "query": text, "base": f"{here(request, state)}/sparql",
        "default": _all(pairs, "default-graph-uri"), "named": _all(pairs, "named-graph-uri"),
        "rows": negotiate.chosen(accept, negotiate.ROWS), "triples": negotiate.chosen(accept, negotiate.TRIPLES),
    }  # fmt: skip
    answer, body = await heard(request, state, said)
    if answer.get("error") == "accept":
        offers = negotiate.ROWS if answer["kind"] == "rows" else negotiate.TRIPLES
        raise Refused(406, f"this query is answered in {negotiate.listed(offers)}: ask for one of them in Accept")
    refuse_failed(answer)
    headers = {"Vary": "Accept"}
    notes = "; ".join(guard.unknown_terms(text, state.ontology))
    if notes and notes.isascii():
        headers["X-Note"] = notes[:1000]
    return Response(body, headers=headers, media_type=negotiate.MEDIA[answer["form"]])


async def heard(request: Request, state: State, said: dict[str, Any]) -> Message:
    """The pool's answer; a client that goes away takes its query with it. Raises Stopped, ConnectionAbortedError."""
    asked = asyncio.ensure_future(state.pool.ask(said))
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((asked, gone), return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            raise Refused(499, "the client went away")
        return asked.result()
    finally:
        for task in (asked, gone):
            task.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _update(request: Request, state: State, text: str, pairs: Pairs) -> Response:
    if not state.writable:
        raise Refused(403, "this server only answers questions: updates need kg serve --writable")
    refuse_strangers(request, state)
    said = {
        "update": text, "base": f"{here(request, state)}/sparql",
        "default": _all(pairs, "using-graph-uri"), "named": _all(pairs, "using-named-graph-uri"),
    }  # fmt: skip
    answer, _ = await state.pool.change(said)
    refuse_failed(answer)
    return Response(status_code=204)


def refuse_failed(answer: dict[str, Any]) -> None:
    """Raise Refused for what went wrong in a worker."""
    status = {"query": 400, "large": 422, "missing": 404, "memory": 503}
    if "error" in answer:
        said = answer.get("message", "the query needed more memory than it may have")
        raise Refused(status[answer["error"]], said)


def _pairs(text: str) -> Pairs:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError:
        raise Refused(400, "send parameters in UTF-8, percent-encoded") from None
    except ValueError as error:
        raise Refused(400, f"these are no parameters: {error}") from None


def _all(pairs: Sequence[tuple[str, str]], name: str) -> list[str]:
    return [value for n, value in pairs if n == name]


def _one(pairs: Sequence[tuple[str, str]], name: str) -> str:
    values = _all(pairs, name)
    if len(values) != 1:
        raise Refused(400, f"send {name} once" if values else f"there is no {name}: send query=… or update=…")
    return values[0]


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, f"not UTF-8 at byte {error.start}: send the request in UTF-8") from None
