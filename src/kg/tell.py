"""What the rules read in a sentence, told so that a rule is easy to add: the line that knew each name, the frame and
the roles of each relation, and for what was not taken the reason and the line nearest to taking it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.knowledge import Entry, Knowledge
from kg.model import AttributeClaim, Declined, Masked, Name, ObservationClaim, Period, Quantity, RelationClaim, Sentence

_LEXICON = re.compile(r"lexicon/(\w+)(?:\.tsv)?(?::(\d+))?")
_STOP = re.compile("[\uff0c\u3002\uff1b\uff1a]")  # ，。；： end a clause


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the telling: what kind of thing, its cells, the place that knew it, and notes on how or why."""

    kind: str  # names, quantities, periods, observations, relations, attributes, declined, nearly
    cells: tuple[str, ...]
    where: str = ""  # file:line
    reason: str = ""  # key of a message: why it was not taken
    near: tuple[tuple[str, str], ...] = ()  # (key of a message, what and where)


def tell(seen: dict[str, Any], i: int, knowledge: Knowledge) -> Iterator[Line]:
    """Everything that `pipeline.explain` saw in its sentence number `i`."""
    teller = _Teller(seen["sentences"][i], seen["names"][i], seen["masks"][i], knowledge)
    for kind in ("names", "quantities", "periods", "observations", "relations", "attributes", "declined"):
        for item in seen[kind][i]:
            yield getattr(teller, kind)(item)
    yield from teller.nearly(seen["relations"][i], seen["declined"][i])


class _Teller:
    def __init__(
        self, sentence: Sentence, names: Sequence[Name], masks: Sequence[Masked], knowledge: Knowledge
    ) -> None:
        self.text, self.found, self.masks, self.knowledge = sentence.text, names, masks, knowledge

    # ------------------------------------------------------------------------------ what was read

    def names(self, n: Name) -> Line:
        """A name, its class and the line that knew it."""
        written = self.text[n.start : n.end]
        return Line("names", (n.label, n.cls, "" if written == n.label else written), self.line(n))

    def quantities(self, q: Quantity) -> Line:
        """A number and what it is worth."""
        value = (
            "–".join("…" if v is None else f"{v:f}" for v in q.value) if isinstance(q.value, tuple) else f"{q.value:f}"
        )
        return Line("quantities", (q.text, f"= {value} {q.unit or ''}".rstrip(), q.qualifier))

    def periods(self, p: Period) -> Line:
        """A time and the days it stands for."""
        return Line("periods", (p.text, f"= {p.value or '?'}"))

    def observations(self, o: ObservationClaim) -> Line:
        """A figure: of what, which indicator, how measured, when."""
        value = f"{o.measure} {o.value:f} {o.unit}".rstrip()
        cells = (self.text[o.start : o.end], o.subject or "·", o.indicator, value, o.status, o.period or "?")
        forms = ((e, (e["name"], *e["aliases"].split("|"))) for e in self.knowledge.lexicon("indicators"))
        entry = next((e for e, names in forms if o.indicator in names), None)
        told = ("near_indicator", f"{entry['name']}  {entry.where}") if entry else ("new_indicator", o.indicator)
        return Line("observations", cells, o.rule, near=(told,))

    def relations(self, r: RelationClaim) -> Line:
        """A relation: its ends, the frame that read it, the verb, and where the frame looks for its ends."""
        near = []
        verb = self._verb(r.start, r.end)
        if verb:
            near.append(("by_verb", f"{verb['verb']} ({verb['group']})  {verb.where}"))
        rule = next((x for x in self.knowledge.family("relations") if r.rule.endswith(x.where)), None)
        if rule:
            near.append(("role_subject_" + str(rule.body.get("subject", "clause")), r.subject or "·"))
            near.append(("role_object_" + str(rule.body.get("object", "group")), r.object))
        cells = (r.subject or "·", r.predicate, r.object, r.status)
        return Line("relations", cells, r.rule, near=tuple(near))

    def attributes(self, a: AttributeClaim) -> Line:
        """An attribute and of what it is."""
        whose = self.text[slice(*a.figure)] if a.figure else f"{a.entity or '·'}{' · ' if a.honour else ''}{a.honour}"
        return Line("attributes", (whose, a.property, a.value, a.status), a.rule)

    # ------------------------------------------------------------------------------ what was not

    def declined(self, d: Declined) -> Line:
        """What was seen and not taken: why, and which line is nearest to taking it."""
        near: list[tuple[str, str]] = []
        if d.kind == "statement":
            verb = self._verb(d.start, d.end)
            if verb:
                near = [("by_verb", f"{verb['verb']} ({verb['group']})  {verb.where}"), *self._frames(verb)]
        elif d.reason == "no-indicator":
            near = self._indicators(d)
        elif d.reason == "no-unit":
            near = self._units(d)
        else:
            for n in self.found:
                if n.start <= d.start and d.end <= n.end:
                    near.append(("in_name", f"{n.label}  {self.line(n)}"))
            for m in self.masks:
                if m.start <= d.start and d.end <= m.end and m.where:
                    near.append(("in_mask", f"{self.text[m.start : m.end]}  {m.where}"))
        return Line("declined", (self.text[d.start : d.end],), reason=d.reason, near=tuple(near[:3]))

    def nearly(self, relations: Sequence[RelationClaim], declined: Sequence[Declined]) -> Iterator[Line]:
        """Clauses that name something and state nothing: the verb that is known, or that none is; heads that named nothing."""
        spans = [(r.start, r.end) for r in relations] + [(d.start, d.end) for d in declined if d.kind == "statement"]
        start = 0
        for end in [*(m.start() for m in _STOP.finditer(self.text)), len(self.text)]:
            inside = [n for n in self.found if start <= n.start and n.end <= end]
            said = any(a < end and start < b for a, b in spans)
            if inside and not said and any(n.cls != "AdministrativeDivision" for n in inside):
                verb = self._verb(start, end)
                told = " · ".join(dict.fromkeys(n.label for n in inside))
                if verb:
                    near = (("by_verb", f"{verb['verb']} ({verb['group']})  {verb.where}"), *self._frames(verb))
                    yield Line("nearly", (told,), reason="no-frame", near=near[:3])
                else:
                    first = self.knowledge.lexicon("relation_verbs")[0]
                    yield Line("nearly", (told,), reason="no-verb", near=(("add_here", first.where),))
            start = end + 1
        yield from self._heads()

    def _heads(self) -> Iterator[Line]:
        """Words that end names, where no name was found; quoted words that nothing makes a name."""
        covered = [(n.start, n.end) for n in self.found]
        shown: set[str] = set()
        for e in sorted(self.knowledge.lexicon("name_heads"), key=lambda e: -len(e["suffix"])):
            for m in re.finditer(re.escape(e["suffix"]), self.text):
                if any(a < m.end() and m.start() < b for a, b in covered) or e["suffix"] in shown:
                    continue
                covered.append(m.span())
                shown.add(e["suffix"])
                before = self.text[max(0, m.start() - 8) : m.end()]
                need = f"need_{e['need']}" if e["need"] else "need_always"
                yield Line(
                    "nearly", (before,), reason="no-name", near=((need, f"{e['suffix']} ({e['class']})  {e.where}"),)
                )
        for m in re.finditer("\u201c([^\u201c\u201d]{2,20})\u201d", self.text):
            if not any(a < m.end() and m.start() < b for a, b in covered):
                last = self.knowledge.lexicon("name_quoted")[0]
                yield Line("nearly", (m[0],), reason="quoted", near=(("add_here", last.where),))

    # ------------------------------------------------------------------------------ the lines of the lexicons

    def line(self, n: Name) -> str:
        """file:line of what knew a name; where the stage says the file alone, the longest entry that the name shows."""
        m = _LEXICON.search(n.where)
        if not m or m[2]:
            family, _, rule = n.where.partition("#")
            said = re.sub(r"^rules/|\.toml$", "", family) if rule else ""
            found = (
                next((r for r in self.knowledge.rules.get(said, ()) if r.name.startswith(rule)), None) if rule else None
            )
            return found.where if found else n.where
        entries = self.knowledge.lexicons.get(m[1], ())
        around = self.text[max(0, n.start - 8) : n.end + 12]
        best: tuple[tuple[bool, bool, int], Entry] | None = None
        for e in entries:
            word = next(iter(e.fields.values()), "")
            if word and (word in n.label or word in around):
                rank = (n.label.endswith(word), word in n.label, len(word))
                if best is None or rank > best[0]:
                    best = rank, e
        return best[1].where if best else f"lexicon/{m[1]}.tsv"

    def _verb(self, start: int, end: int) -> Entry | None:
        """The longest trigger verb of a stretch that stands outside the names."""
        text = list(self.text)
        for n in self.found:
            text[n.start : n.end] = " " * (n.end - n.start)
        free = "".join(text)[max(0, start) : end]
        known = [e for e in self.knowledge.lexicon("relation_verbs") if e["verb"] in free]
        return max(known, key=lambda e: (len(e["verb"]), e["verb"]), default=None)

    def _frames(self, verb: Entry) -> list[tuple[str, str]]:
        """The frames that a verb wakes: what they look for."""
        found = []
        for rule in self.knowledge.family("relations"):
            if verb["group"] in str(rule.body.get("verbs", "")).split():
                said = rule.body.get("predicate", "")
                classes = " ".join(said) if isinstance(said, dict) else str(said)
                found.append(("by_frame", f"{rule.name} → {classes}  {rule.where}"))
        return found

    def _indicators(self, d: Declined) -> list[tuple[str, str]]:
        """The indicators whose names share most with the words before a number."""
        low = max((m.end() for m in _STOP.finditer(self.text, 0, d.start)), default=0)
        before = self.text[low : d.start]
        ranked = []
        for e in self.knowledge.lexicon("indicators"):
            common = max((_common(before, form) for form in (e["name"], *e["aliases"].split("|")) if form), default=0)
            if common > 1:
                ranked.append((-common, len(e["name"]), e))
        ranked.sort(key=lambda r: (r[0], r[1], r[2].where))
        return [("near_alias", f"{e['name']}  {e.where}") for _, _, e in ranked[:2]]

    def _units(self, d: Declined) -> list[tuple[str, str]]:
        after = self.text[d.end : d.end + 4]
        entries = self.knowledge.lexicon("units")
        near = [e for e in entries if after and e["unit"] and e["unit"][-1] in after[:2]]
        best = near[0] if near else entries[-1]
        return [("near_unit", f"{best['unit']}  {best.where}")]


def _common(text: str, word: str) -> int:
    """Length of the longest stretch of `word` that stands in `text`."""
    return next((n for n in range(len(word), 1, -1) for i in range(len(word) - n + 1) if word[i : i + n] in text), 0)
