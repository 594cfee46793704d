"""Targets: what a place makes itself into (打造…示范区) and what it strives to be called (…城市创建)."""

from __future__ import annotations

from kg.model import Name
from kg.stages.names.members import counted_from, cut, members, said
from kg.stages.names.phrases import Phrases
from kg.stages.names.spans import clause_end, unverbed


def targets(view: Phrases) -> list[Name]:
    """What a place makes itself into: 打造全省…示范区、…先行区."""
    found, text = _created(view), view.text
    for verb, start, _ in view.verbs(view.words.makers):
        if any(
            text.startswith(v, start) for n in (1, 2) for v, _ in view.words.makers.get(text[start : start + n], ())
        ):
            continue  # 围绕建设…: the second verb has its own turn
        end_of = clause_end(text, start, 60)
        stop = next((i for i in range(start, end_of) if text[i] == view.words.of), end_of)
        if stop < end_of and text.startswith(view.words.marks["rank"], view.strip(start, stop)):
            stop = end_of  # 全国重要的…基地: the judgement belongs to the name
        spans = _whole(view, cut(view, start, stop))
        if (opened := view.strip(*spans[0])) > start and view.some(opened):
            continue  # 打造20个某某片区, 打造一批甲街区、乙集聚区
        for begin, end in spans:
            first, begin = begin, view.strip(begin, end)
            if begin > first and view.some(begin):
                continue
            begin, end = unverbed(text, view.tokens, begin, end - 2, view.words.stops), _shorten(view, begin, end)
            begin = counted_from(view, begin, end)  # 甲、乙、丙|“三位一体”示范区
            begin = view.strip(view.past(view.words.sets["winning"], begin, end), end)  # 某县|创建|示范区
            label = text[begin:end]
            if (
                4 <= len(label) <= 24
                and end in view.edges
                and not view.words.helpers["counted"].match(text, end)
                and not view.words.helpers["counted"].search(label)
                and _ends(view, label)
                and not any(label[:k] in view.words.lead or label[0].isdigit() for k in (2, 3))
                and not view.words.helpers["unnamed"].search(label)
                and view.words.etc not in label[:-2]
            ):
                found.append(_made(view, text[verb:start], begin, end))
    return found


def _whole(view: Phrases, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The members with those put together that 和 joins inside one name: 国家甲和|乙消费示范市."""
    found = spans[:1]
    for begin, end in spans[1:]:
        first, stop = found[-1]
        label = view.text[view.strip(first, stop) : stop]
        inside = view.text[stop] == view.words.joins[1]
        if inside and len(label) <= 8 and not _ends(view, label) and not view.headed(stop, 2):
            found[-1] = first, end
        else:
            found.append((begin, end))
    return found


def _ends(view: Phrases, label: str) -> bool:
    """Whether a label ends as targets do, or as honours do when it begins with a rank: 全国|文明城市."""
    ranked = label.startswith(view.words.marks["rank"][:-1])
    return label.endswith(view.words.targets) or (ranked and label.endswith(view.words.honours))


def _made(view: Phrases, verb: str, begin: int, end: int) -> Name:
    """A target, or the thing itself when it is built and no judgement comes before it (建成|某某基地) or says where."""
    first = view.words.helpers["first-of"].match(view.text, begin, end)
    start = view.strip(first.end(), end) if first else begin
    label = view.text[start:end]
    grand = (*view.words.marks["rank"], *view.words.marks["grand"])
    if (
        verb in view.words.marks["build"]
        and label.endswith(view.words.marks["built-as"])
        and not label.startswith(grand)
    ):
        return Name(start, end, label, "Facility", "lexicon/name_targets.tsv")
    cls = "Place" if verb in view.words.marks["build"] and _zone(view, begin, end) else "Target"
    return Name(begin, end, view.text[begin:end], cls, "lexicon/name_targets.tsv")


def _zone(view: Phrases, begin: int, end: int) -> bool:
    """Whether what is built is a zone that its name places, or of a kind that is always laid out somewhere."""
    kind = next((z for z in view.words.marks["zone"] if view.text.endswith(z, begin, end)), "")
    if not kind or kind in view.words.marks["laid-out"]:
        return bool(kind)
    ranked = view.text.startswith(view.words.marks["rank"], begin)  # 全省某某示范区: a judgement, no place
    return view.proper(begin, end - len(kind)) and not ranked


def _created(view: Phrases) -> list[Name]:
    """What is being won, told by the noun after it: 推进|甲城市、乙示范市|创建工作."""
    found = []
    for m in view.told("creating"):
        if m.start() not in view.edges:
            continue
        for begin, end in members(view, said(view, m.start())):
            for t in view.between(begin, end):
                word = t.word
                if word in view.words.core or (t.tag == "v" and word in view.words.verbs):
                    begin = t.end  # 某市|启动|甲示范市创建: who does it is no part of the name
            begin = counted_from(view, view.strip(begin, end), end)
            label = view.text[begin:end]
            if len(label) >= 4 and view.words.etc not in label and _ends(view, label) and not view.says(begin, end):
                built = view.text.startswith(view.words.marks["making-of"], m.start())
                cls = "Place" if built and _zone(view, begin, end) else "Target"
                found.append(Name(begin, end, label, cls, "lexicon/name_targets.tsv"))
    return found


def _shorten(view: Phrases, begin: int, end: int) -> int:
    """Without what is said of the target after its name (…示范区建设, …城市创建工作)."""
    label = view.text[begin:end]
    if not view.words.targeted.search(label, 1):
        return end
    for suffix in view.words.targets:
        at = label.find(suffix)
        if at > 0 and begin + at + len(suffix) in view.edges:
            return begin + _whole_end(view, label, at + len(suffix))
    return end


def _whole_end(view: Phrases, label: str, end: int) -> int:
    """Where an ending ends that another one goes on from inside it: 战略支点|城市."""
    for suffix in view.words.targets:
        at = label.rfind(suffix, 0, end + len(suffix) - 1)
        if 0 < at < end < at + len(suffix):
            return at + len(suffix)
    return end
