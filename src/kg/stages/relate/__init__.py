"""What a sentence says between the things it names: frames read over the folded sentence.

The frames are data (rules/relations.toml, lexicon/relation_*.tsv). Here their matches become claims: the trigger nearest
to an object says what is done to it, the clause says who does it, cues say whether it is done.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.knowledge import Knowledge
from kg.model import Declined, Document, Name, RelationClaim, Sentence, Token
from kg.stages.relate.candidate import Candidate, End, apart, firm, seated
from kg.stages.relate.fold import NAMED, Folded, Group, fold, inner_groups, letter
from kg.stages.relate.frames import URGED, Frame, Frames, frames
from kg.stages.relate.home import home
from kg.stages.relate.subject import HERE, Reader, Subject, named

# What is set up, sought or brought in is the whole noun phrase: a name that qualifies another noun is not it.
_WHOLE = ("establishes", "attracts", "pursues")
# what a name says its owner does is done only where the section does not speak of what is ahead
_DONE = ("undertakes", "produces", "establishes", "invests")
_PUBLIC = ("organizes", "issues", "implements", "undertakes", "establishes")  # what a place mostly does itself
_UNDONE = {"denied": "negated", "another": "ambiguous-subject"}  # what a cue before the trigger makes of a statement


def relate(
    sentence: Sentence, tokens: tuple[Token, ...], names: tuple[Name, ...], document: Document, knowledge: Knowledge
) -> tuple[tuple[RelationClaim, ...], tuple[Declined, ...]]:
    """Claims a sentence states between its names, in text order, and the candidates it does not bear out.

    Returns (claims, declined). Raises KnowledgeError for a rule or lexicon line that cannot be used.
    """
    if not names or sentence.copy_of is not None:
        return (), ()  # a sentence printed twice says nothing more the second time
    known = frames(knowledge)
    if known.definition.match(sentence.text):
        return (), (Declined(0, len(sentence.text), "statement", "definition"),)
    return _Sentence(
        sentence, tokens, (*names, *home(sentence.text, tokens, names, document, known)), document, known
    ).read()


class _Sentence:
    def __init__(
        self, sentence: Sentence, tokens: tuple[Token, ...], names: tuple[Name, ...], document: Document, known: Frames
    ) -> None:
        self.sentence, self.document, self.known = sentence, document, known
        self.folded = fold(sentence.text, names)
        self.reader = Reader(self.folded, tokens, document.about, known)
        self.claims: dict[tuple[str, str, str], RelationClaim] = {}
        self.declined: dict[tuple[int, int], Declined] = {}

    def read(self) -> tuple[tuple[RelationClaim, ...], tuple[Declined, ...]]:
        self._inside()
        self._beside()
        for start, end in self._clauses():
            self.reader.open(start, end)
            if NAMED.search(self.folded.text, start, end):
                self._clause(start, end)
            self.reader.close(self._cue(start, end) if self.reader.stated else "")
        claims = sorted(self.claims.values(), key=lambda c: (c.start, c.end, c.subject, c.predicate, c.object))
        declined = sorted(self.declined.values(), key=lambda d: (d.start, d.end, d.reason))
        return tuple(claims), tuple(declined)

    def _clauses(self) -> Iterator[tuple[int, int]]:
        at, text = 0, self.folded.text
        for m in self.known.brk.finditer(text):
            if m.start() > at:
                yield at, m.start()
            at = m.end()
        if at < len(text):
            yield at, len(text)

    # ---------------------------------------------------------------- clauses

    def _clause(self, start: int, end: int) -> None:
        text, here = self.folded.text, self.folded.letters(start, end)
        awake = self.known.awake(text, start, end)
        best: dict[tuple[str, str, int], list[Candidate]] = {}
        for frame in map(self.known.frames.__getitem__, sorted(awake)):
            if frame.things.isdisjoint(here):
                continue  # nothing of a class that it speaks of
            for candidate in self._candidates(frame, start, end):
                if frame.aside:
                    self._state(candidate, start, end, None)
                    continue
                key = (*candidate.object[:2], candidate.object[2])
                rivals = best.setdefault(key, [candidate])
                if candidate is not rivals[0]:
                    rivals.insert(0 if candidate.beats(rivals[0]) else 1, candidate)
        before: Subject | None = None
        for rivals in sorted(best.values(), key=lambda r: (r[0].verb, r[0].object[2])):
            if stated := self._state(rivals[0], start, end, before):
                before = stated
                continue
            for other in rivals[1:]:
                heads = other.says == rivals[0].says and self.reader.heads(start, other.verb[0])
                if (other.sure or heads) and self._state(other, start, end, None):
                    break

    def _candidates(self, frame: Frame, start: int, end: int) -> Iterator[Candidate]:
        for m in frame.pattern.finditer(self.folded.text, start, end):
            has = m.re.groupindex
            subject = m.span("subject") if "subject" in has and m["subject"] is not None else None
            verb = m.span("verb") if "verb" in has else m.span()
            at = m.span("object") if "object" in has else m.span()
            things = apart(list(self._objects(frame, at)), self.known.worked)
            apiece = subject and self.known.apiece.search(self.folded.text, subject[1], at[0])
            for i, thing in enumerate(things):
                said = frame.says(thing[1])
                after = "verb" in has and thing[2] >= self.folded.starts[verb[0]]
                whole = frame.whole or said in _WHOLE or (said == "implements" and thing[0].endswith("”"))
                unlike = frame.labels and not frame.labels.search(thing[0])
                if said and not unlike and not (whole and after and self.reader.modifies(thing[3], said in _WHOLE)):
                    yield Candidate(frame, verb, m.span(), subject, thing, (i, len(things)) if apiece else (0, 0))

    def _objects(self, frame: Frame, span: tuple[int, int]) -> Iterator[End]:
        if frame.object == "place":
            if self.document.about:
                yield seated((self.document.about, "AdministrativeDivision", -1, -1), frame.seat)
            return
        for name, s, e in named(self.folded, *span):
            owner = self._owner((name.label, name.cls, s, e)) if frame.object == "owner" else None
            yield seated(((owner or name).label, (owner or name).cls, s, e), frame.seat)

    def _state(self, candidate: Candidate, start: int, end: int, before: Subject | None) -> Subject | None:
        """Claim what a candidate says. Returns its subject (None: unclear), which a trigger joined by 'and' shares."""
        frame, (low, high) = candidate.frame, candidate.span
        span = self.folded.starts[low], self.folded.ends[high - 1]
        if candidate.subject:
            subject: Subject | None = Subject(
                tuple((n.label, n.cls, s, e) for n, s, e in named(self.folded, *candidate.subject)), "stated"
            )
        elif frame.subject == "place":
            subject = self.reader.doer(span[0], candidate.object, candidate.says) or HERE
        else:
            subject = self.reader.subject(start, low, frame.bare)
        if subject is None and before and self.known.joint.search(self.folded.text, start, low):
            subject = before
        if subject is None and self._only_ours(frame, candidate, start):
            subject = HERE
        if subject is None or (subject.how == "parts" and candidate.says == "recognizedAs"):
            self._decline(span, "ambiguous-subject")
            return None
        status = self._status(frame, candidate.verb, start, min(end, high + 6))
        if status == "achieved" and subject.how == "carried":
            status = self.reader.mood or status
        if status == "another" and candidate.sure:
            status = self._status(frame, candidate.verb, candidate.verb[0], min(end, high + 6))
        if status in _UNDONE:
            self._decline(span, _UNDONE[status])
            return subject if status == "denied" else None
        if subject.how == "carried" and not all(self._suits(e, frame, candidate.object) for e in subject.ends):
            subject = HERE  # a city's honour after a clause about a hospital is the city's
        if frame.subject == "place":
            self.reader.undergone(candidate.object)
        ends, (which, several) = subject.ends, candidate.share
        if several and len(ends) > 1:
            if len(ends) != several:
                self._decline(span, "ambiguous-subject")
                return subject
            ends = ends[which : which + 1]
        for end_ in ends:
            self._claim(end_, frame, candidate.object, status, span)
        return subject

    def _owner(self, thing: End) -> Name | None:
        """The enterprise a project's name begins with."""
        for g in self.folded.groups.values():
            if thing[2] <= g.start < thing[3] and thing[1] == "Project":
                return next((n for n in g.inner if n.start == g.start and n.cls == "Enterprise"), None)
        return None

    def _suits(self, subject: End, frame: Frame, thing: End) -> bool:
        return self._fits(frame.says(thing[1]), subject, thing[0])

    def _only_ours(self, frame: Frame, candidate: Candidate, start: int) -> bool:
        """Whether a deed after other news, or an honour without a clear winner, fits the report's place alone."""
        if candidate.says in _PUBLIC:
            return self.reader.anew(start, candidate.span[0])
        if candidate.says != "recognizedAs" or not frame.bare or self.reader.kind != "bare":
            return False
        last = self.reader.carried.ends or (("", "Enterprise", -1, -1),)  # firms without a name
        theirs = any(self._suits(e, frame, candidate.object) for e in last)
        return not theirs and self._suits(HERE.ends[0], frame, candidate.object)

    def _cue(self, start: int, end: int, verb: int | None = None) -> str:
        """The status a clause states by a cue; a denial counts only just before the trigger."""
        text = self.folded.text
        told = self.known.cued.search(text, start, end)  # as a rule none is: one search instead of one for each
        for pattern, status in self.known.cues if told or verb is not None else ():
            if status in _UNDONE:
                if verb is not None and pattern.search(text, start, verb):
                    return status
            elif told and pattern.search(text, start, end):
                return status
        return ""

    def _status(self, frame: Frame, verb: tuple[int, int], start: int, end: int) -> str:
        """achieved, expected, planned or targeted; denied when the clause says it did not happen."""
        cue = self._cue(start, end, verb[0])
        cue = frame.urged if cue == URGED else cue
        if cue and cue not in _UNDONE and frame.status == "achieved":
            return "achieved"
        own = self.known.status.get(self.folded.text[verb[0] : verb[1]], "")
        return cue or own or frame.status or firm(self.sentence.outlook)

    # ---------------------------------------------------------------- names beside and inside names

    def _beside(self) -> None:
        for frame, m in self.known.said_beside(self.folded):
            span = self.folded.starts[m.start()], self.folded.ends[m.end() - 1]
            for name, s, e in named(self.folded, *m.span("subject")):
                for thing in self._objects(frame, m.span("object" if "object" in m.re.groupindex else 0)):
                    self._claim((name.label, name.cls, s, e), frame, thing, "achieved", span)

    def _inside(self) -> None:
        for _, group in sorted(self.folded.groups.items()):
            if group.inner:
                for one in (group, *inner_groups(group)):
                    within = [self._within(one, name) for name in one.names]
                    for frame in self.known.inside:
                        if letter(one.names[0].cls) in frame.within:
                            self._look_into(frame, one, within)

    def _within(self, group: Group, name: Name) -> Folded | None:
        """A name with the names inside it folded; one of several with a shared head by its label, not its span."""
        text = self.sentence.text[group.start : group.end]
        alone = len(group.names) == 1 and len(text) >= len(name.label)
        text = text if alone else name.label
        moved: list[Name] = []
        for n in group.inner:
            written = self.sentence.text[n.start : n.end]
            at = n.start - group.start if alone else text.find(written)
            if at >= 0 and n.label != name.label and len(written) < len(text) - 1:
                moved.append(Name(at, at + len(written), n.label, n.cls, n.where))
        return fold(text, tuple(moved)) if moved else None

    def _look_into(self, frame: Frame, group: Group, within: list[Folded | None]) -> None:
        """Read a name from the inside."""
        for name, folded in zip(group.names, within, strict=True):
            m = frame.pattern.search(folded.text) if folded else None
            if not m or folded is None:
                continue
            whole = (name.label, name.cls, 0, 0)
            for part, *_ in named(folded, *m.span("inner")):
                ends = (whole, (part.label, part.cls, 0, 0))
                subject, thing = ends if frame.subject == "whole" else ends[::-1]
                if said := frame.says(thing[1]):
                    status = firm(self.sentence.outlook) if said in _DONE else "achieved"
                    self._claim(subject, frame, thing, status, (group.start, group.end))

    # ---------------------------------------------------------------- claims

    def _claim(self, subject: End, frame: Frame, thing: End, status: str, span: tuple[int, int]) -> None:
        predicate = frame.says(thing[1])
        ahead = status in ("planned", "targeted") and subject[1] in self.known.domain["pursues"][0]
        if ahead and predicate == "recognizedAs":
            predicate = "pursues"  # what is yet to be won is striven for
        about = self.document.about
        if (subject[0] or about) == (thing[0] or about):
            return
        domain, range_ = self.known.domain[predicate]
        if subject[1] not in domain or thing[1] not in range_:
            return
        if any(p and not p.search(e[0]) for p, e in ((frame.labels, thing), (frame.subjects, subject))):
            return
        if predicate == "within" and self.known.level(subject[0] or about) <= self.known.level(thing[0]):
            return
        wide = any(self.known.reaches(e[0] or about, about) for e in (subject, thing))
        if frame.scope == "inside" and self.known.itself.fullmatch(subject[0].removeprefix(thing[0])):
            return  # 某园区|项目 is the park's own
        if frame.scope == "inside" and predicate in ("locatedIn", "implements") and wide and not frame.own:
            return  # every second name of a report begins with its own place: that is a name, not a statement
        if (refused := self.known.refused.get(predicate)) and refused.search(thing[0]):
            self._decline(span, "generic")
            return
        if (predicate == "recognizedAs" or frame.subject == "place") and not self._fits(predicate, subject, thing[0]):
            self._decline(span, "not-of-this-subject")
            return
        low = min([span[0], *(e[2] for e in (subject, thing) if e[2] >= 0 and frame.scope != "inside")])
        high = max([span[1], *(e[3] for e in (subject, thing) if e[3] >= 0 and frame.scope != "inside")])
        key = (subject[0], predicate, thing[0])
        told = RelationClaim(subject[0], subject[1], predicate, thing[0], thing[1], status, low, high, frame.name)
        self.claims.setdefault(key, told)

    def _fits(self, predicate: str, subject: End, thing: str) -> bool:
        """Whether the object's last words allow this subject: a county's prize does not go to a company."""
        label = subject[0] or self.document.about
        for fit in self.known.fits:
            if fit.predicate == predicate and thing.endswith(fit.ending):
                return subject[1] in fit.classes and bool(fit.label.search(label) if label else True)
        return True

    def _decline(self, span: tuple[int, int], reason: str) -> None:
        self.declined.setdefault(span, Declined(*span, "statement", reason))
