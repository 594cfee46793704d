"""A built graph asked in SPARQL 1.1, on the command line and over HTTP; pyoxigraph evaluates, nothing of ours does.

`questions` finds what is asked, `guard` reads it as tokens before an engine does, `engine` and `reference` answer,
`forms` writes answers down. `alone` and `workers` run each in a process that may die; `serve` speaks HTTP.
"""

from __future__ import annotations

from kg.exits.sparql.engine import ask, graph_file, open_graph
from kg.exits.sparql.forms import FORMS, formatted, natural, table, width
from kg.exits.sparql.guard import unknown_terms
from kg.exits.sparql.questions import Question, listed, parameters, query_text, settled

__all__ = [
    "FORMS",
    "Question",
    "ask",
    "formatted",
    "graph_file",
    "listed",
    "natural",
    "open_graph",
    "parameters",
    "query_text",
    "settled",
    "table",
    "unknown_terms",
    "width",
]
