"""Entities and their plain relations as GraphML and GEXF, for Gephi, yEd, Cytoscape, networkx.

Written by hand and not by networkx: its GEXF carries the day it was written, and both its writers hold the whole tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO
from xml.sax.saxutils import escape

import pyoxigraph as ox

from kg import iri
from kg.exits.export.plain import ILLEGAL
from kg.exits.export.source import Source, at, shipped

Value = str | int | float
TYPE, LABEL, ALIAS = at("rdf:type"), at("rdfs:label"), at("skos:altLabel")
STATED = {at("rdf:subject"): 0, at("rdf:predicate"): 1, at("rdf:object"): 2}
RKG = iri.PREFIXES["rkg"]
APART = frozenset({f"{RKG}Document", f"{RKG}Indicator"})  # entities by the ontology, no nodes of the network
NODE = (
    ("iri", "string"), ("class", "string"), ("class_zh", "string"), ("class_en", "string"), ("aliases", "string"),
    ("mentions", "int"), ("documents", "int"),
)  # fmt: skip
EDGE = (("predicate", "string"), ("label_en", "string"), ("status", "string"), ("documents", "int"))


@dataclass(frozen=True, slots=True)
class _Node:
    id: str
    label: str
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class _Edge:
    source: str
    target: str
    label: str
    weight: float
    values: dict[str, Value]


def graphml(source: Source, out: IO[bytes]) -> dict[str, int]:
    """GraphML 1.0: directed, parallel edges, typed keys; counts of nodes, edges and replaced characters.

    Nodes: label, iri, class (with its names), aliases, documents, and mentions where the tables tell them. Edges:
    label, predicate, status, documents, and weight (documents, at least 1: a fact of the gazetteer has none).
    """
    nodes, edges = _network(source)
    xml = _Xml(out)
    xml.line('<?xml version="1.0" encoding="UTF-8"?>')
    xml.line(
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">'
    )
    node, edge = (("label", "string"), *NODE), (("label", "string"), ("weight", "double"), *EDGE)
    for kind, keys in (("node", node), ("edge", edge)):
        for name, form in keys:
            xml.line(f'<key id="{kind[0]}_{name}" for="{kind}" attr.name="{name}" attr.type="{form}"/>')
    xml.line('<graph id="G" edgedefault="directed">')
    for n in nodes:
        data = {"label": n.label, **n.values}
        xml.line(f'<node id="{xml.text(n.id)}">{_data(xml, "n", data)}</node>')
    for i, e in enumerate(edges):
        data = {"label": e.label, "weight": e.weight, **e.values}
        ends = f'source="{xml.text(e.source)}" target="{xml.text(e.target)}"'
        xml.line(f'<edge id="e{i}" {ends}>{_data(xml, "e", data)}</edge>')
    xml.line("</graph>\n</graphml>")
    return {"nodes": len(nodes), "edges": len(edges), "replaced": xml.replaced}


def gexf(source: Source, out: IO[bytes]) -> dict[str, int]:
    """GEXF 1.2: the same nodes, edges, attributes and counts as `graphml`, without a date of writing."""
    nodes, edges = _network(source)
    xml = _Xml(out)
    xml.line('<?xml version="1.0" encoding="UTF-8"?>')
    xml.line('<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">')
    xml.line("<meta><creator>region-kg</creator></meta>")
    xml.line('<graph defaultedgetype="directed" mode="static">')
    for kind, keys in (("node", NODE), ("edge", EDGE)):
        xml.line(f'<attributes class="{kind}" mode="static">')
        for name, form in keys:
            typed = "integer" if form == "int" else form
            xml.line(f'<attribute id="{kind[0]}_{name}" title="{name}" type="{typed}"/>')
        xml.line("</attributes>")
    xml.line(f'<nodes count="{len(nodes)}">')
    for n in nodes:
        xml.line(f'<node id="{xml.text(n.id)}" label="{xml.text(n.label)}">{_values(xml, "n", n.values)}</node>')
    xml.line(f'</nodes>\n<edges count="{len(edges)}">')
    for i, e in enumerate(edges):
        ends = f'source="{xml.text(e.source)}" target="{xml.text(e.target)}"'
        said = f'label="{xml.text(e.label)}" weight="{e.weight}"'
        xml.line(f'<edge id="{i}" {ends} {said}>{_values(xml, "e", e.values)}</edge>')
    xml.line("</edges>\n</graph>\n</gexf>")
    return {"nodes": len(nodes), "edges": len(edges), "replaced": xml.replaced}


class _Xml:
    """Lines of XML; what XML cannot carry becomes U+FFFD and is counted."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out = out
        self.replaced = 0

    def line(self, text: str) -> None:
        self.out.write(text.encode("utf-8") + b"\n")

    def text(self, value: Value) -> str:
        clean, n = ILLEGAL.subn("\ufffd", str(value))
        self.replaced += n
        return escape(clean, {'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})


def _data(xml: _Xml, kind: str, values: dict[str, Value]) -> str:
    return "".join(f'<data key="{kind}_{k}">{xml.text(v)}</data>' for k, v in values.items())


def _values(xml: _Xml, kind: str, values: dict[str, Value]) -> str:
    said = "".join(f'<attvalue for="{kind}_{k}" value="{xml.text(v)}"/>' for k, v in values.items())
    return f"<attvalues>{said}</attvalues>"


class _Names:
    """Names of classes and relations, and which classes are entities, from kg.ttl."""

    def __init__(self, source: Source) -> None:
        self.labels: dict[tuple[str, str], str] = {}
        above: dict[str, set[str]] = {}
        for q in ox.parse(path=str(shipped(source, "kg.ttl")), format=ox.RdfFormat.TURTLE):
            s, p, o = getattr(q.subject, "value", ""), q.predicate.value, q.object
            if p == LABEL and isinstance(o, ox.Literal):
                self.labels[s, o.language or ""] = o.value
            elif p == at("rdfs:subClassOf") and isinstance(o, ox.NamedNode):
                above.setdefault(s, set()).add(o.value)
        self.entities = {f"{RKG}Entity"}
        while more := {c for c, ups in above.items() if c not in self.entities and ups & self.entities}:
            self.entities |= more
        self.entities -= APART

    def of(self, term: str, language: str) -> str:
        return self.labels.get((term, language)) or term.removeprefix(RKG)


def _network(source: Source) -> tuple[list[_Node], list[_Edge]]:
    """Nodes by IRI, edges by ends and predicate."""
    names = _Names(source)
    read = _Read(source.triples(), names.entities)
    nodes = []
    for node in sorted(read.classes):
        classes = sorted(read.classes[node])
        values: dict[str, Value] = {
            "iri": node,
            "class": "|".join(c.removeprefix(RKG) for c in classes),
            "class_zh": "|".join(names.of(c, "zh") for c in classes),
            "class_en": "|".join(names.of(c, "en") for c in classes),
            "aliases": "|".join(sorted(read.aliases.get(node, ()))),
        }
        if node in source.mentions:
            values["mentions"] = source.mentions[node]
        values["documents"] = len(read.documents.get(node, ()))
        nodes.append(_Node(_id(node), min(read.labels.get(node, ()), default=node), values))
    edges = []
    for s, p, o in sorted({x for x in read.relations if x[0] in read.classes and x[2] in read.classes}):
        statuses, documents = read.said(s, p, o)
        values = {
            "predicate": p.removeprefix(RKG), "label_en": names.of(p, "en"), "status": "|".join(sorted(statuses)),
            "documents": len(documents),
        }  # fmt: skip
        edges.append(_Edge(_id(s), _id(o), names.of(p, "zh"), float(max(1, len(documents))), values))
    return nodes, edges


def _id(node: str) -> str:
    """The IRI as a NMTOKEN, which GraphML's schema asks for: place.6203."""
    local = node.removeprefix(f"{iri.BASE}id/")
    return local.replace("/", ".") if re.fullmatch(r"[a-z0-9/-]+", local) else f"x.{iri.digest(node)}"


class _Read:
    """What the network needs of the triples, in one pass."""

    def __init__(self, triples: Iterable[ox.Triple], entities: set[str]) -> None:
        self.classes: dict[str, set[str]] = {}
        self.labels: dict[str, set[str]] = {}
        self.aliases: dict[str, set[str]] = {}
        self.documents: dict[str, set[str]] = {}
        self.relations: list[tuple[str, str, str]] = []
        self.spans: dict[str, str] = {}
        parts: dict[str, list[str]] = {}
        evidence: dict[str, list[str]] = {}
        status: dict[str, list[str]] = {}
        held = {at("rkg:evidence"): evidence, at("rkg:realizationStatus"): status}
        sets = {at("rkg:mentionedIn"): self.documents, LABEL: self.labels, ALIAS: self.aliases}
        source = at("oa:hasSource")
        for t in triples:
            s, p, o = getattr(t.subject, "value", ""), t.predicate.value, getattr(t.object, "value", "")
            if p == TYPE:
                if o in entities:
                    self.classes.setdefault(s, set()).add(o)
            elif p in sets:
                sets[p].setdefault(s, set()).add(o)
            elif p in STATED:
                parts.setdefault(s, ["", "", ""])[STATED[p]] = o
            elif p in held:
                held[p].setdefault(s, []).append(o)
            elif p == source:
                self.spans[s] = o
            elif p.startswith(RKG) and isinstance(t.object, ox.NamedNode):
                self.relations.append((s, p, o))
        self.claims: dict[tuple[str, ...], list[tuple[list[str], list[str]]]] = {}
        for claim, spo in parts.items():
            self.claims.setdefault(tuple(spo), []).append((status.get(claim, []), evidence.get(claim, [])))

    def said(self, *spo: str) -> tuple[set[str], set[str]]:
        """(statuses, documents) of the claims that state a triple."""
        claims = self.claims.get(spo, [])
        statuses = {s.rpartition("/")[2] for found, _ in claims for s in found}
        return statuses, set(self._documents(e for _, found in claims for e in found))

    def _documents(self, evidence: Iterable[str]) -> Iterator[str]:
        return (self.spans[e] for e in evidence if e in self.spans)
