"""Names told by what is said after or around them: summed-up lists, built things, targets, issued documents."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.model import Name
from kg.stages.names.coordinated import does, unacted
from kg.stages.names.members import apart, leads, members, sums
from kg.stages.names.phrases import Phrases
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
        if cls is None or m.start() not in view.edges or not whole or view.further(m.end(), cls):
            continue  # 平等: no list ends inside a word
        if cls in SITES and view.text[m.end() : m.end() + 1].isdigit():
            continue  # 甲、乙等载体74家: counted
        if cls in SITES and view.words.helpers["works-of"].match(view.text, m.end()):
            continue  # 甲、乙等口岸|公路项目
        if cls == "Project" and any(w in m["between"] for w in view.words.marks["no-project"]):
            continue  # 甲、乙等非遗项目
        joined = m["head"] in view.words.marks["joined"]
        between = view.between(*m.span("between"))
        said = cls not in SITES and any(t.word in view.words.hard or t.word in view.words.awards for t in between)
        if said or any(w in m["between"] for w in view.words.marks["no-sum"]):
            continue  # 甲、乙等多种方式筹集项目; 甲、乙等实施替代工程
        lends = joined and len(m["between"]) <= 4  # its head goes into the names of its members
        if joined and view.words.helpers["of-others"].match(m["between"]):
            continue  # 甲、乙等地共建某产业园
        kinds = cls == "PolicyDocument" and m["between"] in view.words.sets["kind-of-plan"]
        if cls in SITES and any(m.start("between") <= p.start and p.end <= m.end("between") for p in view.places):
            continue  # 甲、乙等某市经济区城市: where they are
        if (cls == "Place" and joined and not lends) or (cls in SITES and view.words.of in m["between"]):
            continue  # 甲、乙等部门支持某开发区
        if cls in OBJECTS and (
            view.words.of in m["between"] or not view.words.helpers["mere-sum"].fullmatch(m["between"])
        ):
            continue  # 甲、乙等共同的机制: whose it is; 甲、乙等总量双控行动: no 甲行动
        done_to = cls == "Project" and view.words.helpers["works"].search(m["between"])
        brought = ""
        spans = members(view, m.start())
        opens = min((begin for begin, _ in spans), default=m.start())
        several = cls == "Project" and _kinds_of(view, m, opens)
        led = any(leads(view, p.start, p.end) for a, b in spans for p in view.places if a <= p.start and p.end <= b)
        against = view.text.endswith(view.words.marks["against"], 0, opens) or any(
            view.text.startswith(view.words.marks["against"], a) for a, _ in spans
        )
        kind = m["between"] if cls == "Project" and m["between"] in view.words.sets["project-kind"] else ""
        for begin, stop in apart(view, spans, cls):
            of = view.text.rfind(view.words.of, begin, stop) + 1
            if of > begin and cls in (*SITES, "Project") and "“" not in view.text[begin:of]:
                begin = view.strip(of, stop)  # 人民期盼的|某铁路
            begin = unacted(view, begin, stop) if cls in SITES else begin
            label = view.text[begin:stop]
            if view.words.helpers["stated"].search(label):
                continue  # 社会资本参与市政建设等项目
            if view.words.etc in label or (cls not in SITES and _two(view, begin, stop, m, cls)):
                continue  # 甲、乙等企业综合利用: a list inside it; 甲登记和乙代码等改革: two things or one
            if (
                label[-1:].isdigit()
                and view.text[stop : stop + 1] in view.words.joins
                and view.text[stop + 1 : stop + 2].isdigit()
            ):
                continue  # 甲1、2号机组
            if cls in SITES and any((p.start, p.end) == (begin, stop) for p in view.places) and led:
                continue  # 甲至乙、丙、丁等高速公路: where the ways lead
            phased = view.words.helpers["phase"].search(label) is not None
            if cls in SITES and "“" not in label and not phased and view.words.helpers["leading-number"].search(label):
                continue  # 某地两个编组站, 一批某某
            if cls in SITES and lends and _joins(view, begin, stop) and not suffix_class(view, label):
                continue  # 某大桥及甲、乙等片区
            if cls == "Project" and _stuck(view, begin, stop):
                continue
            if cls in OBJECTS and view.words.of in label and "“" not in label:
                continue  # 与甲相适应的乙、丙等机制
            fought = label.startswith(view.words.marks["against"]) or does(view, begin, stop)
            if cls in OBJECTS and against and not fought:
                continue  # 打击某某、某某等行动: the verb is of all
            if cls == "Project" and any(p.start <= begin and p.end == stop for p in view.places):
                continue  # 某县|某镇: where a project is
            if done_to and not any(t.tag.startswith("v") for t in view.between(begin, stop)):
                continue
            if cls == "Enterprise" and not brought:  # 引进甲、乙等企业: what is brought in has a name
                brought = view.governed(opens)
            known = len(label) >= 3 and named(view, begin, stop) and _fits(view, label, cls)
            if several:  # 一批甲材料、乙储能等产业项目: kinds
                known = known and _says_which(view, begin, stop)
            elif cls == "Project":
                known = known or (len(label) >= 4 and _work(view, begin, stop))
            known = known or (cls in MADE and 3 <= len(label) <= 8 and _work(view, begin, stop, 1 + (cls == "Product")))
            way = any(w in label for w in view.words.links)  # 某机场至|某县、甲至乙等高速公路
            way = way and not any(w in label for w in view.words.marks["way-end"])
            shares = lends and (way or not any(h in label for h in view.words.marks["joined"]))
            shares = shares and not any(
                view.words.helpers[k].search(label) for k in ("phase", "work-end")
            )  # 甲机场二期
            short = shares and 2 <= len(label) <= 8 and (_short(view, begin, stop) or _alike(view, begin, stop, spans))
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
            if kind and 2 <= len(label) <= 4 and (_short(view, begin, stop) or _alike(view, begin, stop, spans)):
                name = label + kind + m["head"]  # 甲、乙等|风电|项目
                found.append(Name(begin, stop, name, cls, "lexicon/name_listed.tsv", (label, label + m["head"])))
                continue
            if known or short or (coined and len(label) <= 8):
                if (
                    shares
                    and not suffix_class(view, label)
                    and not (cls in SITES and label.endswith(view.words.marks["whole-site"]))
                ):
                    name = label + m["head"]  # 甲至乙、丙等高速公路
                    found.append(Name(begin, stop, name, cls, "lexicon/name_listed.tsv", (label,)))
                else:
                    acts = cls in OBJECTS and m["between"].endswith(view.words.marks["lent-too"])
                    head = m["between"] + m["head"] if acts else m["head"]  # 甲、乙四大|专项治理行动
                    found.append(_member_name(view, begin, stop, head, cls))
    return found


def _two(view: Phrases, begin: int, stop: int, sum_: re.Match[str], cls: str) -> bool:
    """Whether 和 joins two things that may be one name or two: 甲登记和乙代码等改革, 甲建设和乙经营|三大工程; what is done
    to one thing is one (甲防治和修复)."""
    last = stop == sum_.start() and view.text[stop] != view.words.etc
    if "“" in view.text[begin:stop] or (cls not in ("Reform", "Mechanism") and not last):
        return False
    for i in range(begin + 2, stop - 1):
        if view.text[i] == view.words.joins[1] and i in view.edges and i + 1 in view.edges:
            return not all(t.tag.startswith("v") for t in view.between(i + 1, stop))
    return False


def _joins(view: Phrases, begin: int, stop: int) -> bool:
    """Whether 和, 与 or 及 joins two things in a span that is no known branch (汽车及零部件)."""
    words, label = view.between(begin, stop), view.text[begin:stop]
    inside = view.words.joins[1] in label[2:-2]  # 甲青平|和|安铺, which the dictionary cuts anywhere
    joined = inside or any(t.word in view.words.joins[1:] for t in words[1:])
    return len(label) > 4 and joined and label not in view.words.industries


def _stuck(view: Phrases, begin: int, stop: int) -> bool:
    """Whether two works are one member that cannot be cut: 甲供水和乙, 甲街整治和乙游园; 甲矿开采和加工 is one."""
    if "“" in view.text[begin:stop]:
        return False
    for t in view.between(begin + 2, stop - 1):
        if t.word not in view.words.joins[1:]:
            continue
        after = view.between(t.end, stop)
        ends = view.words.helpers["work-end"].search
        acts = any(a.tag.startswith("v") for a in after) or ends(view.text, t.end, stop) is not None
        done = ends(view.text, begin, t.start) is not None
        named = stop - t.end < 3 and any(a.tag not in ("n", "j", "b") for a in after)
        if after and not acts and (named or done):
            return True
    return False


def as_projects(view: Phrases, found: list[Name]) -> list[Name]:
    """The names with the sites that a list of projects names as projects: 甲产业园、乙综合体等项目."""
    ends = view.words.marks["as-project"]
    sites = [n for n in found if n.cls in PLANNED and n.label.endswith(ends)]
    if not sites:
        return found
    lists = [m for m in sums(view) if m["head"] in view.words.marks["projects"]]
    spans = {stop: begin for m in lists for begin, stop in members(view, m.start())}
    return [replace(n, cls="Project") if n in sites and spans.get(n.end, n.end) <= n.start else n for n in found]


def _kinds_of(view: Phrases, sum_: re.Match[str], opens: int) -> bool:
    """Whether a list of projects is of kinds: 一批甲、乙等项目, 甲、乙等产业项目, 甲、乙等项目15个."""
    counted = view.text[sum_.end() : sum_.end() + 1].isdigit()
    return view.some(opens) or counted or any(w in sum_["between"] for w in view.words.marks["kind-of-project"])


def _says_which(view: Phrases, begin: int, stop: int) -> bool:
    """Whether a member of a list of kinds is one thing all the same: it has a name, a phase, or a work that ends it."""
    ends = (view.words.helpers[k].search(view.text[begin:stop]) for k in ("work-end", "phase"))
    return view.proper(begin, stop) or any(ends)


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


def _short(view: Phrases, begin: int, stop: int) -> bool:
    """Whether a member that shares its head is a short name: a place, or characters that make no common word."""
    words = view.between(begin, stop)
    if view.text[begin].isdigit() or view.text[stop - 1] in view.words.joins:
        return False
    if any(t.tag in ("m", "q", "uj", "p", "c", "d") and t.end - t.start > 1 for t in words):
        return False
    return view.proper(begin, stop) or all(t.end - t.start == 1 for t in words)


def _alike(view: Phrases, begin: int, stop: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a member of two or three words is as short as its neighbours, one of which is a name: 王新庄、五龙口等电厂."""
    words = view.between(begin, stop)
    if not 2 <= len(words) <= 3 or stop - begin > 4 or not all(t.tag[0] in "nmjqv" for t in words):
        return False
    return any((b, e) != (begin, stop) and e - b <= 4 and _short(view, b, e) for b, e in spans)


def _fits(view: Phrases, label: str, cls: str) -> bool:
    """Whether a member can be of the class of its list: an event says so itself, a kind of firm is none."""
    if cls == "Event":
        return "“" in label or label.endswith(view.words.marks["occasion"]) or suffix_class(view, label) == cls
    if cls == "PolicyDocument":
        return label.endswith(view.words.issued)
    return cls != "Enterprise" or not (label[0] == "“" or label.endswith(view.words.honours))


def _member_name(view: Phrases, begin: int, stop: int, head: str, cls: str) -> Name:
    """A member with the class its ending or the head of its list gives it; a project says that it is one."""
    label = view.text[begin:stop]
    own = suffix_class(view, label)
    if cls == "Product" and not own and label.endswith(tuple(h for h in view.words.honours if len(h) > 2)):
        own = "Honour"  # 甲优势区、乙示范区等国字号品牌
    if cls == "Project" and own == "Programme" and not label.endswith(tuple(view.words.listed)):
        return Name(begin, stop, label, own, "lexicon/name_listed.tsv")  # 甲、乙三年计划等工程
    if cls == "Project" or (cls in OBJECTS and not own and "“" not in label):
        whole = label.endswith(tuple(h for h, c in view.words.listed.items() if c == cls))
        said = label if whole else label + (head[2:] if label.endswith(head[:2]) and len(head) > 2 else head)
        return Name(begin, stop, said, cls, "lexicon/name_listed.tsv", (label,) if said != label else ())
    return Name(begin, stop, label, own or cls, "lexicon/name_listed.tsv")


def uncommon(view: Phrases, begin: int, stop: int) -> bool:
    """Whether no word of the dictionary that means a kind of thing makes up a span: a name, then."""
    words = view.between(begin, stop)
    return stop - begin >= 2 and any(t.tag in PROPER or t.end - t.start == 1 for t in words)


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
