"""kg query, serve, why, view: what a built graph says."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from kg.cli.words import Sub, say

LARGE = 50_000_000  # bytes of a graph whose loading is felt


def register(sub: Sub) -> None:
    """Add these commands to the parser."""
    p = sub("query", _query)
    p.add_argument("query", metavar="FILE-or-NAME-or-TEXT", help=say("opt_query"))
    p.add_argument("out", type=_place, metavar="OUT-or-graph-or-URL", help=say("opt_asked"))
    forms = ("table", "csv", "tsv", "json", "xml", "ttl", "nt", "jsonld")
    p.add_argument("--format", choices=forms, default=None, help=say("opt_format"))
    p.add_argument("--set", metavar="NAME=VALUE", action="append", default=[], help=say("opt_set"))
    p.add_argument("--engine", choices=("pyoxigraph", "rdflib"), default="pyoxigraph", help=say("opt_query_engine"))
    p.add_argument("--timeout", type=float, metavar="SECONDS", default=0, help=say("opt_query_timeout"))
    p.add_argument("--list", action=_List, nargs=0, help=say("opt_list"))
    p = sub("serve", _serve)
    p.add_argument("out", type=Path, metavar="OUT-or-graph", help=say("opt_built"))
    p.add_argument("--port", type=int, default=7700, help=say("opt_port"))
    p.add_argument("--host", default="127.0.0.1", help=say("opt_host"))
    p.add_argument("--writable", action="store_true", help=say("opt_writable"))
    p.add_argument("--timeout", type=float, metavar="SECONDS", default=10, help=say("opt_query_timeout"))
    p.add_argument("--rows", type=int, metavar="N", default=100_000, help=say("opt_rows"))
    p.add_argument("--memory", type=int, metavar="MB", default=1024, help=say("opt_memory"))
    p.add_argument("--allow-service", action="store_true", help=say("opt_service"))
    p = sub("why", _why)
    p.add_argument("what", metavar="IRI-or-text", help=say("opt_what"))
    p.add_argument("out", type=Path, metavar="OUT", help=say("opt_built"))
    p = sub("view", _view)
    p.add_argument("out", type=Path, metavar="OUT", help=say("opt_built"))


def _place(text: str) -> Path | str:
    """A folder or file, or the address of an endpoint."""
    return text if text.startswith(("http://", "https://")) else Path(text)


def _ontology(chosen: Path | None) -> Path:
    """The ontology folder. Its lexicons and rules, which take 50 ms to read, are not needed for asking."""
    from kg.errors import KnowledgeError
    from kg.knowledge import default_root

    root = chosen or default_root()
    if not (root / "queries").is_dir():
        raise KnowledgeError(f"{root}: not an ontology folder: it has no queries/ folder")
    return root


def _query(args: argparse.Namespace) -> int:
    from kg.exits import sparql
    from kg.exits.sparql.alone import isolated

    ontology = _ontology(args.ontology)
    asked = sys.stdin.read() if args.query == "-" else sparql.query_text(args.query, ontology)
    text = sparql.settled(asked, args.set)
    for note in sparql.unknown_terms(text, ontology):
        print(f"kg: {note}", file=sys.stderr)
    terminal = sys.stdout.isatty()
    widest = max(20, min(60, shutil.get_terminal_size().columns // 2))
    if isinstance(args.out, str):
        from kg.exits.sparql import remote

        answer = remote.ask(args.out, text)
        said = sparql.formatted(answer, args.format or sparql.natural(answer, terminal), widest)
        sys.stdout.write(said)
        _tell_page(sparql.parameters(text), said)
        return 0
    engine = import_module(f"kg.exits.sparql.{'reference' if args.engine == 'rdflib' else 'engine'}")

    def answered() -> str:
        answer = engine.ask(graph, text)
        return sparql.formatted(answer, args.format or sparql.natural(answer, terminal), widest)

    if sys.stderr.isatty() and (size := sparql.graph_file(args.out).stat().st_size) > LARGE:
        print(say("query_large", megabytes=size // 1_000_000), file=sys.stderr)
    graph = engine.open_graph(args.out)
    said = isolated(answered, args.timeout)
    sys.stdout.write(said)
    _tell_page(sparql.parameters(text), said)
    return 0


def _tell_page(given: Mapping[str, str], said: str) -> None:
    """Say on stderr that a query with LIMIT and OFFSET gave one page, where its answer may be a full one."""
    if not {"limit", "offset"} <= given.keys():
        return
    limit, offset = int(given["limit"]), int(given["offset"])
    marks = max(said.count(mark) for mark in ("\n", "},{", "<result>"))  # never fewer than rows
    if 0 < limit <= marks:
        print(f"kg: {say('query_page', limit=limit, offset=offset, next=offset + limit)}", file=sys.stderr)


class _List(argparse.Action):
    """--list: the questions with their titles in both languages and their parameters, and no more."""

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, *_: object) -> None:
        from kg.exits import sparql

        for q in sparql.listed(_ontology(namespace.ontology)):
            print(q.name)
            for tag in sorted(q.titles, reverse=True):
                print(f"    {q.titles[tag]}")
            for name, default in q.parameters.items():
                print(f"    --set {name}={default}")
        parser.exit()


def _serve(args: argparse.Namespace) -> int:
    from kg.exits.sparql import serve
    from kg.exits.sparql.workers import Limits

    limits = Limits(args.timeout, args.rows, args.memory, reach=args.allow_service)
    ontology = _ontology(args.ontology)
    where = serve.Where(args.out, args.host, args.port, args.writable)

    def started(address: str, triples: int) -> None:
        print(say("serving", address=address, triples=triples), flush=True)
        if args.writable:
            print(say("serving_writable"), flush=True)

    serve.run(where, ontology, limits, started)
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
