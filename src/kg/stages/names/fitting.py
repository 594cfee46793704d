"""Whether a phrase that ends in a head noun names something in particular, or only says of what kind it is."""

from __future__ import annotations

from kg.stages.names.coordinated import SUBJECT_AFTER
from kg.stages.names.phrases import Phrases
from kg.stages.names.words import BUILT, OBJECTS, SITES, HeadNoun

WORKS = frozenset({"Project", "Programme"})
COUNTED = BUILT | {"IndustryCluster", "Fund", "Organization", "Enterprise", "Project"}


def fits(view: Phrases, head: HeadNoun, begin: int, start: int, end: int) -> bool:
    """Whether the phrase begin:end, whose head begins at `start`, names something in particular."""
    phrase, modifier = view.text[begin:end], view.text[begin:start]
    if (
        view.words.helpers["unnamed"].search(phrase)
        or phrase in view.words.generic
        or (modifier in view.words.generic and head.cls != "Reform")
        or (
            start - begin < head.least
            and not _brief(view, head, begin, start, end)
            and not (head.cls == "Enterprise" and any(k[:3] == (begin, start, head.cls) for k in view.known))
            and not (len(head.suffix) > 2 and _own(view, head, begin, start))
        )
    ):
        return False
    if modifier[-1:] in view.words.joins or (
        view.words.helpers["many"].search(view.text, max(0, begin - 4), begin)
        if head.cls in OBJECTS
        else view.some(begin)
    ):
        return False  # 开放与改革; 3个产业园
    if head.cls in COUNTED and view.words.helpers["counted"].match(view.text, end) and not view.proper(begin, start):
        return False  # 产业化联合体10家
    if "%" in phrase or ("+" in phrase and "“" not in phrase):
        return False  # “管委会+公司”模式
    if head.cls in (*BUILT, "Project") and view.words.helpers["several"].search(phrase):
        return False  # 某某2个产业项目
    if head.cls in BUILT and phrase.startswith(tuple(view.words.selves)):
        return False  # 全省高铁
    if (
        phrase.count("“") != phrase.count("”")
        or "”“" in phrase
        or (phrase[:1].isdigit() and head.cls != "Project" and not (head.cls == "Event" and phrase.startswith("20")))
    ):
        return False
    if (view.words.helpers["leading-number"].search(phrase, 1) and head.cls != "Project") or view.words.of in phrase:
        return False
    if _mere_verb(view, begin, start):
        return False
    if head.need in ("proper", "founded"):
        named = head.need == "proper" and view.proper(begin, start)
        least = 2 if head.cls == "Organization" else 4
        named = named or (head.need == "proper" and _own(view, head, begin, start))
        named = named or (head.need == "proper" and head.cls in WORKS and _on_site(view, begin, start))
        named = named or (
            head.need == "proper" and head.cls in BUILT - {"Place"} and _national(view, begin, start, end)
        )
        return named or (start - begin >= least and founded(view, begin, end)) or _sure(view, head, begin, start)
    if head.need == "industry":
        measured = view.text.startswith(view.words.marks["measure"], end) or any(
            view.text.startswith(w, end) for w in view.words.marks["output"]
        )
        doing = start - begin >= 4 and acts(view, begin, end, 3)
        return (
            start - begin <= 10
            and (bool(view.governed(begin)) or (measured and acts_at(view, begin)) or doing)
            and (
                (doing and view.words.helpers["done"].match(view.text, end) is not None) or not noun_follows(view, end)
            )
            and not phrase.startswith(tuple(view.words.selves))
        )
    if head.need == "verb":
        told = "“" in modifier or acts(view, begin, end) or _joined(view, begin)
        carried = head.cls in OBJECTS and start - begin > 2 and _carried(view, begin)
        return told or bool(view.governed(begin, ("uj",))) or carried
    return True


def _own(view: Phrases, head: HeadNoun, begin: int, start: int) -> bool:
    """Whether the place itself has the site or body and no other of its kind: 市|体育中心, 州|紧急救援中心."""
    token = view.after(begin)
    opens = acts_at(view, begin) or view.governed(begin) or view.text[begin - 1] in view.words.joins
    return (
        head.cls in BUILT
        and token is not None
        and token.word[0] in view.words.tiers
        and (token.end == begin + 1 or token.word[1:] == head.suffix)
        and bool(opens)
        and not view.text.startswith(view.words.marks["tier-goes-on"], begin + 1)
        and not view.words.helpers["counted"].match(view.text, start + len(head.suffix))
    )


def _national(view: Phrases, begin: int, start: int, end: int) -> bool:
    """Whether the country has but one such body or house, no count of them: 国家汽车质量监督检验|中心."""
    told = view.text.startswith(view.words.marks["national"], begin) and start - begin >= 6
    told = told and not view.text.startswith(view.words.marks["tier-goes-on"], begin + 2)  # 国家级: one of several
    return told and not view.some(begin) and not view.words.helpers["counted"].match(view.text, end)


def _brief(view: Phrases, head: HeadNoun, begin: int, start: int, end: int) -> bool:
    """Whether a site with a short modifier is one all the same: set up by someone, the modifier a noun of no kind."""
    token = view.after(begin)
    return (
        head.cls in SITES
        and start - begin == 2
        and token is not None
        and token.end == start
        and token.tag in ("n", "nz", "nr", "ns", "nt")
        and view.words.helpers["vague-site"].fullmatch(view.text, begin, start) is None
        and founded(view, begin, end)
    )


def _carried(view: Phrases, begin: int) -> bool:
    """Whether a verb of pressing on stands right before a phrase: 加快|某某改革."""
    before = view.before(begin)
    return before is not None and view.text[before.start : begin] in view.words.sets["quicken"]


def _mere_verb(view: Phrases, begin: int, stop: int) -> bool:
    """Whether a modifier is one verb and nothing else: 延伸|产业链 says what is done, not which chain."""
    token = view.after(begin)
    if token is None or token.end != stop:
        return False
    word = view.text[begin:stop]
    return word in view.words.lead or word in view.words.stops


def acts_at(view: Phrases, begin: int) -> bool:
    """Whether a clause or a member of a list begins here."""
    return begin == 0 or view.text[begin - 1] in SUBJECT_AFTER or any(p.end == begin for p in view.places)


def _sure(view: Phrases, head: HeadNoun, begin: int, start: int) -> bool:
    """Whether a built thing of few kinds (高铁, 水库) has a modifier that says which one: no general word, no clause."""
    if head.suffix not in view.words.marks["sure"] or not 2 <= start - begin <= 8:
        return False
    words = view.between(begin, start)
    return (
        view.words.helpers["vague-site"].fullmatch(view.text, begin, start) is None
        and bool(words)
        and words[0].start == begin
        and not any(
            t.tag in ("m", "q", "t", "uj", "p", "c", "ul") and t.word[0] not in view.words.sets["nth"] for t in words
        )
        and not any(t.word in view.words.marks["build"] for t in words)
    )


def _on_site(view: Phrases, begin: int, start: int) -> bool:
    """Whether a work is named after a line or a plant of few kinds: 甲乙铁路|电气化|改造工程."""
    for head in view.words.marks["sure"]:
        at = view.text.find(head, begin + 2, start)
        if at > 0 and at + len(head) in view.edges:
            return view.words.helpers["vague-site"].fullmatch(view.text, begin, at) is None
    return False


def _joined(view: Phrases, begin: int) -> bool:
    """Whether 、 or 和 joins a phrase to a name with a head noun of its own: 实施某某工程和|某某扶持工程."""
    if begin < 2 or view.text[begin - 1] not in view.words.joins:
        return False
    return view.headed(begin - 1, 2) or view.object(begin - 1, 26) < begin - 1


def founded(view: Phrases, begin: int, end: int) -> bool:
    """Whether someone set up what begin:end names: a verb of setting up before it, no number after it."""
    for m in view.words.helpers["first-of"].finditer(view.text, max(0, begin - 8), begin):
        begin = m.start() if m.end() == begin else begin  # 建成|全市首座|某某平台
    begin -= next((len(w) for w in view.words.marks["weighty"] if view.text.endswith(w, 0, begin)), 0)
    verb = view.before(begin)
    if verb is None or view.text[verb.start : begin] not in view.words.sets["found"]:
        return False
    return not view.text[end : end + 1].isdigit()


def acts(view: Phrases, begin: int, end: int, least: int = 5) -> bool:
    """Whether a phrase is the subject of its clause: nothing before it, something done or said of it after it."""
    if end - begin < least or (begin and view.text[begin - 1] not in SUBJECT_AFTER):
        return False
    following = view.after(end)
    if following is None:
        return False
    word = view.text[end : following.end]
    if word in view.words.joins[:2] and least == 5:  # 甲改革、乙改革有序推开
        return view.text.find(view.text[end - 2 : end], end, end + 24) > 0
    tags = ("d", "ad", "v", "a", "vd", "l", "i")
    if following.tag == "vn" and least < 5:
        following = view.after(following.end) or following  # 某某产业|发展|迅速
    done = view.words.helpers["done"].match(view.text, end)
    return following.tag in tags or done is not None or view.words.helpers["trailing"].fullmatch(word) is not None


def noun_follows(view: Phrases, end: int) -> bool:
    """Whether a noun follows at once, so that the phrase only modifies it."""
    following = view.after(end)
    return following is not None and following.tag in ("n", "nz", "b", "j")
