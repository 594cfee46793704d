"""The network page as a file: what it holds, what it shows first, that nothing in it can run or load."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import kg
from conftest import ROOT
from kg import knowledge
from kg.errors import InputError
from kg.exits import view
from kg.exits.view import facts, glance

KNOWN = knowledge.load()


def data_of(page: bytes, name: str = "data") -> Any:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page.decode("utf-8"), re.S)
    assert found
    return json.loads(found[1])


@pytest.fixture(scope="module")
def one(samples: Path) -> kg.Result:
    return kg.build([samples / "jinchang-2023.txt"])


@pytest.fixture(scope="module")
def several(samples: Path) -> kg.Result:
    return kg.build([samples])


def test_the_page_holds_no_address_to_load_from(built: Path) -> None:
    page = (built / "graph.html").read_text(encoding="utf-8")
    assert not re.findall(r"<(?:script|link|img|iframe|object|embed)[^>]+(?:src|href|data)=", page)
    assert not re.findall(r"@import|url\(", page.split("</style>")[0])
    policy = html.unescape(page)
    assert "default-src 'none'" in policy
    assert "unsafe" not in re.search(r'Security-Policy" content="([^"]+)"', policy)[1]  # type: ignore[index]
    assert len(page.encode()) < 1_200_000


def test_scripts_never_write_markup() -> None:
    folder = ROOT / "src" / "kg" / "exits" / "page"
    for path in folder.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "fetch(", "XMLHttpRequest", "import("):  # fmt: skip
            assert way not in text, f"{path.name}: {way}"
        assert not re.search(r"[\u4e00-\u9fff]{2,}", re.sub(r"//.*", "", text)), (
            f"{path.name}: words belong to view_words.tsv"
        )


def test_the_page_is_the_same_for_the_same_facts(one: kg.Result) -> None:
    assert one.html() == one.html()


@pytest.mark.parametrize("encoding", ["ANSI_X3.4-1968", "GBK"])
def test_the_page_is_utf8_whatever_the_locale(tmp_path: Path, encoding: str) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    if encoding == "GBK":
        made = shutil.which("localedef") and subprocess.run(
            ["localedef", "-c", "-i", "zh_CN", "-f", "GBK", str(tmp_path / "zh_CN.GBK")],
            capture_output=True,
            check=False,
        )
        if not (tmp_path / "zh_CN.GBK").is_dir():
            pytest.skip(f"no GBK locale can be made here: {made}")
        env |= {"LC_ALL": "zh_CN.GBK", "LOCPATH": str(tmp_path)}
    script = tmp_path / "build.py"
    script.write_text(
        "import locale, kg\n"
        "result = kg.build([('a.txt', '金昌市2023年粮食产量48.6万吨，增长2%。')])\n"
        "result.write('out')\n"
        "print(locale.getencoding())",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)], check=True, env=env, cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout.strip().upper().replace("US-ASCII", "ANSI_X3.4-1968") == encoding
    assert "金昌市" in (tmp_path / "out" / "graph.html").read_bytes().decode("utf-8")


def test_the_page_counts_what_the_graph_counts(several: kg.Result) -> None:
    data = data_of(several.html())
    graph = several.graph
    ask = "PREFIX rkg: <https://w3id.org/region-kg/def#> SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { %s }"
    count = lambda pattern: int(next(iter(graph.query(ask % pattern)))[0])  # type: ignore[index] # noqa: E731
    # the page tells every place a figure is printed at, the graph a figure that several reports agree on once
    assert len(data["O"]["s"]) == len(several.observations)
    assert count("?x a rkg:Observation") == len({o.observation for o in several.observations})
    assert len(data["E"]["i"]) == len({e.iri for e in several.entities})
    base = "https://w3id.org/region-kg/"
    stated = {
        (base + data["E"]["i"][s], data["S"][p], base + data["E"]["i"][o])
        for s, p, o in zip(data["R"]["s"], data["R"]["p"], data["R"]["o"], strict=True)
    }
    assert stated == {(r.subject, r.predicate, r.object) for r in several.relations}
    plain = {(str(s), str(p).rsplit("#", 1)[-1], str(o)) for s, p, o in graph}
    assert stated <= plain
    assert len(data["A"]["p"]) == len(several.attributes)
    assert len(data["U"]["k"]) == len(several.unresolved)


def test_quotes_are_slices_of_the_source(several: kg.Result) -> None:
    page = several.html()
    data = data_of(page)
    texts = [data_of(page, f"x{n}")["x"] for n in range(len(data["docs"]))]
    o = data["O"]
    for n, seen in enumerate(several.observations):
        text = texts[o["d"][n]]
        assert text[o["a"][n] : o["b"][n]] == seen.as_written
        assert text[o["x"][n] : o["y"][n]] == seen.quote
    r = data["R"]
    quotes = Counter(x.quote for x in several.relations if x.document)
    for n, d in enumerate(r["d"]):
        assert d < 0 or texts[d][r["a"][n] : r["b"][n]] in quotes


def test_offsets_count_as_the_script_counts() -> None:
    text = "𠮷𠮷金昌市粮食产量48.6万吨。"
    at = facts.units(text)
    start = text.index("48")
    assert text.encode("utf-16-le")[2 * at(start) : 2 * at(start + 6)].decode("utf-16-le") == "48.6万吨"


def test_the_first_glance_is_no_hairball(one: kg.Result, several: kg.Result) -> None:
    for result in (one, several):
        for name, shown in data_of(result.html())["views"].items():
            assert 10 <= len(shown["at"]) <= 90, name
            assert len(shown["edges"]) <= 150, name


def test_cards_and_what_stands_on_them_keep_apart(one: kg.Result, several: kg.Result) -> None:
    for result in (one, several):
        for shown in data_of(result.html())["views"].values():
            boxes = [(c["x"], c["y"], c["x"] + c["w"], c["y"] + c["h"]) for c in shown["cards"]]
            boxes.append((-507, -shown["band"] / 2, 507, shown["band"] / 2))
            for i, (a, b, c, d) in enumerate(boxes):
                for e, f, g, h in boxes[:i]:
                    assert c <= e or g <= a or d <= f or h <= b
            places = [(x, y) for _, x, y in shown["at"]]
            assert len(set(places)) == len(places)
            rows: dict[int, list[int]] = {}
            for x, y in places:
                rows.setdefault(y, []).append(x)
            assert all(b - a >= 120 for xs in rows.values() for a, b in pairwise(sorted(xs)))


def test_one_report_is_shown_by_its_sections_and_several_by_report(one: kg.Result, several: kg.Result) -> None:
    data = data_of(one.html())
    assert list(data["views"]) == ["sections", "classes"]
    titles = [title for title, _, _ in data["views"]["sections"]["groups"]]
    assert "二、产业集群加快成形" in titles
    assert [data["E"]["l"][n] for n in data["hubs"]] == ["金昌市"]
    assert next(iter(data_of(several.html())["views"])) == "documents"
    assert sum(held for _, _, held in data["views"]["sections"]["groups"]) == len(one.observations)


def test_key_figures_are_of_the_place_itself(one: kg.Result) -> None:
    data = data_of(one.html())
    assert 3 <= len(data["kpi"]) <= 6
    names = [data["I"][tile["i"]][1] for tile in data["kpi"]]
    assert names[0] == "地区生产总值"
    for tile in data["kpi"]:
        assert {data["O"]["s"][n] for n in [*tile["o"], tile["g"]] if n >= 0} <= set(data["hubs"])


def test_every_class_has_a_shape_of_its_own_and_every_term_a_label() -> None:
    entries = KNOWN.lexicon("view_labels")
    shapes = [e["shape"] for e in entries if e["shape"]]
    assert len(shapes) == len(set(shapes)) >= 24
    drawn = (ROOT / "src/kg/exits/page/draw.js").read_text(encoding="utf-8")
    assert all(s.split("-")[0] == "circle" or re.search(rf"\b{s.split('-')[0]}: ", drawn) for s in shapes)
    labelled = {e["term"] for e in entries if e["zh"] and e["en"]}
    vocabulary = (ROOT / "ontology" / "kg.ttl").read_text(encoding="utf-8")
    codes = (ROOT / "ontology" / "codes.ttl").read_text(encoding="utf-8")
    used = set(re.findall(r"<https://w3id.org/region-kg/code/([a-z-]+/[a-z0-9-]+)> a skos:Concept ", codes))
    assert used <= labelled
    assert {e["predicate"] for e in KNOWN.lexicon("relation_predicates")} <= labelled
    assert {c for c in labelled if c[0].isupper()} <= set(re.findall(r"rkg:(\w+) a owl:Class", vocabulary)) | {
        "Document"
    }


def test_words_of_the_page_exist_in_both_languages_and_are_used() -> None:
    entries = {e["key"]: e for e in KNOWN.lexicon("view_words")}
    assert all(e["zh"] and e["en"] for e in entries.values())
    folder = ROOT / "src" / "kg" / "exits" / "page"
    scripts = "".join(p.read_text(encoding="utf-8") for p in folder.glob("*.js"))
    template = (folder / "kg.html.j2").read_text(encoding="utf-8")
    asked = set(re.findall(r'\bt\("(\w+)"', scripts)) | set(re.findall(r"words\.(\w+)\[", template))
    asked |= set(re.findall(r'data-(?:t|label|hint)="(\w+)"', template))
    asked |= {f"q_{q}" for q in re.findall(r"^  (\w+): \(\) => \(\{", scripts, re.M)}
    assert asked - {"q_"} <= set(entries)


def test_pinyin_table() -> None:
    read = {c: e["syllable"] for e in KNOWN.lexicon("pinyin") for c in e["characters"]}
    assert (read["金"], read["昌"], read["绿"]) == ("jin", "chang", "lv")
    several = {c for c, n in Counter(c for e in KNOWN.lexicon("pinyin") for c in e["characters"]).items() if n > 1}
    assert {"重", "长", "行"} <= several


def test_a_part_of_the_graph(one: kg.Result) -> None:
    whole = data_of(one.html())
    near = data_of(one.html(focus="城乡融合发展基金", depth=1))
    assert 1 <= len(near["E"]["i"]) < len(whole["E"]["i"])
    assert near["focus"] == "城乡融合发展基金"
    with pytest.raises(InputError, match="城乡融合发展基金"):
        one.html(focus="城乡融合发展")


def test_too_many_entities_are_cut_and_said_so(one: kg.Result) -> None:
    page = data_of(view.render(one.documents, KNOWN, limit=20))
    assert len(page["E"]["i"]) == 20
    assert page["left"] == len({e.iri for e in one.entities}) - 20
    kept = data_of(one.html())
    assert "金昌市" in page["E"]["l"]
    assert kept["left"] == 0


def test_rows_that_one_line_does_not_need_another_uses() -> None:
    assert glance._rows([[0, 1], [2]], [[0] * 8, [0] * 44, [0] * 5], [[], [], []]) == [9, 1]
    assert glance._rows([[0, 1, 2], [3, 4, 5]], [[0] * 40] * 6, [[]] * 6) == [5, 5]


def test_jupyter_shows_an_isolated_frame(one: kg.Result) -> None:
    pytest.importorskip("IPython", reason="the notebook extra is not installed")
    shown = one.show().data
    assert 'sandbox="allow-scripts allow-downloads"' in shown
    assert "<script" not in shown


def test_the_command_shows_a_part(tmp_path: Path, samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from kg.cli import main

    report = str(samples / "jinchang-2023.txt")
    assert main(["build", report, "-o", str(tmp_path / "out"), "--focus", "金川集团", "--depth", "2", "-q"]) == 0
    data = data_of((tmp_path / "out" / "graph.html").read_bytes())
    assert (data["focus"], data["depth"]) == ("金川集团", 2)
    assert main(["build", report, "-o", str(tmp_path / "two"), "--focus", "无此名"]) == 2
    assert "无此名" in capsys.readouterr().err
    assert not (tmp_path / "two").exists()
