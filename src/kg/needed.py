"""What a text must have for a regular expression to match anywhere in it.

Most rules say nothing of most sentences, and a look at a sentence's characters costs a tenth of a search: `Sought`
searches only where each of a few sets of characters, read off the parsed pattern, has one of its own in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

MOST = 24  # characters of a set that tells anything: nearly every sentence has one of a larger one
KEPT = 3  # sets of a pattern that are asked for, the smallest

Needs = tuple[frozenset[str], ...]


class Sought:
    """A compiled pattern and what a text must have for it."""

    __slots__ = ("needs", "pattern")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.needs = needs(pattern)

    def finditer(self, text: str, characters: Set[str]) -> Iterator[re.Match[str]]:
        """All matches in a text that consists of these characters."""
        for some in self.needs:
            if some.isdisjoint(characters):
                return iter(())
        return self.pattern.finditer(text)


def likely(patterns: Iterable[Sought], characters: Set[str]) -> list[int]:
    """The numbers of those patterns that may match in a text of these characters, by their smallest set alone."""
    return [i for i, s in enumerate(patterns) if not (s.needs and s.needs[0].isdisjoint(characters))]


def needs(pattern: re.Pattern[str]) -> Needs:
    """Sets of characters, smallest first, of each of which any match holds one; () when that is not known."""
    if pattern.flags & re.IGNORECASE:
        return ()
    found = {s for s in _sequence(_parser.parse(pattern.pattern, pattern.flags)) if s and len(s) <= MOST}
    return tuple(sorted(found, key=lambda s: (len(s), sorted(s)))[:KEPT])


def _sequence(items: Any) -> Iterator[frozenset[str]]:
    """The sets of a parsed sequence: of each part that cannot be left out."""
    for kind, value in items:
        if kind is op.LITERAL:
            yield frozenset(chr(value))
        elif kind is op.IN:
            yield _set(value)
        elif kind is op.BRANCH:
            yield _either(value[1])
        elif kind is op.SUBPATTERN and not value[1] & re.IGNORECASE:
            yield from _sequence(value[3])
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and value[0] > 0:
            yield from _sequence(value[2])
        elif kind is op.ATOMIC_GROUP:
            yield from _sequence(value)


def _either(branches: Any) -> frozenset[str]:
    """One set for several ways to go on: the smallest of each; empty when one of them needs nothing."""
    found: frozenset[str] = frozenset()
    for branch in branches:
        least = min((s for s in _sequence(branch) if s), key=len, default=frozenset[str]())
        if not least:
            return frozenset()
        found |= least
    return found


def _set(items: Any) -> frozenset[str]:
    """The characters of a class in square brackets; empty when they are too many or told by what they are not."""
    found: set[str] = set()
    for kind, value in items:
        if kind is op.LITERAL:
            found.add(chr(value))
        elif kind is op.RANGE and value[1] - value[0] < MOST:
            found |= {chr(c) for c in range(value[0], value[1] + 1)}
        else:
            return frozenset()
    return frozenset(found)
