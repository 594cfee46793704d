"""The word lists hold together: unique, resolvable, in the forms that the stages rely on."""

from __future__ import annotations

import re
from collections import Counter

from kg import knowledge as ontology

KNOWN = ontology.load()
KINDS = {"元": "money", "美元": "money", "%": "percent", "‰": "percent", "个百分点": "point", "亩": "area"}


def test_indicator_names_and_slugs_are_unique() -> None:
    entries = KNOWN.lexicon("indicators")
    assert len(entries) >= 400
    for column in ("name", "slug"):
        counted = Counter(e[column] for e in entries)
        assert [value for value, n in counted.items() if n > 1] == []
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", e["slug"]) for e in entries)


def test_an_alias_leads_to_one_indicator() -> None:
    entries = KNOWN.lexicon("indicators")
    names = {e["name"] for e in entries}
    aliases = [a for e in entries for a in e["aliases"].split("|") if a]
    assert [a for a, n in Counter(aliases).items() if n > 1] == []
    assert [a for a in aliases if a in names] == []


def test_broader_indicators_exist_and_never_circle() -> None:
    entries = {e["slug"]: e["broader"] for e in KNOWN.lexicon("indicators")}
    for slug in entries:
        seen, at = {slug}, entries[slug]
        while at:
            assert at in entries, (slug, at)
            assert at not in seen, (slug, at)
            seen.add(at)
            at = entries[at]


def test_indicator_columns() -> None:
    units = {e["unit"] for e in KNOWN.lexicon("units")}
    for e in KNOWN.lexicon("indicators"):
        assert e["en"].isascii(), e.where
        assert e["en"], e.where
        assert e["up"] in ("+1", "-1", "0"), e.where
        assert e["scope"] in ("", "urban", "rural", "above-designated-size"), e.where
        assert not e["unit"] or e["unit"] in units, (e.where, e["unit"])


def test_names_analysts_look_for() -> None:
    of = {}
    for e in KNOWN.lexicon("indicators"):
        for form in (e["name"], *e["aliases"].split("|")):
            of[form] = e["name"]
    assert of["GDP"] == "地区生产总值"
    assert of["规上工业增加值"] == "规模以上工业增加值"
    assert of["农民人均纯收入"] == "农民人均纯收入"  # no disposable income
    assert of["农村常住居民人均可支配收入"] == "农村居民人均可支配收入"
    assert of["R&D经费投入强度"] == "研发经费投入强度"
    assert of["城镇化率"] == "常住人口城镇化率"


def test_units() -> None:
    entries = KNOWN.lexicon("units")
    assert len(entries) >= 200
    assert [u for u, n in Counter(e["unit"] for e in entries).items() if n > 1] == []
    kinds = {e["kind"] for e in KNOWN.lexicon("unit_kinds")}
    for e in entries:
        assert e["iri"].startswith(("http://qudt.org/vocab/unit/", "https://w3id.org/region-kg/unit/")), e.where
        assert re.fullmatch(r"[A-Za-z0-9_-]+", e["iri"].rsplit("/", 1)[1]), e.where
        assert e["kind"] in kinds, e.where
    kind = {e["unit"]: e["kind"] for e in entries}
    assert {unit: kind[unit] for unit in KINDS} == KINDS


def test_divisions() -> None:
    entries = KNOWN.lexicon("divisions")
    codes = [e["code"] for e in entries]
    assert len(set(codes)) == len(codes) > 3000
    assert Counter(e["level"] for e in entries)["province"] == 34
    size = {"country": 1, "province": 2, "prefecture": 4, "county": 6}
    known = set(codes)
    for e in entries:
        assert len(e["code"]) == size[e["level"]], e.where
        if e["level"] == "county":  # some counties answer to the province itself: 省直辖县级
            assert e["code"][:2] in known, e.where
    names = {e["name"]: e["code"] for e in entries}
    assert (names["金昌市"], names["攀枝花市"], names["米易县"], names["石河子市"]) == (
        "6203",
        "5104",
        "510421",
        "659001",
    )


def test_former_names_stand_for_divisions_of_today() -> None:
    now = {e["code"]: e["name"] for e in KNOWN.lexicon("divisions")}
    names = set(now.values())
    for e in KNOWN.lexicon("place_former"):
        assert now.get(e["code"]) == e["now"], e.where
        assert e["name"] not in names, e.where
