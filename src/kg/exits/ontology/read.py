"""The Turtle, queries and shapes of an ontology folder → plain records in file order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KnowledgeError
from kg.iri import BASE, PREFIXES

DEF = BASE + "def#"
CLOSE = BASE + "alignments#closeTo"
_SECTION = re.compile(r"^# -{5,} (\S.*)$")
_SUBJECT = re.compile(r"^rkg:(\w+) a ")
_KINDS = {"Class": "class", "ObjectProperty": "relation", "DatatypeProperty": "value"}
_TRAITS = {"FunctionalProperty": "functional", "TransitiveProperty": "transitive", "SymmetricProperty": "symmetric"}

Texts = Mapping[str, str]  # by language


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property as declared."""

    name: str
    kind: str  # class, relation, value
    section: str
    label: Texts
    definition: Texts
    example: Texts
    above: tuple[str, ...]
    domain: str
    range: str
    traits: tuple[str, ...]
    inverse: str
    chain: tuple[str, ...]
    lists: tuple[str, ...]  # code lists its values come from
    disjoint: tuple[str, ...]
    close: tuple[str, ...]
    see: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """A member of a code list or scheme."""

    iri: str
    label: Texts
    note: str = ""  # usual unit of an indicator, notation of the rest
    related: tuple[str, ...] = ()  # concepts of other schemes


@dataclass(frozen=True, slots=True)
class Scheme:
    """A code list or concept scheme with its members in file order."""

    iri: str
    label: Texts
    text: Texts
    members: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A competency question: its name, what it asks, its SPARQL."""

    name: str
    title: Texts
    text: Texts
    query: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything an ontology folder declares."""

    head: Mapping[str, Texts]  # what the ontology says of itself, by local name
    terms: tuple[Term, ...]
    codes: tuple[Scheme, ...]
    schemes: tuple[Scheme, ...]
    questions: tuple[Question, ...]
    shapes: Mapping[str, tuple[Texts, ...]]  # class → messages of its constraints
    reused: Mapping[str, Texts] = field(default_factory=dict)  # labels of other vocabularies' terms

    def counts(self) -> dict[str, int]:
        """How many classes, relations, values, codes, lists, concepts, schemes and questions."""
        kinds = [t.kind for t in self.terms]
        return {
            "classes": kinds.count("class"), "relations": kinds.count("relation"), "values": kinds.count("value"),
            "codes": sum(len(s.members) for s in self.codes), "lists": len(self.codes),
            "concepts": sum(len(s.members) for s in self.schemes), "schemes": len(self.schemes),
            "questions": len(self.questions),
        }  # fmt: skip


def store(root: Path, *names: str) -> ox.Store:
    """The named Turtle files of the folder (all when none is named). Raises KnowledgeError with file:line."""
    found = ox.Store()
    for path in [root / f"{n}.ttl" for n in names] or sorted(root.glob("*.ttl")):
        try:
            found.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
        except SyntaxError as error:
            raise KnowledgeError(f"{path.name}:{error.lineno or 1}: not valid Turtle: {error.msg}") from error
        except OSError as error:
            raise KnowledgeError(f"{path.name}: missing in {root}") from error
    return found


def short(iri: str) -> str:
    """An IRI with a prefix where one is known: rkg:Place, prov:Agent."""
    spaces = {**PREFIXES, **_OTHERS}
    for prefix, space in sorted(spaces.items(), key=lambda x: -len(x[1])):
        if iri.startswith(space) and len(iri) > len(space):
            return f"{prefix}:{iri[len(space) :]}"
    return iri


_OTHERS = {
    "rkga": BASE + "alignments#", "org": "http://www.w3.org/ns/org#", "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/", "geo": "http://www.opengis.net/ont/geosparql#", "time": "http://www.w3.org/2006/time#",
    "qb": "http://purl.org/linked-data/cube#", "sosa": "http://www.w3.org/ns/sosa/", "m8g": "http://data.europa.eu/m8g/",
    "sdg": "http://metadata.un.org/sdg/", "vann": "http://purl.org/vocab/vann/", "bibo": "http://purl.org/ontology/bibo/", "sh": "http://www.w3.org/ns/shacl#",
}  # fmt: skip


class _Reader:
    def __init__(self, graph: ox.Store) -> None:
        self.graph = graph

    def all(self, subject: ox.NamedNode | ox.BlankNode, predicate: str) -> list[ox.NamedNode | ox.BlankNode]:
        prefix, _, local = predicate.partition(":")
        node = ox.NamedNode({**PREFIXES, **_OTHERS}[prefix] + local)
        found = [q.object for q in self.graph.quads_for_pattern(subject, node, None)]
        kept = [o for o in found if isinstance(o, (ox.NamedNode, ox.BlankNode))]
        return sorted(kept, key=str)

    def names(self, subject: ox.NamedNode, predicate: str) -> tuple[str, ...]:
        return tuple(short(o.value) for o in self.all(subject, predicate) if isinstance(o, ox.NamedNode))

    def texts(self, subject: ox.NamedNode | ox.BlankNode, *predicates: str) -> Texts:
        """Literals by language ('' for none), of the first predicate that has any."""
        for predicate in predicates:
            prefix, _, local = predicate.partition(":")
            node = ox.NamedNode({**PREFIXES, **_OTHERS}[prefix] + local)
            found = [q.object for q in self.graph.quads_for_pattern(subject, node, None)]
            texts = {(o.language or ""): o.value for o in sorted(found, key=str) if isinstance(o, ox.Literal)}
            if texts:
                return texts
        return {}

    def items(self, head: ox.NamedNode | ox.BlankNode) -> tuple[str, ...]:
        """Members of an RDF list, shortened."""
        found: list[str] = []
        while isinstance(head, ox.BlankNode):
            found += [short(o.value) for o in self.all(head, "rdf:first") if isinstance(o, ox.NamedNode)]
            head = next(iter(self.all(head, "rdf:rest")), ox.NamedNode(PREFIXES["rdf"] + "nil"))
        return tuple(found)


def vocabulary(root: Path) -> Vocabulary:
    """Read an ontology folder. Raises KnowledgeError for Turtle that cannot be read, with file:line."""
    reader = _Reader(store(root))
    source = (root / "kg.ttl").read_text(encoding="utf-8")
    disjoint: dict[str, set[str]] = {}
    for q in reader.graph.quads_for_pattern(None, ox.NamedNode(PREFIXES["owl"] + "members"), None):
        assert isinstance(q.object, (ox.NamedNode, ox.BlankNode))
        group = reader.items(q.object)
        for name in group:
            disjoint.setdefault(name, set()).update(set(group) - {name})
    terms, section, seen = [], "", set()
    for line in source.split("\n"):
        if heading := _SECTION.match(line):
            section = heading[1]
        if (subject := _SUBJECT.match(line)) and subject[1] not in seen:
            seen.add(subject[1])
            terms.append(_term(reader, subject[1], section, disjoint))
    head = ox.NamedNode(BASE + "def")
    fields = {q.predicate.value for q in reader.graph.quads_for_pattern(head, None, None)}
    said = {
        short(p).partition(":")[2]: {
            (o.language or "") if isinstance(o, ox.Literal) else "": o.value
            for o in sorted((q.object for q in reader.graph.quads_for_pattern(head, ox.NamedNode(p), None)), key=str)
            if isinstance(o, (ox.Literal, ox.NamedNode))
        }
        for p in sorted(fields)
    }
    schemes = _schemes(root, reader)
    return Vocabulary(
        said, tuple(terms),
        tuple(s for s in schemes if s.iri.startswith(BASE + "code/")),
        tuple(s for s in schemes if not s.iri.startswith(BASE + "code/")),
        tuple(_question(p) for p in sorted((root / "queries").glob("*.rq"))),
        _shapes(reader), _reused(reader),
    )  # fmt: skip


def _term(reader: _Reader, name: str, section: str, disjoint: Mapping[str, set[str]]) -> Term:
    node = ox.NamedNode(DEF + name)
    types = [t.rpartition(":")[2] for t in reader.names(node, "rdf:type")]
    chains = reader.all(node, "owl:propertyChainAxiom")
    see = reader.names(node, "rdfs:seeAlso")
    lists = tuple(s.partition(":")[2] for s in see if s.startswith("rkgc:"))
    inverse = reader.names(node, "owl:inverseOf") or tuple(
        short(q.subject.value)
        for q in reader.graph.quads_for_pattern(None, ox.NamedNode(PREFIXES["owl"] + "inverseOf"), node)
        if isinstance(q.subject, ox.NamedNode)
    )
    return Term(
        name, next((_KINDS[t] for t in types if t in _KINDS), ""), section,
        reader.texts(node, "rdfs:label"), reader.texts(node, "skos:definition"), reader.texts(node, "skos:example"),
        (*reader.names(node, "rdfs:subClassOf"), *reader.names(node, "rdfs:subPropertyOf")),
        next(iter(reader.names(node, "rdfs:domain")), ""), next(iter(reader.names(node, "rdfs:range")), ""),
        tuple(_TRAITS[t] for t in types if t in _TRAITS), next(iter(inverse), ""),
        reader.items(chains[0]) if chains else (), lists, tuple(sorted(disjoint.get(f"rkg:{name}", ()))),
        reader.names(node, "rkga:closeTo"), tuple(s for s in see if not s.startswith("rkgc:")),
    )  # fmt: skip


def _schemes(root: Path, reader: _Reader) -> list[Scheme]:
    """Schemes and their members, each in the order of the file they are written in."""
    order: dict[str, int] = {}
    for path in sorted(root.glob("*.ttl")):
        for subject in re.findall(r"^(<[^>]+>|\w+:[\w.-]+) a ", path.read_text(encoding="utf-8"), re.MULTILINE):
            order.setdefault(subject.strip("<>") if subject[0] == "<" else subject, len(order))

    def rank(iri: str) -> tuple[int, str]:
        return order.get(iri, order.get(short(iri), len(order))), iri

    graph = reader.graph
    concept_scheme = ox.NamedNode(PREFIXES["skos"] + "ConceptScheme")
    found = []
    for q in graph.quads_for_pattern(None, ox.NamedNode(PREFIXES["rdf"] + "type"), concept_scheme):
        assert isinstance(q.subject, ox.NamedNode)
        members = [
            m.subject
            for m in graph.quads_for_pattern(None, ox.NamedNode(PREFIXES["skos"] + "inScheme"), q.subject)
            if isinstance(m.subject, ox.NamedNode)
        ]
        found.append(
            Scheme(
                q.subject.value,
                reader.texts(q.subject, "rdfs:label", "skos:prefLabel", "dcterms:title"),
                reader.texts(q.subject, "dcterms:description"),
                tuple(_concept(reader, m) for m in sorted(members, key=lambda m: rank(m.value))),
            )
        )
    return sorted(found, key=lambda s: rank(s.iri))


def _concept(reader: _Reader, node: ox.NamedNode) -> Concept:
    unit = reader.names(node, "rkg:usualUnit")
    notation = reader.texts(node, "skos:notation")
    return Concept(
        node.value, reader.texts(node, "skos:prefLabel", "rdfs:label"),
        unit[0] if unit else next(iter(notation.values()), ""), (*reader.names(node, "skos:exactMatch"), *reader.names(node, "skos:relatedMatch")),
    )  # fmt: skip


def _question(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    said = {
        (k, lang): v.strip() for k, lang, v in re.findall(r"^# (title|description)@(zh|en): (.*)$", text, re.MULTILINE)
    }
    query = re.sub(r"\A(?:#.*\n)+", "", text)
    return Question(
        path.stem,
        {lang: said.get(("title", lang), "") for lang in ("zh", "en")},
        {lang: said.get(("description", lang), "") for lang in ("zh", "en")},
        re.sub(r"^PREFIX .*\n", "", query, flags=re.MULTILINE).strip(),
    )


def _shapes(reader: _Reader) -> dict[str, tuple[Texts, ...]]:
    """What shapes.ttl asks of each class, in its own messages."""
    found: dict[str, tuple[Texts, ...]] = {}
    for q in reader.graph.quads_for_pattern(None, ox.NamedNode(_OTHERS["sh"] + "targetClass"), None):
        assert isinstance(q.subject, (ox.NamedNode, ox.BlankNode))
        assert isinstance(q.object, ox.NamedNode)
        parts = [q.subject, *reader.all(q.subject, "sh:property"), *reader.all(q.subject, "sh:sparql")]
        messages = [m for m in (reader.texts(p, "sh:message") for p in parts) if m]
        unique = {tuple(sorted(m.items())): m for m in (*found.get(short(q.object.value), ()), *messages)}
        found[short(q.object.value)] = tuple(unique[k] for k in sorted(unique, key=lambda k: dict(k).get("en", "")))
    return dict(sorted(found.items()))


def _reused(reader: _Reader) -> dict[str, Texts]:
    """Labels of the terms of other vocabularies that the graph uses."""
    found = {}
    for q in reader.graph.quads_for_pattern(None, ox.NamedNode(PREFIXES["rdfs"] + "label"), None):
        if isinstance(q.subject, ox.NamedNode) and not q.subject.value.startswith((BASE, PREFIXES["unit"])):
            found[short(q.subject.value)] = reader.texts(q.subject, "rdfs:label")
    return dict(sorted(found.items()))
