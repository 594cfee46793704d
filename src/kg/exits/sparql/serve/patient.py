"""uvicorn's HTTP/1.1 with an end to its patience: a client that never finishes its headers is let go."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.exits.sparql.serve.state import PATIENCE


class Patient(H11Protocol):
    """H11Protocol that closes a connection whose next request does not begin in time."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._waiting = self.loop.call_later(PATIENCE, self._let_go)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._waiting is None and self.cycle is None:
            self._waiting = self.loop.call_later(PATIENCE, self._let_go)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
        super().connection_lost(exc)

    def _let_go(self) -> None:
        """Close, unless a request has come."""
        self._waiting = None
        if self.cycle is None and not self.transport.is_closing():
            self.transport.write(b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            self.transport.close()
