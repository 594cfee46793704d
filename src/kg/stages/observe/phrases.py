"""Noun phrases beside a number: the head on its left, the counted thing on its right."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import zip_longest

from kg.model import Name, Period, Quantity, Sentence, Token
from kg.stages.observe.words import Words

# parts of speech (ICTCLAS tags as jieba uses them) that end a noun phrase: adverb, preposition, pronoun, particle
STOP_TAGS = frozenset({"d", "u", "ul", "uj", "ud", "uz", "c", "y", "e", "o", "df", "rr", "rz", "ad"})
ADVERBIAL = frozenset({"a", "ad", "an", "d", "z"})
NOUN = ("n", "zg", "vn", "j", "l", "i", "an", "s", "f", "b", "t", "eng", "a", "ng", "x", "m", "q")


@dataclass
class Reading:
    """A sentence with everything recognised in it, and the questions the binder asks of it."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    names: tuple[Name, ...]
    words: Words
    starts: frozenset[int] = field(init=False)
    token_starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.token_starts = [t.start for t in self.tokens]
        self.starts = frozenset(self.token_starts) | {len(self.sentence.text)}

    @property
    def text(self) -> str:
        """The reading copy."""
        return self.sentence.text

    def tokens_between(self, low: int, high: int) -> list[Token]:
        """Tokens wholly inside low:high."""
        i = bisect_left(self.token_starts, low)
        found = []
        while i < len(self.tokens) and self.tokens[i].end <= high:
            found.append(self.tokens[i])
            i += 1
        return found

    def peel(self, low: int, high: int, rank: bool) -> tuple[int, list[str]]:
        """Strip cue words off the right end of text[low:high]: (new end, roles from right to left)."""
        w, text = self.words, self.text
        roles: list[str] = []
        while high > low:
            if text[high - 1] in " “‘":
                high -= 1
                continue
            aside = self._aside(low, high)
            if aside is not None:
                high = aside
                continue
            for size in range(min(w.longest, high - low), 0, -1):
                word = text[high - size : high]
                found = w.cues.get(word)
                loose = (
                    size > 1 and found is not None
                )  # jieba joins 价格上涨 and 价格比; a single 有 or 能 may end a noun
                if found and any(p.start < high - size < p.end for p in self.periods):
                    continue  # 比上年增长: 年 is the end of a time, not the beginning of 年增长
                if found and (loose or high - size in self.starts or high - size == low):
                    if size < high - self._known(low, high):
                        return high, roles  # 自然增长率 is one indicator, not a growth of 自然
                    role = next((r for r in found if (r == "rank") == rank), found[0])
                    roles.append(role)
                    high -= size
                    break
            else:
                scope = self._scope(low, high) if rank else None
                if scope is not None:
                    high = scope
                    roles.append("scope")
                    continue
                adverb = self._adverb(low, high)
                if adverb is None:
                    return high, roles
                high = adverb
        return high, roles

    def _aside(self, low: int, high: int) -> int | None:
        """Start of a time that ends at `high` inside a phrase: 生产总值增速|前三季度|均居第1, 增速|连续11个月|第1."""
        for p in self.periods:
            lead = self.text[low : p.start]
            if p.end == high and lead and not lead.endswith(tuple(self.words.marks["time_leads"])):
                return p.start
        for m in self.words.repeated.finditer(self.text, low, high):
            if m.end() == high and m.start() > low:
                return m.start()
        return None

    def _adverb(self, low: int, high: int) -> int | None:
        """Start of an adverb that ends at `high`, or of a verb said after its noun (企业通过认定14家)."""
        i = bisect_left(self.token_starts, high) - 1
        if i < 0 or self.tokens[i].end != high or self.tokens[i].start < low:
            return None
        t = self.tokens[i]
        if t.tag in ("d", "ad", "df"):
            return t.start
        if self.text[t.start : high] in self.words.lead and t.start > low and self._known(low, high) == high:
            before = self.tokens[i - 1] if i else None
            after_noun = (
                before is not None and before.start >= low and before.tag.startswith(("n", "j", "l", "v", "p", "x"))
            )
            return t.start if after_noun else None
        return None

    def _scope(self, low: int, high: int) -> int | None:
        """Start of a rank scope (全省, or a named place) that ends at `high`."""
        for size in range(min(8, high - low), 1, -1):
            if self.text[high - size : high] in self.words.scopes:
                return high - size
        for name in self.names:
            if name.end == high and name.start >= low and name.cls == "AdministrativeDivision":
                return name.start
        return None

    def basis(self, low: int, high: int) -> int | None:
        """Start of “比/较 … ” that ends at `high` and names what is compared with; None if there is none."""
        than = self.words.marks["than"]
        for p in self.periods:
            tail = self.text[p.end : high]
            if low < p.start and p.end <= high and (not tail or tail in than):
                lead = self.text[p.start - 1]
                on, *ground = self.words.marks["upon"]  # 在2013年|基础上
                upon = lead == on and self.text.startswith(tuple(ground), high)
                if lead in than[:3] or upon:
                    return p.start - 1
        for i in range(high - 2, max(low, high - 22) - 1, -1):
            edge = i in self.starts and (i == low or not self.text[i - 1].isdigit())
            if self.text[i] in than[:2] and edge and self.text[i : i + 2] not in self.words.marks["than_not"]:
                return i
        return None

    def left(self, low: int, high: int) -> tuple[int, int]:
        """Span of the noun phrase that ends at `high` and begins after `low`; empty when there is none."""
        w = self.words
        low, high = self.trim(low, high)
        if low >= high:
            return high, high
        protected = self._known(low, high)
        quoted = 0
        begin = high
        tokens = self.tokens_between(low, high)
        for k in range(len(tokens) - 1, -1, -1):
            t = tokens[k]
            word = t.word
            if word == "”":
                quoted += 1
            elif word == "“":
                quoted -= 1
            inside = quoted > 0 or word == "“" or t.end > protected or t.end == begin == high - 1
            if not inside and self._stops(t, word) and not self._kept(tokens, k, word):
                break
            if not inside and any(p.start <= t.start < p.end for p in self.periods):
                break
            if not inside and any(q.start <= t.start < q.end for q in self.quantities):
                break
            if word in w.marks["of"] and not inside and high - begin >= 2:
                break
            begin = t.start
        begin = min(begin, protected)
        times = {p.start for p in self.periods}
        for n in self.names:  # a name is not cut in two
            if n.start not in times and low <= n.start < begin < n.end <= high and n.end - n.start < 40:
                begin = n.start
        return self.trim(begin, high)

    def _known(self, low: int, high: int) -> int:
        """Start of the longest known indicator that ends at `high`, or `high`."""
        for size in range(min(self.words.longest_indicator, high - low), 1, -1):
            if self.text[high - size : high] in self.words.indicators and high - size in self.starts:
                return high - size
        return high

    def _stops(self, token: Token, word: str) -> bool:
        if word in self.words.marks["list"] or word in self.words.marks["list_words"]:
            return False
        return token.tag in STOP_TAGS or word in self.words.lead

    def _predicates(self, token: Token, word: str, limit: int) -> bool:
        """Whether a verb after the counted noun begins what is said of it, rather than being part of its name."""
        if self.words.lead.get(word) == "strong":
            return True
        if not token.tag.startswith("v") or token.tag == "vn" or word in self.words.marks["inner_heads"]:
            return False
        return not self.text.startswith(tuple(self.words.marks["inner_heads"]), token.end) or token.end >= limit

    def _kept(self, tokens: list[Token], k: int, word: str) -> bool:
        """A weak verb with a noun before it and more of the phrase after it belongs to the phrase (垃圾处置率)."""
        if self.words.lead.get(word) != "weak" or not k:
            return False
        if k + 1 >= len(tokens):  # 国内|申请: the verb is what is counted
            return tokens[k - 1].tag in ("s", "b") and tokens[k - 1].end == tokens[k].start
        return tokens[k - 1].tag.startswith(("n", "vn", "j", "l", "b", "s")) and tokens[k - 1].end == tokens[k].start

    def _modifier(self, low: int, high: int) -> bool:
        """Whether text[low:high] only qualifies what is to come: 保障性, 省级, 农村."""
        return any(t.end == high and t.tag in ("b", "a") for t in self.tokens_between(low, high)) or self.text[
            :high
        ].endswith(tuple(self.words.marks["modifier_ends"]))

    def trim(self, low: int, high: int) -> tuple[int, int]:
        """Without list marks, empty words and blanks at both ends."""
        marks, text = self.words.marks, self.text
        first, last = tuple(marks["strip_start"]), tuple(marks["strip_end"])
        changed = True
        while changed and low < high:
            changed = False
            # one look at all words tells that there is none
            for word in first if text.startswith(first, low) else ():
                if (
                    text.startswith(word, low)
                    and low + len(word) <= high
                    and not (word == "“" and "”" in text[low:high])
                ):
                    if word.isalpha() and low + len(word) not in self.starts:
                        continue
                    low += len(word)
                    changed = True
            for word in last if text.endswith(last, low, high) else ():
                if text.endswith(word, low, high) and not (
                    word in marks["list_words"] and word.isalpha() and high - 1 not in self.starts
                ):
                    high -= len(word)
                    changed = True
            while low < high and text[low] in " 　":
                low += 1
            while high > low and text[high - 1] in " 　":
                high -= 1
        return low, high

    def right(self, start: int, limit: int) -> tuple[int, int]:
        """Span of the counted thing after a number: 29个 → …示范村."""
        w, text = self.words, self.text
        if text.startswith(w.marks["of"], start):
            start += 1
        begin = end = start
        noun = quoted = False
        for n in self.names:
            if n.start == start and n.end <= limit and n.cls != "AdministrativeDivision" and n.end - n.start >= 3:
                end, noun = n.end, True
        following = next((t for t in self.tokens_between(end, limit) if t.start == end), None) if noun else None
        if noun and (following is None or not following.tag.startswith(("n", "j", "b"))):
            return self.trim(begin, end)  # 66个某某项目|启动建设: the name is the thing counted
        for size in range(min(w.longest_indicator, limit - start), 1, -1):
            if text[start : start + size] in w.indicators and start + size in self.starts:
                end, noun = max(end, start + size), True
                break
        tokens = self.tokens_between(max(start, end), limit)
        for t, after in zip_longest(tokens, tokens[1:]):
            word = t.word
            if noun and word in w.marks["tails"] and after is not None and after.tag.startswith(NOUN):
                end = t.end  # 12个亿元以上|项目
                continue
            if word in w.marks["list_words"] and noun and (quoted or self._modifier(begin, t.start)):
                end = t.end  # 2824套保障性|和|公共租赁住房
                continue
            if word in w.marks["clause"] or (word in w.marks["list_words"] and not quoted):
                break
            quoted = quoted or word == "“"
            if word == "”":
                quoted, end = False, t.end
                continue
            if any(q.start <= t.start < q.end for q in self.quantities) or any(
                p.start <= t.start < p.end for p in self.periods
            ):
                break
            stops = (self._stops(t, word) or t.tag == "p") and w.lead.get(word) != "weak"
            if not quoted and (word == w.marks["of"] or stops):
                break
            if noun and not quoted and (t.tag == "f" or word in w.cues or self._predicates(t, word, limit)):
                break
            manner = t.tag in ADVERBIAL or word in w.marks["manner"]
            if noun and not quoted and manner and after is not None and after.tag in ("v", "vd", "a", "ad"):
                break  # 四项指标全面|下降
            if noun and any(n.start == t.start and n.cls == "AdministrativeDivision" for n in self.names):
                break
            noun = noun or t.tag.startswith(NOUN)
            end = t.end
        return self.trim(begin, end) if noun else (start, start)
