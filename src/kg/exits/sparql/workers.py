"""Queries in processes that may die: a keeper holds the graph and forks workers, the kernel holds them to their limits.

pyoxigraph has no time limit, and its parser and optimiser can run off their stack. So a query runs in a forked worker, in which
an alarm ends the process at the deadline, RLIMIT_AS bounds its memory, and no file descriptor can be opened: no
socket, no file, whatever the query says. A worker answers many queries, one at a time; a dead one is replaced.

An update runs in a fork of the keeper that takes its place when all of it was done; else the old one stands.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kg.errors import InputError, KgError

if sys.platform != "win32":
    import resource

_HEAD = struct.Struct(">II")
WHOLE = 12  # a whole graph may take so many times what a query may
Message = tuple[dict[str, Any], bytes]  # said, and a body
Send = Callable[[dict[str, Any], bytes], None]  # a part before the last
Handler = Callable[[Any, dict[str, Any], bytes, Send], Message]  # of a store and a message


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take."""

    seconds: float = 10.0
    rows: int = 100_000
    megabytes: int = 1024  # beyond what the graph itself takes
    answer: int = 100_000_000  # bytes
    reach: bool = False  # SERVICE and LOAD may reach out


def possible() -> bool:
    """Whether this system has fork (Windows has not)."""
    return hasattr(os, "fork")


def pack(said: dict[str, Any], body: bytes = b"") -> bytes:
    """A message as bytes: two lengths, JSON, body."""
    head = json.dumps(said, ensure_ascii=False).encode()
    return _HEAD.pack(len(head), len(body)) + head + body


def receive(link: socket.socket) -> Message | None:
    """The next message of a socket; None when the other side is gone."""
    try:
        sizes = _exactly(link, _HEAD.size)
        if sizes is None:
            return None
        first, second = _HEAD.unpack(sizes)
        head, body = _exactly(link, first), _exactly(link, second)
    except ConnectionError:
        return None
    return None if head is None or body is None else (json.loads(head), body)


def _exactly(link: socket.socket, size: int) -> bytes | None:
    parts, left = [], size
    while left:
        part = link.recv(min(left, 1 << 20))
        if not part:
            return None
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def unpack_sizes(data: bytes) -> tuple[int, int]:
    """The lengths of what follows the first eight bytes of a message."""
    first, second = _HEAD.unpack(data)
    return first, second


SIZES = _HEAD.size


def sealed(limits: Limits, pages: int) -> None:
    """Bind this process: no more descriptors (so no socket and no file), bounded memory, no core dump."""
    if not limits.reach:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if pages:
        most = pages * resource.getpagesize() + limits.megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _pages() -> int:
    """The address space of this process in pages; 0 where the system does not say."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[0])
    except OSError:
        return 0


def _quiet(*keep: int) -> None:
    """Close every descriptor but the standard ones and those to keep; silence stderr (an engine that dies says much)."""
    kept = sorted(keep)
    for low, high in zip([2, *kept], [*kept, 1024], strict=True):
        os.closerange(low + 1, high)
    void = os.open(os.devnull, os.O_RDWR)
    for n in (0, 1, 2):
        os.dup2(void, n)
    os.close(void)


def _work(link: socket.socket, store: Any, handle: Handler, limits: Limits) -> None:
    """A worker's life: messages in, answers out, until the other side is gone."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def send(said: dict[str, Any], body: bytes) -> None:
        link.sendall(pack(said, body))

    send({"pid": os.getpid()}, b"")
    while (message := receive(link)) is not None:
        signal.setitimer(signal.ITIMER_REAL, limits.seconds)
        try:
            answer = handle(store, *message, send)
        except MemoryError:
            answer = {"error": "memory"}, b""
        signal.setitimer(signal.ITIMER_REAL, 0)
        link.sendall(pack(*answer))


def forked(run: Callable[[], None]) -> int:
    """Run something in a fork, which ends with it: its process id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        run()
    finally:
        os._exit(0)


class Keeper:
    """The process that holds the graph, seen from the one that asks. Started before any thread is."""

    def __init__(self, load: Callable[[], Any], handle: Handler, change: Handler, limits: Limits) -> None:
        """Fork it; it loads at once and says when it is ready (`ready`)."""
        self.limits = limits
        self.generation = 0  # of the graph: workers of an older one are retired
        self._link, far = socket.socketpair()
        self._lock = threading.Lock()
        self.pid = forked(lambda: _keep(self._link, far, load, handle, change, limits))
        far.close()

    def ready(self) -> dict[str, Any]:
        """Wait until the graph is loaded: what it holds. Raises InputError when it could not be."""
        message = receive(self._link)
        if message is None:
            raise InputError("the process that was to hold the graph ended while it was read: too little memory?")
        if "error" in message[0]:
            raise InputError(message[0]["error"])
        return message[0]

    def fileno(self) -> int:
        """What becomes readable when the keeper is gone."""
        return self._link.fileno()

    def worker(self) -> socket.socket:
        """The near end of a new worker. Raises ConnectionError when the keeper is gone."""
        near, far = socket.socketpair()
        with self._lock, far:
            socket.send_fds(self._link, [b"w"], [far.fileno()])
        return near

    def update(self) -> socket.socket:
        """The near end for one update: a message goes in, one comes out. Raises as `worker`."""
        near, far = socket.socketpair()
        with self._lock, far:
            socket.send_fds(self._link, [b"u"], [far.fileno()])
        return near

    def close(self) -> None:
        """End the keeper; idle workers end with their sockets."""
        self._link.close()


def _keep(
    near: socket.socket, link: socket.socket, load: Callable[[], Any], handle: Handler, change: Handler, limits: Limits
) -> None:
    """The keeper's life. One thread, always: only so is a fork of it whole."""
    near.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children leave no zombies
    try:
        store = load()
        ready: dict[str, Any] = {"triples": len(store)}
    except KgError as error:
        link.sendall(pack({"error": str(error)}))
        return
    gc.collect()
    gc.freeze()
    pages = _pages()
    link.sendall(pack(ready))
    while True:
        order, descriptors, _, _ = socket.recv_fds(link, 1, 1)
        if not order or not descriptors:
            return
        far = socket.socket(fileno=descriptors[0])
        if order == b"w":

            def worker(far: socket.socket = far, pages: int = pages) -> None:
                _quiet(far.fileno())
                sealed(limits, pages)
                _work(far, store, handle, limits)

            forked(worker)
        else:
            _change(far, store, change, limits)
            pages = _pages()
        far.close()


def _change(far: socket.socket, store: Any, change: Handler, limits: Limits) -> None:
    """Run an update in a fork; whoever goes on as keeper returns."""
    done, told = os.pipe()
    pid = os.fork()
    if pid:
        os.close(told)
        if os.read(done, 1):
            os._exit(0)  # the fork is the keeper now
        os.close(done)
        return
    os.close(done)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    message = receive(far)
    if message is None:
        os._exit(0)
    pages = _pages()
    files, space = resource.getrlimit(resource.RLIMIT_NOFILE), resource.getrlimit(resource.RLIMIT_AS)
    if not limits.reach:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, files[1]))
    larger = WHOLE if "write" in message[0] else 1
    if pages:
        most = pages * resource.getpagesize() + limits.megabytes * 1_000_000 * larger
        resource.setrlimit(resource.RLIMIT_AS, (most, space[1]))
    signal.setitimer(signal.ITIMER_REAL, limits.seconds * larger)
    answer = change(store, *message, lambda said, body: None)
    signal.setitimer(signal.ITIMER_REAL, 0)
    if "error" in answer[0]:
        far.sendall(pack(*answer))
        os._exit(0)
    resource.setrlimit(resource.RLIMIT_NOFILE, files)
    resource.setrlimit(resource.RLIMIT_AS, space)
    os.write(told, b"1")
    os.close(told)
    far.sendall(pack(*answer))
