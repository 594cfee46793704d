"""Findings → failures: the fact in words, the rule that read it, and the place in the report."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from kg.exits.check.failure import Failure, words
from kg.exits.check.graph import Graph
from kg.exits.check.rules import Finding
from kg.knowledge import Knowledge

_LONG = 40  # characters of a quote that stand for it
_TABLES = ("observations", "relations", "attributes", "entities", "unresolved")


class Teller:
    """What the nodes of one built folder are called, and where they were read."""

    def __init__(self, out: Path, graph: Graph, knowledge: Knowledge, texts: Mapping[str, str]) -> None:
        self.out, self.graph, self.texts = out, graph, texts
        self.messages, self.warns = words(knowledge)

    def tell(self, findings: Iterable[Finding]) -> list[Failure]:
        """Failures in the order of the findings."""
        return [self._failure(f) for f in findings]

    def _failure(self, f: Finding) -> Failure:
        about = f.about or f.node
        claim = self._claim(about)
        rule = next(iter(self.graph.values(claim, "rkg:rule") if claim else ()), "")
        fact = self.fact(about)
        if f.about and (own := self.label(f.node)) and own not in fact:
            fact = f"{own}: {fact}"
        detail = self.label(f.detail) or re.split("[/#]", f.detail)[-1] if f.detail.startswith("http") else f.detail
        return Failure(
            f.rule, f.node, self.place(about, claim), detail, self.messages.get(f.rule.partition(":")[0], {}), fact, rule,
            f.rule in self.warns,
        )  # fmt: skip

    def label(self, node: str) -> str:
        """A name; empty for what has none."""
        if not node.startswith("http"):
            return ""
        return next((v for p in ("skos:prefLabel", "rdfs:label") for v in self._zh(node, p)), "")

    def _zh(self, node: str, prop: str) -> list[str]:
        # names in Chinese stand after those in Latin letters
        return self.graph.values(node, prop)[::-1]

    def fact(self, node: str) -> str:
        """A node in words: what a claim says, what a span quotes, what a thing is called."""
        if not node.startswith("http"):
            return node
        first = self.graph.value
        kinds = {t.rpartition("#")[2] for t in self.graph.values(node, "rdf:type")}

        def called(prop: str) -> str:
            value = first(node, prop)
            return self.label(value) or value.rpartition("/")[2] or "?"

        if "Observation" in kinds:
            measure = first(node, "rkg:measureKind").rpartition("/")[2] or "?"
            printed = first(node, "rkg:asWrittenValue") + first(node, "rkg:asWrittenUnit")
            return f"{called('rkg:observedEntity')} · {called('rkg:indicator')} · {measure} = {printed or '?'}"
        if "RelationClaim" in kinds:
            target = first(node, "rdf:object")
            said = first(node, "rdf:predicate").rpartition("#")[2] or "?"
            return f"{called('rdf:subject')} {said} {self.label(target) or target.rpartition('/')[2] or '?'}"
        if "Recognition" in kinds:
            return f"{called('rkg:recipient')} recognizedAs {called('rkg:honour')}"
        if "Evidence" in kinds:
            quote = first(node, "oa:exact")
            return f"“{quote[:_LONG]}{'…' if len(quote) > _LONG else ''}”"
        return self.label(node) or node.removeprefix("https://w3id.org/region-kg/")

    def _claim(self, node: str) -> str:
        """The claim that a node is, or the first that speaks of it; empty when none does."""
        if not node.startswith("http"):
            return ""
        if self.graph.values(node, "rkg:rule"):
            return node
        ways = ("rkg:evidence", "rkg:figure", "rdf:subject", "rdf:object", "rkg:recipient", "rkg:honour", "rkg:observedEntity", "rkg:indicator")  # fmt: skip
        return next((u for way in ways for u in self.graph.users(node, way)[:1]), "")

    def place(self, node: str, claim: str = "") -> str:
        """report:line of a node; report@character where no table knows the line; the graph where nothing says."""
        if not node.startswith("http"):
            return node
        own = [node] if self.graph.value(node, "oa:hasSource") else []
        spans = own or [
            e for n in (node, claim) if n for p in ("rkg:figure", "rkg:evidence") for e in self.graph.values(n, p)
        ]
        for span in spans:
            document, start = self.graph.value(span, "oa:hasSource"), self.graph.value(span, "oa:start")
            if document and start.isdigit():
                return self._line(document, int(start))
        if self.graph.values(node, "rkg:sha256"):
            return self._name(node)
        for document in self.graph.values(node, "rkg:mentionedIn"):
            return self._name(document)
        return "graph.ttl"

    def _line(self, document: str, start: int) -> str:
        name = self._name(document)
        if document in self.texts:
            return f"{name}:{self.texts[document].count(chr(10), 0, start) + 1}"
        line = self._lines.get((document.rpartition("/")[2], start))
        return f"{name}:{line}" if line else f"{name}@{start}"

    def _name(self, document: str) -> str:
        return self._names.get(document) or self.label(document) or document.rpartition("/")[2]

    @cached_property
    def _names(self) -> dict[str, str]:
        """File names of documents by IRI."""
        return {r["document"]: r["path"] for r in rows(self.out, "documents")}

    @cached_property
    def _lines(self) -> dict[tuple[str, int], str]:
        """Lines by (id of the document, offset), as far as the tables tell."""
        found = {}
        for table in _TABLES:
            for r in rows(self.out, table):
                if r["start"] and r["line"]:
                    found[r["document"].rpartition("/")[2], int(r["start"])] = r["line"]
        return found


def rows(out: Path, table: str) -> list[dict[str, str]]:
    """Rows of a table; none when it is not there."""
    path = out / "tables" / f"{table}.csv"
    if not path.exists():
        return []
    csv.field_size_limit(10**9)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
