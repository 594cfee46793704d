"""Patterns of relation rules: slots become words and classes of names (see the head of rules/relations.toml)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.errors import KnowledgeError
from kg.knowledge import Knowledge
from kg.stages.relate.fold import ANY, is_name, letters

_SLOT = re.compile(r"\{([a-z_]+)(?::([A-Za-z|]+))?\}")


class Slots:
    """Expands {slot}, {one:Class}, {list:Class|Class}, {verb} and {done} in patterns; {series:…} is a list with tails."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.where = {e["slot"]: (e["pattern"], e.where) for e in knowledge.lexicon("relation_slots")}
        words: dict[str, list[str]] = {}
        selves = selves_of(knowledge)
        for entry in knowledge.lexicon("relation_words"):
            # "in X" by itself is where something is done, not how
            forms = [w for w in folded_too(entry["word"], selves) if not is_name(w[-1])]
            words.setdefault(entry["slot"], []).extend(forms)
        for slot, forms in words.items():
            self.where[slot] = ("|".join(sorted(forms, key=lambda w: (-len(w), w))), "lexicon/relation_words.tsv")

    def expand(self, pattern: str, where: str, verbs: str = "") -> str:
        """The pattern with its slots filled in. Raises KnowledgeError for a slot not known."""

        def slot(m: re.Match[str]) -> str:
            name, spec = m[1], m[2]
            try:
                if name == "name":
                    return ANY
                if name == "done":  # at the end of what it says: a list may go on after it
                    return f"(?P<verb>{verbs})"
                if name == "verb":
                    return f"(?P<verb>{verbs})(?!{self.expand('{noun_sign}', where)})"
                if name in ("one", "list", "series"):
                    one = f"[{letters(spec)}]"
                    if name == "one":
                        return one
                    item = f"[{ANY}]*{one}(?![{ANY}])"  # names side by side modify the last of them
                    said = "(?:{modifier}(?={one:Initiative|Event}))?" if name == "series" else ""
                    between = "(?:{separator}|{tail_of_member})" if name == "series" else "{separator}"
                    return self.expand(f"(?:{item}(?:{between}{{before_list}}?{said}{item})*)", where)
                return f"(?:{self.expand(self.where[name][0], self.where[name][1])})"
            except KeyError:
                known = ", ".join(sorted([*self.where, "name", "verb", "done", "one", "list"]))
                raise KnowledgeError(f"{where}: unknown slot {m[0]}; known: {known}") from None

        return _SLOT.sub(slot, pattern)

    def compile(self, pattern: str, where: str, verbs: str = "") -> re.Pattern[str]:
        """The pattern compiled. Raises KnowledgeError where it is no regular expression."""
        try:
            return re.compile(self.expand(pattern, where, verbs))
        except re.error as error:
            raise KnowledgeError(f"{where}: not a regular expression: {error}") from error


def selves_of(knowledge: Knowledge) -> tuple[str, ...]:
    """Words for the place of the report itself."""
    return tuple(e["word"] for e in knowledge.lexicon("place_words") if e["kind"] == "self")


def folded_too(word: str, selves: tuple[str, ...]) -> list[str]:
    """The word, and the word as it reads where "the whole province" in it is folded, being the name of a place."""
    return [word, *(word.replace(own, letters("AdministrativeDivision")) for own in selves if own in word)]


def alternation(words: list[str]) -> str:
    """A pattern of any of these words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))


def by_first(words: Iterable[str], size: int = 1) -> dict[str, tuple[str, ...]]:
    """Words by their first character (or first `size`), the longest first."""
    table: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda w: (-len(w), w)):
        table.setdefault(word[:size], []).append(word)
    return {first: tuple(told) for first, told in table.items()}
