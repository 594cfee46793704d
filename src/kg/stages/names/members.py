"""Members of a list: where each begins and ends, cut at the marks and words that join them."""

from __future__ import annotations

import re

from kg.model import Token
from kg.stages.names.phrases import MARKS, Phrases
from kg.stages.names.proper import SMALL
from kg.stages.names.words import SITES


def sums(view: Phrases) -> list[re.Match[str]]:
    """What sums up a list: 等重点工程, or a number after members that 、 joins (甲、乙、丙3个产业集群)."""
    if view.sums is not None:
        return view.sums
    etc = view.told("etc")
    found = [m for m in etc if not any(w in m["between"] for w in view.words.marks["plays"])]  # 等团体|发挥|桥|梁作用
    alone = (m for m in view.told("sum") if not _bound(view, m))
    view.sums = found + [m for m in alone if len(members(view, m.start())) > 1]
    return view.sums


def _bound(view: Phrases, m: re.Match[str]) -> bool:
    """Whether a number and its head sum up nothing: after 等, which does; “五个一工程”, a name; 实施|“八项工程”, an object."""
    before = view.text[m.start() - 1]
    verb = view.before(m.start() - 1) if before == "“" else None
    named = before == "“" and m["between"] in view.words.sets["numeral"]
    return before == view.words.etc or named or (verb is not None and verb.tag == "v" and verb.word in view.words.core)


def apart(view: Phrases, spans: list[tuple[int, int]], cls: str) -> list[tuple[int, int]]:
    """The members of a list, those of a list of projects or sites cut where 和 joins two."""
    if cls != "Project" and cls not in SITES:
        return spans
    found = []
    parts = [part for span in spans for part in reversed(_as_well(view, *span))]
    for begin, stop in parts:
        second = _fused(view, begin, stop) or _alike(view, begin, stop, parts)
        found += [(view.strip(second, stop), stop), (begin, second - 1)] if second else [(begin, stop)]
    return found


def _as_well(view: Phrases, begin: int, stop: int) -> list[tuple[int, int]]:
    """The parts of a member that 以及 joins."""
    for w in view.words.marks["as-well"]:
        i = view.text.find(w, begin + 2, stop - 2)
        if i > 0 and i in view.edges and "“" not in view.text[begin:stop]:
            return [(begin, i), (view.strip(i + len(w), stop), stop)]
    return [(begin, stop)]


def _fused(view: Phrases, begin: int, stop: int) -> int:
    """Where the second of two works begins that 和 joins (甲路南拓和|乙街保护, 甲和|乙生猪加工); 0 when it is one."""
    text = view.text
    if "“" in text[begin:stop]:
        return 0
    for i in range(stop - 3, begin + 1, -1):
        joined = text[i] in view.words.joins[1:] and i in view.edges and i + 1 in view.edges
        if joined and _two_sites(view, text[begin:i], text[i + 1 : stop]):
            return i + 1
        ends = [*((p.start, p.end) for p in view.places), *((a, b) for a, b, _, _ in view.known)]
        if i == stop - 3 and (i + 1, stop) not in ends:
            continue  # 甲和|某县
        together = any(w in text[i:stop] for w in view.words.marks["partner"])
        if text[i] in view.words.joins[2:] and (together or text.endswith(view.words.marks["binding"], begin, stop)):
            continue  # 甲与乙|资本合作
        if text[i] in view.words.joins[3:] and not any(p.start == i + 1 for p in view.places):
            continue  # 海绵钛及钛材加工: one work
        if joined and (view.proper(i + 1, stop) or view.words.helpers["leading-number"].match(text, i + 1)):
            return i + 1
    return 0


def _two_sites(view: Phrases, one: str, other: str) -> bool:
    """Whether what joins two parts of a member joins a site, a work or a stage and a site: 甲路及|乙大桥, 甲中学扩建及|乙馆."""
    ended = any(view.words.helpers[k].search(one) for k in ("work-end", "phase")) or _sited(view, one)
    phased = view.words.helpers["phase"].search(other) is not None
    return len(one) > 2 and len(other) > 3 and ended and (phased or _sited(view, other))


def _sited(view: Phrases, label: str) -> bool:
    """Whether words end in the head of a site."""
    heads = view.words.heads.get(label[-1], ())
    return any(h.cls in SITES and len(label) > len(h.suffix) and label.endswith(h.suffix) for h in heads)


def _alike(view: Phrases, begin: int, stop: int, parts: list[tuple[int, int]]) -> int:
    """Where the second of two works begins whose first does what another member does: 改路、改沟和|污水治理; else 0."""
    text, i = view.text, begin + 2
    joined = text[i : i + 1] in view.words.joins[1:] and i in view.edges and i + 3 < stop
    verb = joined and view.tokens[view.first(begin)].tag.startswith("v")
    alike = verb and any(b - 2 in view.edges and text[b - 2] == text[begin] != "" for a, b in parts if b != stop)
    return i + 1 if alike else 0


def members(view: Phrases, stop: int) -> list[tuple[int, int]]:
    """Members of the list that ends at `stop`, last first."""
    found = []
    while stop > 0:
        begin, raw = _member(view, stop)
        if begin >= stop:
            break
        if after := _summed_before(view, raw, stop):
            found.append((view.strip(after, stop), stop))
            break
        found += _headed(view, begin, stop)
        if view.text.startswith("”“", begin - 1):
            stop = begin  # “甲”“乙”: quoted strings side by side are a list
            continue
        if view.text[begin - 1 : begin] in view.words.joins:
            raw = begin
        if raw == 0 or view.text[raw - 1] not in view.words.joins:
            break
        stop = raw - 1
    return found


def _summed_before(view: Phrases, raw: int, stop: int) -> int:
    """Where the first member of a list begins that another list stands before: 甲、乙等景区和|丙、丁等度假区; 0 when none."""
    etc = view.text.rfind(view.words.etc, raw, stop)
    if etc <= raw or etc not in view.edges or etc + 1 not in view.edges:
        return 0
    return 1 + max(view.text.rfind(j, etc + 1, stop) for j in view.words.joins[1:])


def _headed(view: Phrases, begin: int, stop: int) -> list[tuple[int, int]]:
    """A member, or the two that 和 or 及 joins when the first has a head noun of its own (甲系统及乙平台)."""
    for i in range(stop - 3, begin + 2, -1):
        joins = view.text[i] in view.words.joins[1:] and i in view.edges and i + 1 in view.edges
        built = next((len(w) for w in view.words.marks["making-of"] if view.text.endswith(w, begin, i)), 0)
        apart = view.text[i - 1] == "”" and view.text[i + 1] == "“"  # “甲”和“乙”
        done = view.words.helpers["work-end"].search  # 甲技改和乙扩建: two works
        works = joins and done(view.text, begin, i) and done(view.text, i + 1, stop) and view.proper(i + 1, stop)
        if works or (joins and (apart or (view.headed(i - built, 2) and _paired(view.text[begin:i])))):
            return [(view.strip(i + 1, stop), stop), (begin, i - built)]
    return [(begin, stop)]


def _paired(part: str) -> bool:
    """Whether a part of a member has both marks of each pair of quotation marks."""
    return part.count("“") == part.count("”")


def leads(view: Phrases, start: int, end: int) -> bool:
    """Whether a dash or 至 joins start:end to another place: the end of a way."""
    links = view.words.links
    return view.text[end : end + 1] in links or view.text[max(0, start - 1) : start] in links


def said(view: Phrases, stop: int) -> int:
    """End of a name without what stands between it and its verb (连续两年, 已, 于2023年11月)."""
    trailing = view.words.helpers["trailing"]
    while (
        (m := trailing.search(view.text, max(0, stop - 12), stop)) is not None
        and m.end() == stop
        and m.end() > m.start()
    ):
        stop = m.start()
    return stop


def _member(view: Phrases, stop: int) -> tuple[int, int]:
    """Start of the list member that ends at `stop`: verbs may stand inside a project's name, marks may not;
    and where the text between the marks begins (160亿元的|某谷)."""
    begin, depth = stop, 0
    while begin > 0 and stop - begin < 32:
        c = view.text[begin - 1]
        depth += (c in "”》）") - (c in "“《（")
        section = c == "—" and view.words.helpers["to-section"].match(view.text, begin)  # 某国道甲——|乙段改建
        if depth <= 0 and c in MARKS and c not in "“”《》（）" and not section:
            break
        begin -= 1
        if depth == 0 and view.text.startswith("”“", begin - 1):
            break
    spent = view.words.helpers["spent"].search(view.text, begin, stop)
    best = view.strip(spent.end() if spent else begin, stop)
    for t in view.between(best, stop):
        word = t.word
        opens = word not in view.words.sets["name-start"] and (
            word in view.words.verbs
            or word in view.words.stops
            or view.words.lead.get(word) == "strong"
            or (t.tag in ("d", "ad", "uj") and not any(p.start <= t.start < p.end for p in view.places))
            or (t.tag == "p" and view.words.of not in view.text[t.end : stop])  # 基于…的平台 is one name
        )
        if t.end < stop and (
            (t.start == best and opens and not _coined(view, t) and not view.and_within(t.start, stop))
            or ((word in view.words.hard or t.tag == "ul") and "“" not in view.text[best : t.start])
        ):
            best = view.strip(t.end, stop)
    return best, begin


def _coined(view: Phrases, t: Token) -> bool:
    """Whether a character that is a verb elsewhere begins a word the dictionary does not know: 引|松|某渠, 达|得利."""
    w = view.after(t.end)
    return t.end - t.start == 1 and w is not None and w.end - w.start == 1 and w.tag not in SMALL


def cut(view: Phrases, start: int, stop: int) -> list[tuple[int, int]]:
    """The parts of start:stop, cut at each 、, 和 and 以及 outside quotation marks and brackets."""
    text, cuts, begin, depth = view.text, [], start, 0
    joins, as_well = view.words.joins, view.words.marks["as-well"]
    signs = {*joins[:2], *(w[0] for w in as_well), *"“”（）"}
    for i in (at for at in range(start, stop) if text[at] in signs):
        depth += (text[i] in "“（") - (text[i] in "”）")
        further = next((w for w in as_well if text.startswith(w, i)), "")
        if further and depth <= 0 and i in view.edges and begin < i:
            cuts.append((begin, i))
            begin = i + len(further)
            continue
        whole = text[i] == joins[0] or (i in view.edges and i + 1 in view.edges)  # no 和 of 和谐
        if text[i] in joins[:2] and depth <= 0 and whole:
            cuts.append((begin, i))
            begin = i + 1
    return [*cuts, (begin, stop)]


def counts_all(view: Phrases, begin: int, quote: int) -> bool:
    """Whether the number that quoted words begin with is of the members before them too: 甲、乙|“双城”联动.

    `begin` is where the last member would begin. Digits are a code of its own, unless 和 joins (甲和乙“836”计划).
    """
    first = view.text[quote + 1]
    if begin < 2 or view.text[begin - 1] not in view.words.joins or view.text[begin - 2] == "”":
        return False
    return first in view.words.sets["numeral"] or (first.isdigit() and view.text[begin - 1] != view.words.joins[0])


def counted_from(view: Phrases, begin: int, stop: int) -> int:
    """Where the last member begins: at its quotation mark when the number in it counts all, else where it did."""
    quote = view.text.find("“", begin, stop)
    return quote if quote > begin and counts_all(view, begin, quote) else begin
