"""Tables that lost their bars: rows parted by blanks, cells on lines of their own; the unit said once above.

A row found here reads as label, tab, cell, tab …; the tab stands for the blank or line break in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.numerals import MAGNITUDE
from kg.stages.segment.lines import Line, Rules

CELL = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?%?|[-—…]+")
BLANKS = re.compile(r"[ \t\u3000\xa0]+")
ABOVE = 5  # lines above a table that may hold its title, its unit and its headings


def columns(text: str, now: tuple[str, ...]) -> tuple[str, ...]:
    """Headings of the columns from here on: a row with several cells and no number among them heads those below."""
    cells = tuple(c.strip() for c in re.split(r"[|\t]", text.strip().strip("|")))
    if sum(bool(c) for c in cells) < 2 or any(re.fullmatch(r"[-−]?[\d,.]+%?", c) for c in cells):
        return now
    return tuple("".join(c.split()) for c in cells)


def found(given: list[Line], rules: Rules, units: frozenset[str]) -> list[Line]:
    """The lines of a report, with rows of tables rewritten as label and cells; others as they are."""
    made: list[Line] = []
    for line, heads in _found(given, rules, units):
        if heads:
            made[-heads:] = [replace(h, columns=()) for h in made[-heads:]]
        made.append(line)
    return made


def _found(given: list[Line], rules: Rules, units: frozenset[str]) -> Iterator[tuple[Line, int]]:
    """Each line, and how many before it hold the headings of the table that it begins."""
    headings: tuple[str, ...] = ()
    title = unit = ""
    last = -ABOVE
    i = 0
    while i < len(given):
        line = given[i]
        said = rules["table.unit"].search(line.text)
        if said:
            unit, last = said["unit"], i
        if rules["table.title"].search(line.text):
            title, headings, unit, last = line.text, (), "", i
        if line.text.count("|") >= 2:
            named = columns(line.text, ())
            last = i if i - last <= ABOVE else last
            # the unit said once above the table belongs to the columns that say none
            yield replace(line, columns=_with_unit(named, unit, title, rules)) if named and i == last else line, 0
            i += 1
            continue
        stacked = _stacked(given, i, rules)
        if stacked:
            yield from ((line, 0) for line in given[i : i + len(stacked[0][0])])
            yield from ((_joined(rows, _with_unit(names, unit, title, rules)), 0) for names, rows in stacked)
            i += sum(len(rows) for _, rows in stacked) + len(stacked[0][0])
            continue
        heads = 0
        row = _row(line, rules, units, bool(headings))
        if row is None:
            headings = () if len(line.text) > 30 else headings
        else:
            made, cells, printed = row
            if not headings or len(headings) != cells + 1 + printed:
                headings, heads = _headings(given[max(0, i - ABOVE) : i], cells + 1 + printed, rules)
            line = replace(made, columns=_with_unit(headings, unit, title, rules))
        yield line, heads
        i += 1


def _with_unit(headings: tuple[str, ...], unit: str, title: str, rules: Rules) -> tuple[str, ...]:
    """Headings that say their unit: the one printed above the table goes to those that need it."""
    if not unit:
        return headings
    growth = unit == "%" and rules["table.growth"].search(title)
    mark = f"{growth[0]}（%）" if growth else f"（{unit}）"
    return tuple(
        h if i == 0 or not h or rules["table.own-unit"].search(h) else h + mark for i, h in enumerate(headings)
    )


def _row(line: Line, rules: Rules, units: frozenset[str], inside: bool) -> tuple[Line, int, int] | None:
    """A line of a label and cells: (the row, number of cells, 1 when a unit stands between); None when it is none."""
    m = rules["table.row"].fullmatch(line.text)
    if not m:
        return None
    cells = list(CELL.finditer(line.text, m.start("cells")))
    if len(cells) < (1 if inside else 2) or not any(c[0][-1].isdigit() or c[0][-1] == "%" for c in cells):
        return None
    label = m["label"].rstrip()
    cut = max(label.rfind(" "), label.rfind("\u3000"))
    last = label[cut + 1 :]
    unit = cut > 0 and re.sub(rf"^(?:{MAGNITUDE})", "", last) in units
    parts = [(0, cut if unit else len(label))] + ([(cut + 1, len(label))] if unit else [])
    parts += [c.span() for c in cells]
    return _tabbed(line, parts), len(cells), int(unit)


def _tabbed(line: Line, parts: list[tuple[int, int]]) -> Line:
    text = ""
    at: list[int] = []
    for n, (start, end) in enumerate(parts):
        if n:
            text += "\t"
            at.append(line.at[start - 1])
        for i in range(start, end):
            if not BLANKS.fullmatch(line.text[i]):
                text += line.text[i]
                at.append(line.at[i])
    return replace(line, text=text, at=tuple(at), listed=False, columns=())


def _headings(above: list[Line], width: int, rules: Rules) -> tuple[tuple[str, ...], int]:
    """Headings in the lines above a table and how many lines hold them; () when they are not as many as its columns."""
    words: list[str] = []
    lines = 0
    for line in reversed(above):
        if rules["table.title"].search(line.text) or rules["table.unit"].search(line.text) or len(line.text) > 40:
            break
        if re.search(r"[。，；]", line.text):
            break
        words, lines = _words(line.text) + words, lines + 1
        if len(words) >= width:
            break
    return (tuple(words), lines) if len(words) == width else ((), 0)


def _words(text: str) -> list[str]:
    """The words of a line of headings; letters spaced out (产 量) stand together again."""
    tokens = [t for t in BLANKS.split(text) if t]
    found: list[str] = []
    singles = ""
    for token in [*tokens, ""]:
        if len(token) == 1:
            singles += token
            continue
        found += [singles[k : k + 2] for k in range(0, len(singles), 2)] if len(singles) % 2 == 0 else [singles]
        singles = ""
        found += [token] if token else []
    return found


Rows = list[tuple[tuple[str, ...], list[Line]]]


def _stacked(given: list[Line], i: int, rules: Rules) -> Rows:
    """Cells on lines of their own below headings on theirs: (headings, lines of a row) for each row."""
    if not rules["table.head-first"].fullmatch(given[i].text):
        return []
    end = i + 1
    while end + 1 < len(given) and rules["table.head"].fullmatch(given[end].text):
        if CELL.fullmatch(given[end + 1].text):
            break  # 地区生产总值（亿元）: the label of the first row
        end += 1
    width = end - i
    if width < 2:
        return []
    names = tuple("".join(line.text.split()) for line in given[i:end])
    found: Rows = []
    while end + width <= len(given):
        row = given[end : end + width]
        numbers = [bool(CELL.fullmatch(line.text)) for line in row]
        if numbers[0] or not any(numbers[1:]) or len(row[0].text) > 30 or not numbers[-1]:
            break
        found.append((names, row))
        end += width
    return found


def _joined(row: list[Line], headings: tuple[str, ...]) -> Line:
    """Lines as one row; a tab stands for the character before each but the first: the line break."""
    text = ""
    at: list[int] = []
    for n, line in enumerate(row):
        if n:
            text += "\t"
            at.append(line.at[0] - 1)
        text += line.text
        at += line.at
    return replace(row[0], end=row[-1].end, text=text, at=tuple(at), listed=False, columns=headings)
