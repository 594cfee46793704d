"""Links the graph makes between facts, and persons of a byline."""

from __future__ import annotations

import pyoxigraph as ox

import kg
from kg import iri


def test_a_growth_points_to_the_level_it_qualifies() -> None:
    result = kg.build(
        [("t", "金昌市2023年综述\n\n2023年，全市粮食产量48.57万吨，增长3.1%，城镇居民人均可支配收入50366元。")]
    )
    store = ox.Store()
    store.load(result.turtle(), format=ox.RdfFormat.TURTLE)
    links = list(store.quads_for_pattern(None, ox.NamedNode(iri.term("changeOf")), None))
    by_number = {o.as_written: o.observation for o in result.observations}
    assert [(q.subject.value, q.object.value) for q in links] == [(by_number["3.1%"], by_number["48.57万吨"])]
    assert {o.as_written: o.scope for o in result.observations}["50366元"] == "urban"


def test_every_name_of_a_byline_is_a_person_and_no_title_is() -> None:
    result = kg.build([("t", "金昌市2023年综述\n\n记者 李文海 通讯员 张晓\n\n全年地区生产总值567.73亿元。")])
    assert {e.label for e in result.entities if e.cls == "Person"} == {"李文海", "张晓"}
