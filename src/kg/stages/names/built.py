"""What is said to be built, opened or begun: 甲大桥、乙隧道|建成通车."""

from __future__ import annotations

from kg.model import Name
from kg.stages.names.listed import named, suffix_class
from kg.stages.names.members import members, said
from kg.stages.names.phrases import Phrases
from kg.stages.names.words import SITES


def built(view: Phrases) -> list[Name]:
    """What is said to be built, opened or begun: 甲大桥、乙隧道建成通车."""
    found, text = [], view.text
    past = 0
    for stop, after_verb, cls in view.verbs(view.words.built):
        if stop < past:
            continue
        past = after_verb
        after = view.tokens[min(view.first(past), len(view.tokens) - 1)]
        if after.start == past and after.tag == "a":
            continue  # 政策落地|难
        before = view.before(stop)
        while before is not None and before.tag in ("d", "ad") and before.end == stop:
            stop = before.start
            before = view.before(stop)
        stop = said(view, stop)
        stop -= view.text.endswith(view.words.etc, 0, stop)
        summed = text.endswith(view.words.marks["joined"], 0, stop)
        for begin, end in members(view, stop):
            if summed and view.words.etc in text[begin:stop]:
                continue  # 甲、乙等水库|建成: its members have its head
            end -= next((len(w) for w in view.words.marks["building"] if text.endswith(w, begin, end)), 0)
            label = text[begin:end]
            if view.words.etc in label or label.endswith(view.words.unnamed) or view.says(begin, end):
                continue
            if not label or label[-1].isdigit() or "%" in label or view.words.helpers["twice"].search(label):
                continue  # a statement, not a name
            if view.words.helpers["counted"].search(label) or view.words.helpers["leading-number"].match(label):
                continue  # 甲乙4条高速公路: counted, not named
            if (
                (4 <= len(label) <= 24 or (len(label) == 3 and suffix_class(view, label) in SITES))
                and (view.proper(begin, end) or _headed_site(view, begin, end))
                and named(view, begin, end)
                and label[-1] not in view.words.tiers
            ):
                aim = (
                    "Target"
                    if label.endswith(view.words.targets) and label.startswith(view.words.marks["rank"])
                    else ""
                )
                work = view.words.helpers["work-end"].search(label) is not None  # 某大道快速化改造|建成通车
                kind = suffix_class(view, label) or aim or ("Project" if work else cls)
                found.append(Name(begin, end, label, kind, "lexicon/name_built.tsv"))
    return found


def _headed_site(view: Phrases, begin: int, end: int) -> bool:
    """Whether a head of sites ends begin:end and no mere general words stand before it (新一代天气|雷达)."""
    label = view.text[begin:end]
    for head in view.words.heads.get(label[-1], ()):
        if label.endswith(head.suffix):
            stop = end - len(head.suffix)
            vague = view.words.helpers["vague-site"].fullmatch(view.text, begin, stop)
            return head.cls in SITES and stop - begin >= 2 and vague is None
    return False
