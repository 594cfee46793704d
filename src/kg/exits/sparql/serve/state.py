"""What all requests share, and what each must keep to."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect, Request

if TYPE_CHECKING:
    from kg.exits.sparql.serve.pool import Pool

PATIENCE = 15.0  # seconds a client has for its request


class Refused(Exception):
    """A request that is not answered as asked: status, what a person reads, further headers."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, headers or {}


@dataclass
class State:
    """The server: the graph's pool, the ontology folder, the folder with the network view, its own address."""

    pool: Pool
    ontology: Path
    folder: Path
    address: str
    writable: bool = False
    hosts: frozenset[str] = frozenset()  # names it answers to; empty: any
    triples: int = 0
    cache: dict[str, bytes] = field(default_factory=dict)


def media_of(request: Request) -> str:
    """The media type of the request's body, without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def charset_is_utf8(request: Request) -> bool:
    """Whether the body is UTF-8, said or unsaid."""
    for part in request.headers.get("content-type", "").split(";")[1:]:
        name, _, value = part.strip().partition("=")
        if name.lower() == "charset":
            return value.strip("\"' ").lower() in ("utf-8", "utf8", "us-ascii")
    return True


def here(request: Request, state: State) -> str:
    """The server's address as the client names it."""
    host = request.headers.get("host", "")
    return (
        f"{request.url.scheme}://{host}"
        if re.fullmatch(r"[\w.-]+(:\d+)?|\[[\da-fA-F:]+\](:\d+)?", host)
        else state.address
    )


async def body_of(request: Request, most: int, patience: float = PATIENCE) -> bytes:
    """The body of a request. Raises Refused for one that is too large or comes too slowly."""
    if int(request.headers.get("content-length", "0") or 0) > most:
        raise Refused(413, f"the request is larger than {most // 1000} kB", {"Connection": "close"})
    parts, size = [], 0
    try:
        async with asyncio.timeout(patience):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise Refused(413, f"the request is larger than {most // 1000} kB", {"Connection": "close"})
                parts.append(part)
    except TimeoutError:
        raise Refused(408, f"the request did not come whole within {patience:g} s", {"Connection": "close"}) from None
    except ClientDisconnect:
        raise Refused(499, "the client went away") from None
    return b"".join(parts)


def refuse_strangers(request: Request, state: State) -> None:
    """A page of another site must not write here through its reader's browser."""
    origin = request.headers.get("origin")
    if origin is not None and origin.rstrip("/") != f"{request.url.scheme}://{request.headers.get('host', '')}":
        raise Refused(403, f"writes from pages of {origin[:100]} are refused")
