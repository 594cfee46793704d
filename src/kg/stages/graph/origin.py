"""What the graph says of itself: what made it, by which versions, from which documents; and what its codes are called.

One description per pair of versions, linked from the dataset and not from every claim: a claim names its rule and its
document already, and a link more on each would add a fifth to the graph and say nothing that the dataset does not.
There is no time stamp: the same input gives the same bytes. So the union of two builds is a build of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import pyoxigraph as ox

from kg import iri
from kg.knowledge import Knowledge
from kg.stages.graph.terms import en, name, ref


@lru_cache(maxsize=4)
def ontology_version(knowledge: Knowledge) -> str:
    """The versionIRI of kg.ttl; empty when the folder has none."""
    path = knowledge.root / "kg.ttl"
    found = re.search(r"owl:versionIRI\s+<([^>]+)>", path.read_text(encoding="utf-8")) if path.exists() else None
    return found[1] if found else ""


def origin(program: str, knowledge: Knowledge) -> Iterator[ox.Triple]:
    """The dataset, the activity that made it and the program, by their versions."""
    vocabulary = ontology_version(knowledge)
    versions = (program, vocabulary)
    dataset, activity = ref(iri.made("dataset", *versions)), ref(iri.made("activity", *versions))
    software = ref(iri.made("software", program))
    last = vocabulary.rpartition("/")[2]
    yield ox.Triple(dataset, name("rdf:type"), name("dcat:Dataset"))
    yield ox.Triple(dataset, name("rdfs:label"), en(f"graph built by region-kg {program} with vocabulary {last}"))
    yield ox.Triple(dataset, name("prov:wasGeneratedBy"), activity)
    yield ox.Triple(activity, name("rdf:type"), name("prov:Activity"))
    yield ox.Triple(activity, name("rdfs:label"), en(f"kg build, region-kg {program}, vocabulary {last}"))
    yield ox.Triple(activity, name("prov:wasAssociatedWith"), software)
    yield ox.Triple(software, name("rdf:type"), name("prov:SoftwareAgent"))
    yield ox.Triple(software, name("rdfs:label"), en("region-kg"))
    yield ox.Triple(software, name("owl:versionInfo"), ox.Literal(program))
    if vocabulary:
        yield ox.Triple(dataset, name("dcterms:conformsTo"), ref(vocabulary))
        yield ox.Triple(activity, name("prov:used"), ref(vocabulary))


def source(document: str, program: str, knowledge: Knowledge) -> ox.Triple:
    """That a document is one of those the dataset was made from."""
    dataset = iri.made("dataset", program, ontology_version(knowledge))
    return ox.Triple(ref(dataset), name("dcterms:source"), ref(iri.document(document)))


@lru_cache(maxsize=4)
def _codes(knowledge: Knowledge) -> dict[str, tuple[ox.Triple, ...]]:
    """Type, scheme and labels of each item of codes.ttl, by its IRI."""
    path = knowledge.root / "codes.ttl"
    found: dict[str, list[ox.Triple]] = {}
    if path.exists():
        kept = {name("rdf:type").value, name("skos:inScheme").value, name("skos:prefLabel").value}
        for t in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if isinstance(t.subject, ox.NamedNode) and t.predicate.value in kept:
                found.setdefault(t.subject.value, []).append(t.triple)
    concept = name("skos:Concept")
    return {c: tuple(ts) for c, ts in found.items() if any(t.object == concept for t in ts)}


def codes(used: set[str], knowledge: Knowledge) -> Iterator[ox.Triple]:
    """Names of the codes a graph uses, so that it reads by itself: at most a few dozen nodes, whatever its size."""
    known = _codes(knowledge)
    for code in sorted(used & known.keys()):
        yield from known[code]
