"""kg try, eval: how well the rules read."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.cli.words import Sub, say


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
