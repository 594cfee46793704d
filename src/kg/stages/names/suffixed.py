"""Phrases that end in a head noun: …有限公司, …产业集群, …行动; coordinations with a shared head taken apart."""

from __future__ import annotations

from kg.model import Name
from kg.stages.names.coordinated import coordinated, works_before
from kg.stages.names.firms import opened
from kg.stages.names.fitting import acts, fits
from kg.stages.names.members import counted_from
from kg.stages.names.phrases import CLAUSE_MARKS, MARKS, Phrases
from kg.stages.names.spans import unverbed
from kg.stages.names.words import BUILT, OBJECTS, SITES, HeadNoun

# classes of things: their names do not begin with what is done to them
SOLID = BUILT | {"Project", "Enterprise", "Industry", "IndustryChain", "IndustryCluster", "Organization", "Event"}
WHOLE = frozenset({"ResearchOrganization", "IndustryChain", "IndustryCluster", "Organization", "Project"})
WAYS = frozenset({"Facility", "Project", "Programme"})
SHARES = frozenset({"Programme", "IndustryCluster", "IndustryChain", "Reform", "Mechanism"})


def suffixed(view: Phrases) -> list[Name]:
    """Names by suffix."""
    found: list[Name] = []
    text, tails = view.text, view.words.tails
    for t, tail in zip(view.tokens, view.tails, strict=True):
        if tail[-1] not in view.words.heads:
            continue
        for head in tails.get(tail) or tails.get(tail[-1]) or ():
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
    if _goes_on(view, end, head.cls) or end not in view.edges or view.further(end, head.cls):
        return []
    begin = view.left(end, head=start)
    if head.cls in OBJECTS or (head.cls == "Event" and view.called(end, start)):
        begin = min(begin, view.object(end, head=start), view.subject(begin, end))
    if head.cls == "Programme":
        begin = min(begin, _driven(view, start, end))
    if head.cls == "Programme" and view.words.helpers["big-and-big"].search(view.text, max(0, begin - 5), begin + 1):
        begin = view.left(begin - 1, head=begin - 4)  # 某问题大排查、|大整治行动
    if head.cls == "Organization":
        begin = min(begin, _set_up(view, start, end))
    if head.suffix in view.words.marks["line"]:
        begin = min(begin, _ends(view, start))
    begin = counted_from(view, _from_end(view, begin, head.cls), start)
    begin = max(begin, view.text.rfind("”“", begin, start) + 1)  # “甲”|“乙”某机制
    if head.need == "industry":
        begin = view.past(view.words.sets["develop"], begin, start)
    if head.cls in SOLID:
        begin = unverbed(view.text, view.tokens, begin, start, view.words.stops)
    if head.cls in WHOLE or head.cls in OBJECTS:
        begin = _coupled(view, begin, head.cls)
    if head.cls in BUILT:
        first = view.words.helpers["first-of"].match(view.text, begin, start)
        begin = _after_verb(view, first.end() if first else begin, start)
    etc = view.text.rfind(view.words.etc, begin, start)
    if etc >= 0 or begin >= start:
        return []  # …等工程 sums up a list: its members are the names
    names = []
    if fits(view, head, begin, start, end):
        lead = _qualified(view, begin) if head.cls in OBJECTS else begin
        also = (view.text[begin:end],) if lead < begin else ()
        names.append(Name(lead, end, view.text[lead:end], head.cls, head.where, also))
        names += _quoted_before(view, head, begin, end)
        if (head.cls in SHARES and head.need in ("always", "verb")) or (
            head.cls in SITES and head.suffix not in view.words.marks["unshared"]
        ):
            names += coordinated(view, head, begin, start, end)
        if head.cls == "Project":
            names += works_before(view, head, begin)
    return names


def _quoted_before(view: Phrases, head: HeadNoun, begin: int, end: int) -> list[Name]:
    """Quoted words right before quoted words that share all that comes after those: “甲”|“乙”某某机制."""
    found, text = [], view.text
    shared = text[text.find("”", begin) + 1 : end]
    while text.startswith("”“", begin - 1) and (opens := text.rfind("“", 0, begin - 1)) >= 0:
        found.append(Name(opens, begin, text[opens:begin] + shared, head.cls, head.where, (text[opens:begin],)))
        begin = opens
    return found


def _qualified(view: Phrases, begin: int) -> int:
    """Where a measure begins whose first word qualifies it right after its verb: 建立|重大|某某协调机制."""
    word = next((w for w in view.words.marks["qualifier"] if view.text.endswith(w, 0, begin)), "")
    if word and view.governed(begin - len(word)):
        return begin - len(word)
    word = next((w for w in view.words.marks["against"] if view.text.endswith(w, 0, begin)), "")
    return begin - len(word)  # 淘汰|落后产能行动: without the verb it would mean the opposite


def _driven(view: Phrases, start: int, end: int) -> int:
    """Where a programme begins that opens its clause with a verb in its name: 品牌|带动|战略|持续深化; else `end`."""
    low = max((view.text.rfind(c, 0, start) for c in CLAUSE_MARKS), default=-1) + 1
    words = view.between(low, start)
    if (
        not 4 <= start - low <= 10
        or not words
        or not words[0].tag.startswith(("n", "b", "j"))
        or words[0].word in view.words.lead
    ):
        return end
    if any(not t.tag.startswith(("n", "v", "b", "j", "a", "l")) or t.word in view.words.verbs for t in words):
        return end
    inner = any(t.tag == "v" for t in words) and view.strip(low, end) == low
    governs = any(t.word[-2:] in view.words.verbs or t.word in view.words.awards for t in words)
    return low if inner and not governs and acts(view, low, end) else end


def _ends(view: Phrases, start: int) -> int:
    """Where the ends of a line begin that it is named after, one character each: 甲乙|高速; `start` when none are."""
    begin = start
    while (t := view.before(begin)) and t.end - t.start == 1 and t.tag not in ("x", "m", "q", "uj", "ul"):
        if t.word in view.words.sets["no-line-end"]:
            break
        begin = t.start
    return begin if 2 <= start - begin <= 4 and opened(view, begin) else start


def _from_end(view: Phrases, begin: int, cls: str) -> int:
    """Where the first end of a way or a work begins whose second end begins here: 实施|甲台至|乙水库连通工程."""
    link = view.before(begin)
    if link is None or link.word not in view.words.links or cls not in WAYS:
        return begin
    for first in range(link.start - 1, max(-1, link.start - 7), -1):
        if view.text[first] in MARKS:
            break
        if first + 2 <= link.start and first in view.edges and opened(view, first):
            return first if not view.says(first, link.start) else begin
    return begin


def _set_up(view: Phrases, start: int, end: int) -> int:
    """Where the object of a verb of setting up begins, verbs inside its name and all: 成立|某地合作协调|理事会."""
    low = max((view.text.rfind(c, max(0, start - 26), start) for c in MARKS), default=-1)
    for t in reversed(view.between(max(0, low), start)):
        if t.word in view.words.sets["found"] and start - t.end >= 2:
            return view.strip(t.end, end)
    return end


def _coupled(view: Phrases, begin: int, cls: str) -> int:
    """Where a name begins whose modifier 及 or 与 couples (铝及铝合金|产业链), or 和 under 国家 (国家甲和乙|实验室)."""
    joined = view.before(begin)
    if joined is None or view.text[joined.start : begin] not in view.words.joins[1:] or joined.start < 2:
        return begin
    first = view.left(joined.start, 12)
    for t in view.between(first, joined.start):
        if t.word in view.words.stops:
            first = t.end  # 启动|建设|国家甲及乙实验室
    label = view.text[first : joined.start]
    fused = _fused(view, label, begin)
    tight = view.text[joined.start : begin] != view.words.joins[1] or label.startswith(view.words.marks["national"])
    headed = view.headed(joined.start, 2) and not (fused and label in view.words.industries)
    if not (fused or (tight and cls in WHOLE)) or not 1 <= len(label) <= 10 or headed or view.says(first, joined.start):
        return begin
    if any(p.end == joined.start for p in view.places) or view.text.startswith(view.words.marks["rank"], begin):
        return begin
    return first


def _fused(view: Phrases, label: str, begin: int) -> bool:
    """Whether what 和 joins goes on as one: 甲业和乙业|融合发展试点, 甲和乙服务业 where the list has it so."""
    if view.words.helpers["as-one"].search(view.text, begin, begin + 16):
        return True
    ahead = label + view.words.joins[1] + view.text[begin : begin + 8]
    return any(ahead[:k] in view.words.industries for k in range(len(label) + 2, len(ahead) + 1))


def _after_verb(view: Phrases, begin: int, start: int) -> int:
    """Where a built thing or a body begins when a clause stands before it: 某学校建设|某某研究院."""
    for t in view.between(begin, start):
        if t.word in view.words.sets["mid"] and t.start > begin and start - t.end >= 3:
            return view.strip(t.end, start)
    return begin


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


def _goes_on(view: Phrases, end: int, cls: str) -> bool:
    """Whether another head follows at once: 产业集群发展促进中心 is named by its last head.

    A built thing before a work on it (某水库|除险加固工程) is a name of its own.
    """
    following = view.text[end : end + 6]
    sizes = [k for k in range(1, len(following) + 1) if following[:k] in view.words.suffixes]
    if not sizes or (cls in SITES and view.further(end + sizes[-1], "PolicyDocument")):
        return False  # 某都市圈|规划建设
    further = {"Facility": "extends", "Place": "zone-extends"}.get(cls)
    return not (further and any(following[:k] in view.words.sets[further] for k in range(1, len(following) + 1)))
