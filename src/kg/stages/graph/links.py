"""Links between figures: which level a growth, a change or a share qualifies."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from kg.model import Observation

MOVES = ("growth-rate", "change", "multiple")
YEARLY = ("growth-rate", "change")
LEVELS = ("level", "capacity")


def changes(observations: Iterable[Observation], cumulative: Container[str] = ()) -> Iterator[tuple[str, str]]:
    """(figure, the level it qualifies), by their IRIs, within one document. `cumulative`: levels summed over years.

    A growth or change qualifies the level of the same indicator, subject, period and status printed in its clause; one
    against the year before that has none there, the only such level of the document. (Across clauses an average rate, a
    target or a sum over years met a level that was not its own in 2 of 5 cases; within a clause in 0 of 25.)
    A share qualifies the level before it in its clause whose indicator its own name begins with, unless the words in
    between name that indicator anew.
    """
    listed = list(observations)
    levels: dict[tuple[str, str, str, str], list[Observation]] = {}
    clauses: dict[int, list[Observation]] = {}
    for o in listed:
        if o.measure in LEVELS:
            levels.setdefault((o.subject, o.indicator, o.period, o.status), []).append(o)
            clauses.setdefault(o.quote_start, []).append(o)
    for o in listed:
        if o.measure in MOVES:
            same = levels.get((o.subject, o.indicator, o.period, o.status), [])
            found = {x.observation for x in same if x.quote_start == o.quote_start}
            if not found and o.measure in YEARLY and o.status == "achieved" and o.comparison != "annual-average":
                found = {x.observation for x in same if x.observation not in cumulative}
        elif o.measure == "share":
            found = {x.observation for x in clauses.get(o.quote_start, ()) if _shared(o, x)}
        else:
            continue
        if len(found) == 1:
            yield o.observation, next(iter(found))


def _shared(share: Observation, level: Observation) -> bool:
    between = share.quote[level.end - share.quote_start : share.start - share.quote_start]
    return (
        level.end <= share.start
        and (level.subject, level.period, level.status) == (share.subject, share.period, share.status)
        and level.indicator != share.indicator
        and share.indicator_label.startswith(level.indicator_label)
        and level.indicator_label not in between
    )
