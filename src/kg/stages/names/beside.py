"""Members of a list that their neighbour tells: in 甲乙路、丙丁路 both are roads when one of them is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.model import Name
from kg.stages.names.phrases import Phrases

WHERE = "lexicon/name_marks.tsv"
BUILT = frozenset({"Facility", "Place"})
LONGEST = 6  # characters of such a member
DULL = frozenset({"v", "m", "q", "uj", "ul", "p", "c", "r", "x"})  # tags of words that are no part of one


def beside(view: Phrases, found: Iterable[Name]) -> list[Name]:
    """Roads, waters, hills and houses in a list with one that is known, of its class."""
    more: list[Name] = []
    taken = [n for n in found if n.cls in BUILT]
    heads = view.words.sets["alike"]
    queue = [n for n in taken if view.text[n.end - 1] in heads]
    while queue:
        known = queue.pop()
        for begin, end in (_right(view, known), _left(view, known)):
            if not _alike(view, begin, end, known) or any(n.start < end and begin < n.end for n in (*taken, *more)):
                continue
            made = replace(known, start=begin, end=end, label=view.text[begin:end], where=WHERE, aliases=())
            more.append(made)
            queue.append(made)
    return more


def _right(view: Phrases, known: Name) -> tuple[int, int]:
    """The member after a name."""
    begin = known.end + 1
    if view.text[known.end : begin] not in view.words.joins:
        return known.end, known.end
    stops = (*view.words.joins, *"，。；：", view.words.etc)
    end = next((i for i in range(begin, min(len(view.text), begin + LONGEST + 1)) if view.text[i] in stops), None)
    return begin, end if end is not None else len(view.text)


def _left(view: Phrases, known: Name) -> tuple[int, int]:
    """The member before a name, when it is not the first of its list."""
    end = known.start - 1
    mark = view.text.rfind("、", max(0, end - LONGEST - 1), max(0, end))
    joined = end > 0 and view.text[end] in view.words.joins
    return (mark + 1, end) if joined and mark >= 0 else (end, end)


def _alike(view: Phrases, begin: int, end: int, known: Name) -> bool:
    """Whether a span ends as the known name does and is made of nothing but the words of a name."""
    if not 2 <= end - begin <= LONGEST or view.text[end - 1] != view.text[known.end - 1]:
        return False
    words = view.between(begin, end)
    label = view.text[begin:end]
    head = next((h for h in view.words.heads.get(label[-1], ()) if label.endswith(h.suffix)), None)
    stop = end - len(head.suffix) if head else end - 1
    street = view.text[end - 1] in view.words.sets["street"] and 3 <= end - begin <= 5  # 解放东路, 建设路
    return (
        begin in view.edges
        and end in view.edges
        and bool(words)
        and stop > begin
        and (words[0].tag != "v" or street)
        and view.words.helpers["vague-site"].fullmatch(view.text, begin, stop) is None
        and not any(t.tag in DULL and t.end - t.start > 1 for t in words[street:])
        and not any(t.tag in ("m", "q", "uj", "x") for t in words)
        and label not in view.words.generic
        and not view.words.helpers["unnamed"].search(label)
        and not view.words.helpers["vague-feature"].match(view.text, begin, end)
    )
