"""Phrases that end in a head noun: …有限公司, …产业集群, …行动; and lists summed up by one (A、B等项目)."""

from __future__ import annotations

import re

from kg.model import Name
from kg.stages.names.phrases import MARKS, Phrases
from kg.stages.names.words import HeadNoun

ETC = re.compile(r"等(?:一批|多个|系列)?(?:\d+[个家项处座条]|[一二三四五六七八九十]+[个家项处座条])?([一-龥]{0,12}?)(项目|工程|企业|公司|行动|活动|赛事|景区|机制|改革)")


def suffixed(view: Phrases) -> list[Name]:
    """Names by suffix, coordinations with a shared head taken apart."""
    found: list[Name] = []
    text = view.text
    for t in view.tokens:
        heads = view.words.heads.get(text[t.end - 1])
        if not heads:
            continue
        for head in heads:
            start = t.end - len(head.suffix)
            if start >= 0 and text.startswith(head.suffix, start) and (start in view.edges or len(head.suffix) >= 3 or start == t.start):
                found += _names(view, head, start, t.end)
                break
    return found


def _names(view: Phrases, head: HeadNoun, start: int, end: int) -> list[Name]:
    if _goes_on(view, head, end):
        return []
    begin = view.left(end)
    if begin >= start:
        return []
    names = []
    if _fits(view, head, begin, start, end):
        names.append(Name(begin, end, view.text[begin:end], head.cls, head.where))
    names += _coordinated(view, head, begin, start, end)
    return names


def _goes_on(view: Phrases, head: HeadNoun, end: int) -> bool:
    """Whether the phrase has not ended: 产业集群|发展促进中心 is named by its last head."""
    following = view.text[end : end + 6]
    if not following or following[0] in MARKS:
        return False
    return any(
        following.startswith(h.suffix[: len(following)]) and h.suffix in view.text[end : end + 8] and h.cls != "Industry"
        for group in (view.words.heads.get(c, ()) for c in dict.fromkeys(view.text[end : end + 8]))
        for h in group
        if view.text.startswith(h.suffix, end)
    )


def _fits(view: Phrases, head: HeadNoun, begin: int, start: int, end: int) -> bool:
    phrase = view.text[begin:end]
    if phrase in view.words.generic or start - begin < head.least or phrase.count("“") != phrase.count("”"):
        return False
    modifier = view.text[begin:start]
    if modifier in view.words.generic or phrase[:1].isdigit() and head.cls != "Project":
        return False
    if head.need == "always":
        return True
    if head.need == "proper":
        return view.proper(begin, start)
    if head.need == "ordinal":
        return modifier.endswith(("届", "次"))
    if head.need == "industry":
        return start - begin <= 10 and bool(view.governed(begin)) and not phrase.startswith(tuple(view.words.selves))
    return bool(view.governed(begin)) or "“" in modifier


def _coordinated(view: Phrases, head: HeadNoun, begin: int, start: int, end: int) -> list[Name]:
    """A和B行动, A、B产业集群: the members before share the head of the last."""
    names, text = [], view.text
    position, last = begin, begin
    while position > 0 and text[position - 1] in "、和与及":
        stop = position - 1
        first = view.left(stop, 20)
        member = text[first:stop]
        if stop - first < 2 or any(member.endswith(h.suffix) for h in view.words.heads.get(text[stop - 1], ())):
            break
        if first < stop and not _alone(view, first, stop):
            names.append(Name(first, end, member + text[start:end], head.cls, head.where))
        position, last = first, first
    if names and head.need == "always" and last < begin:
        return [n for n in names if n.label not in view.words.generic and n.end - n.start < 60]
    return []


def _alone(view: Phrases, first: int, stop: int) -> bool:
    """A member that is a place or a thing of its own does not borrow the head."""
    return any(p.start <= first and stop <= p.end for p in view.places)


def listed(view: Phrases) -> list[Name]:
    """Members of a list that its sum names: 甲矿山修复、乙大桥等重点工程 → two projects."""
    found = []
    for m in ETC.finditer(view.text):
        cls = view.words.listed.get(m[2])
        if cls is None:
            continue
        stop = m.start()
        while stop > 0:
            begin = _member(view, stop)
            if begin >= stop:
                break
            label = view.text[begin:stop]
            if len(label) >= 3 and label not in view.words.generic and (view.proper(begin, stop) or len(label) >= 6):
                full = label if label.endswith(m[2]) or cls != "Project" else label + m[2]
                found.append(Name(begin, stop, full, cls, "lexicon/name_listed.tsv", (label,) if full != label else ()))
            if begin == 0 or view.text[begin - 1] not in "、":
                break
            stop = begin - 1
    return found


def _member(view: Phrases, stop: int) -> int:
    """Start of the list member that ends at `stop`: verbs may stand inside a project's name, marks may not."""
    begin = stop
    while begin > 0 and view.text[begin - 1] not in "，。；：、！？（）" and stop - begin < 30:
        begin -= 1
    best = begin
    for t in view.tokens:
        if begin <= t.start and t.end < stop:
            word = view.text[t.start : t.end]
            if word in view.words.verbs or view.words.lead.get(word) == "strong" and t.start - begin <= 6:
                best = t.end
            elif t.tag in ("d", "ad") and t.start == best:
                best = t.end
    return view.strip(best, stop)
