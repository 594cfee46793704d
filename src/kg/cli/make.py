"""kg build, check, ontology: what is made, and whether it holds."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.words import Sub, language, say

if TYPE_CHECKING:
    from kg.exits.check import Failure, Outcome


def register(sub: Sub) -> None:
    """Add these commands to the parser."""
    p = sub("build", _build)
    p.add_argument("inputs", nargs="+", metavar="INPUT", type=Path, help=say("opt_inputs"))
    p.add_argument("-o", "--out", type=Path, default=Path("out"), help=say("opt_out"))
    p.add_argument("--jobs", type=int, default=None, help=say("opt_jobs"))
    p.add_argument("--corrections", type=Path, metavar="FILE", default=None, help=say("opt_corrections"))
    p.add_argument("--check", action="store_true", help=say("opt_check"))
    p.add_argument("--focus", metavar="NAME", default="", help=say("opt_focus"))
    p.add_argument("--depth", metavar="N", type=int, default=1, help=say("opt_depth"))
    p.add_argument("-q", "--quiet", action="store_true", help=say("opt_quiet"))
    p = sub("check", _check)
    p.add_argument("out", type=Path, metavar="OUT", help=say("opt_built"))
    p.add_argument("--engine", choices=("pyshifty", "pyshacl", "none"), default="", help=say("opt_engine"))
    p.add_argument("--source", type=Path, metavar="REPORTS", default=None, help=say("opt_source"))
    p = sub("ontology", _ontology)
    p.add_argument("-o", "--out", type=Path, metavar="PAGE.html", default=None, help=say("opt_page"))


def _build(args: argparse.Namespace) -> int:
    from kg.errors import ShapeError
    from kg.pipeline import build

    loud = sys.stderr.isatty() and not args.quiet
    result = build(args.inputs, args.ontology, args.jobs, _progress if loud else None, args.corrections)
    found: list[Outcome] = []
    try:
        result.write(args.out, found.append if args.check else None, args.focus, args.depth)
    except ShapeError as error:
        _list(error.failures)
        print(say("unsound", failures=len(error.failures), warnings=0), file=sys.stderr)
        return error.exit_status
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
        if result.corrections:
            print(say("corrected", done=result.corrections - len(result.unmatched), lines=result.corrections))
        print(say("written", folder=args.out))
        if result.left_out and not args.focus:
            print(say("left_out", n=result.left_out), file=sys.stderr)
    for u in result.unmatched:
        told = " ".join(x for x in (u.action, u.name, u.target) if x)
        print(f"{u.where}: {told}: {say('correction_' + u.reason.replace('-', '_'))}", file=sys.stderr)
    for outcome in found:
        _tell(outcome, wanted=True)
    return 0


def _progress(done: int, total: int, name: str) -> None:
    end = "\n" if done == total else ""
    print(f"\r\x1b[K{say('reading', done=done, total=total, name=name)}", end=end, file=sys.stderr, flush=True)


def _check(args: argparse.Namespace) -> int:
    from kg import knowledge
    from kg.exits import check
    from kg.stages import read

    engine, wanted = args.engine.replace("none", ""), args.engine != "none"
    known = knowledge.load(args.ontology)
    outcome = check.examine(args.out, known, engine, run_shapes=wanted, source=args.source, reader=read.load)
    _tell(outcome, wanted)
    return 1 if outcome.failures else 0


def _tell(outcome: Outcome, wanted: bool) -> None:
    """Failures and warnings on stderr; that all holds on stdout. `wanted`: whether shapes were to be run."""
    if outcome.warnings:
        print(say("warned", warnings=len(outcome.warnings)), file=sys.stderr)
        _list(outcome.warnings)
    if outcome.failures:
        _list(outcome.failures)
        found = {"failures": len(outcome.failures), "warnings": len(outcome.warnings)}
        print(say("unsound", **found), file=sys.stderr)
    if not outcome.engine:
        print(say("no_engine" if wanted else "no_shapes"), file=sys.stderr)
    if not outcome.failures:
        print(say("fine", **outcome.counts, engine=outcome.engine or "–"))


def _list(failures: Iterable[Failure]) -> None:
    """Fact by fact: the place and the fact, what is wrong with it, the rule that read it."""
    facts: dict[tuple[str, str, str], list[Failure]] = {}
    for failure in failures:
        facts.setdefault((failure.place, failure.fact or failure.node, failure.read_by), []).append(failure)
    for (place, fact, rule), found in facts.items():
        print(f"{place}  {fact}", file=sys.stderr)
        for node, wrong in {f.node: [g for g in found if g.node == f.node] for f in found}.items():
            for failure in wrong:
                print(f"  {failure.rule}: {failure.said(language())}", file=sys.stderr)
            print(f"  <{node}>", file=sys.stderr)
        if rule:
            print(f"  {say('read_by', rule=rule)}", file=sys.stderr)


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
