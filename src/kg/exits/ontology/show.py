"""The vocabulary on one page: both languages, no network, no script but its own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from kg.exits.ontology.read import Term, Vocabulary, vocabulary
from kg.knowledge import Knowledge

WIDE, HIGH = 172, 52  # of a box in a picture

# Pictures: where a box's upper left corner lies, and what joins two boxes. A test holds the names to the vocabulary.
WORLD = (
    {
        "Actor": (330, 204), "Enterprise": (10, 16), "Place": (10, 204), "Event": (10, 392), "Fund": (330, 16),
        "PolicyDocument": (330, 392), "CourseOfAction": (650, 204), "Target": (650, 16), "Honour": (650, 392),
    },
    (
        ("Actor", "attracts", "Enterprise"), ("Actor", "locatedIn", "Place"), ("Actor", "organizes", "Event"),
        ("Actor", "establishes", "Fund"), ("Actor", "issues", "PolicyDocument"), ("Actor", "implements", "CourseOfAction"),
        ("Actor", "pursues", "Target"), ("Actor", "recognizedAs", "Honour"), ("Fund", "servesTarget", "Target"),
    ),
)  # fmt: skip
PATTERN = (
    {
        "Document": (10, 16), "Evidence": (10, 186), "Observation": (330, 16), "RelationClaim": (330, 186),
        "Recognition": (330, 356), "Indicator": (650, 16), "Entity": (650, 186), "Honour": (650, 356),
    },
    (
        ("Observation", "evidence", "Evidence"), ("RelationClaim", "evidence", "Evidence"),
        ("Recognition", "evidence", "Evidence"), ("Evidence", "oa:hasSource", "Document"),
        ("Observation", "indicator", "Indicator"), ("Observation", "observedEntity", "Entity"),
        ("RelationClaim", "subject/object", "Entity"), ("Recognition", "recipient", "Entity"),
        ("Recognition", "honour", "Honour"),
    ),
)  # fmt: skip

_Box = tuple[int, int]


def page(knowledge: Knowledge) -> bytes:
    """The page as UTF-8 bytes; the same bytes for the same folder. Raises KnowledgeError for Turtle it cannot read."""
    from jinja2 import Environment, FunctionLoader

    folder = resources.files("kg.exits.ontology") / "page"

    def asset(name: str) -> str:
        return (folder / name).read_text(encoding="utf-8")

    v = vocabulary(knowledge.root)
    script = asset("page.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment = Environment(loader=FunctionLoader(asset), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    terms = {t.name: t for t in v.terms}
    html = environment.get_template("page.html.j2").render(
        v=v, terms=terms, script=script, style=asset("page.css"), sample=asset("example.ttl"),
        policy=f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
        classes=_sections(v, "class"), relations=_sections(v, "relation"), values=_sections(v, "value"),
        tree=_tree(v), world=_drawn(WORLD, terms), pattern=_drawn(PATTERN, terms), wide=WIDE, high=HIGH,
        leaving=_ends(v, "domain"), arriving=_ends(v, "range"), lists={s.iri.rpartition("/")[2]: s for s in v.codes},
        over={t.name: _over(t, terms) for t in v.terms if t.kind == "class"},
    )  # fmt: skip
    return html.encode("utf-8")


def _sections(v: Vocabulary, kind: str) -> list[tuple[dict[str, str], list[Term]]]:
    found: dict[str, list[Term]] = {}
    for t in v.terms:
        if t.kind == kind:
            found.setdefault(t.section, []).append(t)
    return [({"zh": s.partition(" · ")[0], "en": s.partition(" · ")[2] or s}, ts) for s, ts in found.items()]


def _over(term: Term, terms: Mapping[str, Term]) -> list[str]:
    """The superclasses of our own, nearest first."""
    found: list[str] = []
    queue = [a.partition(":")[2] for a in term.above if a.startswith("rkg:")]
    while queue:
        name = queue.pop(0)
        if name not in found and name in terms:
            found.append(name)
            queue += [a.partition(":")[2] for a in terms[name].above if a.startswith("rkg:")]
    return found


def _tree(v: Vocabulary) -> list[tuple[int, Term]]:
    """Classes by depth below their superclasses of our own; one of two superclasses shows under both."""
    classes = [t for t in v.terms if t.kind == "class"]
    under: dict[str, list[Term]] = {}
    for t in classes:
        for above in [a for a in t.above if a.startswith("rkg:")] or [""]:
            under.setdefault(above.partition(":")[2], []).append(t)
    rows: list[tuple[int, Term]] = []

    def walk(name: str, depth: int) -> None:
        for t in under.get(name, ()):
            rows.append((depth, t))
            if depth < len(classes):  # a cycle in a broken folder ends
                walk(t.name, depth + 1)

    walk("", 0)
    return rows


def _ends(v: Vocabulary, end: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for t in v.terms:
        if t.kind != "class":
            found.setdefault(getattr(t, end).partition(":")[2], []).append(t.name)
    return found


def _drawn(
    picture: tuple[Mapping[str, _Box], Sequence[tuple[str, str, str]]], terms: Mapping[str, Term]
) -> dict[str, Any]:
    """Boxes and arrows of a picture in SVG coordinates; what a folder of one's own lacks is left out."""
    boxes, edges = picture
    known = {name: at for name, at in boxes.items() if name in terms}
    arrows = []
    for start, label, end in edges:
        if start in known and end in known:
            (x1, y1), (x2, y2) = _border(known[start], known[end]), _border(known[end], known[start])
            arrows.append(
                {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "label": label, "x": (x1 + x2) // 2, "y": (y1 + y2) // 2}
            )
    return {
        "boxes": [{"term": terms[n], "x": x, "y": y} for n, (x, y) in known.items()], "arrows": arrows,
        "width": 10 + WIDE + max((x for x, _ in known.values()), default=0),
        "height": 16 + HIGH + max((y for _, y in known.values()), default=0),
    }  # fmt: skip


def _border(box: _Box, towards: _Box) -> _Box:
    """Where the line between two boxes' middles leaves the first."""
    dx, dy = towards[0] - box[0], towards[1] - box[1]
    scale = min(WIDE / 2 / abs(dx) if dx else 9.0, HIGH / 2 / abs(dy) if dy else 9.0)
    return round(box[0] + WIDE / 2 + dx * scale), round(box[1] + HIGH / 2 + dy * scale)
