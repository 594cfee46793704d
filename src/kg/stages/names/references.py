"""Words that mean the one thing of their class named just before: 该公司, 集团 at the head of a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.model import Name, outermost
from kg.stages.names.phrases import Phrases
from kg.stages.names.spans import CLAUSE

WHERE = "lexicon/name_references.tsv"


def references(view: Phrases, found: Iterable[Name], before: Sequence[Name]) -> list[Name]:
    """What such words stand for: the one name of their class in the sentence so far, else in the one before.

    Where that names none or several of the class, or the words are part of a name, they stand for nothing.
    """
    names, more = tuple(found), []
    for start, end, (cls, alone) in view.verbs(view.words.references):
        opens = start == 0 or view.text[start - 1] in CLAUSE
        if not opens or (alone and (start or not _subject(view, end))):
            continue
        if any(n.start < end and start < n.end for n in names):
            continue
        here = {n.label for n in outermost(names) if n.cls == cls and n.end <= start}
        meant = here or {n.label for n in outermost(before) if n.cls == cls}
        if len(meant) == 1 and (label := meant.pop()).endswith(view.text[start:end] if alone else ""):
            more.append(Name(start, end, label, cls, WHERE))
    return more


def _subject(view: Phrases, end: int) -> bool:
    """Whether a verb or an adverb follows: 集团|实现营收, not 集团化, 公司治理."""
    i = view.first(end)
    return i < len(view.tokens) and view.tokens[i].start == end and view.tokens[i].tag in ("v", "d", "ad", "p", "t")
