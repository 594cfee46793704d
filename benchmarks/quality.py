"""Precision, recall and F1 on marked excerpts of real reports, text by text and together.

    python benchmarks/quality.py GOLD-FOLDER REPORTS [--show N] [--work FOLDER]

With --work the cut texts and builds stay there (`gold/`, `out/`), for another scorer or for reading.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from pathlib import Path

from excerpts import build_all, statuses

from kg import knowledge
from kg.evaluate import evaluate


def main() -> None:
    """Build, score and print."""
    parser = argparse.ArgumentParser(description="score marked excerpts")
    parser.add_argument("gold", type=Path)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--work", type=Path, default=None)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as aside:
        work = args.work or Path(aside)
        names = list(build_all(args.gold, args.reports, work))
        sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for name, scores in evaluate(work / "gold", work / "out", knowledge.load()):
            print(name)
            for s in scores:
                print(f"  {s.kind:<9} P {s.precision:.3f}  R {s.recall:.3f}  F1 {s.f1:.3f}  ({s.marked} marked)")
                for mark, lines in (("-", s.missed), ("+", s.wrong)):
                    for line in lines[: args.show]:
                        print(f"    {mark} {line}")
                sums[s.kind] = [a + b for a, b in zip(sums[s.kind], (s.right, s.predicted, s.marked), strict=True)]
        told = [pair for name in names for pair in statuses(work, name)]
        ahead = [read for marked, read in told if marked != "achieved"]
        print("all")
        print(f"  status    right {sum(a == b for a, b in told)} of {len(told)} found")
        print(f"  ahead     {ahead.count('achieved')} of {len(ahead)} plans and targets read as achieved")
        for kind, (right, predicted, marked) in sums.items():
            precision, recall, f1 = (
                right / (predicted or 1),
                right / (marked or 1),
                2 * right / ((predicted + marked) or 1),
            )
            print(f"  {kind:<9} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({marked} marked)")


if __name__ == "__main__":
    main()
