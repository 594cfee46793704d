"""Noun phrases beside a number: the head on its left, the counted thing on its right."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from kg.model import Name, Period, Quantity, Sentence, Token
from kg.stages.observe.words import Words

# parts of speech (ICTCLAS tags as jieba uses them) that end a noun phrase: adverb, preposition, pronoun, particle
STOP_TAGS = frozenset({"d", "p", "r", "u", "ul", "uj", "ud", "uz", "c", "y", "e", "o", "zg", "df", "rr", "rz", "ad"})
NOUN = ("n", "vn", "j", "l", "i", "an", "s", "f", "b", "t", "eng", "a", "ng", "x", "m", "q")


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
        w, text, roles = self.words, self.text, []
        while high > low:
            if text[high - 1] in " “‘":
                high -= 1
                continue
            for size in range(min(w.longest, high - low), 0, -1):
                word = text[high - size : high]
                found = w.cues.get(word)
                if found and (high - size in self.starts or high - size == low):
                    role = next((r for r in found if (r == "rank") == rank), found[0])
                    roles.append(role)
                    high -= size
                    break
            else:
                scope = self._scope(low, high) if rank else None
                if scope is None:
                    return high, roles
                high = scope
                roles.append("scope")
        return high, roles

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
                if lead in than[:3]:
                    return p.start - 1
        for i in range(high - 2, max(low, high - 22) - 1, -1):
            if self.text[i] in than[:2] and i in self.starts and (i == low or not self.text[i - 1].isdigit()):
                following = self.text[i : i + 2]
                if following not in ("比重", "比例", "比率", "较为", "较大", "较好", "比值"):  # noqa: RUF100
                    return i
        return None

    def left(self, low: int, high: int) -> tuple[int, int]:
        """Span of the noun phrase that ends at `high` and begins after `low`; empty when there is none."""
        w, text = self.words, self.text
        low, high = self.trim(low, high)
        if low >= high:
            return high, high
        protected = self._known(low, high)
        quoted = 0
        begin = high
        tokens = self.tokens_between(low, high)
        for k in range(len(tokens) - 1, -1, -1):
            t = tokens[k]
            word = text[t.start : t.end]
            if word == "”":
                quoted += 1
            elif word == "“":
                quoted -= 1
            inside = quoted > 0 or word == "“" or t.end > protected
            if not inside and self._stops(t, word):
                break
            if not inside and any(p.start <= t.start < p.end for p in self.periods):
                break
            if not inside and any(q.start <= t.start < q.end for q in self.quantities):
                break
            if word in w.marks["of"] and not inside:
                if high - begin >= 2:
                    break
            begin = t.start
        begin = min(begin, protected)
        for n in self.names:  # a name is not cut in two
            if low <= n.start < begin < n.end <= high and n.end - n.start < 40:
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

    def trim(self, low: int, high: int) -> tuple[int, int]:
        """Without list marks, empty words and blanks at both ends."""
        marks, text = self.words.marks, self.text
        changed = True
        while changed and low < high:
            changed = False
            for word in marks["strip_start"]:
                if text.startswith(word, low) and low + len(word) <= high and not (word == "“" and "”" in text[low:high]):
                    if word.isalpha() and low + len(word) not in self.starts:
                        continue
                    low += len(word)
                    changed = True
            for word in marks["strip_end"]:
                if text.endswith(word, low, high) and not (word == "和" and high - 1 not in self.starts):
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
        begin = start
        end = start
        noun = False
        for n in self.names:
            if n.start == start and n.end <= limit and n.cls != "AdministrativeDivision" and n.end - n.start >= 3:
                end, noun = n.end, True
        for t in self.tokens_between(max(start, end), limit):
            word = text[t.start : t.end]
            if word in "，。；：！？（）、" and (word != "、" or noun):
                break
            if any(q.start <= t.start < q.end for q in self.quantities) or any(p.start <= t.start < p.end for p in self.periods):
                break
            if word == w.marks["of"]:
                if noun:
                    break
                continue
            if self._stops(t, word) or word in w.marks["list_words"]:
                if noun or t.tag in ("p", "d", "c", "u", "r") or word in w.cues:
                    break
            if t.tag in ("v", "vd", "vg") and noun and word in w.cues:
                break
            noun = noun or t.tag.startswith(NOUN) or t.tag == "v"
            end = t.end
        return self.trim(begin, max(begin, end))
