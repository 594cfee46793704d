"""Documents that someone drew up: 制定|某某行动方案, 出台|甲产业和乙业|扶持政策."""

from __future__ import annotations

from kg.model import Name
from kg.stages.names.members import cut, members
from kg.stages.names.phrases import Phrases
from kg.stages.names.spans import CLAUSE, clause_end


def issued(view: Phrases) -> list[Name]:
    """Documents that someone drew up: 制定…行动方案; the name runs from the verb to the document's ending."""
    found, text = [], view.text
    for _, start, _ in view.verbs(view.words.issuing):
        if text[start : start + 1] == "《":
            continue
        stop = clause_end(text, start, 40, CLAUSE + "《")
        for begin, end in _joined(view, cut(view, start, stop)):
            also = view.words.helpers["and-did"].match(text, begin, end)
            first, begin = begin, view.strip(also.end() if also else begin, end)
            if view.words.helpers["series"].search(text, first, begin):
                continue  # 出台系列某某政策: some of a kind
            if text[first:begin] in view.words.sets["title-start"] or (text[first] == "“" and begin > first):
                begin = first  # 制定|全面|某某试验实施方案
            label = text[begin:end]
            if (
                5 <= len(label) <= 30
                and label.endswith(view.words.issued)
                and label not in view.words.generic
                and view.words.etc not in label
                and label[:1] not in (view.words.etc, view.words.of)
            ):
                found.append(Name(begin, end, label, "PolicyDocument", "lexicon/name_issues.tsv"))
    return found + _drawn_up(view) + _fulfilled(view)


def _drawn_up(view: Phrases) -> list[Name]:
    """Plans that something is done with, after their names: 甲规划、乙区划|修编."""
    found = []
    for m in view.told("drawn-up"):
        if m.start() not in view.edges:
            continue
        for begin, end in members(view, m.start()):
            begin = _planned(view, begin, end)
            label = view.text[begin:end]
            plain = not any(c in label for c in (*"《》", view.words.of, view.words.etc, *view.words.joins[2:]))
            plain = plain and not label.startswith(view.words.marks["vague-plan"])
            if 6 <= len(label) <= 24 and label.endswith(view.words.marks["plan"]) and plain and not view.some(begin):
                found.append(Name(begin, end, label, "PolicyDocument", "lexicon/name_issues.tsv"))
    return found


def _fulfilled(view: Phrases) -> list[Name]:
    """Policies that someone carries out, named by what they do: 落实|某某奖补政策."""
    found = []
    for m in view.told("fulfilled"):
        begin, end = m.span("name")
        known = any(a < end and begin < b for a, b, _, _ in view.known)
        whole = begin in view.edges and end in view.edges
        own = view.strip(begin, end) == begin and m["name"] not in view.words.generic
        if whole and own and not known and m["name"].count("“") == m["name"].count("”"):
            found.append(Name(begin, end, m["name"], "PolicyDocument", "rules/names.toml#fulfilled"))
    return found


def _planned(view: Phrases, begin: int, end: int) -> int:
    """Where a plan's name begins: after the verb of drawing it up, the titles' first words kept."""
    for t in view.between(begin, end):
        if t.start == begin and (t.word in view.words.verbs or t.word in view.words.stops) and end - t.end >= 5:
            begin = view.strip(t.end, end)
    return begin


def _joined(view: Phrases, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans with those taken together that 和 joins into one modifier: 甲产业和|乙业扶持政策, two plans that 及 joins apart."""
    found: list[tuple[int, int]] = []
    for begin, end in spans:
        last = found[-1] if found else None
        and_ = last and view.text[begin - 1] == view.words.joins[1]
        if last and and_ and not view.text.endswith(view.words.issued, *last) and last[1] - last[0] <= 8:
            found[-1] = (last[0], end)
            continue
        at = next((i for i in range(begin + 2, end - 2) if _two(view, begin, i)), end)
        found += [(begin, at), (at + 1, end)] if at < end else [(begin, end)]
    return found


def _two(view: Phrases, begin: int, i: int) -> bool:
    """Whether a joining word at `i` follows a document's ending: 甲规划|及|乙规划."""
    return view.text[i] in view.words.joins[2:] and i in view.edges and view.text.endswith(view.words.issued, begin, i)
