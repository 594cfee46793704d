"""The network page in a real browser: it draws, asks for nothing, says nothing on the console, and finds things."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kg

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="the browser extra (playwright) is not installed")
    if CHROMIUM is None:
        pytest.skip("Debian's chromium is not installed")
    with api.sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


class Page:
    """A page opened from a file with the network cut, and all it said and asked for."""

    def __init__(self, browser: Any, path: Path) -> None:
        self.said: list[str] = []
        self.asked: list[str] = []
        context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True)
        self.page = context.new_page()
        self.page.on("console", lambda m: self.said.append(m.text))
        self.page.on("pageerror", lambda e: self.said.append(str(e)))
        self.page.on("dialog", lambda d: self.said.append(f"dialog {d.message}"))
        self.page.on("request", lambda r: self.asked.append(r.url))
        self.page.goto(path.as_uri())
        for _ in range(100):
            if self.page.evaluate("window.__ready || 0"):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"the page never drew: {self.said}")


def test_the_page_holds_no_address_to_load_from(built: Path) -> None:
    page = (built / "graph.html").read_text(encoding="utf-8")
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", page)
    assert "default-src 'none'" in html.unescape(page)
    assert len(page.encode()) < 1_200_000


@pytest.mark.browser
def test_the_page_draws_offline_and_stays_silent(browser: Any, built: Path) -> None:
    shown = Page(browser, built / "graph.html")
    assert [u for u in shown.asked if not u.startswith("file:")] == []
    assert shown.said == []
    painted = shown.page.evaluate(
        """() => { const c = document.querySelector('#canvas canvas'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        const seen = new Set(); for (let i = 0; i < d.length; i += 404) seen.add(d[i] + ',' + d[i+1] + ',' + d[i+2]); return seen.size; }"""
    )
    assert painted > 12, "the canvas is blank"


@pytest.mark.browser
def test_a_thing_is_found_and_shows_figure_quote_and_rule(browser: Any, built: Path) -> None:
    page = Page(browser, built / "graph.html").page
    page.fill("#search", "城乡融合发展基金")
    page.click("#results button")
    panel = page.inner_text("#panel")
    assert "10亿元" in panel
    assert "@ rules/observations.toml:" in panel
    assert page.inner_text("#panel .quote mark") == "10亿元"
    page.click("#panel .quote .link")
    assert page.inner_text("#source mark") == "10亿元"
    assert "#n=" in page.url


@pytest.mark.browser
def test_the_table_holds_every_fact(browser: Any, samples: Path, tmp_path: Path) -> None:
    result = kg.build([samples / "jinchang-2022.txt"])
    page = Page(browser, result.write(tmp_path / "out") / "graph.html").page
    page.click("#tab-table")
    assert page.locator("#rows tr").count() - 1 == len(result.observations) + len(result.relations)


@pytest.mark.browser
@pytest.mark.parametrize(
    "payload",
    [
        "<img src=x onerror=alert(1)>",
        "</script><script>alert(1)</script>",
        "<svg onload=alert(1)>",
        "href=javascript:alert(1)",
    ],
)
def test_markup_from_a_report_never_runs(browser: Any, tmp_path: Path, payload: str) -> None:
    text = f"金昌市{payload}2023年综述\n\n2023年，金昌市实施“强链{payload}”行动，地区生产总值567.73亿元，增长11.5%。"
    out = kg.build([(f"{payload}.txt", text)]).write(tmp_path / "out")
    shown = Page(browser, out / "graph.html")
    for tab in ("table", "text", "net"):
        shown.page.click(f"#tab-{tab}")
    shown.page.fill("#search", payload)
    shown.page.wait_for_timeout(200)
    assert shown.said == []


@pytest.mark.browser
def test_without_its_policy_an_injected_handler_would_run_so_the_policy_matters(
    browser: Any, built: Path, tmp_path: Path
) -> None:
    code = "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.__ran=1\">')"
    page = Page(browser, built / "graph.html").page
    page.evaluate(code)
    page.wait_for_timeout(300)
    assert page.evaluate("window.__ran || 0") == 0
    text = (built / "graph.html").read_text(encoding="utf-8")
    (tmp_path / "open.html").write_text(re.sub(r"<meta http-equiv=[^>]+>", "", text), encoding="utf-8")
    page = Page(browser, tmp_path / "open.html").page
    page.evaluate(code)
    page.wait_for_timeout(300)
    assert page.evaluate("window.__ran || 0") == 1
