"""Which mentions of a document name the same thing.

The same name with or without quotes and brackets is one thing; a company's short form joins the one long form it
begins. Nothing else is merged: two hospitals of one kind, or a form that fits two longer ones, stay apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from kg.knowledge import Knowledge
from kg.model import Document, Group, Name, Sentence


def key(label: str) -> str:
    """A name without what writers vary: width, quotes, brackets, blanks."""
    return re.sub(r"[“”‘’\"'《》（）()\s·]", "", unicodedata.normalize("NFKC", label))


def identify(document: Document, mentions: Sequence[tuple[Sentence, Name]], knowledge: Knowledge) -> tuple[Group, ...]:
    """Groups of mentions, each mention in exactly one, in order of first mention."""
    del document
    groups: dict[str, list[int]] = {}
    for i, (_, name) in enumerate(mentions):
        groups.setdefault(f"#{name.code}" if name.code else key(name.label), []).append(i)
    same = _curated(knowledge)
    _join(groups, mentions, tuple(e["tail"] for e in knowledge.lexicon("company_tails")), same)
    found = []
    for members in groups.values():
        names = [mentions[i][1] for i in members]
        labels = Counter(n.label for n in names)
        classes = Counter(n.cls for n in names)
        label = max(labels, key=lambda x: (labels[x] if names[0].code else len(key(x)), labels[x], x))
        cls = max(classes, key=lambda c: (classes[c], -[n.cls for n in names].index(c)))
        forms = dict.fromkeys([n.label for n in names] + [a for n in names for a in n.aliases])
        aliases = tuple(a for a in forms if a != label)
        found.append(Group(label, cls, aliases, tuple(members), names[0].code))
    return tuple(found)


def _curated(knowledge: Knowledge) -> dict[str, str]:
    return {key(e["alias"]): key(e["name"]) for e in knowledge.lexicons.get("aliases", ())}


def _join(
    groups: dict[str, list[int]],
    mentions: Sequence[tuple[Sentence, Name]],
    tails: tuple[str, ...],
    same: dict[str, str],
) -> None:
    """Merge curated aliases, and company short forms into the only long form they begin."""
    firms = [k for k, members in groups.items() if any(mentions[i][1].cls == "Enterprise" for i in members)]
    for short in list(groups):
        target = same.get(short, "")
        if short in firms and not target:
            longer = [k for k in firms if k != short and k.startswith(short) and k[len(short) :] in tails]
            target = longer[0] if len(longer) == 1 else ""
        if target and target in groups and target != short:
            groups[target] = sorted(groups[target] + groups.pop(short))
