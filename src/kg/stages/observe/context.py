"""What stands around a number: when, how certain, against what, among whom."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Period, Quantity
from kg.stages.observe.heads import Heads

BASES = {
    "yoy": "year-on-year",
    "pop": "period-on-period",
    "avg": "annual-average",
    "base": "since-base",
    "start": "since-base",
}


class Context(Heads):
    """Period, status, comparison and rank scope of a number."""

    def _comparison(self, roles: Sequence[str], measure: str) -> str:
        if measure not in ("growth-rate", "change", "multiple"):
            return ""
        for role in roles:
            _, _, basis = role.partition("-")
            if basis in BASES:
                return BASES[basis]
        return "unstated"  # a bare 增长 is usually year on year, but the text does not say so

    def _since(self, start: int, end: int) -> str:
        """What 比… compares with: a year before the last is a base, else the year before."""
        for p in self.r.periods:
            if start <= p.start < end and p.value:
                year = p.value[:4]
                if (year.isdigit() and self.document.year and int(year) < self.document.year - 1) or "/" in p.value:
                    return "since-base"
                return "year-on-year"
        return "unstated"

    scope_said = ""  # the set of the last rank of the sentence

    def _scope_of(self, q: Quantity) -> str:
        self.scope_said = self._rank_scope(q)
        return self.scope_said

    def _rank_scope(self, q: Quantity) -> str:
        text = self.r.text
        for n in self.r.names:
            if n.cls == "AdministrativeDivision" and 0 <= q.start - n.end <= 2 and n.start < q.start:
                return n.label
        for size in range(8, 1, -1):
            for back in range(0, 4):
                word = text[max(0, q.start - back - size) : q.start - back]
                if word in self.w.scopes:
                    return self.w.scopes[word]
        # 分别居全省第2位、第3位: the set is named once
        return self.scope_said if text[: q.start].endswith(tuple(self.w.marks["list_words"])) else ""

    def _status(self, q: Quantity, low: int) -> str:
        before = self.r.text[: q.start]
        clause = before[max(before.rfind("，"), before.rfind("；"), before.rfind("：")) + 1 :]
        for word, status, reach in self.w.statuses:
            if reach == "none":
                continue
            scope = clause if reach == "clause" else before
            at = scope.rfind(word)
            first = len(before) - len(scope) + at
            if at >= 0 and (len(word) > 1 or (first in self.r.starts and first + 1 in self.r.starts)):
                return status
        period = self._period(q)
        if self.r.sentence.outlook:
            return self.r.sentence.outlook
        if period[-4:].isdigit() and self.document.year and int(period[:4]) > self.document.year:
            return "targeted"
        return "achieved"

    def _period(self, q: Quantity) -> str:
        text = self.r.text
        if any(text.rfind(now, 0, q.start) >= 0 for now in self.w.marks["now"]):
            return ""
        best: Period | None = None
        for p in self.r.periods:
            if p.end > q.start:
                break
            lead = text[p.start - 1 : p.start]
            if (
                not p.value
                or lead in self.w.marks["than_lead"]
                or text.startswith(tuple(self.w.marks["not_period"]), p.end)
            ):
                continue
            if q.kind == "multiple" and text.startswith(self.w.marks["of"], p.end):
                continue  # 是“十一五”的13.7倍: the time compared with, not the figure's own
            best = p
        if best is not None:
            return best.value
        if self.document.year is None:
            return ""
        return str(self.document.year + (1 if self.r.sentence.outlook else 0))
