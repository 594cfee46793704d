"""Named things in a sentence: quoted strings, suffixed phrases, honours, public bodies, shapes.

Every way of finding is a generic engine over the lexicons `name_*.tsv` and `rules/names.toml`. A phrase is bounded
on its left by verbs, particles and punctuation at word edges; a phrase that names nothing in particular is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kg.knowledge import Knowledge
from kg.model import Document, Name, Sentence, Token
from kg.needed import likely
from kg.stages.names.beside import beside
from kg.stages.names.bodies import bodies
from kg.stages.names.built import built
from kg.stages.names.firms import FOUNDED, firms, products, summed, tailed
from kg.stages.names.honours import honours
from kg.stages.names.industries import industries
from kg.stages.names.issued import issued
from kg.stages.names.lent import lent
from kg.stages.names.listed import as_projects, listed
from kg.stages.names.measures import measures
from kg.stages.names.numbered import lines, ordinals, units
from kg.stages.names.phrases import Phrases
from kg.stages.names.quoted import quoted
from kg.stages.names.references import references
from kg.stages.names.stretches import PHASE, features, phased, phases, posts, stretches
from kg.stages.names.suffixed import suffixed
from kg.stages.names.targets import targets
from kg.stages.names.upon import upon
from kg.stages.names.words import SITES, words
from kg.stages.names.works import bases, works

# classes whose names are kept inside a longer name: the group in its subsidiary's, the zone in its project's
NESTS = frozenset({"Enterprise", "Place", "GovernmentBody", "ResearchOrganization", "IndustryCluster", "Person"})

# classes of what a tier of government owns: 市|图书馆
OWNED = frozenset({"PublicInstitution", "Facility", "Enterprise", "Organization", "ResearchOrganization"})

# classes of longer names that a built thing may begin: 某水库|除险加固工程, 某机场|总体规划
SETTINGS = frozenset({"Facility", "Project", "PolicyDocument", "Document"})

# classes of what an institution has, its name at the start of theirs: 某大学|某校区
BELONGS = frozenset({"Facility", "Project"})

BASES = "lexicon/name_marks.tsv"
MADE = "rules/names.toml#made-much"
KNOWN = "lexicon/name_known"
GOODS = "lexicon/goods"
FIRMS = "lexicon/firms"
PRAISE = "rules/names.toml#praise"  # who praises is a body all the same: 获|省政府|表彰

__all__ = ["find_names"]


def find_names(
    sentence: Sentence,
    tokens: tuple[Token, ...],
    document: Document,
    knowledge: Knowledge,
    places: tuple[Name, ...] = (),
    before: tuple[Name, ...] = (),
) -> tuple[Name, ...]:
    """Every named thing of a sentence except divisions, in text order; names may nest, equal spans may differ in label.

    Offsets count in `sentence.text`. `places` are the divisions found in the same sentence, `before` the names
    of the sentence before it in its paragraph.
    """
    if sentence.kind in ("furniture", "row"):
        return ()
    w = words(knowledge)
    view = Phrases(sentence.text, tokens, places, w)
    found: list[Name] = [*_shapes(sentence, document, view), *bodies(view, document)]
    members = listed(view)
    found += [n for n in members if n.cls != "Event"]  # an event of a list may be what a verb says: 开展“甲”等活动
    found += quoted(view)
    found += honours(view)
    found += lent(view, document)
    found += [n for n in members if n.cls == "Event"]
    found += targets(view)
    found += suffixed(view)
    found += industries(view)
    found += bases(view)
    found += built(view)
    found += works(view)
    found += issued(view)
    found += [Name(a, b, sentence.text[a:b], cls, where) for a, b, cls, where in view.known]
    found += measures(view)
    found += features(view)
    found += posts(view)
    found += lines(view) + ordinals(view)
    found = units(view, found)
    found += beside(view, found)
    found = upon(view, as_projects(view, found))
    found += stretches(view, found)
    found += phases(view, found)
    found += phased(view, found)
    found += firms(view, found) + tailed(view) + summed(view)
    found += products(view, found)
    found += _officials(view)
    won = {
        (n.start, n.end) for n in found if n.cls == "Honour" and n.label[0] == "“"
    }  # 成功创建|“国家园林城市”: no aim any more
    found = [n for n in found if n.cls != "Target" or (n.start, n.end) not in won]
    settled = _settled(found)
    more = references(view, settled, before)
    return tuple(_owned(n, document, view) for n in (_settled([*settled, *more]) if more else settled))


def _owned(name: Name, document: Document, view: Phrases) -> Name:
    """A body or a site that a tier owns, by the name of its place: 市|图书馆 of a report is that city's."""
    if name.cls not in OWNED or name.label[0] not in view.words.tiers or len(name.label) < 4:
        return name
    owner = view.words.owner(document, name.label[0])
    if not owner or view.words.helpers["no-tier"].match(name.label):
        return name
    return replace(name, label=owner + name.label[1:], aliases=(*name.aliases, name.label))


def _shapes(sentence: Sentence, document: Document, view: Phrases) -> list[Name]:
    found = []
    shapes = view.words.shapes
    for rule in [shapes[i] for i in likely((s.sought for s in shapes), view.characters)]:
        for m in rule.sought.finditer(sentence.text, view.characters):
            start, end = m.span("name") if "name" in m.re.groupindex else m.span()
            if rule.cls == "Programme" and (b := view.before(start)) is not None and b.tag in ("n", "nz", "b"):
                continue  # 生态|文明高地|建设
            if rule.cls == "Event":
                if not sentence.text.endswith(view.words.marks["and-event"], 0, start):  # 甲博览会暨|第三届乙会
                    start = min(start, view.left(start, 14))
                if (opens := view.strip(start, end)) > start and view.some(opens):
                    continue  # 12个某某现场会
                start = next((t.end for t in view.between(start, opens) if t.start == start and t.tag == "ul"), start)
            if rule.cls == "Facility":  # 某市|地铁1号线
                start = next((p.start for p in view.places if p.end == start), start)
            label = sentence.text[start:end]
            aliases: tuple[str, ...] = ()
            if rule.cls == "Person" and (spaced := "".join(label.split())) != label:
                aliases, label = (label,), spaced
            elif label[:2] in view.words.selves and document.about:
                aliases, label = (label,), view.words.whole(document, label[:2]) + label[2:]
            elif label[:1] in view.words.tiers and document.code and rule.cls == "Event":
                aliases, label = (label,), view.words.owner(document, label[:1]) + label[1:]
            elif "core" in m.re.groupindex:
                aliases = (m["core"],)  # 平安某市|建设
            found.append(Name(start, end, label, rule.cls, rule.where, aliases))
    if sentence.kind == "byline":
        for word in re.finditer(r"[^\s、，·]+", sentence.text):
            if view.words.person.fullmatch(word[0]) and word[0] not in view.words.generic:
                found.append(Name(*word.span(), word[0], "Person", "rules/names.toml#person.title"))
    if sentence.kind == "caption" and (c := view.words.helpers["person.caption"].search(sentence.text)):
        found.append(Name(c.start("name"), c.end("name"), c["name"], "Person", "rules/names.toml#person"))
    return found


def _officials(view: Phrases) -> list[Name]:
    """Persons the dictionary or their surname tells, right after a title: 市长李某某."""
    found = []
    for t in view.tokens:
        size = t.end - t.start
        named = (
            t.tag == "nr"
            and 2 <= size <= 3
            and view.words.person.fullmatch(t.word)
            and t.word not in view.words.generic
        )
        if named and view.text.endswith(view.words.marks["title"], 0, t.start):
            found.append(Name(t.start, t.end, t.word, "Person", "lexicon/name_marks.tsv"))
    return found


def _beside(one: Name, other: Name) -> bool:
    """Whether two names of one span are two things: two labels of a class, or a firm and its project (甲光电等项目)."""
    return one.label != other.label and (one.cls == other.cls or {one.cls, other.cls} == {"Enterprise", "Project"})


def _part(inner: Name, outer: Name) -> bool:
    """Whether a work or a stretch is named after the built thing at its start: 某水库|除险加固工程, 某高速|某县段."""
    return inner.start == outer.start and inner.end + 2 <= outer.end and outer.cls in SETTINGS


def _tail(inner: Name, outer: Name) -> bool:
    """Whether a name is but the end of another of its class."""
    return inner.cls == "Enterprise" or outer.label[-len(inner.label) - 1] in "—-"


def _begins(inner: Name, outer: Name) -> bool:
    """Whether an honour or a meeting begins with the organization that awards or holds it: 联合国|“某奖”."""
    return inner.start == outer.start and inner.end < outer.end and outer.cls in ("Honour", "Event")


def _inside(inner: Name, outer: Name) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _owned_by(inner: Name, kept: Iterable[Name]) -> bool:
    """Whether a site is named after the institution at its start that has it, no longer one: 某大学|某校区, 某医院|某项目."""
    over = [o for o in kept if o.start == inner.start and inner.end <= o.end]
    return any(inner.end + 2 <= o.end and o.cls in BELONGS for o in over) and all(o.cls != inner.cls for o in over)


def _precedence(n: Name) -> tuple[int, int, int, bool, str]:
    """Which name comes first: the longest; of one span the quoted words with their head, the reform of 某制度、某改革,
    the branch or the site of a list before the product or the firm that its member is elsewhere."""
    yields = n.cls == "Mechanism" or n.where.startswith((GOODS, FIRMS))
    return n.start - n.end, n.start, -len(n.label) if n.label[0] == "“" else 0, yields, n.label


def _settled(found: list[Name]) -> tuple[Name, ...]:
    """Of names that overlap without nesting the longer stays; the same span and label once, the first class wins.

    A name with one quotation mark of a pair (工业项目“拿地即) is none.
    """
    found = [n for n in found if n.start < n.end and n.label.count("“") == n.label.count("”")]
    found.sort(key=_precedence)
    kept: list[Name] = []
    for n in found:
        if any(o.start == n.start and o.end == n.end and not _beside(o, n) for o in kept):
            continue
        if any((o.start < n.start < o.end < n.end or n.start < o.start < n.end < o.end) for o in kept):
            continue
        nests = n.cls in NESTS and not n.where.startswith(KNOWN)
        if (
            n.cls == "Place"
            and n.where == BASES
            and any(o.start <= n.start and n.end <= o.end and o.cls in SITES for o in kept)
        ):
            continue  # 某山|隧道, 某湖|风景区: where it lies, if there, and no part of it
        nests = nests or (
            n.cls == "Product" and n.where == BASES and any(o.start == n.start and o.cls == "Facility" for o in kept)
        )
        nests = nests or (n.cls == "Product" and n.where == MADE)
        nests = nests or (
            n.cls == "Project" and any(o.start == n.start and o.end == n.end and o.cls == "Enterprise" for o in kept)
        )
        nests = nests or (
            n.cls == "Enterprise" and any(o.start == n.start and o.end >= n.end and o.cls in FOUNDED for o in kept)
        )
        nests = nests or (n.cls == "PublicInstitution" and not n.where.startswith(KNOWN) and _owned_by(n, kept))
        nests = nests or (n.cls == "Organization" and any(_begins(n, o) for o in kept))
        nests = nests or (n.cls == "Facility" and any(_part(n, o) for o in kept))
        nests = nests or any(o.where == PHASE and o.start == n.start and n.end < o.end for o in kept)
        if not nests and any(_inside(n, o) for o in kept):
            continue
        if any(o.cls == n.cls and o.start < n.start and o.end == n.end and _tail(n, o) for o in kept):
            continue  # 甲—|乙“某某”产业园: the second end of its name; 某市文旅|某某集团: a firm called like its end
        if n.cls == "Place" and any(o.cls == "Honour" and o.start < n.start and n.end < o.end for o in kept):
            continue  # 全省首批“某某海湾”优秀案例: what the honour is for
        if n.cls == "GovernmentBody" and any(_inside(n, o) for o in kept if o.cls == "Honour" and o.where != PRAISE):
            continue
        kept.append(n)
    return tuple(sorted(kept, key=lambda n: (n.start, -n.end, n.label)))
