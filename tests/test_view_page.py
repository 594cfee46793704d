"""The network page in a real browser: it draws, asks for nothing, finds things, and shows where each fact was read."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from browsing import Page, chromium

pytestmark = pytest.mark.browser
FUND = "城乡融合发展基金"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def result(samples: Path) -> kg.Result:
    return kg.build([samples / "jinchang-2023.txt"])


@pytest.fixture(scope="module")
def one(result: kg.Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(result.write(tmp_path_factory.mktemp("view") / "out")) / "graph.html"


@pytest.fixture
def shown(browser: Any, one: Path) -> Iterator[Page]:
    opened = Page(browser, one)
    yield opened
    assert opened.said == []
    assert [u for u in opened.asked if not u.startswith(("file:", "blob:"))] == []
    opened.close()


@pytest.fixture
def several(browser: Any, built: Path) -> Iterator[Page]:
    opened = Page(browser, built / "graph.html")
    yield opened
    assert opened.said == []
    opened.close()


def painted(page: Any) -> int:
    return int(page.evaluate("""() => {
        const c = document.querySelector('#canvas canvas'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        const seen = new Set(); for (let i = 0; i < d.length; i += 44) seen.add(d[i] + ',' + d[i+1] + ',' + d[i+2]); return seen.size; }"""))  # fmt: skip


def test_it_draws_soon_and_is_no_hairball(shown: Page) -> None:
    assert shown.page.evaluate("window.__ready") < 3000
    assert painted(shown.page) > 12
    first = shown.picture()
    assert first["kind"] == "home"
    assert 20 <= first["nodes"] <= 90
    assert first["edges"] <= 150


def test_hanzi_are_drawn_as_hanzi(shown: Page) -> None:
    assert shown.page.evaluate("""() => { const f = (t) => { const c = document.createElement('canvas'); c.width = c.height = 40;
        const g = c.getContext('2d'); g.font = '30px "Noto Sans CJK SC",sans-serif'; g.fillText(t, 2, 32); return c.toDataURL(); };
        return f('金') !== f('昌'); }""")  # fmt: skip


@pytest.mark.parametrize(
    "words", [FUND, "城乡融合发展基", "chengxiangronghefazhanjijin", "cxrhfzjj", "cxronghefzjj", "城xiang融hefz基jin"]
)
def test_search_by_hanzi_pinyin_and_initials(shown: Page, words: str) -> None:
    shown.page.keyboard.press("/")
    shown.page.keyboard.type(words)
    assert FUND in shown.page.inner_text("#results li >> nth=0")
    shown.page.keyboard.press("Enter")
    assert shown.page.inner_text("#facts .title") == FUND
    assert "#n=" in shown.page.url


@pytest.mark.parametrize("words", ["地区生产总值", "GDP", "dqsczz", "gross regional"])
def test_an_indicator_is_found_too(shown: Page, words: str) -> None:
    shown.find(words)
    assert shown.page.inner_text("#facts .title") == "地区生产总值"
    assert "升为好" in shown.page.inner_text("#facts")


def test_a_fact_is_two_clicks_from_its_sentence(shown: Page, result: kg.Result) -> None:
    page = shown.page
    shown.find(FUND)
    panel = page.inner_text("#facts")
    assert "10亿元" in panel
    assert "@ rules/observations.toml:" in panel
    assert page.inner_text("#facts .evidence mark >> nth=0") == "10亿元"
    quote = page.inner_text("#facts blockquote >> nth=0")
    assert quote.replace("\n", "") in result.documents[0].document.text.replace("\n", "")
    assert "1,000,000,000 元" in page.get_attribute("#facts .num >> nth=0", "title")
    page.click("#facts .rule a >> nth=0")
    assert page.inner_text("#source #target") == "10亿元"
    page.go_back()
    shown.until("!document.querySelector('#net').hidden")
    assert page.inner_text("#facts .title") == FUND
    page.go_forward()
    shown.until("!document.querySelector('#text').hidden")


def test_ups_and_downs_are_judged_by_the_direction_wanted(browser: Any, tmp_path: Path) -> None:
    text = "2023年，金昌市地区生产总值增长5%，单位地区生产总值能耗下降8.1%，城镇登记失业率上升2个百分点，一般公共预算收入下降3%。"
    out = kg.build([("a.txt", text)]).write(tmp_path / "out")
    opened = Page(browser, out / "graph.html")
    opened.page.click("#tab-table")
    found = opened.page.eval_on_selector_all("#rows td.change span", "s => s.map(e => [e.textContent, e.className])")
    assert ["▲ 5%", "better"] in found
    assert ["▼ 8.1%", "better"] in found
    assert ["▼ 3%", "worse"] in found
    opened.close()


def test_status_and_hedge_are_visible(several: Page) -> None:
    several.page.click("#quick a:has-text('计划')")
    assert several.page.locator("#facts .chip").count() > 5
    assert "预计" in several.page.inner_text("#facts")
    several.page.click("#tab-table")
    several.page.fill("#filter", "以上")
    assert several.page.locator("#rows tbody tr").count() >= 1


def test_clicks_on_the_canvas_choose_expand_and_join(shown: Page) -> None:
    page = shown.page
    box = page.locator("#canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.focus("#canvas")
    page.keyboard.press("ArrowLeft")
    before = page.inner_text("#live")
    assert before
    page.keyboard.press("ArrowUp")
    assert page.inner_text("#live") != before
    page.keyboard.press("Enter")
    assert shown.picture()["kind"] == "ego"
    page.keyboard.press("Escape")
    assert shown.picture()["kind"] == "home"
    assert page.evaluate("location.hash") in ("", "#")


def test_what_is_drawn_can_be_clicked(shown: Page) -> None:
    page = shown.page

    def at(words: str) -> list[float]:
        found: list[float] = page.evaluate("w => window.__at(w)", words)
        assert found, words
        return found

    page.mouse.move(*at(FUND))
    shown.until("!document.getElementById('tip').hidden")
    assert FUND in page.inner_text("#tip")
    page.mouse.click(*at(FUND))
    shown.until("document.querySelector('#facts .title').textContent === '城乡融合发展基金'")
    page.keyboard.press("Escape")
    page.mouse.click(*at("地区生产总值"))
    shown.until("document.querySelector('#facts .title').textContent === '地区生产总值'")
    page.click("#home")
    page.mouse.click(*at("二、产业集群加快成形"))
    shown.until("document.getElementById('canvas').dataset.kind === 'section'")
    page.click("#home")
    page.mouse.click(*at(FUND))
    shown.until("location.hash.startsWith('#n=')")
    page.keyboard.down("Shift")
    page.mouse.click(*at("金昌市"))
    page.keyboard.up("Shift")
    shown.until("document.getElementById('canvas').dataset.kind === 'path'")
    page.click("#home")
    page.mouse.dblclick(*at(FUND))
    shown.until("document.getElementById('canvas').dataset.kind === 'ego'")


def test_five_questions_have_their_answer_and_its_place_within_two_clicks(browser: Any, tmp_path: Path) -> None:
    text = (
        "金昌市2023年综述\n\n2023年，金昌市地区生产总值567.73亿元，增长11.5%，单位地区生产总值能耗下降8.1%。"
        "金川集团公司是镍铜新材料产业集群的龙头企业。这一年设立镍都产业投资基金10亿元，又设立农业特色产业投资基金1.6亿元。"
        "2024年，计划新增城镇就业1.2万人，力争地区生产总值增长10%。"
    )
    out = kg.build([("a.txt", text)]).write(tmp_path / "out")
    opened = Page(browser, out / "graph.html")
    for question, answers in {
        "龙头": ["金川集团公司", "镍铜新材料产业集群"],
        "资金": ["镍都产业投资基金", "10亿元", "1.6亿元"],
        "下降": ["8.1%"],
        "计划": ["1.2万人", "10%"],
    }.items():
        opened.page.click("#top")
        opened.page.click(f"#quick a:has-text('{question}')")  # one click to the answer
        panel = opened.page.inner_text("#facts")
        assert all(a in panel for a in answers), (question, panel)
        assert opened.page.locator("#facts .evidence mark").count() >= 1  # and it says where already
        opened.page.click("#facts .rule a >> nth=0")  # two to the place in the text
        assert opened.page.inner_text("#target")
    opened.close()


@pytest.mark.parametrize(
    "text",
    [
        "粮食产量48.6万吨。",  # no place, one figure
        "金昌市。",
        "𠮷野家与金昌市合作，2023年粮食产量48.6万吨，😀增长5%。",  # characters of two UTF-16 units
        "\n".join(f"第{n}节\n2023年，金昌市设立{n}亿元产业基金。" for n in range(1, 40)),
    ],
)
def test_odd_reports_are_shown_too(browser: Any, tmp_path: Path, text: str) -> None:
    result = kg.build([("a.txt", text)])
    (tmp_path / "a.html").write_bytes(result.html())
    opened = Page(browser, tmp_path / "a.html")
    for tab in ("list", "table", "text", "net"):
        opened.page.click(f"#tab-{tab}")
    opened.page.click("[data-layout=clusters]")
    opened.page.click("#tab-text")
    found = opened.page.eval_on_selector_all("#source .figure", "s => s.map(e => e.textContent).join(' ')")
    assert all(o.as_written in found for o in result.observations)
    assert opened.said == []
    opened.close()


def test_ego_view_and_path(shown: Page) -> None:
    page = shown.page
    shown.find(FUND)
    page.click("#expand")
    ego = shown.picture()
    assert ego["kind"] == "ego"
    assert 2 <= ego["nodes"] <= 37
    page.click("#path")
    shown.find("永昌县")
    assert shown.picture()["kind"] == "path"
    assert page.inner_text("#facts .title").startswith("路径")
    assert page.locator("#facts .step").count() == shown.picture()["nodes"]


def test_a_section_opens_whole(shown: Page, result: kg.Result) -> None:
    page = shown.page
    page.click("#panel .bars a:has-text('产业集群加快成形')")
    assert shown.picture()["kind"] == "section"
    said = sum(o.section.startswith("二、") for o in result.observations)
    assert f"{said} 数据" in page.inner_text("#facts")
    assert shown.picture()["nodes"] == int(re.search(r"(\d+) 实体", page.inner_text("#facts .tag"))[1])  # type: ignore[index]


def test_legend_and_relation_toggles(shown: Page) -> None:
    page = shown.page
    before = shown.picture()
    page.uncheck("#legend input[data-cls=Fund]")
    assert shown.picture()["nodes"] < before["nodes"]
    page.check("#legend input[data-cls=Fund]")
    assert shown.picture() == before
    page.check("#show-hub")
    assert shown.picture()["edges"] > before["edges"]
    page.uncheck("#predicates input[data-predicate=establishes]")
    fewer = shown.picture()["edges"]
    page.check("#predicates input[data-predicate=establishes]")
    assert shown.picture()["edges"] > fewer


def test_layouts_and_groupings(shown: Page, result: kg.Result) -> None:
    page = shown.page
    page.click("[data-layout=clusters]")
    assert shown.picture() == {**shown.picture(), "kind": "clusters", "nodes": len({e.iri for e in result.entities})}
    page.click("[data-group=classes]")
    page.click("[data-layout=cards]")
    assert "产业集群" in page.inner_text("#panel .bars")


def test_the_table_holds_every_fact_sorts_filters_and_is_saved(shown: Page, one: Path, result: kg.Result) -> None:
    page = shown.page
    page.click("#tab-table")
    facts = len(result.observations) + len(result.relations) + len(result.attributes)
    assert f"{facts} / {facts}" in page.inner_text("#rows-n")
    with page.expect_download() as saved:
        page.click("#csv")
    text = Path(saved.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) - 1 == facts
    assert any(r[12:] == ["56773000000", "元"] for r in rows)
    with (one.parent / "tables" / "observations.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            assert any(
                r[1] == row["subject_label"] and row["as_written"] in r[4] + r[5] and r[9] == row["line"]
                and row["indicator_label"] in r[3] and r[10] == row["quote"] and r[11] == row["rule"] for r in rows
            ), row  # fmt: skip
    with (one.parent / "tables" / "relations.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            assert any(
                r[1] == row["subject_label"] and r[4] == row["object_label"] and r[11] == row["rule"] for r in rows
            ), row
    page.select_option("#kinds", "entities")
    assert page.inner_text("#rows-n").startswith(str(len({e.iri for e in result.entities})))
    page.select_option("#kinds", "unresolved")
    assert page.inner_text("#rows-n").startswith(str(len(result.unresolved)))
    page.select_option("#kinds", "documents")
    assert page.locator("#rows tbody tr").count() == 1
    page.select_option("#kinds", "figures")
    page.click("#rows thead button:has-text('对象或数值')")
    page.click("#rows thead button:has-text('对象或数值')")
    assert page.locator("#rows th[aria-sort=descending]").count() == 1
    top = page.inner_text("#rows tbody tr:first-child td.object")
    assert "亿" in top
    page.fill("#filter", FUND)
    assert page.locator("#rows tbody tr").count() == sum(
        FUND in o.subject_label or FUND in o.quote for o in result.observations
    )


def test_the_text_shows_every_mark(shown: Page, result: kg.Result) -> None:
    page = shown.page
    page.click("#tab-text")
    text = result.documents[0].document.text
    assert page.evaluate("document.getElementById('source').textContent") == text
    figures = page.eval_on_selector_all("#source .figure", "s => s.map(e => e.textContent).join('')")
    assert all(o.as_written in figures for o in result.observations)
    assert page.locator("#source .named-in-text").count() >= len({e.iri for e in result.entities}) // 2
    page.check("#text-head label:has-text('未入图') input")
    assert page.locator("#source .unread").count() >= 1
    page.click("#source .figure >> nth=3")
    assert not page.is_hidden("#source")
    assert page.inner_text("#facts .title")


def test_permalinks(browser: Any, one: Path, result: kg.Result) -> None:
    fund = next(e for e in result.entities if e.label == FUND)
    for anchor in (f"#n={fund.iri}", f"#m=ego&n={fund.iri}"):
        opened = Page(browser, one, anchor)
        assert opened.page.inner_text("#facts .title") == FUND
        opened.close()
    opened = Page(browser, one, "#v=text&d=0&a=0&b=4")
    assert opened.page.inner_text("#target") == "镍都之变"
    opened.close()


def test_svg_and_png_are_saved(shown: Page) -> None:
    page = shown.page
    with page.expect_download() as saved:
        page.click("#png")
    assert Path(saved.value.path()).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    with page.expect_download() as saved:
        page.click("#svg")
    from xml.etree import ElementTree

    svg = ElementTree.fromstring(Path(saved.value.path()).read_text(encoding="utf-8"))
    words = {e.text for e in svg.iter("{http://www.w3.org/2000/svg}text")}
    assert "金昌市" in words
    assert len(words) > 40


def test_dark_mode_and_the_two_languages(shown: Page) -> None:
    page = shown.page
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.click("#language")
    assert page.inner_text("#tab-table") == "Table"
    assert page.get_attribute("html", "lang") == "en"
    assert "Gross regional product" in page.inner_text("#facts")
    page.click("#language")
    assert page.inner_text("#tab-table") == "表格"


def test_print_keeps_what_is_read_and_drops_what_is_pressed(shown: Page) -> None:
    page = shown.page
    page.emulate_media(media="print")
    for pressed in ("#tools", "#filters", "#language", "#theme", ".search"):
        assert page.locator(pressed).first.is_hidden(), pressed
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("#canvas").first.is_visible()
    page.emulate_media(media="screen")
    assert page.locator(".search").first.is_visible()


def test_the_slider_of_years(several: Page) -> None:
    page = several.page
    assert page.is_visible("#times")
    first, last = int(page.get_attribute("#from", "min")), int(page.get_attribute("#from", "max"))
    assert last > first
    page.click("#tab-table")
    before = int(page.inner_text("#rows-n").split(" / ")[0])
    page.click("#tab-net")
    page.fill("#from", str(last))
    page.click("#tab-table")
    after = int(page.inner_text("#rows-n").split(" / ")[0])
    assert 0 < after < before
    periods = page.eval_on_selector_all("#rows td.period", "s => s.map(e => e.textContent)")
    year = page.evaluate("document.getElementById('from-year').textContent")
    assert all(year in p or not re.search(r"\d{4}", p) for p in periods)


def test_several_reports_are_compared(several: Page) -> None:
    page = several.page
    assert page.locator("#compared .chart").count() == 1
    assert page.locator("#compared tbody tr").count() >= 1
    assert page.locator("#compared thead th").count() >= 3
    page.click("#quick a:has-text('来源不一')")
    assert page.locator("#facts .disagree .columns > div").count() >= 2


def test_a_phone_shows_the_list_first(browser: Any, one: Path) -> None:
    opened = Page(browser, one, width=390, height=844, has_touch=True)
    page = opened.page
    assert page.is_visible("#list")
    assert not page.is_visible("#panel")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("#list article h3 a >> nth=0")  # a section opens in the list
    assert page.is_visible("#list")
    assert not page.is_visible("#panel")
    page.go_back()
    opened.until("document.querySelectorAll('#list .cards article').length > 1")
    page.click("#list .names a >> nth=0")
    assert page.is_visible("#panel")
    page.click("#close")
    assert not page.is_visible("#panel")
    page.click("#tab-net")
    assert page.is_visible("#canvas")
    assert opened.said == []
    opened.close()


def test_it_moves_smoothly(shown: Page) -> None:
    box = shown.page.locator("#canvas").bounding_box()
    x, y = box["x"] + 12, box["y"] + 12
    shown.page.evaluate("window.__n = 0; (function f() { window.__n++; requestAnimationFrame(f); })()")
    shown.page.mouse.move(x, y)
    shown.page.mouse.down()
    began = shown.page.evaluate("[performance.now(), window.__n]")
    for k in range(30):
        shown.page.mouse.move(x + 4 * k, y + 2 * k)
    ended = shown.page.evaluate("[performance.now(), window.__n]")
    shown.page.mouse.up()
    assert (ended[1] - began[1]) / ((ended[0] - began[0]) / 1000) > 20


def test_a_notebook_frame_works_in_isolation(browser: Any, result: kg.Result, tmp_path: Path) -> None:
    pytest.importorskip("IPython", reason="the notebook extra is not installed")
    outer = tmp_path / "notebook.html"
    outer.write_text(f"<!doctype html><meta charset=utf-8><body>{result.show().data}</body>", encoding="utf-8")
    context = browser.new_context(viewport={"width": 1300, "height": 900}, offline=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text))
    page.on("pageerror", lambda e: said.append(str(e)))
    page.goto(outer.as_uri())
    frame = page.frames[1]
    for _ in range(200):
        if frame.evaluate("window.__ready || 0"):
            break
        page.wait_for_timeout(25)
    frame.fill("#search", FUND)
    frame.press("#search", "Enter")
    assert frame.inner_text("#facts .title") == FUND
    frame.click("#facts .rule a >> nth=0")
    assert frame.inner_text("#target") == "10亿元"
    assert frame.evaluate("window.origin") == "null"
    assert said == []
    context.close()


PAYLOADS = (
    "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "<svg onload=alert(1)>", "href=javascript:alert(1)",
    "<a href=\"javascript:alert(1)\">x</a>", "\"><script>alert(1)</script>", "'-alert(1)-'", "<iframe srcdoc=\"<script>alert(1)</script>\">",
    "{{7*7}}{% raw %}", "<!--<script>alert(1)", "]]><script>alert(1)</script>", "<style>@import 'http://x'</style>", "${alert(1)}",
    "<body onload=alert(1)>", "<math><mi xlink:href=javascript:alert(1)>", "&lt;script&gt;alert(1)&lt;/script&gt;", "\u2028alert(1)\u2029",
    "<details open ontoggle=alert(1)>", "%3Cscript%3Ealert(1)%3C/script%3E", "<base href=http://x>",
)  # fmt: skip


def test_twenty_payloads_stay_inert(browser: Any, tmp_path: Path) -> None:
    assert len(PAYLOADS) == 20
    from dataclasses import replace

    lines = "".join(
        f"设立“{p}”专项基金{n + 1}亿元，实施“强链{p}”行动，{p}增长{n + 1}%。\n" for n, p in enumerate(PAYLOADS)
    )
    text = f"金昌市{PAYLOADS[0]}2023年综述\n\n2023年，金昌市地区生产总值567.73亿元，增长11.5%。\n{lines}"
    read = kg.build([(f"{PAYLOADS[1].replace('/', '_')}.txt", text)])
    facts = read.documents[0]
    # names, indicators, titles, rules and IRIs as bad as can be, whatever the reader would let through
    entities = tuple(
        replace(e, label=PAYLOADS[n % 20], aliases=(PAYLOADS[(n + 1) % 20],), iri=e.iri + PAYLOADS[n % 20])
        for n, e in enumerate(facts.entities)
    )
    iris = {old.iri: new.iri for old, new in zip(facts.entities, entities, strict=True)}
    observations = tuple(
        replace(
            o,
            subject=iris[o.subject],
            indicator_label=PAYLOADS[n % 20],
            indicator=o.indicator + PAYLOADS[n % 20],
            period=PAYLOADS[n % 20],
            unit=PAYLOADS[n % 20],
            rule=PAYLOADS[n % 20],
        )
        for n, o in enumerate(facts.observations)
    )
    relations = tuple(
        replace(r, subject=iris[r.subject], object=iris[r.object], rule=PAYLOADS[n % 20])
        for n, r in enumerate(facts.relations)
    )
    bad = replace(
        facts,
        document=replace(facts.document, title=PAYLOADS[1], name=PAYLOADS[2]),
        entities=entities,
        observations=observations,
        relations=relations,
        attributes=(),
        sections=tuple((a, PAYLOADS[n % 20]) for n, (a, _) in enumerate(facts.sections)),
    )
    from kg.exits import view

    path = tmp_path / "bad.html"
    path.write_bytes(view.render([bad], read.knowledge))
    opened = Page(browser, path)
    page = opened.page
    for tab in ("list", "table", "text", "net"):
        page.click(f"#tab-{tab}")
    for n, entity in enumerate(entities[:20]):
        page.evaluate("h => { location.hash = h; }", f"n={entity.iri}" if n % 2 else "n=" + PAYLOADS[n])
        page.fill("#search", PAYLOADS[n])
        page.keyboard.press("Enter")
    for anchor in PAYLOADS:
        page.evaluate("h => { location.hash = h; }", "m=section&s=" + anchor)
        page.evaluate("h => { location.hash = h; }", "q=" + anchor + "&i=" + anchor + "&v=" + anchor)
    page.click("#language")
    page.wait_for_timeout(200)
    assert opened.said == []
    assert [u for u in opened.asked if not u.startswith("file:")] == []
    assert (
        page.locator(
            "main img, aside img, main iframe, aside iframe, main script, aside script, main style, [onload], [onerror]"
        ).count()
        == 0
    )
    opened.close()


def test_without_its_policy_an_injected_handler_would_run_so_the_policy_matters(
    browser: Any, one: Path, tmp_path: Path
) -> None:
    code = "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.__ran=1\">')"
    opened = Page(browser, one)
    opened.page.evaluate(code)
    opened.page.wait_for_timeout(200)
    assert opened.page.evaluate("window.__ran || 0") == 0
    opened.close()
    (tmp_path / "open.html").write_text(
        re.sub(r"<meta http-equiv=[^>]+>", "", one.read_text(encoding="utf-8")), encoding="utf-8"
    )
    opened = Page(browser, tmp_path / "open.html")
    opened.page.evaluate(code)
    opened.page.wait_for_timeout(200)
    assert opened.page.evaluate("window.__ran || 0") == 1
    opened.close()


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """axe-core's script, from npm; the tests skip where it cannot be had."""
    folder = tmp_path_factory.mktemp("axe")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed, so axe-core cannot be had")
    try:
        subprocess.run([npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), "axe-core@4"], check=True, capture_output=True, timeout=90)  # fmt: skip
    except (subprocess.SubprocessError, OSError) as error:
        pytest.skip(f"axe-core could not be installed: {error}")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [1600, 390])
def test_axe_finds_nothing(browser: Any, built: Path, axe: str, width: int) -> None:
    opened = Page(browser, built / "graph.html", width=width, height=900)
    page = opened.page
    page.evaluate(axe)
    found: list[Any] = []

    def run(where: str) -> None:
        found.extend(
            (where, *v)
            for v in page.evaluate(
                "axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 160))]))"
            )
        )

    run("first")
    for tab in ("list", "table", "text"):
        page.click(f"#tab-{tab}")
        run(tab)
    page.click("#tab-net")
    opened.find("“2+4”现代化产业集群")
    run("panel")
    page.click("#theme") if width > 760 else page.click("#close")
    run("dark or closed")
    assert found == []
    opened.close()
