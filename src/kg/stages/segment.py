"""Text → sentences mended for reading, each with the offset of every character it keeps.

What real pages do to a report is undone here and nowhere else: lines cut in mid-word, doubled spaces, markdown
marks, ASCII punctuation, stray private-use characters, page furniture, captions. Nothing is changed in the
document: the reading copy drops or folds characters one by one, and `Sentence.at` says where each stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.knowledge import Knowledge
from kg.model import Document, Sentence

FINAL = "。！？!?…"
CLOSERS = "”’」』）)】》"
MARKUP = re.compile(
    r"^(?:#{1,6}\s+|>\s*|[-*+•·●■◆▲★]\s+|\d+\.\s+(?=\*\*))|\*\*|__|^\s*\|?[\s:|-]{5,}\|?\s*$|!?\[[^\]\n]*\]\([^)\n]*\)|`"
)
NOISE = re.compile(
    r"[?？]{2,}|\[\d{1,3}\]|【\d{1,3}】|[\u200b-\u200f\u2060\ufeff\u00ad]|<[^<>\n]{1,80}>|&nbsp;|&[a-z]{2,6};"
)
LABEL = re.compile(
    r"^(?:第[一二三四五六七八九十百]+[章节编篇部]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d))"
)
FOLDED = str.maketrans(
    {c: chr(ord(c) - 0xFEE0) for c in map(chr, range(0xFF10, 0xFF1A))}
    | {chr(c): chr(c - 0xFEE0) for c in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
    | {"％": "%", "．": ".", "＋": "+", "「": "“", "」": "”", "『": "‘", "』": "’", "﹁": "“", "﹂": "”", "〝": "“", "〞": "”", "＂": '"', "﹪": "%", "／": "/", "｜": "|", "～": "~", "〜": "~", "﹐": "，", "﹑": "、", "､": "、", "︰": "：", "∶": "：", "○": "〇"}
)  # fmt: skip
WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
BLANK = " \t\u3000\u00a0\u2002\u2003\u2009\f\v"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file without its margins: what is kept of it, with offsets."""

    start: int
    end: int
    text: str
    at: tuple[int, ...]
    marked: bool  # stood under a markdown heading or bold mark
    listed: bool  # began with a list mark


@lru_cache(maxsize=4)
def _compiled(knowledge: Knowledge) -> dict[str, re.Pattern[str]]:
    return {rule.name: re.compile(str(rule.body["pattern"])) for rule in knowledge.family("layout")}


def segment(document: Document, knowledge: Knowledge) -> tuple[Sentence, ...]:
    """Sentences of a document in file order, headings and rows among them, none overlapping."""
    return tuple(_sentences(document, _compiled(knowledge)))


def _lines(text: str) -> Iterator[Line]:
    for m in re.finditer(r"[^\r\n\u2028\u2029\x85]+", text):
        raw = m[0]
        drop = bytearray(len(raw))
        marked = listed = False
        for n in MARKUP.finditer(raw):
            marked |= n[0].lstrip()[:1] in ("#",) or n[0] == "**"
            listed |= n[0][:1] in "-*+•·●■◆" and not n[0].startswith("**")
            drop[n.start() : n.end()] = b"\1" * (n.end() - n.start())
        for n in NOISE.finditer(raw):
            drop[n.start() : n.end()] = b"\1" * (n.end() - n.start())
        kept = [i for i in range(len(raw)) if not drop[i]]
        while kept and raw[kept[0]] in BLANK:
            kept.pop(0)
        while kept and raw[kept[-1]] in BLANK:
            kept.pop()
        if kept:
            yield Line(
                m.start(), m.end(), "".join(raw[i] for i in kept), tuple(m.start() + i for i in kept), marked, listed
            )


def _kind(line: Line, rules: dict[str, re.Pattern[str]]) -> str:
    text = line.text
    if rules["furniture"].search(text) and len(text) < 120:
        return "furniture"
    if ("|" in text and text.count("|") >= 2) or rules["row"].fullmatch(text):
        return "row"
    if rules["caption"].search(text) and len(text) < 80:
        return "caption"
    ends = text.rstrip(CLOSERS)[-1:]
    if ends in FINAL + "；;，,、":
        return "prose"
    if rules["byline"].fullmatch(text):
        return "byline"
    inner = text.strip("“”")
    if line.marked and len(text) <= 60 and not re.search(r"[。；]", inner):
        return "heading"
    if LABEL.match(text) and len(text) <= 45 and not re.search(r"[。；;]", inner):
        return "heading"
    if len(text) <= 32 and not re.search(r"[。；，,;：:%％]", inner):
        return "heading"
    return "prose"


def _paragraphs(document: Document, rules: dict[str, re.Pattern[str]]) -> Iterator[tuple[str, list[Line]]]:
    """(kind, lines): lines of prose cut in mid-sentence stand together again."""
    held: list[Line] = []
    for line in _lines(document.text):
        kind = _kind(line, rules)
        if held:
            whole = held[-1].text.rstrip(CLOSERS)[-1:] in FINAL + "：:；;"
            # a cut sentence goes on in a line of prose, or in one that is short but ends like a sentence
            if not whole and kind == "prose" and not LABEL.match(line.text) and not line.marked:
                held.append(line)
                continue
            yield "prose", held
            held = []
        if kind == "prose" and not line.listed:
            held = [line]
        else:
            yield kind, [line]
    if held:
        yield "prose", held


def _reading(lines: list[Line], kind: str) -> tuple[str, list[int]]:
    """The reading copy of a paragraph and the offset of each of its characters."""
    text = "".join(line.text for line in lines).translate(FOLDED)
    at = [i for line in lines for i in line.at]
    out: list[str] = []
    places: list[int] = []
    opened = False
    for i, c in enumerate(text):
        before = out[-1] if out else ""
        after = text[i + 1] if i + 1 < len(text) else ""
        if c in BLANK:
            following = text[i:].lstrip(BLANK)[:1]
            wide = before > "\u2e7f" or following > "\u2e7f" or not before or not following
            split = (before.isdigit() and following == ".") or (before == "." and following.isdigit())
            if kind != "row" and (split or (wide and kind == "prose") or before == " "):
                continue
            if before == " ":
                continue
            c = " "
        elif c == '"':
            c, opened = ("”", False) if opened else ("“", True)
        elif c in WIDE and not (before.isascii() and before.isalnum() and after.isascii() and after.isalnum()):
            c = WIDE[c]
        elif c == "," and not re.match(r"\d{3}(?!\d)", text[i + 1 :]):
            c = "，"
        elif "\ue000" <= c <= "\uf8ff":
            c = "□"
        out.append(c)
        places.append(at[i])
    return "".join(out), places


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a paragraph; a full stop inside short quotes does not end one."""
    start, depth, opened = 0, 0, 0
    for i, c in enumerate(text):
        if c == "“":
            depth, opened = 1, i
        elif c == "”":
            depth = 0
        elif c in FINAL and (not depth or i - opened > 60):
            end = i + 1
            while end < len(text) and text[end] in FINAL + CLOSERS:
                end += 1
            if end > start:
                yield start, end
            start, depth = max(end, start), 0
    if start < len(text):
        yield start, len(text)


def _sentences(document: Document, rules: dict[str, re.Pattern[str]]) -> Iterator[Sentence]:
    section = outlook = ""
    columns: tuple[str, ...] = ()
    seen: dict[str, int] = {}
    index = 0
    for kind, lines in _paragraphs(document, rules):
        text, at = _reading(lines, kind)
        if (kind == "heading" and lines[0].start > 0) or (kind == "heading" and not section):
            section = text
        columns = _columns(text, columns) if kind == "row" else ()
        outlook = _outlook(text, kind, outlook, document, rules)
        for start, end in _cuts(text) if kind == "prose" else [(0, len(text))]:
            body = text[start:end]
            lead = len(body) - len(body.lstrip(" "))
            body, start = body.strip(" "), start + lead
            if not body:
                continue
            copy = seen.setdefault(body, index) if len(body) >= 12 else index
            yield Sentence(
                index, body, tuple(at[start : start + len(body)]), section,
                _local_outlook(body, outlook, rules), kind, copy if copy != index else None,
                columns,
            )  # fmt: skip
            index += 1


def _columns(text: str, now: tuple[str, ...]) -> tuple[str, ...]:
    """Headings of the columns from here on: a row with several cells and no number among them heads those below."""
    cells = tuple(c.strip() for c in re.split(r"[|\t]", text.strip().strip("|")))
    if sum(bool(c) for c in cells) < 2 or any(re.fullmatch(r"[-−]?[\d,.]+%?", c) for c in cells):
        return now
    return tuple("".join(c.split()) for c in cells)


def _outlook(text: str, kind: str, now: str, document: Document, rules: dict[str, re.Pattern[str]]) -> str:
    """Whether the report looks back or ahead from here on: headings and opening sentences say so."""
    head = text if kind == "heading" or len(text) < 60 else text[:60]
    if kind in ("furniture", "caption", "byline", "row"):
        return now
    if rules["look-back"].search(head) and (kind == "heading" or len(text) < 60 or not now):
        return ""
    if document.year and (kind == "heading" or re.match(r"(?:做好)?20\d\d年", head)):
        years = [int(y) for y in re.findall(r"(20\d\d)年", head[:24])]
        if years and max(years) > document.year and rules["look-ahead-year"].search(head):
            return "planned"
        if kind == "heading" and years and max(years) <= document.year and rules["look-back-year"].search(head):
            return ""
    if rules["look-ahead-not"].search(head):
        return now
    if kind == "heading" and rules["look-ahead"].search(head):
        return "planned"
    # said before the year was over, 今年 looks back
    if kind == "prose" and document.speaking != document.year and rules["look-ahead-said"].search(head):
        return "planned"
    return now


def _local_outlook(text: str, now: str, rules: dict[str, re.Pattern[str]]) -> str:
    return "targeted" if now and rules["targets"].search(text) else now
