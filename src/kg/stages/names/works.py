"""Sites that a verb of building governs (建成|甲水厂、乙文化馆), and bases of a product (建成|某果|生产基地)."""

from __future__ import annotations

from kg.model import Name
from kg.stages.names.members import cut
from kg.stages.names.phrases import MARKS, Phrases
from kg.stages.names.spans import CLAUSE, clause_end
from kg.stages.names.words import BUILT

WHERE = "lexicon/name_marks.tsv"


def works(view: Phrases) -> list[Name]:
    """Members of what is built, each with the head of a site and a modifier that tells which."""
    found: list[Name] = []
    text, verbs = view.text, view.words.sets["build"]
    for t in view.each(verbs):
        word = t.word
        following = view.tokens[view.first(t.end)] if t.end < len(text) else t
        if following.start == t.end and text[t.end : following.end] in verbs:
            continue  # 加快|建设: the second verb has its own turn
        stop = clause_end(text, t.end, 80)
        weak = word in view.words.marks["weak-build"]
        if weak and not text.endswith(view.words.marks["work"], t.end, stop):
            continue
        for begin, end in cut(view, t.end, stop):
            end = _ended(view, begin, end)
            found += _site(view, begin, end)
    return found


def _ended(view: Phrases, begin: int, end: int) -> int:
    """End of a member without 建设 or what sums up its list (等一批设施)."""
    etc = view.text.find(view.words.etc, begin, end)
    if etc > begin:
        return etc
    for word in (*view.words.marks["work"], *view.words.marks["build"]):
        if view.text.endswith(word, begin, end) and end - len(word) in view.edges:
            return end - len(word)
    return end


def _site(view: Phrases, begin: int, end: int) -> list[Name]:
    """The site begin:end names, with its product when it is a base of one."""
    text = view.text
    first = view.words.helpers["first-of"].match(text, begin, end)
    begin = view.strip(first.end() if first else begin, end)
    label = text[begin:end]
    if not 4 <= len(label) <= 24 or end not in view.edges or view.some(begin) or not _plain(view, begin, end):
        return []
    for head in view.words.heads.get(label[-1], ()):
        if not label.endswith(head.suffix):
            continue
        stop = end - len(head.suffix)
        if head.cls not in BUILT or stop - begin < 2 or view.words.helpers["vague-site"].fullmatch(text, begin, stop):
            return []
        if label in view.words.generic or view.words.helpers["unnamed"].search(label):
            return []
        return [Name(begin, end, label, head.cls, head.where)]
    return []


def _plain(view: Phrases, begin: int, end: int) -> bool:
    """Whether a span is a noun phrase: no particle, no verb that governs, no number, no mark."""
    if view.words.helpers["leading-number"].search(view.text, begin, end) or view.text[begin].isdigit():
        return False
    words = view.between(begin, end)
    if not words or words[0].start != begin:
        return False
    return not any(
        t.tag in ("uj", "ul", "r", "d", "p", "c", "m")
        or t.word in view.words.hard
        or t.word in view.words.awards
        or t.word in view.words.sets["build"]
        or (t.tag == "x" and view.text[t.start] in MARKS and view.text[t.start] not in "“”（）—")
        for t in words
    )


def bases(view: Phrases) -> list[Name]:
    """Bases of a product, built or the largest of their kind: 全国最大的|甲果|基地 → the base and 甲果."""
    found: list[Name] = []
    text = view.text
    for t in view.each(view.words.sets["base"]):
        if t.end != t.start + 2:
            continue
        if t.end < len(text) and text[t.end] not in (*CLAUSE, *view.words.joins, view.words.etc):
            continue
        begin = view.left(t.end, 14, head=t.start)
        begin = opened = view.strip(begin, t.end)
        begin += next((len(w) for w in view.words.marks["owner"] if text.startswith(w, begin)), 0)
        stop = t.start
        for word in view.words.marks["growing"]:
            if text.endswith(word, begin, stop) and stop - len(word) > begin:
                stop -= len(word)
                break
        grown = stop < t.start or text.endswith(view.words.marks["crop"], begin, stop)
        if (
            not grown
            or not 2 <= stop - begin <= 8
            or not _plain(view, begin, t.end)
            or text[begin:stop] in view.words.generic
        ):
            continue
        if view.words.helpers["vague-site"].fullmatch(text, begin, stop):
            continue
        verb = view.before(opened)
        told = verb is not None and verb.word in view.words.sets["build"]
        told = told or any(
            m.end() in (opened, begin) for m in view.words.helpers["first-of"].finditer(text, max(0, begin - 9), begin)
        )
        told = told or bool(found and text[found[-2].end : opened] in (*CLAUSE, *view.words.joins))
        if told:
            found.append(Name(begin, t.end, text[begin : t.end], "Facility", WHERE))
            found.append(Name(begin, stop, text[begin:stop], "Product", WHERE))
    return found
