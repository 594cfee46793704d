"""The command `kg`: parse arguments, one call, print. Messages live in messages.toml."""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from kg.errors import KgError


@lru_cache(maxsize=1)
def _texts() -> dict[str, dict[str, str]]:
    with (Path(__file__).parent / "messages.toml").open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=1)
def _messages() -> dict[str, str]:
    language = next((os.environ[v] for v in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(v)), "")
    return {**_texts()["en"], **(_texts()["zh"] if language.lower().startswith("zh") else {})}


def examples() -> dict[str, str]:
    """One real example of each subcommand, by its name."""
    return _texts()["examples"]


def say(key: str, **values: object) -> str:
    """A message in the language of the terminal."""
    return _messages()[key].format(**values)


def parser() -> argparse.ArgumentParser:
    """The command line of every subcommand."""
    from kg import __version__

    top = argparse.ArgumentParser(prog="kg", description=say("about"))
    top.add_argument("--version", action="version", version=f"region-kg {__version__}")
    subs = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def sub(name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        p = subs.add_parser(
            name, help=say(f"help_{name}"), description=say(f"help_{name}"), epilog=f"{say('example')} {examples()[name]}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        p.set_defaults(run=run)
        p.add_argument("--ontology", metavar="DIR", type=Path, default=None, help=say("opt_ontology"))
        return p

    p = sub("build", _build)
    p.add_argument("inputs", nargs="+", metavar="INPUT", type=Path, help=say("opt_inputs"))
    p.add_argument("-o", "--out", type=Path, default=Path("out"), help=say("opt_out"))
    p.add_argument("--jobs", type=int, default=None, help=say("opt_jobs"))
    p.add_argument("--check", action="store_true", help=say("opt_check"))
    p.add_argument("-q", "--quiet", action="store_true", help=say("opt_quiet"))
    p = sub("query", _query)
    p.add_argument("query", metavar="FILE-or-NAME-or-TEXT", help=say("opt_query"))
    p.add_argument("out", type=Path, metavar="OUT-or-graph", help=say("opt_built"))
    p.add_argument("--format", choices=("table", "csv", "json", "ttl"), default=None, help=say("opt_format"))
    p = sub("why", _why)
    p.add_argument("what", metavar="IRI-or-text", help=say("opt_what"))
    p.add_argument("out", type=Path, metavar="OUT", help=say("opt_built"))
    p = sub("try", _try)
    p.add_argument("sentence", help=say("opt_sentence"))
    p.add_argument("--place", default="", help=say("opt_place"))
    p.add_argument("--year", type=int, default=None, help=say("opt_year"))
    p = sub("check", _check)
    p.add_argument("out", type=Path, metavar="OUT", help=say("opt_built"))
    p = sub("eval", _eval)
    p.add_argument("gold", type=Path, metavar="GOLD", help=say("opt_gold"))
    p.add_argument("out", type=Path, metavar="OUT", help=say("opt_built"))
    p.add_argument("--show", type=int, default=10, metavar="N", help=say("opt_show"))
    p = sub("view", _view)
    p.add_argument("out", type=Path, metavar="OUT", help=say("opt_built"))
    p = sub("ontology", _ontology)
    p.add_argument("-o", "--out", type=Path, metavar="PAGE.html", default=None, help=say("opt_page"))
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status (0 done, 1 built nothing or checks fail, 2 bad usage or input, 130 stopped)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    args = parser().parse_args(arguments)
    try:
        status: int = args.run(args)
        return status
    except KgError as error:
        print(f"kg: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print(f"kg: {say('interrupted')}", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"kg: {error.filename or ''}: {error.strerror or error}", file=sys.stderr)
        return 2


def _progress(done: int, total: int, name: str) -> None:
    end = "\n" if done == total else ""
    print(f"\r\x1b[K{say('reading', done=done, total=total, name=name)}", end=end, file=sys.stderr, flush=True)


def _build(args: argparse.Namespace) -> int:
    from kg.pipeline import build

    loud = sys.stderr.isatty() and not args.quiet
    result = build(args.inputs, args.ontology, args.jobs, _progress if loud else None)
    result.write(args.out)
    report = result.report()
    if not args.quiet:
        stated = sum(1 for r in result.relations if r.document)
        print(
            say(
                "built",
                documents=report["documents"],
                entities=len({e.iri for e in result.entities}),
                observations=len(result.observations),
                relations=stated,
            )
        )
        print(say("ledger", **report["ledger"]))
        print(say("written", folder=args.out))
    return _check(args) if args.check else 0


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


def _try(args: argparse.Namespace) -> int:
    from kg import knowledge
    from kg.pipeline import explain

    seen = explain(args.sentence, args.place, args.year, knowledge.load(args.ontology))
    for i, s in enumerate(seen["sentences"]):
        print(s.text)
        for key, shown in (
            ("names", _name),
            ("quantities", _quantity),
            ("periods", _period),
            ("observations", _figure),
            ("relations", _relation),
            ("attributes", _attribute),
        ):
            for item in seen[key][i]:
                print(
                    f"  {say('facts') if key in ('observations', 'relations', 'attributes') else say(key)}: {shown(item, s.text)}"
                )
        for d in seen["declined"][i]:
            print(f"  {say('declined')}: {s.text[d.start : d.end]}: {d.reason}")
    return 0


def _name(n: object, text: str) -> str:
    return f"{n.label} ({n.cls})  [{n.where}]"  # type: ignore[attr-defined]


def _quantity(q: object, text: str) -> str:
    return f"{q.text} = {q.value} {q.unit or ''} ({q.qualifier})"  # type: ignore[attr-defined]


def _period(p: object, text: str) -> str:
    return f"{p.text} = {p.value or '?'}"  # type: ignore[attr-defined]


def _figure(o: object, text: str) -> str:
    return (
        f"{text[o.start : o.end]}: {o.subject or '·'} | {o.indicator} | {o.measure} {o.value:f} {o.unit} | {o.status} | {o.period or '?'}"  # type: ignore[attr-defined]
        f"  [{o.rule}]"  # type: ignore[attr-defined]
    )


def _relation(r: object, text: str) -> str:
    return f"{r.subject or '·'} {r.predicate} {r.object} ({r.status})  [{r.rule}]"  # type: ignore[attr-defined]


def _attribute(a: object, text: str) -> str:
    said = text[slice(*a.figure)] if a.figure else f"{a.entity or '·'}{' · ' if a.honour else ''}{a.honour}"  # type: ignore[attr-defined]
    return f"{said} {a.property} {a.value} ({a.status})  [{a.rule}]"  # type: ignore[attr-defined]


def _check(args: argparse.Namespace) -> int:
    from kg import knowledge
    from kg.exits import check

    failures, counts = check.check(args.out, knowledge.load(args.ontology))
    for failure in failures:
        print(failure, file=sys.stderr)
    if not failures:
        print(say("fine", **counts))
    return 1 if failures else 0


def _eval(args: argparse.Namespace) -> int:
    from kg import knowledge
    from kg.evaluate import evaluate

    for name, scores in evaluate(args.gold, args.out, knowledge.load(args.ontology)):
        print(name)
        for s in scores:
            print(
                f"  {s.kind:<9} P {s.precision:.3f}  R {s.recall:.3f}  F1 {s.f1:.3f}  ({s.right} of {s.marked} marked, {s.predicted} read)"
            )
        for s in scores:
            for line in s.missed[: args.show]:
                print(f"    - {s.kind}: {line}")
            for line in s.wrong[: args.show]:
                print(f"    + {s.kind}: {line}")
    return 0


def _view(args: argparse.Namespace) -> int:
    import webbrowser

    from kg.errors import InputError

    page = args.out / "graph.html" if args.out.is_dir() else args.out
    if not page.exists():
        raise InputError(f"{args.out}: no graph.html here: expected a folder made by `kg build`")
    if not webbrowser.open(page.resolve().as_uri()):
        print(say("no_browser", path=page))
    return 0


def _ontology(args: argparse.Namespace) -> int:
    from kg import knowledge
    from kg.exits import ontology

    known = knowledge.load(args.ontology)
    found = ontology.problems(known)
    for problem in found:
        print(problem, file=sys.stderr)
    if found:
        return 1
    print(say("ontology", folder=known.root.name, **ontology.vocabulary(known.root).counts()))
    if args.out:
        args.out.write_bytes(ontology.page(known))
        print(say("page", path=args.out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
