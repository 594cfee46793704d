"""Phrases that end in a head noun: …有限公司, …产业集群, …行动; coordinations with a shared head taken apart."""

from __future__ import annotations

from kg.model import Name
from kg.stages.names.phrases import Phrases
from kg.stages.names.words import HeadNoun

# classes whose names are objects of a verb, verbs of their own and all: 实施|强县兴村行动
OBJECTS = frozenset({"Programme", "Mechanism", "Reform"})
SHARES = frozenset({"Programme", "IndustryCluster", "IndustryChain", "Reform", "Mechanism"})


def suffixed(view: Phrases) -> list[Name]:
    """Names by suffix."""
    found: list[Name] = []
    text = view.text
    for t in view.tokens:
        heads = view.words.heads.get(text[t.end - 1])
        for head in heads or ():
            start = t.end - len(head.suffix)
            if start >= 0 and text.startswith(head.suffix, start):
                if start < t.start and len(head.suffix) == 2 and start not in view.edges:
                    break  # 会商|会 is no 商会
                if head.cls == "Enterprise" and head.need == "proper" and _modifies(view, t.end):
                    break  # 甘肃某某锂电|新能源有限公司: the short word is inside a longer company name
                found += _names(view, head, start, t.end)
                break
    return found


def _names(view: Phrases, head: HeadNoun, start: int, end: int) -> list[Name]:
    if _goes_on(view, end):
        return []
    begin = view.left(end, head=start)
    if head.cls in OBJECTS:
        begin = min(begin, view.object(end, head=start), view.subject(begin, end))
    etc = view.text.rfind(view.words.etc, begin, start)
    if etc >= 0 or begin >= start:
        return []  # …等工程 sums up a list: its members are the names
    names = []
    if fits(view, head, begin, start, end):
        names.append(Name(begin, end, view.text[begin:end], head.cls, head.where))
        if head.cls in SHARES and head.need == "always":
            names += _coordinated(view, head, begin, start, end)
    return names


def _modifies(view: Phrases, end: int) -> bool:
    """Whether the nouns that follow end in a company's head: then what ends here is a part of its name."""
    for t in view.tokens[view.first(end) :]:
        if t.start != end or not t.tag.startswith(("n", "j", "b", "vn", "eng")):
            return False
        end = t.end
        for head in view.words.heads.get(view.text[end - 1], ()):
            if head.cls == "Enterprise" and head.need == "always" and view.text.endswith(head.suffix, 0, end):
                return True
    return False


def _goes_on(view: Phrases, end: int) -> bool:
    """Whether another head follows at once: 产业集群发展促进中心 is named by its last head."""
    following = view.text[end : end + 6]
    return any(
        following.startswith(h.suffix)
        for c in dict.fromkeys(following)
        for h in view.words.heads.get(c, ())
        if h.cls != "Industry"
    )


def fits(view: Phrases, head: HeadNoun, begin: int, start: int, end: int) -> bool:
    """Whether the phrase begin:end, whose head begins at `start`, names something in particular."""
    phrase, modifier = view.text[begin:end], view.text[begin:start]
    if phrase in view.words.generic or modifier in view.words.generic or start - begin < head.least:
        return False
    if phrase.count("“") != phrase.count("”") or (phrase[:1].isdigit() and head.cls != "Project"):
        return False
    if (view.words.helpers["leading-number"].search(phrase, 1) and head.cls != "Project") or view.words.of in phrase:
        return False
    if view.mere_verb(begin, start):
        return False
    if head.need == "proper":
        return view.proper(begin, start)
    if head.need == "industry":
        return (
            start - begin <= 10
            and bool(view.governed(begin))
            and not _nominal(view, end)
            and not phrase.startswith(tuple(view.words.selves))
        )
    if head.need == "verb":
        return bool(view.governed(begin, ("uj",))) or "“" in modifier
    return True


def _nominal(view: Phrases, end: int) -> bool:
    """Whether a noun follows at once, so that the phrase only modifies it."""
    i = view.first(end)
    return i < len(view.tokens) and view.tokens[i].start == end and view.tokens[i].tag in ("n", "nz", "b", "j")


def _coordinated(view: Phrases, head: HeadNoun, begin: int, start: int, end: int) -> list[Name]:
    """A和B行动, A、B产业集群: the members before share the head of the last."""
    names, text = [], view.text
    position = begin
    while position > 0 and text[position - 1] in view.words.joins and position - 1 in view.edges:
        stop = position - 1
        first = min(view.left(stop, 20), view.object(stop, 20))
        member = text[first:stop]
        own = any(member.endswith(h.suffix) for h in view.words.heads.get(text[stop - 1], ()))
        if (
            stop - first < 2
            or member.isdigit()
            or own
            or "“" in member
            or any(p.start <= first and stop <= p.end for p in view.places)
        ):
            break
        names.append(Name(first, stop, member + text[start:end], head.cls, head.where, (member,)))
        position = first
    return [n for n in names if n.label not in view.words.generic]
