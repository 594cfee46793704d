"""Knowledge graphs from Chinese regional-development reports.

>>> import kg
>>> result = kg.build(["data/reports"])        # doctest: +SKIP
>>> result.write("out")                        # doctest: +SKIP
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from kg.errors import EmptyGraphError, InputError, KgError, KnowledgeError, QueryError, ShapeError

if TYPE_CHECKING:
    from kg.model import Period, Quantity
    from kg.pipeline import build
    from kg.result import Result

__version__ = "0.1.0"
__all__ = [
    "EmptyGraphError", "InputError", "KgError", "KnowledgeError", "QueryError", "Result", "ShapeError", "__version__",
    "build", "parse_periods", "parse_quantities",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """build and Result load the pipeline when first asked for: `import kg` alone stays instant."""
    if name in ("build", "Result"):
        from kg import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def parse_quantities(text: str) -> list[Quantity]:
    """Numbers of a text with value, unit and hedge, in text order, disjoint.

    `value` is a Decimal with magnitude words multiplied out, or (low, high) for a range; `unit` is the bare unit as
    printed, None for a bare number or a rank. Offsets are code points of `text`.
    """
    from kg import knowledge
    from kg.numerals import FOLD
    from kg.stages import periods, quantities
    from kg.stages.segment import simplified

    known = knowledge.load()
    folded = text.translate(FOLD).translate(simplified(known))
    taken = [(p.start, p.end) for p in periods.parse(folded, known, 2000, 2000)]
    taken += [(m.start, m.end) for m in quantities.masks(folded, known)]
    found = quantities.parse(folded, known, taken)
    return [_with_text(q, text) for q in found]


def _with_text(q: Quantity, text: str) -> Quantity:
    from dataclasses import replace

    return replace(q, text=text[q.start : q.end])


def parse_periods(text: str, reference: datetime.date | int | None = None) -> list[Period]:
    """Periods of a text as ISO 8601 (`a/b` with b inclusive), in text order, disjoint.

    `reference` is the day or year of speaking: 今年 is its year, 去年 the one before. Periods that cannot be placed
    without it are left out; none is invented.
    """
    from kg import knowledge
    from kg.numerals import FOLD
    from kg.stages import periods
    from kg.stages.segment import simplified

    year = reference.year if isinstance(reference, datetime.date) else reference
    known = knowledge.load()
    folded = text.translate(FOLD).translate(simplified(known))
    return [p for p in periods.parse(folded, known, year, year) if p.value]
