"""Links between figures: which level a growth, a change or a share qualifies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.model import Observation

MOVES = ("growth-rate", "change", "multiple")
LEVELS = ("level", "capacity")


def changes(observations: Iterable[Observation]) -> Iterator[tuple[str, str]]:
    """(figure, the level it qualifies), by their IRIs, within one document.

    A growth or change qualifies the level of the same indicator, subject, period and status: the one printed in its
    clause, else the only one of the document. A share qualifies a level printed before it in its clause whose
    indicator its own name begins with.
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
            near = {x.observation for x in same if x.quote_start == o.quote_start}
            found = near or {x.observation for x in same}
        elif o.measure == "share":
            found = {
                x.observation
                for x in clauses.get(o.quote_start, ())
                if x.end <= o.start
                and (x.subject, x.period, x.status) == (o.subject, o.period, o.status)
                and x.indicator != o.indicator
                and o.indicator_label.startswith(x.indicator_label)
            }
        else:
            continue
        if len(found) == 1:
            yield o.observation, next(iter(found))
