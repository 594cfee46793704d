"""Spans that nothing may cut: names known by themselves, and foreign names spelt by sound."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set
from typing import TypeVar

from kg.model import Token
from kg.stages.names.words import NameWords

T = TypeVar("T")

CLAUSE = "，。；：！？"  # what ends a clause


def openings(text: str, tokens: Sequence[Token]) -> dict[str, list[int]]:
    """Where words begin, by their first two characters of the text; those of one character also by that."""
    found: dict[str, list[int]] = {}
    for t in tokens:
        found.setdefault(text[t.start : t.start + 2], []).append(t.start)
        if t.end - t.start == 1:
            found.setdefault(t.word, []).append(t.start)
    return found


def found_at(keys: Set[str], at: Mapping[str, Sequence[int]]) -> list[tuple[int, str]]:
    """Where words (`openings`) begin with one of these keys, in order, each with its key."""
    return sorted((start, key) for key in keys & at.keys() for start in at[key])


def known(
    text: str, at: Mapping[str, Sequence[int]], edges: frozenset[int], words: NameWords
) -> list[tuple[int, int, str, str]]:
    """The longest name known by itself at each word edge (`openings`): its span, its class and where it is listed."""
    found, past = [], 0
    for start, pair in found_at(words.known.keys(), at):
        if start < past:
            continue
        group = words.known[pair]
        for name, entry in group.get(text[start + 2 : start + 3], group[""]):
            end = start + len(name)
            if text.startswith(name, start) and end in edges and not text.startswith(entry.unless, end):
                found.append((start, end, entry.cls, entry.where))
                past = end
                break
    return found


def begun(
    text: str,
    at: Mapping[str, Sequence[int]],
    edges: frozenset[int],
    verbs: Mapping[str, Sequence[tuple[str, T]]],
) -> list[tuple[int, int, T]]:
    """Where each verb of these (by their first two characters) that whole words make begins and ends, and its value."""
    found: dict[int, tuple[int, int, T]] = {}
    for key in verbs.keys() & at.keys():
        for start in at[key]:
            for verb, value in verbs[key]:
                if text.startswith(verb, start) and start + len(verb) in edges:
                    if start not in found or found[start][1] < start + len(verb):
                        found[start] = start, start + len(verb), value
                    break
    return [found[start] for start in sorted(found)]


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
