"""The document's own place by its short name, where no name was found.

A city and a county in it may share one short form (the city, and the county around it); the gazetteer then reads
neither. At the head of a clause it is the place of the report that acts; inside a longer name either reading puts
the thing in that place, since the county lies in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Document, Name, Token
from kg.stages.relate.frames import Frames

PLACE = "AdministrativeDivision"


def home(
    text: str, tokens: tuple[Token, ...], names: tuple[Name, ...], document: Document, known: Frames
) -> Iterator[Name]:
    """The own place's short name at the head of a clause, or between other words of a longer name."""
    short = document.about[:-1]
    at = text.find(short) if len(short) > 1 else -1
    while at >= 0:
        end = at + len(short)
        over = [n for n in names if n.start < end and at < n.end]
        head = not over and (at == 0 or known.brk.match(text, at - 1))
        within = over and all(n.start < at and end <= n.end and n.cls != PLACE for n in over)
        leads = known.leads_on.match(text, end) or known.leads_on.match(
            text, at - 1
        )  # an end of a road is not its site
        if head or (within and not leads and _word(at, end, tokens)):
            yield Name(at, end, document.about, PLACE, "document")
        at = text.find(short, end)


def _word(start: int, end: int, tokens: tuple[Token, ...]) -> bool:
    """Whether words begin and end with these characters: no part of a longer word."""
    return any(t.start == start for t in tokens) and any(t.end == end for t in tokens)
