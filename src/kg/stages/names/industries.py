"""Industries: members of lists that are summed up as industries or chains, and branches that act or are acted on."""

from __future__ import annotations

import re

from kg.model import Name
from kg.stages.names.fitting import acts, noun_follows
from kg.stages.names.listed import uncommon
from kg.stages.names.members import cut, members, sums
from kg.stages.names.phrases import Phrases
from kg.stages.names.spans import CLAUSE, clause_end, found_at

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
        if view.words.helpers["for-a-cluster"].match(view.text, m.end()):
            continue  # 甲、乙等产业集群|公共服务平台: what it is for
        if len(head) == 1 and (told not in view.words.industries or noun_follows(view, m.end())):
            continue  # 等工业|废物
        made = head == m["head"] == view.words.branch and kind.endswith(view.words.marks["material"])
        general = told in view.words.marks["general"]
        if kind and (general or ((made or told in view.words.industries) and told not in view.words.generic)):
            found.append(Name(start, m.end(), told, view.words.branches[head], WHERE))
        if view.words.helpers["places-not-branches"].search(told):
            continue  # 资源枯竭等困难地区发展接续替代产业
        if not made:
            if _own_sum(view, m, head):
                found += _listed(view, m.start(), m["head"], head, view.words.branches[head])
            continue
        for begin, end in members(view, m.start()):  # 石膏、板材等建材产业: what the branch makes
            if 2 <= end - begin <= 8 and _nominal(view, begin, end):
                found.append(Name(begin, end, view.text[begin:end], "Product", WHERE))
    return found + _grown(view) + _acting(view) + _developing(view) + _acting_any(view)


def _own_sum(view: Phrases, m: re.Match[str], head: str) -> bool:
    """Whether the head of a sum is that of its list: not 甲、乙等延伸|产业链, 甲、乙等为代表的|产业集群, 甲、乙等|产业链上下游."""
    cls, stop = view.words.branches[head], m.end() - len(head)
    text, words, told = view.text, view.words, view.text[m.start("between") : stop]
    if text.startswith(words.further.get(cls, ()), m.end()) or words.helpers["works-of"].match(text, m.end()):
        return False  # 甲、乙等一批产业|转型升级项目
    if m["between"][:1] in words.joins or any(w in m["between"] for w in words.marks["no-sum"]):
        return False  # 甲、乙等与传统产业; 甲、乙等途径发展某产业
    if words.helpers["other-sum"].match(told) or (words.of in told and cls != "Industry"):
        return False  # 甲、乙等资源升级某产业
    between = view.between(m.start("between"), stop)
    led = between and between[-1].word in words.sets["sum-verb"] and not any(t.word == words.joins[1] for t in between)
    between = between[:-1] if cls == "Industry" and led else between  # 甲、乙等|支撑|产业
    if any(t.tag == "v" and (t.word in words.verbs or t.word in words.stops) for t in between):
        return False
    if cls != "IndustryChain" or not view.text.endswith(view.words.marks["all-of"], 0, stop):
        return True
    labels = [view.text[a:b] for a, b in _conjuncts(view, m.start())]
    return not any(label in view.words.sets["stage"] for label in labels)  # 甲、加工、销售等全|产业链: stages of one


def _listed(view: Phrases, stop: int, head: str, kind: str, cls: str) -> list[Name]:
    """The members of a list of branches, each with the head of the list: 肉牛、食用菌等产业."""
    found = []
    spans = _conjuncts(view, stop)
    kind = next((w for w in view.words.marks["served"] if head.endswith(w)), kind)  # 家政、律师等生活性|服务业
    many = sum(b - a > 3 and _known(view, view.text[a:b]) for a, b in spans) >= 2  # so are the others of the list
    for begin, end in spans:
        label = view.text[begin:end]
        vague = label in view.words.generic and label not in view.words.industries
        vague = vague or label.endswith((*view.words.marks["no-member"], *view.words.marks["no-cluster"]))
        vague = vague or label in view.words.verbs or label[-1:] in view.words.sets["judging"]  # 能耗|低
        vague = vague or any(view.words.helpers[k].search(label) for k in ("counted", "stated"))
        vague = vague or any(p.start == begin and p.end == end for p in view.places)
        firm = kind in view.words.sets["of-firms"] and not _known(view, label)  # 某某、某某水泥等|行业
        vague = vague or (firm and uncommon(view, begin, end))
        if not 2 <= len(label) <= 12 or vague or not all(_nominal(view, a, b) for a, b in cut(view, begin, end)):
            continue
        own = label.endswith(tuple(view.words.branches)) or label in view.words.industries
        own = own and (cls == "Industry" or label.endswith(kind))  # 装备制造、甲等产业集群: each a cluster
        if kind in view.words.sets["known-only"]:
            if (many or _known(view, label)) and label not in view.words.sets["public-field"]:
                found.append(Name(begin, end, label, cls, WHERE))
            continue
        if kind in view.words.marks["bare"]:
            if label.endswith(view.words.marks["leaf"]) or len(label) >= 4:
                found.append(Name(begin, end, label, cls, WHERE))
            continue
        if len(kind) == 1 and label + kind not in view.words.industries:
            kind = view.words.branch
        name = label if own else label + (kind[2:] if label.endswith(kind[:2]) else kind)  # 金融服务|业
        also: tuple[str, ...] = (label, label + head) if name != label else ()
        if own and not label.endswith(tuple(view.words.branches)):
            also = (label + kind,)  # 新材料 is 新材料产业
        found.append(Name(begin, end, name, cls, WHERE, also))
    return found


def _known(view: Phrases, label: str) -> bool:
    """Whether a branch is known by this name, or by it and the word for branch (电子信息|产业)."""
    return label in view.words.industries or (len(label) > 3 and label + view.words.branch in view.words.industries)


def _grown(view: Phrases) -> list[Name]:
    """Members of a list that have become branches of some weight: 甲、乙和丙均成为千亿级产业."""
    found: list[Name] = []
    for m in view.told("grown"):
        if view.text.startswith(view.words.marks["grown"], m.end()) and m.start() in view.edges:
            spans = _conjuncts(view, m.start())
            if len(spans) > 1 or all(view.text[a:b] in view.words.industries for a, b in spans):
                head = view.words.branch
                found += _listed(view, m.start(), head, head, view.words.branches[head])
    return found


def _conjuncts(view: Phrases, stop: int) -> list[tuple[int, int]]:
    """Members of a list, the last two of which 和 may join; 与 and 及 stay inside (陶瓷与玻璃), as 和 does before."""
    spans: list[tuple[int, int]] = []
    for begin, end in members(view, stop):
        first = view.strip(begin, end)
        label = view.text[first:end]
        parts = cut(view, begin, end)
        one = end != stop and len(parts) == 2 and view.words.joins[1] in label and first == begin
        one = one and not _branch_itself(view, *parts[-1])  # 研发设计|和|家政、乙等产业
        whole = one or _branch_itself(view, first, end)
        spans += [(begin, end)] if whole else [(view.strip(a, b), b) for a, b in parts]
    verbs = view.words.sets["develop"] | view.words.sets["enters"]  # 因地制宜|发展|乡村旅游, 资本进入|乡村旅游
    return [(_undriven(view, view.strip(view.past(verbs, a, b - 1), b), b), b) for a, b in spans]


def _branch_itself(view: Phrases, begin: int, end: int) -> bool:
    """Whether a span is a known branch, with or without the word for it."""
    return any(view.text[begin:end] + b in view.words.industries for b in ("", *view.words.branches))


def _undriven(view: Phrases, begin: int, stop: int) -> int:
    """Where a branch begins without the verb that is done to it, and its adverb: 有效控制|电力, 淘汰|水泥."""
    words = view.between(begin, stop)
    i = next((i for i, t in enumerate(words) if t.tag not in ("a", "ad", "d", "vd")), 0)
    driven = i < len(words) and words[i].word in view.words.sets["driven"] and stop - words[i].end > 1
    return words[i].end if driven else begin


def _nominal(view: Phrases, begin: int, end: int) -> bool:
    """Whether a span is made of nouns and verbs used as such, with no particle in it and no judgement at its end."""
    words = view.between(begin, end)
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
    starts = view.words.industry_starts
    for start, pair in found_at(starts.keys(), view.at):
        if start < past:
            continue
        for name in starts[pair]:
            end = start + len(name)
            if not view.text.startswith(name, start) or end not in view.edges:
                continue
            begin = view.left(end, 14)
            if begin == start and (
                _developed(view, begin, end)
                or (acts(view, begin, end, 3) and not (name in view.words.coded and _figured(view, end)))
                or (name not in view.words.coded and view.text.startswith(view.words.marks["measure"], end))
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
    return verb in view.words.sets["develop"] and not follows.startswith(("n", "v", "b", "j", "u", "k"))


def _acting_any(view: Phrases) -> list[Name]:
    """Branches of no list that act, told by their last word: 农村电商|发展迅猛."""
    found = []
    endings = view.words.sets["leaf-acting"]
    for t, tail in zip(view.tokens, view.tails, strict=True):
        if tail in endings:
            begin = view.left(t.end, 10)
            label = view.text[begin : t.end]
            if (
                4 <= len(label) <= 8
                and acts(view, begin, t.end, 3)
                and view.tokens[view.first(begin)].tag not in ("v", "vd", "vn", "d", "ad", "a")
                and not _figured(view, t.end)
                and not label.endswith(view.words.marks["no-branch"])
                and _kind(view, begin, t.end)
            ):
                found.append(Name(begin, t.end, label, "Industry", WHERE))
    return found


def _figured(view: Phrases, end: int) -> bool:
    """Whether a number follows soon: then what stands before `end` is an indicator (建筑业增长8%)."""
    ahead = view.text[end : end + 10]
    return any(c.isdigit() for c in ahead[: next((i for i, c in enumerate(ahead) if c in CLAUSE), len(ahead))])


def _developing(view: Phrases) -> list[Name]:
    """Branches of a list that a verb of developing governs: 大力发展|甲经济、乙物流和丙产业."""
    found: list[Name] = []
    text = view.text
    for t in view.each(view.words.sets["develop"]):
        stop = clause_end(text, t.end, 60)
        total = view.words.helpers["summed"].search(text, t.end + 2, stop)
        stop = total.start() if total else stop
        if text[t.end : t.end + 2] in view.words.sets["develop"]:
            continue  # 推动|发展: the second verb has its own turn
        if text[t.end : t.end + 1] in view.words.joins:
            continue  # 发展|与|甲、乙配套产业
        parts = [(view.strip(_own_verb(view, b, e), e), e) for b, e in cut(view, t.end, stop)]
        spans = [_branch(view, b, e) for b, e in parts]
        last = spans[-1]
        told = text[last[0] : last[1]] if last else ""
        shared = next((w for w in view.words.branches if told.endswith(w) and len(w) == 2), "")
        shared = total["head"] if total and total["head"] in view.words.branches else shared
        for span, (begin, e) in zip(spans, parts, strict=True):
            other = any(p.start <= begin and e <= p.end for p in view.places)
            other = other or told[:2] == text[begin:e][:2]  # 冰雪运动、|冰雪|产业: another thing
            if span:
                found.append(Name(*span, text[slice(*span)], "Industry", WHERE))
            elif shared and not other and 2 <= e - begin <= 8 and _kind(view, begin, e):
                name = text[begin:e] + shared
                found.append(Name(begin, e, name, "Industry", WHERE, (text[begin:e],)))
    return found


def _own_verb(view: Phrases, begin: int, end: int) -> int:
    """Where a member of such a list begins after a verb of its own: 支持|甲县|发展|精细化工."""
    past = view.past(view.words.sets["develop"], begin, end - 1)
    return begin if view.words.etc in view.text[begin:past] else past


def _kind(view: Phrases, begin: int, end: int) -> bool:
    """Whether a span can be a branch without its head: nouns, and not what is done to branches."""
    label = view.text[begin:end]
    word = view.tokens[view.first(begin)]
    if word.tag in ("v", "vn") and word.word in view.words.stops:
        return False  # 发展|特色服务业
    if label.endswith(view.words.marks["no-branch"]) or view.tokens[view.first(end) - 1].tag == "a":
        return False  # 污染小
    return (
        _nominal(view, begin, end)
        and label not in view.words.generic
        and not label.startswith(view.words.marks["vague-branch"])
        and view.words.helpers["plain"].fullmatch(label) is None
    )


def _branch(view: Phrases, begin: int, end: int) -> tuple[int, int] | None:
    """The branch at the start of begin:end, when nothing but verbs and adverbs follows it (某业|健康|发展)."""
    text = view.text
    etc = text.find(view.words.etc, begin, end)
    stop = etc if etc > begin else end
    rise = view.words.helpers["branch-rise"].search(text, begin + 2, stop)
    if rise is not None and rise.start() in view.edges and etc <= begin:
        stop = rise.start()
    i = view.first(stop) - 1
    while i >= 0 and view.tokens[i].start >= begin:
        label = text[begin : view.tokens[i].end]
        if label.endswith(view.words.marks["leaf"]):
            break
        if view.tokens[i].tag not in ("v", "vn", "ad", "d", "a", "an", "vd", "z", "i", "l", "nz"):
            return None
        i -= 1
    else:
        return None
    finish = view.tokens[i].end
    label = text[begin:finish]
    whole = label in view.words.marks["general"] or (
        3 <= len(label) <= 12
        and not label.endswith(view.words.marks["no-branch"])
        and _kind(view, begin, finish)
        and (etc < 0 or finish == etc or etc <= begin)
    )
    return (begin, finish) if whole and finish <= stop else None
