"""ontology/ → Knowledge: what things are called and how facts are said, loaded once, frozen.

`lexicon/*.tsv` (first line: column names; `#` starts a comment line) and `rules/*.toml` (arrays of tables).
Every entry keeps the line it came from, so a fact can name it. Every load error says file:line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a lexicon: its fields by column name, and where it stands (`lexicon/units.tsv:12`)."""

    fields: Mapping[str, str]
    where: str

    def __getitem__(self, column: str) -> str:
        return self.fields.get(column, "")


@dataclass(frozen=True, slots=True)
class Rule:
    """One `[[rule]]` table of a rules file: its keys as written, and where it stands (`rules/growth.toml:12`)."""

    name: str
    body: Mapping[str, Any]
    where: str


@dataclass(frozen=True, eq=False)
class Knowledge:
    """The content of one ontology folder. Compared and hashed by identity, so stages can cache what they compile."""

    root: Path
    lexicons: Mapping[str, tuple[Entry, ...]]
    rules: Mapping[str, tuple[Rule, ...]]

    def lexicon(self, name: str) -> tuple[Entry, ...]:
        """Entries of lexicon/<name>.tsv in file order; KnowledgeError if there is no such file."""
        try:
            return self.lexicons[name]
        except KeyError:
            raise KnowledgeError(f"lexicon/{name}.tsv: missing in {self.root}") from None

    def family(self, name: str) -> tuple[Rule, ...]:
        """Rules of rules/<name>.toml in file order; KnowledgeError if there is no such file."""
        try:
            return self.rules[name]
        except KeyError:
            raise KnowledgeError(f"rules/{name}.toml: missing in {self.root}") from None


def default_root() -> Path:
    """The ontology folder that ships with the package: inside it when installed, beside `src/` in a checkout."""
    here = Path(__file__).resolve().parent
    inside = here / "ontology"
    return inside if inside.is_dir() else here.parents[1] / "ontology"


def read_tsv(path: Path, where: str) -> Iterator[Entry]:
    """Entries of one tab-separated file, lazily. Raises KnowledgeError with file:line for a ragged line."""
    columns: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.rstrip("\r").split("\t")
        if columns is None:
            columns = cells
            continue
        if len(cells) > len(columns):
            raise KnowledgeError(f"{where}:{number}: {len(cells)} cells, but the first line names {len(columns)}")
        yield Entry(dict(zip(columns, cells, strict=False)), f"{where}:{number}")


def _read_rules(path: Path, where: str) -> Iterator[Rule]:
    text = path.read_text(encoding="utf-8")
    try:
        tables = tomllib.loads(text).get("rule", [])
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise KnowledgeError(f"{where}:{line[1] if line else 1}: not valid TOML: {error}") from error
    lines = [n for n, line in enumerate(text.split("\n"), 1) if line.strip() == "[[rule]]"]
    seen: set[str] = set()
    for number, body in zip(lines, tables, strict=True):
        name = body.get("name")
        if not isinstance(name, str) or not name:
            raise KnowledgeError(f'{where}:{number}: a rule needs a name = "family.what"')
        if name in seen:
            raise KnowledgeError(f"{where}:{number}: the name {name} is used twice in this file")
        seen.add(name)
        yield Rule(name, body, f"{where}:{number}")


@lru_cache(maxsize=4)
def load(root: Path | None = None) -> Knowledge:
    """Read an ontology folder (default: the one that ships with the package).

    Returns the same object for the same folder within a process. Raises KnowledgeError with file:line.
    """
    root = root or default_root()
    if not (root / "lexicon").is_dir():
        raise KnowledgeError(f"{root}: not an ontology folder: it has no lexicon/ folder")
    try:
        lexicons = {
            path.stem: tuple(read_tsv(path, f"lexicon/{path.name}"))
            for path in sorted((root / "lexicon").glob("*.tsv"))
        }
        rules = {
            path.stem: tuple(_read_rules(path, f"rules/{path.name}"))
            for path in sorted((root / "rules").glob("*.toml"))
        }
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{root}: a lexicon or rules file is not UTF-8: {error}") from error
    return Knowledge(root, lexicons, rules)
