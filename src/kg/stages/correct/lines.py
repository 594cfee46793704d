"""corrections.tsv → corrections, every bad line named at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.classes import CLASSES
from kg.errors import InputError, KnowledgeError
from kg.knowledge import Entry, Knowledge, read_tsv

ACTIONS = ("same-as", "different-from", "rename", "retype", "drop", "add")
COLUMNS = ("action", "class", "name", "target", "scope", "note")
FILE = "corrections.tsv"
ALL = "*"  # in the column scope: every thing of that name
NEEDED = ("action", "name")
MADE = tuple(c for c in CLASSES if c not in ("Indicator", "AdministrativeDivision"))  # what a person may name or add


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of a corrections file."""

    action: str
    cls: str  # class of the thing named, or the relation that a drop or an add speaks of; "" any
    name: str  # a label, another form of one, or an IRI
    target: str  # the other name, the new name, the new class, or the object of a relation
    scope: str  # a division's code, "0" the country's; "*" all; "" the only one
    where: str  # corrections.tsv:12
    note: str = ""


def beside(inputs: Iterable[object]) -> tuple[Path, ...]:
    """The corrections files that lie in the folders of reports named."""
    folders = dict.fromkeys(Path(i) for i in inputs if isinstance(i, (str, os.PathLike)) and Path(i).is_dir())
    return tuple(f / FILE for f in folders if (f / FILE).is_file())


def read(path: Path, knowledge: Knowledge) -> tuple[Correction, ...]:
    """The corrections of a file, in its order. Raises InputError that names each bad line with file:line."""
    if not path.is_file():
        raise InputError(f"{path}: no such file: expected a table of corrections with the columns {', '.join(COLUMNS)}")
    try:
        entries = tuple(read_tsv(path, path.name))
    except KnowledgeError as error:
        raise InputError(str(error)) from error
    if not entries:
        return ()
    odd = [c for c in entries[0].fields if c not in COLUMNS]
    missing = [c for c in NEEDED if c not in entries[0].fields]
    if odd or missing:
        said = f"no column {', '.join(odd)}" if odd else f"a column {', '.join(missing)} is needed"
        raise InputError(f"{path.name}: the first line names the columns {', '.join(COLUMNS)}: {said}")
    scopes = {e["name"]: e["code"] for e in knowledge.lexicon("divisions")}
    codes = {*scopes.values(), ALL}
    predicates = {e["predicate"] for e in knowledge.lexicon("relation_predicates")}
    bad = [f"{e.where}: {wrong}" for e in entries for wrong in _wrong(e, scopes, codes, predicates)]
    if bad:
        raise InputError("\n".join(bad))
    return tuple(
        Correction(
            e["action"].strip(), e["class"].strip(), e["name"].strip(), e["target"].strip(),
            scopes.get(e["scope"].strip(), e["scope"].strip()), e.where, e["note"].strip(),
        )
        for e in entries
    )  # fmt: skip


def _wrong(e: Entry, scopes: dict[str, str], codes: set[str], predicates: set[str]) -> Iterator[str]:
    """What is wrong with a line; the first that is."""
    action, cls, target, scope = (e[c].strip() for c in ("action", "class", "target", "scope"))
    relation = cls in predicates and action in ("drop", "add")
    if action not in ACTIONS:
        yield f"no action {action!r}; there are {', '.join(ACTIONS)}"
    elif not e["name"].strip():
        yield "name must not be empty"
    elif action in ("same-as", "different-from", "rename", "retype") and not target:
        yield f"{action} needs a target"
    elif relation and not target:
        yield f"{action} of a relation needs a target: its object"
    elif cls and cls not in CLASSES and not relation:
        yield f"class: no such class {cls!r}; known: {', '.join(CLASSES)}"
    elif action == "retype" and target not in MADE:
        yield f"target: {target!r} is no class that a thing can be given; known: {', '.join(MADE)}"
    elif action == "add" and not relation and cls not in MADE:
        yield f"class: an added thing needs one of {', '.join(MADE)}"
    elif scope and scope not in scopes and scope not in codes:
        yield f"scope: {scope!r} is no division: give its official code or full name, 0 for the country, * for all"
    elif action == "rename" and iri_like(target):
        yield "target: a new name is no IRI"


def iri_like(name: str) -> bool:
    """Whether a cell holds an IRI, whole or with the prefix of the data."""
    return name.startswith(("http://", "https://", "rkgi:"))
