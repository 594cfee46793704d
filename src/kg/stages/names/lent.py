"""Members of a list whose last lends its head to those before it: 1个国家级、|3个省级龙头企业, 市委五届三次、|四次全会."""

from __future__ import annotations

import re

from kg.model import Document, Name
from kg.stages.names.honours import firms
from kg.stages.names.phrases import Phrases

HONOURS = "lexicon/name_honours.tsv"
MEETINGS = "rules/names.toml#sessions"
STORMS = "rules/names.toml#storms"
LEAST = 2  # characters of an ending that is an honour's whatever stands before it


def lent(view: Phrases, document: Document) -> list[Name]:
    """Names that a list spells out once: tiers of an honour, sessions of a committee, storms."""
    return [*_tiers(view), *_meetings(view, document), *_storms(view)]


def _tiers(view: Phrases) -> list[Name]:
    found = []
    for m in view.told("tiers-share"):
        if _honour(view, m["tier"] + m["head"], m.end()):
            label = m["first"] + m["head"]
            cls = "Target" if view.words.verbs.get(view.governed(m.start())) == "Target" else "Honour"
            found.append(Name(*m.span("first"), label, cls, HONOURS, (m["first"],)))
            found.append(Name(m.start("tier"), m.end(), view.text[m.start("tier") : m.end()], cls, HONOURS))
    for m in view.told("tier-again"):
        if _honour(view, m["first"] + m["head"], m.end("head")):
            found.append(Name(*m.span("tier"), m["tier"] + m["head"], "Honour", HONOURS, (m["tier"],)))
    return found


def _honour(view: Phrases, label: str, end: int) -> bool:
    """Whether what two tiers share is an honour: it ends as they do and counts no mere firms."""
    ends = any(len(s) >= LEAST and label.endswith(s) for s in view.words.honours)
    plain = any(label in (tier + w) for tier in view.words.marks["rank"] for w in view.words.marks["plain-zone"])
    return ends and end in view.edges and not plain and not firms(view, label)


def _meetings(view: Phrases, document: Document) -> list[Name]:
    found = []
    for kind in ("sessions", "congresses"):
        for m in view.told(kind):
            owner = view.words.owner(document, m["body"]) if m["body"] in view.words.tiers and document.code else ""
            last = max(view.text.rfind(c, 0, m.end()) for c in view.words.joins[:2]) + 1
            ones = view.words.helpers["session"].finditer(view.text, *m.span("more"))
            opens = {m.start("more"): m.start()}  # the first has the body's name before it
            said = [(opens.get(n.start(), n.start()), n.end(), m["body"] + n[0] + m["head"]) for n in ones]
            for begin, end, label in (*said, (last, m.end(), m["body"] + view.text[last : m.end()])):
                whole, also = (owner + label[1:], (label,)) if owner else (label, ())
                found.append(Name(begin, end, whole, "Event", MEETINGS, also))
    return found


def _storms(view: Phrases) -> list[Name]:
    found = []
    for m in view.told("storms"):
        kind = m["kind"] or view.words.marks["storm"][0]
        for one in re.finditer(r"“[^”]+”", m["after"] or m["before"]):
            begin = m.start("after" if m["after"] else "before") + one.start()
            found.append(Name(begin, begin + len(one[0]), kind + one[0], "Event", STORMS, (one[0], one[0].strip("“”"))))
    return found
