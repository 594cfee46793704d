"""kg build, check, ontology: what is made, and whether it holds."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kg.cli.words import Sub, say


def register(sub: Sub) -> None:
    """Add these commands to the parser."""
    p = sub("build", _build)
    p.add_argument("inputs", nargs="+", metavar="INPUT", type=Path, help=say("opt_inputs"))
    p.add_argument("-o", "--out", type=Path, default=Path("out"), help=say("opt_out"))
    p.add_argument("--jobs", type=int, default=None, help=say("opt_jobs"))
    p.add_argument("--check", action="store_true", help=say("opt_check"))
    p.add_argument("-q", "--quiet", action="store_true", help=say("opt_quiet"))
    p = sub("check", _check)
    p.add_argument("out", type=Path, metavar="OUT", help=say("opt_built"))
    p = sub("ontology", _ontology)
    p.add_argument("-o", "--out", type=Path, metavar="PAGE.html", default=None, help=say("opt_page"))


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


def _progress(done: int, total: int, name: str) -> None:
    end = "\n" if done == total else ""
    print(f"\r\x1b[K{say('reading', done=done, total=total, name=name)}", end=end, file=sys.stderr, flush=True)


def _check(args: argparse.Namespace) -> int:
    from kg import knowledge
    from kg.exits import check

    failures, counts = check.check(args.out, knowledge.load(args.ontology))
    for failure in failures:
        print(failure, file=sys.stderr)
    if not failures:
        print(say("fine", **counts))
    return 1 if failures else 0


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
