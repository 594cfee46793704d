"""Whether a graph arrived: what the store answers, triple by triple, beside what was sent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from kg.exits.push.sent import Load, bare
from kg.exits.push.stores import Store, construct, select, where
from kg.exits.push.web import Web, plain
from kg.iri import PREFIXES

SUBJECTS, TRIPLES = 500, 4_000  # asked for at a time: fewer rows than any store's limit that is known
KEPT = 200  # differences that are kept to be shown; all are counted

XSD = PREFIXES["xsd"]
TYPE = f"{PREFIXES['rdf']}type"
NUMBERS = frozenset(f"{XSD}{n}" for n in ("decimal", "integer", "int", "long", "nonNegativeInteger"))
DATES = frozenset(f"{XSD}{n}" for n in ("gYear", "gYearMonth", "date", "dateTime"))
FLOATS = frozenset({f"{XSD}double", f"{XSD}float"})
HANZI = re.compile(r"[\u4e00-\u9fff]")

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was sent."""

    kind: str  # missing, extra, language, number, date, datatype, chinese, text, class, predicate, total
    what: str  # subject and predicate, or what is counted
    sent: str = ""
    found: str = ""


@dataclass(slots=True)
class Verified:
    """What was compared, and what differs."""

    differences: list[Difference] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)  # of differences, all of them
    counts: Counter[str] = field(default_factory=Counter)  # of what was sent: classes, literals …

    def add(self, difference: Difference) -> None:
        """Count a difference, and keep the first ones."""
        self.kinds[difference.kind] += 1
        if len(self.differences) < KEPT:
            self.differences.append(difference)


def verify(
    web: Web, store: Store, graph: str, load: Load, after: int, alone: bool, each: bool, told: Callable[[int], None]
) -> Verified:
    """Compare the store's graph with what was sent.

    `after`: how many triples it says it holds. `alone`: the graph should hold nothing else (after PUT). `each`: every triple, not the counts alone.
    Raises StoreError when the store does not answer.
    """
    found = Verified()
    if alone and after != load.total:
        found.add(Difference("total", "", str(load.total), str(after)))
    classes: Counter[str] = Counter()
    predicates: Counter[str] = Counter()
    spaces: Counter[str] = Counter()
    languages: set[str] = set()
    done = 0
    for part in _parts(load):
        for t in part:
            _tally(t, classes, predicates, spaces, languages, found.counts)
        done += len(part)
        if each:
            _compare(part, _asked(web, store, graph, part), alone, found)
        told(done)
    for t in load.blank:
        _tally(t, classes, predicates, spaces, languages, found.counts)
    sizes = {"triples": load.total, "classes": len(classes), "kinds": len(spaces), "languages": len(languages)}
    found.counts.update(sizes)
    _counted(web, store, graph, "class", classes, alone, found)
    _counted(web, store, graph, "predicate", predicates, alone, found)
    return found


def _parts(load: Load) -> Iterator[list[ox.Triple]]:
    part: list[ox.Triple] = []
    subjects = 0
    for group in load.subjects():
        if part and (subjects >= SUBJECTS or len(part) + len(group) > TRIPLES):
            yield part
            part, subjects = [], 0
        part += group
        subjects += 1
    if part:
        yield part


def _asked(web: Web, store: Store, graph: str, part: list[ox.Triple]) -> list[ox.Triple]:
    subjects = " ".join(dict.fromkeys(str(t.subject) for t in part))
    pattern = where(graph, f"VALUES ?s {{ {subjects} }} ?s ?p ?o")
    return construct(web, store, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {pattern}")


def _counted(web: Web, store: Store, graph: str, kind: str, sent: Counter[str], alone: bool, found: Verified) -> None:
    pattern = "?s a ?k" if kind == "class" else "?s ?k ?o"
    rows = select(web, store, f"SELECT ?k (COUNT(*) AS ?n) WHERE {where(graph, pattern)} GROUP BY ?k")
    there = {row["k"]: int(row["n"]) for row in rows if row.get("n", "").isdigit() and "k" in row}
    for key in sorted({*sent, *there}):
        n, m = sent[key], there.get(key, 0)
        if m < n or (alone and m > n):
            found.add(Difference(kind, plain(f"<{key}>"), str(n), str(m)))


def _compare(sent: list[ox.Triple], back: list[ox.Triple], alone: bool, found: Verified) -> None:
    """Differences between what was sent about some subjects and what came back."""
    missing, extra = set(sent).difference(back), {t for t in set(back).difference(sent) if not bare(t)}
    if not missing and not extra:
        return
    came = {key(t): t for t in extra}
    gone = {key(t): t for t in missing}
    lost = sorted((t for k, t in gone.items() if k not in came), key=str)
    new = sorted((t for k, t in came.items() if k not in gone), key=str)
    for t in lost:
        twin = next((n for n in new if n.subject == t.subject and n.predicate == t.predicate), None)
        what = _shown(t.subject) + " " + _shown(t.predicate)
        if twin is None:
            found.add(Difference("missing", what, _shown(t.object)))
        else:
            new.remove(twin)
            found.add(Difference(_kind(t.object, twin.object), what, _shown(t.object), _shown(twin.object)))
    for t in new if alone else ():
        found.add(Difference("extra", _shown(t.subject) + " " + _shown(t.predicate), found=_shown(t.object)))


def key(t: ox.Triple) -> Key:
    """What two triples share that say the same: 22074.70 is 22074.7, zh-CN is zh-cn."""
    o = t.object
    head = (str(t.subject), t.predicate.value)
    if not isinstance(o, ox.Literal):
        return (*head, str(o))
    if o.language:
        return (*head, o.value, "@", o.language.lower())
    return (*head, _value(o.value, o.datatype.value), "^", o.datatype.value)


def _value(text: str, datatype: str) -> str:
    try:
        if datatype in NUMBERS:
            return f"{Decimal(text).normalize():f}"
        if datatype in FLOATS:
            return repr(float(text))
    except (InvalidOperation, ValueError):
        return text
    if datatype == f"{XSD}boolean":
        return {"1": "true", "0": "false"}.get(text, text)
    return re.sub(r"Z$", "+00:00", text) if datatype in DATES else text


def _kind(sent: object, back: object) -> str:
    """In what a literal differs from what came back in its place."""
    if not isinstance(sent, ox.Literal) or not isinstance(back, ox.Literal):
        return "missing"
    if sent.value == back.value and sent.language != back.language:
        return "language"
    if sent.datatype != back.datatype and not sent.language:
        return "datatype"
    if sent.datatype.value in NUMBERS | FLOATS:
        return "number"
    if sent.datatype.value in DATES:
        return "date"
    return "chinese" if HANZI.search(sent.value) else "text"


def _tally(
    t: ox.Triple,
    classes: Counter[str],
    predicates: Counter[str],
    spaces: Counter[str],
    languages: set[str],
    counts: Counter[str],
) -> None:
    o, p = t.object, t.predicate.value
    predicates[p] += 1
    if isinstance(o, ox.NamedNode):
        if p == TYPE:
            classes[o.value] += 1
        spaces[_space(o.value)] += 1
    elif isinstance(o, ox.Literal):
        datatype = o.datatype.value
        if o.language:
            languages.add(o.language)
            counts["tagged"] += 1
        elif datatype in NUMBERS:
            counts["numbers"] += 1
        elif datatype in DATES:
            counts["dates"] += 1
        if HANZI.search(o.value):
            counts["chinese"] += 1
    if isinstance(t.subject, ox.NamedNode):
        spaces[_space(t.subject.value)] += 1


def _space(iri: str) -> str:
    """The kind of an IRI: all of it up to the last / or #."""
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def _shown(term: object) -> str:
    return plain(str(term), 200)
