"""Who a clause speaks of: the actor it names, the one its sentence named before, or the document's own place."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from kg.classes import GROUPS
from kg.model import Name, Token
from kg.stages.relate.fold import Folded, is_name
from kg.stages.relate.frames import URGED, Frames

PLACE = "AdministrativeDivision"


@dataclass(frozen=True, slots=True)
class Subject:
    """Ends a clause can lend to a statement: (label, class, start, end) each; start -1 when carried over."""

    ends: tuple[tuple[str, str, int, int], ...]
    how: str  # stated, carried, place, parts


_ANEW = ("；", ";")  # what comes after it is not about the company named before
_OPENERS, _CLOSERS = "“《", "”》"
HERE = Subject((("", PLACE, -1, -1),), "place")
PARTS = Subject(HERE.ends, "parts")  # "12 villages", "all hospitals": what they carry out is their place's doing
NOBODY = Subject((), "unnamed")  # people or firms without a name, a zone that acts: what follows is not the place's


def named(folded: Folded, start: int, end: int) -> list[tuple[Name, int, int]]:
    """Names of folded[start:end] that are heads: of names side by side the last one, and its equals before it.

    Equals are quoted strings in a row and bodies written without a comma (two organs of one place).
    """
    out: list[tuple[Name, int, int]] = []
    i = start
    while i < end:
        if not is_name(folded.text[i]):
            i += 1
            continue
        j = i
        while j < end and is_name(folded.text[j]):
            j += 1
        k = j - 1
        while k > i and _equal(folded, k):
            k -= 1
        for at in range(k, j):
            out.extend((name, folded.starts[at], folded.ends[at]) for name in folded.groups[at].names)
        i = j
    return out


def _equal(folded: Folded, at: int) -> bool:
    """Whether a name and the one right before it stand side by side as equals."""
    one, two = (folded.groups[i].names[0].cls for i in (at - 1, at))
    if one == two == "GovernmentBody":
        return True
    alike = one == two or {one, two} <= set(GROUPS["Initiative"])
    return alike and _in_quotes(folded, at - 1) and _in_quotes(folded, at)


def _in_quotes(folded: Folded, at: int) -> bool:
    """Whether a name stands in quotation marks, or consists of quoted words and their head."""
    label = folded.groups[at].names[0].label
    return folded.quoted(at) or label[0] in _OPENERS or label[-1] in _CLOSERS


class Reader:
    """Reads the clauses of one sentence in order and remembers whom they speak of."""

    def __init__(self, folded: Folded, tokens: tuple[Token, ...], about: str, frames: Frames) -> None:
        self.folded, self.frames, self.about = folded, frames, about
        self.tokens, self.edges = tokens, [t.start for t in tokens]
        self.carried: Subject = HERE
        self.broken = False
        self.ours = False  # the sentence opened with how things stand in the place of the report
        self.mood = ""  # status cue of the clause that named the carried subject
        self.kind = ""  # how the clause opens: stated, bare, other
        self.stated: Subject | None = None
        self.start = self.after_actor = 0
        self.first = ""  # how the first clause of the sentence opens

    def _tag(self, at: int) -> str:
        """Part of speech of the word that covers a character of the folded text."""
        if at >= len(self.folded.text) or not self.tokens:
            return ""
        i = bisect_left(self.edges, self.folded.starts[at] + 1) - 1
        return self.tokens[i].tag if i >= 0 else ""

    def _ends(self, actor: re.Match[str]) -> Subject:
        found = named(self.folded, *actor.span("actor"))
        parts = actor["parts"] is not None
        if not found:
            return PARTS if parts else HERE
        if found[-1][0].cls == "AdministrativeDivision":  # A builds institute B, county C founds one: no list of actors
            found = [f for f in found if f[0].cls in ("AdministrativeDivision", "GovernmentBody")]
        return Subject(tuple((n.label, n.cls, s, e) for n, s, e in found), "parts" if parts else "stated")

    def open(self, start: int, end: int) -> None:
        """Look at how the clause start:end begins."""
        text = self.folded.text
        self.first = self.first or self.kind
        self.broken |= text[start - 1 : start] in _ANEW and self.first != "stated"  # news of the next, not of a firm
        m = self.frames.opening.match(text, start, end)
        self.start = start
        self.stated = None
        if m and m["actor"] is not None and not self._reach(m) and not self._whose(m):
            self.stated, self.after_actor = self._ends(m), m.end("actor")
            self.kind = "stated"
            if self._home(self.stated) and self._tag(m.end("actor"))[:1] == "n":
                self.kind = "topic"  # "the city's exports": about the place, and no change of subject
            return
        at = (m.end("actor") if m["actor"] is not None else m.end()) if m else start
        self.start = at
        if at >= end or self.frames.adverb.match(text, at, end) or self.frames.preposition.match(text, at, end):
            self.kind = "bare"
        elif self.frames.agents.match(text, at, end):
            self.kind = "agents"
        elif is_name(text[at]):
            self.kind = "other"
        else:
            self.kind = "bare" if self._tag(at)[:1] in "vdapcilu" else "other"

    def _reach(self, actor: re.Match[str]) -> bool:
        """Whether a clause opens with how far something is the first (in the whole province the first to …)."""
        return self.frames.compared.match(self.folded.text, actor.end("actor")) is not None and not self._home(
            self._ends(actor)
        )

    def _whose(self, actor: re.Match[str]) -> bool:
        """Whether the bodies at the head of a clause only own what follows: 市委和市政府|的决策部署."""
        ends = self._ends(actor).ends
        return self._tag(actor.end("actor")) == "uj" and all(cls == "GovernmentBody" for _, cls, *_ in ends)

    def close(self, mood: str) -> None:
        """Remember whom the clause just read spoke of, and whether as done or as intended."""
        if self.kind == "stated" and self.stated:
            self.carried, self.broken, self.mood = self.stated, False, "planned" if mood == URGED else mood
        elif self.kind == "agents":
            self.carried = NOBODY
        elif self.kind in ("other", "topic"):
            self.ours |= self._home(self.carried)
            self.broken |= self.kind == "other"

    def _home(self, subject: Subject) -> bool:
        return all(label in ("", self.about) for label, _, _, _ in subject.ends) and bool(subject.ends)

    def _carried(self) -> Subject | None:
        if self._home(self.carried):
            return PARTS if self.carried.how == "parts" else HERE
        if self.carried is NOBODY:
            return None
        if self.broken and self.ours and all(e[1] == PLACE for e in self.carried.ends):
            return HERE  # what a county among other news won does not make the rest of the list its own
        if self.broken:
            # A government or place stays the one who acts; a company three clauses back would be a guess.
            return self.carried if all(e[1] == "GovernmentBody" for e in self.carried.ends) else None
        return Subject(tuple((label, cls, -1, -1) for label, cls, _, _ in self.carried.ends), "carried")

    def stated_before(self, at: int) -> Subject | None:
        """The actor at the head of the clause when it ends before a character of the sentence.

        Not when it is the first of a coordination: in "A、B street project begun" the project is both places'.
        """
        if self.kind != "stated" or not self.stated or any(end > at for *_, end in self.stated.ends):
            return None
        goes_on = bisect_left(self.folded.starts, at)
        firm = all(cls == "Enterprise" for _, cls, *_ in self.stated.ends)
        if firm and self.frames.separator.search(self.folded.text, self.after_actor, goes_on):
            return None  # "A supermarkets, B and C opened": the company only begins the first of several names
        return None if self.frames.separator.match(self.folded.text, self.after_actor) else self.stated

    def doer(self, at: int, thing: tuple[str, str, int, int], says: str) -> Subject | None:
        """Who did what a clause says of a thing: its actor, or the division that a work carried out is named after."""
        return self.stated_before(at) or (self._named_after(thing) if says == "implements" else None)

    def _named_after(self, thing: tuple[str, str, int, int]) -> Subject | None:
        """The smaller division whose full name opens the name of a thing."""
        group = next((g for g in self.folded.groups.values() if g.start == thing[2]), None)
        for n in group.inner if group else ():
            whole = n.start == thing[2] and n.end - n.start == len(n.label)
            if whole and n.cls == PLACE and not self.frames.reaches(n.label, self.about):
                return Subject(((n.label, n.cls, n.start, n.end),), "stated")
        return None

    def undergone(self, thing: tuple[str, str, int, int]) -> None:
        """The name at the head of the clause is what something was done to: it does nothing in the next."""
        if self.stated and any(start == thing[2] for _, _, start, _ in self.stated.ends):
            self.kind, self.stated = "other", None

    def modifies(self, end: int, rebuilt: bool = True) -> bool:
        """Whether a name that ends at a character of the sentence only qualifies the noun or number after it.

        With `rebuilt`, also when the words after it say that the thing is changed, not made.
        """
        text = self.folded.text
        at = bisect_left(self.folded.starts, end)
        if at >= len(text) or is_name(text[at]) or self.frames.goes_on.match(text, at):
            return False
        if self.frames.leads_on.match(text, at):
            return True  # "opened from A to B": one end of a line
        reworked = self.frames.reworks.match(text, at) is not None
        done = self.frames.adverb.match(text, at) or self.frames.any_verb.match(text, at)
        if not rebuilt and (reworked or done):
            return False
        return text[at] in _OPENERS or self._tag(at)[:1] in "nmjelstk" or reworked or self._describes(at)

    def _describes(self, at: int) -> bool:
        """Whether an adjective with its noun begins at a character of the folded text (…重要|目的地)."""
        i = bisect_left(self.edges, self.folded.starts[at])
        pair = self.tokens[i : i + 2]
        return len(pair) == 2 and pair[0].tag in ("a", "b") and pair[1].tag.startswith(("n", "vn"))

    def heads(self, start: int, verb: int) -> bool:
        """Whether only an actor and words of manner stand before a trigger, and it does not bring others to act."""
        text = self.folded.text
        return bool(self.frames.straight.fullmatch(text, start, verb)) and not self.frames.opens.match(text, verb)

    def anew(self, start: int, verb: int) -> bool:
        """Whether a clause after a semicolon opens with its trigger, when it is unclear whom the clauses before were about."""
        straight = self.kind == "bare" and self.frames.straight.fullmatch(self.folded.text, start, verb)
        return bool(straight) and self.folded.text[start - 1 : start] in _ANEW and self._carried() is None

    def _manner(self, start: int, end: int) -> bool:
        """Whether the characters start:end of the folded text are words that only say how."""
        return all(self._tag(at) in ("d", "ad", "a", "vd", "z") for at in range(start, end))

    def subject(self, start: int, verb: int, bare: bool) -> Subject | None:
        """The subject of the trigger at `verb` in the clause that begins at `start`; None when it would be a guess."""
        text, frames = self.folded.text, self.frames
        m = frames.straight.fullmatch(text, start, verb)
        if m:
            return self._ends(m) if m["actor"] is not None else self._carried()
        near = frames.nearest.search(text, start, verb)
        if near:
            return self._ends(near)
        own = text[self.start : verb]
        by_way = frames.preposition.match(text, self.start, verb) and not any(map(is_name, own))
        if bare and not by_way and not frames.joint.search(text, start, verb):
            return None
        if self.kind in ("stated", "topic") and self.stated:
            after = self.frames.opening.match(text, start, verb)
            at = after.end() if after else start
            rest = text[at:verb]
            if any(is_name(c) for c in rest) and not frames.joint.search(text, at, verb):
                return None
            acts = frames.adverb.match(text, at, verb) or frames.preposition.match(text, at, verb)
            return self.stated if acts or self._tag(at)[:1] in "vdapc" else None
        if self.kind == "bare":
            brought = frames.opens.match(text, self.start, verb) and not frames.opened.fullmatch(text, self.start, verb)
            if brought and not frames.joint.search(text, self.start, verb):
                return None  # someone without a name is helped to do it
            if frames.preposition.match(text, self.start, verb) or frames.causative.match(text, self.start, verb):
                return self._carried()
            trailing = frames.trailing.search(text, self.start, verb)
            end = trailing.start() if trailing else verb
            joined = frames.joint.search(text, start, verb)
            own_words = self._tag(end - 1)[:1] in "nr" or self.start < end < verb
            if not joined and own_words and not self._manner(self.start, end):
                return None  # words of its own before an adverb are a subject the segmenter took for a verb
            return self._carried()
        return None
