"""Numbers that are part of what a thing is called or how things are sorted: they measure nothing."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Name, Quantity, Token
from kg.stages.observe.words import Words


def inside_name(q: Quantity, names: Sequence[Name], w: Words) -> bool:
    """Whether a number is part of a name and measures nothing by itself."""
    for n in names:
        if n.start <= q.start and q.end <= n.end and n.end - n.start > q.end - q.start:
            if q.kind == "rank" and q.end == n.end:
                continue
            if (
                n.cls == "AdministrativeDivision"
                or n.start < q.start
                or w.units.get(q.unit or "") not in ("money", "percent")
            ):
                return True
    return False


def threshold(q: Quantity, text: str, tokens: tuple[Token, ...], w: Words, counts: Sequence[Quantity]) -> bool:
    """A number that says which things are counted (亿元以上项目, 超5000万元企业10户), not how many.

    `counts`: the numbers of the sentence, in order.
    """
    if q.kind in ("percent", "point", "rank"):
        return False
    if text.startswith(w.marks["grade"], q.end) or q.unit in w.marks["rated"]:
        return True
    tail = next((t for t in w.marks["tails"] if text.startswith(t, q.end)), "")
    above = text[: q.start].endswith(tuple(w.marks["sizes"])) and w.units.get(q.unit or "") in ("money", "mass")
    if not tail and not above:
        return False
    end = q.end + len(tail)
    of = text.startswith(w.marks["of"], end)
    if tail and of:
        return True
    end += len(w.marks["of"]) if of else 0
    following = next((t for t in tokens if t.start == end), None)
    named = (
        following is not None
        and following.tag.startswith(("n", "j", "b", "a", "vn", "l"))
        and text[end] not in w.marks["list"]
    )
    if tail or not named:
        return named
    clause = min((i for c in w.marks["clause"] if (i := text.find(c, end)) >= 0), default=len(text))
    begin = max(text.rfind(c, 0, q.start) for c in w.marks["clause"])
    return any(
        w.units.get(c.unit or "") == "count" and (end < c.start < clause or (of and begin < c.start < q.start))
        for c in counts
    )
