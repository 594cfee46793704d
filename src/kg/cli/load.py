"""kg push: a built graph into a triple store."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from kg.cli.words import Sub, say

PASSWORD = "KG_PUSH_PASSWORD"


def register(sub: Sub) -> None:
    """Add this command to the parser."""
    p = sub("push", _push)
    p.add_argument("out", type=Path, metavar="OUT-or-graph", help=say("opt_built"))
    p.add_argument("--to", metavar="URL", required=True, help=say("opt_store"))
    p.add_argument("--graph", metavar="IRI", default="", help=say("opt_graph"))
    p.add_argument("--user", metavar="NAME", default="", help=say("opt_user", variable=PASSWORD))
    p.add_argument("--method", choices=("put", "post"), default="put", help=say("opt_method"))
    p.add_argument("--query", metavar="URL", default="", help=say("opt_endpoint"))
    p.add_argument("--verify", choices=("each", "counts", "none"), default="each", help=say("opt_verify"))
    p.add_argument("--chunk", type=_positive, metavar="N", default=0, help=say("opt_chunk"))
    p.add_argument("--timeout", type=float, metavar="SECONDS", default=300.0, help=say("opt_timeout"))
    p.add_argument("--retries", type=int, metavar="N", default=4, help=say("opt_retries"))
    p.add_argument("--show", type=int, metavar="N", default=20, help=say("opt_differences"))


def _positive(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text}: expected a number of triples, 1 or more")
    return int(text)


def _push(args: argparse.Namespace) -> int:
    from kg.exits.push import Target, loopback, push

    if args.user and args.to.startswith("http:") and not loopback(args.to):
        print(f"kg: {say('in_clear', url=args.to)}", file=sys.stderr)
    target = Target(
        args.to, args.graph, args.query, args.user, _password(args.user) if args.user else "", args.method, args.verify,
        args.chunk, args.timeout, args.retries,
    )  # fmt: skip
    try:
        done = push(args.out, target, _progress)
    finally:
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr)
    rate = round(done.triples / max(done.seconds, 1e-6))
    graph = f"<{args.graph}>" if args.graph else say("default_graph")
    print(
        say("pushed", n=done.triples, url=done.store.data, graph=graph, requests=done.requests,
            seconds=f"{done.seconds:.1f}", rate=rate, before=done.before, after=done.after)
    )  # fmt: skip
    found = done.verified
    for difference in found.differences[: args.show]:
        line = say(f"differs_{difference.kind}", what=difference.what, sent=difference.sent, found=difference.found)
        print(f"  {line}")
    total = sum(found.kinds.values())
    if total > args.show:
        print(f"  {say('more_differences', n=total - args.show)}")
    if total:
        print(f"kg: {say('differs', n=total)}", file=sys.stderr)
        return 1
    if args.verify != "none":
        print(say(f"arrived_{args.verify}", **{k: found.counts[k] for k in _COUNTS}))
    return 0


_COUNTS = ("triples", "classes", "kinds", "chinese", "tagged", "languages", "numbers", "dates")


def _password(user: str) -> str:
    """From the environment or typed in, never from the command line: that is seen by all and kept by the shell."""
    from getpass import getpass

    from kg.errors import InputError

    if PASSWORD in os.environ:
        return os.environ[PASSWORD]
    if not sys.stdin.isatty():
        raise InputError(f"--user {user}: set {PASSWORD}: there is no terminal to ask for the password")
    return getpass(say("password", user=user))


def _progress(what: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{say(what, done=done, total=total)}", end="", file=sys.stderr, flush=True)
