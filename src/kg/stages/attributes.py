"""What a sentence says of one thing: its stage, its kind, how many parts it claims, what it is for, who granted it.

The patterns are data (rules/attributes.toml, lexicon/attribute_*.tsv). They see the sentence with every name masked, so
that no verb is found inside a name, and are anchored at the name they speak of: the verb must govern that very name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg import numerals
from kg.errors import KnowledgeError
from kg.knowledge import Knowledge, Rule
from kg.model import AttributeClaim, Name, ObservationClaim, RelationClaim, Sentence, outermost

MASK = "\ue000"  # `read` has replaced private-use characters of the text, so one of them is always a masked name
GROUPS = {
    "Work": "Project|Facility|Place|Programme",
    "Plan": "Project|Programme|Reform|Mechanism",
    "Body": "Organization|ResearchOrganization|PublicInstitution|Enterprise",
    "Paper": "PolicyDocument",
    "Skill": "Technology|Product",
}
AHEAD = frozenset({"approved", "launched", "completed", "in-production", "in-operation"})  # planned until it happens
NUMBERS = frozenset({"statedPartCount", "rankPopulation"})
_SLOT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Frame:
    """One rule, compiled. A pattern that the rule does not have is None."""

    name: str  # family.what @ file:line
    property: str
    scheme: str
    value: str
    classes: frozenset[str]
    verbs: Mapping[str, tuple[str, frozenset[str]]]  # verb → (value, classes)
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    inside: re.Pattern[str] | None
    clause: re.Pattern[str] | None
    measures: frozenset[str]
    actors: frozenset[str]
    tense: bool
    past: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that keep a stage from being a fact."""

    pattern: re.Pattern[str]
    earlier: bool
    status: str


@dataclass(frozen=True, slots=True)
class Frames:
    """Everything `attribute` needs from the ontology folder."""

    of_names: Mapping[str, tuple[Frame, ...]]  # by class
    of_figures: tuple[Frame, ...]
    cues: tuple[Cue, ...]
    brk: re.Pattern[str]
    stop: re.Pattern[str]
    natural: re.Pattern[str]  # places that nobody builds


def _classes(spec: str) -> frozenset[str]:
    return frozenset(c for part in spec.split("|") for c in GROUPS.get(part, part).split("|") if c)


@lru_cache(maxsize=4)
def frames(knowledge: Knowledge) -> Frames:
    """Compile the rules of attributes. Raises KnowledgeError with file:line for what cannot be used."""
    slots = {e["slot"]: e["pattern"] for e in knowledge.lexicon("attribute_slots")}
    groups: dict[str, dict[str, tuple[str, frozenset[str]]]] = {}
    for e in knowledge.lexicon("attribute_verbs"):
        groups.setdefault(e["group"], {})[e["verb"]] = (e["value"], _classes(e["classes"]))

    def compiled(pattern: str, where: str, verbs: Mapping[str, object] | None = None) -> re.Pattern[str]:
        known = {**slots, "verb": "|".join(sorted(verbs or (), key=lambda w: (-len(w), w)))}
        try:
            while _SLOT.search(pattern):
                pattern = _SLOT.sub(lambda m: known[m[1]], pattern)
            return re.compile(pattern)
        except (KeyError, re.error) as error:
            raise KnowledgeError(f"{where}: not a usable pattern: {error}") from None

    def frame(rule: Rule) -> Frame:
        body = rule.body
        if body.get("verbs", "") and body["verbs"] not in groups:
            raise KnowledgeError(f"{rule.where}: no verb of group {body['verbs']} in lexicon/attribute_verbs.tsv")
        verbs = groups.get(str(body.get("verbs", "")), {})
        classes = _classes(str(body.get("classes", ""))) or frozenset().union(*(c for _, c in verbs.values()))
        parts = {
            key: compiled(str(body[key]), rule.where, verbs) if key in body else None
            for key in ("before", "after", "inside", "clause")
        }
        return Frame(
            f"{rule.name} @ {rule.where}", str(body["property"]), str(body.get("scheme", "")), str(body.get("value", "")),
            classes, verbs, parts["before"], parts["after"], parts["inside"], parts["clause"],
            _classes(str(body.get("measures", ""))), _classes(str(body.get("actors", ""))),
            bool(body.get("tense", False)), bool(body.get("past", False)),
        )  # fmt: skip

    found = [frame(r) for r in knowledge.family("attributes")]
    cues = [
        Cue(compiled(e["pattern"], e.where), e["reach"] == "earlier", e["status"])
        for e in knowledge.lexicon("attribute_cues")
    ]
    of_names: dict[str, tuple[Frame, ...]] = {}
    for f in found:
        if f.clause is None:
            of_names |= {cls: (*of_names.get(cls, ()), f) for cls in f.classes}
    return Frames(
        of_names, tuple(f for f in found if f.clause is not None), tuple(cues),
        compiled("{brk}", "lexicon/attribute_slots.tsv"), compiled("{stop}", "lexicon/attribute_slots.tsv"),
        compiled("{natural}", "lexicon/attribute_slots.tsv"),
    )  # fmt: skip


def attribute(
    sentence: Sentence,
    names: tuple[Name, ...],
    observations: tuple[ObservationClaim, ...],
    relations: tuple[RelationClaim, ...],
    knowledge: Knowledge,
) -> tuple[AttributeClaim, ...]:
    """Claims a sentence makes about its names, figures and honours, in text order.

    A sentence printed twice says nothing more the second time; headings and captions say nothing. Raises
    KnowledgeError for a rule or lexicon line that cannot be used.
    """
    if sentence.kind != "prose" or sentence.copy_of is not None:
        return ()
    known = frames(knowledge)
    claims = [*_figures(sentence.text, observations, known)]
    tops = outermost(names)  # what is said is said of the whole name
    if tops:
        text = list(sentence.text)
        for n in tops:
            text[n.start : n.end] = MASK * (n.end - n.start)
        claims += _names("".join(text), sentence, tops, relations, known)
    unique = {(c.entity, c.property, c.value, c.figure, c.honour): c for c in reversed(claims)}
    return tuple(sorted(unique.values(), key=lambda c: (c.start, c.end, c.entity, c.property, c.value)))


def _names(
    text: str, sentence: Sentence, tops: list[Name], relations: tuple[RelationClaim, ...], known: Frames
) -> Iterator[AttributeClaim]:
    for n in tops:
        low = _clause(text, n.start, known)
        for f in known.of_names.get(n.cls, ()):
            if f.scheme == "entity":
                yield from _granted(text, n, low, tops, relations, f)
                continue
            if f.inside is not None:
                m = f.inside.search(n.label)
                value = f.value or (_number(m["value"]) if m else "")
                if m and value:
                    yield AttributeClaim(
                        n.label, n.cls, f.property, value, f.scheme, sentence.text[n.start : n.end], "achieved", n.start,
                        n.end, f.name,
                    )  # fmt: skip
                continue
            yield from _around(text, sentence, n, low, f, known)


def _around(text: str, sentence: Sentence, n: Name, low: int, f: Frame, known: Frames) -> Iterator[AttributeClaim]:
    """What stands just before, from `low` on, and just behind a name."""
    behind = f.after.match(text, n.end) if f.after else None
    if f.after and not behind:
        return
    ahead = f.before.search(text, low, n.start) if f.before else None
    if f.before and not ahead:
        return
    m = behind if behind and "verb" in behind.re.groupindex else ahead
    assert m is not None
    begin, end = m.span("verb")
    written = sentence.text[begin:end]
    value, classes = f.verbs.get(written, (f.value, f.classes))
    spans = [n.start, n.end, begin, end, ahead.start() if ahead else begin]
    if "value" in m.re.groupindex:
        value = sentence.text[slice(*m.span("value"))]
        spans.append(m.end("value"))
    if n.cls not in classes or not value or (n.cls == "Place" and known.natural.search(n.label)):
        return
    status = "achieved"
    if f.tense:
        opened = max((m.end() for m in known.stop.finditer(text, 0, n.start)), default=0)
        status = _tense(text, opened, low, ahead.start() if ahead else begin, value, sentence.outlook, known)
        if not status or (status != "achieved" and f.past):
            return
        if status != "achieved" and value != "planned":
            if value not in AHEAD:
                return
            value = "planned"
    yield AttributeClaim(n.label, n.cls, f.property, value, f.scheme, written, status, min(spans), max(spans), f.name)


def _clause(text: str, at: int, known: Frames) -> int:
    return max((m.end() for m in known.brk.finditer(text, 0, at)), default=0)


def _tense(text: str, opened: int, low: int, verb: int, value: str, outlook: str, known: Frames) -> str:
    """achieved, expected, planned or targeted; empty where the words leave it open."""
    status = outlook or "achieved"
    for cue in known.cues:
        span = (opened, low) if cue.earlier else (low, verb)
        if not cue.pattern.search(text, *span):
            continue
        if cue.status == "refuse":
            return ""
        if cue.status == "doubt":
            if not outlook and status == "achieved" and value != "planned":
                return ""
            continue
        if status == "achieved" or not outlook:
            status = cue.status
    return status


def _granted(
    text: str, honour: Name, low: int, tops: list[Name], relations: tuple[RelationClaim, ...], f: Frame
) -> Iterator[AttributeClaim]:
    """Who conferred an honour that a relation of this sentence says was received."""
    assert f.before is not None
    m = f.before.search(text, low, honour.start)
    if not m:
        return
    actor = next((n for n in tops if (n.start, n.end) == m.span("actor") and n.cls in f.actors), None)
    for r in relations:
        given = r.predicate == "recognizedAs" and r.object == honour.label and r.status == "achieved"
        if actor and given and r.subject != actor.label:
            yield AttributeClaim(
                r.subject, r.subject_class, f.property, actor.label, f.scheme, m["verb"], r.status,
                m.start(), honour.end, f.name, honour=honour.label,
            )  # fmt: skip


def _figures(text: str, observations: tuple[ObservationClaim, ...], known: Frames) -> Iterator[AttributeClaim]:
    for o in observations:
        said: set[str] = set()
        for f in known.of_figures:
            if o.measure not in f.measures or f.property in said:
                continue
            opened = max((m.end() for m in known.stop.finditer(text, 0, o.start)), default=0)
            assert f.clause is not None
            m = f.clause.search(text, opened, o.start)
            if not m:
                continue
            group = "value" if "value" in m.re.groupindex else "verb"
            value = f.value or m["value"]
            said.add(f.property)
            yield AttributeClaim(
                "", "Observation", f.property, value, f.scheme, m[group], o.status, m.start(group), o.end,
                f.name, (o.start, o.end),
            )  # fmt: skip


def _number(words: str) -> str:
    """A count written in digits or Chinese numerals as plain digits; empty when it is no number."""
    value = numerals.number(words) if words.isascii() else numerals.chinese(words)
    return "" if value is None else format(value, "f")
