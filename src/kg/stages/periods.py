"""Times as printed → ISO 8601 periods. Relative words need a year to count from; none is invented.

`a/b` is an interval with b inclusive (ISO 8601-1:2019 §5.5, read at the precision given).
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.knowledge import Knowledge
from kg.model import Period
from kg.numerals import PLAN_EDGES, number

LAST_DAY = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@lru_cache(maxsize=4)
def _grammar(
    knowledge: Knowledge,
) -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str], dict[str, tuple[str, int, int]]]:
    words = {e["word"]: (e["kind"], int(e["from"]), int(e["to"])) for e in knowledge.lexicon("period_words")}
    longest = sorted(words, key=lambda w: (-len(w), w))
    said = next(rule.body for rule in knowledge.family("periods") if rule.name == "slots")
    slots = {key: str(value) for key, value in said.items() if key not in ("name", "first", "ends")}
    slots["yearword"] = f"(?:{'|'.join(w for w in longest if words[w][0] in ('year', 'base', 'prior'))})"
    slots["part"] = f"(?:{'|'.join(w for w in longest if words[w][0] in ('part', 'edge'))})"
    patterns = tuple(
        re.compile(re.sub(r"\{([a-z]+)\}", lambda m: slots.get(m[1], m[0]), str(rule.body["pattern"])))
        for rule in knowledge.family("periods")
        if rule.name != "slots"
    )
    # one search for where any period begins spares thirteen at every character; a number is not read from its middle
    every = "|".join(re.sub(r"(\(\?P[<=]\w+)", rf"\1_{i}", p.pattern) for i, p in enumerate(patterns))
    first = re.compile(rf"(?!(?<=\d)\d)(?={said['first']})(?:{every})")
    return patterns, first, words


def parse(text: str, knowledge: Knowledge, speaking: int | None, base: int | None) -> tuple[Period, ...]:
    """Periods of a text in order, disjoint.

    `speaking` is the year 今年 means, `base` the year that 全年, 年末 and a bare 11月 belong to. A period that
    cannot be placed without them has the value "".
    """
    patterns, first, words = _grammar(knowledge)
    found: list[Period] = []
    position = 0
    while (start := first.search(text, position)) is not None:
        at = start.start()
        for pattern in patterns:
            m = pattern.match(text, at)
            if m:
                value = _value(m.groupdict(), words, speaking, base)
                found.append(Period(at, m.end(), m[0], value))
                break
        position = found[-1].end
    return tuple(found)


def _int(words: str | None) -> int | None:
    value = number(words) if words else None
    return None if value is None else int(value)


def _value(
    g: dict[str, str | None], words: dict[str, tuple[str, int, int]], speaking: int | None, base: int | None
) -> str:
    plan = g.get("plan") or g.get("plan2")
    if plan and g.get("head"):
        first = _plan(plan, None)[:4]
        return f"{first}/{int(first) + (_int(g['head']) or 1) - 1}" if first else ""
    if plan:
        return _plan(plan, g.get("when"))
    count = _int(g.get("n") or g.get("n2") or g.get("f"))
    if count is not None:
        return _run_of_years(count, g, base)
    year = _int(g.get("y"))
    rel = g.get("rel")
    if rel:
        kind, offset, _ = words[rel]
        anchor = speaking if kind == "year" else base
        year = None if anchor is None else anchor + offset
    elif year is None:
        year = base
    if year is None:
        return ""
    if g.get("edge"):
        return f"{year}-01-01" if g["edge"] in PLAN_EDGES and PLAN_EDGES[g["edge"]] == 0 else f"{year}-12-31"
    if g.get("upto"):
        return f"{year}-01/{year}-{_int(g['upto']):02}"
    if g.get("since") and base is not None and year < base:
        return f"{year}/{base}"
    part = g.get("part")
    if part:
        kind, low, high = words[part]
        return f"{year}-{low:02}-{high:02}" if kind == "edge" else f"{year}-{low:02}/{year}-{high:02}"
    return _dated(year, g)


def _dated(year: int, g: dict[str, str | None]) -> str:
    month, day = _int(g.get("m")), _int(g.get("d"))
    end_year, end_month, end_day = _int(g.get("y2")), _int(g.get("m2")), _int(g.get("d2"))
    if month is None:
        return f"{year}/{end_year}" if end_year else str(year)
    if day is None:
        low = f"{year}-{month:02}"
        if end_month:
            return f"{low}/{end_year or year}-{end_month:02}"
        return low
    low = f"{year}-{month:02}-{min(day, LAST_DAY[month - 1] + (month == 2)):02}"
    if end_day:
        return f"{low}/{end_year or year}-{end_month or month:02}-{end_day:02}"
    return low


def _plan(plan: str, when: str | None) -> str:
    """“十四五” is the fourteenth five-year plan, 2021 to 2025; the first ran from 1953, the tenth from 2001."""
    order = _int(plan[:-1])
    if order is None or not 5 <= order <= 20:
        return ""
    start = 2001 + 5 * (order - 10)
    if when in PLAN_EDGES:
        return str(start + PLAN_EDGES[when])
    return f"{start}/{start + 4}"


def _run_of_years(count: int, g: dict[str, str | None], base: int | None) -> str:
    if base is None:
        return ""
    if g.get("f"):
        return f"{base + 1}/{base + count}"
    return f"{base - count + 1}/{base}" if count > 1 else str(base)
