"""Members of a coordination that share the head of the last: A和B行动, 甲、乙高速; 甲水库扩建、乙河引水、丙供水工程."""

from __future__ import annotations

from itertools import pairwise

from kg.model import Name
from kg.stages.names.members import leads
from kg.stages.names.phrases import Phrases
from kg.stages.names.spans import unverbed
from kg.stages.names.words import OBJECTS, SITES, HeadNoun

LONG = 8  # characters of a member that may be a clause

SUBJECT_AFTER = "，。；：、"


def coordinated(view: Phrases, head: HeadNoun, begin: int, start: int, end: int) -> list[Name]:
    """A和B行动, A、B产业集群: the members before share the head of the last; 与 and 及 only join modifiers."""
    names: list[Name] = []
    text = view.text
    position = begin
    while position > 0 and text[position - 1] in view.words.joins[:2] and position - 1 in view.edges:
        stop = position - 1
        first = _unled(view, min(view.left(stop, 20), view.object(stop, 20)), stop)
        first = unacted(view, first, stop) if head.cls in SITES else first
        member = text[first:stop]
        own = any(member.endswith(h.suffix) for h in view.words.heads.get(text[stop - 1], ()))
        institution = head.cls == "Reform" and member.endswith(view.words.marks["institution"])  # 某制度、某改革
        own = own and not institution
        own = own or text[start:end] in member or (end - start > 2 and member.endswith(text[end - 2 : end]))
        if _told(view, first, stop, head.cls):
            break
        ends = [p for p in view.places if p.end == stop and leads(view, p.start, stop)] if head.cls in SITES else []
        way = head.suffix.endswith(view.words.marks["way-end"])
        if any(p.start == first or (not way and text[p.start - 1] not in "—－-") for p in ends):
            names = [n for n in names if not any((p.start, p.end) == (n.start, n.end) for p in view.places)]
            break  # 甲至|乙、丙和丁口岸: where the way leads
        alike = _shares(view, head, first, stop) and _as_full(view, head, (first, stop), (begin, start, end))
        if stop - first < 2 or member.isdigit() or own or "“" in member or "%" in member or not alike:
            break
        if head.cls in SITES and _mixed(view, head, first, stop, end):
            break
        if _sisters(view, first, end, text[end - 2 : end]):
            return [Name(first, end, text[first:end], head.cls, head.where)]
        if _done_alike(view, head, (first, stop), names):
            break
        whole = institution or (head.cls == "Mechanism" and end - start > 2 and _doing(view, first, stop))
        reform = next((w for w in view.words.marks["reform"] if text.endswith(w, begin, end)), text[end - 2 : end])
        lent = end - len(reform) if whole else _lent(view, head, (first, stop), (begin, start, end))
        names.append(Name(first, stop, member + text[lent:end], head.cls, head.where, (member,)))
        position = first
    return [n for n in names if n.label not in view.words.generic]


def _sisters(view: Phrases, first: int, end: int, ending: str) -> bool:
    """Whether neighbours of the like end in the head, so that 和 joins one name: 甲行动计划、乙和丙行动计划、丁行动计划."""
    text, comma, joined = view.text, *view.words.joins[:2]
    stop = min((i for i in map(text.find, SUBJECT_AFTER, [end + 1] * len(SUBJECT_AFTER)) if i > 0), default=len(text))
    after = text[end : end + 1] == comma and text.startswith(ending, stop - len(ending))
    before = text[first - 1 : first] == comma and text.startswith(ending, first - 1 - len(ending))
    return before and after and comma not in text[first:end] and joined in text[first:end]


def _done_alike(view: Phrases, head: HeadNoun, member: tuple[int, int], names: list[Name]) -> bool:
    """Whether what is done to the next member is done to this one too: 甲污水和|乙垃圾治理、丙清洁行动."""
    first, stop = member
    if not names or names[-1].start != stop + 1 or view.text[stop] != view.words.joins[1] or head.cls not in OBJECTS:
        return False
    return _doing(view, names[-1].start, names[-1].end) and not _doing(view, first, stop)


def _lent(view: Phrases, head: HeadNoun, member: tuple[int, int], last: tuple[int, int, int]) -> int:
    """Where what a member shares begins: the head, with the head it stands on (战略|行动, 改革|试点), without a verb when
    the member has its own (甲保护和乙|提升|工程), with the last verb when short members lack it (甲规模和乙质量|提升|行动)."""
    text, (first, stop), (begin, start, end) = view.text, member, last
    if head.cls not in OBJECTS or head.cls == "Mechanism":
        return start
    if (quote := text.find("“", begin + 1, start)) > 0:
        return quote  # 甲和乙|“丙”工程
    if shared := _tail(view, member, last):
        return shared
    if text[start - 2 : start] in view.words.sets["stands-on"] and start - begin > 2:
        return start - 2
    if end - start > 2:
        bare = head.cls == "Programme" and _doing(view, first, stop) and text[end - 2 : end] in view.words.suffixes
        return end - 2 if bare else start
    verb = view.before(start)
    if (
        verb is None
        or not _nominal(view, first, stop)
        or not verb.tag.startswith("v")
        or verb.word in view.words.sets["unlent"]
    ):
        return start
    alike = text[first : first + 2] == text[begin : begin + 2]
    return (
        verb.start if verb.start > begin and max(stop - first, verb.start - begin) <= LONG // 2 and not alike else start
    )


def _tail(view: Phrases, member: tuple[int, int], last: tuple[int, int, int]) -> int:
    """Where what goes on after the like ends of two members begins: 甲经营权和乙财产权|抵押贷款试点; 0 when nothing does."""
    text, (first, stop), (begin, start, _) = view.text, member, last
    i = text.rfind(text[stop - 1], begin + 1, start - 2) + 1
    once = text.count(text[stop - 1], first, stop) == 1 and text[stop] in view.words.joins[1:]
    ends = [t for t in (view.before(stop), view.before(i)) if t is not None and t.tag.startswith("n")]
    return i if i > begin and once and len(ends) == 2 else 0


def _mixed(view: Phrases, head: HeadNoun, first: int, stop: int, end: int) -> bool:
    """Whether a list of things of other kinds goes on around a site and what stands before it: 甲化工、乙酰胺、|丙电厂、丁码头."""
    around = view.text[first - 1 : first] == view.words.joins[0] == view.text[end : end + 1]
    way = head.suffix.endswith(view.words.marks["way-end"]) or any(p.end == stop for p in view.places)
    return around and not way and not view.text.endswith(head.suffix[-1], 0, first - 1)


def _unled(view: Phrases, first: int, stop: int) -> int:
    """Where a member begins without the verbs that govern it: 建立健全|守信激励|和失信惩戒制度, 改革完善|某某审查."""
    words = view.between(first, stop)
    for t, after in pairwise(words):
        double = t.tag.startswith("v") and after.tag == "v" and after.word in view.words.verbs and stop - after.end > 3
        if t.start != first or not (t.word in view.words.verbs or double):
            break
        first = t.end
    return first


def unacted(view: Phrases, first: int, stop: int) -> int:
    """Where the name of a site begins without the verbs and adverbs before it: 大力|开展|某某片区, 通车|某某高速."""
    built = next((len(w) for w in view.words.marks["build"] if len(w) > 1 and view.text.startswith(w, first)), 0)
    if built and stop - first - built >= 2:
        return first + built  # 建成|甲乙铁路, which the dictionary cuts anywhere
    for t in view.between(first, stop):
        placed = any(p.start <= t.start < p.end for p in view.places)
        if t.start != first or placed or t.tag not in ("v", "d", "ad") or t.end - t.start < 2 or stop - t.end < 2:
            break
        first = t.end
    return first


def _told(view: Phrases, first: int, stop: int, cls: str = "") -> bool:
    """Whether a member is part of a statement (某省以一流速度), not of a name; 至 joins the ends of a road."""
    words = view.between(first, stop)
    within = cls == "Programme" and any(a.tag == "f" and b.tag.startswith("v") for a, b in pairwise(words))
    return within or any(t.tag in ("p", "ul", "uj") and t.word not in view.words.links for t in words)


def _shares(view: Phrases, head: HeadNoun, first: int, stop: int) -> bool:
    """Whether first:stop can share the head: a place or a thing built when it is a short name, else no place."""
    inside = [p for p in view.places if p.start <= first and stop <= p.end]
    if head.cls not in SITES:
        return not inside
    if inside and head.suffix in view.words.sets["landform"]:
        return False  # 某省、某某盆地
    if stop - first > 6 or any(p.label == view.text[first:stop] for p in inside) or not view.proper(first, stop):
        return False
    if any(t.word in view.words.sets["enters"] for t in view.between(first, stop)):
        return False  # 服务|面向|甲和乙通道
    opened = not first or view.text[first - 1] in (*SUBJECT_AFTER, view.words.of)
    return opened or bool(view.governed(first))


def _as_full(view: Phrases, head: HeadNoun, member: tuple[int, int], last: tuple[int, int, int]) -> bool:
    """Whether a member and a shared head make a whole name: 重点行业、重点领域碳达峰行动 names no 重点行业行动.

    A site's only where its kind is shared (甲、乙高速) and the member has none; a programme's where the member is not
    much shorter than the last, and has a verb of its own when the last ends in one (整治|行动).
    """
    text, (first, stop), (begin, start, end) = view.text, member, last
    if head.cls in SITES:
        kinds = view.words.helpers["shared-site"].search(text, start, end)
        return bool(kinds) and not view.words.helpers["unshared"].search(text[first:stop])
    binding = view.words.marks["binding"]
    if text.endswith(binding, begin, start) or text.startswith(binding, start) or text[first - 1 : first] == "”":
        return False  # 甲和乙|衔接机制: one of both; “某某”甲和乙行动: 甲 belongs to what is quoted
    if head.cls not in OBJECTS and not _branch(view, first, stop, begin, start):
        return False
    if head.cls not in OBJECTS:  # 生产、加工、销售产业链: what one chain does; 甲、乙企业整合产业链: what they do
        if any(t.tag == "v" for t in view.between(begin, start)):
            return False
        return any(not t.tag.startswith("v") for t in view.between(first, stop))
    if view.words.helpers["no-share"].search(text[first:stop]) or text.startswith(view.words.marks["shared-on"], begin):
        return False  # 某企业改制、某单位分类改革; 重点行业和领域安全整治
    if text.endswith(view.words.marks["against"], 0, first):
        return False  # 打击|甲和乙行动: the verb is of both
    if text.endswith(view.words.marks["rids"], begin, start) and not does(view, first, stop):
        return False  # 有偿补课、兼职取酬|整治|行动: what is done about both
    institution = text.startswith(view.words.marks["institution"], start)
    if head.cls == "Reform" and institution and len(view.between(begin, start)) > 1 and start - begin > 3:
        return False  # 某企业和某单位人事|制度改革
    opening = [view.tokens[view.first(at)].tag for at in (first, begin)]
    if view.words.helpers["way"].search(text[first:stop]) or (stop - first >= LONG and opening[0] == "v" != opening[1]):
        return False  # 运用某数据防治甲和乙机制: the verb governs both
    begun_alike = text[first : first + 2] == text[begin : begin + 2] and start - begin > stop - first
    if stop - first < min(3, start - begin) or view.words.etc in text[first:stop] or begun_alike:
        return False
    acts = any(t.tag.startswith("v") for t in view.between(begin, start))
    acts_too = any(t.tag.startswith("v") for t in view.between(first, stop))
    if text.endswith(view.words.marks["act-end"], begin, start) and not does(view, first, stop):
        return False  # 农村垃圾和污水|处理|行动: what is done is not the same
    if head.cls == "Mechanism":
        if text.endswith(view.words.marks["institution"], first, stop):
            return False  # 某工作体系、某机制
        governs = opening[0] == "v" and view.tokens[view.first(first)].word in view.words.lead
        if stop - first > 5 and governs and not opening[1].startswith("v"):
            return False  # 维护甲就业和新就业群体权益机制: the verb governs both
        alike = (view.before(stop), view.after(begin))
        if text[stop - 2] == text[begin] and all(t is not None and t.end - t.start == 2 < start - begin for t in alike):
            return False  # 居民用电、用水阶梯价格制度
        longer = start - begin > stop - first + 2  # 甲人和乙人基本|保障制度
        if not _doing(view, first, stop) and (_doing(view, begin, end - 2) or (acts_too and not acts) or longer):
            return False  # 某户、某家庭扶助制度; 听取甲代表、乙委员意见制度: what is heard is both
    whole = head.cls == "Mechanism" or text.endswith(view.words.marks["institution"], first, stop)
    if head.cls != "Mechanism" and _tail(view, member, last):
        return True
    if not whole and _doing(view, begin, start) and not _doing(view, first, stop):
        if not _nominal(view, first, stop) and all(t.tag[0] not in "va" for t in view.between(first, stop)):
            return False  # 地下空间和甲城市建设|试点
        return (
            max(stop - first, start - begin - 2) <= LONG // 2
        )  # 某某污水和某某处理设施建设|行动: what is done is not the same
    short = max(stop - first, start - begin) <= 4  # 稳农业和数字赋能行动
    return short or acts_too or not acts


def _branch(view: Phrases, first: int, stop: int, begin: int, start: int) -> bool:
    """Whether a member can have a chain or a cluster of its own: no stage of one chain, no verb, no number, no body."""
    words, label = view.between(first, stop), view.text[first:stop]
    return not (
        view.text.endswith(view.words.marks["stage"], begin, start)
        or label.endswith(view.words.marks["no-cluster"])
        or any(view.words.helpers[k].search(label) for k in ("counted", "no-share"))
        or any((t.tag == "m" and t.end - t.start > 1) or (t.tag == "v" and t.word in view.words.verbs) for t in words)
    )


def does(view: Phrases, begin: int, stop: int) -> bool:
    """Whether words end in what is done, which is no wrong that something is done about (有偿补课, 诈骗)."""
    last = view.between(begin, stop)[-1:]
    return any(t.tag.startswith("v") and t.word not in view.words.sets["wrong"] for t in last)


def _nominal(view: Phrases, begin: int, stop: int) -> bool:
    """Whether a member is made of nouns alone, so that it lacks what is done."""
    return all(t.tag.startswith(("n", "j", "b", "vn")) for t in view.between(begin, stop))


def _doing(view: Phrases, begin: int, stop: int) -> bool:
    """Whether a modifier ends in what is done: 家庭|扶助."""
    return any(t.tag.startswith("v") for t in view.between(begin, stop)[-1:])


def works_before(view: Phrases, head: HeadNoun, begin: int) -> list[Name]:
    """Works before the last of a list, told by what is done: 甲水库扩建、乙河引水、|丙供水工程."""
    names: list[Name] = []
    while begin > 1 and view.text[begin - 1] in view.words.joins[:2] and begin - 1 in view.edges:
        stop = begin - 1
        first = max((view.text.rfind(c, 0, stop) for c in SUBJECT_AFTER), default=-1) + 1
        first = unverbed(view.text, view.tokens, view.strip(first, stop), stop - 2, view.words.stops)
        first = next((t.end for t in view.between(first, stop) if t.start == first and t.tag in ("d", "p")), first)
        label = view.text[first:stop]
        if (
            not 4 <= len(label) <= 20
            or not view.words.helpers["work-end"].search(label)
            or _told(view, first, stop)
            or not view.proper(first, stop)
        ):
            break
        if view.words.helpers["counted"].search(label) or view.words.helpers["leading-number"].match(label):
            break
        name = label + head.suffix[-2:]
        names.append(Name(first, stop, name, head.cls, head.where, (label,)))
        begin = first
    return names
