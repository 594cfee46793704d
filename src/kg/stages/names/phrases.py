"""A sentence as the name stage reads it: words, edges, and how far a phrase reaches to its left."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from kg.model import Name, Token
from kg.stages.names.proper import SMALL, proper
from kg.stages.names.spans import T, begun, known, openings, sounds
from kg.stages.names.words import NameWords

STOP_TAGS = frozenset({"d", "u", "uj", "ul", "ud", "uz", "ug", "y", "e", "o", "df", "ad", "c", "r", "p"})
MARKS = "，。；：！？（）、“”《》…—→,;:"
CLAUSE_MARKS = "，。；：！？、—"


class Phrases:
    """The text of a sentence with its words and places."""

    def __init__(self, text: str, tokens: tuple[Token, ...], places: tuple[Name, ...], words: NameWords) -> None:
        self.text, self.tokens, self.places, self.words = text, tokens, places, words
        self.starts = [t.start for t in tokens]
        self.edges = frozenset(self.starts) | {len(text)}
        self.said = frozenset(t.word for t in tokens)
        self.characters = frozenset(text)
        self.at = openings(text, tokens)
        self.tails = [text[t.end - 2 : t.end] if t.end > 1 else text[:1] for t in tokens]
        self.sums: list[re.Match[str]] | None = None  # what sums up its lists, once it was looked for
        self.known = known(text, self.at, self.edges, words)
        self.sounds = (*sounds(text, tokens, self.starts, words), *((a, b) for a, b, _, _ in self.known))

    def first(self, position: int) -> int:
        """Index of the first word that does not begin before `position`."""
        return bisect_left(self.starts, position)

    def between(self, begin: int, end: int) -> tuple[Token, ...]:
        """The words that begin between two positions."""
        return self.tokens[self.first(begin) : self.first(end)]

    def each(self, words: frozenset[str]) -> Iterator[Token]:
        """The words of the sentence that are among these, in order."""
        if not words.isdisjoint(self.said):
            yield from (t for t in self.tokens if t.word in words)

    def told(self, name: str) -> Iterator[re.Match[str]]:
        """Where the pattern of a rule without a class matches in the sentence."""
        return self.words.sought(name).finditer(self.text, self.characters)

    def verbs(self, verbs: Mapping[str, Sequence[tuple[str, T]]]) -> list[tuple[int, int, T]]:
        """Where each of these verbs begins and ends, and its value."""
        return begun(self.text, self.at, self.edges, verbs)

    def some(self, begin: int) -> bool:
        """Whether a number or 一批 counts what begins here: a kind of thing, no name."""
        return self.words.helpers["some"].search(self.text, max(0, begin - 10), begin) is not None

    def further(self, end: int, cls: str = "") -> bool:
        """Whether what goes on at `end` makes the phrase before it a mere modifier (战略|合作关系)."""
        return self.text.startswith(self.words.further[""], end) or (
            cls in self.words.further and self.text.startswith(self.words.further[cls], end)
        )

    def sounded(self, end: int) -> int:
        """Where the foreign name that ends at `end` begins; `end` when none does."""
        return next((a for a, b in self.sounds if b == end), end)

    def before(self, position: int) -> Token | None:
        """The word that ends at `position`."""
        i = bisect_left(self.starts, position) - 1
        return self.tokens[i] if i >= 0 and self.tokens[i].end == position else None

    def after(self, position: int) -> Token | None:
        """The word that begins at `position`."""
        i = self.first(position)
        return self.tokens[i] if i < len(self.tokens) and self.starts[i] == position else None

    def past(self, words: frozenset[str], begin: int, stop: int) -> int:
        """Where the last of these words ends inside a span, with something after it; `begin` when none does."""
        return max((t.end for t in self.between(begin, stop) if t.word in words and t.end < stop), default=begin)

    def left(self, end: int, longest: int = 30, quotes: bool = True, head: int | None = None) -> int:
        """Where the noun phrase that ends at `end` begins: at the last verb, particle or mark before it.

        `head` is where its head noun begins: verbs inside that (联动推进机制) bound nothing.
        """
        i = bisect_left(self.starts, end if head is None else head) - 1
        begin, depth = end if head is None else head, 0
        while i >= 0:
            t = self.tokens[i]
            word = t.word
            if end - t.start > longest:
                break
            if word == "”" and quotes:
                depth += 1
            elif word == "“" and depth:
                depth, begin, i = depth - 1, t.start, i - 1
                if not depth and self.text[begin - 1 : begin] == "”":
                    break  # “甲”|“乙”某机制
                continue
            inner = (word == "、" and self._tiers(t.start)) or (word in self.words.links and self._linked(i))
            if not depth and inner:
                i -= 1
                continue
            if word == "）" and not depth and (inside := self._bracketed(i)) is not None:
                i, begin = inside, self.tokens[inside].start
                continue
            if not depth and self._stops(i, word):
                break
            begin = t.start
            i -= 1
        return self.strip(begin, end)

    def _stops(self, i: int, word: str) -> bool:
        t = self.tokens[i]
        if word in MARKS:
            return word != "”"
        if word in self.words.sets["sure"] or self._coined(i):
            return False  # 高速 is an adverb to the dictionary, as 太 is in 太|锅|集团
        if any(p.start <= t.start and t.end <= p.end for p in self.places):
            return False
        if any(a <= t.start and t.end <= b for a, b in self.sounds):
            return False
        strength = self.words.lead.get(word)
        if word in self.words.awards or word in self.words.hard:
            return True
        inner = (
            t.tag == "vn" and i and self.tokens[i - 1].tag.startswith(("n", "vn", "i")) and word not in self.words.verbs
        )
        if (strength == "strong" and not inner) or (
            len(word) > 2 and self.words.lead.get(word[-2:]) == "strong" and t.tag not in ("n", "nz", "vn", "ns")
        ):
            return True
        if word in self.words.stops:
            previous = self.tokens[i - 1] if i else None
            if previous is not None and self.headed(previous.end):
                return True  # 甲产业集群|创建|乙产业集群
            if previous is None or previous.tag == "v" or self.text[previous.start : t.start] in CLAUSE_MARKS:
                return True
            if t.tag == "vn" and previous.tag in ("d", "ad"):
                return True  # 积极|发展|某联合体
            if t.tag != "vn":
                if previous.word in self.words.strip or previous.word in self.words.core:
                    return True  # 全力|支持|某公司: an adverb that the dictionary takes for a noun
                return not previous.tag.startswith(("n", "vn", "j", "l", "b", "s", "a")) and previous.word != "）"
        if strength == "weak" or (t.tag == "v" and word in self.words.verbs):
            previous = self.tokens[i - 1] if i else None
            return previous is None or not previous.tag.startswith(("n", "vn", "j", "l", "b", "s", "a"))
        return t.tag in STOP_TAGS

    def _coined(self, i: int) -> bool:
        """Whether a firm's name begins at a word that is an adverb or a preposition elsewhere."""
        t = self.tokens[i]
        if t.word not in self.words.sets["name-start"] or i + 1 == len(self.tokens):
            return False
        following = self.tokens[i + 1]
        return following.end - following.start == 1 and following.tag not in SMALL

    def headed(self, end: int, least: int = 3) -> bool:
        """Whether a name whose head noun has `least` characters ends at `end`: then a verb after it is said of it."""
        heads = self.words.heads.get(self.text[end - 1], ())
        return any(len(h.suffix) >= least and self.text.endswith(h.suffix, 0, end) for h in heads)

    def _bracketed(self, i: int) -> int | None:
        """Index of the word before a short bracket that closes at word `i` (中国（某市）博览会, 农村（林场）整治)."""
        opening = self.text.rfind("（", max(0, self.tokens[i].start - 8), self.tokens[i].start)
        before = self.before(opening) if opening > 0 else None
        if before is None or not self.words.helpers["aside"].fullmatch(self.text, opening + 1, self.tokens[i].start):
            return None
        return self.first(before.start) if before.tag in ("ns", "nr", "n", "j", "nz", "l", "nt") else None

    def _linked(self, i: int) -> bool:
        """Whether a dash or 至 joins two places or roads (甲—乙公路, 甲大道—乙路|立交)."""
        t = self.tokens[i]
        before = self.tokens[i - 1] if i else t
        ends = any(p.end == t.start for p in self.places) or self.text[t.start - 1 : t.start] == "）"
        ends = ends or self.text.endswith(self.words.marks["way-end"], 0, t.start) or before.tag in ("ns", "nz")
        return ends and (any(p.start == t.end for p in self.places) or self.proper(t.end, t.end + 4))

    def _tiers(self, position: int) -> bool:
        """Whether the 、 at a position stands in a list of tiers (市、县、区、乡), which is one modifier."""
        return any(m.start() < position < m.end() for m in self.told("tiers"))

    def strip(self, begin: int, end: int) -> int:
        """Cut words that say nothing of the name off its left end."""
        moved = True
        while moved and begin < end:
            moved = False
            number = self.words.helpers["leading-number"].match(self.text, begin, end)
            if number and number.end() < end and number.end() in self.edges:
                begin, moved = number.end(), True
            body = self.words.helpers["leading-body"].match(self.text, begin, end)
            if body and body.end() < end - 1:
                begin, moved = body.end(), True
            for word in self.words.strip_by.get(self.text[begin], ()):
                if (
                    self.text.startswith(word, begin)
                    and begin + len(word) <= end
                    and begin + len(word) in self.edges
                    and not self.and_within(begin, end)
                    and not self.text.startswith(self.words.kept.get(word, ()), begin + len(word))
                ):
                    begin += len(word)
                    moved = True
                    break
        return begin

    def and_within(self, begin: int, stop: int) -> bool:
        """Whether 和 begins a member that 、 joins on both sides, so that it is a part of its name: 甲、和|盛铜业、乙."""
        ends = self.text[stop : stop + 1] in (self.words.joins[0], self.words.etc)
        return ends and self.text[begin - 1 : begin + 1] == "".join(self.words.joins[:2])

    def proper(self, begin: int, end: int) -> bool:
        """Whether a place, a coined or foreign word, a digit or quotes stand between."""
        return proper(self, begin, end)

    def object(self, end: int, longest: int = 26, head: int | None = None) -> int:
        """Where the object that ends at `end` begins when a verb of carrying out governs it, inner verbs and all.

        The last core verb of the clause counts (开展|链主企业带链行动); without one the first other governing verb
        (优化|抓效能促发展“八大行动”). `end` when no verb governs it.
        """
        i = bisect_left(self.starts, end if head is None else head) - 1
        core = other = end
        depth = 0
        while i >= 0 and end - self.tokens[i].start <= longest:
            t = self.tokens[i]
            word = t.word
            depth += (word == "”") - (word == "“")
            if depth <= 0 and word in MARKS and word not in "“”":
                break
            if depth <= 0 and t.tag in ("uj", "c", "ul"):
                other = t.end if t.tag == "ul" and i and self.tokens[i - 1].word in self.words.verbs else other
                break
            if depth <= 0 and word in self.words.verbs:
                if word in self.words.core and t.end == head:
                    pass  # 政策|落实|专项行动: a verb right before the head is a part of the name
                elif word in self.words.core:
                    core = t.end
                    break
                other = t.end
            i -= 1
        begin = core if core < end else other
        first = bisect_left(self.starts, begin)
        while (
            first < len(self.tokens)
            and (
                self.tokens[first].tag in ("p", "d", "ad", "ul") or self.tokens[first].word in self.words.sets["finish"]
            )
            and self.tokens[first].end < (end if head is None else head)
        ):
            first += 1  # 推进|以某地试点为引领, 推动|完成某某行动: neither is part of the name
            begin = self.tokens[first].start
        return self.strip(begin, end)

    def called(self, end: int, head: int) -> bool:
        """Whether a verb of holding events governs the phrase that ends at `end`: 召开|推动某地发展大会."""
        begin = self.object(end, 18, head)
        return begin < end and self.words.verbs.get(self.governed(begin)) == "Event"

    def subject(self, begin: int, end: int) -> int:
        """Where a name that is the subject of its clause begins, when a verb of its own opens it (优化…行动全面推开)."""
        verb = self.before(begin)
        if verb is None or not verb.tag.startswith("v") or self.text[verb.start : begin] in self.words.core:
            return begin
        if self.strip(verb.start, end) != verb.start or verb.word in self.words.sets["finish"]:
            return begin
        opened = verb.start == 0 or self.text[verb.start - 1] in "，。；："
        next_ = self.after(end)
        done = self.words.helpers["done"].match(self.text, end) is not None
        follows = done or (next_ is not None and next_.tag in ("d", "ad", "v", "a", "vd"))
        return verb.start if opened and follows and begin > verb.start else begin

    def says(self, begin: int, stop: int) -> bool:
        """Whether a span states something (a strong verb or 的 stands in it) instead of naming."""
        lead, of = self.words.lead, self.words.of
        words = (t for t in self.between(begin, stop) if t.end <= stop)
        return any(t.word == of or (lead.get(t.word) == "strong" and t.tag != "vn") for t in words)

    def awarded(self, begin: int, stop: int) -> bool:
        """Whether a verb of recognition stands in a span: then it is a clause, not a name."""
        return any(t.word in self.words.awards and t.tag not in ("vn", "n") for t in self.between(begin, stop))

    def governed(self, begin: int, through: tuple[str, ...] = ()) -> str:
        """The governing verb right before a phrase; "" when there is none.

        Adverbs may stand between, and what has one of the tags `through` (最严格|的).
        """
        position = begin
        for _ in range(4):
            for size in range(6, 1, -1):
                word = self.text[max(0, position - size) : position]
                if word in self.words.verbs:
                    return word
            t = self.before(position)
            if t is None or t.tag not in ("d", "ad", "a", "ul", "x", *through) or t.word in MARKS:
                return ""
            position = t.start
        return ""
