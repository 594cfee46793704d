"""A built folder scored against marked gold: precision, recall and F1, with every miss and every false hit.

The rules are those of docs/outputs.md ("Scoring"): a figure is found when spans are equal, or overlap with the same
value and unit; bound when measure, indicator, subject and period agree too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.knowledge import Knowledge
from kg.why import rows

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one kind of fact, and the names of what was missed and of what was wrong."""

    kind: str
    right: int
    predicted: int
    marked: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Right among predicted; 0 when nothing was predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Right among marked; 0 when nothing is marked."""
        return self.right / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def fold(name: str) -> str:
    """A name without quotes, brackets, blanks and list marks."""
    return re.sub(r"[\s“”‘’\"'《》「」()\uff08\uff09·,\uff0c、]", "", name or "")


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _months(period: str) -> tuple[str, str]:
    """First and last month of a period: 2023 and 2023-01/2023-12 are the same stretch of time."""
    first, _, last = period.partition("/")
    last = last or first
    return (first[:7] if len(first) > 4 else f"{first}-01"), (last[:7] if len(last) > 4 else f"{last}-12")


def _same_period(a: str, b: str) -> bool:
    if a == b:
        return True
    if not a or not b:
        return False
    year_in_year = a[:4] == b[:4] and "/" not in a + b and (len(a) == 4 or len(b) == 4)
    return year_in_year or _months(a) == _months(b)


class Evaluation:
    """One text: gold against the tables of its build."""

    def __init__(self, gold: Mapping[str, Any], out: Path, knowledge: Knowledge, document: str = "") -> None:
        self.gold = gold
        self.verbs = sorted((e["word"] for e in knowledge.lexicon("scoring_verbs")), key=len, reverse=True)

        def own(table: str) -> list[Row]:
            return [
                r
                for r in rows(out, table)
                if not document or r.get("document", "").endswith(document) or not r.get("document")
            ]

        self.tables: dict[str, list[Row]] = {name: own(name) for name in ("observations", "relations")}
        # an entity's row stands under the document of its first mention: another document's row may be this text's
        self.tables["entities"] = list(rows(out, "entities"))
        self.own = {id(r) for r in self.tables["entities"] if not document or r["document"].endswith(document)}

    def indicator(self, name: str) -> str:
        """An indicator's name without leading verbs."""
        name = fold(name)
        cut = True
        while cut:
            cut = False
            for verb in self.verbs:
                if name.startswith(verb) and len(name) > len(verb) + 1:
                    name, cut = name[len(verb) :], True
        return name

    def observations(self) -> tuple[Score, Score]:
        """(found, bound)."""
        left = list(self.tables["observations"])
        predicted, found, bound = len(left), 0, 0
        missed, loose = [], []
        for g in self.gold["observations"]:
            pairs = [(self._agreement(g, r), r) for r in left if self._found(g, r)]
            if not pairs:
                missed.append(f"{g['text']} {g['subject']} {g['indicator']}")
                continue
            best = max(pairs, key=lambda p: len(p[0]))
            left.remove(best[1])
            found += 1
            lacking = {"measure", "indicator", "subject", "period"} - best[0]
            bound += not lacking
            if lacking:
                loose.append(
                    f"{g['text']} {g['subject']} {g['indicator']}: {', '.join(sorted(lacking))}: read as {best[1]['subject_label']} {best[1]['indicator_label']} {best[1]['measure']} {best[1]['period']}"
                )
        wrong = tuple(f"{r['as_written']} {r['subject_label']} {r['indicator_label']}" for r in left)
        total = len(self.gold["observations"])
        return Score("found", found, predicted, total, tuple(missed), wrong), Score(
            "bound", bound, predicted, total, tuple(loose), ()
        )

    def _found(self, g: Mapping[str, Any], r: Row) -> bool:
        start, end = int(r["start"]), int(r["end"])
        same = _number(r["value"]) == _number(str(g["value"])) and r["unit"] == g["unit"]
        return same and min(end, g["end"]) > max(start, g["start"])

    def _agreement(self, g: Mapping[str, Any], r: Row) -> set[str]:
        agreed = set()
        if r["measure"] == g["measure"] or {r["measure"], g["measure"]} == {"level", "capacity"}:
            agreed.add("measure")
        if self.indicator(r["indicator_label"]) in {
            self.indicator(x) for x in (g["indicator"], *g.get("indicator_alt", ()))
        }:
            agreed.add("indicator")
        if fold(r["subject_label"]) in {fold(x) for x in (g["subject"], *g.get("subject_alt", ()))}:
            agreed.add("subject")
        if _same_period(r["period"], g.get("period") or ""):
            agreed.add("period")
        return agreed

    def _names(self) -> Iterator[tuple[Mapping[str, Any], set[str]]]:
        for e in self.gold["entities"]:
            yield e, {fold(n) for n in (e["name"], *e.get("aliases", ()))}

    def entities(self) -> Score:
        """Same normalised name or alias."""
        left = list(self.tables["entities"])
        missed, right = [], 0
        for e, names in self._names():
            hit = next(
                (r for r in left if names & {fold(n) for n in (r["label"], *r["aliases"].split("|")) if n}), None
            )
            if hit is None:
                missed.append(f"{e['name']} {e['class']}")
            else:
                left.remove(hit)
                right += 1
        wrong = tuple(f"{r['label']} {r['class']}" for r in left if id(r) in self.own)
        return Score("entities", right, right + len(wrong), len(self.gold["entities"]), tuple(missed), wrong)

    def relations(self, broader: Mapping[str, str]) -> Score:
        """Same ends and predicate, an accepted alternative, or one a sub-property of the other."""
        canon = {name: fold(e["name"]) for e, names in self._names() for name in sorted(names)}
        for r in self.tables["entities"]:
            forms = [fold(n) for n in (r["label"], *r["aliases"].split("|")) if n]
            known = next((canon[f] for f in forms if f in canon), None)
            if known:
                canon |= {f: known for f in forms if f not in canon}

        def end(name: str) -> str:
            return canon.get(fold(name), fold(name))

        left: dict[tuple[str, str, str], Row] = {}
        for r in self.tables["relations"]:
            if r["document"]:
                left.setdefault((end(r["subject_label"]), r["predicate"], end(r["object_label"])), r)
        free = {
            (end(r["subject_label"]), r["predicate"], end(r["object_label"]))
            for r in self.tables["relations"]
            if not r["document"]
        }
        predicted, right, missed = len(left), 0, []
        for g in self.gold["relations"]:
            accepted = {g["predicate"], *(g.get("predicate_alt") or ())}
            accepted |= {broader[p] for p in accepted if p in broader}
            ends = end(g["subject"]), end(g["object"])
            keys = [
                k
                for k in (*left, *free)
                if (k[0], k[2]) == ends and (k[1] in accepted or broader.get(k[1]) in accepted)
            ]
            if not keys:
                missed.append(f"{g['subject']} {g['predicate']} {g['object']}")
                continue
            right += 1
            if keys[0] in left:
                del left[keys[0]]
            else:
                predicted += 1
        wrong = tuple(f"{r['subject_label']} {r['predicate']} {r['object_label']}" for r in left.values())
        return Score("relations", right, predicted, len(self.gold["relations"]), tuple(missed), wrong)


BROADER = {
    "implements": "participatesIn", "organizes": "participatesIn", "undertakes": "participatesIn", "funds": "supports",
    "within": "locatedIn", "invests": "supports",
}  # fmt: skip


def evaluate(gold: Path, out: Path, knowledge: Knowledge) -> list[tuple[str, Sequence[Score]]]:
    """(text id, scores) for a gold file or a folder of them; `out` is one build, or a folder with one per text.

    Raises InputError when there is no gold, or no build for it.
    """
    files = sorted(gold.glob("*.gold.json")) if gold.is_dir() else [gold]
    if not files or not files[0].exists():
        raise InputError(f"{gold}: no gold here: expected *.gold.json")
    results: list[tuple[str, Sequence[Score]]] = []
    for file in files:
        marked = json.loads(file.read_text(encoding="utf-8"))
        name = file.name.removesuffix(".gold.json")
        single = out / name
        document = "" if single.is_dir() else str(marked["sha256"])[:16]
        folder = single if single.is_dir() else out
        if document and not any(r["sha256"].startswith(document) for r in rows(folder, "documents")):
            if len(files) == 1:
                raise InputError(f"{out}: this build did not read {name} (sha256 {document}…)")
            continue
        e = Evaluation(marked, folder, knowledge, document)
        results.append((name, (*e.observations(), e.entities(), e.relations(BROADER))))
    if not results:
        raise InputError(f"{out}: this build read none of the texts that {gold} marks")
    return results
