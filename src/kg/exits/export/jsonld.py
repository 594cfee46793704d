"""JSON-LD 1.1 with the context of the ontology folder, embedded: it expands without the network.

The document is the flattened form: one node object per subject, written as it is read. A value that the context's
term would not bring back exactly (another type or language) is written out under the property's compact IRI.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import IO, Any

import pyoxigraph as ox

from kg.errors import InputError, KnowledgeError
from kg.exits.export.source import Source, at, shipped

TYPE = at("rdf:type")
STRING, INTEGER = at("xsd:string"), at("xsd:integer")
NATIVE = re.compile(r"0|-?[1-9]\d{0,14}")  # integers that every JSON reader keeps
Term = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True, slots=True)
class _Context:
    prefixes: tuple[tuple[str, str], ...]  # (namespace, prefix), the longest first
    vocab: str
    terms: dict[str, tuple[str, str]]  # property → (term, @id, @language, a datatype or "")
    taken: frozenset[str]

    def compact(self, iri: str) -> str:
        for namespace, prefix in self.prefixes:
            local = iri[len(namespace) :]
            if iri.startswith(namespace) and local and not local.startswith("//"):
                return f"{prefix}:{local}"
        return iri

    def cls(self, iri: str) -> str:
        local = iri.removeprefix(self.vocab)
        bare = local != iri and re.fullmatch(r"\w+", local) and local not in self.taken
        return local if bare else self.compact(iri)


def write(source: Source, out: IO[bytes]) -> dict[str, int]:
    """JSON-LD; counts of triples and node objects. Raises KnowledgeError for a context that is none."""
    path = shipped(source, "context.jsonld")
    try:
        context = json.loads(path.read_text(encoding="utf-8"))["@context"]
        known = _read(context)
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise KnowledgeError(f"{path.name}:1: not a JSON-LD context: {error}") from error
    counts = {"triples": 0, "nodes": 0}
    out.write(b'{"@context":' + _json(context) + b',\n"@graph":[\n')
    for subject, group in groupby(source.triples(), key=lambda t: t.subject):
        node: dict[str, Any] = {"id": _id(subject, known)}
        about = list(group)
        counts["triples"] += len(about)
        for predicate, values in _by_predicate(about):
            _put(node, predicate, values, known)
        out.write((b",\n" if counts["nodes"] else b"") + _json(node))
        counts["nodes"] += 1
    out.write(b"\n]}\n")
    return counts


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _read(context: dict[str, Any]) -> _Context:
    prefixes = {k: v for k, v in context.items() if isinstance(v, str) and v.endswith(("#", "/")) and k[0] != "@"}
    terms = {}
    for term, means in context.items():
        if isinstance(means, dict):
            prefix, _, local = means["@id"].partition(":")
            kind = means.get("@container") or means.get("@type", "")
            head, _, name = kind.partition(":")
            terms[prefixes[prefix] + local] = (term, prefixes[head] + name if name else kind)
    longest = sorted(((v, k) for k, v in prefixes.items()), key=lambda p: (-len(p[0]), p))
    return _Context(tuple(longest), context["@vocab"], terms, frozenset(context))


def _by_predicate(triples: Iterable[ox.Triple]) -> Iterator[tuple[str, list[Term]]]:
    for predicate, group in groupby(triples, key=lambda t: t.predicate.value):
        values: list[Term] = []
        for t in group:
            if isinstance(t.object, ox.Triple):
                raise InputError("a triple term (RDF 1.2) has no form in JSON-LD: export the graph of kg build")
            values.append(t.object)
        yield predicate, values


def _id(term: object, known: _Context) -> str:
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    assert isinstance(term, ox.NamedNode)
    return known.compact(term.value)


def _put(node: dict[str, Any], predicate: str, values: list[Term], known: _Context) -> None:
    """Add a predicate's values: what its term brings back by the term, the rest written out."""
    if predicate == TYPE and all(isinstance(v, ox.NamedNode) for v in values):
        _add(node, "type", [known.cls(v.value) for v in values if isinstance(v, ox.NamedNode)])
        return
    term, kind = known.terms.get(predicate, ("", "-"))
    bare: list[object] = []
    spoken: dict[str, list[str]] = {}
    full: list[object] = []
    for v in values:
        if kind == "@language" and isinstance(v, ox.Literal) and v.language:
            spoken.setdefault(v.language, []).append(v.value)
        elif kind == "@id" and not isinstance(v, ox.Literal):
            bare.append(_id(v, known))
        elif isinstance(v, ox.Literal) and not v.language and kind == v.datatype.value:
            bare.append(v.value)
        elif kind == "" and isinstance(v, ox.Literal) and _plain(v) is not None:
            bare.append(_plain(v))
        else:
            full.append(_full(v, known))
    if bare:
        _add(node, term, bare)
    if spoken:
        held = node.setdefault(term, {})
        for language, texts in sorted(spoken.items()):
            _add(held, language, texts)
    if full:
        _add(node, known.compact(predicate), full)


def _plain(v: ox.Literal) -> str | int | None:
    """The JSON value that means exactly this literal without any coercion; None when there is none."""
    if v.language:
        return None
    if v.datatype.value == STRING:
        return v.value
    return int(v.value) if v.datatype.value == INTEGER and NATIVE.fullmatch(v.value) else None


def _full(v: Term, known: _Context) -> object:
    if not isinstance(v, ox.Literal):
        return {"@id": _id(v, known)}
    if v.language:
        return {"@value": v.value, "@language": v.language}
    return {"@value": v.value, "@type": known.compact(v.datatype.value)}


def _add(node: dict[str, Any], key: str, values: list[Any]) -> None:
    """One value bare, several as a list."""
    held = node.get(key, [])
    every = [*(held if isinstance(held, list) else [held]), *values]
    node[key] = every[0] if len(every) == 1 else every
