"""Members of a coordination that share the head of the last: A和B行动, 甲、乙高速; 甲水库扩建、乙河引水、丙供水工程."""

from __future__ import annotations

from kg.model import Name
from kg.stages.names.phrases import Phrases
from kg.stages.names.spans import unverbed
from kg.stages.names.words import OBJECTS, SITES, HeadNoun

LONG = 8  # characters of a member that may be a clause

SUBJECT_AFTER = "，。；：、"


def coordinated(view: Phrases, head: HeadNoun, begin: int, start: int, end: int) -> list[Name]:
    """A和B行动, A、B产业集群: the members before share the head of the last; 与 and 及 only join modifiers."""
    names, text = [], view.text
    position = begin
    while position > 0 and text[position - 1] in view.words.joins[:2] and position - 1 in view.edges:
        stop = position - 1
        first = _unled(view, min(view.left(stop, 20), view.object(stop, 20)), stop)
        member = text[first:stop]
        own = any(member.endswith(h.suffix) for h in view.words.heads.get(text[stop - 1], ()))
        institution = head.cls == "Reform" and member.endswith(view.words.marks["institution"])  # 某制度、某改革
        own = own and not institution
        own = own or text[start:end] in member or (end - start > 2 and member.endswith(text[end - 2 : end]))
        if _told(view, first, stop):
            break
        alike = _shares(view, head, first, stop) and _as_full(view, head, (first, stop), (begin, start, end))
        if stop - first < 2 or member.isdigit() or own or "“" in member or not alike:
            break
        whole = institution or (head.cls == "Mechanism" and end - start > 2 and _doing(view, first, stop))
        lent = end - 2 if whole else start
        names.append(Name(first, stop, member + text[lent:end], head.cls, head.where, (member,)))
        position = first
    return [n for n in names if n.label not in view.words.generic]


def _unled(view: Phrases, first: int, stop: int) -> int:
    """Where a member begins without the verbs that govern it: 建立健全|守信激励|和失信惩戒制度."""
    for t in view.between(first, stop):
        if t.start != first or t.word not in view.words.verbs or t.end >= stop:
            break
        first = t.end
    return first


def _told(view: Phrases, first: int, stop: int) -> bool:
    """Whether a member is part of a statement (某省以一流速度), not of a name; 至 joins the ends of a road."""
    words = view.between(first, stop)
    return any(t.tag in ("p", "ul", "uj") and t.word not in view.words.links for t in words)


def _shares(view: Phrases, head: HeadNoun, first: int, stop: int) -> bool:
    """Whether first:stop can share the head: a place or a thing built when it is a short name, else no place."""
    inside = [p for p in view.places if p.start <= first and stop <= p.end]
    if head.cls not in SITES:
        return not inside
    if stop - first > 6 or any(p.label == view.text[first:stop] for p in inside) or not view.proper(first, stop):
        return False
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
    if head.cls not in OBJECTS:  # 生产、加工、销售产业链: what one chain does; 甲、乙企业整合产业链: what they do
        if any(t.tag == "v" for t in view.between(begin, start)):
            return False
        return any(not t.tag.startswith("v") for t in view.between(first, stop))
    if view.words.helpers["no-share"].search(text[first:stop]) or text.startswith(view.words.marks["shared-on"], begin):
        return False  # 某企业改制、某单位分类改革; 重点行业和领域安全整治
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
    if head.cls == "Mechanism":
        if text.endswith(view.words.marks["institution"], first, stop):
            return False  # 某工作体系、某机制
        if not _doing(view, first, stop) and (_doing(view, begin, end - 2) or (acts_too and not acts)):
            return False  # 某户、某家庭扶助制度; 听取甲代表、乙委员意见制度: what is heard is both
    short = max(stop - first, start - begin) <= 4  # 稳农业和数字赋能行动
    return short or acts_too or not acts


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
