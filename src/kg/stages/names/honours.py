"""What stands after a verb of recognition (被认定为…, 入选…, 荣获…), and the thing recognised before it."""

from __future__ import annotations

from kg.model import Name
from kg.stages.names.listed import suffix_class
from kg.stages.names.members import members, said
from kg.stages.names.phrases import Phrases
from kg.stages.names.spans import CLAUSE

WHERE = "lexicon/name_recognitions.tsv"
LONG = 4  # characters of a verb that the dictionary has as two words: 成功|创建
LONGEST = 120  # characters of a list of honours: six or seven of them


def honours(view: Phrases) -> list[Name]:
    """Honours, each with the characters that name it, and recipients that nothing else names."""
    found: list[Name] = []
    taken = 0
    for verb_start, position, strict in view.verbs(view.words.recognitions):
        if position < taken:
            continue
        got = _after(view, position, strict and not _passive(view, verb_start))
        if got:
            taken = got[-1].end
            found += got
            found += _before(view, verb_start, got)
    return _held(view) + found + _counted(view)


def _passive(view: Phrases, verb: int) -> bool:
    """Whether someone named does the recognising: 被某机构|确定为. Then any honour is one, as after 被确定为."""
    low = max((view.text.rfind(c, max(0, verb - 14), verb) for c in CLAUSE), default=-1)
    return view.text.find(view.words.marks["passive"][0], max(0, low), verb) >= 0


def _held(view: Phrases) -> list[Name]:
    """Honours that something is said of or done with: 抢抓|某试点城市|机遇, 某示范市|建设任务完成; and who praised."""
    found = []
    for kind in ("held-honour", "praise"):
        for m in view.told(kind):
            start, end = m.span("name")
            whole = start in view.edges and end in view.edges
            aimed = view.words.helpers["aimed-at"].search(
                view.text, max(0, start - 40), start
            )  # 以创建|某示范城市|为契机: not held yet
            stated = kind == "held-honour" and view.says(start, end)
            if whole and not aimed and not stated and not view.awarded(start, end):
                found.append(Name(start, end, m["name"], "Honour", f"rules/names.toml#{kind}"))
    return found


def _counted(view: Phrases) -> list[Name]:
    """Honours of which some are held: 国家级生态村12个."""
    found = []
    for m in view.told("counted-honour"):
        suffix = next((s for s in view.words.honours if m["name"].endswith(s)), "")
        above = next((w for w in view.words.marks["and-above"] if w in m["name"]), "")  # 省级以上|绿色工厂
        above = "" if suffix in view.words.marks["no-grade"] else above
        unnamed = view.words.helpers["unnamed"].search(m["name"].replace(above, "", 1) if above else m["name"])
        if (
            len(suffix) >= 2
            and not firms(view, m["name"])
            and not unnamed
            and m.start() in view.edges
            and not view.says(*m.span("name"))
        ):
            found.append(Name(*m.span("name"), m["name"], "Honour", "lexicon/name_honours.tsv"))
            found += _further(view, m["name"], suffix, m.end())
    for m in view.told("counted-before"):
        for r in view.words.helpers["ranked"].finditer(view.text, *m.span("list")):
            start, end = r.span("name")
            suffix = next((s for s in view.words.honours if r["name"].endswith(s)), "")
            if len(suffix) >= 2 and end in view.edges and not view.says(start, end) and not firms(view, r["name"]):
                found.append(Name(start, end, r["name"], "Honour", "lexicon/name_honours.tsv"))
    return found


def firms(view: Phrases, label: str) -> bool:
    """Whether a phrase counts firms, none of a grade that is an honour."""
    ends = tuple(s for s, c in view.words.recipients if c == "Enterprise")
    return label.endswith(ends) and not any(w in label for w in view.words.marks["graded"])


def _further(view: Phrases, label: str, suffix: str, position: int) -> list[Name]:
    """Honours of the same name and another tier: 省级某示范县1个、|示范镇|9个; or of the same rank: 省级甲镇3个、|乙村|9个."""
    found = []
    rank = next((r for r in view.words.marks["rank"] if label.startswith(r)), "")
    while m := view.words.helpers["further-tier"].match(view.text, position):
        alike = suffix[:2] == m["name"][:2]
        if not alike and not rank:
            break
        name = label.removesuffix(suffix) + m["name"] if alike else rank + m["name"]
        found.append(Name(*m.span("name"), name, "Honour", "lexicon/name_honours.tsv", (m["name"],)))
        position = m.end()
    return found


def _after(view: Phrases, position: int, strict: bool) -> list[Name]:
    text = view.text
    stop = view.words.helpers["clause-end"].search(text, position)
    end = stop.start() if stop else len(text)
    if not 3 <= end - position <= LONGEST:
        return []
    found: list[Name] = []
    rank = ""
    verbs = [a for a, b, _ in view.verbs(view.words.recognitions) if b - a >= LONG]
    for start, finish in _members(view, position, end):
        start = view.strip(start, finish)
        for words in (view.words.marks["work"], view.words.marks["listing"]):
            finish -= next((len(w) for w in words if text.endswith(w, start, finish)), 0)
        if (amount := view.words.helpers["amount"].search(text, start, finish)) is not None:
            finish = amount.start()  # 获|某奖|2项
        finish = _said_of(view, start, finish, strict)
        label = text[start:finish]
        if view.awarded(start, finish) or any(start < v < finish for v in verbs):
            continue  # 全省唯一|获得|某中心|的企业
        own = next((r for r in view.words.marks["rank"] if label.startswith(r) and r[0] != "“"), "")
        plain = label.startswith(view.words.marks["plain-honour"])
        if plain and not own and found and not found[-1].label.removeprefix(rank).startswith(label[:2]):
            continue  # 全省甲经济示范区、|示范企业: of the same kind, unsaid
        placed = any(p.start == start for p in view.places)
        if _honour(view, label, strict) or (not strict and _ranked(view, start, finish)):
            found.append(Name(start, finish, label, "Honour", WHERE))
        elif rank and not own and not placed and not _broken(view, label) and _honour(view, rank + label, strict):
            found.append(Name(start, finish, rank + label, "Honour", WHERE, (label,)))  # 国家甲城市、|乙城市
        rank = own or rank
    return found


def _broken(view: Phrases, label: str) -> bool:
    """Whether words cannot share a rank said before: they have one further on, or say something (甲|创|国家级乙度假区)."""
    return view.words.of in label or any(r in label for r in view.words.marks["rank"] if len(r) > 1 and r[0] != "“")


def _said_of(view: Phrases, start: int, finish: int, strict: bool) -> int:
    """Where an honour ends that tells of whoever has it: 荣获|“某商标”|的品牌, 被列为|某试点市|的机遇."""
    at = view.text.find(view.words.of, start, finish)
    if at <= start or at not in view.edges or not _honour(view, view.text[start:at], strict):
        return finish
    kind = next((s for s in view.words.honours if view.text[start:at].rstrip("”").endswith(s)), "")
    return at if len(kind) > 2 and not (strict and view.text[start] == "“") else finish


def _before(view: Phrases, stop: int, got: list[Name]) -> list[Name]:
    """The recipients: short nominal phrases right before the verb, of the class their ending or the honour tells."""
    before = view.before(stop)
    while before is not None and before.tag in ("d", "ad", "p") and stop - before.start <= 6:
        stop = before.start
        before = view.before(stop)
    stop = said(view, stop)
    found = []
    cls = next((c for suffix, c in view.words.recipients if got[0].label.rstrip("”").endswith(suffix)), "")
    for begin, end in members(view, stop):
        begin = next((p.end for p in view.places if p.start == begin and view.text[p.end] == "“"), begin)
        inside = view.between(begin, end)
        end = next((t.start for t in inside if t.tag == "p" and t.start > begin), end)  # 某县|被某机构授予
        label = view.text[begin:end]
        if view.words.helpers["leading-number"].search(label) or view.awarded(begin, end) or view.some(begin):
            continue
        if view.words.helpers["creates"].search(label):
            continue  # 甲景区|创|5A级景区
        last = view.before(end)
        if last is not None and view.text[last.start : end] in view.words.verbs and last.tag == "v":
            continue
        if not 3 <= len(label) <= 24 or any(p.end == end for p in view.places) or label in view.words.generic:
            continue
        bare = label.split("（")[0]
        own = next((c for suffix, c in view.words.recipients if bare.endswith(suffix)), "")
        if bare[-1] in view.words.sets["feature"]:
            own = "Place"
        kind = suffix_class(view, label) or own or cls
        if (
            kind
            and not label[0].isdigit()
            and view.words.lead.get(label[:2]) != "strong"
            and view.words.etc not in label
        ):
            task = next((w for w in view.words.marks["work"] if label.endswith(w) and len(label) >= len(w) + 3), "")
            if kind == "Programme" and task:
                end -= len(task)
            found.append(Name(begin, end, view.text[begin:end], kind, WHERE))
    return found


def _members(view: Phrases, start: int, end: int) -> list[tuple[int, int]]:
    """Members of a list of honours: cut at 、 and 和 outside quotes where both sides look like names."""
    text, cuts, depth, begin = view.text, [], 0, start
    for i in range(start, end):
        depth += (text[i] in "“（《") - (text[i] in "”）》")
        joined = text[i] in view.words.joins[1:] and i in view.edges
        ranked = text.startswith(view.words.marks["rank"], i + 1) or view.words.helpers["ordinal"].match(text, i + 1)
        joined = joined and (bool(ranked) or text.endswith(view.words.honours, begin, i))
        if not depth and text.startswith("”“", i):
            cuts.append((begin, i + 1))  # “甲”“乙”: two titles
            begin = i + 1
        elif not depth and (text[i] == "、" or joined):
            cuts.append((begin, i))
            begin = i + 1
    cuts.append((begin, end))
    return [(a, b - 1 if text[b - 1] == view.words.etc else b) for a, b in cuts if b - a >= 3]


def _honour(view: Phrases, label: str, strict: bool) -> bool:
    bare = label.strip("“”")
    told = view.words.helpers["bracketed"].sub("", bare)
    ranked = bare.startswith(view.words.marks["rank"])
    best = view.words.helpers["best-of"].search(told) is not None
    ends = best or told.endswith(view.words.honours) or (not strict and ranked and "“" in bare[1:] and label[-1] == "”")
    if not 4 <= len(bare) <= 40 or not ends or (bare[0].isdigit() and not bare.startswith("20") and not ranked):
        return False
    return (
        not strict
        or bare.lstrip("0123456789").startswith(view.words.marks["rank"])
        or ranked
        or told.endswith(view.words.marks["prize"])
        or (label[0] == "“" and label[-1] == "”")
    )


def _ranked(view: Phrases, begin: int, end: int) -> bool:
    """Whether what begins with a rank may be an honour of an unknown kind: nouns and no number, nothing stated."""
    label = view.text[begin:end]
    words = view.between(begin, end)
    return (
        6 <= len(label) <= 24
        and label.startswith(view.words.marks["rank"])
        and not label.endswith(view.words.marks["no-honour"])
        and not any(c.isdigit() for c in label)
        and not view.says(begin, end)
        and not any(t.word in view.words.verbs or t.tag in ("uj", "ul", "p") for t in words if t.tag != "vn")
        and not any(t.tag == "m" and t.word[0] not in view.words.sets["nth"] for t in words)
    )
