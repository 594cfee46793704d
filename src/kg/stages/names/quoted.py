"""“…” with a head noun after it, a numeral pattern in it, or a governing verb before it."""

from __future__ import annotations

import re

from kg.model import Name
from kg.stages.names.phrases import Phrases

QUOTED = re.compile(r"“([^“”]{2,40})”")
NUMERAL = re.compile(r"[\d+＋]|[一二两三四五六七八九十双百千]")
WHERE = "lexicon/name_quoted.tsv"


def quoted(view: Phrases) -> list[Name]:
    """Names that quotation marks set off; mere rhetoric (quoted, but nothing governs or heads it) is refused."""
    found = []
    matches = list(QUOTED.finditer(view.text))
    for k, m in enumerate(matches):
        head = _head(view, m.end())
        if head:
            word, cls, where = head
            begin = view.left(m.start(), 16) if _extends(view, m.start()) else m.start()
            found.append(_name(view, begin, m.end() + len(word), cls, where, m[1]))
            continue
        verb = view.governed(m.start())
        chained = k > 0 and view.text[matches[k - 1].end() : m.start()] in ("", "、", "和") and found and found[-1].end == matches[k - 1].end()
        if verb or chained:
            cls = view.words.verbs[verb] if verb else found[-1].cls
            found.append(Name(m.start(), m.end(), m[0], cls, WHERE, (m[1],)))
        elif NUMERAL.search(m[1]) and len(m[1]) >= 2 and _extends(view, m.start()):
            begin = view.left(m.start(), 12)
            if begin < m.start() and view.governed(begin):
                found.append(Name(begin, m.end(), view.text[begin : m.end()], "Programme", WHERE))
    return found


def _head(view: Phrases, end: int) -> tuple[str, str, str] | None:
    for word, cls, where in view.words.quoted:
        if view.text.startswith(word, end) and end + len(word) in view.edges:
            return word, cls, where
    return None


def _extends(view: Phrases, start: int) -> bool:
    """Whether the phrase goes on to the left of the quotation mark (农村人居环境整治“1344”行动)."""
    t = view.before(start)
    return t is not None and t.tag.startswith(("n", "v", "l", "j", "b", "i", "s")) and view.text[t.start : start] not in view.words.verbs and view.words.lead.get(view.text[t.start : start]) != "strong"


def _name(view: Phrases, begin: int, end: int, cls: str, where: str, inner: str) -> Name:
    return Name(begin, end, view.text[begin:end], cls, where, (inner, f"“{inner}”") if begin + len(inner) + 1 >= begin else ())
