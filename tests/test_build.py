"""The main job: from reports to a folder that holds what it promises."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from conftest import ROOT
from kg.exits import check, tables
from kg.knowledge import load

COLUMNS = {
    "observations": tables.OBSERVATIONS,
    "relations": tables.RELATIONS,
    "entities": tables.ENTITIES,
    "unresolved": tables.UNRESOLVED,
    "documents": tables.DOCUMENTS,
}


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / "tables" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_build_writes_every_file_and_column(built: Path) -> None:
    assert sorted(p.name for p in built.iterdir()) == ["graph.html", "graph.ttl", "report.json", "tables"]
    for table, columns in COLUMNS.items():
        raw = (built / "tables" / f"{table}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf"), "Excel shows Chinese only with a BOM"
        assert raw.split(b"\r\n")[0].decode("utf-8-sig").split(",") == list(columns)


def test_every_quote_is_the_text_at_its_offsets(built: Path, samples: Path) -> None:
    texts = {
        r["document"].rsplit("/")[-1]: (samples / r["path"]).read_text(encoding="utf-8")
        for r in rows(built, "documents")
    }
    seen = 0
    for r in rows(built, "observations"):
        text = texts[r["document"]]
        assert text[int(r["start"]) : int(r["end"])] == r["as_written"]
        assert text[int(r["quote_start"]) : int(r["quote_end"])] == r["quote"]
        seen += 1
    for r in rows(built, "relations"):
        if r["document"]:
            assert texts[r["document"]][int(r["start"]) : int(r["end"])] == r["quote"]
            seen += 1
    for r in rows(built, "unresolved"):
        assert texts[r["document"]][int(r["start"]) : int(r["end"])] == r["text"]
        seen += 1
    assert seen > 150


def test_every_digit_is_in_the_graph_in_a_name_in_a_date_or_listed(samples: Path) -> None:
    result = kg.build([samples])
    for facts in result.documents:
        text = facts.document.text
        covered = bytearray(len(text))
        for start, end in [(o.start, o.end) for o in facts.observations] + [
            (u.start, u.end) for u in facts.unresolved if u.kind == "number"
        ]:
            covered[start:end] = b"\1" * (end - start)
        for e in facts.entities:
            for _, start, end in e.mentions:
                covered[start:end] = b"\1" * (end - start)
        loose = [i for i, c in enumerate(text) if c.isdigit() and not covered[i]]
        # what is left stands in a date: a run of digits before 年, 月, 日 or a dash
        assert all(any(mark in text[i : i + 6] for mark in "年月日-") or "-" in text[max(0, i - 6) : i] for i in loose)
        assert facts.ledger.holds


def test_the_same_input_gives_the_same_bytes_in_any_order_process_and_hash_seed(samples: Path) -> None:
    files = sorted(samples.glob("*.txt"))
    first = kg.build(files).turtle()
    assert kg.build(list(reversed(files)), jobs=2).turtle() == first
    code = "import sys, kg; sys.stdout.buffer.write(kg.build(sys.argv[1:]).turtle())"
    for seed in ("0", "4242"):
        done = subprocess.run(
            [sys.executable, "-c", code, *map(str, files)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        )
        assert hashlib.sha256(done.stdout).hexdigest() == hashlib.sha256(first).hexdigest()


def test_turtle_reads_back_as_the_same_graph_in_pyoxigraph_and_rdflib(samples: Path) -> None:
    import rdflib

    result = kg.build([samples / "jinchang-2023.txt"])
    store = ox.Store()
    store.load(result.turtle(), format=ox.RdfFormat.TURTLE)
    assert {q.triple for q in store} == set(result.triples)
    back = rdflib.Graph().parse(data=result.turtle(), format="turtle")
    assert len(back) == len(result.graph) == len(result.triples)
    assert not [s for s in back.subjects() if isinstance(s, rdflib.BNode)]


def test_the_golden_graph_of_the_samples_has_not_changed(samples: Path) -> None:
    golden = ROOT / "data" / "golden" / "samples.ttl"
    assert kg.build([samples]).turtle() == golden.read_bytes(), (
        "the graph of the samples changed: read the diff of a fresh `kg build data/reports`, then copy its graph.ttl to data/golden/samples.ttl"
    )


def test_the_network_holds_entities_and_their_plain_relations(samples: Path) -> None:
    result = kg.build([samples / "jinchang-2023.txt"])
    network = result.network()
    labels = {data["label"]: node for node, data in network.nodes(data=True)}
    assert network.has_edge(labels["金昌市"], labels["城乡融合发展基金"], "establishes")
    assert set(network.nodes) == {e.iri for e in result.entities}


def test_two_documents_that_say_the_same_share_one_node_and_disagreement_is_found(built: Path) -> None:
    same = [
        r
        for r in rows(built, "observations")
        if r["indicator_label"] == "地区生产总值" and r["as_written"] == "567.73亿元"
    ]
    assert len({r["document"] for r in same}) == 3
    assert len({r["observation"] for r in same}) == 1
    from kg.exits import sparql

    answer = sparql.ask(sparql.open_graph(built), sparql.query_text("sources-that-disagree", load()))
    assert not isinstance(answer, bool)
    pairs = {tuple(row[i].value for i in (1, 3, 4)) for row in answer}
    assert ("城镇居民人均可支配收入", "50082", "50366") in pairs


def test_a_check_of_a_fresh_build_finds_nothing(built: Path) -> None:
    failures, counts = check.check(built, load())
    assert failures == []
    assert counts["facts"] > 100


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("oa:end 1", "oa:end 9991", "slice"),
        ("rkg:comparisonBasis ", "rkg:comparisonBasisX ", "undeclared"),
        ("a rkg:Fund", "a rkg:Fundd", "undeclared"),
    ],
)
def test_a_damaged_graph_is_named_with_the_rule_it_breaks(
    built: Path, tmp_path: Path, old: str, new: str, rule: str
) -> None:
    text = (built / "graph.ttl").read_text(encoding="utf-8")
    damaged = text.replace(old, new)
    assert damaged != text
    (tmp_path / "graph.ttl").write_text(damaged, encoding="utf-8")
    (tmp_path / "report.json").write_bytes((built / "report.json").read_bytes())
    failures, _ = check.check(tmp_path, load())
    assert rule in {f.rule for f in failures}


def test_a_ledger_that_does_not_add_up_fails_the_check(built: Path, tmp_path: Path) -> None:
    report = json.loads((built / "report.json").read_text(encoding="utf-8"))
    report["ledger"]["listed"] += 1
    (tmp_path / "report.json").write_text(json.dumps(report), encoding="utf-8")
    (tmp_path / "graph.ttl").write_bytes((built / "graph.ttl").read_bytes())
    failures, _ = check.check(tmp_path, load())
    assert [f.rule for f in failures] == ["ledger"]


@pytest.mark.shared
def test_all_real_reports_build_with_quotes_and_ledgers_that_hold(everything: kg.Result) -> None:
    result = everything
    assert len(result.documents) > 290
    assert check.quick_check(result.documents, result.knowledge) == []
    assert result.report()["ledger"]["holds"]
