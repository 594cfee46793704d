"""A graph into a triple store, over the SPARQL 1.1 Graph Store Protocol, and back again to see that it arrived.

PUT replaces the graph, POST adds to it. One request carries all of it where the store bears that: then the store
replaces it whole or not at all. A graph without blank nodes, as `kg build` makes them, may be sent twice without harm.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from kg.errors import InputError, StoreError
from kg.exits.push.sent import Load, opened
from kg.exits.push.stores import Store, bounded, count, found
from kg.exits.push.verify import Difference, Verified, verify
from kg.exits.push.web import Web, loopback

__all__ = ["Difference", "Pushed", "Target", "Verified", "loopback", "push"]

Told = Callable[[str, int, int], None]  # what is being done (sending, comparing), how much of it, of how much


@dataclass(frozen=True, slots=True)
class Target:
    """Where to: a store's address, the graph, and how to deal with both."""

    url: str
    graph: str = ""  # the default graph when empty
    query: str = ""  # where the store answers queries, when its address does not tell
    user: str = ""
    password: str = ""
    method: Literal["put", "post"] = "put"
    check: Literal["each", "counts", "none"] = "each"
    chunk: int = 0  # triples per request; 0: as many as the store bears
    timeout: float = 300.0  # seconds without a byte
    retries: int = 4


@dataclass(frozen=True, slots=True)
class Pushed:
    """What was sent, and what the store says it holds."""

    store: Store
    triples: int
    requests: int
    seconds: float
    before: int
    after: int
    verified: Verified


def push(out: Path, target: Target, told: Told = lambda *_: None) -> Pushed:
    """Send the graph of a built folder or a Turtle file, and compare what arrived.

    Raises InputError for what cannot be sent or an address that says too little; StoreError when the store does not
    take it or does not answer, with what the graph holds then. Differences are no error: they lie in the result.
    """
    if target.graph and not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+", target.graph):
        raise InputError(f"--graph {target.graph}: not an IRI: expected something like https://example.org/graph")
    load = opened(out)
    with Web(target.url, target.user, target.password, target.timeout, target.retries) as web:
        store = found(web, target.url, target.query)
        before = count(web, store, target.graph)
        store = bounded(store, web)
        if store.kind == "virtuoso" and not target.graph:
            raise InputError(f"{target.url}: Virtuoso has no default graph to write to: name one with --graph IRI")
        if target.chunk:
            store = replace(store, chunk=target.chunk)
        _knock(web, store, target.graph)
        requests, seconds = _send(web, store, target, load, before, told)
        try:
            after = count(web, store, target.graph)
            if target.check == "none":
                verified = Verified()
            else:
                verified = verify(
                    web, store, target.graph, load, after, target.method == "put", target.check == "each",
                    lambda done: told("comparing", done, load.total),
                )  # fmt: skip
        except (StoreError, KeyboardInterrupt) as error:
            raise _stopped(error, f"all {load.total} triples were sent, but not compared") from error
    return Pushed(store, load.total, requests, seconds, before, after, verified)


def _address(graph: str) -> dict[str, str]:
    return {"graph": graph} if graph else {"default": ""}


def _knock(web: Web, store: Store, graph: str) -> None:
    """Add nothing: a store that refuses the password says so before a long upload."""
    try:
        web.send(
            "POST", store.data, params=_address(graph), body=b"", headers={"Content-Type": "application/n-triples"}
        )
    except StoreError:
        if web.status in (401, 403, 404, 405, 501) or not web.status:
            raise


def _send(web: Web, store: Store, target: Target, load: Load, before: int, told: Told) -> tuple[int, float]:
    """Requests and seconds. Raises StoreError with what the graph holds after a failure."""
    begun = time.monotonic()
    done = requests = 0
    try:
        for n, body in load.bodies(store.chunk, store.media):
            told("sending", done, load.total)
            first = target.method == "put" and not requests
            web.send(
                "PUT" if first else "POST", store.data, params=_address(target.graph), body=body,
                headers={"Content-Type": store.media},
                again=first or not load.blank,  # what holds no blank node is the same when it is added twice
            )  # fmt: skip
            requests += 1
            done += n
        told("sending", done, load.total)
    except (StoreError, KeyboardInterrupt) as error:
        raise _stopped(error, _standing(web, store, target, load, before, done)) from error
    return requests, time.monotonic() - begun


def _stopped(error: BaseException, standing: str) -> StoreError:
    """What went wrong, or that someone stopped it, and how things stand."""
    by_hand = isinstance(error, KeyboardInterrupt)
    failure = StoreError(f"{'stopped' if by_hand else error}; {standing}")
    failure.exit_status = 130 if by_hand else 1
    return failure


def _standing(web: Web, store: Store, target: Target, load: Load, before: int, done: int) -> str:
    """What the graph holds after a failure, asked of the store itself."""
    graph = f"graph <{target.graph}>" if target.graph else "the default graph"
    web.retries = 0
    try:
        now = count(web, store, target.graph)
    except StoreError:
        acknowledged = f"{done} of {load.total} triples were acknowledged" if done else "nothing was acknowledged"
        return f"{acknowledged}, and what {graph} holds now is not known: the store does not answer"
    if now == before and not done:
        return f"{graph} holds {now} triples as before"
    again = "the same command replaces it whole" if target.method == "put" else "the same command adds what lacks"
    return f"{graph} holds {now} triples now ({before} before; {load.total} to be sent): {again}"
