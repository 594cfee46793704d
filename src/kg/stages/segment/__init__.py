"""Text → sentences mended for reading, each with the offset of every character it keeps.

What real pages do to a report is undone here and nowhere else: lines cut in mid-word, doubled spaces, markdown
marks, ASCII punctuation, stray private-use characters, page furniture, captions, tables whose cells lost their bars.
Nothing is changed in the document: the reading copy drops or folds characters one by one, and `Sentence.at` says
where each stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from kg.knowledge import Knowledge
from kg.model import Document, Sentence
from kg.numerals import FOLD
from kg.stages.segment import tables
from kg.stages.segment.lines import FOLDED, Rules, compact, cuts, lines, paragraphs, reading
from kg.stages.segment.outlook import Outlook

__all__ = ["folded", "segment", "sentences", "simplified"]


@lru_cache(maxsize=4)
def _compiled(knowledge: Knowledge) -> Rules:
    return {rule.name: re.compile(str(rule.body["pattern"])) for rule in knowledge.family("layout")}


@lru_cache(maxsize=4)
def _units(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(entry["unit"] for entry in knowledge.lexicon("units"))


@lru_cache(maxsize=4)
def simplified(knowledge: Knowledge) -> dict[int, int]:
    """Traditional character → the simplified one, as str.translate takes it."""
    return {ord(e["traditional"]): ord(e["simplified"]) for e in knowledge.lexicons.get("traditional", ())}


@lru_cache(maxsize=4)
def _plain(knowledge: Knowledge) -> dict[int, int | str]:
    """Every character that is read as another: of another width or shape, or traditional."""
    to = simplified(knowledge)
    return to | {c: to.get(ord(other), other) for c, other in FOLDED.items()}


def segment(document: Document, knowledge: Knowledge) -> tuple[Sentence, ...]:
    """Sentences of a document in file order, headings and rows among them, none overlapping."""
    return tuple(sentences(document, knowledge))


def sentences(document: Document, knowledge: Knowledge) -> Iterator[Sentence]:
    """The same, one by one: a long text need not be held in sentences."""
    return _sentences(document, _compiled(knowledge), _units(knowledge), _plain(knowledge))


def _sentences(
    document: Document, rules: Rules, units: frozenset[str], plain: Mapping[int, int | str]
) -> Iterator[Sentence]:
    section = ""
    outlook = Outlook(document, rules)
    columns: tuple[str, ...] = ()
    seen: dict[str, int] = {}
    index = 0
    for kind, given in paragraphs(tables.found(list(lines(document.text)), rules, units), rules):
        text, at = reading(given, kind, plain)
        if (kind == "heading" and given[0].start > 0) or (kind == "heading" and not section):
            section = text
        if kind == "row":
            columns = given[0].columns if given[0].columns is not None else tables.columns(text, columns)
        else:
            columns = ()
        outlook.paragraph(text, kind)
        for start, end in cuts(text) if kind == "prose" else [(0, len(text))]:
            body = text[start:end]
            lead = len(body) - len(body.lstrip(" "))
            body, start = body.strip(" "), start + lead
            if not body:
                continue
            copy = seen.setdefault(body, index) if len(body) >= 12 else index
            yield Sentence(
                index, body, compact(at[start : start + len(body)]), section, outlook.sentence(body), kind,
                copy if copy != index else None, columns, outlook.span,
            )  # fmt: skip
            index += 1


def folded(name: str, knowledge: Knowledge) -> str:
    """A name as documents are read: simplified, of one width."""
    return name.translate(FOLD).translate(simplified(knowledge))
