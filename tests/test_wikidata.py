"""Places and Wikidata: joined by official code, one item each, on the nodes of places and nowhere else."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, SKOS, URIRef

import kg
from kg import iri, knowledge

KNOWN = knowledge.load()
ENTRIES = KNOWN.lexicon("wikidata")
ITEM = {e["code"]: e["item"] for e in ENTRIES}
DIVISIONS = {e["code"]: e["name"] for e in KNOWN.lexicon("divisions")}


def test_every_code_is_an_official_one_and_named_once() -> None:
    assert [e.where for e in ENTRIES if e["code"] not in DIVISIONS] == []
    assert [c for c, n in Counter(e["code"] for e in ENTRIES).items() if n > 1] == []
    assert [e["code"] for e in ENTRIES] == sorted(ITEM)


def test_items_are_well_formed_and_none_stands_for_two_places() -> None:
    assert [e.where for e in ENTRIES if not re.fullmatch(r"Q[1-9][0-9]*", e["item"])] == []
    assert [q for q, n in Counter(ITEM.values()).items() if n > 1] == []


def test_all_mainland_provinces_and_nearly_all_prefectures_and_counties_are_joined() -> None:
    zone = re.compile(r"[0-9]{4}7[0-9]")  # development zones with a statistical code
    of = {size: [c for c in DIVISIONS if len(c) == size and not zone.fullmatch(c)] for size in (2, 4, 6)}
    missing = {size: [c for c in codes if c not in ITEM] for size, codes in of.items()}
    assert missing[2] == ["71", "81", "82"]
    assert len(missing[4]) <= 8
    assert len(missing[6]) / len(of[6]) < 0.08


@pytest.mark.parametrize(
    ("code", "item"),
    [
        # 62 and 6203 stand in other public data sets too; 620302 and 620321 are where a data set joined by name errs
        ("0", "Q148"), ("11", "Q956"), ("31", "Q8686"), ("44", "Q15175"), ("51", "Q19770"), ("62", "Q42392"), ("65", "Q34800"),
        ("4403", "Q15174"), ("5101", "Q30002"), ("6203", "Q532776"), ("620302", "Q1201268"), ("620321", "Q1201102"),
    ],
)  # fmt: skip
def test_items_of_known_places(code: str, item: str) -> None:
    assert ITEM[code] == item


def test_a_name_that_two_places_share_leads_to_each_by_its_code() -> None:
    # 金川区 of 甘肃 and 金川县 of 四川: one data set joined by name gives both the same item
    assert ITEM["620302"] != ITEM["513226"]
    twins = [c for c, name in DIVISIONS.items() if name == DIVISIONS["110105"] and c in ITEM]
    assert len({ITEM[c] for c in twins}) == len(twins) > 1


def test_places_of_a_graph_have_their_item_and_no_other_node_has(tmp_path: Path) -> None:
    text = "金昌市2023年政府工作报告\n永昌县粮食产量48.6万吨，甘肃省人民政府支持金川集团建成人民医院。\n"
    graph = kg.build([("金昌市-2023-政府工作报告.txt", text)]).graph
    said = {(str(s), str(o)) for s, o in graph.subject_objects(SKOS.exactMatch) if "wikidata.org" in o}
    assert said == {(iri.place(c), "http://www.wikidata.org/entity/" + ITEM[c]) for c in ("6203", "620321", "62")}
    for place, _ in said:
        assert (URIRef(place), RDF.type, URIRef(iri.term("AdministrativeDivision"))) in graph


def test_the_link_is_written_short_and_read_back(tmp_path: Path) -> None:
    written = kg.build([("a.txt", "金昌市2023年粮食产量48.6万吨。")]).turtle()
    assert b"skos:exactMatch wd:Q532776" in written
    assert {q.triple for q in ox.parse(written, format=ox.RdfFormat.TURTLE)}
    assert len(rdflib.Graph().parse(data=written)) > 10
