"""The ledger: every numeral of a text is observed, in a name, in a period, or listed with a reason."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kg.model import Document, Ledger, Read, Sentence, Unresolved

NUMERAL = re.compile(r"[0-9０-９]+(?:[.,．][0-9０-９]+)*")


def clause(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """The part between semicolons that holds start:end, in reading terms: what is quoted."""
    text = sentence.text
    low = max(text.rfind("；", 0, start), text.rfind("。", 0, start)) + 1
    high = min((i for i in (text.find("；", end), text.find("。", end)) if i >= 0), default=len(text) - 1) + 1
    return low, min(high, len(text))


def account(
    document: Document,
    reads: Sequence[Read],
    covered: Sequence[tuple[int, int]],
    lost: Sequence[Unresolved],
    part: tuple[int, int],
) -> tuple[tuple[Unresolved, ...], Ledger]:
    """The ledger of a part of the text: each numeral is observed, in a name, in a period, or listed with a reason."""
    low, high = part
    owner = _Owners(low, high)
    listed: list[Unresolved] = list(lost)
    spots: list[tuple[int, int]] = []  # numerals that are words, known only to the reader
    for start, end in covered:
        owner.take(start, end, 1)
        spots.append((start, end))
    for u in lost:
        if u.kind == "number":
            owner.take(u.start, u.end, 4)
    for r in reads:
        for n in r.names:
            owner.mark(*r.sentence.span(n.start, n.end), 2)
        for p in r.periods:
            start, end = r.sentence.span(p.start, p.end)
            owner.mark(start, end, 3)
            spots.append((start, end))
        for d in r.declined:
            start, end = r.sentence.span(d.start, d.end)
            if d.kind == "number":
                if d.reason == "name-part" and owner.full(start, end):
                    continue
                spots.append((start, end))
                if owner.mark(start, end, 4):
                    listed.append(_listed(document, r.sentence, d.start, d.end, d.kind, d.reason))
            else:
                listed.append(_listed(document, r.sentence, d.start, d.end, d.kind, d.reason))
        for m in r.masks:
            start, end = r.sentence.span(m.start, m.end)
            if m.reason != "idiom" and owner.mark(start, end, 4):
                listed.append(_listed(document, r.sentence, m.start, m.end, "number", m.reason))
                spots.append((start, end))
    counts = [0, 0, 0, 0, 0]
    taken = _Owners(low, high)
    for start, end in sorted(set(spots)):
        if not taken.some(start, end):
            taken.take(start, end, 1)
            counts[owner.of(start)] += 1
    sentences = [r.sentence for r in reads]
    starts = [s.at[0] for s in sentences]
    for run in NUMERAL.finditer(document.text, low, high):
        if taken.some(run.start(), run.end()):
            continue
        if not owner.of(run.start()):
            sentence = _holding(sentences, starts, run.start())
            reason = (
                "furniture" if sentence is None or sentence.kind in ("furniture", "byline", "caption") else "list-label"
            )
            quote = "" if sentence is None else document.text[sentence.at[0] : sentence.at[-1] + 1]
            owner.take(run.start(), run.end(), 4)
            listed.append(Unresolved(document.id, run.start(), run.end(), run[0], "number", reason, quote[:200]))
        counts[owner.of(run.start())] += 1
    listed.sort(key=lambda u: (u.start, u.end, u.kind, u.reason))
    return tuple(listed), Ledger(sum(counts), *counts[1:])


class _Owners:
    """Who has each character of a part: 0 nobody, 1 observed, 2 named, 3 dated, 4 listed."""

    def __init__(self, low: int, high: int) -> None:
        self.low = low
        self.codes = bytearray(high - low)

    def of(self, i: int) -> int:
        return self.codes[i - self.low]

    def take(self, start: int, end: int, code: int) -> None:
        self.codes[start - self.low : end - self.low] = bytes([code]) * (end - start)

    def full(self, start: int, end: int) -> bool:
        return all(self.codes[start - self.low : end - self.low])

    def some(self, start: int, end: int) -> bool:
        return any(self.codes[start - self.low : end - self.low])

    def mark(self, start: int, end: int, code: int) -> bool:
        """Claim the still unowned characters of a span; True when there was one."""
        free = False
        for i in range(start - self.low, end - self.low):
            if not self.codes[i]:
                self.codes[i] = code
                free = True
        return free


def _holding(sentences: Sequence[Sentence], starts: Sequence[int], i: int) -> Sentence | None:
    """The sentence that keeps the character at i; None for what reading dropped."""
    at = bisect_right(starts, i) - 1
    if at < 0:
        return None
    kept = sentences[at].at
    k = bisect_left(kept, i)
    return sentences[at] if k < len(kept) and kept[k] == i else None


def _listed(document: Document, sentence: Sentence, low: int, high: int, kind: str, reason: str) -> Unresolved:
    start, end = sentence.span(low, high)
    quote_start, quote_end = sentence.span(*clause(sentence, low, high))
    return Unresolved(
        document.id, start, end, document.text[start:end], kind, reason, document.text[quote_start:quote_end]
    )
