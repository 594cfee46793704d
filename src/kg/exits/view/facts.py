"""Facts → the page's data: columns of small integers and one table of words.

Quotes are not stored: the page holds each report's text once, and a quote is a slice of it. Offsets are counted in
UTF-16 units, as the page's script counts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from kg.iri import BASE
from kg.knowledge import Knowledge
from kg.model import DocumentFacts


class Numbers:
    """Words numbered in the order they come."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._of: dict[str, int] = {}

    def __call__(self, word: str) -> int:
        if word not in self._of:
            self._of[word] = len(self.words)
            self.words.append(word)
        return self._of[word]

    def get(self, word: str) -> int:
        """The number of a word, -1 when it has none."""
        return self._of.get(word, -1)


def units(text: str) -> Callable[[int], int]:
    """From an offset in characters to one in UTF-16 units."""
    wide = [n for n, c in enumerate(text) if ord(c) > 0xFFFF]
    return (lambda n: n + bisect_left(wide, n)) if wide else (lambda n: n)


def payload(documents: Sequence[DocumentFacts], knowledge: Knowledge) -> dict[str, Any]:
    """Everything the page knows, without the texts."""
    words, entities, indicators = Numbers(), Numbers(), Numbers()
    known = {e["slug"]: (n, e) for n, e in enumerate(knowledge.lexicon("indicators"))}
    places = {d.document.id: n for n, d in enumerate(documents)}
    turns = [units(d.document.text) for d in documents]
    labels = {
        e["term"]: [e["zh"], e["en"], *([e["colour"], e["shape"], float(e["interest"] or 0)] if e["shape"] else [])]
        for e in knowledge.lexicon("view_labels")
    }
    data: dict[str, Any] = {
        "words": {e["key"]: [e["zh"], e["en"]] for e in knowledge.lexicon("view_words")},
        "labels": labels,
        "docs": _documents(documents),
        "sections": [],
        "E": _entities(documents, entities),
    }
    data["hubs"] = sorted({entities.get(node) for node in map(_place, documents) if entities.get(node) >= 0})
    data["O"] = _observations(documents, entities, indicators, words, places, turns)
    data["R"] = _relations(documents, entities, words, places, turns)
    data["A"] = _attributes(documents, entities, data["O"].pop("i_"), words, places, turns)
    data["U"] = _unresolved(documents, words, places, turns)
    named = data["O"].pop("l_")
    data["I"] = [_indicator(node, named[node], known) for node in indicators.words]
    data["S"] = words.words
    data["pinyin"] = _pinyin(data, knowledge)
    _sections(documents, data, entities, turns)
    return data


def _place(d: DocumentFacts) -> str:
    if not d.document.about:
        return ""
    same = [e for e in d.entities if e.label == d.document.about and (not d.document.code or e.code == d.document.code)]
    return same[0].iri if same else next((e.iri for e in d.entities if e.label == d.document.about), "")


def _documents(documents: Sequence[DocumentFacts]) -> list[dict[str, Any]]:
    """The reports, each with a short name (`s`) of its own: its title where that tells it from others, else its file's."""
    found = [_document(d) for d in documents]
    times = Counter(d["t"] for d in found)
    for d in found:
        own = (
            d["t"][:1].isalnum()
            and times[d["t"]] == 1
            and (len(found) == 1 or (d["p"][:2] in d["t"] and len(d["t"]) <= 40))
        )
        d["s"] = d["t"] if own else d["n"].rsplit(".", 1)[0] or d["n"]
    return found


def _document(d: DocumentFacts) -> dict[str, Any]:
    x = d.document
    shown = {"n": x.name, "t": x.title, "p": x.about, "y": x.year or 0, "k": x.genre, "i": x.id}
    return {**shown, "c": len(x.text), "w": x.published, "h": x.sha256, "z": d.sentences}


def _indicator(node: str, label: str, known: dict[str, Any]) -> list[Any]:
    """IRI without its base, label, English label, whether up is good (1, -1, 0; null when not known), place in the list, aliases."""
    slug = node.rsplit("/", 1)[-1]
    if slug not in known:
        return [node.removeprefix(BASE), label, "", None, -1, ""]
    place, entry = known[slug]
    return [node.removeprefix(BASE), entry["name"], entry["en"], int(entry["up"] or 0), place, entry["aliases"]]


def _entities(documents: Sequence[DocumentFacts], numbers: Numbers) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {"i": [], "l": [], "c": [], "a": [], "m": []}
    for d in documents:
        for e in d.entities:
            n = numbers(e.iri)
            if n == len(table["i"]):
                for key, value in zip("ilcam", (e.iri.removeprefix(BASE), e.label, e.cls, [], 0), strict=True):
                    table[key].append(value)
            table["m"][n] += len(e.mentions)
            table["a"][n] += [a for a in (e.label, *e.aliases) if a != table["l"][n] and a not in table["a"][n]]
    table["a"] = ["|".join(a) for a in table["a"]]
    return table


def _columns(rows: list[tuple[Any, ...]], names: str) -> dict[str, list[Any]]:
    return {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)} if rows else {
        name: [] for name in names
    }  # fmt: skip


def _observations(documents: Sequence[DocumentFacts], entities: Numbers, indicators: Numbers, w: Numbers, places: dict[str, int], turns: list[Any]) -> dict[str, Any]:  # fmt: skip
    rows, nodes = [], []
    named: dict[str, str] = {}
    for d in documents:
        for o in d.observations:
            n = places[o.document]
            at = turns[n]
            nodes.append(o.observation)
            named.setdefault(o.indicator, o.indicator_label)
            rows.append((
                entities.get(o.subject), indicators(o.indicator), w(o.measure), _number(o.value),
                _number(o.value_max), w(o.unit), w(o.qualifier), w(o.status), w(o.comparison), w(o.period), w(o.scope), w(o.rank_scope), w(o.indicator_label),
                n, at(o.start), at(o.end), at(o.quote_start), at(o.quote_end), w(o.rule),
            ))  # fmt: skip
    return _columns(rows, "simvVuqtcpfkldabxyr") | {"i_": {node: n for n, node in enumerate(nodes)}, "l_": named}


def _number(value: Any) -> str | None:
    if value is None:
        return None
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _relations(documents: Sequence[DocumentFacts], entities: Numbers, w: Numbers, places: dict[str, int], turns: list[Any]) -> dict[str, Any]:  # fmt: skip
    rows, seen = [], set()
    for d in documents:
        for r in d.relations:
            key = (r.subject, r.predicate, r.object, r.document, r.start)
            if key in seen:
                continue
            seen.add(key)
            n = places.get(r.document, -1)
            a, b = (turns[n](r.start), turns[n](r.end)) if n >= 0 else (-1, -1)
            rows.append(
                (entities.get(r.subject), w(r.predicate), entities.get(r.object), w(r.status), n, a, b, w(r.rule))
            )
    return _columns(rows, "spotdabr")


def _attributes(documents: Sequence[DocumentFacts], entities: Numbers, figures: dict[str, int], w: Numbers, places: dict[str, int], turns: list[Any]) -> dict[str, Any]:  # fmt: skip
    rows = []
    for d in documents:
        for x in d.attributes:
            n = places[x.document]
            value = x.value.removeprefix(f"{BASE}code/")
            named = entities.get(x.value)
            rows.append((
                entities.get(x.entity), figures.get(x.entity, -1), w(x.entity_label), w(x.property), w(x.value_label if named >= 0 else value),
                named, w(x.as_written), w(x.status), n, turns[n](x.start), turns[n](x.end), w(x.rule),
            ))  # fmt: skip
    return _columns(rows, "eolpvnwtdabr")


def _unresolved(documents: Sequence[DocumentFacts], w: Numbers, places: dict[str, int], turns: list[Any]) -> dict[str, Any]:  # fmt: skip
    rows = []
    for d in documents:
        for u in d.unresolved:
            n = places[u.document]
            rows.append((w(u.kind), w(u.reason), n, turns[n](u.start), turns[n](u.end)))
    return _columns(rows, "krdab")


def _pinyin(data: dict[str, Any], knowledge: Knowledge) -> dict[str, str]:
    """Syllable → the characters of names and indicators that are read so."""
    used = set("".join(data["E"]["l"]) + "".join(data["E"]["a"]) + "".join(i[1] for i in data["I"]))
    read = {e["syllable"]: "".join(c for c in e["characters"] if c in used) for e in knowledge.lexicon("pinyin")}
    return {syllable: characters for syllable, characters in read.items() if characters}


def _sections(documents: Sequence[DocumentFacts], data: dict[str, Any], entities: Numbers, turns: list[Any]) -> None:
    """The sections of every report, and for each entity how often each names it."""
    count: list[dict[int, int]] = [{} for _ in data["E"]["i"]]
    data["O"]["g"] = []
    for n, d in enumerate(documents):
        first = len(data["sections"])
        heads = [(0, "")] + [(start, title) for start, title in d.sections]
        data["sections"] += [[n, turns[n](start), title] for start, title in heads]
        starts = [start for start, _ in heads]
        data["O"]["g"] += [first + bisect_left(starts, o.start + 1) - 1 for o in d.observations]
        for e in d.entities:
            own = count[entities.get(e.iri)]
            for _, start, _ in e.mentions:
                at = first + bisect_left(starts, start + 1) - 1
                own[at] = own.get(at, 0) + 1
    data["named"] = count  # taken out again by glance.arrange


def texts(d: DocumentFacts, data: dict[str, Any]) -> dict[str, Any]:
    """The text of a report and where it names what: [entity, start, end, …]."""
    at = units(d.document.text)
    spans = sorted(
        (at(start), at(end), n)
        for e in d.entities
        for n in [data["number"][e.iri.removeprefix(BASE)]]
        for _, start, end in e.mentions
    )
    return {"x": d.document.text, "m": [v for start, end, n in spans for v in (n, start, end)]}
