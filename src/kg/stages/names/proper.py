"""What makes a phrase the name of one thing: a place, a foreign or coined word, a digit, quotation marks."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.stages.names.phrases import Phrases

SMALL = frozenset({"f", "r", "u", "uj", "x"})  # such a character is no part of an unknown word
PROPER = frozenset({"ns", "nr", "nt", "nz", "nrt", "nrfg", "eng", "j"})


def proper(view: Phrases, begin: int, end: int) -> bool:
    """Whether a place, a coined or foreign word, a digit or quotes stand between."""
    if any(begin <= p.start and p.end <= end for p in view.places):
        return True
    if any(begin <= a and b <= end for a, b in view.sounds):
        return True
    if view.words.helpers["country-pair"].match(view.text, begin, end):
        return True
    body = view.text[begin:end]
    if any(c.isdigit() or (c.isascii() and c.isalpha()) or c in "“《·" for c in body):
        return True
    i = bisect_left(view.starts, begin)
    if i < len(view.tokens) and view.tokens[i].end > end and view.tokens[i].tag in PROPER:
        return True  # 成昆铁路: one word of the dictionary, head and all
    while i < len(view.tokens) and view.tokens[i].end <= end:
        t = view.tokens[i]
        if t.tag in PROPER and t.end - t.start >= 2:
            return True
        if t.tag == "s" and view.words.sets["side"].intersection(t.word):
            return True  # 城北|停车场
        following = view.tokens[i + 1] if i + 1 < len(view.tokens) else t
        if (
            t.end - t.start == 1
            and t.tag not in SMALL
            and following.tag not in SMALL
            and following.end - following.start == 1
            and following.end <= end
            and following is not t
        ):
            return True  # two single characters in a row: a word the dictionary does not know
        i += 1
    return False
