"""Measures told by their last noun under a verb of carrying out: 加强|某区清理整顿, 推进|社会诚信体系|建设."""

from __future__ import annotations

from kg.model import Name
from kg.stages.names.phrases import Phrases
from kg.stages.names.suffixed import acts

WHERE = "lexicon/name_measures.tsv"
ENDS = "，。；、！"


def measures(view: Phrases) -> list[Name]:
    """Objects (or subjects of their clause) that end in a noun of action or of an institution, and are specific."""
    found: list[Name] = []
    text = view.text
    for t in view.tokens:
        for ending, cls, least, acting in view.words.measured.get(text[t.end - 1], ()):
            start = t.end - len(ending)
            if start < 0 or not text.startswith(ending, start) or (start not in view.edges and start > t.start):
                continue
            begin = _begin(view, t.end, start)
            label = text[begin : t.end]
            if (
                start - begin >= least
                and (start > begin or len(ending) >= 4)
                and begin < t.end
                and (start == begin or least == 0 or not _vague(view, begin, start))
                and label not in view.words.generic
                and view.words.of not in label
                and view.words.etc not in label
                and len(label) <= 20
                and not view.words.helpers["counted"].search(label)
                and _carried(view, begin, t.end, acting)
            ):
                found.append(Name(begin, t.end, label, cls, WHERE))
            break
    return found + _moods(view)


def _moods(view: Phrases) -> list[Name]:
    """A place as a programme: 平安|某市|建设 is carried out or does something."""
    found = []
    for p in view.places:
        for m in view.words.helpers["place.mood"].finditer(view.text, max(0, p.start - 2), p.start):
            end = p.end + 2 if view.text.startswith(view.words.marks["work"], p.end) else p.end
            if m.end() == p.start and (_carried(view, m.start(), end, True) or acts(view, m.start(), end, 3)):
                label = view.text[m.start() : end]
                also = (view.text[m.start() : p.end],) if end > p.end else ()
                found.append(Name(m.start(), end, label, "Programme", WHERE, also))
    return found


def _begin(view: Phrases, end: int, start: int) -> int:
    """Where the phrase begins: after the verb, with a coordination inside it (甲公司和乙集团|改制重组) left out."""
    return view.left(end, 18, head=start) if start > 0 else 0


def _vague(view: Phrases, begin: int, start: int) -> bool:
    """Whether nothing but general words modifies the ending (现代产业|体系)."""
    return view.words.helpers["vague-measure"].fullmatch(view.text, begin, start) is not None


def _carried(view: Phrases, begin: int, end: int, acting: bool) -> bool:
    """Whether a verb of carrying out governs the phrase and nothing but 工作 or 建设 goes on, or it acts itself."""
    if acting and acts(view, begin, end, 3):
        return True
    position = begin
    if not view.governed(begin, ("uj",)):
        before = view.before(begin)
        while before is not None and before.tag in ("d", "ad", "ul", "b"):
            position = before.start
            before = view.before(position)
        if before is None or view.text[before.start : position] not in view.words.marks["carry"]:
            return False
    for word in view.words.marks["work"]:
        if view.text.startswith(word, end):
            end += len(word)
            break
    return end == len(view.text) or view.text[end] in ENDS or view.text[end] in view.words.joins[:2]
