"""What stands after a verb of recognition: 被认定为…, 入选…, 荣获…; lists taken apart."""

from __future__ import annotations

import re

from kg.model import Name
from kg.stages.names.phrases import Phrases

END = re.compile(r"[，。；：！？]|(?:并|且)(?=[一-龥])|(?:称号|名单|行列|之列)(?=[，。；、]|$)|(?:第[一二三四五六七八九十\d]+[名位])")
WHERE = "lexicon/name_recognitions.tsv"


def honours(view: Phrases) -> list[Name]:
    """Honours, each with the characters that name it."""
    found: list[Name] = []
    text = view.text
    taken = 0
    for m in _verbs(view):
        verb, strict, position = m
        if position < taken:
            continue
        stop = END.search(text, position)
        end = stop.start() if stop else len(text)
        if end - position > 60 or end - position < 3:
            continue
        for start, finish in _members(text, position, end):
            start = view.strip(start, finish)
            label = text[start:finish].strip("“”") if text[start:finish].count("“") != 1 else text[start:finish]
            if _honour(view, label, strict):
                found.append(Name(start, finish, text[start:finish], "Honour", WHERE, (label,) if label != text[start:finish] else ()))
                taken = finish
        del verb
    return found


def _verbs(view: Phrases) -> list[tuple[str, bool, int]]:
    found = []
    for t in view.tokens:
        for verb, strict in view.words.recognitions:
            if view.text.startswith(verb, t.start) and t.start + len(verb) in view.edges:
                found.append((verb, strict, t.start + len(verb)))
                break
    return found


def _members(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Members of a list of honours: cut at 、 and 和 outside quotes where both sides look like names."""
    cuts, depth, begin = [], 0, start
    for i in range(start, end):
        depth += (text[i] in "“（《") - (text[i] in "”）》")
        if text[i] == "、" and not depth or text[i] == "和" and not depth and text[i + 1 : i + 3] in ("全国", "全省", "国家", "省级", "中国"):
            cuts.append((begin, i))
            begin = i + 1
    cuts.append((begin, end))
    return [(a, b - 1 if text[b - 1] == "等" else b) for a, b in cuts if b - a >= 3]


def _honour(view: Phrases, label: str, strict: bool) -> bool:
    bare = label.strip("“”")
    if len(bare) < 4 or any(c in "的了" for c in bare[:2]):
        return False
    shows = bare.endswith(view.words.honours)
    return shows and (not strict or bare.startswith(("全国", "全省", "国家", "省级", "中国", "国际", "世界", "首批", "全球", "自治区", "“")) or bare.endswith(("奖", "称号", "百强县", "百强", "案例")))
