"""The ledger: every numeral of a text is observed, in a name, in a period, or listed with a reason."""

from __future__ import annotations

import re
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
    document: Document, reads: Sequence[Read], covered: Sequence[tuple[int, int]], lost: Sequence[Unresolved]
) -> tuple[tuple[Unresolved, ...], Ledger]:
    """The ledger: every numeral of the text is observed, in a name, in a period, or listed with a reason."""
    size = len(document.text)
    owner = bytearray(size)  # 1 observed, 2 named, 3 dated, 4 listed
    listed: list[Unresolved] = list(lost)
    spots: list[tuple[int, int]] = []  # numerals that are words, known only to the reader
    for start, end in covered:
        owner[start:end] = b"\1" * (end - start)
        spots.append((start, end))
    for u in lost:
        if u.kind == "number":
            owner[u.start : u.end] = b"\4" * (u.end - u.start)
    for r in reads:
        for n in r.names:
            _mark(owner, *r.sentence.span(n.start, n.end), 2)
        for p in r.periods:
            start, end = r.sentence.span(p.start, p.end)
            _mark(owner, start, end, 3)
            spots.append((start, end))
        for d in r.declined:
            start, end = r.sentence.span(d.start, d.end)
            if d.kind == "number":
                if d.reason == "name-part" and all(owner[start:end]):
                    continue
                spots.append((start, end))
                if _mark(owner, start, end, 4):
                    listed.append(_listed(document, r.sentence, d.start, d.end, d.kind, d.reason))
            else:
                listed.append(_listed(document, r.sentence, d.start, d.end, d.kind, d.reason))
        for m in r.masks:
            start, end = r.sentence.span(m.start, m.end)
            if m.reason != "idiom" and _mark(owner, start, end, 4):
                listed.append(_listed(document, r.sentence, m.start, m.end, "number", m.reason))
                spots.append((start, end))
    counts = [0, 0, 0, 0, 0]
    taken = bytearray(size)
    for start, end in sorted(set(spots)):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            counts[owner[start]] += 1
    kinds = {i: r.sentence for r in reads for i in r.sentence.at}
    for run in NUMERAL.finditer(document.text):
        if any(taken[run.start() : run.end()]):
            continue
        if not owner[run.start()]:
            sentence = kinds.get(run.start())
            reason = (
                "furniture" if sentence is None or sentence.kind in ("furniture", "byline", "caption") else "list-label"
            )
            quote = "" if sentence is None else document.text[sentence.at[0] : sentence.at[-1] + 1]
            owner[run.start() : run.end()] = b"\4" * (run.end() - run.start())
            listed.append(Unresolved(document.id, run.start(), run.end(), run[0], "number", reason, quote[:200]))
        counts[owner[run.start()]] += 1
    listed.sort(key=lambda u: (u.start, u.end, u.kind, u.reason))
    return tuple(listed), Ledger(sum(counts), *counts[1:])


def _mark(owner: bytearray, start: int, end: int, code: int) -> bool:
    """Claim the still unowned characters of a span; True when there was one."""
    free = False
    for i in range(start, end):
        if not owner[i]:
            owner[i] = code
            free = True
    return free


def _listed(document: Document, sentence: Sentence, low: int, high: int, kind: str, reason: str) -> Unresolved:
    start, end = sentence.span(low, high)
    quote_start, quote_end = sentence.span(*clause(sentence, low, high))
    return Unresolved(
        document.id, start, end, document.text[start:end], kind, reason, document.text[quote_start:quote_end]
    )
