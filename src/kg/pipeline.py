"""Reports in, graph out: the one place where stages meet.

The chain from text to DocumentFacts is a function of one document and the knowledge, so documents run in any
order and in any process; the union of their triples is the graph of all.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

import rjieba

from kg import knowledge as ontology
from kg.collector import uncollected
from kg.errors import InputError, KgError, KnowledgeError
from kg.knowledge import Knowledge
from kg.model import (
    Document,
    DocumentFacts,
    Name,
    Read,
    Sentence,
    Token,
)
from kg.result import Result
from kg.stages import (
    attributes,
    correct,
    identity,
    names,
    observe,
    periods,
    places,
    quantities,
    read,
    relate,
    resolve,
    segment,
)

PART = 20_000  # sentences read at once: longer texts, about 2 MB, are read in parts, so that only facts are held
OFTEN = 50_000  # a frequency that lets a word of ours win over the cut the dictionary would make (占|比达)
Source = str | os.PathLike[str] | tuple[str, str]


# ---------------------------------------------------------------------------------------------- one document


@lru_cache(maxsize=4)
def _segmenter(knowledge: Knowledge) -> rjieba.Jieba:
    """jieba's dictionary plus the words it lacks: those of lexicon/tokens.tsv and the names of indicators."""
    segmenter = rjieba.Jieba()
    for entry in knowledge.lexicon("tokens"):
        segmenter.add_word(entry["word"], OFTEN, entry["tag"])
    return segmenter


def tokens_of(text: str, knowledge: Knowledge) -> tuple[Token, ...]:
    """Words of a sentence with parts of speech (jieba's dictionary and tag set, unigram model, no guessing)."""
    found, position = [], 0
    for word, tag in _segmenter(knowledge).tag(text, False):
        found.append(Token(position, position + len(word), tag, word))
        position += len(word)
    return tuple(found)


def document_of(name: str, text: str, sha256: str, knowledge: Knowledge) -> Document:
    """A document with what its own text says of place, year, title and kind."""
    about, code = places.document_place(name, text, knowledge)
    about = about or places.document_self(text, knowledge)
    year = places.document_year(name, text, knowledge)
    published = places.document_published(text, knowledge)
    genre = places.document_genre(text, knowledge)
    # a work report looks back on the year before it is read, unless it is read before the year is over
    later = genre in ("work-report", "plan") and published[:4] != str(year)
    return Document(
        sha256[:16], name, text, sha256, places.document_title(text, knowledge), about, code, year, published,
        None if year is None else year + later, genre,
    )  # fmt: skip


def read_sentence(
    sentence: Sentence, document: Document, knowledge: Knowledge, before: tuple[Name, ...] = ()
) -> tuple[Read, tuple[Token, ...]]:
    """Everything the rules see in one sentence: the stages recognise and relate. `before`: names it may refer to."""
    text = sentence.text
    tokens = tokens_of(text, knowledge)
    base, speaking = document.year, document.speaking
    times = periods.parse(text, knowledge, speaking, base + 1 if sentence.outlook and base else base)
    masks = quantities.masks(text, knowledge)
    taken = [(p.start, p.end) for p in times] + [(m.start, m.end) for m in masks]
    numbers = quantities.parse(text, knowledge, taken)
    located = places.find_places(sentence, document, knowledge, tokens)
    named = names.find_names(sentence, tokens, document, knowledge, located, before)
    everything: tuple[Name, ...] = (*(p for p in located if not _part_of_name(p, text, named, document.code)), *named)
    if sentence.kind in ("furniture",):
        return Read(sentence, (), times, masks, (), (), (), ()), tokens
    claims, lost = observe.observe(sentence, tokens, numbers, times, everything, document, knowledge)
    relations, doubtful = relate.relate(sentence, tokens, everything, document, knowledge)
    said = attributes.attribute(sentence, everything, claims, relations, knowledge)
    return Read(sentence, numbers, times, masks, everything, claims, relations, (*lost, *doubtful), said), tokens


def _part_of_name(place: Name, text: str, named: Sequence[Name], home: str) -> bool:
    """Whether a place is no more than a word of a name: 金川 in 金川集团, 全省 in a title, 北京 in a university elsewhere."""
    short = text[place.start : place.end] != place.label
    classes = {"Enterprise", "Honour", "Event"} if place.where.startswith("lexicon/place_words") else {"Enterprise"}
    if place.code[:4] != home[:4] and not home.startswith(place.code):
        classes |= {"ResearchOrganization", "PublicInstitution"}
    classes |= {"Facility", "Project"} if places.endpoint(text, place.start, place.end) else set()
    return short and any(n.cls in classes and n.start <= place.start and place.end <= n.end for n in named)


def facts_of(name: str, text: str, sha256: str, knowledge: Knowledge) -> DocumentFacts:
    """The whole chain for one document, with the seconds each part took."""
    started = time.perf_counter()
    document = document_of(name, text, sha256, knowledge)
    seconds = {"segment": time.perf_counter() - started, "recognise": 0.0, "resolve": 0.0}
    scope = partial(places.belongs, home=document.code, knowledge=knowledge)
    stream = segment.sentences(document, knowledge)
    pieces: list[DocumentFacts] = []
    low, part = 0, _timed(stream, seconds)
    while part or not pieces:
        following = _timed(stream, seconds)
        high = following[0].at[0] if following else len(text)
        begun = time.perf_counter()
        reads = [read for read, _ in _read(part, document, knowledge)]
        seconds["recognise"] += time.perf_counter() - begun
        begun = time.perf_counter()
        mentions = [(r.sentence, n) for r in reads for n in r.names]
        groups = identity.identify(document, mentions, knowledge, scope)
        pieces.append(resolve.resolve(document, reads, groups, knowledge, (low, high)))
        seconds["resolve"] += time.perf_counter() - begun
        low, part = high, following
    return replace(resolve.whole(pieces), seconds=seconds)


def _read(
    part: Sequence[Sentence], document: Document, knowledge: Knowledge
) -> Iterator[tuple[Read, tuple[Token, ...]]]:
    """Sentences read in order, each with the names of the one before it in its paragraph."""
    last: Read | None = None
    for s in part:
        joined = last and s.kind == "prose" and "\n" not in document.text[last.sentence.at[-1] : s.at[0]]
        last, tokens = read_sentence(s, document, knowledge, last.names if last and joined else ())
        yield last, tokens


def _timed(stream: Iterator[Sentence], seconds: dict[str, float]) -> list[Sentence]:
    """The sentences of the next part, and the time they took."""
    begun = time.perf_counter()
    part = list(islice(stream, PART))
    seconds["segment"] += time.perf_counter() - begun
    return part


def explain(
    sentence: str, place: str = "", year: int | None = None, knowledge: Knowledge | None = None
) -> dict[str, Any]:
    """What the rules read in a sentence: tokens, quantities, periods, masks, names, observations, relations, declined."""
    known = knowledge or ontology.load()
    digest = hashlib.sha256(sentence.encode()).hexdigest()
    document = document_of(place, sentence, digest, known)
    about, code = places.document_place(place, place, known) if place else (document.about, document.code)
    document = replace(
        document,
        about=about,
        code=code,
        year=year if year is not None else document.year,
        speaking=year if year is not None else document.speaking,
    )
    parts = ("quantities", "periods", "masks", "names", "observations", "relations", "attributes", "declined")
    found: dict[str, list[Any]] = {key: [] for key in ("sentences", "tokens", *parts)}
    for got, tokens in _read(tuple(segment.segment(document, known)), document, known):
        found["sentences"].append(got.sentence)
        found["tokens"].append(tokens)
        for key in parts:
            found[key].append(getattr(got, key))
    return {**found, "document": document}


# ---------------------------------------------------------------------------------------------- the ontology folder


def sound(root: str | os.PathLike[str] | None = None) -> Knowledge:
    """Load an ontology folder; one that is not the shipped one is checked whole before anything is read with it.

    Raises KnowledgeError: one line for each fault, with file, line and what would be right.
    """
    known = ontology.load(Path(root) if root else None)
    if known.root.resolve() != ontology.default_root().resolve():
        _checked(known)
    return known


@lru_cache(maxsize=4)
def _checked(knowledge: Knowledge) -> None:
    from kg.exits.ontology import problems

    found = problems(knowledge)
    if found:
        raise KnowledgeError("\n".join(map(str, found)))
    # what only shows when every stage compiles its rules: read the shipped folder's first example with them
    example = str(ontology.load().family("observations")[0].body["gives"][0])
    try:
        explain(example, knowledge=knowledge)
    except KgError:
        raise
    except Exception as error:
        raise KnowledgeError(f"{knowledge.root}: rules and lexicons do not fit together: {error!r}") from error


# ---------------------------------------------------------------------------------------------- a build


@uncollected()
def _load(source: Source, knowledge: Knowledge) -> DocumentFacts:
    if isinstance(source, tuple):
        name, text = source
        if not text.strip():
            raise InputError(f"{name}: empty: there is nothing to read in it")
        return facts_of(name, text, hashlib.sha256(text.encode("utf-8")).hexdigest(), knowledge)
    return facts_of(Path(source).name, *read.load(Path(source)), knowledge)


def _load_at(root: Path, source: Source) -> DocumentFacts:
    return _load(source, ontology.load(root))


def build(
    inputs: Source | Iterable[Source],
    knowledge: Knowledge | str | os.PathLike[str] | None = None,
    jobs: int | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    corrections: str | os.PathLike[str] | None = None,
) -> Result:
    """Read reports into one graph.

    `inputs`: paths of files or folders, or (name, text) pairs. `knowledge`: another ontology folder. `jobs`:
    processes (default: one for few reports, all cores for many). `progress(done, total, name)` is called per report.
    `corrections`: a table of them, applied after all is read; without it, corrections.tsv in a folder of reports is.
    Raises InputError for what cannot be read, KnowledgeError for a broken ontology folder.
    """
    known = knowledge if isinstance(knowledge, Knowledge) else sound(knowledge)
    items = _listed(inputs)
    sources = _sources(items)
    files = correct.beside(items) if corrections is None else (Path(corrections),)
    lines = tuple(c for path in files for c in correct.read(path, known))
    found: list[DocumentFacts] = []
    for facts in _each(sources, known, jobs):
        found.append(facts)
        if progress:
            progress(len(found), len(sources), facts.document.name)
    unique = {d.document.id: d for d in sorted(found, key=lambda d: (d.document.id, d.document.name), reverse=True)}
    documents = tuple(sorted(unique.values(), key=lambda d: d.document.id))
    if not lines:
        return Result(documents, known)
    scope, fold = partial(places.belongs, knowledge=known), partial(segment.folded, knowledge=known)
    documents, unmatched = correct.apply(documents, lines, known, scope, fold)
    return Result(documents, known, len(lines), unmatched)


def _listed(inputs: Source | Iterable[Source]) -> list[Source]:
    """What was given, a single one made a list."""
    return [inputs] if isinstance(inputs, (str, os.PathLike)) or _is_pair(inputs) else list(inputs)  # type: ignore[list-item]


def _sources(items: Sequence[Source]) -> Sequence[Source]:
    """Every report named: folders opened."""
    if not items:
        raise InputError("no input: name at least one report or a folder of reports")
    expanded: list[Source] = []
    for item in items:
        expanded += [item] if isinstance(item, tuple) else read.reports([Path(item)])
    return expanded


def _is_pair(inputs: object) -> bool:
    """Whether a tuple is one (name, text) and not two paths: a text is no path that exists."""
    pair = isinstance(inputs, tuple) and len(inputs) == 2 and all(isinstance(x, str) for x in inputs)
    return pair and (len(inputs[1]) > 255 or not Path(inputs[1]).exists())  # type: ignore[index]


def _each(sources: Sequence[Source], knowledge: Knowledge, jobs: int | None) -> Iterable[DocumentFacts]:
    count = jobs or (os.cpu_count() or 1 if len(sources) >= 8 else 1)
    if count <= 1 or len(sources) == 1:
        yield from (_load(s, knowledge) for s in sources)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(count) as pool:
        yield from pool.map(partial(_load_at, knowledge.root), sources, chunksize=4)
