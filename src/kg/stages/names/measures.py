"""Measures told by their last noun under a verb of carrying out: 加强|某区清理整顿, 推进|社会诚信体系|建设."""

from __future__ import annotations

from kg.model import Name
from kg.stages.names.fitting import acts
from kg.stages.names.members import cut
from kg.stages.names.phrases import Phrases
from kg.stages.names.spans import CLAUSE, clause_end
from kg.stages.names.words import SITES

WHERE = "lexicon/name_measures.tsv"
ENDS = "，。；、！"


def measures(view: Phrases) -> list[Name]:
    """Objects (or subjects of their clause) that end in a noun of action or of an institution, and are specific."""
    found: list[Name] = []
    text = view.text
    for t, group in zip(view.tokens, map(view.words.measured.get, view.tails), strict=True):
        for ending, cls, least, acting, sited in group or ():
            start = t.end - len(ending)
            if start < 0 or not text.startswith(ending, start) or (start not in view.edges and start > t.start):
                continue
            begin = _begin(view, t.end, start)
            label = text[begin : t.end]
            if (
                start - begin >= least
                and (start > begin or len(ending) >= 4)
                and (_counted(view, begin, start) or not text[t.end : t.end + 1].isdigit())
                and not view.words.helpers["pieces"].match(text, t.end)
                and begin < t.end
                and (start == begin or least == 0 or not _vague(view, begin, start))
                and label not in view.words.generic
                and view.words.of not in label
                and view.words.etc not in label
                and len(label) <= 20
                and not view.words.helpers["counted"].search(label)
                and _carried(view, begin, t.end, acting, cls == "Project", start == begin)
                and (cls == "Project" or not view.words.helpers["projects-sum"].match(text, t.end))
                and (not sited or (_sited(view, begin, start) and not _summed(view, t.end)))
            ):
                found.append(Name(begin, t.end, label, cls, WHERE))
            break
    return found + _moods(view) + _commanded(view)


def _counted(view: Phrases, begin: int, start: int) -> bool:
    """Whether an amount may follow a work that begins here: 黑土地|保护性耕作|300亩; 棚户区改造|3万户 is a kind of it."""
    return start - begin > 2 and not any(c.isdigit() for c in view.text[begin:start])


def _commanded(view: Phrases) -> list[Name]:
    """Objects of 实施 and 启动, which is said of named measures, not of general ones: 实施|旅游品质革命."""
    found: list[Name] = []
    text = view.text
    for t in view.each(view.words.sets["command"]):
        stop = clause_end(text, t.end, 40, CLAUSE + "（")
        if view.words.etc in text[t.end : stop] or view.words.of in text[t.end : stop] or stop == t.end + 40:
            continue  # a list has its own sum, which a long one has further on
        spans = cut(view, t.end, stop)
        if len(spans) > 1 and view.headed(stop, 2):
            continue  # 甲保护和乙提升行动: the members have their head's name
        acts = [view.tokens[view.first(end) - 1].tag.startswith("v") for _, end in spans]
        if acts[-1] and not all(acts):
            spans = [span for span, act in zip(spans, acts, strict=True) if act]  # 实施危房和|农房改造
        for begin, end in spans:
            begin = view.strip(begin, end)
            end -= next((len(w) for w in view.words.marks["task"] if text.endswith(w, begin, end)), 0)
            label = text[begin:end]
            words = view.between(begin, end)
            if (
                4 <= len(label) <= 16
                and not view.some(begin)
                and label not in view.words.generic
                and not any(w.tag in ("m", "q", "r", "p", "c", "d", "ad", "ul", "x", "uj") for w in words)
                and len(words) > 1
                and view.words.helpers["vague-measure"].fullmatch(label) is None
                and words[0].word not in view.words.sets["winning"]
                and words[0].word not in view.words.sets["build"]
                and not label.endswith(view.words.marks["no-measure"])
                and not view.words.helpers["unnamed"].search(label)
            ):
                cls = "Reform" if label.endswith(view.words.marks["reform"]) else "Programme"
                cls = "Project" if label.endswith(view.words.marks["projects"]) else cls
                found.append(Name(begin, end, label, cls, WHERE))
    return found


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
    """Whether nothing but general words modifies the ending (现代产业|体系), quoted words before them or not."""
    closed = view.text.rfind("”", begin, start) + 1
    if closed and view.text[closed:start] in view.words.sets["soft-head"]:
        return True  # “产学研”一体化|体系: what it is like
    return view.words.helpers["vague-measure"].fullmatch(view.text, begin, start) is not None


def _sited(view: Phrases, begin: int, start: int) -> bool:
    """Whether a work is done on something in particular: its object is a place, or a site that its modifier tells."""
    if any(p.start == begin and p.end == start for p in view.places) or view.some(begin):
        return False  # the place as a whole: no project
    head = next(
        (h for h in view.words.heads.get(view.text[start - 1], ()) if view.text.endswith(h.suffix, 0, start)), None
    )
    if head is None or head.cls not in SITES:
        return False
    stop = start - len(head.suffix)
    vague = view.words.helpers["vague-site"].fullmatch(view.text, begin, stop) is not None
    return stop - begin >= 2 and not vague and (len(head.suffix) > 1 or view.proper(begin, start))


def _summed(view: Phrases, end: int) -> bool:
    """Whether a list goes on that a head sums up: then its members have that head's name (甲改造、乙扩建等|项目)."""
    joined = view.text[end : end + 1] in view.words.joins and end < len(view.text)
    return joined and view.words.etc in view.text[end : clause_end(view.text, end, 60)]


def _under(view: Phrases, begin: int) -> bool:
    """Whether what begins here is a further member of a list that a verb of carrying out governs."""
    if view.text[begin - 1 : begin] not in view.words.joins:
        return False
    low = max(view.text.rfind(c, 0, begin) for c in CLAUSE) + 1
    first = next((t for t in view.between(low, begin) if t.tag not in ("d", "ad", "a")), None)
    return first is not None and first.word in view.words.verbs and view.words.of not in view.text[low:begin]


def _carried(view: Phrases, begin: int, end: int, acting: bool, sited: bool = False, set_: bool = False) -> bool:
    """Whether a verb of carrying out governs the phrase and nothing but 工作 or 建设 goes on, or it acts itself."""
    if acting and acts(view, begin, end, 3):
        return True
    if view.words.helpers["domains"].match(view.text, end):
        return False  # 乡村振兴、教育医疗等重点领域: what it is done in
    position = begin
    if not view.governed(begin, ("uj",)) and not ((sited or set_) and begin and _under(view, begin)):
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
    if sited and view.words.helpers["etc-number"].match(view.text, end):
        return True  # 甲二期、乙线|北延|等12条线路
    return (
        end == len(view.text)
        or view.text[end].isdigit()
        or view.text[end] in ENDS
        or view.text[end] in view.words.joins[:2]
    )
