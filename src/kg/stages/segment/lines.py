"""Lines of a file → lines of a report: what of each is kept, of what kind it is, which belong together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Rules = dict[str, re.Pattern[str]]

FINAL = "。！？!?…"
CLOSERS = "”’」』）)】》"
MARKUP = re.compile(
    r"^(?:#{1,6}\s+|>\s*|[-*+•·●■◆▲★]\s+|\d+\.\s+(?=\*\*))|\*\*|__|^\s*\|?[\s:|-]{5,}\|?\s*$|!?\[[^\]\n]*\]\([^)\n]*\)|`"
)
NOISE = re.compile(
    r"[?？]{2,}|[\[［〔【]注?\d{1,3}[\]］〕】]|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[（(][a-zü\s]*[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ][a-züāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ\s·]*[)）]|[\u200b-\u200f\u2060\ufeff\u00ad]|<[^<>\n]{1,80}>|&nbsp;|&[a-z]{2,6};"
)
LABEL = re.compile(
    r"^(?:第[一二三四五六七八九十百]+[章节编篇部]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d))"
)
FOLDED: dict[int, str] = str.maketrans(
    {c: chr(ord(c) - 0xFEE0) for c in map(chr, range(0xFF10, 0xFF1A))}
    | {chr(c): chr(c - 0xFEE0) for c in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
    | {"％": "%", "．": ".", "＋": "+", "「": "“", "」": "”", "『": "‘", "』": "’", "﹁": "“", "﹂": "”", "〝": "“", "〞": "”", "＂": '"', "﹪": "%", "／": "/", "｜": "|", "～": "~", "〜": "~", "﹐": "，", "﹑": "、", "､": "、", "︰": "：", "∶": "：", "○": "〇"}
)  # fmt: skip
WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
BLANK = " \t\u3000\u00a0\u2002\u2003\u2009\f\v"
MENDED = re.compile(rf"[{BLANK}\"{re.escape(''.join(WIDE))}\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file without its margins: what is kept of it, with offsets."""

    start: int
    end: int
    text: str
    at: Sequence[int]
    marked: bool  # stood under a markdown heading or bold mark
    listed: bool  # began with a list mark
    columns: tuple[str, ...] | None = None  # of a row found by its layout: the headings of its cells


def compact(at: Sequence[int]) -> Sequence[int]:
    """The same offsets, as a range where they follow one another."""
    return range(at[0], at[-1] + 1) if at and at[-1] - at[0] + 1 == len(at) else tuple(at)


def lines(text: str) -> Iterator[Line]:
    """Lines of a file that hold anything, in order."""
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
            whole = kept[-1] - kept[0] + 1 == len(kept)
            at: Sequence[int] = compact([m.start() + i for i in kept])
            text_kept = raw[kept[0] : kept[-1] + 1] if whole else "".join(raw[i] for i in kept)
            yield Line(m.start(), m.end(), text_kept, at, marked, listed)


def kind(line: Line, rules: Rules) -> str:
    """prose, heading, caption, byline, furniture or row."""
    text = line.text
    if line.columns is not None:
        return "row"
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


def paragraphs(given: Iterable[Line], rules: Rules) -> Iterator[tuple[str, list[Line]]]:
    """(kind, lines): lines of prose cut in mid-sentence stand together again."""
    held: list[Line] = []
    for line in given:
        what = kind(line, rules)
        if held:
            whole = held[-1].text.rstrip(CLOSERS)[-1:] in FINAL + "：:；;"
            # a cut sentence goes on in a line of prose, or in one that is short but ends like a sentence
            if not whole and what == "prose" and not LABEL.match(line.text) and not line.marked:
                held.append(line)
                continue
            yield "prose", held
            held = []
        if what == "prose" and not line.listed:
            held = [line]
        else:
            yield what, [line]
    if held:
        yield "prose", held


def reading(given: list[Line], kind: str, plain: Mapping[int, int | str]) -> tuple[str, list[int]]:
    """The reading copy of a paragraph and the offset of each of its characters; `plain`: of one width, simplified."""
    text = "".join(line.text for line in given).translate(plain)
    at = [i for line in given for i in line.at]
    out: list[str] = []
    places: list[int] = []
    opened, done = False, 0
    for special in MENDED.finditer(text):  # all others stand as they are
        i, c = special.start(), special[0]
        out.extend(text[done:i])
        places.extend(at[done:i])
        done = i + 1
        before = out[-1] if out else ""
        after = text[i + 1] if i + 1 < len(text) else ""
        if c in BLANK:
            following = next((x for x in text[i : i + 80] if x not in BLANK), "")
            wide = before > "\u2e7f" or following > "\u2e7f" or not before or not following
            split = (before.isdigit() and following == ".") or (before == "." and following.isdigit())
            if c == "\t" and kind == "row":
                out.append(c)
                places.append(at[i])
                continue
            # 56 789元, 12 3.4亿元: a number that the page broke; a label or a year that follows is another number
            broken = before.isdigit() and following.isdigit() and kind == "prose" and len(out) > 3
            broken = broken and not re.match(r"\s*(?:19|20)\d\d年", text[i : i + 12])
            if kind != "row" and (split or broken or (wide and kind == "prose") or before == " "):
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
    out.extend(text[done:])
    places.extend(at[done:])
    return "".join(out), places


def cuts(text: str) -> Iterator[tuple[int, int]]:
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
