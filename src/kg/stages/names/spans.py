"""Spans that nothing may cut: names known by themselves, and foreign names spelt by sound."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from kg.model import Token
from kg.stages.names.words import NameWords

T = TypeVar("T")

CLAUSE = "，。；：！？"  # what ends a clause


def known(
    text: str, starts: Sequence[int], pairs: Sequence[str], edges: frozenset[int], words: NameWords
) -> list[tuple[int, int, str, str]]:
    """The longest name known by itself at each word edge: its span, its class and where it is listed.

    `pairs` are the first two characters at each of `starts`.
    """
    found, past = [], 0
    for start, group in zip(starts, map(words.known.get, pairs), strict=True):
        if group is None or start < past:
            continue
        for name, entry in group.get(text[start + 2 : start + 3], group[""]):
            end = start + len(name)
            if text.startswith(name, start) and end in edges and not text.startswith(entry.unless, end):
                found.append((start, end, entry.cls, entry.where))
                past = end
                break
    return found


def begun(
    text: str,
    starts: Sequence[int],
    pairs: Sequence[str],
    edges: frozenset[int],
    verbs: Mapping[str, Sequence[tuple[str, T]]],
) -> Iterator[tuple[int, int, T]]:
    """Where each verb of these (by their first two characters) that whole words make begins and ends, and its value."""
    for start, pair in zip(starts, pairs, strict=True):
        for verb, value in verbs.get(pair) or verbs.get(pair[0]) or ():
            if text.startswith(verb, start) and start + len(verb) in edges:
                yield start, start + len(verb), value
                break


def sounds(text: str, tokens: tuple[Token, ...], starts: Sequence[int], words: NameWords) -> list[tuple[int, int]]:
    """Foreign names, which the dictionary cuts anywhere: whole words spelt by sound, one of them a single character."""
    found = []
    for m in words.sound.finditer(text):
        inside = tokens[bisect_left(starts, m.start()) : bisect_left(starts, m.end())]
        while inside and inside[-1].end > m.end():
            inside = inside[:-1]
        if len(inside) > 1 and any(t.end - t.start == 1 for t in inside):
            found.append((inside[0].start, inside[-1].end))
    return found


def clause_end(text: str, start: int, longest: int, marks: str = CLAUSE) -> int:
    """Where the clause goes to from `start`: the first of `marks`, `longest` characters on or the end of the text."""
    until = min(len(text), start + longest)
    return next((i for i in range(start, until) if text[i] in marks), until)


def unverbed(text: str, tokens: Sequence[Token], begin: int, stop: int, verbs: frozenset[str]) -> int:
    """Where a name begins without the `verbs` that govern it: 打通|某大通道; those that are all of its modifier stay (解放|路)."""
    i = bisect_left(tokens, begin, key=lambda t: t.start)
    while i < len(tokens) and tokens[i].start == begin:
        if text[begin : tokens[i].end] not in verbs:
            break
        if tokens[i].end - begin < 2 or stop - tokens[i].end < 2:
            break
        begin = tokens[i].end
        i += 1
    return begin
