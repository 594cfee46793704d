"""Names told by what is said after or around them: summed-up lists, built things, targets, issued documents."""

from __future__ import annotations

from kg.model import Name
from kg.stages.names.phrases import MARKS, Phrases


def listed(view: Phrases) -> list[Name]:
    """Members of a list that its sum names: 甲矿山修复、乙大桥等重点工程 → two projects."""
    found = []
    for m in view.words.helpers["etc"].finditer(view.text):
        cls = view.words.listed.get(m["head"])
        if cls is None or m.start() not in view.edges:
            continue  # 平等: no list ends inside a word
        for begin, stop in members(view, m.start()):
            label = view.text[begin:stop]
            if len(label) >= 3 and named(view, begin, stop):
                full = (
                    label + m["head"]
                    if cls == "Project"
                    and not label.endswith(tuple(h for h, c in view.words.listed.items() if c == cls))
                    else label
                )
                found.append(
                    Name(
                        begin,
                        stop,
                        full,
                        suffix_class(view, label) or cls,
                        "lexicon/name_listed.tsv",
                        (label,) if full != label else (),
                    )
                )
    return found


def members(view: Phrases, stop: int) -> list[tuple[int, int]]:
    """Members of the list that ends at `stop`, last first."""
    found = []
    while stop > 0:
        begin = _member(view, stop)
        if begin >= stop:
            break
        found.append((begin, stop))
        if view.text.startswith("”“", begin - 1):
            stop = begin  # “甲”“乙”: quoted strings side by side are a list
            continue
        if begin == 0 or view.text[begin - 1] not in view.words.joins:
            break
        stop = begin - 1
    return found


def said(view: Phrases, stop: int) -> int:
    """End of a name without what stands between it and its verb (连续两年, 已, 于2023年11月)."""
    trailing = view.words.helpers["trailing"]
    while (
        (m := trailing.search(view.text, max(0, stop - 12), stop)) is not None
        and m.end() == stop
        and m.end() > m.start()
    ):
        stop = m.start()
    return stop


def _member(view: Phrases, stop: int) -> int:
    """Start of the list member that ends at `stop`: verbs may stand inside a project's name, marks may not."""
    begin, depth = stop, 0
    while begin > 0 and stop - begin < 32:
        c = view.text[begin - 1]
        depth += (c in "”》）") - (c in "“《（")
        if depth <= 0 and c in MARKS and c not in "“”《》（）":
            break
        begin -= 1
        if depth == 0 and view.text.startswith("”“", begin - 1):
            break
    best = begin
    for t in view.tokens:
        if begin <= t.start and t.end < stop:
            word = view.text[t.start : t.end]
            opens = t.start == best
            if opens and (
                word in view.words.verbs
                or word in view.words.stops
                or view.words.lead.get(word) == "strong"
                or t.tag in ("d", "ad", "uj", "p")
            ):
                best = t.end
    return view.strip(best, stop)


def named(view: Phrases, begin: int, stop: int) -> bool:
    """Whether a phrase names something in particular: not generic, not a mere plural."""
    label = view.text[begin:stop]
    if view.words.etc in label or label in view.words.generic or any(label.startswith(s) for s in view.words.selves):
        return False
    return view.proper(begin, stop) or len(label) >= 6


def suffix_class(view: Phrases, label: str) -> str:
    """The class its ending gives a name; "" when none does."""
    for head in view.words.heads.get(label[-1], ()):
        if label.endswith(head.suffix) and len(label) > len(head.suffix):
            return head.cls
    return ""


def built(view: Phrases) -> list[Name]:
    """What is said to be built, opened or begun: 甲大桥、乙隧道建成通车."""
    found, text = [], view.text
    past = 0
    for t in view.tokens:
        if t.start < past:
            continue
        for verb, cls in view.words.built.get(text[t.start], ()):
            if not text.startswith(verb, t.start) or t.start + len(verb) not in view.edges:
                continue
            stop, past = t.start, t.start + len(verb)
            before = view.before(stop)
            while before is not None and before.tag in ("d", "ad") and before.end == stop:
                stop = before.start
                before = view.before(stop)
            for begin, end in members(view, said(view, stop)):
                label = text[begin:end]
                if view.words.etc in label or label.endswith(view.words.unnamed) or view.says(begin, end):
                    continue
                if view.words.helpers["counted"].search(label, 1):
                    continue  # 甲乙4条高速公路: counted, not named
                if (
                    4 <= len(label) <= 24
                    and view.proper(begin, end)
                    and named(view, begin, end)
                    and label[-1] not in view.words.tiers
                ):
                    found.append(Name(begin, end, label, suffix_class(view, label) or cls, "lexicon/name_built.tsv"))
            break
    return found


def targets(view: Phrases) -> list[Name]:
    """What a place makes itself into: 打造全省…示范区、…先行区."""
    found, text = _created(view), view.text
    for t in view.tokens:
        verb = next((v for v, _ in view.words.makers.get(text[t.start], ()) if text.startswith(v, t.start)), None)
        if verb is None or t.start + len(verb) not in view.edges:
            continue
        start = t.start + len(verb)
        if any(text.startswith(v, start) for group in view.words.makers.values() for v, _ in group):
            continue  # 围绕建设…: the second verb has its own turn
        stop = next(
            (i for i in range(start, min(len(text), start + 60)) if text[i] in "，。；：！？" + view.words.of),
            min(len(text), start + 60),
        )
        for begin, end in _cut(view, start, stop):
            begin = view.strip(begin, end)
            end = _shorten(view, begin, end)
            label = text[begin:end]
            if (
                4 <= len(label) <= 24
                and label.endswith(view.words.targets)
                and not any(label[:k] in view.words.lead or label[0].isdigit() for k in (2, 3))
            ):
                found.append(Name(begin, end, label, "Target", "lexicon/name_targets.tsv"))
    return found


def _created(view: Phrases) -> list[Name]:
    """What is being won, told by the noun after it: 推进|甲城市、乙示范市|创建工作."""
    found = []
    for m in view.words.helpers["creating"].finditer(view.text):
        if m.start() not in view.edges:
            continue
        for begin, end in members(view, m.start()):
            for t in view.tokens[view.first(begin) : view.first(end)]:
                word = view.text[t.start : t.end]
                if word in view.words.core or (t.tag == "v" and word in view.words.verbs):
                    begin = t.end  # 某市|启动|甲示范市创建: who does it is no part of the name
            begin = view.strip(begin, end)
            label = view.text[begin:end]
            if len(label) >= 4 and label.endswith(view.words.targets) and not view.says(begin, end):
                found.append(Name(begin, end, label, "Target", "lexicon/name_targets.tsv"))
    return found


def _cut(view: Phrases, start: int, stop: int) -> list[tuple[int, int]]:
    text, cuts, begin, depth = view.text, [], start, 0
    for i in range(start, stop):
        depth += (text[i] in "“（") - (text[i] in "”）")
        if text[i] in view.words.joins[:2] and depth <= 0:
            cuts.append((begin, i))
            begin = i + 1
    return [*cuts, (begin, stop)]


def _shorten(view: Phrases, begin: int, end: int) -> int:
    """Without what is said of the target after its name (…示范区建设, …城市创建工作)."""
    label = view.text[begin:end]
    for suffix in view.words.targets:
        at = label.find(suffix)
        if at > 0 and begin + at + len(suffix) in view.edges:
            return begin + at + len(suffix)
    return end


def issued(view: Phrases) -> list[Name]:
    """Documents that someone drew up: 制定…行动方案; the name runs from the verb to the document's ending."""
    found, text = [], view.text
    for t in view.tokens:
        verb = next((v for v, _ in view.words.issuing.get(text[t.start], ()) if text.startswith(v, t.start)), None)
        if verb is None or t.start + len(verb) not in view.edges:
            continue
        start = t.start + len(verb)
        if text[start : start + 1] == "《":
            continue
        stop = next(
            (i for i in range(start, min(len(text), start + 40)) if text[i] in "，。；：！？《"),
            min(len(text), start + 40),
        )
        for begin, end in _cut(view, start, stop):
            begin = view.strip(begin, end)
            label = text[begin:end]
            if (
                5 <= len(label) <= 30
                and label.endswith(view.words.issued)
                and label not in view.words.generic
                and view.words.etc not in label
                and label[:1] not in (view.words.etc, view.words.of)
            ):
                found.append(Name(begin, end, label, "PolicyDocument", "lexicon/name_issues.tsv"))
    return found
