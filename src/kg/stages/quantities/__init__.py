"""Numbers as printed → Quantity: value, unit, hedge. Knows nothing of what they measure.

A candidate is found by one regular expression, then read exactly by `kg.numerals`. Names and idioms
(“2+4”, GH4169, 一体化) are masked first: no quantity overlaps a masked span.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from kg.knowledge import Knowledge
from kg.model import Masked, Quantity
from kg.numerals import (
    ARABIC,
    CHINESE,
    FOLD,
    JOINTS,
    LARGE,
    MAGNITUDE,
    NEGATIVE,
    OF,
    PARTS,
    PER,
    POINT,
    SIGNS,
    TENTH,
    WHOLE,
    between,
    magnitude,
    number,
)
from kg.stages.quantities.grammar import Grammar, alternation, grammar

__all__ = ["Grammar", "alternation", "grammar", "masks", "parse"]

Value = Decimal | tuple[Decimal | None, Decimal | None]


def masks(text: str, knowledge: Knowledge) -> tuple[Masked, ...]:
    """Spans of the text whose numerals measure nothing: idioms and shapes such as GH4169 or “2+4”."""
    g = grammar(knowledge)
    found = []
    for m in g.mask.finditer(text):
        before = text[m.start() - 1 : m.start()]
        if (
            before
            and m.lastgroup is None
            and (before in OF or (m[0][0] in CHINESE and (before in CHINESE or before.isdigit())))
        ) or (m[0][-1] in OF and text.startswith(PARTS, m.end())):
            continue  # 三分之一, 二百家: the idiom's first character belongs to a number
        kind = "list-label" if m.lastgroup == "label" else "name-part"
        reason, where = g.reasons.get(m[0], (kind, f"rules/numbers.toml#{m.lastgroup}"))
        found.append(Masked(m.start(), m.end(), reason, where))
    return tuple(found)


def parse(text: str, knowledge: Knowledge, taken: Iterable[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
    """All quantities of a text in order, disjoint, outside the spans `taken` (periods, masks)."""
    g = grammar(knowledge)
    blocked = bytearray(len(text))
    for start, end in taken:
        blocked[start:end] = b"\1" * (end - start)
    found: list[Quantity] = []
    position = 0
    while (m := g.candidate.search(text, position)) is not None:
        position = m.end() if m.end() > m.start() else m.end() + 1
        if any(blocked[m.start() : m.end()]):
            free = m.start() + 1
            while free < m.end() and (blocked[free] or (text[free - 1].isdigit() and text[free].isdigit())):
                free += 1
            position = free
            continue
        quantity = _read(text, m, g)
        if quantity is not None:
            found.append(quantity)
            position = quantity.end
    return _sharing_units(found, text)


def _sharing_units(found: list[Quantity], text: str) -> tuple[Quantity, ...]:
    """0.9和1.0个百分点, 1个和2.3个百分点: a list may print its unit once, at its end."""
    for i in range(len(found) - 2, -1, -1):
        one, other = found[i], found[i + 1]
        if text[one.end : other.start] not in JOINTS or not other.unit or not isinstance(one.value, Decimal):
            continue
        partial = (
            one.unit is not None
            and other.unit != one.unit
            and other.unit.startswith(one.unit)
            and other.kind == "point"
        )
        plain = one.kind == "bare" and one.text[-1].isdigit() and other.kind in ("percent", "point", "count")
        if partial or plain:
            scale = re.search(MAGNITUDE, other.text) if plain and other.kind == "count" else None
            value = one.value * (magnitude(scale[0]) if scale else 1)
            found[i] = replace(one, unit=other.unit, kind=other.kind, value=value)
    return tuple(found)


def _read(text: str, m: re.Match[str], g: Grammar) -> Quantity | None:
    kind = m.lastgroup or ""
    start, end = m.span()
    family = kind.rstrip("0123456789")
    value, unit, inner = _value(family, m[0], g)
    if value is None:
        return None
    label = {
        "hundredth": "percent",
        "tenth": "percent",
        "double": "multiple",
        "top": "rank",
        "rank": "rank",
        "fraction": "bare",
        "slashed": "bare",
        "priced": "count",
    }.get(family)
    if label is None:
        label = g.percent.get(unit or "", "bare" if unit is None else "count")
    return Quantity(start, end, text[start:end], value, unit, _qualifier(text, start, end, inner, g), label)


def _value(family: str, words: str, g: Grammar) -> tuple[Value | None, str | None, str]:
    """(value, unit, infix hedge) of a candidate by its family of pattern."""
    if family == "double":
        digits = re.sub(rf"[^{CHINESE}0-9]", "", words)
        times = number(digits) if digits else Decimal(1)
        return (None if times is None else Decimal(2) ** int(times)), None, ""
    negative = next((n for n in NEGATIVE if n in words), "")
    sign = -1 if negative else 1
    words = words.replace(negative, "") if negative else words
    if family == "priced":
        sign_or_name = next(s for s in SIGNS if words.startswith(s))
        value, _, _ = _measured(words[len(sign_or_name) :].strip(), g)
        return value, SIGNS[sign_or_name], ""
    if family not in SPELT:
        value, unit, inner = _measured(words, g)
        return _signed(value, sign), unit, inner
    numerals = NUMERALS.findall(words.translate(FOLD))
    if family == "top":
        return number(numerals[0]), None, ""
    if family in ("fraction", "slashed"):
        return _fraction(numerals, family == "fraction", WHOLE in words, sign), None, ""
    if family == "hundredth":
        said = [n for piece in words.split(OF + PARTS)[1:] for n in NUMERALS.findall(piece)]
        values = [number(n) for n in said if len(said) == 1 or n not in PER][:2]
        return _signed(_pair(values), sign), PER.get(numerals[0][-1]), ""
    if family == "tenth":
        return _tenths(words), "%", ""
    return number(numerals[0]) if numerals else Decimal(1), None, ""


NUMERALS = re.compile(rf"{ARABIC}|[{CHINESE}]+(?:{POINT}[{CHINESE}]+)?")
SPELT = frozenset({"top", "fraction", "slashed", "hundredth", "tenth", "rank"})  # told by words around their numerals


def _signed(value: Value | None, sign: int) -> Value | None:
    return -value if sign < 0 and isinstance(value, Decimal) else value


def _fraction(numerals: list[str], below_first: bool, mixed: bool, sign: int) -> Decimal | None:
    """三分之二 says the denominator first, 2/3 last; 七又九分之五 a whole before."""
    whole = number(numerals[0]) if mixed else Decimal(0)
    first, second = (number(n) for n in numerals[1 if mixed else 0 :][:2])
    below, above = (first, second) if below_first else (second, first)
    return None if not below or above is None or whole is None else sign * (whole + above / below)


def _tenths(words: str) -> Value | None:
    head, _, tail = words.partition(TENTH)
    pair = between(head)
    if pair:
        return pair[0] * 10, pair[1] * 10
    whole, rest = number(head), number(tail) if tail else Decimal(0)
    if whole is None or rest is None:
        return None
    return whole * 10 + (Decimal(5) if rest == Decimal("0.5") else rest)


def _pair(values: list[Decimal | None]) -> Value | None:
    if not values or values[0] is None:
        return None
    if len(values) == 1 or values[1] is None:
        return values[0]
    return (values[0], values[1])


def _measured(words: str, g: Grammar) -> tuple[Value | None, str | None, str]:
    """A plain or ranged measured number: low [magnitude] [unit] – high magnitude unit."""
    words = words.translate(FOLD)
    sign = -1 if words[:1] in ("-", "−") else 1
    parts = list(g.parts.finditer(words))
    if not parts:
        return None, None, ""
    last = parts[-1]
    unit = next((p["percent"] or p["unit"] for p in reversed(parts) if p["percent"] or p["unit"]), None)
    inner = next((p["inner"] or p["inner2"] for p in parts if p["inner"] or p["inner2"]), "")
    values: list[Decimal | None] = []
    near = between(f"{last['num']}{last['mag'] or ''}") if len(parts) == 1 else None
    if near:
        return near, unit, inner
    for p in parts:
        value = number(p["num"], p["mag"] or ("" if p["unit"] or p is last or p["percent"] else _shared(p, last)))
        for more in re.finditer(rf"({ARABIC})(\D+)", p["more"] or ""):
            addend = number(more[1], more[2])
            value = None if value is None or addend is None else value + addend
        values.append(value)
    pair = _pair(values)
    if isinstance(pair, Decimal) and (last["half"] or last["half2"]):
        pair += Decimal("0.5")  # 一年半, 两个半小时
    if isinstance(pair, tuple) and pair[0] is not None and pair[1] is not None and pair[0] > pair[1]:
        return None, None, ""
    return _signed(pair, sign), unit, inner


def _shared(low: re.Match[str], high: re.Match[str]) -> str:
    """The magnitude that the low end of a range leaves to the high end: 1至5万元, 五到六万."""
    if low["num"][-1] in LARGE:
        return ""
    return high["mag"] or (high["num"][-1] if high["num"][-1] in LARGE else "")


def _qualifier(text: str, start: int, end: int, inner: str, g: Grammar) -> str:
    for word, qualifier in g.after:
        if text.startswith(word, end):
            return qualifier
    if inner:
        return g.inside[inner]
    for word, qualifier, other in g.before.get(text[start - 1 : start], ()):
        lead = start - len(word) - 1
        if text.endswith(word, 0, start) and not (lead >= 0 and text[lead] in other):
            return qualifier
    return "exact"
