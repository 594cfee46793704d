"""shapes.ttl by a SHACL engine, in slices: pyshifty (Rust, 0.2 s a report) or pyshacl, the reference (4 s a report).

Every path of shapes.ttl is a plain property, so a node can be judged with its own triples and those of the nodes it
names. A large graph is cut by documents into slices of a few thousand nodes; each node is judged in one of them.
"""

from __future__ import annotations

import importlib.util
import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from kg import iri
from kg.errors import InputError
from kg.exits.check.failure import SHAPE
from kg.exits.check.graph import Graph, background
from kg.exits.check.rules import Finding
from kg.knowledge import Knowledge

ENGINES = {"pyshifty": "shifty", "pyshacl": "pyshacl"}  # name on PyPI: module
WHOLE = 60_000  # triples that are judged in one go: some reports
SLICE = 2_000  # nodes of a slice of a larger graph
_SHACL = "http://www.w3.org/ns/shacl#"

Slice = tuple[set[str], bytes, bytes]  # nodes to judge, N-Triples of what is said of them, and around them
Run = Callable[[set[str], bytes, bytes], Iterable[Finding]]


def ready(engine: str) -> str:
    """The engine that will run: the one asked for, else (for "") the first one that is installed; "" when none is.

    Raises InputError for a name that is no engine and for one that was asked for and is not installed.
    """
    if engine and engine not in ENGINES:
        raise InputError(f"{engine}: no such engine: expected {' or '.join(ENGINES)}")
    for name in [engine] if engine else ENGINES:
        if importlib.util.find_spec(ENGINES[name]):
            return name
    if engine:
        raise InputError(f"{engine} is not installed: pip install {engine}")
    return ""


def results(graph: Graph, knowledge: Knowledge, engine: str) -> Iterator[Finding]:
    """Every result of every shape, warnings too."""
    law, beside = (knowledge.root / "shapes.ttl").read_bytes(), background(knowledge.root)
    run = _shifty(law, beside, graph) if engine == "pyshifty" else _pyshacl(law, beside)

    def judged(cut: Slice) -> set[Finding]:
        return {f for f in run(*cut) if f.node in cut[0]}

    found: set[Finding] = set()
    # the Rust engine lets go of the interpreter: a slice per core at a time, and no more slices in memory than that
    cores = (os.cpu_count() or 1) if engine == "pyshifty" else 1
    with ThreadPoolExecutor(cores) as pool:
        at_work: deque[Future[set[Finding]]] = deque()
        for cut in slices(graph):
            at_work.append(pool.submit(judged, cut))
            if len(at_work) > cores:
                found |= at_work.popleft().result()
        for last in at_work:
            found |= last.result()
    yield from sorted(found)


def _shifty(law: bytes, beside: bytes, graph: Graph) -> Run:
    import shifty

    def run(own: set[str], said: bytes, around: bytes) -> Iterable[Finding]:
        # what stands beside the data is no focus of a shape in the mode "union", so it goes with the shapes
        prepared = shifty.PreparedValidator(law + b"\n" + beside + around)
        how: dict[str, Any] = {"graph_mode": "union", "infer": False, "on_unsupported": "error", "sort_results": False}
        # which nodes fail is known in a third of the time that a report of all takes: the report is of these alone
        broken = own & {v.focus_node.strip("<>") for v in prepared.validate_algebra(said, **how).violations}
        if not broken:
            return ()
        said, around = graph.written(broken)
        report = shifty.PreparedValidator(law + b"\n" + beside + around).validate(said, **how)[1]
        return (f for f in _read(report) if f.node in broken)

    return run


def _pyshacl(law: bytes, beside: bytes) -> Run:
    import pyshacl
    import rdflib

    rules = rdflib.Graph().parse(data=law, format="turtle")

    def run(own: set[str], said: bytes, around: bytes) -> Iterable[Finding]:
        # judges what stands beside the data too: the caller drops that
        data = rdflib.Graph().parse(data=said + beside + around, format="nt")
        return _read(pyshacl.validate(data, shacl_graph=rules, inference="none")[1])

    return run


def _read(report: Any) -> Iterator[Finding]:
    """Findings of a validation report: the name of the shape, the node, the offending value."""
    import rdflib

    shacl = rdflib.Namespace(_SHACL)
    for result in report.subjects(rdflib.RDF.type, shacl.ValidationResult):
        shape, node, value = (
            str(report.value(result, p) or "") for p in (shacl.sourceShape, shacl.focusNode, shacl.resultPath)
        )
        given = report.value(result, shacl.value)
        detail = "" if given is None or str(given) == node else str(given)
        name = shape.removeprefix(SHAPE)
        yield Finding(name if name != shape else (value.replace("/", "#").rpartition("#")[2] or "shape"), node, detail)


def slices(graph: Graph) -> Iterator[Slice]:
    """The whole graph when it is small, else some thousand nodes at a time; each node in one slice."""
    if len(graph) <= WHOLE:
        yield {*graph.subjects(), *(o for _, o in graph.pairs("oa:hasSource"))}, graph.all(), b""
        return
    done: set[str] = set()
    own: set[str] = set()
    for group in (*_by_document(graph), graph.subjects()):
        for node in group:
            if node not in done:
                done.add(node)
                own.add(node)
            if len(own) >= SLICE:
                yield own, *graph.written(own)
                own = set()
    if own:
        yield own, *graph.written(own)


def _by_document(graph: Graph) -> Iterator[Iterable[str]]:
    """Of each document: itself, its evidence, the claims that cite it, and what these are about."""
    for document in sorted({d for _, d in graph.pairs("oa:hasSource")}):
        yield [document]
        for span in graph.users(document, "oa:hasSource"):
            yield [span]
            for claim in (*graph.users(span, "rkg:evidence"), *graph.users(span, "rkg:figure")):
                yield [claim]
                yield (x for p in _ENDS for x in graph.values(claim, p) if x.startswith(_DATA))


_DATA = (iri.BASE + "id/", iri.BASE + "indicator/")
_ENDS = ("rdf:subject", "rdf:object", "rkg:observedEntity", "rkg:indicator", "rkg:recipient", "rkg:honour")
logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # an ill-typed literal is a finding, not a traceback
