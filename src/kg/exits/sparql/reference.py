"""rdflib asked: the reference beside pyoxigraph (`--engine rdflib`). Slow, and the same answers."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib.plugins import sparql as plugin
from rdflib.plugins.sparql import prepareQuery

from kg.errors import InputError, QueryError
from kg.exits.sparql import guard
from kg.exits.sparql.engine import Answer, graph_file
from kg.iri import PREFIXES


def open_graph(where: Path) -> rdflib.Graph:
    """The triples of a built folder or of a Turtle file as rdflib holds them. Raises InputError when there is none."""
    path = graph_file(where)
    try:
        return rdflib.Graph().parse(path, format="turtle")
    except Exception as error:  # its parser raises its own classes and others
        raise InputError(f"{path}: not readable as Turtle: {error}") from error


def ask(graph: rdflib.Graph, text: str) -> Answer:
    """Answer a query as `engine.ask` does; its rows and triples come back as pyoxigraph's. Raises QueryError."""
    guard.check(text)
    plugin.SPARQL_LOAD_GRAPHS = False  # FROM <file:…> would read a file of this machine
    try:
        query = prepareQuery(text, initNs=PREFIXES)
        result = graph.query(query)
        if result.type in ("SELECT", "ASK"):
            written = result.serialize(format="json")
            assert written is not None
            answer = ox.parse_query_results(written, format=ox.QueryResultsFormat.JSON)
            assert isinstance(answer, (ox.QuerySolutions, ox.QueryBoolean))
            return answer
        assert result.graph is not None
        triples = result.graph.serialize(format="nt", encoding="utf-8")
    except Exception as error:  # pyparsing's, rdflib's and others, with no common root
        line, column = getattr(error, "lineno", None), getattr(error, "col", None)
        place = f"{line}:{column}: " if line else ""
        raise QueryError(f"not valid SPARQL: {place}{error}") from error
    made = ox.Store()
    made.load(triples, format=ox.RdfFormat.N_TRIPLES)
    return made.query("CONSTRUCT WHERE { ?s ?p ?o }")
