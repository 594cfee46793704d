"""kg query, why, view: what a built graph says."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kg.cli.words import Sub, say


def register(sub: Sub) -> None:
    """Add these commands to the parser."""
    p = sub("query", _query)
    p.add_argument("query", metavar="FILE-or-NAME-or-TEXT", help=say("opt_query"))
    p.add_argument("out", type=Path, metavar="OUT-or-graph", help=say("opt_built"))
    p.add_argument("--format", choices=("table", "csv", "json", "ttl"), default=None, help=say("opt_format"))
    p = sub("why", _why)
    p.add_argument("what", metavar="IRI-or-text", help=say("opt_what"))
    p.add_argument("out", type=Path, metavar="OUT", help=say("opt_built"))
    p = sub("view", _view)
    p.add_argument("out", type=Path, metavar="OUT", help=say("opt_built"))


def _query(args: argparse.Namespace) -> int:
    from kg import knowledge
    from kg.exits import sparql

    text = sparql.query_text(args.query, knowledge.load(args.ontology))
    answer = sparql.ask(sparql.open_graph(args.out), text)
    rows = isinstance(answer, (bool, tuple)) and (
        isinstance(answer, bool) or (len(answer) == 2 and isinstance(answer[1], list))
    )
    form = args.format or (("table" if sys.stdout.isatty() else "csv") if rows else "ttl")
    sys.stdout.write(sparql.formatted(answer, form))
    return 0


def _why(args: argparse.Namespace) -> int:
    from kg.why import why

    found = 0
    for origin in why(args.what, args.out):
        found += 1
        print(origin.fact)
        if origin.document:
            place = f"{origin.document}:{origin.line} [{origin.start}:{origin.end}]"
            print(f"  {say('read_from')}: {place} {origin.quote.strip()}".rstrip())
        if origin.reading:
            print(f"  {say('means')}: {origin.reading}")
        if origin.rule:
            print(f"  {say('rule')}: {origin.rule}")
    if not found:
        print(f"kg: {say('nothing', what=args.what, folder=args.out)}", file=sys.stderr)
    return 0 if found else 1


def _view(args: argparse.Namespace) -> int:
    import webbrowser

    from kg.errors import InputError

    page = args.out / "graph.html" if args.out.is_dir() else args.out
    if not page.exists():
        raise InputError(f"{args.out}: no graph.html here: expected a folder made by `kg build`")
    if not webbrowser.open(page.resolve().as_uri()):
        print(say("no_browser", path=page))
    return 0
