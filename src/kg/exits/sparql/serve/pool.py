"""Workers at hand for requests: one query each at a time, a dead one replaced, more clients than workers wait."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import time
from collections.abc import AsyncIterator
from typing import Any

from kg.exits.sparql.workers import SIZES, Keeper, Message, pack, unpack_sizes

WAIT = 30.0  # seconds a request waits for a free worker


class Stopped(Exception):
    """A query that was ended; `why` is time, memory or busy."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _Worker:
    """One worker's near end."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, generation: int) -> None:
        self.reader, self.writer, self.generation = reader, writer, generation
        self.pid = 0

    async def receive(self) -> Message:
        first, second = unpack_sizes(await self.reader.readexactly(SIZES))
        head = await self.reader.readexactly(first)
        return json.loads(head), await self.reader.readexactly(second)

    async def send(self, said: dict[str, Any], body: bytes = b"") -> None:
        """One message to it."""
        self.writer.write(pack(said, body))
        await self.writer.drain()

    def end(self) -> None:
        """End it whatever it does."""
        self.writer.close()
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


class Pool:
    """The workers of one keeper."""

    def __init__(self, keeper: Keeper, most: int) -> None:
        """`most`: queries that run at once."""
        self.keeper, self.limits = keeper, keeper.limits
        self._free: list[_Worker] = []
        self._slots = asyncio.Semaphore(most)
        self._writing = asyncio.Lock()

    async def warm(self, workers: int) -> None:
        """Have workers ready before the first request."""
        self._free += [await self._new() for _ in range(workers)]

    async def _new(self) -> _Worker:
        generation = self.keeper.generation
        reader, writer = await asyncio.open_connection(sock=self.keeper.worker(), limit=1 << 20)
        worker = _Worker(reader, writer, generation)
        said, _ = await worker.receive()
        worker.pid = said["pid"]
        return worker

    async def _any(self) -> _Worker:
        while self._free:
            worker = self._free.pop()
            if worker.generation == self.keeper.generation and not worker.reader.at_eof():
                return worker
            worker.end()
        return await self._new()

    @contextlib.asynccontextmanager
    async def _one(self) -> AsyncIterator[_Worker]:
        try:
            await asyncio.wait_for(self._slots.acquire(), WAIT)
        except TimeoutError:
            raise Stopped("busy") from None
        worker = None
        started = time.monotonic()
        try:
            worker = await self._any()
            started = time.monotonic()
            yield worker
            self._free.append(worker)
            worker = None
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise self._ended(started) from error
        finally:
            if worker is not None:
                worker.end()
            self._slots.release()

    def _ended(self, started: float) -> Stopped:
        """What ended a worker that was at work since `started`."""
        return Stopped("time" if time.monotonic() - started >= self.limits.seconds * 0.98 else "memory")

    async def ask(self, said: dict[str, Any]) -> Message:
        """One message, one answer. Raises Stopped when the worker was ended, or none got free."""
        async with self._one() as worker:
            await worker.send(said)
            return await worker.receive()

    async def stream(self, said: dict[str, Any]) -> AsyncIterator[Message]:
        """One message, an answer in parts; the last has no `more`. Raises as `ask`."""
        async with self._one() as worker:
            await worker.send(said)
            while True:
                part = await worker.receive()
                yield part
                if not part[0].get("more"):
                    return

    async def change(self, said: dict[str, Any], body: bytes = b"") -> Message:
        """One update, alone. Raises Stopped when it was ended; then nothing has changed."""
        async with self._writing:
            started = time.monotonic()
            reader, writer = await asyncio.open_connection(sock=self.keeper.update(), limit=1 << 20)
            worker = _Worker(reader, writer, 0)
            try:
                await worker.send(said, body)
                answer = await worker.receive()
            except (asyncio.IncompleteReadError, ConnectionError) as error:
                raise self._ended(started) from error
            finally:
                writer.close()
            if "error" not in answer[0]:
                self.keeper.generation += 1
            return answer

    def close(self) -> None:
        """End all workers."""
        while self._free:
            self._free.pop().end()
