"""Merged alias pairs drawn at random from a build of many reports, to be judged one by one by reading the two places.

    python benchmarks/draw_merges.py REPORTS [--n 200] [--seed 1] [--without NAME ...] [--quotes] > drawn.tsv

A pair is one entity of one report and one other form that the report prints for it: report, start and end of a mention
in the form of the label, start and end of the nearest mention in the other form, class, label, alias. Where the label
itself is not printed (全市 of a report that never spells its city out) the first two are empty. Forms that differ by
quotes, brackets, blanks or width alone are one form; a form counts where it stands by itself, not inside a longer name
(the city in its airport's name is no second name of the city). --quotes prints the two places below each line, for reading; only
names and offsets are kept (data/gold/judged-merges.tsv adds the seed, a verdict, right or wrong, and why). The same
seed draws the same pairs from the same build; reports named by --without are left out before the build.
"""

from __future__ import annotations

import argparse
import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from pathlib import Path

import kg
from kg import iri
from kg.model import DocumentFacts

COLUMNS = ("report", "start", "end", "alias_start", "alias_end", "class", "label", "alias")
DIVISION = "AdministrativeDivision"
LONGEST = 80  # characters of a name at most
Pair = tuple[str, int | str, int | str, int, int, str, str, str]


def pairs(facts: DocumentFacts) -> Iterator[Pair]:
    """Every entity of a report with each other form of its name, at the two places nearest to each other."""
    text = facts.document.text
    others = (m for e in facts.entities if e.cls != DIVISION for m in e.mentions)
    names = sorted({(s, t) for document, s, t in others if document == facts.document.id})
    for e in facts.entities:
        printed: dict[str, list[tuple[int, int]]] = {}
        for document, start, end in e.mentions:
            if document == facts.document.id and not inside(names, start, end, e.cls == DIVISION):
                printed.setdefault(iri.key(text[start:end]), []).append((start, end))
        own = printed.pop(iri.key(e.label), [])
        for places in printed.values():
            other = min(places, key=lambda p: min((abs(p[0] - s) for s, _ in own), default=p[0]))
            first = min(own, key=lambda p: abs(p[0] - other[0]), default=None)
            alias = iri.key(text[slice(*other)])
            yield (facts.document.name, *(first or ("", "")), *other, e.cls, e.label, alias)


def inside(names: list[tuple[int, int]], start: int, end: int, whole: bool) -> bool:
    """Whether start:end lies in a longer name, or (with `whole`) is one: a county in a list of stations named after it."""
    near = names[bisect_left(names, (start - LONGEST, 0)) : bisect_right(names, (start, end + LONGEST))]
    return any(s <= start and end <= t and (whole or t - s > end - start) for s, t in near)


def around(text: str, start: int, end: int) -> str:
    """A place with some words before and after it, on one line."""
    return f"{text[max(0, start - 35) : start]}⟦{text[start:end]}⟧{text[end : end + 30]}".replace("\n", "⏎")


def main() -> None:
    """Build, draw and print."""
    parser = argparse.ArgumentParser(description="draw merged pairs of names to be judged")
    parser.add_argument("reports", type=Path)
    parser.add_argument("--n", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--divisions", choices=("all", "none"), default="all", help="none: leave divisions out")
    parser.add_argument("--jobs", type=int, default=None)
    parser.add_argument("--quotes", action="store_true")
    args = parser.parse_args()
    files = sorted(p for p in args.reports.glob("*.txt") if not any(name in p.name for name in args.without))
    result = kg.build(files, jobs=args.jobs)
    texts = {f.document.name: f.document.text for f in result.documents}
    found = sorted((p for f in result.documents for p in pairs(f)), key=lambda p: tuple(map(str, p)))
    if args.divisions == "none":
        found = [p for p in found if p[5] != "AdministrativeDivision"]
    print("\t".join(COLUMNS))
    for p in random.Random(args.seed).sample(found, min(args.n, len(found))):
        print("\t".join(map(str, p)))
        if args.quotes:
            if isinstance(p[1], int) and isinstance(p[2], int):
                print(f"#   {around(texts[p[0]], p[1], p[2])}")
            print(f"#   {around(texts[p[0]], p[3], p[4])}")
    print(f"# {len(found)} pairs of {len(files)} reports")


if __name__ == "__main__":
    main()
