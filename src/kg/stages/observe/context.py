"""What stands around a number: when, how certain, against what, among whom."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

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
        for word, status, reach in self.statuses:
            scope = clause if reach == "clause" else before
            at = scope.rfind(word)
            first = len(before) - len(scope) + at
            if at >= 0 and (len(word) > 1 or (first in self.r.starts and first + 1 in self.r.starts)):
                return status
        period = self._period(q)
        if self.r.sentence.outlook:
            aimed = any(word in clause for word in self.w.marks["aims"])
            return "targeted" if aimed else self.r.sentence.outlook
        if period[-4:].isdigit() and self.document.year and int(period[:4]) > self.document.year:
            return "targeted"
        return "achieved"

    def _period(self, q: Quantity, measure: str = "", roles: Sequence[str] = (), low: int = 0) -> str:
        """When a figure holds: the last time said before it in the sentence, else the years or year under review."""
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
            if self._of_its_clause(p) and not self._same_clause(p, q):
                continue
            if (
                q.kind in ("multiple", "percent")
                and text.startswith(self.w.marks["of"], p.end)
                and q.start - p.end <= 2
            ):
                continue  # 是“十一五”的13.7倍: the time compared with, not the figure's own
            best = p
        years = self._between(q) or self.r.sentence.years
        if years and best is not None and best.value in (years[:4], years[-4:], str(int(years[:4]) - 1)):
            own = text[best.end : q.start].strip(self.w.marks["of"]) == ""
            best = best if own else None
        if best is not None and "/" in best.value and best.value[-4:].isdigit():
            years = best.value  # 五年来，…: what follows is of these years, or at their end
        elif best is not None:
            return best.value
        if years:
            return self._reviewed(q, years, measure, roles, low)
        if self.document.year is None:
            return ""
        return str(self.document.year + (1 if self.r.sentence.outlook else 0))

    def _of_its_clause(self, p: Period) -> bool:
        """针对年初的灾害，…; 编制今后三年的规划，…: times that say nothing of the clauses after them."""
        year = self.document.year
        ahead = not self.r.sentence.outlook and year and p.value[:4].isdigit() and int(p.value[:4]) > year
        return p.value.endswith("-01-01") or bool(ahead and "/" in p.value)

    def _same_clause(self, p: Period, q: Quantity) -> bool:
        return not any(c in self.w.marks["stops"] for c in self.r.text[p.end : q.start])

    def _between(self, q: Quantity) -> str:
        """由2002年的…增加到2007年的…，年均…: the years between, for what the rest of the sentence says."""
        said = [p for p in self.r.periods if p.end <= q.start and p.value.isdigit()]
        for first, last in pairwise(said):
            lead = self.r.text[: first.start].endswith(tuple(self.w.marks["from_words"]))
            if lead and int(first.value) < int(last.value) - 1:
                return f"{int(first.value) + 1}/{last.value}"
        return ""

    def _reviewed(self, q: Quantity, years: str, measure: str, roles: Sequence[str], low: int) -> str:
        """Of several years under review: a state holds at their end, what was done or grew is of all of them."""
        first, last = years[:4], years[-4:]
        text = self.r.text
        if text.startswith(tuple(self.w.marks["moves_to"]), q.end) and self._leads_from(low, q.start):
            return str(int(first) - 1)  # 由27%|提高到40%: where it stood before
        if measure == "rank":
            return last
        clause = text[max(text.rfind(c, 0, q.start) for c in "，；。：") + 1 : q.start]
        if self.w.marks["accumulated"] in clause or measure in ("growth-rate", "change", "multiple"):
            return years
        if set(roles) & {"to", "total"} or measure == "share":
            return last
        state = any(word in self.w.marks["states"] for word in self._words(low, q.start))
        return last if state else years

    def _leads_from(self, low: int, high: int) -> bool:
        """Whether 由 or 从 stands before a number in its clause."""
        return any(word in self.w.marks["from_words"] for word in self._words(low, high))

    def _words(self, low: int, high: int) -> list[str]:
        return [t.word for t in self.r.tokens_between(low, high)]
