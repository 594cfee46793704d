"""The page itself: our template around pyvis' Network and its bundled vis-network, locked by a policy of hashes."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from importlib import resources
from typing import Any

SCRIPTS = (
    "core", "words", "find", "picture", "draw", "cards", "svg", "chart", "rows", "panel", "home", "table", "text",
    "app", "mouse", "keys", "suggest", "tools", "start",
)  # fmt: skip
DROPPED = ("number", "joined")  # of use to the layout only


def write(payload: dict[str, Any], texts: Sequence[dict[str, Any]]) -> bytes:
    """The page as UTF-8 bytes."""
    from jinja2 import ChoiceLoader, Environment, FunctionLoader, PackageLoader

    folder = resources.files("kg.exits") / "page"

    def read(name: str) -> str:
        return (folder / name).read_text(encoding="utf-8").replace("\r\n", "\n")

    network = _network(payload)
    parts = "\n".join(read(f"{name}.js") for name in SCRIPTS)
    script = f'"use strict";\n(() => {{\n{parts}\n}})();\n'
    environment = Environment(
        loader=ChoiceLoader(
            [
                FunctionLoader(lambda name: read(name) if name == "kg.html.j2" else None),
                PackageLoader("pyvis", "templates"),
            ]
        ),
        autoescape=True,
    )
    assert environment.loader is not None
    library = environment.loader.get_source(environment, "lib/vis-9.1.2/vis-network.min.js")[0]
    # an HTML parser reads CRLF and CR as LF: the hash in the policy is of what it reads
    library = library.replace("\r\n", "\n").replace("\r", "\n")
    style = read("view.css")
    data = {key: value for key, value in payload.items() if key not in DROPPED}
    classes = list(dict.fromkeys(payload["E"]["c"]))
    number = {c: n for n, c in enumerate(classes)}
    data |= {"classes": classes, "E": {**payload["E"], "c": [number[c] for c in payload["E"]["c"]]}}
    environment.globals |= {
        "payload": safe(data), "texts": [safe(t) for t in texts], "script": script, "style": style, "library": library,
        "policy": policy((script, library), (style,)), "title": _title(payload), "words": payload["words"],
    }  # fmt: skip
    network.templateEnv = environment
    network.path = "kg.html.j2"
    html: str = network.generate_html(notebook=False)
    return html.encode("utf-8")


def _title(payload: dict[str, Any]) -> str:
    docs = payload["docs"]
    if len(docs) == 1:
        return str(docs[0]["s"])
    places = sorted({d["p"] for d in docs if d["p"]})
    if 0 < len(places) <= 3:
        return " · ".join(places)
    return str(payload["words"]["title_many"][0]).format(len(docs), len(places))


def safe(data: object) -> str:
    """JSON that no HTML parser can leave: <, >, & and line separators as escapes."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for c in "<>&\u2028\u2029":
        text = text.replace(c, f"\\u{ord(c):04x}")
    return text


def policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """A content security policy that runs these scripts and styles and loads nothing."""

    def hashes(parts: Sequence[str]) -> str:
        return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(p.encode()).digest()).decode()}'" for p in parts)

    return (
        f"default-src 'none'; script-src {hashes(scripts)}; style-src {hashes(styles)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _network(payload: dict[str, Any]) -> Any:
    """pyvis' Network with the first picture: places are given, physics is off."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.toggle_physics(False)
    first = next(iter(payload["views"].values()))
    for n, x, y in first["at"]:
        network.add_node(n, label=payload["E"]["l"][n], x=x, y=y, shape="custom")
    for s, o in first["edges"]:
        network.add_edge(s, o)
    return network
