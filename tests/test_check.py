"""kg check: a sound folder passes, and each kind of seeded fault is caught under its own name."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import knowledge
from kg.errors import InputError
from kg.exits import check
from kg.iri import PREFIXES

ONE = "{ SELECT ?s WHERE { ?s a rkg:%s } ORDER BY ?s LIMIT 1 }"
OBSERVATION, EVIDENCE, CLAIM = ONE % "Observation", ONE % "Evidence", ONE % "RelationClaim"
RECOGNITION, FUND = ONE % "Recognition", ONE % "Fund"
GROWTH = "{ SELECT ?s WHERE { ?s rkg:measureKind <https://w3id.org/region-kg/code/measure-kind/growth-rate> } ORDER BY ?s LIMIT 1 }"


def drop(prop: str, where: str) -> str:
    return f"DELETE {{ ?s {prop} ?v }} WHERE {{ {where} ?s {prop} ?v }}"


def put(prop: str, value: str, where: str) -> str:
    return f"DELETE {{ ?s {prop} ?v }} INSERT {{ ?s {prop} {value} }} WHERE {{ {where} OPTIONAL {{ ?s {prop} ?v }} }}"


def add(prop: str, value: str, where: str) -> str:
    return f"INSERT {{ ?s {prop} {value} }} WHERE {{ {where} }}"


# what is done to a sound graph, and the rules of which at least one must name it
FAULTS = {
    "evidence removed": (drop("rkg:evidence", OBSERVATION), {"required:evidence"}),
    "claim without evidence": (drop("rkg:evidence", CLAIM), {"required:evidence"}),
    "claim without status": (drop("rkg:realizationStatus", CLAIM), {"required:realizationStatus"}),
    "recognition without honour": (drop("rkg:honour", RECOGNITION), {"required:honour"}),
    "recognition without recipient": (drop("rkg:recipient", RECOGNITION), {"required:recipient"}),
    "value removed": (drop("rkg:value", OBSERVATION), {"required:value"}),
    "printed digits removed": (drop("rkg:asWrittenValue", OBSERVATION), {"required:asWrittenValue"}),
    "qualifier removed": (drop("rkg:valueQualifier", OBSERVATION), {"required:valueQualifier"}),
    "measure removed": (drop("rkg:measureKind", OBSERVATION), {"required:measureKind"}),
    "subject removed": (drop("rkg:observedEntity", OBSERVATION), {"required:observedEntity"}),
    "indicator removed": (drop("rkg:indicator", OBSERVATION), {"required:indicator"}),
    "offset shifted": (put("oa:end", "999999", EVIDENCE), {"slice"}),
    "quote cut": (put("oa:exact", '"x"', EVIDENCE), {"slice"}),
    "basis missing": (drop("rkg:comparisonBasis", GROWTH), {"basis"}),
    "undeclared property": (add("rkg:size", '"1"', FUND), {"undeclared"}),
    "undeclared class": (add("a", "rkg:Treasure", FUND), {"undeclared"}),
    "undeclared code": (
        put("rkg:measureKind", "<https://w3id.org/region-kg/code/measure-kind/guess>", OBSERVATION),
        {"undeclared"},
    ),
    "label missing": (drop("rdfs:label", FUND), {"label"}),
    "dangling subject": (
        put("rkg:observedEntity", "<https://w3id.org/region-kg/id/fund/none>", OBSERVATION),
        {"dangling"},
    ),
    "wrong domain": (add("rkg:organizes", "<https://w3id.org/region-kg/id/place/6203>", FUND), {"domain"}),
    "wrong range": (add("rkg:locatedIn", "?s", FUND), {"range"}),
    "two values": (add("rkg:value", "42.5", OBSERVATION), {"functional"}),
    "two subjects": (
        add("rkg:observedEntity", "<https://w3id.org/region-kg/id/place/62>", OBSERVATION),
        {"functional"},
    ),
}

# what only the shapes see
SHAPED = {
    "growth in yuan": (put("qudt:hasUnit", "unit:CCY_CNY", GROWTH), "percent"),
    "day that is none": (put("rkg:periodEnd", '"2023-02"^^xsd:date', OBSERVATION), "last day"),
    "start after end": (put("oa:start", "999999", EVIDENCE), "start"),
    "digest cut": (put("rkg:sha256", '"abc"', ONE % "Document"), "digest"),
    "claimed and not asserted": (
        f"DELETE {{ ?a ?p ?b }} WHERE {{ {CLAIM} ?s rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?b }}",
        "asserted",
    ),
    "abstract class alone": (put("a", "rkg:Actor", FUND), "abstract"),
    "label in no language": (put("rdfs:label", '"x"', FUND), "Chinese"),
    "code of letters": (put("rkg:divisionCode", '"62x"', ONE % "AdministrativeDivision"), "division code"),
}


def seeded(built: Path, folder: Path, updates: list[str]) -> Path:
    """A copy of the built folder whose graph has the faults; fails when an update changes nothing."""
    store = ox.Store()
    store.bulk_load(path=str(built / "graph.ttl"), format=ox.RdfFormat.TURTLE)
    for update in updates:
        before = set(store)
        store.update(update, prefixes=PREFIXES)
        assert set(store) != before, update
    folder.mkdir()
    written = ox.serialize([q.triple for q in store], format=ox.RdfFormat.TURTLE)
    assert written is not None
    (folder / "graph.ttl").write_bytes(written)
    shutil.copy(built / "report.json", folder)
    return folder


def test_a_build_passes(built: Path) -> None:
    failures, counts = check.check(built, knowledge.load())
    assert failures == []
    assert counts["facts"] > 100 < counts["quotes"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_named(fault: str, built: Path, tmp_path: Path) -> None:
    update, rules = FAULTS[fault]
    failures, _ = check.check(seeded(built, tmp_path / "out", [update]), knowledge.load())
    assert rules & {f.rule for f in failures}
    assert all(f.node and f.message and f.place for f in failures)


def test_a_ledger_that_does_not_add_up_is_named(built: Path, tmp_path: Path) -> None:
    out = seeded(built, tmp_path / "out", [])
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    report["ledger"]["seen"] += 1
    (out / "report.json").write_text(json.dumps(report), encoding="utf-8")
    failures, _ = check.check(out, knowledge.load())
    assert [f.rule for f in failures] == ["ledger"]


def test_a_folder_that_is_no_build_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a built folder"):
        check.check(tmp_path, knowledge.load())


@pytest.mark.filterwarnings("ignore:NotImplemented should not be used:DeprecationWarning")  # rdflib, on the bad date
def test_shapes_pass_a_build_and_catch_what_the_quick_rules_cannot(built: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyshacl")
    known = knowledge.load()
    assert check.check(built, known, shapes=True)[0] == []
    # all at once: one run of the engine takes seconds
    out = seeded(built, tmp_path / "out", [update for update, _ in SHAPED.values()])
    said = [f.message for f in check.check(out, known, shapes=True)[0] if f.rule.startswith("shape:")]
    assert [fault for fault, (_, word) in SHAPED.items() if not any(word in message for message in said)] == []
