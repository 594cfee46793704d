"""The words of the name stage, compiled from one Knowledge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from kg.knowledge import Knowledge
from kg.model import Document
from kg.needed import Sought

T = TypeVar("T")

VAGUE = ("vague-site", "vague-measure", "plain")
SITES = frozenset({"Facility", "Place"})  # members of a list that share their head must be names themselves: 甲、乙水库
BUILT = frozenset({"Facility", "PublicInstitution", "ResearchOrganization", "Place"})
# classes whose names are objects of a verb, verbs of their own and all: 实施|强县兴村行动
OBJECTS = frozenset({"Programme", "Mechanism", "Reform"})


@dataclass(frozen=True)
class HeadNoun:
    """A suffix that makes a name: its class and what it needs before it."""

    suffix: str
    cls: str
    need: str
    least: int
    where: str


@dataclass(frozen=True)
class Known:
    """A name known by itself: its class, and what must not follow."""

    cls: str
    unless: tuple[str, ...]
    where: str


@dataclass(frozen=True)
class Shape:
    """A name that a regular expression tells."""

    sought: Sought
    cls: str
    where: str


@dataclass(frozen=True)
class NameWords:
    """Lexicons as the name stage needs them."""

    heads: Mapping[str, tuple[HeadNoun, ...]]  # by last character, longest suffix first
    tails: Mapping[str, tuple[HeadNoun, ...]]  # the same by their last two characters, those of one character by that
    suffixes: frozenset[str]  # the same as words, branches left out
    quoted: Mapping[
        str, tuple[tuple[str, str, str], ...]
    ]  # heads after or in quotes, by first character, longest first
    quoted_ends: Mapping[str, tuple[tuple[str, str, str], ...]]  # the same by last character
    verbs: Mapping[str, str]
    recognitions: Mapping[str, tuple[tuple[str, bool], ...]]  # by first two characters, as are built, issuing, makers
    honours: tuple[str, ...]
    generic: frozenset[str]
    strip: frozenset[str]
    strip_by: Mapping[str, tuple[str, ...]]  # the same by first character, longest first
    kept: Mapping[str, tuple[str, ...]]  # before these words a word of `strip` is part of the name
    lead: Mapping[str, str]
    central: re.Pattern[str]
    local: Mapping[str, str]
    local_body: re.Pattern[str]
    shapes: tuple[Shape, ...]
    person: re.Pattern[str]
    selves: Mapping[str, str]
    tiers: Mapping[str, str]
    divisions: Mapping[str, str]
    listed: Mapping[str, str]
    stops: frozenset[str]
    targets: tuple[str, ...]
    targeted: re.Pattern[str]  # any of them
    built: Mapping[str, tuple[tuple[str, str], ...]]
    issuing: Mapping[str, tuple[tuple[str, str], ...]]
    issued: tuple[str, ...]
    unnamed: tuple[str, ...]  # how no built thing ends: documents, and work as such
    refused: tuple[str, ...]
    helpers: Mapping[str, re.Pattern[str]]
    makers: Mapping[str, tuple[tuple[str, str], ...]]
    etc: str
    of: str
    core: frozenset[str]
    awards: frozenset[str]
    joins: tuple[str, ...]
    recipients: tuple[tuple[str, str], ...]
    known: Mapping[
        str, Mapping[str, tuple[tuple[str, Known], ...]]
    ]  # by first two characters and the third, longest first
    branches: Mapping[str, str]  # heads of lists of industries, with their class
    branch: str  # the commonest of them
    industries: frozenset[str]
    industry_starts: Mapping[str, tuple[str, ...]]  # by first two characters
    hard: frozenset[str]
    further: Mapping[str, tuple[str, ...]]  # by class; "" for all
    links: tuple[str, ...]
    sound: re.Pattern[str]  # characters that spell foreign names
    coded: frozenset[str]  # branches of the national classification
    marks: Mapping[str, tuple[str, ...]]  # every kind of name_marks.tsv, longest first
    sets: Mapping[str, frozenset[str]]  # the same, to ask whether a word is one of them
    measured: Mapping[
        str, tuple[tuple[str, str, int, bool, bool], ...]
    ]  # endings of measures by their last two characters
    references: Mapping[
        str, tuple[tuple[str, tuple[str, bool]], ...]
    ]  # by first two characters: class, and whether alone
    firms: Mapping[str, tuple[tuple[str, str], ...]]  # firms only before what they make, by first two characters
    looked_for: dict[str, Sought] = field(default_factory=dict)  # what `sought` gave

    def sought(self, name: str) -> Sought:
        """A pattern of `helpers` that whole sentences are searched for."""
        found = self.looked_for.get(name)
        if found is None:
            found = self.looked_for[name] = Sought(self.helpers[name])
        return found

    def owner(self, document: Document, tier: str) -> str:
        """The division that 省, 市 or 县 means in a document: 金昌市 for 市 in a report of 金昌市."""
        code, level = document.code, self.tiers.get(tier, "")
        if level == "province" or (level == "district" and len(code) == 2):
            return self.divisions.get(code[:2], "")
        if level == "prefecture":
            return self.divisions.get(code[:4], self.divisions.get(code, ""))
        return document.about if len(code) == 6 else ""

    def whole(self, document: Document, word: str) -> str:
        """The division 全市, 全省 or 全区 means in a document: 全省 in a city's report is the province."""
        province = self.divisions.get(document.code[:2], "")
        level = self.selves.get(word, "")
        if level == "country" and len(document.code) > 1:
            return word
        above = level == "province" or (level == "district" and len(document.code) == 4 and province.endswith(word[1:]))
        return province if above and province else document.about


def _by_first(items: Iterable[tuple[str, T]], size: int = 1) -> dict[str, tuple[tuple[str, T], ...]]:
    """Words with a value by their first characters, longest first: one look-up per token instead of a scan.

    A word of fewer characters is also under each key that it begins.
    """
    found: dict[str, list[tuple[str, T]]] = {}
    for word, value in items:
        found.setdefault(word[:size], []).append((word, value))
    short = {k: v for k, v in found.items() if len(k) < size}
    every = {k: v if k in short else [*v, *short.get(k[: size - 1], ())] for k, v in found.items()}
    return {k: tuple(sorted(v, key=lambda p: -len(p[0]))) for k, v in every.items()}


def _by_third(names: tuple[tuple[str, T], ...]) -> dict[str, tuple[tuple[str, T], ...]]:
    """Names that begin with the same two characters by the third; "" has those of two alone, which each also has."""
    thirds = {"", *(name[2:3] for name, _ in names)}
    return {c: tuple(n for n in names if n[0][2:3] in ("", c)) for c in thirds}


def _tails(heads: Iterable[HeadNoun]) -> dict[str, tuple[HeadNoun, ...]]:
    """Head nouns by their last two characters, longest first; those of one character also under each pair they end."""
    every = sorted(heads, key=lambda h: -len(h.suffix))
    keys = {h.suffix[-2:] for h in every}
    return {k: tuple(h for h in every if h.suffix[-2:] in (k, k[-1])) for k in keys}


def _longest(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(items), key=lambda s: (-len(s), s)))


def _filled(pattern: str, shared: Iterable[str]) -> str:
    """A pattern with the heads that members of a list share put in for `{sites}`."""
    return pattern.replace("{sites}", "|".join(_longest(shared))) if "{sites}" in pattern else pattern


def _known(knowledge: Knowledge) -> Iterable[tuple[str, Known]]:
    """Names known by themselves, goods, and the firms that are known wherever they stand."""
    every = [(e, e["class"]) for e in knowledge.lexicon("name_known")]
    every += [(e, "Product") for e in knowledge.lexicon("goods")]
    every += [(e, "Enterprise") for e in knowledge.lexicon("firms") if e["alone"] != "no"]
    for e, cls in every:
        yield e["name"], Known(cls, tuple(e["unless"].split("|")) if e["unless"] else (), e.where)


def _made_of(marks: Iterable[str]) -> re.Pattern[str]:
    """What is made of these words and nothing else."""
    return re.compile("(?:" + "|".join(_longest(marks)) + ")+")


@lru_cache(maxsize=4)
def words(knowledge: Knowledge) -> NameWords:
    """Compile; cached per ontology folder."""
    kinds: dict[str, list[str]] = {}
    for e in knowledge.lexicon("name_marks"):
        kinds.setdefault(e["kind"], []).append(e["word"])
    heads: dict[str, list[HeadNoun]] = {}
    for e in knowledge.lexicon("name_heads"):
        head = HeadNoun(e["suffix"], e["class"], e["need"], int(e["min"]), e.where)
        heads.setdefault(head.suffix[-1], []).append(head)
    shared = {
        h.suffix: h.cls
        for group in heads.values()
        for h in group
        if h.cls in SITES and h.need == "proper" and len(h.suffix) >= 3 and h.suffix not in kinds["unshared"]
    }
    bodies = knowledge.lexicon("name_bodies")
    person = next(r for r in knowledge.family("names") if r.name == "person.title")
    surname = re.search(r"\(\?P<name>(\[[^\]]+\])", str(person.body["pattern"]))
    assert surname is not None
    quoted = sorted(
        ((e["head"], e["class"], e.where) for e in knowledge.lexicon("name_quoted") if e["class"] != "refuse"),
        key=lambda p: -len(p[0]),
    )
    local = {e["word"]: e["canonical"] for e in bodies if e["kind"] == "local"}
    tiers = {e["word"]: e["level"] for e in knowledge.lexicon("name_tiers")}
    generic = frozenset(e["phrase"] for e in knowledge.lexicon("name_generic"))
    further: dict[str, tuple[str, ...]] = {"": ()}
    for e in knowledge.lexicon("name_marks"):
        if e["kind"] == "further":
            further[e["class"]] = (*further.get(e["class"], ()), e["word"])
    branch_ends = tuple(e["word"] for e in knowledge.lexicon("name_marks") if e["kind"] in ("branch", "branch-end"))
    branches = {e["word"]: e["class"] for e in knowledge.lexicon("name_marks") if e["kind"] == "branch"}
    branch_names = frozenset(
        n for e in knowledge.lexicon("industries") for n in (e["name"], *e["aliases"].split("|")) if n
    )
    measured = sorted(
        (
            (e["ending"], e["class"], int(e["least"]), e["acts"] != "no", e["acts"] == "site")
            for e in knowledge.lexicon("name_measures")
        ),
        key=lambda m: -len(m[0]),
    )
    coded = {e["name"] for e in knowledge.lexicon("industries") if e["code"]}
    return NameWords(
        {k: tuple(sorted(v, key=lambda h: -len(h.suffix))) for k, v in heads.items()},
        _tails(h for group in heads.values() for h in group),
        frozenset(h.suffix for group in heads.values() for h in group if h.cls != "Industry"),
        {c: tuple(h for h in quoted if h[0][0] == c) for c in {h[0][0] for h in quoted}},
        {c: tuple(h for h in quoted if h[0][-1] == c) for c in {h[0][-1] for h in quoted}},
        {e["verb"]: e["class"] for e in knowledge.lexicon("name_verbs")},
        _by_first(((e["verb"], e["strict"] == "yes") for e in knowledge.lexicon("name_recognitions")), 2),
        tuple(sorted((e["suffix"] for e in knowledge.lexicon("name_honours")), key=lambda s: -len(s))),
        generic,
        frozenset(e["word"] for e in knowledge.lexicon("name_strip")),
        {c: tuple(w for w, _ in pairs) for c, pairs in _by_first((e["word"], "") for e in knowledge.lexicon("name_strip")).items()},
        {e["word"]: tuple(e["unless"].split("|")) for e in knowledge.lexicon("name_strip") if e["unless"]},
        {e["word"]: e["strength"] for e in knowledge.lexicon("lead_words")},
        re.compile("|".join(_longest(e["word"] for e in bodies if e["kind"] == "central"))),
        local,
        re.compile(f"(?P<tier>{'|'.join(_longest(tiers))})(?P<body>{'|'.join(_longest(local))})"),
        tuple(Shape(Sought(re.compile(str(r.body["pattern"]))), str(r.body["class"]), f"{r.name} @ {r.where}") for r in knowledge.family("names") if r.body["class"]),
        re.compile(rf"\s*(?P<name>{surname[1]}[\u4e00-\u9fff]{{1,2}})\s*"),
        {e["word"]: e["level"] for e in knowledge.lexicon("place_words") if e["kind"] == "self"},
        tiers,
        {e["code"]: e["name"] for e in knowledge.lexicon("divisions")},
        shared | {e["head"]: e["class"] for e in knowledge.lexicon("name_listed")},
        frozenset(e["word"] for e in knowledge.lexicon("name_stops")),
        _longest(e["suffix"] for e in knowledge.lexicon("name_targets")),
        re.compile("|".join(map(re.escape, _longest(e["suffix"] for e in knowledge.lexicon("name_targets"))))),
        _by_first(((e["verb"], e["class"]) for e in knowledge.lexicon("name_built")), 2),
        _by_first(((e["word"], "") for e in knowledge.lexicon("name_issues") if e["kind"] == "verb"), 2),
        _longest(e["word"] for e in knowledge.lexicon("name_issues") if e["kind"] == "end"),
        _longest(e["word"] for e in knowledge.lexicon("name_issues") if e["kind"] in ("end", "work")),
        _longest(e["head"] for e in knowledge.lexicon("name_quoted") if e["class"] == "refuse"),
        {r.name: re.compile(_filled(str(r.body["pattern"]), shared)) for r in knowledge.family("names") if not r.body["class"]} | {kind: _made_of(kinds[kind]) for kind in VAGUE},
        _by_first([*((e["verb"], "") for e in knowledge.lexicon("name_verbs") if e["class"] == "Target"), *((word, "") for word in kinds["making"])], 2),
        kinds["etc"][0],
        kinds["of"][0],
        frozenset(e["verb"] for e in knowledge.lexicon("name_verbs") if e["core"] == "yes"),
        frozenset(e["verb"] for e in knowledge.lexicon("name_recognitions")),
        tuple(kinds["join"]),
        tuple((e["word"], e["class"]) for e in knowledge.lexicon("name_marks") if e["kind"] == "recipient"),
        {pair: _by_third(names) for pair, names in _by_first(_known(knowledge), 2).items()},
        branches,
        next(iter(branches)),
        branch_names,
        {c: tuple(w for w, _ in pairs) for c, pairs in _by_first(((n, "") for n in sorted(branch_names) if len(n) >= 3 and n.endswith(branch_ends) and not set(n) & set(kinds["join"]) and n not in generic), 2).items()},
        frozenset(kinds["hard"]) - {e["verb"] for e in knowledge.lexicon("name_recognitions")},
        further,
        (*"—-－", *kinds["link"]),
        re.compile("[" + "".join(kinds["sound"]) + "]{2,}"),
        frozenset(coded),
        {kind: _longest([*marks, *(shared if kind == "joined" else ())]) for kind, marks in kinds.items()},
        {kind: frozenset(marks) for kind, marks in kinds.items()},
        {c: tuple(m for m in measured if m[0][-2:] == c) for c in {m[0][-2:] for m in measured}},
        _by_first(((e["word"], (e["class"], e["alone"] == "yes")) for e in knowledge.lexicon("name_references")), 2),
        _by_first(((e["name"], "") for e in knowledge.lexicon("firms") if e["alone"] == "no"), 2),
    )  # fmt: skip
