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


def read_text(path: Path, where: str) -> str:
    """The text of one file of the folder. Raises KnowledgeError with file:line for bytes that are not UTF-8."""
    data = path.read_bytes()
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        raise KnowledgeError(f"{where}:{line}: not UTF-8 (byte 0x{byte:02x}): save the file as UTF-8") from error


def read_tsv(path: Path, where: str) -> Iterator[Entry]:
    """Entries of one tab-separated file, lazily. Raises KnowledgeError with file:line for a ragged line."""
    columns: list[str] | None = None
    for number, line in enumerate(read_text(path, where).split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.rstrip("\r").split("\t")
        if columns is None:
            columns = cells
            odd = next((c or "an empty name" for c in cells if not c or cells.count(c) > 1), "")
            if odd:
                raise KnowledgeError(f"{where}:{number}: the first line must name each column, once: {odd}")
            continue
        if len(cells) > len(columns):
            raise KnowledgeError(
                f"{where}:{number}: {len(cells)} cells, but the first line names {len(columns)} columns: {', '.join(columns)}"
            )
        yield Entry(dict(zip(columns, cells, strict=False)), f"{where}:{number}")


_TABLE = re.compile(r"\s*\[\[\s*rule\s*\]\]\s*(?:#.*)?")


def _read_rules(path: Path, where: str) -> Iterator[Rule]:
    text = read_text(path, where)
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        # at the end of the document: the last line
        number = int(line[1]) if line else text.rstrip().count("\n") + 1
        raise KnowledgeError(f"{where}:{number}: not valid TOML: {error}") from error
    tables = said.get("rule", [])
    lines = [n for n, line in enumerate(text.split("\n"), 1) if _TABLE.fullmatch(line)]
    others = sorted(set(said) - {"rule"})
    if others or not isinstance(tables, list) or len(lines) != len(tables):
        number = next((n for n, line in enumerate(text.split("\n"), 1) for o in others if o in line), 1)
        name = f": {', '.join(others)}" if others else ""
        raise KnowledgeError(f"{where}:{number}: a rules file holds [[rule]] tables and nothing else{name}")
    seen: set[str] = set()
    for number, body in zip(lines, tables, strict=True):
        name = body.get("name")
        if not isinstance(name, str) or not name:
            raise KnowledgeError(f'{where}:{number}: a rule needs a name = "family.what"')
        if name in seen:
            raise KnowledgeError(f"{where}:{number}: the name {name} is used twice in this file")
        seen.add(name)
        yield Rule(name, body, f"{where}:{number}")


def load(root: Path | None = None) -> Knowledge:
    """Read an ontology folder (default: the one that ships with the package).

    Returns the same object for the same folder within a process. Raises KnowledgeError with file:line.
    """
    return _load(root or default_root())


@lru_cache(maxsize=4)
def _load(root: Path) -> Knowledge:
    if not (root / "lexicon").is_dir():
        raise KnowledgeError(f"{root}: not an ontology folder: it has no lexicon/ folder")
    lexicons = {
        path.stem: tuple(read_tsv(path, f"lexicon/{path.name}")) for path in sorted((root / "lexicon").glob("*.tsv"))
    }
    rules = {
        path.stem: tuple(_read_rules(path, f"rules/{path.name}")) for path in sorted((root / "rules").glob("*.toml"))
    }
    return Knowledge(root, lexicons, rules)
