"""Heads by name: whose a phrase is, and how a list of phrases shares what its last member says."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.model import Document, Name, Quantity
from kg.stages.observe.phrases import Reading


@dataclass(frozen=True, slots=True)
class Head:
    """What a number is about: an indicator and whose it is."""

    indicator: str
    subject: str = ""
    cls: str = ""
    span: tuple[int, int] = (-1, -1)
    unit: str = ""


class Naming:
    """From a span of the sentence to an indicator and its bearer."""

    def __init__(self, reading: Reading, document: Document) -> None:
        self.r = reading
        self.w = reading.words
        self.document = document
        self.heads: list[Head] = []  # in the order said: what later numbers may carry on
        self.group_heads: list[Head] = []  # of the last group
        self.subject: tuple[str, str] = ("", "")
        self.speaking = 0  # end of the clause the subject was named in
        # the cues that the sentence has at all
        self.statuses = (
            [s for s in self.w.statuses if s[2] != "none" and s[0] in reading.text] if reading.quantities else []
        )

    def _zip(self, start: int, stop: int, count: int, each: bool, q: Quantity) -> list[Head] | None:
        text = self.r.text
        if count == 1 and not each:
            return [self._named(start, stop, q)]
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
            if mark and (mark == "、" or (i in self.r.starts and i + len(mark) in self.r.starts)):
                cuts.append((begin, i))
                begin = i + len(mark)
                i = begin
            else:
                i += 1
        cuts.append((begin, stop))
        trimmed = (self.r.trim(a, b) for a, b in cuts)
        return [(a, b) for a, b in trimmed if b > a]

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
                subject = next(
                    (n for n in self.r.names if n.start == a and n.end == b and n.cls in self.w.bearing), None
                )
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
        if start > self.speaking and phrase not in self.w.marks["enterprise_indicators"]:
            subject = cls = ""  # a later clause speaks of the named body only in what bodies report of themselves
        kind = self.w.units.get(unit, "count")
        best = None
        for n in self.r.names:
            if n.cls == "AdministrativeDivision" and (counted or (q.kind in ("count", "rank") and self._above(n))):
                continue  # 10家宝鸡企业 are counted for the document's place
            if self._companion(n):
                continue
            if n.start <= start < n.end <= stop and n.cls in self.w.bearing and (best is None or n.end > best.end):
                best = n
        if best is not None and phrase in self.w.indicators:
            best = None
        if best is not None:
            rest = text[best.end : stop].lstrip(self.w.marks["of"])
            if rest:
                subject, cls, phrase = best.label, best.cls, rest
            else:
                default = self._default(
                    best, "money" if kind == "money" else "physical" if kind not in ("count", "percent") else kind
                )
                if default:
                    subject, cls, phrase = best.label, best.cls, default
        elif (owner := self._owner(start)) is not None and not (q.kind in ("rank", "count") and self._above(owner)):
            subject, cls = owner.label, owner.cls
        phrase = self._stemmed(self._clean(phrase))
        if q.kind == "percent" and phrase.endswith(tuple(self.w.marks["branches"])):
            phrase += self._measured(start)
        return Head(self._canonical(phrase), subject, cls, (start, stop), unit)

    def _measured(self, start: int) -> str:
        """采矿业增长3% after 国有企业增加值增长5% is of its 增加值; 饮料类 in 商品零售额中 of its 零售额."""
        within = self.w.marks["within_word"]
        for head in (*(h.indicator for h in reversed(self.heads)), *self.r.text[:start].split(within)[:-1]):
            for noun in self.w.marks["branch_values"]:
                if head.endswith(noun):
                    return str(noun)
        return ""

    def _stemmed(self, phrase: str) -> str:
        """毕业生 after 普通高中招生 is that of 普通高中: the stem was said with the first of the list."""
        for forms in self.w.sisters:
            if phrase not in forms:
                continue
            for head in reversed(self.heads):
                form = next((f for f in sorted(forms, key=len, reverse=True) if head.indicator.endswith(f)), "")
                if form and head.indicator != form:
                    return head.indicator.removesuffix(form) + phrase
        return phrase

    def _default(self, name: Name, kind: str) -> str:
        for cls, of, suffix, indicator in self.w.defaults:
            if cls == name.cls and of == kind and name.label.endswith(suffix):
                return indicator
        return ""

    def _above(self, name: Name) -> bool:
        """Whether a place contains the document's own: a rank in 全省 is not a rank of the province."""
        code = self.document.code
        return bool(name.code) and (name.code == "0" or (code.startswith(name.code) and code != name.code))

    def _owner(self, start: int) -> Name | None:
        """A place or body named right before the phrase: 永昌县|粮食产量."""
        for n in self.r.names:
            if n.end == start and n.cls in self.w.marks["subject_classes"] and not self._companion(n):
                return n
        return None

    def _companion(self, name: Name) -> bool:
        """与某市|共建飞地3家: who takes part with the subject that the clause leaves unsaid."""
        before = self.r.text[: name.start]
        word = next((w for w in self.w.marks["beside"] if before.endswith(w)), "")
        return bool(word) and before[: -len(word)][-1:] in ("", *self.w.marks["clause"])

    def _clean(self, phrase: str) -> str:
        phrase = phrase.strip(" ，、；：（）")
        if phrase.count("“") != phrase.count("”"):
            phrase = phrase.replace("“", "").replace("”", "")
        return phrase
