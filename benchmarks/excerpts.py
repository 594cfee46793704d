"""Marked excerpts of real reports: gold that holds places in a text, and the text cut anew from the report itself.

A gold file with a `source` names a report by file name and SHA-256 and the ranges of its characters that were marked,
joined; offsets count in the joined text. The reports are not part of the project (`../shared/reports`).
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import kg


def excerpt(gold: Path, reports: Path) -> str:
    """The marked text of one gold file. Raises ValueError when the report or the excerpt is not the one marked."""
    data = json.loads(gold.read_text(encoding="utf-8"))
    raw = (reports / data["source"]["file"]).read_bytes()
    text = raw.decode("utf-8-sig")
    cut = "".join(text[a:b] for a, b in data["source"]["ranges"])
    for said, found in ((data["source"]["sha256"], raw), (data["sha256"], cut.encode())):
        if hashlib.sha256(found).hexdigest() != said:
            raise ValueError(f"{gold.name}: {data['source']['file']} is not the text that was marked")
    return cut


def build_all(folder: Path, reports: Path, work: Path) -> Iterator[str]:
    """Cut and build every marked text of a folder: `work/gold` holds texts and gold, `work/out` a build per text."""
    (work / "gold").mkdir(parents=True, exist_ok=True)
    for gold in sorted(folder.glob("*.gold.json")):
        name = gold.name.removesuffix(".gold.json")
        text = work / "gold" / f"{name}.txt"
        text.write_bytes(excerpt(gold, reports).encode())
        (work / "gold" / gold.name).write_bytes(gold.read_bytes())
        kg.build([text]).write(work / "out" / name)
        yield name


def statuses(work: Path, name: str) -> Iterator[tuple[str, str]]:
    """(status marked, status read) of every marked figure of a built text that has a row at its place."""
    gold = json.loads((work / "gold" / f"{name}.gold.json").read_text(encoding="utf-8"))
    with (work / "out" / name / "tables" / "observations.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(int(r["start"]), int(r["end"]), r["status"]) for r in csv.DictReader(file)]
    for o in gold["observations"]:
        read = next((status for start, end, status in rows if start < o["end"] and o["start"] < end), None)
        if read is not None:
            yield o["status"], read
