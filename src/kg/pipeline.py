"""Reports in, graph out: the one place where stages meet.

The chain from text to DocumentFacts is a function of one document and the knowledge, so documents run in any
order and in any process; the union of their triples is the graph of all.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rjieba

from kg import knowledge as ontology
from kg.errors import EmptyGraphError, InputError, ShapeError
from kg.knowledge import Knowledge
from kg.model import (
    Document,
    DocumentFacts,
    Entity,
    Name,
    Observation,
    Relation,
    Sentence,
    Token,
    Unresolved,
)
from kg.stages import identity, names, observe, periods, places, quantities, read, relate, resolve, segment

if TYPE_CHECKING:
    import networkx
    import pyoxigraph
    import rdflib

Source = str | os.PathLike[str] | tuple[str, str]


@dataclass(frozen=True)
class Result:
    """The graph of a build. Tables are tuples of frozen records; `.graph` and `.network()` are made when asked for."""

    documents: tuple[DocumentFacts, ...]
    knowledge: Knowledge

    @cached_property
    def observations(self) -> tuple[Observation, ...]:
        """Every printed number bound to what it measures, by document and place in the text."""
        return tuple(o for d in self.documents for o in d.observations)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Every stated relation, by document and place in the text; gazetteer facts without document."""
        return tuple(r for d in self.documents for r in d.relations)

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """Every named thing, once per document it is in."""
        return tuple(e for d in self.documents for e in d.entities)

    @cached_property
    def unresolved(self) -> tuple[Unresolved, ...]:
        """Every number and candidate statement that is not in the graph, with the reason."""
        return tuple(u for d in self.documents for u in d.unresolved)

    @cached_property
    def triples(self) -> tuple[pyoxigraph.Triple, ...]:
        """The whole graph as triples, in the order of graph.ttl."""
        from kg.exits import turtle
        from kg.stages import graph

        return turtle.ordered(graph.triples(self.documents, self.knowledge))

    @cached_property
    def graph(self) -> rdflib.Graph:
        """The whole graph as an rdflib.Graph."""
        from kg.exits import rdf

        return rdf.to_rdflib(self.triples)

    def network(self) -> networkx.MultiDiGraph:
        """Entities and their plain relations as a networkx.MultiDiGraph."""
        from kg.exits import nx

        return nx.network(self.documents)

    def turtle(self) -> bytes:
        """graph.ttl as bytes: the same for the same input, whatever the order or machine."""
        from kg.exits import turtle

        return turtle.serialize(self.triples)

    def html(self) -> bytes:
        """The interactive network view: one self-contained page."""
        from kg.exits import view

        return view.render(self.documents, self.knowledge)

    def report(self) -> dict[str, Any]:
        """The ledger as data (report.json): counts, equation, times, versions."""
        from kg import __version__

        ledgers = [d.ledger for d in self.documents]
        equation = {key: sum(getattr(x, key) for x in ledgers) for key in ("seen", "observed", "named", "dated", "listed")}
        stages: Counter[str] = Counter()
        for d in self.documents:
            stages.update(d.seconds)
        return {
            "program": {"name": "region-kg", "version": __version__},
            "documents": len(self.documents),
            "ledger": {**equation, "holds": all(x.holds for x in ledgers)},
            "classes": _counted(e.cls for e in self.entities),
            "predicates": _counted(r.predicate for r in self.relations),
            "measures": _counted(o.measure for o in self.observations),
            "rules": _counted([*(o.rule for o in self.observations), *(r.rule for r in self.relations)]),
            "reasons": _counted(f"{u.kind}: {u.reason}" for u in self.unresolved),
            "seconds": {name: round(value, 4) for name, value in sorted(stages.items())},
        }

    def write(self, folder: str | os.PathLike[str]) -> Path:
        """Write graph.ttl, graph.html, tables/ and report.json; an earlier folder stays whole until all is written.

        Returns the folder. Raises EmptyGraphError when there is nothing to write, ShapeError when the graph breaks
        its own shapes, OSError when the disk refuses.
        """
        from kg.exits import check, tables

        if not self.observations and not any(r.document for r in self.relations):
            named = ", ".join(d.document.name for d in self.documents[:3])
            raise EmptyGraphError(f"{named}: no figure and no relation could be read; is it a Chinese report?")
        failures = check.quick_check(self.documents, self.knowledge)
        if failures:
            raise ShapeError("\n".join(str(f) for f in failures[:20]))
        target = Path(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            (aside / "graph.ttl").write_bytes(self.turtle())
            tables.write_tables(self.documents, aside / "tables", self.knowledge)
            (aside / "graph.html").write_bytes(self.html())
            text = json.dumps(self.report(), ensure_ascii=False, indent=1)
            (aside / "report.json").write_text(text + "\n", encoding="utf-8")
            os.chmod(aside, 0o755)
            _swap(aside, target)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        return target

    def show(self, height: int = 700) -> Any:
        """The network view in a notebook: an isolated frame."""
        import html

        from IPython.display import HTML

        page = html.escape(self.html().decode("utf-8"), quote=True)
        return HTML(f'<iframe srcdoc="{page}" width="100%" height="{height}" style="border:0"></iframe>')


def _counted(items: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(items).items(), key=lambda p: (-p[1], p[0])))


def _swap(aside: Path, target: Path) -> None:
    """Put a finished folder in the place of an earlier one."""
    if not target.exists():
        aside.rename(target)
        return
    if not target.is_dir():
        raise InputError(f"{target}: exists and is not a folder: name another output folder")
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    target.rename(old / target.name)
    try:
        aside.rename(target)
    except OSError:
        (old / target.name).rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


# ---------------------------------------------------------------------------------------------- one document


@lru_cache(maxsize=4)
def _segmenter(knowledge: Knowledge) -> rjieba.Jieba:
    """jieba's dictionary plus the words it lacks: those of lexicon/tokens.tsv and the names of indicators."""
    segmenter = rjieba.Jieba()
    for entry in knowledge.lexicon("tokens"):
        segmenter.add_word(entry["word"], None, entry["tag"])
    return segmenter


def tokens_of(text: str, knowledge: Knowledge) -> tuple[Token, ...]:
    """Words of a sentence with parts of speech (jieba's dictionary and tag set, unigram model, no guessing)."""
    found, position = [], 0
    for word, tag in _segmenter(knowledge).tag(text, False):
        found.append(Token(position, position + len(word), tag))
        position += len(word)
    return tuple(found)


def document_of(name: str, text: str, sha256: str, knowledge: Knowledge) -> Document:
    """A document with what its own text says of place, year, title and kind."""
    about, code = places.document_place(name, text, knowledge)
    return Document(
        sha256[:16], name, text, sha256, places.document_title(text, knowledge), about, code,
        places.document_year(name, text, knowledge), places.document_published(text, knowledge),
        places.document_genre(text, knowledge),
    )  # fmt: skip


def read_sentence(sentence: Sentence, document: Document, knowledge: Knowledge) -> tuple[resolve.Read, tuple[Token, ...]]:
    """Everything the rules see in one sentence: the stages recognise and relate."""
    text = sentence.text
    tokens = tokens_of(text, knowledge)
    base = document.year
    ahead = document.genre in ("work-report", "plan")
    speaking = base if base is None else base + (1 if ahead else 0)
    times = periods.parse(text, knowledge, speaking, speaking if sentence.outlook else base)
    masks = quantities.masks(text, knowledge)
    taken = [(p.start, p.end) for p in times] + [(m.start, m.end) for m in masks]
    numbers = quantities.parse(text, knowledge, taken)
    located = places.find_places(sentence, document, knowledge)
    named = names.find_names(sentence, tokens, document, knowledge, located)
    everything: tuple[Name, ...] = (*(p for p in located if not _part_of_firm(p, text, named)), *named)
    if sentence.kind in ("furniture",):
        return resolve.Read(sentence, (), times, masks, (), (), (), ()), tokens
    claims, lost = observe.observe(sentence, tokens, numbers, times, everything, document, knowledge)
    relations, doubtful = relate.relate(sentence, tokens, everything, document, knowledge)
    return resolve.Read(sentence, numbers, times, masks, everything, claims, relations, (*lost, *doubtful)), tokens


def _part_of_firm(place: Name, text: str, named: Sequence[Name]) -> bool:
    """A short place form inside a company's name (金川 in 金川集团) names the company, not the place."""
    short = text[place.start : place.end] != place.label
    return short and any(n.cls == "Enterprise" and n.start <= place.start and place.end <= n.end for n in named)


def facts_of(name: str, text: str, sha256: str, knowledge: Knowledge) -> DocumentFacts:
    """The whole chain for one document, with the seconds each part took."""
    started = time.perf_counter()
    document = document_of(name, text, sha256, knowledge)
    sentences = segment.segment(document, knowledge)
    segmented = time.perf_counter()
    reads = [read_sentence(s, document, knowledge)[0] for s in sentences]
    recognised = time.perf_counter()
    mentions = [(r.sentence, n) for r in reads for n in r.names]
    groups = [
        resolve.Group(g.label, g.cls, g.aliases, g.members, g.code) for g in identity.identify(document, mentions, knowledge)
    ]
    facts = resolve.resolve(document, reads, groups, knowledge)
    done = time.perf_counter()
    seconds = {"segment": segmented - started, "recognise": recognised - segmented, "resolve": done - recognised}
    return replace(facts, seconds=seconds)


def explain(sentence: str, place: str = "", year: int | None = None, knowledge: Knowledge | None = None) -> dict[str, Any]:
    """What the rules read in a sentence: tokens, quantities, periods, masks, names, observations, relations, declined."""
    known = knowledge or ontology.load()
    digest = hashlib.sha256(sentence.encode()).hexdigest()
    document = document_of(place, sentence, digest, known)
    about, code = places.document_place(place, place, known) if place else (document.about, document.code)
    document = replace(document, about=about, code=code, year=year if year is not None else document.year)
    found: dict[str, list[Any]] = {key: [] for key in ("sentences", "tokens", "quantities", "periods", "masks", "names", "observations", "relations", "declined")}
    for s in segment.segment(document, known):
        got, tokens = read_sentence(s, document, known)
        found["sentences"].append(s)
        found["tokens"].append(tokens)
        for key in ("quantities", "periods", "masks", "names", "observations", "relations", "declined"):
            found[key].append(getattr(got, key))
    return {**found, "document": document}


# ---------------------------------------------------------------------------------------------- a build


def _load(source: Source, knowledge: Knowledge) -> DocumentFacts:
    if isinstance(source, tuple):
        name, text = source
        if not text.strip():
            raise InputError(f"{name}: empty: there is nothing to read in it")
        return facts_of(name, text, hashlib.sha256(text.encode("utf-8")).hexdigest(), knowledge)
    path = Path(source)
    text, sha256 = read.load(path)
    return facts_of(path.name, text, sha256, knowledge)


def _load_at(root: Path, source: Source) -> DocumentFacts:
    return _load(source, ontology.load(root))


def build(
    inputs: Source | Iterable[Source],
    knowledge: Knowledge | str | os.PathLike[str] | None = None,
    jobs: int | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Result:
    """Read reports into one graph.

    `inputs`: paths of files or folders, or (name, text) pairs. `knowledge`: another ontology folder. `jobs`:
    processes (default: one for few reports, all cores for many). `progress(done, total, name)` is called per report.
    Raises InputError for what cannot be read, KnowledgeError for a broken ontology folder.
    """
    known = knowledge if isinstance(knowledge, Knowledge) else ontology.load(Path(knowledge) if knowledge else None)
    sources = _sources(inputs)
    found: list[DocumentFacts] = []
    for facts in _each(sources, known, jobs):
        found.append(facts)
        if progress:
            progress(len(found), len(sources), facts.document.name)
    unique = {d.document.id: d for d in sorted(found, key=lambda d: (d.document.id, d.document.name), reverse=True)}
    return Result(tuple(sorted(unique.values(), key=lambda d: d.document.id)), known)


def _sources(inputs: Source | Iterable[Source]) -> Sequence[Source]:
    single = isinstance(inputs, (str, os.PathLike)) or (
        isinstance(inputs, tuple) and len(inputs) == 2 and all(isinstance(x, str) for x in inputs) and "\n" in inputs[1]
    )
    items: list[Source] = [inputs] if single else list(inputs)  # type: ignore[list-item,arg-type]
    if not items:
        raise InputError("no input: name at least one report or a folder of reports")
    expanded: list[Source] = []
    for item in items:
        expanded += [item] if isinstance(item, tuple) else read.reports([Path(item)])
    return expanded


def _each(sources: Sequence[Source], knowledge: Knowledge, jobs: int | None) -> Iterable[DocumentFacts]:
    count = jobs or (os.cpu_count() or 1 if len(sources) >= 8 else 1)
    if count <= 1 or len(sources) == 1:
        yield from (_load(s, knowledge) for s in sources)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(count) as pool:
        yield from pool.map(partial(_load_at, knowledge.root), sources, chunksize=4)
