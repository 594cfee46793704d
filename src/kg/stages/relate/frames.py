"""rules/relations.toml and lexicon/relation_*.tsv → compiled frames, once per ontology folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.classes import CLASSES, members
from kg.errors import KnowledgeError
from kg.knowledge import Knowledge, Rule
from kg.needed import Sought, likely
from kg.stages.relate.fold import Folded, letter, letters
from kg.stages.relate.slots import Slots, alternation, by_first, folded_too, selves_of

_SCOPES = ("clause", "sentence", "inside")


URGED = "urged"  # the cue that someone is urged or helped to do something


@dataclass(frozen=True, slots=True)
class Frame:
    """One rule, compiled. `subject` and `object` say where the ends are read: group, clause, place or whole."""

    name: str  # family.what @ file:line
    pattern: re.Pattern[str]
    groups: frozenset[str]
    scope: str
    within: str  # letters of the classes whose names it looks inside
    subject: str
    object: str
    predicate: Mapping[str, str]  # by class of the object; "" = any class
    status: str
    labels: re.Pattern[str] | None  # what the object's own name must show
    subjects: re.Pattern[str] | None  # what the subject's own name must show
    bare: bool  # the clause must have no words of its own before the trigger
    whole: bool  # the object must not qualify another noun
    over: bool  # beats every trigger inside its match
    seat: str  # what is said of a place holds for its body of this name: "city" + "government"
    own: bool  # inside a name, the document's own place counts too
    aside: bool  # said beside what another frame says of the same object
    things: frozenset[str]  # letters of the classes it says something of

    @property
    def urged(self) -> str:
        """Status of what is urged on: yet to be done, but to urge a branch on is as firm as its sentence."""
        return "" if set(self.predicate) <= {"Industry", "IndustryChain", "IndustryCluster"} else "planned"

    def says(self, cls: str) -> str:
        """Predicate for an object of this class; empty when the rule has none."""
        return self.predicate.get(cls) or self.predicate.get("", "")


@dataclass(frozen=True, slots=True)
class Fit:
    """Which subjects an object can have, judged by the object's last words."""

    predicate: str
    ending: str
    classes: frozenset[str]
    label: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Frames:
    """Everything `relate` needs from the ontology folder."""

    frames: tuple[Frame, ...]  # those of clauses
    beside: tuple[Frame, ...]  # of whole sentences
    beside_sought: tuple[Sought, ...]  # their patterns
    inside: tuple[Frame, ...]  # of names
    wakes: Mapping[str, frozenset[int]]  # verb → the frames of clauses that use it or a verb inside it, by their order
    status: Mapping[str, str]  # verb → the status it states by itself
    any_verb: re.Pattern[str]
    every_verb: Mapping[
        str, tuple[str, ...]
    ]  # by first two characters, longest first, those of one character after them
    short_verbs: Mapping[str, tuple[str, ...]]  # of one character
    brk: re.Pattern[str]
    opening: re.Pattern[str]  # lead words, then perhaps an actor
    straight: re.Pattern[str]  # the whole of a prefix: lead words, perhaps an actor, adverbs
    nearest: re.Pattern[str]  # an actor just before the trigger
    adverb: re.Pattern[str]
    trailing: re.Pattern[str]
    preposition: re.Pattern[str]
    causative: re.Pattern[str]
    joint: re.Pattern[str]
    separator: re.Pattern[str]
    leads_on: re.Pattern[str]  # the sign between the two ends of a road
    reworks: re.Pattern[str]  # what is done to a thing that stands already
    worked: re.Pattern[str]  # a name that ends in work on a thing of this kind
    definition: re.Pattern[str]  # a line of a glossary: it explains a word and reports nothing
    goes_on: re.Pattern[str]  # what may follow a name without making it the modifier of another
    opened: re.Pattern[str]  # someone is brought to act, and only words of manner follow
    opens: re.Pattern[str]
    apiece: re.Pattern[str]  # the first has the first, the second the second
    agents: re.Pattern[str]  # people or firms without a name at the head of a clause
    itself: re.Pattern[str]  # after the name of a thing: the project that it is
    compared: re.Pattern[str]  # after a larger place: it only says how far a "first" reaches
    cues: tuple[tuple[re.Pattern[str], str], ...]
    cued: re.Pattern[str]  # any of them
    fits: tuple[Fit, ...]
    refused: Mapping[str, re.Pattern[str]]  # predicate → names that name nothing in particular
    domain: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    wide: frozenset[str]  # divisions larger than a county
    levels: tuple[tuple[str, int], ...]  # endings of division names, 1 = province … 5 = village

    def awake(self, text: str, start: int, end: int) -> set[int]:
        """The frames that a verb of text[start:end] wakes: at each character the longest verb that begins there."""
        found: set[int] = set()
        for at in range(start, end):
            for verb in self.every_verb.get(text[at : at + 2]) or self.short_verbs.get(text[at], ()):
                if text.startswith(verb, at, end):
                    found |= self.wakes[verb]
                    break
        return found

    def said_beside(self, folded: Folded) -> Iterator[tuple[Frame, re.Match[str]]]:
        """The frames of whole sentences that match, with each match, in their order."""
        here, characters = folded.letters(0, len(folded.text)), frozenset(folded.text)
        for i in likely(self.beside_sought, characters):
            if not self.beside[i].things.isdisjoint(here):
                yield from ((self.beside[i], m) for m in self.beside_sought[i].finditer(folded.text, characters))

    def reaches(self, label: str, about: str) -> bool:
        """Whether a division is the document's own place or as large: a province's report names its cities, no city's."""
        return label == about or (label in self.wide and (self.level(label) == 1 or self.level(about) != 1))

    def level(self, label: str) -> int:
        """Level of a division by the ending of its name; 0 when the ending is not known."""
        return next((level for ending, level in self.levels if label.endswith(ending)), 0)


def _classes(spec: str, where: str) -> frozenset[str]:
    try:
        return members(spec)
    except ValueError as error:
        raise KnowledgeError(f"{where}: unknown class {error}") from error


def _frame(rule: Rule, slots: Slots, by_group: Mapping[str, list[str]]) -> Frame:
    body, where = rule.body, rule.where
    groups = str(body.get("verbs", "")).split()
    for group in groups:
        if group not in by_group:
            raise KnowledgeError(f"{where}: no verb of group {group} in lexicon/relation_verbs.tsv")
    verbs = alternation([w for g in groups for w in by_group[g]])
    said = body.get("predicate", {})
    predicate: dict[str, str] = {}
    for classes, name in ({"": said} if isinstance(said, str) else said).items():
        predicate |= dict.fromkeys(sorted(_classes(classes, where)) if classes else [""], str(name))
    pattern, tails = str(body["pattern"]), bool(body.get("tails", False))
    scope = str(body.get("scope", "clause"))
    if scope not in _SCOPES:
        raise KnowledgeError(f"{where}: unknown scope {scope}; known: {', '.join(_SCOPES)}")
    # the object is read where the pattern has it, and is of a class that the rule knows
    read = "" not in predicate and body.get("object", "group") == "group" and "seat" not in body
    return Frame(
        name=f"{rule.name} @ {where}",
        pattern=slots.compile(pattern.replace("object>{list:", "object>{series:") if tails else pattern, where, verbs),
        groups=frozenset(groups),
        scope=scope,
        within=letters(str(body["within"])) if "within" in body else "",
        subject=str(body.get("subject", "clause")),
        object=str(body.get("object", "group")),
        predicate=predicate,
        status=str(body.get("status", "")),
        labels=slots.compile(str(body["labels"]), where) if "labels" in body else None,
        subjects=slots.compile(str(body["subjects"]), where) if "subjects" in body else None,
        bare=bool(body.get("bare", False)),
        whole=bool(body.get("whole", False)),
        over=bool(body.get("over", False)),
        seat=str(body.get("seat", "")),
        own=bool(body.get("own", False)),
        aside=bool(body.get("aside", False)),
        things=frozenset(letter(c) for c in (predicate if read else CLASSES)),
    )


@lru_cache(maxsize=4)
def frames(knowledge: Knowledge) -> Frames:
    """Compile the rules of relations. Raises KnowledgeError with file:line for what cannot be used."""
    slots, selves = Slots(knowledge), selves_of(knowledge)
    by_group: dict[str, list[str]] = {}
    groups_of: dict[str, list[str]] = {}
    status: dict[str, str] = {}
    for entry in knowledge.lexicon("relation_verbs"):
        for verb in folded_too(entry["verb"], selves):
            by_group.setdefault(entry["group"], []).append(verb)
            groups_of.setdefault(verb, []).append(entry["group"])
            status[verb] = status.get(verb) or entry["status"]
    every = tuple(_frame(rule, slots, by_group) for rule in knowledge.family("relations"))
    of_clauses, beside, inside = (tuple(f for f in every if f.scope == scope) for scope in _SCOPES)
    uses = {g: frozenset(i for i, f in enumerate(of_clauses) if g in f.groups) for g in by_group}
    wakes = {
        verb: frozenset(i for part, groups in groups_of.items() if part in verb for g in groups for i in uses[g])
        for verb in groups_of
    }
    short = by_first(v for v in wakes if len(v) == 1)
    refused: dict[str, list[str]] = {}
    for entry in knowledge.lexicon("relation_refusals"):
        for predicate in entry["predicate"].split("|"):
            refused.setdefault(predicate, []).append(entry["pattern"])
    actor = "(?P<actor>{list:Actor}|{here}|(?P<parts>{own_parts}))"
    return Frames(
        frames=of_clauses,
        beside=beside,
        beside_sought=tuple(Sought(f.pattern) for f in beside),
        inside=inside,
        wakes=wakes,
        status={verb: said for verb, said in status.items() if said},
        any_verb=re.compile(alternation(list(wakes))),
        every_verb={
            k: (*told, *short.get(k[0], ())) for k, told in by_first((v for v in wakes if len(v) > 1), 2).items()
        },
        short_verbs=short,
        brk=slots.compile("{break}", "relation_slots.tsv"),
        opening=slots.compile(f"{{lead}}*(?:{actor}(?!{{leads_on}})(?:{{after_list}}))?", "relation_slots.tsv"),
        straight=slots.compile(f"{{lead}}*(?:{actor}{{after_list}}?)?{{adverb}}*", "relation_slots.tsv"),
        nearest=slots.compile(
            f"(?<!{{beside}})(?<!{{one:Actor|Site}}{{joins}}){actor}{{after_list}}{{adverb}}*$", "relation_slots.tsv"
        ),
        adverb=slots.compile("{adverb}+", "relation_slots.tsv"),
        trailing=slots.compile("{adverb}*$", "relation_slots.tsv"),
        preposition=slots.compile("{preposition}", "relation_slots.tsv"),
        causative=slots.compile("{causative}", "relation_slots.tsv"),
        joint=slots.compile("{joint}{adverb}*$", "relation_slots.tsv"),
        separator=slots.compile("{separator}", "relation_slots.tsv"),
        leads_on=slots.compile("{leads_on}", "relation_slots.tsv"),
        reworks=slots.compile("{reworks}", "relation_slots.tsv"),
        worked=slots.compile("{worked}", "relation_slots.tsv"),
        definition=slots.compile("{definition}", "relation_slots.tsv"),
        goes_on=slots.compile("{goes_on}", "relation_slots.tsv"),
        opened=slots.compile("{opens}{adverb}*", "relation_slots.tsv"),
        opens=slots.compile("{opens}", "relation_slots.tsv"),
        apiece=slots.compile("{apiece}", "relation_slots.tsv"),
        agents=slots.compile("{lead}*{agents}", "relation_slots.tsv"),
        itself=slots.compile("{itself}", "relation_slots.tsv"),
        compared=slots.compile("{compared}", "relation_words.tsv"),
        cues=tuple((slots.compile(e["pattern"], e.where), e["status"]) for e in knowledge.lexicon("relation_cues")),
        cued=slots.compile(
            "|".join(f"(?:{e['pattern']})" for e in knowledge.lexicon("relation_cues")), "relation_cues.tsv"
        ),
        fits=tuple(
            Fit(e["predicate"], e["ending"], _classes(e["classes"], e.where), slots.compile(e["label"] or ".", e.where))
            for e in knowledge.lexicon("relation_fits")
        ),
        refused={
            predicate: slots.compile("|".join(patterns), "relation_refusals.tsv")
            for predicate, patterns in refused.items()
        },
        domain={
            e["predicate"]: (_classes(e["domain"], e.where), _classes(e["range"], e.where))
            for e in knowledge.lexicon("relation_predicates")
        },
        wide=frozenset(e["name"] for e in knowledge.lexicon("divisions") if e["level"] != "county"),
        levels=tuple((e["ending"], int(e["level"])) for e in knowledge.lexicon("relation_levels")),
    )
