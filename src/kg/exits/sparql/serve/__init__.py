"""kg serve: a built graph over HTTP, on this machine unless told otherwise."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.exits.sparql import engine, workers
from kg.exits.sparql.serve import answer

SLOTS = 8  # queries that run at once


@dataclass(frozen=True, slots=True)
class Where:
    """What is served and at which address."""

    out: Path
    host: str = "127.0.0.1"
    port: int = 7700
    writable: bool = False


def run(where: Where, ontology: Path, limits: workers.Limits, started: Callable[[str, int], None]) -> None:
    """Serve until stopped; `started` hears the address and the number of triples.

    Raises InputError when there is no graph, it is not readable, the address is not free, or the web libraries are
    not installed.
    """
    loopback = _loopback(where.host)
    if where.writable and not loopback:
        raise InputError(f"--writable --host {where.host}: only this machine may write: use 127.0.0.1")
    if limits.seconds <= 0 or limits.rows < 1 or limits.megabytes < 64:
        raise InputError("a query needs more than 0 seconds, at least 1 row and 64 megabytes")
    if not workers.possible():
        raise InputError("kg serve needs fork, which this system lacks: run it in Linux, macOS or WSL")
    engine.graph_file(where.out)
    listening = _listen(where)
    # forked before the web libraries are here: the graph loads while they do, and the process that holds it stays small
    keeper = workers.Keeper(lambda: _load(listening, where.out), answer.reader(limits), answer.writer(limits), limits)
    try:
        _serve(where, ontology, keeper, listening, loopback, started)
    finally:
        keeper.close()
        listening.close()


def _load(listening: socket.socket, out: Path) -> Any:
    listening.close()
    return engine.open_graph(out)


def _serve(
    where: Where,
    ontology: Path,
    keeper: workers.Keeper,
    listening: socket.socket,
    loopback: bool,
    started: Callable[[str, int], None],
) -> None:
    try:
        import uvicorn

        from kg.exits.sparql.serve.app import application
        from kg.exits.sparql.serve.patient import Patient
    except ImportError as error:
        raise InputError(f"kg serve needs {error.name}: pip install 'region-kg[serve]'") from error
    from kg.exits.sparql.serve.pool import Pool
    from kg.exits.sparql.serve.state import State

    port = listening.getsockname()[1]
    shown = f"[{where.host}]" if ":" in where.host else where.host
    folder = where.out if where.out.is_dir() else where.out.parent
    state = State(Pool(keeper, SLOTS), ontology, folder, f"http://{shown}:{port}", where.writable)
    if loopback:
        state.hosts = frozenset({"127.0.0.1", "localhost", "::1", where.host.lower()})
    state.triples = keeper.ready()["triples"]
    config = uvicorn.Config(
        application(state), http=Patient, ws="none", loop="asyncio", log_level="critical", access_log=False, server_header=False,
        lifespan="on", timeout_keep_alive=30, limit_concurrency=1000, h11_max_incomplete_event_size=65536, timeout_graceful_shutdown=2,
    )  # fmt: skip
    server = uvicorn.Server(config)
    started(state.address, state.triples)
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how it ends
        server.run(sockets=[listening])


def _listen(where: Where) -> socket.socket:
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    # the protocol is named: asyncio sets TCP_NODELAY only then, and answers would wait 40 ms for an acknowledgement
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((where.host, where.port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise InputError(
            f"{where.host}:{where.port}: cannot listen here: {getattr(error, 'strerror', None) or error}"
        ) from error
    listening.listen(1024)
    return listening


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
