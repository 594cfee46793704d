"""kg try, eval: how well the rules read."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from kg.cli.words import Sub, padded, reason, say, width


def register(sub: Sub) -> None:
    """Add these commands to the parser."""
    p = sub("try", _try)
    p.add_argument("sentence", help=say("opt_sentence"))
    p.add_argument("--place", default="", help=say("opt_place"))
    p.add_argument("--year", type=int, default=None, help=say("opt_year"))
    p = sub("eval", _eval)
    p.add_argument("gold", type=Path, metavar="GOLD", help=say("opt_gold"))
    p.add_argument("out", type=Path, metavar="OUT", help=say("opt_built"))
    p.add_argument("--show", type=int, default=10, metavar="N", help=say("opt_show"))


def _try(args: argparse.Namespace) -> int:
    from kg import knowledge
    from kg.pipeline import explain
    from kg.tell import Line, tell

    known = knowledge.load(args.ontology)
    seen = explain(args.sentence, args.place, args.year, known)
    for i, s in enumerate(seen["sentences"]):
        print(s.text)
        by_kind: dict[str, list[Line]] = {}
        for line in tell(seen, i, known):
            by_kind.setdefault(line.kind, []).append(line)
        for kind, lines in by_kind.items():
            print(f"  {say('try_' + kind)}")
            widths = [max(map(width, column)) for column in zip(*_even([x.cells for x in lines]), strict=True)]
            for line in lines:
                cells = "  ".join(map(padded, line.cells, widths)).rstrip()
                print(f"    {cells}{f'  [{line.where}]' if line.where else ''}")
                if line.reason:
                    print(f"      {reason(line.reason)}")
                for key, what in line.near:
                    print(f"      {say(key, what=what)}")
    return 0


def _even(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Rows of one length."""
    longest = max(map(len, rows))
    return [[*row, *[""] * (longest - len(row))] for row in rows]


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
