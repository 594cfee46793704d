"""The service description: what the endpoint is and can do, as RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.exits.sparql.serve.answer import TRIPLES
from kg.iri import PREFIXES

if TYPE_CHECKING:
    from kg.exits.sparql.serve.state import State

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"


def description(state: State, address: str, form: str) -> bytes:
    """The description, at the address the client used, in a form of TRIPLES."""
    here, data, graph = (ox.NamedNode(address + path) for path in ("/sparql", "/sparql#dataset", "/sparql#graph"))
    kind = ox.NamedNode(PREFIXES["rdf"] + "type")
    said: list[tuple[ox.NamedNode, str, str | ox.Literal]] = [
        (here, "endpoint", here.value),
        (here, "supportedLanguage", SD + "SPARQL11Query"),
        *((here, "resultFormat", FORMATS + f) for f in (
            "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
            "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
        )),
        (here, "defaultDataset", data.value),
        (data, "defaultGraph", graph.value),
    ]  # fmt: skip
    if state.writable:
        said += [(here, "supportedLanguage", SD + "SPARQL11Update")]
        said += [(here, "inputFormat", FORMATS + f) for f in ("Turtle", "N-Triples", "RDF_XML")]
    triples = [
        ox.Triple(s, ox.NamedNode(SD + p), o if isinstance(o, ox.Literal) else ox.NamedNode(o)) for s, p, o in said
    ]
    count = ox.Literal(str(state.triples), datatype=ox.NamedNode(PREFIXES["xsd"] + "integer"))
    triples += [
        ox.Triple(here, kind, ox.NamedNode(SD + "Service")),
        ox.Triple(data, kind, ox.NamedNode(SD + "Dataset")),
        ox.Triple(graph, kind, ox.NamedNode(SD + "Graph")),
        ox.Triple(graph, ox.NamedNode(VOID + "triples"), count),
    ]
    written = ox.serialize(
        triples, format=TRIPLES[form], prefixes={**PREFIXES, "sd": SD, "void": VOID, "format": FORMATS}
    )
    assert written is not None
    return written
