"""The network view: one page that works from a file, with no network and no script but its own.

pyvis' Network carries nodes and edges; our own template replaces pyvis' page (which loads from CDNs, runs markup in
titles and takes 26 s to settle 300 nodes). Positions are computed here, physics is off.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Any

from kg.knowledge import Knowledge
from kg.model import DocumentFacts

DRAWN = 84  # nodes at first glance: above about 90 labels a picture says nothing
PER_CLASS = 9
TEXT_BUDGET = 600_000  # characters of source text carried for the text view


def render(documents: Sequence[DocumentFacts], knowledge: Knowledge) -> bytes:
    """The page as UTF-8 bytes; the same bytes for the same facts."""
    from jinja2 import ChoiceLoader, Environment, FunctionLoader, PackageLoader
    from pyvis.network import Network

    page = resources.files("kg.exits") / "page"
    payload = _payload(documents, knowledge)
    network = Network(directed=True, cdn_resources="in_line")
    network.toggle_physics(False)
    _draw(network, payload)
    script = (page / "view.js").read_text(encoding="utf-8")
    style = (page / "view.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=ChoiceLoader([FunctionLoader(lambda name: (page / name).read_text(encoding="utf-8") if name == "kg.html.j2" else None), PackageLoader("pyvis", "templates")]),
        autoescape=True,
    )  # fmt: skip
    assert environment.loader is not None
    library = environment.loader.get_source(environment, "lib/vis-9.1.2/vis-network.min.js")[0]
    # an HTML parser reads CRLF and CR as LF: the hash in the policy is of what it reads
    library = library.replace("\r\n", "\n").replace("\r", "\n")
    environment.globals |= {
        "payload": _safe(payload), "script": script, "style": style, "library": library,
        "policy": _policy(script, library), "title": payload["title"],
    }  # fmt: skip
    network.templateEnv = environment
    network.path = "kg.html.j2"
    html: str = network.generate_html(notebook=False)
    return html.encode("utf-8")


def _safe(data: object) -> str:
    """JSON that no HTML parser can leave: <, >, & and line separators as escapes."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for c in "<>&\u2028\u2029":
        text = text.replace(c, f"\\u{ord(c):04x}")
    return text


def _policy(*scripts: str) -> str:
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"


def _payload(documents: Sequence[DocumentFacts], knowledge: Knowledge) -> dict[str, Any]:
    labels = {
        e["term"]: {"zh": e["zh"], "en": e["en"], "color": e["colour"], "shape": e["shape"]}
        for e in knowledge.lexicon("view_labels")
    }
    budget = sum(len(d.document.text) for d in documents) <= TEXT_BUDGET
    ids: dict[str, int] = {}
    nodes: list[dict[str, Any]] = []
    for d in documents:
        for e in d.entities:
            if e.iri not in ids:
                ids[e.iri] = len(nodes)
                nodes.append(
                    {"i": e.iri, "l": e.label, "c": e.cls, "a": [a for a in e.aliases if a != e.label], "m": 0}
                )
            nodes[ids[e.iri]]["m"] += len(e.mentions)
    index = {d.document.id: n for n, d in enumerate(documents)}
    return {
        "title": documents[0].document.title or documents[0].document.name
        if len(documents) == 1
        else f"{len(documents)} reports",
        "labels": labels,
        "hubs": sorted({ids[e.iri] for d in documents for e in d.entities if e.label == d.document.about}),
        "docs": [
            {"n": d.document.name, "t": d.document.title, "x": d.document.text if budget else ""} for d in documents
        ],
        "nodes": nodes,
        "rels": list(_relations(documents, ids, index)),
        "obs": list(_observations(documents, ids, index)),
    }


def _relations(documents: Sequence[DocumentFacts], ids: dict[str, int], index: dict[str, int]) -> Iterator[list[Any]]:
    seen = set()
    for d in documents:
        for r in d.relations:
            key = (r.subject, r.predicate, r.object, r.document, r.start)
            if key not in seen:
                seen.add(key)
                yield [
                    ids[r.subject],
                    r.predicate,
                    ids[r.object],
                    r.status,
                    index.get(r.document, -1),
                    r.start,
                    r.end,
                    r.quote,
                    r.rule,
                ]


def _observations(
    documents: Sequence[DocumentFacts], ids: dict[str, int], index: dict[str, int]
) -> Iterator[list[Any]]:
    for d in documents:
        for o in d.observations:
            yield [
                ids[o.subject], o.indicator_label, o.as_written, o.measure, format(o.value, "f"), o.unit, o.status, o.period,
                o.qualifier, index[o.document], o.start, o.end, o.quote, o.rule, o.rank_scope, o.comparison,
            ]  # fmt: skip


def _draw(network: Any, payload: dict[str, Any]) -> None:
    """Pick what is drawn at first glance and lay it out: classes as cards around the documents' own places."""
    nodes, hubs = payload["nodes"], payload["hubs"]
    degree: Counter[int] = Counter()
    for r in payload["rels"]:
        degree[r[0]] += 1
        degree[r[2]] += 1
    for o in payload["obs"]:
        degree[o[0]] += 1
    groups: dict[str, list[int]] = {}
    for n in sorted(range(len(nodes)), key=lambda n: (-degree[n], -nodes[n]["m"], nodes[n]["l"], n)):
        groups.setdefault(nodes[n]["c"], []).append(n)
    order = sorted(groups, key=lambda c: (-len(groups[c]), c))
    shown: list[int] = []
    cards = []
    column = [0, 0, 0, 0]
    for cls in order:
        own = [n for n in groups[cls] if n not in hubs][:PER_CLASS]
        if not own or len(shown) + len(own) > DRAWN:
            continue
        k = min(range(4), key=lambda i: (column[i], i))
        x, y = (k if k < 2 else k + 0.5) * 430 - 860, column[k]
        for row, n in enumerate(own):
            nodes[n]["x"], nodes[n]["y"] = x, y + 34 + row * 40
        cards.append(
            {
                "c": cls,
                "x": x - 26,
                "y": y - 8,
                "w": 380,
                "h": 34 + len(own) * 40,
                "n": len(groups[cls]) - sum(n in hubs for n in groups[cls]),
            }
        )
        column[k] += 34 + len(own) * 40 + 54
        shown += own
    middle = max(column) / 2
    for row, n in enumerate(hubs[:6]):
        nodes[n]["x"], nodes[n]["y"] = 30, middle + (row - len(hubs[:6]) / 2) * 80
        shown.append(n)
    payload["cards"] = cards
    for n in shown:
        label = payload["labels"].get(nodes[n]["c"], {})
        network.add_node(
            n,
            label=nodes[n]["l"][:18],
            x=nodes[n]["x"],
            y=nodes[n]["y"],
            shape=label.get("shape", "dot"),
            color=label.get("color", "#999999"),
        )
    drawn = set(shown)
    pairs = sorted(
        {
            (r[0], r[2], r[1])
            for r in payload["rels"]
            if r[0] in drawn and r[2] in drawn and not ({r[0], r[2]} & set(hubs))
        }
    )
    for s, t, predicate in pairs[:150]:
        network.add_edge(s, t, title=predicate)
