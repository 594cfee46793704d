"""Three numbers in a row that divide a whole: 三次产业结构由19:39:42调整为13:51:36 states six shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from kg.model import Document, ObservationClaim, Period, Quantity, Sentence
from kg.numerals import COLON, number
from kg.stages.observe.words import Words

TRIPLE = re.compile(rf"(\d+(?:\.\d+)?)[%]?{COLON}(\d+(?:\.\d+)?)[%]?{COLON}(\d+(?:\.\d+)?)[%]?")
WHOLE = Decimal(100)


def read_ratios(
    sentence: Sentence, quantities: Sequence[Quantity], periods: Sequence[Period], document: Document, words: Words
) -> list[ObservationClaim]:
    """The shares of each ratio of a sentence; none where nothing says what is divided, or they do not make a whole."""
    text, found = sentence.text, []
    of = words.marks["ratio_of"]
    for m in TRIPLE.finditer(text):
        clause = text[max(text.rfind(c, 0, m.start()) for c in "\uff0c\uff1b\u3002") + 1 : m.start()]
        values = [number(m[k]) for k in (1, 2, 3)]
        if not any(word in clause for word in of) or any(v is None for v in values):
            continue
        if abs(sum((v for v in values if v is not None), Decimal(0)) - WHOLE) > Decimal("1"):
            continue
        period = _period(m, sentence, periods, document, words)
        rule = next(r.name for r in words.table if r.name.startswith("share.level"))
        for k, value in enumerate(values):
            assert value is not None
            q = next((q for q in quantities if q.start == m.start(k + 1)), None)
            if q is None:
                continue
            found.append(
                ObservationClaim(
                    q.start, m.end(k + 1), value, None, "%", "exact", sentence.outlook or "achieved", "share",
                    words.marks["ratio_parts"][k], "", "", "", period, "", "", rule,
                )
            )  # fmt: skip
    return found


def _period(m: re.Match[str], sentence: Sentence, periods: Sequence[Period], document: Document, words: Words) -> str:
    before = [p for p in periods if p.end <= m.start() and p.value]
    if before and sentence.text[before[-1].end : m.start()].strip(words.marks["of"]) == "":
        return before[-1].value
    base = document.year
    if base is None:
        return ""
    first = int(sentence.years[:4]) if sentence.years else base
    if sentence.text.startswith(tuple(words.marks["moves_to"]), m.end()):
        return str(first - 1)
    return str(base + (1 if sentence.outlook else 0))
