"""Relations drawn at random from a build of many reports, to be judged one by one from their quotes.

    python benchmarks/draw_relations.py REPORTS [--n 200] [--seed 1] [--without NAME ...] [--quotes] > drawn.tsv

One line a relation: report, start and end of the quote in the report, subject, predicate, object, status, rule. With
--quotes the quote and some words around it are printed below each line, for reading; only names and offsets are kept
(data/gold/judged-relations.tsv adds a verdict, right or wrong, and why). The same seed draws the same relations from
the same build; reports named by --without (parts of their names) are left out before the build.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import kg

COLUMNS = ("report", "start", "end", "subject", "predicate", "object", "status", "rule")


def main() -> None:
    """Build, draw and print."""
    parser = argparse.ArgumentParser(description="draw relations to be judged")
    parser.add_argument("reports", type=Path)
    parser.add_argument("--n", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--quotes", action="store_true")
    args = parser.parse_args()
    files = sorted(p for p in args.reports.glob("*.txt") if not any(name in p.name for name in args.without))
    result = kg.build(files)
    texts = {f.document.id: f.document for f in result.documents}
    said = sorted(
        (r for r in result.relations if r.document in texts),
        key=lambda r: (texts[r.document].name, r.start, r.end, r.subject_label, r.predicate, r.object_label),
    )
    print("\t".join(COLUMNS))
    for r in random.Random(args.seed).sample(said, min(args.n, len(said))):
        document = texts[r.document]
        rule = r.rule.split(" @ ")[0]
        cells = (document.name, r.start, r.end, r.subject_label, r.predicate, r.object_label, r.status, rule)
        print("\t".join(map(str, cells)))
        if args.quotes:
            around = document.text[max(0, r.start - 30) : r.start], document.text[r.end : r.end + 20]
            print(f"#   {around[0]}⟦{document.text[r.start : r.end]}⟧{around[1]}".replace("\n", "⏎"))
    print(f"# {len(said)} relations of {len(files)} reports")


if __name__ == "__main__":
    main()
