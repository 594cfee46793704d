"""“…” with a head noun after or in it, a numeral pattern, or a governing verb before it."""

from __future__ import annotations

import re

from kg.model import Name, Token
from kg.stages.names.honours import firms
from kg.stages.names.listed import suffix_class
from kg.stages.names.members import counts_all
from kg.stages.names.phrases import Phrases
from kg.stages.names.spans import CLAUSE, unverbed
from kg.stages.names.words import OBJECTS, SITES

QUOTED = re.compile(r"“([^“”]{2,40})”")
CODED = "+×＋xX"
CARRIED = frozenset({"Programme", "Industry", "Reform"})  # quotes around such a head set a name off wherever it stands
WHERE = "lexicon/name_quoted.tsv"
BOUNDS = CLAUSE + "、"


def quoted(view: Phrases) -> list[Name]:
    """Names that quotation marks set off; mere rhetoric (quoted, but nothing governs or heads it) is refused."""
    found: list[Name] = []
    text = view.text
    for m in QUOTED.finditer(text):
        head = _head(view, text, m.end())
        end = m.end() + len(head[0]) if head else m.end()
        refused = (head and head[1] == "refuse") or m[1] in view.words.generic
        if refused or _of_no_name(view, m.end()) or view.further(end):
            continue
        if head and head[0] in view.words.sets["soft-head"] and not view.words.helpers["soft-end"].match(text, end):
            continue  # “产学研”一体化|创新体系: what a thing is like
        if head:
            word, cls, where = head
            if cls == "Honour" and firms(view, m[1] + word):
                continue
            if cls in ("Industry", "Project") and view.words.helpers["no-code"].match(m[1]):
                continue  # “十四五”经济社会发展, “十四五”项目
            if parts := _parts(view, m, word, cls, where):
                found += parts
                continue
            begin = _begin(view, m.start(), cls)
            against = next((w for w in view.words.marks["against"] if text.endswith(w, 0, m.start())), "")
            if against and begin == m.start():  # 破解|“熟人经济”|活动: without the verb it would mean the opposite
                if cls not in OBJECTS:
                    continue  # 遏制|“两高”|项目
                begin -= len(against)
            number = view.words.helpers["leading-number"].match(text, m.end())
            shared = number is not None and not text.startswith(
                word, m.end()
            )  # “甲”“乙”三项|工程: the number is of all
            end = m.end() if shared else m.end() + len(word)
            if shared and number is not None and number[0][0].isdigit():
                end = number.end() + len(word)  # the number stands inside the last one's words
            found.append(Name(begin, end, text[begin : m.end()] + word, cls, where, (m[1], m[0])))
            found += _sharing(view, begin, end, (word, cls, where))
            continue
        if text.startswith(view.words.of, m.end()):
            continue
        inner = next(
            ((w, c) for w, c, _ in view.words.quoted_ends.get(m[1][-1], ()) if m[1].endswith(w) and len(m[1]) > len(w)),
            None,
        ) or _way(view, m[1])
        begin = _begin(view, m.start(), inner[1] if inner else "")
        bare = view.words.sets["no-quote"]  # 扩大|“甲市开放”
        verb = next((v for v in map(view.governed, (begin, m.start())) if v and v not in bare), "")
        carried = inner is not None and inner[1] in CARRIED
        if inner and (begin < m.start() or verb or carried or view.words.helpers["numbered"].match(m[1])):
            found.append(Name(begin, m.end(), text[begin : m.end()], inner[1], WHERE, (m[0],)))
            continue
        if view.words.helpers["motto"].fullmatch(m[1]) or view.words.helpers["five-years"].match(text, m.start()):
            continue
        if any(m[1] == w for w, _, _ in view.words.quoted_ends.get(m[1][-1], ())):
            continue  # “攻坚战”: a head that nothing modifies
        sought = m[1].endswith(view.words.targets) and _created(view, m.end())
        if sought or (verb and view.governed(m.start()) and not _nominal(view, m.end())):
            cls = "Target" if sought else view.words.verbs[verb]
            if cls == "Target" and view.words.helpers["counting"].match(text, m.end()):
                cls = "Facility" if verb in view.words.marks["build"] else "Honour"
            found.append(Name(m.start(), m.end(), m[0], cls, WHERE, (m[1],)))
        elif (
            found
            and text[found[-1].end : m.start()] in ("", *view.words.joins)
            and found[-1].label.endswith("”")
            and not _nominal(view, m.end())
        ):
            found.append(Name(m.start(), m.end(), m[0], found[-1].cls, WHERE, (m[1],)))
        elif (verb or not view.says(m.start() + 1, m.end() - 1)) and (told := _told(view, m, verb)):
            found.append(told)
    longer = {(n.start, n.end): max(len(o.label) for o in found if (o.start, o.end) == (n.start, n.end)) for n in found}
    return [n for n in found if len(n.label) == longer[n.start, n.end]]


def _parts(view: Phrases, m: re.Match[str], word: str, cls: str, where: str) -> list[Name]:
    """The names that one pair of quotation marks holds when a number sums them up: “甲、乙、丙”三大|工程."""
    number = view.words.helpers["several-of"].match(word)
    comma = view.words.joins[0]
    if number is None or comma not in m[1] or max(map(len, m[1].split(comma))) < 3:
        return []  # “普及、提高”两大任务
    found, at, head = [], m.start(), word[number.end() :]
    for part in m[1].split(comma):
        end = view.text.index(part, at) + len(part)
        label = f"“{part}”" + ("" if cls == "Product" else head)
        stop = m.end() if end == m.end(1) else end
        found.append(Name(at, stop, label, cls, where, (part, part + head)))
        at = end + len(comma)
    return found


def _of_no_name(view: Phrases, end: int) -> bool:
    """Whether quoted words are the first of several that one noun refuses: “甲”和|“乙”|意识."""
    while (more := QUOTED.match(view.text, end + (view.text[end : end + 1] in view.words.joins[:2]))) is not None:
        joined = view.text[end] != "“"
        end = more.end()
        if joined and view.text.startswith(view.words.refused, end):
            return True
        if view.words.helpers["so-shaped"].match(view.text, end):
            return True
    return False


def _way(view: Phrases, said: str) -> tuple[str, str] | None:
    """How quoted words end that are a way of serving people (一日|办结) or an aim of reach (镇|镇通), and the class."""
    for kind, cls in (("way", "Mechanism"), ("reach", "Programme")):
        end = next((w for w in view.words.marks[kind] if said.endswith(w) and len(said) > len(w)), "")
        if end:
            return end, cls
    return None


def _created(view: Phrases, end: int) -> bool:
    """Whether what is quoted is being won, it or the list it begins: “甲城市”“乙城市”|创建工作."""
    while (more := QUOTED.match(view.text, end + (view.text[end : end + 1] in view.words.joins))) is not None:
        end = more.end()
    return view.words.helpers["creating"].match(view.text, end) is not None


def _told(view: Phrases, m: re.Match[str], verb: str) -> Name | None:
    """Quoted words that are governed, or done, with what they modify: 推进|“源网荷储”|一体化, “三区三线”|划定|完成."""
    begin, end, text = min(_begin(view, m.start(), ""), m.start()), m.end(), view.text
    acting = not verb and view.words.helpers["done"].match(text, end)  # “甲”|持续深化: said of it, no part of it
    for t in view.tokens[view.first(end) : view.first(end) + (0 if acting else 2)]:
        modified = t.start == end and t.tag.startswith(("n", "vn", "b", "j", "v", "a")) and end - m.end() < 6
        word = t.word
        closes = word in view.words.core or word in view.words.awards or word in view.words.sets["closes"]
        if not modified or closes or word in view.words.hard:
            break
        end = t.end
    last = view.before(end)
    loose = last is not None and (
        last.tag in ("a", "d", "ad", "b") or view.words.helpers["trailing"].fullmatch(last.word) is not None
    )
    if end > m.end() and last is not None and loose:
        end = last.start  # “甲”动态|全|覆盖
    before = view.before(begin)
    opens = begin == 0 or text[begin - 1] in BOUNDS or text[begin - 1] in view.words.joins
    done = view.words.helpers["done"].match(text, end) or view.words.helpers["done"].match(text, m.end())
    code = coded(view, m[1])
    told = verb or (code and before is not None and before.tag in ("v", "p")) or (opens and done and len(m[1]) > 3)
    ended = text[end : end + 1] in (*BOUNDS, *view.words.joins, "")
    if not told or (not ended and not done and end > m.end()) or view.words.helpers["no-code"].match(m[1]):
        return None
    if end == m.end() and _nominal(view, end) and not view.words.helpers["creating"].match(text, end):
        return None  # “甲”|互动、统筹发展战略
    if not code and end > m.end() and view.words.verbs.get(verb) not in OBJECTS:
        return None
    label = text[begin:end]
    site = suffix_class(view, text[m.end() : end]) if end > m.end() else ""
    done_to = view.words.verbs.get(verb, "")
    cls = site if site in SITES else done_to if done_to in OBJECTS else "Mechanism"  # “甲”大数据|产业园
    also = tuple(dict.fromkeys(form for form in (m[0], m[1], text[m.start() : end]) if form != label))
    return Name(begin, end, label, cls, WHERE, also)


def _begin(view: Phrases, start: int, cls: str) -> int:
    """Where a name whose quotation mark opens at `start` begins."""
    if view.text.startswith("”", start - 1):
        return start  # “甲”“乙”
    numbered = view.words.helpers["numbered"].match(view.text, start + 1)
    if not _extends(view, start) and not (numbered and view.object(start, 18) < start):
        return start
    begin = view.left(start, 16)
    if counts_all(view, begin, start):
        return start
    if cls in OBJECTS:
        begin = min(begin, view.object(start, 18))
    begin = unverbed(view.text, view.tokens, begin, start + 2, view.words.sets["develop"])
    return view.strip(begin, view.text.find("”", start) + 1)


def _head(view: Phrases, text: str, end: int) -> tuple[str, str, str] | None:
    number = view.words.helpers["leading-number"].match(text, end)
    end = number.end() if number else end
    for word, cls, where in view.words.quoted.get(text[end : end + 1], ()):
        if text.startswith(word, end):
            several = text[max(0, text.rfind("“", 0, end) - 1)] in "”、"  # “甲”“乙”三项工程: the number is of all
            word = text[number.start() : end] + word if number and not several else word
            return word, cls, where
    if text.startswith(view.words.refused, end):
        return "", "refuse", ""
    return _further(view, text, end)


def _further(view: Phrases, text: str, end: int) -> tuple[str, str, str] | None:
    """A head some words away from a coded string: “1+3”|园区体系|建设, “三个一”|工作推进|机制, “三化”|改造."""
    if not coded(view, text[text.rfind("“", 0, end) + 1 : end - 1]):
        return None
    stop = end
    found = None
    for t in view.tokens[view.first(end) :]:
        if t.start != stop or t.end - end > 10 or not t.tag.startswith(("n", "vn", "b", "j", "v", "a")):
            break
        word = t.word
        if t.tag == "v" and (word in view.words.core or word in view.words.awards) and t.start > end:
            following = view.tokens[view.first(t.end)] if t.end < len(text) else t
            if not (following.start == t.end and following.tag.startswith(("n", "vn"))):
                break  # “三区三线”|划定|完成
        stop = t.end
        head = next((h for h in view.words.quoted_ends.get(text[stop - 1], ()) if text.endswith(h[0], end, stop)), None)
        if head and head[1] != "refuse":
            found = (text[end:stop], head[1], head[2])
    return found


def coded(view: Phrases, inner: str) -> bool:
    """Whether a quoted string is a code of numerals (三区三线, 1+N, 三化) and no common saying."""
    if (
        inner in view.words.generic
        or view.words.helpers["no-code"].match(inner)
        or inner.endswith(view.words.marks["prize"])
    ):
        return False
    count = sum((c in view.words.sets["numeral"] or c.isdigit() or c == "N") + 2 * (c in CODED) for c in inner)
    return count >= 2 or view.words.helpers["numbered"].match(inner) is not None


def _nominal(view: Phrases, end: int) -> bool:
    """Whether a noun follows the closing mark, so that the quoted words only modify it."""
    t = view.after(end)
    if t is not None and t.tag == "d" and view.text[t.end : t.end + 1] == view.words.joins[0]:
        return True  # “甲”|互动、统筹发展战略
    if t is not None and t.tag == "v" and len(t.word) == 2:  # “两山”|转化: what ends the clause is a noun there
        return view.text[t.end : t.end + 1] in (*BOUNDS, "") or not _said(view, t)
    if t is not None and t.tag == "a":  # “四中心”|重要|支撑区
        t = view.after(t.end)
        return t is not None and t.tag.startswith(("n", "v"))
    return t is not None and t.tag.startswith(("n", "j", "b", "vn", "l", "t"))


def _said(view: Phrases, t: Token) -> bool:
    """Whether a verb after quoted words says something of them: “甲”|完成|全覆盖, “乙”|走|在前列."""
    word, words = t.word, view.words
    done = words.helpers["done"].match(view.text, t.start) is not None
    return done or word in words.verbs or word in words.lead or word in words.awards or word in words.stops


def _sharing(view: Phrases, begin: int, end: int, head: tuple[str, str, str]) -> list[Name]:
    """Members listed before the name begin:end, which share its head: “六联”、“白名单”机制."""
    found, text, stop = [], view.text, begin
    word, cls, where = head
    summed = text.startswith(view.words.etc, end)  # 甲、“乙”治理等措施: what all have in common comes after
    while stop > 1 and (text[stop - 1] == "、" or text[stop - 1] == "”"):
        end = stop - 1 if text[stop - 1] == "、" else stop
        start = text.rfind("“", 0, end) if text[end - 1] == "”" else view.left(end, 14)
        if start < 0 or end - start < 3 or end - start > 24:
            break
        member = text[start:end]
        alike = len(word) > 4 and member.endswith(word[-2:])  # 甲建设、“乙”某某建设
        if "“" in member[1:] or ((text[begin] != "“" or summed) and member[0] != "“"):
            break  # 融入“甲”建设、“乙”联动: another thing; 甲、乙“丙”计划: whose the quoted words are is unsure
        if (member[0] == "“" and member[-1] != "”" and cls in OBJECTS) or (member[0] != "“" and cls == "Product"):
            break  # “甲”工作法、“乙”服务: said what it is
        if alike or word in member or view.words.helpers["counted"].search(member) or _whole(view, member):
            break  # “甲”企业2家、“乙”企业: named already, and counted
        found.append(Name(start, end, member + word, cls, where, (member, member.strip("“”"))))
        stop = start
    return found if found and (view.governed(stop) or "“" in found[-1].label) else []


def _whole(view: Phrases, member: str) -> bool:
    """Whether words without quotes end in a head of their own (某某示范区)."""
    return "“" not in member and any(member.endswith(h.suffix) for h in view.words.heads.get(member[-1], ()))


def _extends(view: Phrases, start: int) -> bool:
    """Whether the phrase goes on to the left of the quotation mark (农村人居环境整治“1344”行动)."""
    t = view.before(start)
    if t is None:
        return False
    word = view.text[t.start : start]
    return (
        t.tag.startswith(("n", "v", "l", "j", "b", "i", "s", "a"))
        and word not in view.words.verbs
        and view.words.lead.get(word) != "strong"
        and word not in view.words.stops
    )
