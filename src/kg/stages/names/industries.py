"""Industries: members of lists that are summed up as industries or chains, and branches that act or are acted on."""

from __future__ import annotations

from kg.model import Name
from kg.stages.names.listed import cut, members, sums
from kg.stages.names.phrases import Phrases
from kg.stages.names.suffixed import acts

WHERE = "lexicon/industries.tsv"
QUOTES = "“”"


def industries(view: Phrases) -> list[Name]:
    """Branches in lists (甲、乙等产业) and branches that the national list or reports know (发展服务业)."""
    found: list[Name] = []
    for m in sums(view):
        head = next((h for h in view.words.branches if m["head"].endswith(h)), None)
        if head is None or m["head"] in view.words.listed or m.start() not in view.edges or m.end() not in view.edges:
            continue
        start = view.strip(m.start("between"), m.end() - len(head))
        told, kind = view.text[start : m.end()], view.text[start : m.end() - len(head)]
        if len(head) == 1 and (told not in view.words.industries or _noun_follows(view, m.end())):
            continue  # 等工业|废物
        made = head == m["head"] == view.words.branch and kind.endswith(view.words.materials)
        if kind and (made or told in view.words.industries) and told not in view.words.generic:
            found.append(Name(start, m.end(), told, view.words.branches[head], WHERE))
        if view.words.helpers["places-not-branches"].search(told):
            continue  # 资源枯竭等困难地区发展接续替代产业
        if not made or told in view.words.industries:
            found += _listed(view, m.start(), m["head"], head, view.words.branches[head])
            continue
        for begin, end in members(view, m.start()):  # 石膏、板材等建材产业: what the branch makes
            if 2 <= end - begin <= 8 and _nominal(view, begin, end):
                found.append(Name(begin, end, view.text[begin:end], "Product", WHERE))
    return found + _acting(view)


def _listed(view: Phrases, stop: int, head: str, kind: str, cls: str) -> list[Name]:
    """The members of a list of branches, each with the head of the list: 肉牛、食用菌等产业."""
    found = []
    for begin, end in _conjuncts(view, stop):
        label = view.text[begin:end]
        if not 2 <= len(label) <= 12 or label in view.words.generic or not _nominal(view, begin, end):
            continue
        own = label.endswith(tuple(view.words.branches)) or label in view.words.industries
        if len(kind) == 1 and label + kind not in view.words.industries:
            kind = view.words.branch
        name = label if own else label + kind
        found.append(Name(begin, end, name, cls, WHERE, (label, label + head) if name != label else ()))
    return found


def _noun_follows(view: Phrases, end: int) -> bool:
    """Whether another noun goes on at once."""
    i = view.first(end)
    return i < len(view.tokens) and view.tokens[i].start == end and view.tokens[i].tag in ("n", "nz", "b", "j")


def _conjuncts(view: Phrases, stop: int) -> list[tuple[int, int]]:
    """Members of a list, also those that 和 joins; 与 and 及 stay inside (陶瓷与玻璃)."""
    return [(view.strip(a, b), b) for begin, end in members(view, stop) for a, b in cut(view, begin, end)]


def _nominal(view: Phrases, begin: int, end: int) -> bool:
    """Whether a span is made of nouns and verbs used as such, with no particle in it and no judgement at its end."""
    words = view.tokens[view.first(begin) : view.first(end)]
    if not words or words[0].start != begin or view.words.helpers["leading-number"].search(view.text, begin, end):
        return False
    return (
        view.words.etc not in view.text[begin:end]
        and not view.says(begin, end)
        and not any(
            t.tag in ("uj", "ul", "r", "d", "m", "p") or (t.tag == "x" and view.text[t.start] not in QUOTES)
            for t in words
        )
    )


def _acting(view: Phrases) -> list[Name]:
    """Known branches that someone develops or that themselves do something."""
    found: list[Name] = []
    past = 0
    for t in view.tokens:
        if t.start < past or view.text[t.start] not in view.words.industry_starts:
            continue
        for name in view.words.industry_starts[view.text[t.start]]:
            end = t.start + len(name)
            if not view.text.startswith(name, t.start) or end not in view.edges:
                continue
            begin = view.left(end, 14)
            if begin == t.start and (
                _developed(view, begin, end)
                or acts(view, begin, end, 3)
                or view.text.startswith(view.words.measures, end)
            ):
                found.append(Name(begin, end, name, "Industry", WHERE))
                past = end
            break
    return found


def _developed(view: Phrases, begin: int, end: int) -> bool:
    """Whether a verb of developing governs a branch and no noun goes on after it (发展|服务业, not 发展|服务业项目)."""
    verb = view.text[max(0, begin - 2) : begin]
    i = view.first(end)
    follows = view.tokens[i].tag if i < len(view.tokens) and view.tokens[i].start == end else "x"
    return verb in view.words.develops and not follows.startswith(("n", "v", "b", "j", "u", "k"))
