"""Checks of an ontology folder: every finding with file and line, none that the folder's own exceptions excuse.

The queries of profile/ are a language-aware profile after the catalogue of ROBOT's report (ontodev/robot), which forbids
a second label in any language; written for this project.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg import iri
from kg.exits.ontology.folder import Problem, at, folder
from kg.exits.ontology.read import short, store
from kg.knowledge import Knowledge, default_root, read_text, read_tsv

_DECLARES = re.compile(r"^(?:rkg:(\w+)|<" + re.escape(iri.BASE) + r"([^>]+)>) a ")


def problems(knowledge: Knowledge, language: str = "en") -> list[Problem]:
    """What is wrong with the folder, in file order; empty when nothing is.

    Raises KnowledgeError with file:line for Turtle that cannot be read.
    """
    root = knowledge.root
    graph = store(root, "kg", "codes", *(["alignments"] if (root / "alignments.ttl").exists() else []))
    for path in sorted(root.glob("*.ttl")):
        if path.stem not in ("kg", "codes", "alignments"):
            store(root, path.stem)
    lines, twice = _lines(root)
    typed = graph.quads_for_pattern(None, ox.NamedNode(iri.PREFIXES["rdf"] + "type"), None)
    declared = {short(q.subject.value) for q in typed if isinstance(q.subject, ox.NamedNode)}
    found = [*twice, *_profile(root, graph, lines, language), *_undeclared(knowledge, declared)]
    found += folder(knowledge, declared)
    return sorted(found, key=lambda p: (p.where.partition(":")[0], int(p.where.partition(":")[2] or 0), p.check))


def _lines(root: Path) -> tuple[dict[str, str], list[Problem]]:
    """Where each term and code is declared, and those declared twice."""
    at: dict[str, str] = {}
    twice = []
    for name in ("kg.ttl", "codes.ttl"):
        for number, line in enumerate(read_text(root / name, name).split("\n"), 1):
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
    own = (root / "profile").is_dir()
    base = root if own else default_root()
    queries = sorted((base / "profile").glob("*.rq"))
    excused = exceptions(base)
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
    for (check, term), (_, where) in excused.items() if own else ():
        if check in names and (check, term) not in needed:
            yield Problem(where, "exceptions", term, "nothing needs this exception any more")


def _undeclared(knowledge: Knowledge, declared: set[str]) -> Iterator[Problem]:
    """Predicates and properties that lexicons and rules speak of and kg.ttl does not declare."""
    uses: list[tuple[str, str]] = [
        (e["predicate"], e.where)
        for name in ("relation_predicates", "relation_fits")
        for e in knowledge.lexicons.get(name, ())
    ]
    for family, key in (("relations", "predicate"), ("attributes", "property")):
        for rule in knowledge.rules.get(family, ()):
            said = rule.body.get(key, "")
            for term in said.values() if isinstance(said, dict) else [said]:
                if term and f"rkg:{term}" not in declared:
                    uses.append((str(term), at(knowledge, rule, key)))
    for name, where in uses:
        if name and f"rkg:{name}" not in declared:
            message = "kg.ttl declares no such term: declare it there, or use one that it declares"
            yield Problem(where, "undeclared-in-rule", f"rkg:{name}", message)
