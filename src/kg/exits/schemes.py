"""The lists that the program reads, as concept schemes for the world: indicators, industries, units in Turtle.

The tab-separated files are the source; these bytes follow from them. Narrower is stated beside broader, for readers
without a reasoner.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from kg import iri
from kg.errors import KnowledgeError
from kg.knowledge import Entry, Knowledge, load

DIRECTION = {"+1": "rise", "-1": "fall", "0": "neither"}
QUDT = "http://qudt.org/"
PREFIXES = {
    **{p: iri.PREFIXES[p] for p in ("rdfs", "skos", "dcterms", "qudt", "unit", "rkg", "rkgu", "rkgx")},
    "rkgy": iri.industry(""),
    "quantitykind": QUDT + "vocab/quantitykind/",
    "qkdv": QUDT + "vocab/dimensionvector/",
}
Block = tuple[str, list[tuple[str, list[str]]]]  # subject, [(predicate, objects)]


def write(knowledge: Knowledge) -> list[str]:
    """Bring the schemes in the ontology folder up to date: names of the files that changed. Raises as `turtle`."""
    made = turtle(knowledge)
    old = {name: (knowledge.root / name).read_bytes() if (knowledge.root / name).exists() else b"" for name in made}
    changed = [name for name in made if made[name] != old[name]]
    for name in changed:
        (knowledge.root / name).write_bytes(made[name])
    return changed


def turtle(knowledge: Knowledge) -> dict[str, bytes]:
    """File name → bytes of every scheme that follows from the lexicons; the same lexicons give the same bytes.

    Raises KnowledgeError when a lexicon is missing, and with file and line when an entry names what is not there or
    two entries have one name.
    """
    return {
        "indicators.ttl": _file(_indicators(knowledge)),
        "industries.ttl": _file(_industries(knowledge)),
        "units.ttl": _file(_units(knowledge)),
    }


def _file(blocks: Iterable[Block]) -> bytes:
    lines = ["# Made from lexicon/*.tsv: change those, not this file."]
    lines += [f"@prefix {p}: <{PREFIXES[p]}> ." for p in sorted(PREFIXES)]
    for subject, said in blocks:
        parts = [f"{predicate} {' , '.join(objects)}" for predicate, objects in said if objects]
        lines += ["", f"{subject} " + " ;\n    ".join(parts) + " ."]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _text(value: str, language: str = "") -> str:
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"@{language}' if language else f'"{quoted}"'


def _both(zh: str, en: str) -> list[str]:
    return [_text(zh, "zh"), _text(en, "en")]


def _names(e: Entry, zh: str = "name") -> list[str]:
    """The names of an entry in both languages; KnowledgeError with file and line when one is missing."""
    for column in (zh, "en"):
        if not e[column]:
            raise KnowledgeError(f"{e.where}: {column}: a name is missing")
    return _both(e[zh], e["en"])


def _node(value: str) -> str:
    """An IRI as Turtle writes it, short where a prefix fits."""
    for prefix, space in PREFIXES.items():
        if value.startswith(space) and re.fullmatch(r"[A-Za-z0-9_-]+", value[len(space) :]):
            return f"{prefix}:{value[len(space) :]}"
    return f"<{value}>"


def _of(known: Mapping[str, str], key: str, e: Entry, column: str) -> str:
    """What a cell points to; KnowledgeError with file and line when there is no such thing."""
    try:
        return known[key]
    except KeyError:
        raise KnowledgeError(f"{e.where}: {column}: {key} is not in its list") from None


def _parts(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _scheme(knowledge: Knowledge, name: str, top: Iterable[str]) -> Block:
    entry = next(e for e in knowledge.lexicon("schemes") if e["scheme"] == name)
    said = [
        ("a", ["skos:ConceptScheme"]),
        ("rdfs:label", _both(entry["zh"], entry["en"])),
        ("dcterms:title", _both(entry["zh"], entry["en"])),
        ("dcterms:description", _both(entry["about_zh"], entry["about_en"])),
        ("dcterms:license", [_node("https://creativecommons.org/licenses/by/4.0/")]),
        ("dcterms:source", [_text(s) for s in _parts(entry["source"])]),
        ("skos:hasTopConcept", list(top)),
    ]
    return _node(iri.scheme(name)), said


def _tree(entries: Iterable[Entry], node: Callable[[Entry], str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """(slug → node, slug → nodes right below it) of a list whose column `broader` names slugs."""
    entries = list(entries)
    nodes: dict[str, str] = {}
    below: dict[str, list[str]] = {}
    for e in entries:
        if e["slug"] in nodes:
            raise KnowledgeError(f"{e.where}: slug: {e['slug']} is used twice")
        nodes[e["slug"]] = node(e)
    for e in entries:
        below.setdefault(e["broader"], []).append(nodes[e["slug"]])
    return nodes, below


def _placed(
    e: Entry, scheme: str, nodes: Mapping[str, str], below: Mapping[str, list[str]]
) -> list[tuple[str, list[str]]]:
    """Where a concept stands: its scheme, what is above it and what below."""
    above = e["broader"]
    return [
        ("skos:inScheme", [scheme]),
        ("skos:broader", [_of(nodes, above, e, "broader")]) if above else ("skos:topConceptOf", [scheme]),
        ("skos:narrower", below.get(e["slug"], [])),
    ]


def _indicators(knowledge: Knowledge) -> Iterable[Block]:
    entries = knowledge.lexicon("indicators")
    units = {e["unit"]: e["iri"] for e in knowledge.lexicon("units")}
    nodes, below = _tree(entries, lambda e: _node(iri.indicator(e["slug"])))
    head, said = _scheme(knowledge, "indicator", below[""])
    yield head, said
    for e in entries:
        yield (
            nodes[e["slug"]],
            [
                ("a", ["rkg:Indicator", "skos:Concept"]),
                ("skos:prefLabel", _names(e)),
                ("skos:altLabel", [_text(a, "zh") for a in _parts(e["aliases"])]),
                ("skos:notation", [_text(e["slug"])]),
                *_placed(e, head, nodes, below),
                ("rkg:usualUnit", [_node(_of(units, e["unit"], e, "unit"))] if e["unit"] else []),
                ("rkg:indicatorScope", [_node(iri.code("statistical-scope", e["scope"]))] if e["scope"] else []),
                ("rkg:desiredDirection", [_node(iri.code("direction", _of(DIRECTION, e["up"], e, "up")))]),
            ],
        )


def _industries(knowledge: Knowledge) -> Iterable[Block]:
    entries = knowledge.lexicon("industries")
    official = [e for e in entries if e["code"]]
    named = [e for e in entries if not e["code"]]
    by_code = {e["code"]: _node(iri.industry(e["slug"])) for e in official}
    for name, members in (("gbt4754-2017", official), ("industry", named)):
        nodes, below = _tree(members, lambda e: _node(iri.industry(e["slug"])))
        head, said = _scheme(knowledge, name, below[""])
        yield head, said
        for e in members:
            yield (
                nodes[e["slug"]],
                [
                    ("a", ["rkg:Industry", "skos:Concept"]),
                    ("skos:prefLabel", _names(e)),
                    ("skos:altLabel", [_text(a, "zh") for a in _parts(e["aliases"])]),
                    ("skos:notation", [_text(e["code"] or e["slug"])]),
                    *_placed(e, head, nodes, below),
                    ("skos:broadMatch", [_of(by_code, c, e, "within") for c in _parts(e["within"])]),
                    ("skos:relatedMatch", [_of(by_code, c, e, "related") for c in _parts(e["related"])]),
                ],
            )


def _quantity(name: str) -> str:
    return _node(iri.quantity(name[4:])) if name.startswith("own:") else f"quantitykind:{name}"


def _base(name: str) -> str:
    return iri.unit(name[4:]) if name.startswith("own:") else iri.PREFIXES["unit"] + name


def _units(knowledge: Knowledge) -> Iterable[Block]:
    kinds = {e["kind"]: e for e in knowledge.lexicon("unit_kinds")}
    forms: dict[str, list[Entry]] = {}
    for e in knowledge.lexicon("units"):
        forms.setdefault(e["iri"], []).append(e)
    head, said = _scheme(knowledge, "unit", [_node(unit) for unit in forms])
    yield head, said
    for e in kinds.values():
        if e["quantity"].startswith("own:"):
            yield (
                _quantity(e["quantity"]),
                [
                    ("a", ["qudt:QuantityKind"]),
                    ("rdfs:label", _both(e["zh"], e["en"])),
                    ("qudt:hasDimensionVector", [f"qkdv:{e['dimension']}"]),
                ],
            )
    for unit, printed in forms.items():
        first = printed[0]
        if first["kind"] not in kinds:
            raise KnowledgeError(f"{first.where}: kind: {first['kind']} is not in its list")
        kind = kinds[first["kind"]]
        factor = first["factor"]
        based = factor and kind["base"] and _base(kind["base"]) != unit
        yield (
            _node(unit),
            [
                ("a", ["qudt:Unit", "skos:Concept"]),
                ("skos:prefLabel", _names(first, "zh")),
                (
                    "skos:altLabel",
                    [_text(u, "zh") for u in dict.fromkeys(e["unit"] for e in printed) if u != first["zh"]],
                ),
                ("skos:inScheme", [head]),
                ("skos:topConceptOf", [head]),
                ("skos:notation", [_text(unit.rpartition("/")[2])]),
                ("qudt:hasQuantityKind", [_quantity(kind["quantity"])]),
                ("qudt:hasDimensionVector", [f"qkdv:{kind['dimension']}"]),
                ("qudt:conversionMultiplier", [factor if "." in factor else f"{factor}.0"] if factor else []),
                ("qudt:scalingOf", [_node(_base(kind["base"]))] if based else []),
            ],
        )


if __name__ == "__main__":
    write(load())
