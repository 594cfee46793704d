"""Rows of tables: each numeric cell under a heading is a figure of the row's label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Declined, Document, ObservationClaim, Quantity, Sentence
from kg.numerals import MAGNITUDE, magnitude, number
from kg.stages.observe.words import Words

CELL = re.compile(r"[^|\t]+")
NUMERIC = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?%?")
BRACKETED = re.compile(r"[（(]([^（）()]*)[)）]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: where its text stands, and under which heading."""

    start: int
    end: int
    text: str
    heading: str


def cells(sentence: Sentence) -> list[Cell]:
    """The cells of a row, empty ones left out."""
    text = sentence.text
    lead = len(text) - len(text.lstrip("| "))
    found = []
    for column, piece in enumerate(text[lead:].rstrip("| ").split("|") if "|" in text else text[lead:].split("\t")):
        start = lead
        lead += len(piece) + 1
        bare = piece.strip()
        if bare:
            start += piece.index(bare)
            heading = sentence.columns[column] if column < len(sentence.columns) else ""
            found.append(Cell(start, start + len(bare), bare, heading))
    return found


def read_row(
    sentence: Sentence, quantities: tuple[Quantity, ...], document: Document, words: Words
) -> tuple[tuple[ObservationClaim, ...], tuple[Declined, ...]]:
    """Figures of a row, and its numbers that have no heading or label to go by."""
    claims = tuple(_claims(cells(sentence), document, words, sentence.outlook)) if sentence.columns else ()
    taken = [(c.start, c.end) for c in claims]
    declined = tuple(
        Declined(q.start, q.end, "number", "table")
        for q in quantities
        if not any(s < q.end and q.start < e for s, e in taken)
    )
    return claims, declined


def _claims(row: list[Cell], document: Document, words: Words, outlook: str) -> Iterator[ObservationClaim]:
    label = next((c.text for c in row if not NUMERIC.fullmatch(c.text)), "")
    for lead in words.marks["table_wherein"]:
        label = label.removeprefix(lead)
    label = "".join(label.split())
    unit_cell = next((c.text for c in row if c.heading in words.marks["table_unit"]), "")
    said = BRACKETED.search(label)
    if said and not unit_cell and _split(said[1])[1] in words.units:
        unit_cell, label = said[1], label[: said.start()] + label[said.end() :]  # 地区生产总值（亿元）
    indicator = label  # a growth or share is of the level before it in the row
    amounts = sum((_shape(c, unit_cell, words) or ("",))[0] == "level" for c in row if NUMERIC.fullmatch(c.text))
    for cell in row:
        if not label or not cell.heading or not NUMERIC.fullmatch(cell.text):
            continue
        value = number(cell.text.rstrip("%"))
        shape = _shape(cell, unit_cell, words)
        if value is None or shape is None:
            continue
        measure, unit, scale = shape
        # beside 金额 even 数量 says what is meant
        column = _column(cell.heading, words) or (_bare(cell.heading) if amounts > 1 and measure == "level" else "")
        if measure == "level" or column:
            scoped = column in words.marks["table_scopes"]  # 城市居民消费价格, but 小麦产量
            told = label.endswith(tuple(words.marks["amounts"]))  # 发电量 needs no 产量
            indicator = column + label if scoped else label if told else label + column
        rule = next(r.name for r in words.table if "cell" in r.kinds)
        yield ObservationClaim(
            cell.start, cell.end, value * magnitude(scale), None, unit, "exact", outlook or "achieved", measure, indicator,
            "", "", "year-on-year" if measure == "growth-rate" else "", _year(cell.heading, document, words), "", "", rule,
        )  # fmt: skip


def _year(heading: str, document: Document, words: Words) -> str:
    """The time of a column: the year its heading says, the last day of the year for 年末, else the report's year."""
    said = re.search(r"(?:19|20)\d\d", heading)
    year = said[0] if said else str(document.year or "")
    return f"{year}-12-31" if year and heading.startswith(tuple(words.marks["as_of_year"])) else year


def _shape(cell: Cell, unit_cell: str, words: Words) -> tuple[str, str, str] | None:
    """(measure, unit, magnitude words) a heading gives its cells; None when it gives no unit."""
    heading = cell.heading
    if any(w in heading for w in words.marks["table_growth"]):
        return "growth-rate", "%", ""
    if any(w in heading for w in words.marks["table_share"]):
        return "share", "%", ""
    bracketed = BRACKETED.search(heading)
    printed = bracketed[1] if bracketed else "%" if cell.text.endswith("%") else unit_cell
    scale, unit = _split(printed)
    if words.units.get(unit) == "percent":
        return "share", unit, ""
    return ("level", unit, scale) if unit in words.units else None


def _split(printed: str) -> tuple[str, str]:
    """Magnitude and unit of 亿元, 万人, %."""
    scale = re.match(rf"(?:{MAGNITUDE})?", printed)
    end = scale.end() if scale else 0
    return printed[:end], printed[end:]


def _bare(heading: str) -> str:
    """A heading without its unit; "" for one that is a year."""
    bare = BRACKETED.sub("", heading).rstrip("%％±")
    return "" if bare[:1].isdigit() else bare


def _column(heading: str, words: Words) -> str:
    """What a heading adds to the label: 产量 does, 绝对数 does not."""
    bare = BRACKETED.sub("", heading).rstrip("%％±")
    for word in words.marks["table_moves"]:
        bare = bare.replace(word, "")
    return "" if bare in words.marks["table_plain"] or bare[:1].isdigit() else bare
