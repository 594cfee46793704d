"""SPARQL 1.1 Graph Store Protocol at /store: whole graphs read, and written where the server is writable."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kg.exits.sparql.serve import negotiate
from kg.exits.sparql.serve.protocol import refuse_failed
from kg.exits.sparql.serve.state import Refused, State, body_of, here, media_of, refuse_strangers
from kg.exits.sparql.workers import Message

LARGEST = 1_000_000_000
UPLOAD = 600.0  # seconds that a graph may take to come
MULTIPART = "multipart/form-data"


async def store(request: Request) -> Response:
    """Everything at /store and below."""
    state: State = request.app.state.kg
    graph = _graph(request, state)
    if request.method in ("GET", "HEAD"):
        if graph is None:
            raise Refused(400, "say which graph: ?default or ?graph=IRI")
        return await _read(request, state, graph)
    if not state.writable:
        raise Refused(403, "this server only gives graphs out: writing needs kg serve --writable")
    refuse_strangers(request, state)
    if request.method == "DELETE":
        if graph is None:
            raise Refused(400, "say which graph: ?default or ?graph=IRI")
        answer, _ = await state.pool.change({"write": "DELETE", "graph": graph, "base": graph})
        refuse_failed(answer)
        return Response(status_code=204)
    made = graph is None
    if made and request.method == "PUT":
        raise Refused(400, "say which graph: ?default or ?graph=IRI")
    graph = f"{here(request, state)}/store/{uuid.uuid4()}" if graph is None else graph
    said: dict[str, Any] = {"write": request.method, "graph": graph, "base": graph or f"{here(request, state)}/store"}
    said["parts"], body = await _parts(request)
    answer, _ = await state.pool.change(said, body)
    refuse_failed(answer)
    if made:
        return Response(status_code=201, headers={"Location": graph})
    return Response(status_code=204 if answer["existed"] else 201)


def _graph(request: Request, state: State) -> str | None:
    """The graph a request names: an IRI, "" for the default graph, None for none. Raises Refused."""
    path = request.url.path.removeprefix("/store").strip("/")
    named = request.query_params.getlist("graph")
    if path:
        if named or "default" in request.query_params:
            raise Refused(400, "name the graph by the address or by ?graph=, not both")
        return f"{here(request, state)}{quote(request.url.path, safe='/:@!$&()*+,;=~-._')}"
    if len(named) + ("default" in request.query_params) > 1:
        raise Refused(400, "name one graph: ?default or ?graph=IRI")
    if named and not named[0]:
        raise Refused(400, "?graph= needs an IRI")
    return named[0] if named else "" if "default" in request.query_params else None


async def _read(request: Request, state: State, graph: str) -> Response:
    form = negotiate.chosen(request.headers.get("accept", ""), negotiate.TRIPLES)
    if form is None:
        raise Refused(406, f"a graph comes in {negotiate.listed(negotiate.TRIPLES)}: ask for one of them in Accept")
    head = request.method == "HEAD"
    parts = state.pool.stream({"graph": graph, "triples": form, "head": head})
    first, _ = await anext(parts)
    refuse_failed(first)
    headers = {"Vary": "Accept"}
    if head:
        async for _ in parts:
            pass
        return Response(headers=headers, media_type=negotiate.MEDIA[form])
    return StreamingResponse(_bodies(parts), headers=headers, media_type=negotiate.MEDIA[form])


async def _bodies(parts: AsyncIterator[Message]) -> AsyncIterator[bytes]:
    async for _, body in parts:
        if body:
            yield body


async def _parts(request: Request) -> tuple[list[tuple[str, int]], bytes]:
    """The body's form and size, or those of each part of a form. Raises Refused."""
    media = media_of(request)
    if media == MULTIPART:
        bodies = []
        async with request.form(max_files=100, max_fields=0) as form:
            for _, file in form.multi_items():
                if isinstance(file, str):
                    raise Refused(400, "each part of the form must be a file with a Content-Type")
                kind = _form((file.content_type or "").partition(";")[0].strip().lower())
                bodies.append((kind, await file.read()))
        return [(kind, len(b)) for kind, b in bodies], b"".join(b for _, b in bodies)
    kind = _form(media)
    body = await body_of(request, LARGEST, UPLOAD)
    return [(kind, len(body))], body


def _form(media: str) -> str:
    if media not in negotiate.TRIPLES:
        raise Refused(
            415, f"send Content-Type {negotiate.listed(negotiate.TRIPLES)}" + (f", not {media}" if media else "")
        )
    return negotiate.TRIPLES[media]
