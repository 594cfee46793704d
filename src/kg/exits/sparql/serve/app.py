"""The web application: routes, what every answer carries, what a person reads when something is refused."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.exits.sparql.serve import graphs, pages, protocol
from kg.exits.sparql.serve.pool import Stopped
from kg.exits.sparql.serve.state import Refused, State

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


def application(state: State) -> Starlette:
    """The application over a state."""

    @contextlib.asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        await state.pool.warm(2)
        asyncio.get_running_loop().add_reader(state.pool.keeper.fileno(), _ended, state.pool.keeper.fileno())
        yield
        state.pool.close()

    every = ["GET", "POST", "PUT", "DELETE"]
    app = Starlette(
        routes=[
            Route("/sparql", protocol.endpoint, methods=["GET", "POST"]),
            Route("/sparql/", protocol.endpoint, methods=["GET", "POST"]),
            Route("/store", graphs.store, methods=every),
            Route("/store/{path:path}", graphs.store, methods=every),
            *pages.routes(),
        ],
        exception_handlers={
            Refused: _refused,
            Stopped: _stopped,
            HTTPException: _status,
        },
        lifespan=life,
    )
    app.state.kg = state
    app.add_middleware(_Bounds, state=state)
    return app


def _ended(link: int) -> None:
    """The keeper is gone, and the graph with it: nothing can be answered any more."""
    asyncio.get_running_loop().remove_reader(link)
    print("kg: the process that held the graph is gone", file=sys.stderr)
    signal.raise_signal(signal.SIGTERM)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return said(request, error.status, error.message, error.headers)


async def _stopped(request: Request, error: Exception) -> Response:
    assert isinstance(error, Stopped)
    limits = request.app.state.kg.pool.limits
    message = {
        "time": f"stopped after {limits.seconds:g} s, the time a query may take here: ask for less, or add LIMIT",
        "memory": f"the engine ended on this query: it is nested too deeply, or needs more than {limits.megabytes} MB",
        "busy": "too many queries are running: try again in a moment",
    }[error.why]
    return said(request, 503, message, {"Retry-After": "10"} if error.why == "busy" else {})


async def _status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    message = {
        404: f"there is nothing at {request.url.path[:200]}",
        405: f"{request.method} is not for {request.url.path[:200]}",
    }
    return said(request, error.status_code, message.get(error.status_code, error.detail), dict(error.headers or {}))


def said(request: Request, status: int, message: str, headers: dict[str, str]) -> Response:
    """A message as text, or as JSON for the page."""
    headers = {**headers, "Cache-Control": "no-store"}
    if request.headers.get("accept", "").startswith("application/sparql-results+json"):
        return JSONResponse({"error": message}, status, headers)
    return PlainTextResponse(message + "\n", status, headers)


class _Bounds:
    """Names this server answers to (a page of another site must not reach it under its own name), headers of all answers."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        self.app, self.state = app, state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                carried = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in carried),
                ]
            await send(message)

        request = Request(scope)
        host = _host(request.headers.get("host", ""))
        if self.state.hosts and host not in self.state.hosts:
            response = said(request, 421, f"this server is not {host[:100]}", {})
            return await response(scope, receive, dressed)
        await self.app(scope, receive, dressed)


def _host(value: str) -> str:
    """A Host header without its port."""
    return value.partition("]")[0].lstrip("[").lower() if value.startswith("[") else value.partition(":")[0].lower()
