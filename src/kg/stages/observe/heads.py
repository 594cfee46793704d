"""Where the head of a number stands: before it, after it, or with the number before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from kg.model import Document, Quantity
from kg.numerals import LARGE, SMALL
from kg.stages.observe.carried import UPDOWN, Carried
from kg.stages.observe.naming import Head
from kg.stages.observe.phrases import Reading

MAGNITUDES = frozenset(LARGE) | frozenset(SMALL)


@dataclass(frozen=True, slots=True)
class Group:
    """Numbers that stand in one list: their places, and cues that belong to single members."""

    members: tuple[Quantity, ...]
    roles: tuple[tuple[str, ...], ...]


class Heads(Carried):
    """Finds the head of each member of a group."""

    def __init__(self, reading: Reading, document: Document) -> None:
        super().__init__(reading, document)
        self.consumed = 0  # end of the last noun phrase taken on the right of a number

    def _heads(self, group: Group, low: int, end: int, high: int, roles: list[str]) -> list[Head] | None:
        count = len(group.members)
        first = group.members[0]
        kind = self._kind(first)
        if not self._measures(first):
            return None
        right = (
            self._right(group.members[-1], high)
            if kind in ("count", "money", "physical", "bare") and count == 1
            else None
        )
        if first.kind == "multiple" and self.r.text[: first.start].endswith(self.w.marks["of"]):
            at = max(self.r.text.rfind(word, low, end) for word in self.w.marks["times_of"])
            if at >= low:
                end = self.r.peel(low, at, False)[0]  # 是上年的1.9倍: what is compared stands before 是
        share = self._share(low, end, first, count) if first.kind == "percent" else []
        if share:
            roles.append("share")
            return share * count if len(share) == 1 else share
        start, stop = self.r.left(max(low, self.consumed if self.consumed <= first.start else low), end)
        if "each" in roles and count > 1 and len(self._members(start, stop)) != count:
            whole = self._members(*self.r.trim(low, end))
            if len(whole) == count:  # 接待游客、实现收入分别…: each member has its own verb
                parts = [self.r.left(a, b) for a, b in whole]
                if all(b > a for a, b in parts):
                    return self._distributed(parts, first)
        if start == stop and low and self.r.text[low - 1] == "）":
            start, stop = self._parenthesis(low)
        if any(n.cls == "AdministrativeDivision" and n.start <= start and n.end >= stop for n in self.r.names):
            start = stop  # a place alone measures nothing: the counted thing is elsewhere
        phrase = self.r.text[start:stop]
        owned = self._of_name(first, phrase) if count == 1 else None
        if owned:
            return [owned]
        if first.kind == "rank" and not phrase and self.r.text.startswith(self.w.marks["rank_big"], first.end):
            span = self.r.right(first.end + 1, high)
            return [self._named(*span, first)] * count if span[1] > span[0] and "scope" in roles else None
        if first.kind == "rank" and not (set(roles) & {"rank", "scope"}) and not self._ranked(phrase, start, first):
            return None
        if (
            count == 1
            and phrase in self.w.generic
            and kind in ("money", "count", "physical")
            and not set(roles) & UPDOWN
        ):
            owner = self._named_before(low, first)
            if owner:
                return [owner]
            wider = self._with_verb(start, stop)
            if wider:
                return [self._named(*wider, first)]
        if right and self._prefers_right(phrase, start, stop, roles, first):
            self.consumed = right[1]
            if not phrase:  # 新增6家产业园 counts what is new; it is no change of 产业园
                roles[:] = [r for r in roles if r not in UPDOWN]
            return [self._named(right[0], right[1], first, counted=True)]
        if first.kind == "rank" and phrase.endswith(self.w.marks["within_word"]):
            return [
                Head(
                    phrase[:-1].removesuffix(self.w.marks["ranking"]) + self.w.marks["ranking"],
                    *self.subject,
                    (start, stop),
                )
            ] * count
        if first.kind == "rank" and self.heads and self.r.text[low : low + 1] == "、" and not set(roles) & {"rank"}:
            return self.heads[-1:] * count  # 居全省第2位、长三角第6位: one thing ranked in two sets
        if phrase and phrase not in self.w.generic:
            return self._zip(start, stop, count, "each" in roles, first)
        if kind == "percent" and count == 1 and not roles and not self.r.text[low : first.start].strip():
            whole_of = self._right(first, high)
            if whole_of:  # 84%的建制村通公路: the share is of what follows
                self.consumed = whole_of[1]
                return [self._named(*whole_of, first, counted=True)]
        topic = self._topic(low, first, roles) if count == 1 else None
        if topic:
            return [topic]
        carried = self._carried(count, first, roles, low)
        if carried is None and kind == "percent" and count == 1:
            right = self._right(first, high)
            if right:
                self.consumed = right[1]
                return [self._named(right[0], right[1], first, counted=True)]
        return carried

    def _prefers_right(self, phrase: str, start: int, stop: int, roles: list[str], q: Quantity) -> bool:
        """Whether the counted thing is after the number: 12条道路; A、B等5个小区; A、B、C 5项指标."""
        text = self.r.text
        if not phrase:
            return not set(roles) & {"to", "each"}
        if phrase in self.w.generic:
            return not set(roles) & {"up", "down", "to", "each"}
        if set(roles) & {"to", "up", "down", "each", "share", "total"}:
            return False
        if text.startswith(self.w.marks["etc"], stop):
            return True
        if any(n.cls == "AdministrativeDivision" and n.start <= start and n.end >= stop for n in self.r.names):
            return True
        return self._kind(q) == "count"

    def _right(self, q: Quantity, high: int) -> tuple[int, int] | None:
        span = self.r.right(self._past(q.end), high)
        return span if span[1] > span[0] else None

    def _share(self, low: int, end: int, q: Quantity, count: int) -> list[Head]:
        """占…的比重: the part is the head before 占, the whole what follows."""
        text, mark = self.r.text, self.w.marks["share_of"]
        at = text.rfind(mark, low, end)
        while at > low and (at not in self.r.starts or text[at + 1] in self.w.marks["than"]):
            at = text.rfind(mark, low, at)
        if at < low or at not in self.r.starts or text[at + 1] in self.w.marks["than"]:
            return []
        whole = text[at + 1 : end].strip(self.w.marks["of"] + " ")
        for tail in self.w.marks["share_ends"]:
            if whole.endswith(tail) and len(whole) > len(tail):
                whole = whole[: -len(tail)].rstrip(self.w.marks["of"])
                break
        start, stop = self.r.left(low, self.r.peel(low, at, False)[0])
        members = self._members(start, stop) if count > 1 else []
        if len(members) == count:
            parts = [self._named(a, b, q) for a, b in members]
        elif stop > start:
            parts = [self._named(start, stop, q)]
        else:
            parts = self.heads[-1:]
        tail = self.w.marks["share_tail"]
        return [replace(p, indicator=f"{p.indicator}{mark}{whole}{tail}") for p in parts] if whole else []

    def _with_verb(self, start: int, stop: int) -> tuple[int, int] | None:
        """签约总额: a head that says nothing alone takes the verb before it."""
        before = [t for t in self.r.tokens_between(max(0, start - 4), start) if t.end == start]
        if before and before[-1].tag.startswith("v") and before[-1].end - before[-1].start >= 2:
            return before[-1].start, stop
        return None

    def _of_name(self, q: Quantity, phrase: str) -> Head | None:
        """投资30亿元的某项目: the figure is the named thing's own."""
        if not self.r.text.startswith(self.w.marks["of"], q.end):
            return None
        for n in self.r.names:
            if n.start == q.end + 1 and n.cls in self.w.bearing and n.cls != "AdministrativeDivision":
                kind = self._kind(q)
                indicator = phrase if phrase and phrase not in self.w.generic else self._default(n, kind)
                if indicator:
                    return Head(self._canonical(indicator), n.label, n.cls, (n.start, n.end), q.unit or "")
        return None

    def _why_not(self, q: Quantity) -> str:
        """The reason a number is listed instead of bound."""
        if q.kind == "rank":
            return "ordinal"
        if q.unit in self.w.marks["year_unit"]:
            return "date"
        return "no-indicator" if self._measures(q) else "idiom"

    def _measures(self, q: Quantity) -> bool:
        """Whether a number in words can be a measurement: not 一个, not a bare 亿元 that names a class of size."""
        if q.unit in self.w.marks["year_unit"] or self._repeats(q):
            return False  # a span of years is a time, not a figure
        if any(c.isascii() and c.isdigit() for c in q.text) or q.kind in ("percent", "rank", "multiple"):
            return True
        if q.unit in self.w.marks["loose_units"] and isinstance(q.value, Decimal) and q.value < 10:
            return False  # 两个圆满, 三个方面: small counts in words are rhetoric far oftener than statistics
        return (
            q.kind != "bare"
            and q.unit not in self.w.marks["ordinal_units"]
            and q.value != 1
            and not (q.text[0] in MAGNITUDES and q.qualifier == "exact")
        )

    def _repeats(self, q: Quantity) -> bool:
        return self.r.text[: q.start].endswith(tuple(self.w.marks["repeated"]))

    def _ranked(self, phrase: str, start: int, q: Quantity) -> bool:
        """A rank without scope counts where a verb of ranking leads its phrase, or where it closes an honour."""
        if phrase.endswith(tuple(self.w.marks["rank_tails"])):
            return True
        before = [t for t in self.r.tokens_between(max(0, start - 6), start) if t.end == start]
        word = self.r.text[before[-1].start : start] if before else ""
        return bool(phrase) and "rank" in self.w.cues.get(word, ())

    def _parenthesis(self, low: int) -> tuple[int, int]:
        """…比重（城镇化率）为: what the brackets say when it is a known indicator, else what stands before them."""
        opened = self.r.text.rfind("（", 0, low)
        if opened < 0:
            return low, low
        begin = max((self.r.text.rfind(c, 0, opened) for c in "，；。："), default=-1) + 1
        last = max((q.end for q in self.r.quantities if q.end <= opened), default=0)
        before = self.r.left(max(begin, last), opened)
        within = self.r.text[opened + 1 : low - 1]
        known = self.r.text[slice(*before)] in self.w.indicators  # 地区生产总值（GDP）
        return before if known or within not in self.w.indicators else (opened + 1, low - 1)

    def _from(self, low: int, end: int) -> int:
        """收入从2000年的…: the head stands before 从, the year after it is the figure's own."""
        for p in self.r.periods:
            if low < p.start and p.end <= end and self.r.text[p.end : end] in ("", self.w.marks["of"]):
                for word in self.w.marks["from_words"]:
                    if self.r.text.endswith(word, low, p.start):
                        return self.r.peel(low, p.start - len(word), False)[0]
        return end

    def _beyond(self, low: int, end: int) -> tuple[int, str] | None:
        """高于全省平均水平1.2个百分点: where the comparison begins, and its direction."""
        for word in self.w.marks["beyond"]:
            at = self.r.text.find(word, low, end)
            if at >= 0:
                return self.r.peel(low, at, False)[0], self.w.cues.get(word, ("up",))[0]
        return None

    def _past(self, end: int) -> int:
        """Where a number with its 以上 or 左右 ends."""
        return end + len(next((word for word in self.w.marks["tails"] if self.r.text.startswith(word, end)), ""))
