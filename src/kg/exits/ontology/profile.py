"""Checks of an ontology folder: every finding with file and line, none that the folder's own exceptions excuse.

The queries of profile/ are a language-aware profile after the catalogue of ROBOT's report (ontodev/robot), which forbids
a second label in any language; written for this project.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import iri
from kg.exits.ontology.read import short, store
from kg.knowledge import Knowledge, default_root, read_tsv

_DECLARES = re.compile(r"^(?:rkg:(\w+)|<" + re.escape(iri.BASE) + r"([^>]+)>) a ")


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: where, by which check, of what, and what it means."""

    where: str  # file:line
    check: str
    term: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.check}: {self.message} ({self.term})"


def problems(knowledge: Knowledge, language: str = "en") -> list[Problem]:
    """What is wrong with the folder, in file order; empty when nothing is.

    Raises KnowledgeError with file:line for Turtle that cannot be read.
    """
    root = knowledge.root
    graph = store(root, "kg", "codes", *(["alignments"] if (root / "alignments.ttl").exists() else []))
    lines, twice = _lines(root)
    declared = {name for name in lines if name.startswith("rkg:")}
    found = [*twice, *_profile(root, graph, lines, language), *_undeclared(knowledge, declared)]
    found += [p for name in sorted(knowledge.lexicons) for p in _double(knowledge, name)]
    return sorted(found, key=lambda p: (p.where.partition(":")[0], int(p.where.partition(":")[2] or 0), p.check))


def _lines(root: Path) -> tuple[dict[str, str], list[Problem]]:
    """Where each term and code is declared, and those declared twice."""
    at: dict[str, str] = {}
    twice = []
    for name in ("kg.ttl", "codes.ttl"):
        for number, line in enumerate((root / name).read_text(encoding="utf-8").split("\n"), 1):
            if m := _DECLARES.match(line):
                term = f"rkg:{m[1]}" if m[1] else short(iri.BASE + m[2])
                if term in at and at[term].startswith(name):
                    message = f"declared already at line {at[term].rpartition(':')[2]}"
                    twice.append(Problem(f"{name}:{number}", "declared-twice", term, message))
                at.setdefault(term, f"{name}:{number}")
    return at, twice


def exceptions(root: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """profile/exceptions.tsv: (check, term) → (reason, file:line)."""
    path = root / "profile" / "exceptions.tsv"
    if not path.exists():
        return {}
    rows = read_tsv(path, "profile/exceptions.tsv")
    return {(e["check"], e["term"]): (e["reason"], e.where) for e in rows}


def _profile(root: Path, graph: ox.Store, lines: dict[str, str], language: str) -> Iterator[Problem]:
    folder = root / "profile"
    queries = sorted((folder if folder.is_dir() else default_root() / "profile").glob("*.rq"))
    excused = exceptions(root)
    needed = set()
    for path in queries:
        text = path.read_text(encoding="utf-8")
        message = re.search(rf"^# message@{language}: (.*)$", text, re.MULTILINE)
        answer = graph.query(text)
        assert isinstance(answer, ox.QuerySolutions)
        for row in answer:
            term, value = (short(getattr(row[v], "value", "")) for v in ("term", "value"))
            if (path.stem, term) in excused:
                needed.add((path.stem, term))
                continue
            said = f"{message[1] if message else path.stem}: {value}"
            yield Problem(lines.get(term, "kg.ttl:1"), path.stem, term, said)
    names = {p.stem for p in queries}
    for (check, term), (_, where) in excused.items():
        if check in names and (check, term) not in needed:
            yield Problem(where, "exceptions", term, "nothing needs this exception any more")


def _undeclared(knowledge: Knowledge, declared: set[str]) -> Iterator[Problem]:
    """Predicates and classes that lexicons and rules speak of and kg.ttl does not declare."""
    uses: list[tuple[str, str]] = [(e["predicate"], e.where) for e in knowledge.lexicons.get("relation_predicates", ())]
    for rule in knowledge.rules.get("relations", ()):
        predicate = rule.body.get("predicate", "")
        uses += [(p, rule.where) for p in (predicate.values() if isinstance(predicate, dict) else [predicate]) if p]
    for rule in knowledge.rules.get("attributes", ()):
        uses += [(str(rule.body[k]), rule.where) for k in ("property",) if rule.body.get(k)]
    for name, where in uses:
        if f"rkg:{name}" not in declared:
            yield Problem(where, "undeclared-in-rule", f"rkg:{name}", "kg.ttl declares no such term")


def _double(knowledge: Knowledge, name: str) -> Iterator[Problem]:
    """Two entries of a lexicon with one IRI slug."""
    seen: dict[str, str] = {}
    for entry in knowledge.lexicons[name]:
        slug = entry["slug"]
        if slug and slug in seen:
            yield Problem(entry.where, "declared-twice", slug, f"stands already at {seen[slug]}")
        seen.setdefault(slug, entry.where)
