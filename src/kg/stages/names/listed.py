"""Names told by what is said after or around them: summed-up lists, built things, targets, issued documents."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.model import Name
from kg.stages.names.phrases import MARKS, Phrases
from kg.stages.names.proper import PROPER
from kg.stages.names.words import OBJECTS, SITES

PLANNED = frozenset({"Facility", "Place", "Target"})
MADE = frozenset({"Product", "Technology"})


def listed(view: Phrases) -> list[Name]:
    """Members of a list that its sum names: 甲矿山修复、乙大桥等重点工程 → two projects."""
    found = []
    for m in sums(view):
        cls = view.words.listed.get(m["head"])
        whole = m.end() in view.edges or view.text.startswith(view.words.marks["early"], m.end())
        if cls is None or m.start() not in view.edges or not whole:
            continue  # 平等: no list ends inside a word
        if cls in SITES and view.text[m.end() : m.end() + 1].isdigit():
            continue  # 甲、乙等载体74家: counted
        joined = m["head"] in view.words.marks["joined"]
        lends = joined and len(m["between"]) <= 4  # its head goes into the names of its members
        if joined and view.words.helpers["of-others"].match(m["between"]):
            continue  # 甲、乙等地共建某产业园
        kinds = cls == "PolicyDocument" and m["between"] in view.words.sets["kind-of-plan"]
        if cls == "Place" and joined and not lends:
            continue  # 甲、乙等部门支持某开发区
        if cls in OBJECTS and (
            view.words.of in m["between"] or not view.words.helpers["mere-sum"].fullmatch(m["between"])
        ):
            continue  # 甲、乙等共同的机制: whose it is; 甲、乙等总量双控行动: no 甲行动
        done_to = cls == "Project" and view.words.helpers["works"].search(m["between"])
        brought = ""
        opens = first_of(view, m.start())
        several = view.some(opens) or view.text[m.end():m.end()+1].isdigit() or m["between"].endswith(("产业","制造","养老","民生"))  # 一批甲、乙等项目: kinds, unless they have names
        kind = m["between"] if cls == "Project" and m["between"] in view.words.sets["project-kind"] else ""
        for begin, stop in _apart(view, m, cls):
            label = view.text[begin:stop]
            if cls == "Project" and any(p.start == begin and p.end == stop for p in view.places):
                continue
            if done_to and not any(t.tag.startswith("v") for t in view.between(begin, stop)):
                continue
            if cls == "Enterprise" and not brought:  # 引进甲、乙等企业: what is brought in has a name
                brought = view.governed(opens)
            known = len(label) >= 3 and named(view, begin, stop) and _fits(view, label, cls)
            known = known or (cls == "Project" and not several and len(label) >= 4 and _work(view, begin, stop))
            if cls == "Project" and several and not view.proper(begin, stop) and not view.words.helpers["work-end"].search(label) and not view.words.helpers["phase"].search(label):
                known = False  # 一批甲材料、乙储能等产业项目: kinds
            known = known or (cls in MADE and 3 <= len(label) <= 8 and _work(view, begin, stop, 1 + (cls == "Product")))
            shares = lends and not any(h in label for h in view.words.marks["joined"])
            shares = shares and view.words.helpers["phase"].search(label) is None  # 甲机场二期、乙水库
            short = shares and 2 <= len(label) <= 8 and (_short(view, begin, stop) or _alike(view, begin, stop, m))
            known = known and (cls != "Enterprise" or view.proper(begin, stop))
            coined = cls == "Enterprise" and uncommon(view, begin, stop) and label not in view.words.industries
            coined = coined and label.strip("“”") not in view.words.sets["no-firm"] and label not in view.words.stops
            if (
                kinds
                and 2 <= len(label) <= 14
                and _work(view, begin, stop, 1)
                and not label.endswith(view.words.issued)
            ):
                name = label + m["between"] + m["head"]  # 甲评审、乙保障等|管理|办法
                found.append(Name(begin, stop, name, cls, "lexicon/name_listed.tsv", (label,)))
                continue
            if kind and 2 <= len(label) <= 4 and (_short(view, begin, stop) or _alike(view, begin, stop, m)):
                name = label + kind + m["head"]  # 甲、乙等|风电|项目
                found.append(Name(begin, stop, name, cls, "lexicon/name_listed.tsv", (label, label + m["head"])))
                continue
            if known or short or (coined and len(label) <= 8):
                if shares and not suffix_class(view, label) and not (cls in SITES and label.endswith(view.words.marks["whole-site"])):
                    name = label + m["head"]  # 甲至乙、丙等高速公路
                    found.append(Name(begin, stop, name, cls, "lexicon/name_listed.tsv", (label,)))
                else:
                    found.append(_member_name(view, begin, stop, m["head"], cls))
    return found


def as_projects(view: Phrases, found: list[Name]) -> list[Name]:
    """The names with the sites that a list of projects names as projects: 甲产业园、乙综合体等项目."""
    ends = view.words.marks["as-project"]
    sites = [n for n in found if n.cls in PLANNED and n.label.endswith(ends)]
    if not sites:
        return found
    lists = [m for m in sums(view) if m["head"] in view.words.marks["projects"]]
    spans = {stop: begin for m in lists for begin, stop in members(view, m.start())}
    return [replace(n, cls="Project") if n in sites and spans.get(n.end, n.end) <= n.start else n for n in found]


def _work(view: Phrases, begin: int, stop: int, least: int = 2) -> bool:
    """Whether a member of a list of projects is a noun phrase that says which: 电解水制氢、加氢站等项目."""
    words = view.between(begin, stop)
    return (
        len(words) >= least
        and words[0].start == begin
        and view.text[begin:stop] not in view.words.generic
        and not any(t.tag in ("m", "uj", "p", "c", "d", "r", "ul", "q", "x") for t in words)
        and not view.says(begin, stop)
        and view.words.helpers["vague-site"].fullmatch(view.text, begin, stop) is None
    )


def sums(view: Phrases) -> list[re.Match[str]]:
    """What sums up a list: 等重点工程, or a number after members that 、 joins (甲、乙、丙3个产业集群)."""
    found = list(view.words.helpers["etc"].finditer(view.text))
    alone = (m for m in view.words.helpers["sum"].finditer(view.text) if view.text[m.start() - 1] != view.words.etc)
    return found + [m for m in alone if len(members(view, m.start())) > 1]


def _short(view: Phrases, begin: int, stop: int) -> bool:
    """Whether a member that shares its head is a short name: a place, or characters that make no common word."""
    words = view.between(begin, stop)
    if view.text[begin].isdigit() or view.text[stop - 1] in view.words.joins:
        return False
    if any(t.tag in ("m", "q", "uj", "p", "c", "d") and t.end - t.start > 1 for t in words):
        return False
    return view.proper(begin, stop) or all(t.end - t.start == 1 for t in words)


def _alike(view: Phrases, begin: int, stop: int, sum_: re.Match[str]) -> bool:
    """Whether a member of two or three words is as short as its neighbours, one of which is a name: 王新庄、五龙口等电厂."""
    words = view.between(begin, stop)
    if not 2 <= len(words) <= 3 or stop - begin > 4 or not all(t.tag[0] in "nmjqv" for t in words):
        return False
    spans = [s for s in members(view, sum_.start()) if s != (begin, stop)]
    return any(e - b <= 4 and _short(view, b, e) for b, e in spans)


def _fits(view: Phrases, label: str, cls: str) -> bool:
    """Whether a member can be of the class of its list: an event says so itself, a kind of firm is none."""
    if cls == "Event":
        return "“" in label or label.endswith(view.words.marks["occasion"]) or suffix_class(view, label) == cls
    if cls == "PolicyDocument":
        return label.endswith(view.words.issued)
    return cls != "Enterprise" or not (label[0] == "“" or label.endswith(view.words.honours))


def _apart(view: Phrases, sum_: re.Match[str], cls: str) -> list[tuple[int, int]]:
    """The members of a list, those of a list of projects cut where 和 joins two works."""
    spans = members(view, sum_.start())
    if cls != "Project":
        return spans
    found = []
    for begin, stop in spans:
        second = _fused(view, begin, stop)
        found += [(view.strip(second, stop), stop), (begin, second - 1)] if second else [(begin, stop)]
    return found


def _fused(view: Phrases, begin: int, stop: int) -> int:
    """Where the second of two works begins that 和 joins (甲路南拓和|乙街保护, 甲和|乙生猪加工); 0 when it is one."""
    text = view.text
    if "“" in text[begin:stop]:
        return 0
    for i in range(stop - 4, begin + 1, -1):
        joined = text[i] in view.words.joins[1:3] and i in view.edges and i + 1 in view.edges
        if joined and (view.proper(i + 1, stop) or view.words.helpers["leading-number"].match(text, i + 1)):
            return i + 1
    return 0


def _member_name(view: Phrases, begin: int, stop: int, head: str, cls: str) -> Name:
    """A member with the class its ending or the head of its list gives it; a project says that it is one."""
    label = view.text[begin:stop]
    own = suffix_class(view, label)
    if cls == "Product" and not own and label.endswith(tuple(h for h in view.words.honours if len(h) > 2)):
        own = "Honour"  # 甲优势区、乙示范区等国字号品牌
    if cls == "Project" or (cls in OBJECTS and not own and "“" not in label):
        whole = label.endswith(tuple(h for h, c in view.words.listed.items() if c == cls))
        said = label if whole else label + (head[2:] if label.endswith(head[:2]) and len(head) > 2 else head)
        return Name(begin, stop, said, cls, "lexicon/name_listed.tsv", (label,) if said != label else ())
    return Name(begin, stop, label, own or cls, "lexicon/name_listed.tsv")


def first_of(view: Phrases, stop: int) -> int:
    """Where the first member of the list that ends at `stop` begins."""
    return min((begin for begin, _ in members(view, stop)), default=stop)


def uncommon(view: Phrases, begin: int, stop: int) -> bool:
    """Whether no word of the dictionary that means a kind of thing makes up a span: a name, then."""
    words = view.between(begin, stop)
    return stop - begin >= 2 and any(t.tag in PROPER or t.end - t.start == 1 for t in words)


def members(view: Phrases, stop: int) -> list[tuple[int, int]]:
    """Members of the list that ends at `stop`, last first."""
    found = []
    while stop > 0:
        begin, raw = _member(view, stop)
        if begin >= stop:
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


def _headed(view: Phrases, begin: int, stop: int) -> list[tuple[int, int]]:
    """A member, or the two that 和 or 及 joins when the first has a head noun of its own (甲系统及乙平台)."""
    for i in range(stop - 3, begin + 2, -1):
        joins = view.text[i] in view.words.joins[1:] and i in view.edges and i + 1 in view.edges
        built = next((len(w) for w in view.words.marks["making-of"] if view.text.endswith(w, begin, i)), 0)
        apart = view.text[i - 1] == "”" and view.text[i + 1] == "“"  # “甲”和“乙”
        done = view.words.helpers["work-end"].search  # 甲技改和乙扩建: two works
        works = joins and done(view.text, begin, i) and done(view.text, i + 1, stop)
        if works or (joins and (apart or (view.headed(i - built, 2) and _paired(view.text[begin:i])))):
            return [(view.strip(i + 1, stop), stop), (begin, i - built)]
    return [(begin, stop)]


def _paired(part: str) -> bool:
    """Whether a part of a member has both marks of each pair of quotation marks."""
    return part.count("“") == part.count("”")


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
        if depth <= 0 and c in MARKS and c not in "“”《》（）":
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
            or t.tag in ("d", "ad", "uj")
            or (t.tag == "p" and view.words.of not in view.text[t.end : stop])  # 基于…的平台 is one name
        )
        if t.end < stop and (
            (t.start == best and opens) or (word in view.words.hard and "“" not in view.text[best : t.start])
        ):
            best = view.strip(t.end, stop)
    return best, begin


def named(view: Phrases, begin: int, stop: int) -> bool:
    """Whether a phrase names something in particular: not generic, not a mere plural."""
    label = view.text[begin:stop]
    if (
        view.words.etc in label
        or label.isdigit()
        or label in view.words.generic
        or any(label.startswith(s) for s in view.words.selves)
    ):
        return False
    return view.proper(begin, stop) or len(label) >= 6


def suffix_class(view: Phrases, label: str) -> str:
    """The class its ending gives a name; "" when none does."""
    for head in view.words.heads.get(label[-1], ()):
        if label.endswith(head.suffix) and len(label) > len(head.suffix):
            return head.cls
    return ""


def cut(view: Phrases, start: int, stop: int) -> list[tuple[int, int]]:
    text, cuts, begin, depth = view.text, [], start, 0
    for i in range(start, stop):
        depth += (text[i] in "“（") - (text[i] in "”）")
        whole = text[i] == view.words.joins[0] or (i in view.edges and i + 1 in view.edges)  # no 和 of 和谐
        if text[i] in view.words.joins[:2] and depth <= 0 and whole:
            cuts.append((begin, i))
            begin = i + 1
    return [*cuts, (begin, stop)]
