"""One broken promise, and the words for it: those of ontology/shapes.ttl, in the languages it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from kg.exits.check import graph
from kg.knowledge import Knowledge

SHAPE = "https://w3id.org/region-kg/shape/"
_SHACL = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True)
class Failure:
    """One broken promise: which, of what, why, and where."""

    rule: str  # name of a shape, or of a rule of `kg check`
    node: str  # IRI
    place: str = ""  # report:line, or report@character
    detail: str = ""  # what was found, in no language: the value, the other quote, the numbers that differ
    messages: Mapping[str, str] = field(default_factory=dict, hash=False)  # by language
    fact: str = ""  # the node in words
    read_by: str = ""  # the extraction rule
    warning: bool = False

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.said("en")

    def said(self, language: str) -> str:
        """What is wrong, in a language (English where that is not there), and what was found."""
        words = self.messages.get(language) or self.messages.get("en") or self.rule
        return f"{words} ({self.detail})" if self.detail else words

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}: {self.message} ({self.fact or self.node})"


@lru_cache(maxsize=4)
def words(knowledge: Knowledge) -> tuple[dict[str, dict[str, str]], frozenset[str]]:
    """What shapes.ttl says: (messages by language of each name, names that only warn). Empty without shapes.ttl."""
    path = knowledge.root / "shapes.ttl"
    said: dict[str, dict[str, str]] = {}
    warns = set()
    triples = graph.triples(path) if path.exists() else []
    # a SPARQL constraint is a blank node: what it says is said by the shape that holds it
    holder = {o: s for s, p, o, _ in triples if p == _SHACL + "sparql"}
    for s, p, o, language in triples:
        name = holder.get(s, s).removeprefix(SHAPE)
        if p == _SHACL + "message":
            said.setdefault(name, {})[language] = o
        elif p == _SHACL + "severity" and o == _SHACL + "Warning":
            warns.add(name)
    return said, frozenset(warns)
