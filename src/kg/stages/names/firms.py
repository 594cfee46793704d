"""Firms that only their place tells: coined characters before a product and a project's head (某某|智能家电|项目, 某某|二期)."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Name
from kg.stages.names.members import members
from kg.stages.names.phrases import Phrases
from kg.stages.names.proper import SMALL
from kg.stages.names.spans import CLAUSE

WHERE = "lexicon/name_marks.tsv"
LISTED = "lexicon/name_listed.tsv"
# classes of what a firm may begin: 某公司|科学城
FOUNDED = frozenset({"Project", "Place", "Facility"})
WHOLE = frozenset(
    {"nr", "nz", "nrt", "nrfg", "eng", "nt"}
)  # words of the dictionary that are names of someone or something
GRAMMAR = SMALL | {"m", "p", "c", "d", "ul", "uj", "t", "y", "q"}
BRANDS = WHOLE | {"z", "ns"}  # what may begin a firm's name before a branch, if it is no place
NAMED = WHOLE | {"ns", "j"}
OPENS = frozenset({"x", "v", "p", "c", "ul", "d", "ad", "uj"})
SHORTEST, LONGEST = 2, 5
LEAST_MADE = 5  # characters of what a coined firm makes, its project's head and all: fewer go on its name


def firms(view: Phrases, found: Iterable[Name]) -> list[Name]:
    """The firm at the start of a project's name, and what is told by its phase alone: 某某|一期 is the firm's project."""
    more: list[Name] = []
    taken = [n for n in found if n.cls in FOUNDED]
    for n in taken:
        known = _tailed(view, _listed(view, n), n) or (_branded(view, n) if n.cls == "Project" else 0)
        end = known or (_sure(view, coined(view, n.start, n.end), n) if n.cls == "Project" else 0)
        if not (end and _makes(view, end, n, bool(known))):
            end = _before_amount(view, n) if n.cls == "Project" else 0
        if end:
            more.append(Name(n.start, end, view.text[n.start : end], "Enterprise", WHERE))
    for m in view.told("phase"):
        begin = _member(view, m.start())
        if begin is None or any(n.start < m.end() and m.start() < n.end for n in taken):
            continue
        end = m.start()
        owner = view.sounded(end) == begin or coined(view, begin, m.end()) == end
        if owner:
            label = view.text[begin : m.end()]
            more += [
                Name(begin, m.end(), label, "Project", WHERE),
                Name(begin, end, view.text[begin:end], "Enterprise", WHERE),
            ]
    return more


def tailed(view: Phrases) -> list[Name]:
    """Firms that a coined word and a branch name, when something is done by them or to them: 某某|电子|获评…."""
    found = []
    for start, end in _branches(view):
        for begin in range(max(0, start - 4), start - 1):
            if begin in view.edges and opened(view, begin) and _firm(view, begin, start):
                if _doing(view, begin, end):
                    found.append(Name(begin, end, view.text[begin:end], "Enterprise", WHERE))
                break
    return found


def _branches(view: Phrases) -> list[tuple[int, int]]:
    """Where the branches stand that firms' names end with, those that the dictionary cuts too: 面|业."""
    kinds = view.words.sets["firm-branch"]
    whole = [(t.start, t.end) for t in view.each(kinds)]
    return whole + [
        (a.start, b.end)
        for a, b in zip(view.tokens, view.tokens[1:], strict=False)
        if b.end - a.start == 2 and view.text[a.start : b.end] in kinds
    ]


def _firm(view: Phrases, begin: int, end: int) -> bool:
    """Whether a span is a coined word or a firm known by that name alone, which a branch may follow."""
    known = any(n == view.text[begin:end] for n, _ in view.words.firms.get(view.text[begin : begin + 2], ()))
    return known or any(k[:3] == (begin, end, "Enterprise") for k in view.known) or coined(view, begin, end + 1) == end


def summed(view: Phrases) -> list[Name]:
    """Firms that a number sums up: 甲某、乙某|2家上市公司, 甲某、乙某等|17家|入选."""
    found = []
    for m in view.told("firms-sum"):
        spans = members(view, m.start())
        if m.start() not in view.edges or len(spans) < 2:
            continue
        for begin, end in spans:
            label = view.text[begin:end]
            clear = not any(p.start < end and begin < p.end for p in view.places) and not view.says(begin, end)
            if 2 <= len(label) <= 8 and clear and _coining(view, begin, end):
                found.append(Name(begin, end, label, "Enterprise", LISTED))
    return found


def _coining(view: Phrases, begin: int, end: int) -> bool:
    """Whether a member of a list of firms has a name: a coined word, or a branch of firms' names after one."""
    label = view.text[begin:end]
    if label in view.words.sets["no-firm"] or label in view.words.industries or label in view.words.generic:
        return False
    tail = next((w for w in view.words.sets["firm-branch"] if label.endswith(w) and len(label) >= len(w) + 2), "")
    stop = end - len(tail)
    whole = coined(view, begin, stop + 1) == stop if tail else False
    return whole or view.sounded(end) == begin or _all_coined(view, begin, end)


def _all_coined(view: Phrases, begin: int, end: int) -> bool:
    """Whether a span is nothing but single characters or one name of the dictionary."""
    words = view.between(begin, end)
    single = all(t.end - t.start == 1 and t.tag not in ("x", "m", "p", "c", "uj", "ul") for t in words)
    return begin in view.edges and end in view.edges and (single or (len(words) == 1 and words[0].tag in WHOLE))


def _doing(view: Phrases, begin: int, end: int) -> bool:
    """Whether a firm acts here or is one of a list, or is what someone supports."""
    following = view.after(end)
    acts = following is not None and following.word in view.words.sets["firm-acts"]  # 某矿业|上市: a noun elsewhere
    if (
        following is not None
        and not acts
        and (following.tag.startswith(("n", "vn", "b", "j")) or following.word in view.words.marks["made"])
    ):
        return False  # 某某|电子|产业, 某某|能源|装备
    before = view.before(begin)
    clause = before is None or before.word in CLAUSE
    ahead = (
        following is None
        or acts
        or view.text[end] in view.words.joins
        or following.word in view.words.awards
        or following.tag in ("v", "ad", "d")
    )
    return (clause or view.text[begin - 1] in view.words.joins) and ahead


def _before_amount(view: Phrases, whole: Name) -> int:
    """End of the firm that stands before how much its project makes: 某某|26万吨硅锰合金; 0 when none does."""
    m = view.words.helpers["before-amount"].match(view.text, whole.start, whole.end)
    if m is None or m.end() not in view.edges or any(p.start < m.end() and m.start() < p.end for p in view.places):
        return 0
    words = view.between(*m.span())
    sounding = words[0].tag in NAMED or all(t.end - t.start == 1 for t in words)
    dull = any(t.tag in GRAMMAR or t.word in view.words.verbs or t.word in view.words.stops for t in words)
    made = view.text.endswith(view.words.marks["made"], *m.span()) and words[0].tag not in NAMED
    return 0 if not sounding or dull or made or m[0] in view.words.sets["no-firm"] else m.end()


def products(view: Phrases, found: Iterable[Name]) -> list[Name]:
    """What a project makes so much of: 年产2万吨|铜箔|项目."""
    more: list[Name] = []
    for n in found:
        if n.cls != "Project":
            continue
        for m in view.words.helpers["made-much"].finditer(view.text, n.start, n.end):
            start, end = m.span("name")
            whole = start in view.edges and end in view.edges and not view.says(start, end)
            if whole and view.text[start:end] not in view.words.generic:
                more.append(Name(start, end, view.text[start:end], "Product", "rules/names.toml#made-much"))
    return more


def _branded(view: Phrases, whole: Name) -> int:
    """End of a firm that a name of the dictionary and a branch make, at the start of a project's name: 某某|药业|搬迁改造."""
    t = view.after(whole.start)
    placed = t is not None and any(p.start <= t.start < p.end for p in view.places)
    if t is None or placed or t.tag not in BRANDS or not 2 <= t.end - t.start <= 3 or _common(view, t.word):
        return 0
    if t.word in view.words.sets["no-firm"] or any(a < t.end and t.start < b for a, b, _, _ in view.known):
        return 0
    if view.text.startswith(view.words.marks["no-firm-tail"], t.end):
        return 0
    stops = (t.end + len(w) for w in view.words.marks["firm-tail"] if view.text.startswith(w, t.end))
    return next((s for s in stops if s in view.edges and whole.end - s >= 2), 0)


def _listed(view: Phrases, whole: Name) -> int:
    """End of a firm whose name is a common word too, at the start of a project's name; 0 when there is none."""
    start = whole.start
    return next(
        (
            start + len(name)
            for name, _ in view.words.firms.get(view.text[start : start + 2], ())
            if view.text.startswith(name, start) and start + len(name) in view.edges and start + len(name) < whole.end
        ),
        0,
    )


def _member(view: Phrases, stop: int) -> int | None:
    """Where the word or words before `stop` begin: after a mark, a joining word or a verb, up to six characters off."""
    i = view.first(stop) - 1
    while i >= 0 and stop - view.tokens[i].start <= LONGEST + 1:
        t = view.tokens[i]
        word = t.word
        if t.tag == "x" or word in view.words.joins or word in view.words.verbs or word in view.words.stops:
            return t.end if t.end < stop else None
        if t.start == 0:
            return 0
        i -= 1
    return None


def coined(view: Phrases, begin: int, stop: int) -> int:
    """End of the coined word at `begin`: single characters in a row or a name of the dictionary; 0 when there is none."""
    if any(p.start <= begin < p.end for p in view.places) or begin not in view.edges:
        return 0
    end = begin
    i = view.first(begin)
    while i < len(view.tokens) and view.tokens[i].end < stop:
        t = view.tokens[i]
        word = t.word
        single = t.end - t.start == 1
        if t.start != end or t.tag in GRAMMAR - ({"q", "d"} if single else set()):
            break
        if single and (word in view.words.sets["plain-character"] or view.words.helpers["digit"].match(word)):
            break
        if not single and (t.tag not in WHOLE or t.end - begin > LONGEST or _common(view, word)):
            break
        if any(p.start <= t.start < p.end for p in view.places):
            break
        end = t.end
        i += 1
    label = view.text[begin:end]
    if label in view.words.sets["no-firm"] or (label.isascii() and any(c.isdigit() for c in label)):
        return 0  # G999|一期: a road
    return end if SHORTEST <= end - begin <= LONGEST else 0


def opened(view: Phrases, begin: int) -> bool:
    """Whether a clause, a list member or an object begins here."""
    before = view.before(begin)
    if before is None or any(p.end == begin for p in view.places):
        return True
    word = view.text[before.start : begin]
    return before.tag in OPENS or word in view.words.joins or word in view.words.verbs or word in view.words.stops


def _common(view: Phrases, word: str) -> bool:
    """Whether a word of the dictionary says what is made or how, whatever its tag: 碳酸钙, 智能化."""
    return any(w in word for w in view.words.marks["made"]) or not view.words.sets["plain-character"].isdisjoint(word)


def _sure(view: Phrases, end: int, whole: Name) -> int:
    """End of a coined firm that more than its place tells: the branch in its name, its phase, or what it makes a year."""
    stop = _tailed(view, end, whole)
    rest = view.text[end : whole.end]
    told = view.words.helpers["phase"].match(rest) or view.words.helpers["yearly"].match(rest)
    return stop if stop > end or (end and told) else 0


def _tailed(view: Phrases, end: int, whole: Name) -> int:
    """End of a firm's name with the branch it adds to the coined word: 某某|能源|锂电池项目; not what it makes."""
    if not end:
        return end
    for tail in view.words.marks["firm-tail"]:
        stop = end + len(tail)
        if view.text.startswith(view.words.marks["no-firm-tail"], end):
            return end
        enough = whole.end - stop >= 3 or view.words.helpers["phase"].match(view.text, stop, whole.end)
        if view.text.startswith(tail, end) and stop in view.edges and enough:
            return stop
    return end


def _makes(view: Phrases, begin: int, whole: Name, known: bool) -> bool:
    """Whether what follows the coined word is what a firm makes or builds, no site named after where it stands."""
    rest = view.text[begin : whole.end]
    if view.words.helpers["phase"].match(rest) or view.words.helpers["yearly"].match(rest):
        return True
    tailed_ = view.text.endswith(view.words.marks["firm-tail"], whole.start, begin)
    if not known and not tailed_ and len(rest) < LEAST_MADE:
        return False  # 某某|光电, 某某|能源: the short word is a part of the firm's name
    if any(c in view.words.sets["feature"] for c in rest[:2]):
        return False  # 甲乙|漕河: a water, no firm
    if rest.startswith(view.words.marks["sited"]) or view.text[: whole.end].endswith(view.words.marks["sited"]):
        return False
    return whole.where == LISTED or any(word in rest for word in view.words.marks["made"])
