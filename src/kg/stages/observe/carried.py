"""Heads said before: in the list, the clause or the name that a number without a head of its own goes on from."""

from __future__ import annotations

from kg.model import Document, Quantity
from kg.stages.observe.naming import Head, Naming
from kg.stages.observe.phrases import Reading

UPDOWN = frozenset({"up", "down", "up-yoy", "down-yoy", "up-avg", "down-avg", "down-base", "up-pop", "down-pop"})
CARRIES = UPDOWN | {"to", "total", "reach", "share"}


class Carried(Naming):
    """Finds the head a number leaves to what was said before it."""

    def __init__(self, reading: Reading, document: Document) -> None:
        super().__init__(reading, document)
        self.last_end = -1  # end of the last figure

    def _topic(self, low: int, q: Quantity, roles: list[str]) -> Head | None:
        """存贷比进一步提高，达到58%: the clause before says what is measured, and has no number of its own."""
        text, stops = self.r.text, self.w.marks["stops"]
        if not low > 0 or text[low - 1] != stops[0] or not set(roles) & (CARRIES | {"rank", "scope"}):
            return None
        begin = max(text.rfind(c, 0, low - 1) for c in stops) + 1
        if any(begin <= other.start < low for other in self.r.quantities):
            return None
        start, stop = self.r.left(begin, self.r.peel(begin, low - 1, False)[0])
        phrase = text[start:stop]
        measured = phrase in self.w.indicators or phrase.endswith(tuple(self.w.marks["amounts"]))
        if len(phrase) < 2 or not (measured or (q.kind == "rank" and not self.heads)):
            return None
        return self._named(start, stop, q)

    def _carried(self, count: int, q: Quantity, roles: list[str], low: int) -> list[Head] | None:
        """The heads a number without one belongs to: those of the list before it, or the last of the sentence."""
        if not self.heads:
            return None
        kind = self._kind(q)
        if count == 1:
            if not roles and self.r.text[self.last_end : q.start] in self.w.marks["list_words"]:
                return [self.heads[-1]]  # 廉租房5472套、31.67万平方米: one thing measured twice
            if kind == "count" and not set(roles) & CARRIES:
                same = [h for h in self.heads if h.unit == q.unit]
                if same and same[-1] is not self.heads[-1] and self._only_verbs(low, q.start):
                    return [same[-1]]  # 631个项目完成投资731亿元、建成|55个
            if (
                kind in ("count", "money", "physical", "bare")
                and not set(roles) & CARRIES
                and self.heads[-1].unit != (q.unit or "")
            ):
                return None
            return [self.heads[-1]]
        if len(self.group_heads) == count:
            return self.group_heads
        return self.heads[-count:] if len(self.heads) >= count else None

    def _only_verbs(self, low: int, high: int) -> bool:
        tokens = [t for t in self.r.tokens_between(low, high) if t.tag != "x"]
        return bool(tokens) and all(t.tag.startswith(("v", "d")) for t in tokens)

    def _named_before(self, low: int, q: Quantity) -> Head | None:
        """设立某基金，总规模10亿元: the figure belongs to the named thing the clause before ends with."""
        for n in self.r.names:
            if low - 2 <= n.end <= low and n.cls in self.w.bearing:
                default = self._default(n, self._kind(q))
                if default:
                    return Head(default, n.label, n.cls, (n.start, n.end), q.unit or "")
        return None

    def _kind(self, q: Quantity) -> str:
        if q.kind != "count":
            return q.kind
        kind = self.w.units.get(q.unit or "", "physical" if "/" in (q.unit or "") else "count")
        return kind if kind in ("money", "count") else "physical"
