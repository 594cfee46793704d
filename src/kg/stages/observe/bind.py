"""From a reading to observation claims: groups of numbers, their heads, measures, subjects and periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.knowledge import Knowledge
from kg.model import Declined, Document, Name, ObservationClaim, Period, Quantity, Sentence, Token
from kg.numerals import LARGE, SMALL
from kg.stages.observe.phrases import Reading
from kg.stages.observe.words import Row, Words, words


@dataclass(frozen=True, slots=True)
class Head:
    """What a number is about: an indicator and whose it is."""

    indicator: str
    subject: str = ""
    cls: str = ""
    span: tuple[int, int] = (-1, -1)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Numbers that stand in one list: their places, and cues that belong to single members."""

    members: tuple[Quantity, ...]
    roles: tuple[tuple[str, ...], ...]


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
    inside = tuple(q for q in quantities if _inside_name(q, names, w))
    edges = tuple(q for q in quantities if q not in inside and _threshold(q, sentence.text, tokens, w))
    free = tuple(q for q in quantities if q not in inside and q not in edges)
    binder = _Binder(Reading(sentence, tokens, free, periods, names, w), document)
    claims, declined = binder.run()
    declined += [Declined(q.start, q.end, "number", "threshold") for q in edges]
    for q in inside:
        claim = binder.capacity(q)
        if claim:
            claims.append(claim)
        else:
            declined.append(Declined(q.start, q.end, "number", "name-part"))
    claims.sort(key=lambda c: c.start)
    return tuple(claims), tuple(declined)


def _inside_name(q: Quantity, names: Sequence[Name], w: Words) -> bool:
    for n in names:
        if n.start <= q.start and q.end <= n.end and n.end - n.start > q.end - q.start:
            if q.kind == "rank" and q.end == n.end:
                continue
            if n.cls == "AdministrativeDivision" or n.start < q.start or w.units.get(q.unit or "") not in ("money", "percent"):
                return True
    return False


def _threshold(q: Quantity, text: str, tokens: tuple[Token, ...], w: Words) -> bool:
    """A number that says which things are counted (亿元以上项目), not how many."""
    tail = next((t for t in w.marks["tails"] if text.startswith(t, q.end)), None)
    if tail is None or q.kind in ("percent", "point", "rank"):
        return False
    end = q.end + len(tail)
    if text.startswith(w.marks["of"], end):
        return True
    following = next((t for t in tokens if t.start == end), None)
    return following is not None and following.tag.startswith(("n", "j", "b", "a", "vn", "l")) and text[end] not in w.marks["list"]


class _Binder:
    def __init__(self, reading: Reading, document: Document) -> None:
        self.r = reading
        self.w = reading.words
        self.document = document
        self.claims: list[ObservationClaim] = []
        self.declined: list[Declined] = []
        self.heads: list[Head] = []  # in the order said: what later numbers may carry on
        self.group_heads: list[Head] = []  # of the last group
        self.subject: tuple[str, str] = ("", "")
        self.speaking = 0  # end of the clause the subject was named in
        self.consumed = 0  # end of the last noun phrase taken on the right of a number

    def run(self) -> tuple[list[ObservationClaim], list[Declined]]:
        """All groups of the sentence, left to right."""
        for low, high in self._clauses():
            self._speaker(low, high)
            group: list[Quantity] = []
            roles: list[tuple[str, ...]] = []
            for q in self.r.quantities:
                if not low <= q.start < high:
                    continue
                joint = self._joint(group[-1], q) if group else None
                if group and joint is None:
                    self._bind(Group(tuple(group), tuple(roles)), low, high)
                    low = max(group[-1].end, self.consumed)
                    group, roles = [], []
                group.append(q)
                roles.append(joint or ())
            if group:
                self._bind(Group(tuple(group), tuple(roles)), low, high)
        return self.claims, self.declined

    def _clauses(self) -> list[tuple[int, int]]:
        text, found, start = self.r.text, [], 0
        taken = [(q.start, q.end) for q in self.r.quantities] + [(p.start, p.end) for p in self.r.periods]
        inside = {i for s, e in taken for i in range(s, e)}
        for i, c in enumerate(text):
            if c in self.w.marks["clause"] and i not in inside:
                if i > start:
                    found.append((start, i))
                start = i + 1
        if start < len(text):
            found.append((start, len(text)))
        return found

    def _joint(self, first: Quantity, second: Quantity) -> tuple[str, ...] | None:
        """Cues between two members of one list; None when they are not in one list."""
        same = first.kind == second.kind and (first.unit == second.unit or first.kind == "rank")
        low = first.end
        for word in self._tails():
            if self.r.text.startswith(word, low):
                low += len(word)
                break
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

    def _tails(self) -> tuple[str, ...]:
        return tuple(self.w.marks["tails"])

    # ------------------------------------------------------------------ one group

    def _bind(self, group: Group, low: int, high: int) -> None:
        first, last = group.members[0], group.members[-1]
        rank = first.kind == "rank"
        end, roles = self.r.peel(low, first.start, rank)
        comparison = ""
        end = self._from(low, end)
        beyond = self._beyond(low, end) if first.kind in ("point", "percent") else None
        if beyond is not None:
            end, role = beyond
            roles.append(role)
        start_of_basis = self.r.basis(low, end) if set(roles) & UPDOWN or not roles else None
        if start_of_basis is not None and set(roles) & UPDOWN:
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
        self.heads += heads

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

    def _heads(self, group: Group, low: int, end: int, high: int, roles: list[str]) -> list[Head] | None:
        count = len(group.members)
        first = group.members[0]
        kind = self._kind(first)
        if not self._measures(first):
            return None
        right = self._right(group.members[-1], high) if kind in ("count", "money", "physical", "bare") and count == 1 else None
        share = self._share(low, end, first) if first.kind == "percent" else None
        if share is not None:
            roles.append("share")
            return [share] * count
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
            return [self._named(*span, first)] if span[1] > span[0] and "scope" in roles else None
        if first.kind == "rank" and not (set(roles) & {"rank", "scope"}) and not self._ranked(phrase, start, first):
            return None
        if phrase in self.w.generic and kind in ("money", "count", "physical") and not set(roles) & UPDOWN:
            owner = self._named_before(low, first)
            if owner:
                return [owner]
            wider = self._with_verb(start, stop)
            if wider:
                return [self._named(*wider, first)]
        if right and self._prefers_right(phrase, start, stop, roles, first):
            self.consumed = right[1]
            return [self._named(right[0], right[1], first, counted=True)]
        if first.kind == "rank" and phrase.endswith(self.w.marks["within_word"]):
            return [Head(phrase[:-1] + self.w.marks["ranking"], *self.subject, (start, stop))]
        if first.kind == "rank" and self.heads and self.r.text[low : low + 1] == "、" and not set(roles) & {"rank"}:
            return self.heads[-1:]  # 居全省第2位、长三角第6位: one thing ranked in two sets
        if phrase and phrase not in self.w.generic:
            return self._zip(start, stop, count, "each" in roles, first)
        carried = self._carried(count, first, roles)
        if carried is None and kind == "percent" and count == 1:
            right = self._right(first, high)
            if right:
                self.consumed = right[1]
                return [self._named(right[0], right[1], first, counted=True)]
        return carried

    def _parenthesis(self, low: int) -> tuple[int, int]:
        """…比重（城镇化率）为: what the brackets say when it is a known indicator, else what stands before them."""
        opened = self.r.text.rfind("（", 0, low)
        if opened < 0:
            return low, low
        if self.r.text[opened + 1 : low - 1] in self.w.indicators:
            return opened + 1, low - 1
        begin = max((self.r.text.rfind(c, 0, opened) for c in "，；。："), default=-1) + 1
        last = max((q.end for q in self.r.quantities if q.end <= opened), default=0)
        return self.r.left(max(begin, last), opened)

    def _named_before(self, low: int, q: Quantity) -> Head | None:
        """设立某基金，总规模10亿元: the figure belongs to the named thing the clause before ends with."""
        for n in self.r.names:
            if low - 2 <= n.end <= low and n.cls in self.w.bearing:
                default = self._default(n, self._kind(q))
                if default:
                    return Head(default, n.label, n.cls, (n.start, n.end), q.unit or "")
        return None

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
        if q.unit in self.w.marks["year_unit"]:
            return False  # a span of years is a time, not a figure
        if any(c.isascii() and c.isdigit() for c in q.text) or q.kind in ("percent", "rank", "multiple"):
            return True
        return q.kind != "bare" and q.unit not in self.w.marks["ordinal_units"] and q.value != 1 and not (q.text[0] in MAGNITUDES and q.qualifier == "exact")

    def _ranked(self, phrase: str, start: int, q: Quantity) -> bool:
        """A rank without scope counts where a verb of ranking leads its phrase, or where it closes an honour."""
        if phrase.endswith(tuple(self.w.marks["rank_tails"])):
            return True
        before = [t for t in self.r.tokens_between(max(0, start - 6), start) if t.end == start]
        word = self.r.text[before[-1].start : start] if before else ""
        return bool(phrase) and "rank" in self.w.cues.get(word, ())

    def _prefers_right(self, phrase: str, start: int, stop: int, roles: list[str], q: Quantity) -> bool:
        """Whether the counted thing is after the number: 12条道路; A、B等5个小区; A、B、C 5项指标."""
        text = self.r.text
        if not phrase or phrase in self.w.generic:
            return not set(roles) & {"up", "down", "to", "each"}
        if set(roles) & {"to", "up", "down", "each", "share", "total"}:
            return False
        if text.startswith(self.w.marks["etc"], stop):
            return True
        if any(n.cls == "AdministrativeDivision" and n.start <= start and n.end >= stop for n in self.r.names):
            return True
        return self._kind(q) == "count"

    def _carried(self, count: int, q: Quantity, roles: list[str]) -> list[Head] | None:
        """The heads a number without one belongs to: those of the list before it, or the last of the sentence."""
        if not self.heads:
            return None
        kind = self._kind(q)
        if count == 1:
            if kind in ("count", "money", "physical", "bare") and not set(roles) & CARRIES and self.heads[-1].unit != (q.unit or ""):
                return None
            return [self.heads[-1]]
        if len(self.group_heads) == count:
            return self.group_heads
        return self.heads[-count:] if len(self.heads) >= count else None

    def _right(self, q: Quantity, high: int) -> tuple[int, int] | None:
        start = q.end
        for word in self._tails():
            if self.r.text.startswith(word, start):
                start += len(word)
        span = self.r.right(start, high)
        return span if span[1] - span[0] >= 2 else None

    def _share(self, low: int, end: int, q: Quantity) -> Head | None:
        """占…的比重: the part is the head before 占, the whole what follows."""
        text, mark = self.r.text, self.w.marks["share_of"]
        at = text.rfind(mark, low, end)
        while at > low and (at not in self.r.starts or text[at + 1] in self.w.marks["than"]):
            at = text.rfind(mark, low, at)
        if at < low or at not in self.r.starts or text[at + 1] in self.w.marks["than"]:
            return None
        whole = text[at + 1 : end].strip("的 ")
        for tail in self.w.marks["share_ends"]:
            if whole.endswith(tail) and len(whole) > len(tail):
                whole = whole[: -len(tail)].rstrip("的")
                break
        start, stop = self.r.left(low, self.r.peel(low, at, False)[0])
        part = self._named(start, stop, q) if stop > start else (self.heads[-1] if self.heads else None)
        if part is None or not whole:
            return None
        return replace(part, indicator=f"{part.indicator}{mark}{whole}{self.w.marks['share_tail']}")

    # ------------------------------------------------------------------ heads by name

    def _zip(self, start: int, stop: int, count: int, each: bool, q: Quantity) -> list[Head] | None:
        text = self.r.text
        if count == 1 and not each:
            return [self._named(*self._last_of_list(start, stop), q)]
        low, parts = start, [(start, stop)]
        whole = text[start:stop]
        parts = self._members(start, stop)
        if len(parts) == count:
            return self._distributed(parts, q)
        for fused, members in self.w.fused:
            if fused in whole and len(members) == count:
                return [self._fused(start, stop, fused, m, q) for m in members]
        head = self._named(low, stop, q)
        if count == 1:
            return [head]
        if len(parts) == 1 and len(self.group_heads) == count:
            return [replace(head, subject=h.subject, cls=h.cls) for h in self.group_heads]
        if len(parts) > count:
            return self._distributed(parts[-count:], q)
        return None if each else [head] * count

    def _members(self, start: int, stop: int) -> list[tuple[int, int]]:
        """Members of a list, cut at its marks but not inside quotes or brackets."""
        text, cuts, depth, i, begin = self.r.text, [], 0, start, start
        while i < stop:
            c = text[i]
            depth += (c in "“《（") - (c in "”》）")
            mark = next((m for m in self.w.marks["list_words"] if text.startswith(m, i)), None) if not depth else None
            if mark and (mark == "、" or i in self.r.starts and i + len(mark) in self.r.starts):
                cuts.append((begin, i))
                begin = i + len(mark)
                i = begin
            else:
                i += 1
        cuts.append((begin, stop))
        trimmed = (self.r.trim(a, b) for a, b in cuts)
        return [(a, b) for a, b in trimmed if b > a]

    def _last_of_list(self, start: int, stop: int) -> tuple[int, int]:
        """A single number after A、B和C counts them together when they share a head, else the last alone."""
        return start, stop

    def _distributed(self, parts: list[tuple[int, int]], q: Quantity) -> list[Head]:
        """A、B…X分别…: members that lack the head the last one ends with are given it."""
        text = self.r.text
        last = parts[-1]
        tail = self._tail(last, parts)
        heads = []
        for a, b in parts:
            own = self._known(text[a:b])
            if own or not tail or (a, b) == last or text[a:b].endswith(tail):
                heads.append(self._named(a, b, q))
            else:
                named = self._named(a, b, q)
                subject = next((n for n in self.r.names if n.start == a and n.end == b and n.cls in self.w.bearing), None)
                if subject:
                    heads.append(Head(self._canonical(tail), subject.label, subject.cls, (a, b), q.unit or ""))
                else:
                    heads.append(replace(named, indicator=self._canonical(text[a:b] + tail)))
        return heads

    def _known(self, phrase: str) -> str:
        for size in range(min(len(phrase), self.w.longest_indicator), 1, -1):
            if phrase[-size:] in self.w.indicators:
                return phrase[-size:]
        return ""

    def _tail(self, last: tuple[int, int], parts: list[tuple[int, int]]) -> str:
        """The shared head of a list, as its last member says it."""
        a, b = last
        text = self.r.text
        first = text[parts[0][0] : parts[0][1]]
        for n in self.r.names:
            if n.start == a and n.end < b and n.cls in self.w.bearing:
                return text[n.end : b]
        if b - a > len(first) and text[a] == first[0]:
            return text[a + len(first) : b]
        for cut in [t.start for t in self.r.tokens_between(a, b)][1:]:
            if first + text[cut:b] in self.w.indicators:
                return text[cut:b]
        known = self._known(text[a:b])
        if known and len(known) < b - a:
            return known
        tokens = self.r.tokens_between(a, b)
        tail = text[tokens[-1].start : b] if len(tokens) > 1 else ""
        return "" if tail and all(text[x:y].endswith(tail) for x, y in parts) else tail

    def _fused(self, start: int, stop: int, fused: str, member: str, q: Quantity) -> Head:
        head = self._named(start, stop, q)
        return replace(head, indicator=self._canonical(head.indicator.replace(fused, member)))

    def _canonical(self, phrase: str) -> str:
        """The indicator as the text says it; its canonical name is the business of identity (resolve)."""
        return phrase

    def _named(self, start: int, stop: int, q: Quantity, counted: bool = False) -> Head:
        """Head for a phrase: a name at its start that can bear a figure is the subject, the rest the indicator."""
        text, unit = self.r.text, q.unit or ""
        phrase = text[start:stop]
        subject, cls = self.subject
        if start > self.speaking and not phrase.endswith(tuple(self.w.marks["enterprise_indicators"])):
            subject = cls = ""  # a later clause speaks of the named body only in what bodies report of themselves
        kind = self.w.units.get(unit, "count")
        best = None
        for n in self.r.names:
            if counted and n.cls == "AdministrativeDivision":
                continue  # 10家宝鸡企业 are counted for the document's place
            if n.start <= start < n.end <= stop and n.cls in self.w.bearing and (best is None or n.end > best.end):
                best = n
        if best is not None and phrase in self.w.indicators:
            best = None
        if best is not None:
            rest = text[best.end : stop].lstrip("的")
            if rest:
                subject, cls, phrase = best.label, best.cls, rest
            else:
                default = self._default(best, "money" if kind == "money" else "physical" if kind not in ("count", "percent") else kind)
                if default:
                    subject, cls, phrase = best.label, best.cls, default
        elif (owner := self._owner(start)) is not None and not (q.kind == "rank" and self._above(owner)):
            subject, cls = owner.label, owner.cls
        phrase = self._clean(phrase)
        return Head(self._canonical(phrase), subject, cls, (start, stop), unit)

    def _default(self, name: Name, kind: str) -> str:
        for cls, of, suffix, indicator in self.w.defaults:
            if cls == name.cls and of == kind and name.label.endswith(suffix):
                return indicator
        return ""

    def _above(self, name: Name) -> bool:
        """Whether a place contains the document's own: a rank in 全省 is not a rank of the province."""
        code = self.document.code
        return bool(name.code) and (name.code == "0" or code.startswith(name.code) and code != name.code)

    def _owner(self, start: int) -> Name | None:
        """A place or body named right before the phrase: 永昌县|粮食产量."""
        for n in self.r.names:
            if n.end == start and n.cls in self.w.marks["subject_classes"]:
                return n
        return None

    def _clean(self, phrase: str) -> str:
        phrase = phrase.strip(" ，、；：（）")
        if phrase.count("“") != phrase.count("”"):
            phrase = phrase.replace("“", "").replace("”", "")
        return phrase

    def _speaker(self, low: int, high: int) -> None:
        """A named body at the head of a clause speaks for the numbers after it, until another does."""
        text = self.r.text
        start, _ = self.r.trim(low, high)
        for p in self.r.periods:
            if p.start == start:
                start, _ = self.r.trim(p.end, high)
        for n in sorted(self.r.names, key=lambda n: (n.start, -n.end)):
            if n.start == start and n.end < high and n.cls in self.w.marks["subject_classes"] and self._acts(n, high):
                self.subject = (n.label, n.cls)
                self.speaking = high
                return
        if low == 0 or text[low - 1] in "；。":
            self.subject = ("", "")

    def _acts(self, n: Name, high: int) -> bool:
        """Whether a verb follows the name, so that it is the subject of the clause and not part of a phrase."""
        for t in self.r.tokens_between(n.end, high):
            if t.tag in ("d", "ad", "x"):
                continue
            return t.tag in ("v", "p", "vd") or self.r.text[t.start : t.end] in self.w.cues
        return False

    # ------------------------------------------------------------------ the claim

    def _kind(self, q: Quantity) -> str:
        if q.kind != "count":
            return q.kind
        kind = self.w.units.get(q.unit or "", "physical" if "/" in (q.unit or "") else "count")
        return kind if kind in ("money", "count") else "physical"

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
        sign = row.sign if low_value > 0 else 1
        measure = row.measure
        if not comparison:
            comparison = self._comparison(roles, measure)
        self.claims.append(
            ObservationClaim(
                q.start, q.end, sign * low_value, None if high_value is None else sign * high_value, q.unit or "", q.qualifier,
                self._status(q, low), measure, head.indicator, head.subject, head.cls, comparison, self._period(q),
                "", self._rank_scope(q) if measure == "rank" else "", row.name,
            )
        )  # fmt: skip

    def _unitless(self, indicator: str) -> bool:
        """Whether an indicator may have a number without unit: an index or ratio, or a cell of a table."""
        return self.r.sentence.kind == "row" or indicator.endswith(tuple(self.w.marks["unitless"]))

    def _comparison(self, roles: Sequence[str], measure: str) -> str:
        if measure not in ("growth-rate", "change", "multiple"):
            return ""
        for role in roles:
            _, _, basis = role.partition("-")
            if basis in BASES:
                return BASES[basis]
        return "year-on-year" if measure == "growth-rate" else "unstated"

    def _since(self, start: int, end: int) -> str:
        """What 比… compares with: a year before the last is a base, else the year before."""
        for p in self.r.periods:
            if start <= p.start < end and p.value:
                year = p.value[:4]
                if year.isdigit() and self.document.year and int(year) < self.document.year - 1 or "/" in p.value:
                    return "since-base"
                return "year-on-year"
        return "unstated"

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
        return ""

    def _status(self, q: Quantity, low: int) -> str:
        before = self.r.text[: q.start]
        clause = before[max(before.rfind("，"), before.rfind("；"), before.rfind("：")) + 1 :]
        for word, status, reach in self.w.statuses:
            if reach == "none":
                continue
            scope = clause if reach == "clause" else before
            at = scope.rfind(word)
            first = len(before) - len(scope) + at
            if at >= 0 and (len(word) > 1 or first in self.r.starts and first + 1 in self.r.starts):
                return status
        period = self._period(q)
        if self.r.sentence.outlook:
            return self.r.sentence.outlook
        if period[-4:].isdigit() and self.document.year and int(period[:4]) > self.document.year:
            return "targeted"
        return "achieved"

    def _period(self, q: Quantity) -> str:
        text = self.r.text
        if any(0 <= text.rfind(now, 0, q.start) for now in self.w.marks["now"]):
            return ""
        best: Period | None = None
        for p in self.r.periods:
            if p.end > q.start:
                break
            lead = text[p.start - 1 : p.start]
            if not p.value or lead in ("比", "较", "超") or text.startswith(("同期", "规划"), p.end):
                continue
            best = p
        if best is not None:
            return best.value
        if self.document.year is None:
            return ""
        return str(self.document.year + (1 if self.r.sentence.outlook else 0))

    def capacity(self, q: Quantity) -> ObservationClaim | None:
        """A physical number inside a project's name (20万吨/年…项目) is the project's capacity."""
        if self._kind(q) != "physical" or isinstance(q.value, tuple):
            return None
        for n in self.r.names:
            default = self._default(n, "physical")
            if default and n.start <= q.start and q.end <= n.end and n.cls == "Project":
                return ObservationClaim(
                    q.start, q.end, Decimal(q.value), None, q.unit or "", q.qualifier, self._status(q, n.start), "capacity",
                    default, n.label, n.cls, "", self._period(q), "", "", self.w.table[-1].name,
                )  # fmt: skip
        return None


UPDOWN = frozenset({"up", "down", "up-yoy", "up-avg", "down-avg", "down-base"})
MAGNITUDES = frozenset(LARGE) | frozenset(SMALL)
CARRIES = frozenset({"up", "down", "to", "total", "reach", "up-yoy", "up-avg", "share"})
BASES = {"yoy": "year-on-year", "pop": "period-on-period", "avg": "annual-average", "base": "since-base", "start": "since-base"}
