"""From a reading to observation claims: groups of numbers, their heads, measures, subjects and periods."""

from __future__ import annotations

import re
from decimal import Decimal

from kg.knowledge import Knowledge
from kg.model import Declined, Document, Name, ObservationClaim, Period, Quantity, Sentence, Token
from kg.stages.observe.carried import UPDOWN
from kg.stages.observe.context import Context
from kg.stages.observe.heads import MAGNITUDES, Group
from kg.stages.observe.inside import inside_name, threshold
from kg.stages.observe.naming import Head
from kg.stages.observe.phrases import Reading
from kg.stages.observe.ratios import read_ratios
from kg.stages.observe.rows import read_row
from kg.stages.observe.words import Row, words


def observe(
    sentence: Sentence,
    tokens: tuple[Token, ...],
    quantities: tuple[Quantity, ...],
    periods: tuple[Period, ...],
    names: tuple[Name, ...],
    document: Document,
    knowledge: Knowledge,
) -> tuple[tuple[ObservationClaim, ...], tuple[Declined, ...]]:
    """Bind every quantity of a sentence or say why not.

    Each quantity ends in exactly one of the two results. A quantity that stands inside a name is declined as
    name-part, unless it is the capacity of the project so named.
    """
    w = words(knowledge)
    if not quantities:
        return (), ()
    if sentence.kind == "row":
        return read_row(sentence, quantities, document, w)
    inside = tuple(q for q in quantities if inside_name(q, names, w))
    edges = tuple(q for q in quantities if q not in inside and threshold(q, sentence.text, tokens, w, quantities))
    free = tuple(q for q in quantities if q not in inside and q not in edges)
    ratios = read_ratios(sentence, free, periods, document, w)
    shares = {c.start for c in ratios}
    free = tuple(q for q in free if q.start not in shares)
    binder = _Binder(Reading(sentence, tokens, free, periods, names, w), document)
    claims, declined = binder.run()
    claims += ratios
    declined += [Declined(q.start, q.end, "number", "threshold") for q in edges]
    for q in inside:
        claim = binder.capacity(q)
        if claim:
            claims.append(claim)
        else:
            declined.append(Declined(q.start, q.end, "number", "name-part"))
    claims.sort(key=lambda c: c.start)
    return tuple(claims), tuple(declined)


BRACKETS = re.compile("\uff08([^\uff08\uff09]{1,12})\uff09(?=[\u4e00-\u9fff])")


class _Binder(Context):
    """Groups of numbers of one sentence, left to right."""

    def __init__(self, reading: Reading, document: Document) -> None:
        super().__init__(reading, document)
        self.newest = -1  # end of the last figure of a list of new things
        self.claims: list[ObservationClaim] = []
        self.declined: list[Declined] = []

    def run(self) -> tuple[list[ObservationClaim], list[Declined]]:
        """All groups of the sentence, left to right."""
        for low, high in self._clauses():
            self._speaker(low, high)
            group: list[Quantity] = []
            roles: list[tuple[str, ...]] = []
            for q in self.r.quantities:
                if not low <= q.start < high:
                    continue
                if self._repeats(q):  # 连续11个月: a time said of the figure to come, not a figure
                    self.declined.append(Declined(q.start, q.end, "number", self._why_not(q)))
                    continue
                joint = self._joint(group[-1], q, self._each(low, group[0])) if group else None
                if group and joint is None:
                    self._bind(Group(tuple(group), tuple(roles)), low, high)
                    low = max(self._past(group[-1].end), self.consumed)
                    group, roles = [], []
                group.append(q)
                roles.append(joint or ())
            if group:
                self._bind(Group(tuple(group), tuple(roles)), low, high)
        return self.claims, self.declined

    def _clauses(self) -> list[tuple[int, int]]:
        text, found, start = self.r.text, [], 0
        taken = [(q.start, q.end) for q in self.r.quantities] + [(p.start, p.end) for p in self.r.periods]
        inside = {i for s, e in taken for i in range(s, e)} | self._bracketed()
        for i, c in enumerate(text):
            if c in self.w.marks["clause"] and i not in inside:
                if i > start:
                    found.append((start, i))
                start = i + 1
        if start < len(text):
            found.append((start, len(text)))
        return found

    def _bracketed(self) -> set[int]:
        """Brackets that belong to a name: 广义货币供应量（M2）余额, but not （城镇化率）, an indicator of its own."""
        found: set[int] = set()
        for m in BRACKETS.finditer(self.r.text):
            numbers = any(m.start() < q.end and q.start < m.end() for q in self.r.quantities)
            if not numbers and m[1] not in self.w.indicators and not set(m[1]) & set(self.w.marks["clause"]):
                found |= {m.start(), m.end() - 1}
        return found

    def _each(self, low: int, first: Quantity) -> bool:
        """Whether 分别 stands before the first number of a list: its members may then differ in unit."""
        return "each" in self.r.peel(low, first.start, first.kind == "rank")[1]

    def _joint(self, first: Quantity, second: Quantity, each: bool) -> tuple[str, ...] | None:
        """Cues between two members of one list; None when they are not in one list."""
        same = first.kind == second.kind and (each or first.unit == second.unit or first.kind == "rank")
        low = self._past(first.end)
        gap = self.r.text[low : second.start]
        mark = next((m for m in self.w.marks["list_words"] if gap.startswith(m)), None)
        if not same or mark is None:
            return None
        end, roles = self.r.peel(low + len(mark), second.start, first.kind == "rank")
        if self.r.text[low + len(mark) : end].strip():
            return None
        if roles and not set(roles) <= {"up", "down", "skip", "up-yoy"}:
            return None
        return tuple(roles)

    def _bind(self, group: Group, low: int, high: int) -> None:
        first = group.members[0]
        rank = first.kind == "rank"
        end, roles = self.r.peel(low, first.start, rank)
        comparison = ""
        end = self._from(low, end)
        beyond = self._beyond(low, end) if first.kind in ("point", "percent") else None
        if beyond is not None:
            end, role = beyond
            roles.append(role)
        start_of_basis = self.r.basis(low, end) if set(roles) & UPDOWN or not roles else None
        if start_of_basis is not None and (set(roles) & UPDOWN or first.kind == "multiple"):
            comparison = self._since(start_of_basis, end)
            end, more = self.r.peel(low, start_of_basis, rank)
            roles += more
        heads = self._heads(group, low, end, high, roles)
        if heads is None:
            self.declined += [Declined(q.start, q.end, "number", self._why_not(q)) for q in group.members]
            return
        for i, q in enumerate(group.members):
            own = [*roles, *group.roles[i]]
            if set(group.roles[i]) & UPDOWN:
                own = [r for r in roles if r not in UPDOWN] + list(group.roles[i])
            self._claim(q, heads[i], own, comparison, low)
        self.group_heads = heads
        self.last_end = self._past(group.members[-1].end)
        self.heads += heads

    def _speaker(self, low: int, high: int) -> None:
        """A named body at the head of a clause speaks for the numbers after it, until another does."""
        text = self.r.text
        start, _ = self.r.trim(low, high)
        for p in self.r.periods:
            if p.start == start:
                start, _ = self.r.trim(p.end, high)
        for n in sorted((n for n in self.r.names if n.start == start), key=lambda n: -n.end):
            if n.end >= high or self._companion(n):
                continue
            if n.cls in self.w.marks["subject_classes"] and self._acts(n, high):
                self.subject = (n.label, n.cls)
                self.speaking = high
                return
        if low == 0 or text[low - 1] in "；。":
            self.subject = ("", "")

    def _acts(self, n: Name, high: int) -> bool:
        """Whether a verb follows the name, so that it is the subject of the clause and not part of a phrase."""
        for t in self.r.tokens_between(n.end, high):
            if t.word in self.w.marks["list_words"]:
                return False  # 甲、乙等8户企业: a list, not a speaker
            if t.tag in ("d", "ad", "x"):
                continue
            return t.tag in ("v", "p", "vd") or t.word in self.w.cues
        return False

    def _row(self, q: Quantity, roles: set[str]) -> Row | None:
        kind = self._kind(q)
        return next(
            (r for r in self.w.table if kind in r.kinds and (not r.any or r.any & roles) and not r.none & roles), None
        )

    def _claim(self, q: Quantity, head: Head, roles: list[str], comparison: str, low: int) -> None:
        flat = {part for role in roles for part in role.split("-")[:1]} | ({"share"} if "share" in roles else set())
        if not flat & {"up", "down", "to"} and head.indicator.endswith(tuple(self.w.marks["growth_heads"])):
            flat.add("up")
        row = self._row(q, flat)
        if q.kind == "bare" and not self._unitless(head.indicator) and q.text[-1] not in MAGNITUDES:
            self.declined.append(Declined(q.start, q.end, "number", "no-unit"))
            return
        if row is None or not head.indicator:
            self.declined.append(Declined(q.start, q.end, "number", "no-indicator"))
            return
        low_value, high_value = q.value if isinstance(q.value, tuple) else (q.value, None)
        if low_value is None:
            low_value, high_value = high_value, None
        assert low_value is not None
        measure = row.measure
        indicator = head.indicator
        sign = row.sign if low_value > 0 else 1
        if measure == "level" and self._newly(head, q):
            measure, indicator = "change", self._stem(indicator)
        elif measure == "level" and not flat & {"to", "each"} and (moved := self._moved(head)):
            measure, sign = "change", moved
        elif measure == "share" and "share" in flat and not indicator.endswith(tuple(self.w.marks["share_ends"])):
            indicator += self.w.marks["share_alone"]  # 其中国内申请87.8万件，占89.9%
        if not comparison:
            comparison = self._comparison(roles, measure)
        period = self._period(q, measure, roles, low)
        if comparison == "since-base" and self.claims and self.claims[-1].indicator == indicator:
            period = self.claims[-1].period  # 城镇化率达38%，较“十三五”末提高6个百分点: of the time of its level
        self.claims.append(
            ObservationClaim(
                q.start, q.end, sign * low_value, None if high_value is None else sign * high_value, q.unit or "", q.qualifier,
                self._status(q, low), measure, indicator, head.subject, head.cls, comparison,
                period,
                "", self._scope_of(q) if measure == "rank" else "", row.name,
            )
        )  # fmt: skip

    def _newly(self, head: Head, q: Quantity) -> bool:
        """新增5家企业, 企业净增5家, and the rest of such a list: how much there is more, not how much there is.

        就业 is counted as a flow by its standard name, 城镇新增就业, and stays a level.
        """
        text, new = self.r.text, self.w.marks["new"]
        start = head.span[0] if head.span[0] >= 0 else q.start
        before = text[: min(start, q.start)]
        lead = [t for t in self.r.tokens_between(max(0, start - 4), min(start, q.start)) if t.end == start]
        word = text[lead[-1].start : lead[-1].end] if lead else ""
        said = (
            text.startswith(tuple(new), start)
            or before.endswith(tuple(new))
            or text[: q.start].endswith(tuple(new))
            or (bool(word) and before[: -len(word)].endswith(tuple(new)))
        )
        gap = text[self.newest : start] if 0 <= self.newest <= start else text[self.newest : q.start]
        listed = self.newest >= 0 and gap in self.w.marks["list_words"]
        if (said or listed) and not any(w in head.indicator for w in self.w.marks["new_flows"]):
            self.newest = self._past(q.end)
            return True
        self.newest = -1
        return False

    def _moved(self, head: Head) -> int:
        """1 for 增加税收32亿元, -1 for 减少贫困人口5万人, where the verb stands before its noun; else 0."""
        before = self.r.text[: max(head.span[0], 0)]
        if before.endswith(tuple(self.w.marks["grows"])):
            return 1
        return -1 if before.endswith(tuple(self.w.marks["shrinks"])) else 0

    def _stem(self, indicator: str) -> str:
        """The indicator of a change is that of its level: without 新增."""
        for word in self.w.marks["new"]:
            if indicator.startswith(word) and len(indicator) > len(word) + 1:
                return indicator[len(word) :]
        return indicator

    def _unitless(self, indicator: str) -> bool:
        """Whether an indicator may have a number without unit: an index or ratio, or a cell of a table."""
        return self.r.sentence.kind == "row" or indicator.endswith(tuple(self.w.marks["unitless"]))

    def capacity(self, q: Quantity) -> ObservationClaim | None:
        """A physical number inside a project's name (20万吨/年…项目) is the project's capacity."""
        kind = self.w.units.get(q.unit or "", "")
        if isinstance(q.value, tuple) or not (kind in ("mass", "energy", "power", "volume") or "/" in (q.unit or "")):
            return None  # 500千伏 in a substation's name is its voltage, not what it can do
        for n in self.r.names:
            default = self._default(n, "physical")
            if default and n.start <= q.start and q.end <= n.end and n.cls == "Project":
                return ObservationClaim(
                    q.start, q.end, Decimal(q.value), None, q.unit or "", q.qualifier, self._status(q, n.start), "capacity",
                    default, n.label, n.cls, "", self._period(q), "", "", self.w.table[-1].name,
                )  # fmt: skip
        return None
