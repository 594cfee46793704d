"""Which mentions of a document name the same thing, and whose thing it is.

The same name with or without quotes and brackets is one thing; a company's short form joins the one long form it
begins; an alias joins its name, in the text or not. Nothing else is merged: two hospitals of one kind, or a form that fits two longer
ones, stay apart. What a joined form would be by itself is kept, so that a report that has only that form can be joined.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from kg.iri import key
from kg.knowledge import Knowledge
from kg.model import Document, Group, Name, Sentence

COUNTRY = "0"


def identify(
    document: Document,
    mentions: Sequence[tuple[Sentence, Name]],
    knowledge: Knowledge,
    scope: Callable[[str, str], str] | None = None,
) -> tuple[Group, ...]:
    """Groups of mentions, each mention in exactly one, in order of first mention.

    `scope`: whose a name of a class is (default: the document's place)."""
    groups: dict[str, list[int]] = {}
    for i, (_, name) in enumerate(mentions):
        groups.setdefault(f"#{name.code}" if name.code else key(name.label), []).append(i)
    curated = knowledge.lexicons.get("aliases", ())
    same = {key(e["alias"]): key(e["name"]) for e in curated}
    everywhere = {key(e["alias"]): e["name"] for e in curated if not e["unless"]}
    joined = _join(groups, mentions, tuple(e["tail"] for e in knowledge.lexicon("company_tails")), same)

    def whose(label: str, cls: str) -> str:
        return scope(label, cls) if scope else document.code

    found = []
    for identity, members in groups.items():
        names = [mentions[i][1] for i in members]
        label, cls = _called(names)
        forms = dict.fromkeys([n.label for n in names] + [a for n in names for a in n.aliases])
        aliases = tuple(a for a in forms if a != label)
        alone = [_called([mentions[i][1] for i in part]) for part in joined.get(identity, ())]
        code = names[0].code
        full = everywhere.get(identity, "")
        if full and not code and whose(full, cls) == COUNTRY:  # the alias stands without its name
            alone, label, aliases = [*alone, (label, cls)], full, (*dict.fromkeys((label, *aliases)),)
        former = tuple((short, kind, whose(short, kind)) for short, kind in alone)
        found.append(Group(label, cls, aliases, tuple(members), code, "" if code else whose(label, cls), former))
    return tuple(found)


def _called(names: Sequence[Name]) -> tuple[str, str]:
    """The label and class of mentions that name one thing: the longest form (of a division the commonest) and the commonest class."""
    labels = Counter(n.label for n in names)
    classes = Counter(n.cls for n in names)
    label = max(labels, key=lambda x: (labels[x] if names[0].code else len(key(x)), labels[x], x))
    cls = max(classes, key=lambda c: (classes[c], -[n.cls for n in names].index(c)))
    return label, cls


def _join(
    groups: dict[str, list[int]],
    mentions: Sequence[tuple[Sentence, Name]],
    tails: tuple[str, ...],
    same: dict[str, str],
) -> dict[str, list[list[int]]]:
    """Merge curated aliases, and company short forms into the only long form they begin: key → what was merged into it."""
    joined: dict[str, list[list[int]]] = {}
    firms = [k for k, members in groups.items() if any(mentions[i][1].cls == "Enterprise" for i in members)]
    for short in list(groups):
        target = same.get(short, "")
        if short in firms and not target:
            longer = [k for k in firms if k != short and k.startswith(short) and k[len(short) :] in tails]
            target = longer[0] if len(longer) == 1 else ""
        if target and target in groups and target != short:
            part = groups.pop(short)
            groups[target] = sorted(groups[target] + part)
            joined.setdefault(target, []).extend([part, *joined.pop(short, ())])
    return joined
