"""What is asked: a file, a question of the ontology folder by name, or a text; and its parameters.

A parameter of a question is a block `VALUES ?name { default }`: a file stays plain SPARQL that runs in any store. What is set
becomes a term of the default's kind and is written by pyoxigraph; nothing is ever pasted. `limit` and `offset` are the whole
numbers after LIMIT and OFFSET, where a question has them: which page of a long answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

from kg.errors import QueryError
from kg.exits.sparql.guard import Token, tokens
from kg.iri import PREFIXES
from kg.knowledge import Knowledge

Term = ox.NamedNode | ox.Literal
XSD = PREFIXES["xsd"]
_SHAPES = {
    "decimal": r"[+-]?(?:\d+\.?\d*|\.\d+)",
    "integer": r"[+-]?\d+",
    "double": r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?",
    "gYear": r"-?\d{4,}",
    "date": r"\d{4}-\d{2}-\d{2}",
    "boolean": r"true|false",
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the ontology folder: titles and descriptions by language, its parameters with their defaults."""

    name: str
    text: str
    titles: Mapping[str, str]
    about: Mapping[str, str]
    parameters: Mapping[str, str] = field(default_factory=dict)


def listed(ontology: Knowledge | Path) -> Iterator[Question]:
    """The questions of an ontology folder, by name; its lexicons need not be loaded."""
    root = ontology if isinstance(ontology, Path) else ontology.root
    for path in sorted((root / "queries").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        said = re.findall(r"^# (title|description)@(\w+): (.*)$", text, re.MULTILINE)
        yield Question(
            path.stem,
            text,
            {tag: value for kind, tag, value in said if kind == "title"},
            {tag: value for kind, tag, value in said if kind == "description"},
            parameters(text),
        )


def parameters(text: str) -> dict[str, str]:
    """The parameters of a query with their values: its VALUES blocks, and limit and offset of its page."""
    blocks = {name: text[spans[0][0] : spans[0][1]] for name, spans in _blocks(text).items()}
    pages = {name: text[start:end] for name, (start, end) in _page(text).items()}
    return {name: " ".join(value.split()) for name, value in {**pages, **blocks}.items()}


def query_text(what: str, ontology: Knowledge | Path) -> str:
    """The SPARQL of a file, of a named question of the ontology folder, or `what` itself. Raises QueryError."""
    if re.search(r"[{}\n]", what):
        return what
    path = Path(what)
    if path.is_file():
        try:
            return path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise QueryError(f"{what}: not UTF-8: {error.reason} at byte {error.start}") from error
    if re.fullmatch(r"[\w./\\-]+", what):
        for question in listed(ontology):
            if question.name == what:
                return question.text
        known = ", ".join(q.name for q in listed(ontology))
        raise QueryError(f"{what}: no such file and no question of that name; known: {known}")
    return what


def _blocks(text: str) -> dict[str, list[tuple[int, int]]]:
    """Variable → spans between the braces of `VALUES ?variable { … }`; a part of a query may repeat the block."""
    found: dict[str, list[tuple[int, int]]] = {}
    read = tokens(text)
    for a, b, c in zip(read, read[1:], read[2:], strict=False):
        if a.says("VALUES") and b.kind == "variable" and c.text == "{":
            end = next((t.start for t in read if t.start > c.start and t.text == "}"), None)
            if end is not None:
                found.setdefault(b.text[1:], []).append((c.end, end))
    return found


def _page(text: str) -> dict[str, tuple[int, int]]:
    """limit and offset → the span of the number after the first LIMIT, the first OFFSET."""
    found: dict[str, tuple[int, int]] = {}
    read = tokens(text)
    for a, b in pairwise(read):
        if a.says("LIMIT", "OFFSET") and b.kind == "number":
            found.setdefault(a.text.lower(), (b.start, b.end))
    return found


def settled(text: str, settings: Sequence[str]) -> str:
    """A query with `name=value` settings: its VALUES blocks anew, the numbers of its page, a block where a variable has none.

    The same name again is a second value. Raises QueryError for a name the query does not have and for
    a value that is not of the default's kind.
    """
    wanted: dict[str, list[str]] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not re.fullmatch(r"\w+", name):
            raise QueryError(f"--set {setting}: expected name=value")
        wanted.setdefault(name, []).append(value)
    blocks, page = _blocks(text), _page(text)
    variables = {t.text[1:] for t in tokens(text) if t.kind == "variable"}
    parts: list[tuple[int, int, str]] = []
    for name, values in wanted.items():
        if name in blocks:
            first = text[slice(*blocks[name][0])].strip()
            block = f" {' '.join(_written(_alike(name, value, first)) for value in values)} "
            parts += [(start, end, block) for start, end in blocks[name]]
        elif name in variables:
            here = _pattern(text)
            made = [_plain(name, value) for value in values]
            parts.append((here, here, f" VALUES ?{name} {{ {' '.join(map(_written, made))} }} "))
        elif name in page:
            parts.append((*page[name], _number(name, values)))
        else:
            known = ", ".join(f"{n}={value}" for n, value in parameters(text).items()) or "none"
            raise QueryError(f"--set {name}: the query has no such parameter; it has: {known}")
    for start, end, block in sorted(parts, reverse=True):
        text = text[:start] + block + text[end:]
    return text


def _number(name: str, values: Sequence[str]) -> str:
    """A whole number of a page. Raises QueryError for anything else, and for two."""
    if len(values) > 1 or not re.fullmatch(r"\d{1,9}", values[0], re.ASCII):
        raise QueryError(f"--set {name}={' '.join(values)}: expected one whole number, 0 or more")
    return values[0]


def _written(term: Term) -> str:
    """A term as SPARQL has it; plain numbers stay plain."""
    if isinstance(term, ox.Literal) and term.datatype.value == XSD + "integer":
        return term.value
    return str(term)


def _pattern(text: str) -> int:
    """Where the pattern of a query begins: inside its last brace that is in no other and belongs to no VALUES."""
    depth, found, before = 0, 0, Token("", "", 0)
    for n, token in enumerate(read := tokens(text)):
        if token.text == "{" and depth == 0 and not (n > 1 and read[n - 2].says("VALUES")) and before.text != ")":
            found = token.end
        depth += (token.text in "{([") - (token.text in "})]")
        before = token
    return found


def _alike(name: str, value: str, default: str) -> Term:
    """A value as a term of the kind its default has: IRI, text with a language, number or date."""
    first = next(iter(tokens(default)), None)
    said = re.match(r"\S+?(?:@(?P<tag>[\w-]+)|\^\^(?P<type>\S+))(?=\s|$)", default[first.end - 1 :] if first else "")
    if first is None:
        return _plain(name, value)
    if first.kind in ("iri", "pname"):
        return _node(name, value)
    if first.kind == "string":
        if said and said["tag"]:
            return ox.Literal(value, language=said["tag"])
        if said and said["type"]:
            return _typed(name, value, _node(name, said["type"]).value)
        return ox.Literal(value)
    kind = "integer" if re.fullmatch(r"[+-]?\d+", default.split()[0]) else "decimal"
    return _typed(name, value, XSD + ("decimal" if kind == "integer" and "." in value else kind))


def _typed(name: str, value: str, datatype: str) -> ox.Literal:
    kind = datatype.removeprefix(XSD)
    if kind in _SHAPES and not re.fullmatch(_SHAPES[kind], value, re.ASCII):
        raise QueryError(f"--set {name}={value}: expected a value of type {kind}")
    return ox.Literal(value, datatype=ox.NamedNode(datatype))


def _node(name: str, value: str) -> ox.NamedNode:
    """An IRI as written, in <> or by a preset prefix. Raises QueryError."""
    prefix, colon, local = value.partition(":")
    if colon and prefix in PREFIXES:
        value = PREFIXES[prefix] + local
    value = value.removeprefix("<").removesuffix(">")
    try:
        if ":" not in value:
            raise ValueError("no scheme")
        return ox.NamedNode(value)
    except ValueError as error:
        raise QueryError(f"--set {name}={value}: expected an IRI or prefix:name") from error


def _plain(name: str, value: str) -> Term:
    """A value where nothing says of what kind: <IRI>, prefix:name, "text"@tag, a number, else plain text."""
    prefix, colon, _ = value.partition(":")
    if re.fullmatch(r"<[^<>\s]+>", value) or (colon and prefix in PREFIXES):
        return _node(name, value)
    if said := re.fullmatch(r'"(.*)"@([A-Za-z]+(?:-[A-Za-z0-9]+)*)', value, re.DOTALL):
        return ox.Literal(said[1], language=said[2])
    for kind in ("integer", "decimal"):
        if re.fullmatch(_SHAPES[kind], value, re.ASCII):
            return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))
    return ox.Literal(value)
