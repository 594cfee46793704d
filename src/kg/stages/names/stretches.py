"""Stretches and branches of a line (某高速|某县段, 某河|某县段), and rivers, lakes and hills the dictionary does not know."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Name, Token
from kg.stages.names.firms import coined, opened
from kg.stages.names.phrases import Phrases

WHERE = "lexicon/name_marks.tsv"
PHASE = "rules/names.toml#phase"
LINES = frozenset({"Facility", "Place", "Project", "Programme"})
PHASED = frozenset({"Facility", "Place", "Project", "PublicInstitution", "ResearchOrganization"})
WHOLE = frozenset({"ns", "nr", "nz", "nrt"})


def stretches(view: Phrases, found: Iterable[Name]) -> list[Name]:
    """The stretch of a line or a river that a place or a branch word tells, beside the whole."""
    more: list[Name] = []
    for n in found:
        if n.cls not in LINES:
            continue
        m = view.words.helpers["stretch"].match(view.text, n.end)
        if m is None:
            continue
        where = m["where"] or ""
        placed = any(p.start == n.end for p in view.places) or (where and coined(view, n.end, n.end + len(where) + 1))
        if not where or placed or view.words.helpers["town"].fullmatch(where):
            more.append(Name(n.start, m.end(), view.text[n.start : m.end()], n.cls, "rules/names.toml#stretch"))
    return more


def phases(view: Phrases, found: Iterable[Name]) -> list[Name]:
    """The phase of a site as a project of its own, beside the site: 某学院|二期, 某电厂|二期工程."""
    more: list[Name] = []
    for n in found:
        m = view.words.helpers["phase"].match(view.text, n.end) if n.cls in PHASED else None
        if m is not None:
            more.append(Name(n.start, m.end(), view.text[n.start : m.end()], "Project", PHASE))
    return more


def phased(view: Phrases, found: Iterable[Name]) -> list[Name]:
    """The phase of what no head names, when its modifier is proper or a site: 某某光电|二期|投产."""
    more: list[Name] = []
    spans = [(n.start, n.end) for n in found]
    whole = {n.end for n in found if n.cls in ("Project", "Programme")}
    for m in view.told("phase"):
        begin = view.left(m.start(), 14)
        begin = view.past(view.words.sets["build"], begin, m.start())
        following = view.after(m.end())
        ends = following is None or following.tag[0] in "vdpaxut"
        if not ends or m.start() in whole or m.start() - begin < 2 or m.start() not in view.edges:
            continue
        if any(a < m.end() and begin < b and (a, b) != (begin, m.start()) and b > m.start() for a, b in spans):
            continue
        vague = view.words.helpers["vague-site"].fullmatch(view.text, begin, m.start()) is not None
        if (
            not vague
            and not view.text[begin].isdigit()
            and not view.says(begin, m.start())
            and view.proper(begin, m.start())
            and not view.some(begin)
        ):
            more.append(Name(begin, m.end(), view.text[begin : m.end()], "Project", WHERE))
    return more


def posts(view: Phrases) -> list[Name]:
    """Ports and stations that a place names: 某市|港, 某县|站."""
    found = []
    for p in view.places:
        m = view.words.helpers["post"].match(view.text, p.end)
        if m is not None and m.end() > p.end and not view.text.startswith(view.words.marks["title"], p.end):
            found.append(Name(p.start, m.end(), view.text[p.start : m.end()], "Facility", "rules/names.toml#post"))
    return found


def features(view: Phrases) -> list[Name]:
    """Mountains, rivers and lakes: places of the dictionary, foreign sounds and coined words before such a word."""
    found = []
    ends = view.words.sets["feature"]
    for t in (t for t in view.tokens if t.word[-1] in ends):
        start = _start(view, t.start, t.end, t.tag)
        if t.end - start < 3:
            start = min(_water(view, t), _beside(view, t.start, t.end))
        if t.end - start < 2 or any(p.start <= start and t.end <= p.end for p in view.places):
            continue
        if view.words.helpers["vague-feature"].match(view.text, start, t.end):
            continue
        region = next((w for w in view.words.marks["region"] if view.text.startswith(w, t.end)), "")
        end = t.end + len(region) if t.end + len(region) in view.edges else t.end
        found.append(Name(start, end, view.text[start:end], "Place", WHERE))
    return found


def _water(view: Phrases, t: Token) -> int:
    """Where a river of one letter begins that works or rivers beside it tell (渭河|治理, 史河、淠河); its end if none."""
    text, start = view.text, t.start
    before = view.before(start)
    if t.end - start == 1 and before is not None and before.end - before.start == 1:
        start = before.start
    if t.end - start != 2 or text[t.end - 1] not in view.words.marks["water"] or not opened(view, start):
        return t.end
    if text[start] in view.words.sets["plain-character"] or view.words.helpers["digit"].match(text[start]):
        return t.end
    beside = text[start - 1 : start] == "、" and text[start - 2] == text[t.end - 1]
    beside = beside or (text[t.end : t.end + 1] == "、" and text[t.end + 2 : t.end + 3] == text[t.end - 1])
    return start if beside or view.words.helpers["river-works"].match(text, t.end) else t.end


def _beside(view: Phrases, start: int, end: int) -> int:
    """Where a feature begins that stands in a list beside one of its kind: 甲乙湖、|丙丁湖; its end when none does."""
    if (first := _ahead(view, start, end)) < end:
        return first
    mark = view.text.rfind("、", max(0, start - 3), start)
    if mark < 1 or view.text[mark - 1] != view.text[end - 1] or not 2 <= end - mark - 1 <= 4:
        return end
    words = view.between(mark + 1, end)
    return mark + 1 if words and all(t.tag not in ("v", "m", "q", "uj", "p", "c") for t in words) else end


def _ahead(view: Phrases, start: int, end: int) -> int:
    """Where a water begins whose list goes on with one of its kind: 甲乙河、|丙丁河|整治; its end when none does."""
    text, kind = view.text, view.text[end - 1]
    if text[end : end + 1] != "、" or kind not in view.words.marks["water"]:
        return end
    size = next((k for k in (3, 4, 2) if text[end + k : end + k + 1] == kind and end + k + 1 in view.edges), 0)
    begin = view.left(end, 4, head=end - 1)
    vague = view.words.helpers["vague-feature"].match(text, begin, end) is not None
    acts = any(t.tag in ("v", "vn", "m", "a", "d") for t in view.between(begin, end))
    return begin if size and not vague and not acts and 3 <= end - begin <= 4 and begin in view.edges else end


def _start(view: Phrases, start: int, end: int, tag: str) -> int:
    """Where the name of a feature begins; its end when nothing tells."""
    if end - start >= 3 and tag in WHOLE:
        return start
    if end - start == 2 and tag == "ns":
        before = view.before(start)
        single = before is not None and before.end - before.start == 1 and coined(view, before.start, end + 1) == end
        return before.start if before is not None and single and opened(view, before.start) else start
    if end - start == 1:
        before = view.before(start)
        if before is not None and before.tag == "ns":
            return before.start
        for begin in range(max(0, start - 3), start - 1):
            if begin in view.edges and opened(view, begin) and coined(view, begin, end) == start:
                return begin
        return view.sounded(start)
    return start if tag == "ns" else end
