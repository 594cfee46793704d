"""A query as tokens: what it must not do, where it is wrong, which terms it misspells. No grammar: engines have that.

That nothing reaches out is the kernel's promise where a query runs in a worker (`workers.sealed`); what is refused
here is refused with a reason.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from kg.errors import QueryError
from kg.iri import BASE, PREFIXES

DEEPEST = 100  # brackets in brackets; the engine's stack ends at about 1 000
LONGEST = 1_000_000  # characters of a query

_TOKEN = re.compile(
    r"""
    (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
              | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<comment>\#[^\n\r]*)
  | (?P<variable>[?$]\w+)
  | (?P<pname>(?:[^\W\d_][\w.-]*)?:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)
  | (?P<blank>_:[\w.-]+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<word>[^\W\d]\w*)
  | (?P<number>\d[\w.]*)
  | (?P<space>\s+)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CHANGES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"])
_ASKS = frozenset(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (string, iri, variable, pname, word, mark …), its characters, where it starts."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    def says(self, *words: str) -> bool:
        """Whether it is one of these keywords, in any case."""
        return self.kind == "word" and self.text.upper() in words


def tokens(text: str) -> list[Token]:
    """The tokens of a query without blanks and comments."""
    return [
        Token(str(m.lastgroup), m[0], m.start())
        for m in _TOKEN.finditer(text)
        if m.lastgroup not in ("space", "comment")
    ]


def at(text: str, offset: int) -> str:
    """line:column of an offset, both from 1."""
    return f"{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"


def check(text: str, update: bool = False, reach: bool = False) -> list[Token]:
    """The tokens of a query (or update) that may be run. Raises QueryError with line and column.

    `reach`: SERVICE and LOAD are allowed.
    """
    if len(text) > LONGEST:
        raise QueryError(f"the query has {len(text)} characters; at most {LONGEST} are read")
    if not text.strip():
        raise QueryError("the query is empty: expected SELECT, ASK, CONSTRUCT or DESCRIBE")
    found = tokens(text)
    depth, first = 0, ""
    for n, token in enumerate(found):
        if token.text in ("(", "{", "["):
            depth += 1
            if depth > DEEPEST:
                raise QueryError(f"{at(text, token.start)}: brackets in brackets, more than {DEEPEST} deep")
        elif token.text in (")", "}", "]"):
            depth -= 1
        elif token.says("SERVICE", "LOAD") and not reach:
            raise QueryError(
                f"{at(text, token.start)}: {token.text.upper()} reaches out of this graph and is refused: SERVICE and LOAD are off"
            )
        elif not first and token.says(*_CHANGES, *_ASKS):
            first = token.text.upper()
            if first in _CHANGES and not update:
                raise QueryError(
                    f"{at(text, token.start)}: {first} changes a graph, a query only asks: expected SELECT, ASK, CONSTRUCT or DESCRIBE"
                )
            if first in _ASKS and update:
                raise QueryError(f"{at(text, token.start)}: {first} asks, an update changes: send it as a query")
        elif n > 0 and first in _ASKS and token.text == ";" and depth == 0:
            raise QueryError(f"{at(text, token.start)}: one query at a time: nothing may follow the first")
    return found


def told(error: SyntaxError, text: str) -> QueryError:
    """What an engine says of a syntax error, with line, column and a mark under the place.

    The engine names the farthest place it looked at; what does not fit is the token before that.
    """
    said = re.match(r"error at (\d+):(\d+): (?:expected (?:one of )?)?(.*)", str(error), re.DOTALL)
    if said is None:
        return QueryError(f"not valid SPARQL: {error}")
    offset = sum(len(x) + 1 for x in text.split("\n")[: int(said[1]) - 1]) + int(said[2]) - 1
    read = tokens(text)
    wrong = next((t for t in reversed(read) if t.end <= offset), None)
    opened = _open(read)
    wanted = _wanted(said[3])
    prefix = _undeclared(text, offset) if "Prefix not found" in said[3] else ""
    unbound = next((w for w in wanted if w.startswith("The SELECT")), "")
    if prefix:
        near = difflib.get_close_matches(prefix, sorted(PREFIXES), 1)
        better = f" (did you mean {near[0]}:?)" if near else ""
        reason = f"the prefix {prefix}: is not declared{better}: add PREFIX {prefix}: <…>"
    elif unbound:
        reason = unbound
    elif opened and offset >= len(text.rstrip()):
        reason = f"the query ends too early: {opened.text} of {at(text, opened.start)} is still open"
    else:
        shown = f"`{wrong.text[:40]}` does not fit here" if wrong else "this does not fit here"
        reason = f"{shown}: expected {' or '.join(wanted)}" if wanted else shown
    place = wrong.start if wrong and not unbound else offset
    number, _, column = at(text, place).partition(":")
    line, start = text.split("\n")[int(number) - 1], max(0, int(column) - 60)
    mark = "".join("\u3000" if ord(c) > 0x2E7F else " " for c in line[start : int(column) - 1])
    return QueryError(f"not valid SPARQL: {number}:{column}: {reason}\n  {line[start : start + 100]}\n  {mark}^")


def _open(read: list[Token]) -> Token | None:
    """The last bracket that nothing closes."""
    stack: list[Token] = []
    for token in read:
        if token.text in ("(", "{", "["):
            stack.append(token)
        elif token.text in (")", "}", "]") and stack:
            stack.pop()
    return stack[-1] if stack else None


def _wanted(said: str) -> list[str]:
    """The expectations of the engine that a person can use: keywords and marks, without its character classes."""
    said = re.sub(r"\[(?:'[^']*'|[^\]'])*\]", "", said.replace("\n", " "))
    items = [item.strip().strip('"') for item in said.split(",")]
    useless = ("", "Prefix not found", "\\", "\\u", "\\U", "LATERAL", "SERVICE", "OPTIONAL")
    found = list(dict.fromkeys("a whole IRI" if i == "IRI parsing failed" else i for i in items if i not in useless))
    return found if len(found) < 9 else [*found[:8], "others"]


def _undeclared(text: str, offset: int) -> str:
    """The prefix of the name that ends at or holds an offset, when nothing declares it."""
    declared = set(PREFIXES) | {m.lower() for m in re.findall(r"(?i)\bPREFIX\s+([\w.-]*):", text)}
    for token in tokens(text):
        if token.kind == "pname" and token.start <= offset <= token.end + 1:
            prefix = token.text.partition(":")[0]
            if prefix not in declared:
                return prefix
    return ""


@lru_cache(maxsize=4)
def vocabulary(root: Path) -> frozenset[str]:
    """Every IRI of our namespace that an ontology folder declares."""
    found = set()
    for path in sorted(root.glob("*.ttl")):
        for t in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if isinstance(t.subject, ox.NamedNode) and t.subject.value.startswith(BASE):
                found.add(t.subject.value)
    return frozenset(found)


def unknown_terms(text: str, root: Path) -> Iterator[str]:
    """What a query says of our vocabulary that the ontology folder does not declare, with what was meant."""
    spaces = {**PREFIXES, **dict(re.findall(r"(?i)\bPREFIX\s+([\w.-]*):\s*<([^>\s]*)>", text))}
    closed = tuple(BASE + part for part in ("def#", "code/", "indicator/", "unit/"))
    seen = set()
    for token in tokens(text):
        prefix, _, local = token.text.partition(":")
        iri = (
            token.text[1:-1] if token.kind == "iri"
            else spaces.get(prefix, "") + local if token.kind == "pname" and local
            else ""
        )  # fmt: skip
        if not iri.startswith(closed) or iri in closed or iri in seen or "/x-" in iri or iri in vocabulary(root):
            continue
        seen.add(iri)
        space = next(s for s in closed if iri.startswith(s))
        names = {v.removeprefix(space): v for v in vocabulary(root) if v.startswith(space)}
        near = difflib.get_close_matches(iri.removeprefix(space), sorted(names), 1)
        shape = "<{}>" if token.kind == "iri" else f"{prefix}:{{}}"
        meant = f": did you mean {shape.format(names[near[0]] if token.kind == 'iri' else near[0])}?" if near else ""
        yield f"{at(text, token.start)}: {token.text} is not a term of the vocabulary{meant}"
