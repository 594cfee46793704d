"""The page to ask from, the pages of entities by content negotiation, what they load. All of it from this machine."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from kg.errors import QueryError
from kg.exits.sparql.questions import listed, settled
from kg.exits.sparql.serve import negotiate
from kg.exits.sparql.serve.protocol import heard, refuse_failed
from kg.exits.sparql.serve.state import Refused, State
from kg.iri import BASE, PREFIXES

FILES = {
    "codemirror.js": "text/javascript; charset=utf-8",
    "codemirror.LICENSE.txt": "text/plain; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "page.css": "text/css; charset=utf-8",
}
SPACES = ("id", "indicator", "industry", "unit", "code", "scheme", "quantitykind")
MOST = 300  # statements of one direction on a page
LABEL = "OPTIONAL { ?o rdfs:label|skos:prefLabel|oa:exact ?l }"
OUT = f"SELECT ?p ?o ?l {{ %s ?p ?o {LABEL} }} ORDER BY ?p ?o"
IN = f"SELECT ?p ?o ?l {{ ?o ?p %s {LABEL} }} LIMIT 900"
ALL = f"CONSTRUCT {{ ?x ?p ?o . ?s ?q ?x }} {{ VALUES ?x {{ %s }} {{ ?x ?p ?o }} UNION {{ SELECT ?x ?s ?q {{ VALUES ?x {{ %s }} ?s ?q ?x }} LIMIT {MOST} }} }}"
LABELS = ("rdfs:label", "skos:prefLabel")
Labels = dict[str, dict[str, str]]


def routes() -> list[Route]:
    """Routes of all pages."""
    return [
        Route("/", _page),
        Route("/page/data.json", _data),
        Route("/page/question/{name}", _question),
        Route("/page/{name}", _file),
        Route("/graph.html", _network),
        *(Route(f"/{space}/{{path:path}}", _entity) for space in SPACES),
    ]


@lru_cache(maxsize=8)
def _bundled(name: str) -> bytes:
    return (resources.files("kg.exits.sparql.serve") / "page" / name).read_bytes()


async def _page(request: Request) -> Response:
    return Response(_bundled("index.html"), media_type=negotiate.MEDIA["html"])


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in FILES:
        raise Refused(404, f"there is nothing at {request.url.path[:200]}")
    return Response(_bundled(name), media_type=FILES[name], headers={"Cache-Control": "max-age=3600"})


async def _network(request: Request) -> Response:
    path = request.app.state.kg.folder / "graph.html"
    if not path.is_file():
        raise Refused(404, "there is no graph.html beside this graph: kg build writes one")
    # the view is one file with its own policy inside
    return FileResponse(
        path, media_type=negotiate.MEDIA["html"], headers={"Content-Security-Policy": "frame-ancestors 'none'"}
    )


async def _data(request: Request) -> Response:
    state: State = request.app.state.kg
    if "data" not in state.cache:
        said = labels(state.ontology)
        state.cache["data"] = json.dumps(
            {
                "questions": [
                    {"name": q.name, "text": q.text, "titles": q.titles, "about": q.about, "parameters": q.parameters}
                    for q in listed(state.ontology)
                ],
                "terms": [
                    [_short(i), t.get("zh", ""), t.get("en", "")] for i, t in sorted(said.items()) if i.startswith(BASE)
                ],
                "prefixes": PREFIXES,
                "base": BASE,
                "network": (state.folder / "graph.html").is_file(),
                "triples": state.triples,
            },
            ensure_ascii=False,
        ).encode()
    return Response(state.cache["data"], media_type="application/json")


async def _question(request: Request) -> Response:
    """A question's text with its parameters set to those of the address."""
    state: State = request.app.state.kg
    name = request.path_params["name"]
    found = next((q for q in listed(state.ontology) if q.name == name), None)
    if found is None:
        raise Refused(404, f"there is no question {name[:100]}")
    try:
        text = settled(found.text, [f"{n}={v}" for n, v in request.query_params.multi_items()])
    except QueryError as error:
        raise Refused(400, str(error)) from error
    return Response(text, media_type="application/sparql-query; charset=utf-8")


@lru_cache(maxsize=2)
def labels(root: Path) -> Labels:
    """Names of what an ontology folder declares: IRI → language → name."""
    wanted = {PREFIXES[p] + n for p, _, n in (label.partition(":") for label in LABELS)}
    found: Labels = {}
    for path in sorted(root.glob("*.ttl")):
        for t in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if t.predicate.value in wanted and isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.Literal):
                found.setdefault(t.subject.value, {})[t.object.language or ""] = t.object.value
    return found


def _short(iri: str) -> str:
    for prefix in ("rkg", "rkgx", "rkgu", "rkgi"):
        local = iri.removeprefix(PREFIXES[prefix])
        if local != iri and local.replace("-", "a").isalnum():
            return f"{prefix}:{local}"
    return f"<{iri}>"


async def _entity(request: Request) -> Response:
    state: State = request.app.state.kg
    iri = BASE + request.url.path.lstrip("/")
    accept = request.headers.get("accept", "")
    if wanted := request.query_params.get("format"):
        accept = negotiate.named(wanted, (negotiate.TRIPLES,))
    form = negotiate.chosen(accept, {**negotiate.TRIPLES, "text/html": "html", "application/xhtml+xml": "html"})
    if form is None:
        raise Refused(406, f"this is described in text/html, {negotiate.listed(negotiate.TRIPLES)}")
    try:
        node = str(ox.NamedNode(iri))
    except ValueError:
        raise Refused(404, f"there is nothing at {request.url.path[:200]}") from None
    links = ", ".join(
        f'<{request.url.path}?format={f}>; rel="alternate"; type="{negotiate.MEDIA[f].partition(";")[0]}"'
        for f in ("ttl", "jsonld")
    )
    headers = {"Vary": "Accept"}
    if links.isascii():
        headers["Link"] = links
    if form != "html":
        answer, body = await heard(request, state, {"query": ALL.replace("%s", node), "triples": form})
        refuse_failed(answer)
        if not answer["rows"]:
            raise Refused(404, f"the graph says nothing of <{iri}>")
        return Response(body, headers=headers, media_type=negotiate.MEDIA[form])
    out = await _rows(request, state, OUT.replace("%s", node))
    into = await _rows(request, state, IN.replace("%s", node))
    if not out and not into:
        raise Refused(404, f"the graph says nothing of <{iri}>")
    html = _template().render(_shown(iri, out, into, labels(state.ontology), (state.folder / "graph.html").is_file()))
    return Response(html, headers=headers, media_type=negotiate.MEDIA["html"])


async def _rows(request: Request, state: State, query: str) -> list[dict[str, Any]]:
    answer, body = await heard(request, state, {"query": query, "rows": "json"})
    refuse_failed(answer)
    rows: list[dict[str, Any]] = json.loads(body)["results"]["bindings"]
    return rows


@lru_cache(maxsize=1)
def _template() -> Any:
    from jinja2 import Environment

    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        _bundled("entity.html.j2").decode()
    )


def _shown(
    iri: str, out: list[dict[str, Any]], into: list[dict[str, Any]], known: Labels, network: bool
) -> dict[str, Any]:
    """What the template of an entity's page shows."""

    def named(value: str) -> dict[str, str]:
        short = next((f"{p}:{value.removeprefix(s)}" for p, s in PREFIXES.items() if value.startswith(s)), value)
        return {"iri": value, "short": short, **{t: known.get(value, {}).get(t, "") for t in ("zh", "en")}}

    def grouped(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        groups: dict[str, dict[str, dict[str, Any]]] = {}
        for row in rows:
            term = row["o"]
            values = groups.setdefault(row["p"]["value"], {})
            value = values.setdefault(json.dumps(term), {**term, "label": "", "path": _path(term)})
            label = row.get("l", {})
            if label and (not value["label"] or label.get("xml:lang", "").startswith("zh")):
                value["label"] = label["value"]
            if term["type"] == "uri" and not value["label"]:
                value["label"] = known.get(term["value"], {}).get("zh", "")
        return [
            {"name": named(p), "values": list(v.values())[:MOST], "more": max(0, len(v) - MOST)}
            for p, v in sorted(groups.items())
        ]

    def first(*wanted: str) -> str:
        found = [r["o"] for r in out if r["p"]["value"] in {PREFIXES[p] + n for p, n in (w.split(":") for w in wanted)}]
        found.sort(key=lambda o: not o.get("xml:lang", "").startswith("zh"))
        return str(found[0]["value"]) if found else ""

    kinds = [named(r["o"]["value"]) for r in out if r["p"]["value"] == PREFIXES["rdf"] + "type"]
    return {
        "iri": iri,
        "path": iri.removeprefix(BASE),
        "title": first(*LABELS, "dcterms:title", "oa:exact") or iri.removeprefix(BASE),
        "kinds": list({k["iri"]: k for k in kinds}.values()),
        "out": grouped([r for r in out if r["p"]["value"] != PREFIXES["rdf"] + "type"]),
        "into": grouped(into),
        "network": network and any(k["iri"].startswith(PREFIXES["rkg"]) for k in kinds),
    }


def _path(term: dict[str, str]) -> str:
    """Where a term is described here; empty for one that is not."""
    if term["type"] != "uri" or not term["value"].startswith(tuple(f"{BASE}{s}/" for s in SPACES)):
        return ""
    return "/" + term["value"].removeprefix(BASE)
