"""Checks of the lexicons and rules of a folder, against what the shipped folder shows to be needed.

A column that the shipped lexicon fills in every line is needed, so is a key that every shipped rule of a family has.
Every finding with the file and line it stands on, and what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg import iri
from kg.classes import CLASSES, GROUPS
from kg.exits.ontology.read import short
from kg.knowledge import Knowledge, Rule, load, read_text

OPTIONAL = (
    "above_whole", "aliases", "name_scopes", "place_former", "sister_heads", "statistical_scopes", "sums", "traditional", "wikidata",
)  # fmt: skip
SHOWN = (
    "slug",
    "iri",
    "code",
    "name",
    "en",
    "zh",
    "pattern",
    "class",
    "predicate",
)  # beside the first column: never empty
ONCE = {
    "aliases": ("alias",), "attribute_slots": ("slot",), "divisions": ("code",), "indicators": ("slug", "name"),
    "industries": ("slug",), "relation_predicates": ("predicate",), "relation_slots": ("slot",), "schemes": ("scheme",),
    "unit_kinds": ("kind",), "units": ("unit",), "wikidata": ("code", "item"),
}  # fmt: skip
CODED = {
    ("hedges", "qualifier"): "value-qualifier", ("honour_levels", "level"): "recognition-level",
    ("indicators", "scope"): "statistical-scope", ("relation_verbs", "status"): "realization-status",
    ("statistical_scopes", "scope"): "statistical-scope", ("statuses", "status"): "realization-status",
}  # fmt: skip
CODED_RULES = {("relations", "status"): "realization-status", ("observations", "measure"): "measure-kind"}
CLASSED = ("class", "classes", "domain", "range")
PATTERNS = {
    "attributes": ("before", "after", "inside", "clause"), "relations": ("pattern", "labels"), "periods": ("pattern",),
}  # fmt: skip
PATTERNED = {  # lexicons whose cells are patterns too
    "attributes": (("attribute_slots", "pattern"), ("attribute_cues", "pattern")),
    "relations": (("relation_slots", "pattern"), ("relation_cues", "pattern"), ("relation_fits", "label")),
}
SLOTTED = {"relations": "relation_slots", "attributes": "attribute_slots"}
GROUPED = {"relations": "relation_verbs", "attributes": "attribute_verbs"}
CALLED = ("layout", "places", "numbers", "binding")  # families whose rules the stages call by name
_SLOT = re.compile(r"\{([a-z_]+)(?::([^{}]*))?\}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: where, by which check, of what, and what it means."""

    where: str  # file:line
    check: str
    term: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.check}: {self.message} ({self.term})"


def folder(knowledge: Knowledge, declared: Iterable[str]) -> Iterator[Problem]:
    """What is wrong in lexicons and rules. `declared`: the terms and codes of the folder's Turtle."""
    shipped, known = load(), set(declared)
    for name in sorted(shipped.lexicons):
        yield from _columns(knowledge, shipped, name)
    for name in sorted(knowledge.lexicons):
        yield from _cells(knowledge, shipped, name, known)
        yield from _twice(knowledge, name)
    for family in sorted(shipped.rules):
        yield from _family(knowledge, shipped, family)
        yield from _rules(knowledge, family, known)
        yield from _patterns(knowledge, shipped, family)


def _header(path: Path, where: str) -> tuple[int, list[str]]:
    """Line number and columns of a lexicon's first line that is no comment."""
    for number, line in enumerate(read_text(path, where).split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            return number, line.split("\t")
    return 1, []


def _needed(shipped: Knowledge, name: str) -> list[str]:
    entries = shipped.lexicons[name]
    _, columns = _header(shipped.root / "lexicon" / f"{name}.tsv", name)
    return [c for c in columns if entries and all(e[c] for e in entries)]


def _columns(knowledge: Knowledge, shipped: Knowledge, name: str) -> Iterator[Problem]:
    where = f"lexicon/{name}.tsv"
    if name not in knowledge.lexicons:
        if name not in OPTIONAL:
            yield Problem(f"{where}:1", "missing-file", name, "there must be such a lexicon; copy the shipped one")
        return
    line, columns = _header(knowledge.root / "lexicon" / f"{name}.tsv", where)
    for column in _needed(shipped, name):
        if column not in columns:
            message = f"the first line names no column {column}; needed: {', '.join(_needed(shipped, name))}"
            yield Problem(f"{where}:{line}", "missing-column", column, message)


def _cells(knowledge: Knowledge, shipped: Knowledge, name: str, declared: set[str]) -> Iterator[Problem]:
    needed = _needed(shipped, name) if name in shipped.lexicons else []
    filled = [c for i, c in enumerate(needed) if i == 0 or c in SHOWN]
    used = {(c, part) for e in shipped.lexicons.get(name, ()) for c in CLASSED for part in e[c].split("|")}
    known = {*CLASSES, *GROUPS, ""}
    for e in knowledge.lexicons[name]:
        for column in filled:
            if column in e.fields and not e[column]:
                yield Problem(e.where, "empty-cell", column, f"{column} must not be empty")
            elif column not in e.fields and column in _names(knowledge, name):
                yield Problem(e.where, "empty-cell", column, f"the line ends before its cell of {column}")
        for column in CLASSED:
            for part in e[column].split("|"):
                if part not in known and (column, part) not in used:
                    message = f"{column}: no such class; known: {', '.join((*CLASSES, *GROUPS))}"
                    yield Problem(e.where, "unknown-class", part, message)
        for (lexicon, column), scheme in CODED.items():
            if lexicon == name and e[column]:
                yield from _code(e.where, scheme, e[column], declared)


def _names(knowledge: Knowledge, name: str) -> list[str]:
    return _header(knowledge.root / "lexicon" / f"{name}.tsv", name)[1]


def _code(where: str, scheme: str, code: str, declared: set[str]) -> Iterator[Problem]:
    term = short(iri.code(scheme, code))
    if term not in declared:
        listed = sorted(d.rpartition("/")[2] for d in declared if d.startswith(f"rkgc:{scheme}/"))
        yield Problem(
            where, "undeclared-in-rule", term, f"codes.ttl has no such code; of {scheme}: {', '.join(listed)}"
        )


def _twice(knowledge: Knowledge, name: str) -> Iterator[Problem]:
    """Two entries of a lexicon that would be one thing: one IRI, one code, one slot."""
    for column in dict.fromkeys((*ONCE.get(name, ()), "slug")):
        seen: dict[str, str] = {}
        for e in knowledge.lexicons[name]:
            said = e[column]
            if said and said in seen:
                message = f"{column} stands already at {seen[said]}: each needs its own"
                yield Problem(e.where, "declared-twice", said, message)
            seen.setdefault(said, e.where)


# ---------------------------------------------------------------------------------------------- rules


def at(knowledge: Knowledge, rule: Rule, key: str) -> str:
    """file:line of a key of a rule; of the rule where the key is not found."""
    file, _, first = rule.where.rpartition(":")
    lines = read_text(knowledge.root / file, file).split("\n")
    for number in range(int(first), len(lines)):
        if re.match(rf"\s*{re.escape(key)}\s*=", lines[number]):
            return f"{file}:{number + 1}"
        if lines[number].lstrip().startswith("[["):
            break
    return rule.where


def _family(knowledge: Knowledge, shipped: Knowledge, family: str) -> Iterator[Problem]:
    """Rules that must be there, and keys that each must have."""
    where = f"rules/{family}.toml"
    if family not in knowledge.rules:
        yield Problem(f"{where}:1", "missing-file", family, "there must be such a rules file; copy the shipped one")
        return
    rules = [r for r in shipped.rules[family] if r.name != "slots"]
    keys = set.intersection(*(set(r.body) for r in rules)) - {"gives", "refuses"}
    called = {
        r.name for r in shipped.rules[family] if family in CALLED or r.name == "slots" or r.body.get("class") == ""
    }
    for name in sorted(called - {r.name for r in knowledge.rules[family]}):
        yield Problem(f"{where}:1", "missing-rule", name, "there must be a rule of this name; copy the shipped one")
    for rule in knowledge.rules[family]:
        wanted = (
            keys if rule.name != "slots" else {k for r in shipped.rules[family] if r.name == "slots" for k in r.body}
        )
        for key in sorted(wanted - set(rule.body)):
            yield Problem(rule.where, "missing-key", key, f"the rule {rule.name} needs {key} = …")


def _rules(knowledge: Knowledge, family: str, declared: set[str]) -> Iterator[Problem]:
    """Terms, codes, classes and groups of verbs that rules speak of."""
    groups = {e["group"] for e in knowledge.lexicons.get(GROUPED.get(family, ""), ())}
    for rule in knowledge.rules.get(family, ()):
        for (coded, key), scheme in CODED_RULES.items():
            if coded == family and rule.body.get(key):
                yield from _code(at(knowledge, rule, key), scheme, str(rule.body[key]), declared)
        if family == "attributes" and rule.body.get("scheme") and rule.body.get("value"):
            yield from _code(at(knowledge, rule, "value"), str(rule.body["scheme"]), str(rule.body["value"]), declared)
        if family == "names" and str(rule.body.get("class", "")) not in (*CLASSES, ""):
            message = f"class: no such class; known: {', '.join(CLASSES)}"
            yield Problem(at(knowledge, rule, "class"), "unknown-class", str(rule.body["class"]), message)
        for group in str(rule.body.get("verbs", "")).split() if groups else ():
            if group not in groups:
                message = f"no verb of this group in lexicon/{GROUPED[family]}.tsv; known: {', '.join(sorted(groups))}"
                yield Problem(at(knowledge, rule, "verbs"), "unknown-group", group, message)


def _slots(knowledge: Knowledge, shipped: Knowledge, family: str) -> set[str]:
    """The slots that patterns of a family may name; empty when it has none."""
    found = {e["slot"] for e in knowledge.lexicons.get(SLOTTED.get(family, ""), ())}
    if family == "relations":
        found |= {e["slot"] for e in knowledge.lexicons.get("relation_words", ())} | {"name", "one", "list", "done"}
    if family in SLOTTED:
        return found | {"verb"}
    for rule in shipped.rules[family]:  # the rest are filled in by the stage: those that the shipped rules name
        found |= {m[1] for m in _SLOT.finditer(str(rule.body.get("pattern", "")))}
    own = {k for r in knowledge.rules.get(family, ()) if r.name == "slots" for k in r.body}
    return found | own


def _patterns(knowledge: Knowledge, shipped: Knowledge, family: str) -> Iterator[Problem]:
    slots = _slots(knowledge, shipped, family)
    for rule in knowledge.rules.get(family, ()):
        every = family == "binding" or rule.name == "slots"
        for key in rule.body if every else PATTERNS.get(family, ("pattern",)):
            if key in rule.body and key != "name" and isinstance(rule.body[key], str):
                for found in _pattern(rule.body[key], slots, named=family == "relations"):
                    yield replace(found, where=at(knowledge, rule, key))
    for name, column in PATTERNED.get(family, ()):
        for e in knowledge.lexicons.get(name, ()):
            yield from (replace(p, where=e.where) for p in _pattern(e[column], slots, named=family == "relations"))


def _pattern(pattern: str, slots: set[str], named: bool) -> Iterator[Problem]:
    """An unknown slot, or what is no regular expression once its slots are filled. `named`: {verb}, {done} make a group."""
    for m in _SLOT.finditer(pattern) if slots else ():
        unknown = [p for p in (m[2] or "").split("|") if m[2] and p not in (*CLASSES, *GROUPS)]
        if m[1] not in slots:
            yield Problem("", "unknown-slot", m[0], f"no such slot; known: {', '.join(sorted(slots))}")
        elif unknown:
            known = ", ".join((*CLASSES, *GROUPS))
            yield Problem("", "unknown-class", unknown[0], f"no such class; known: {known}")
    filled = (
        _SLOT.sub(lambda m: "(?P<verb>x)" if named and m[1] in ("verb", "done") else "(?:x)", pattern)
        if slots
        else pattern
    )
    try:
        re.compile(filled)
    except re.error as error:
        yield Problem("", "no-regular-expression", pattern, f"{error}; the pattern must be one of Python's re")
