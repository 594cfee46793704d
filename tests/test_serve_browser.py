"""The page of kg serve in Debian's chromium, with no network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from serving import Server, serving
from test_serve import hostile

pytest.importorskip("uvicorn", reason="the web server is not installed: pip install 'region-kg[serve]'")
playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: pip install 'region-kg[browser]'"
)
CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")]
__all__ = ["hostile"]


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Server]:
    with serving(built) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that may speak to this machine alone, and whose errors fail the test."""
    context = browser.new_context(locale="zh-CN")
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("dialog", lambda dialog: wrong.append(f"a dialog: {dialog.message}"))
    opened.route(
        "**/*",
        lambda route: (
            route.continue_()
            if "//127.0.0.1:" in route.request.url
            else wrong.append(route.request.url) or route.abort()
        ),
    )
    yield opened
    context.close()
    assert wrong == []


def ready(page: Any, server: Server, tail: str = "") -> None:
    page.goto(f"{server.address}/{tail}")
    page.wait_for_selector("html[data-ready]")


def test_a_saved_question_is_asked_and_answered(page: Any, server: Server) -> None:
    ready(page, server)
    page.select_option("#questions", "funds-and-their-size")
    page.wait_for_selector("#shown td.number")
    assert "基金" in page.inner_text("#shown")
    page.click("#as-chart")
    assert page.locator("#shown svg rect").count() >= 3
    page.click("#language")
    assert page.inner_text("#run") == "Run"


def test_a_parameter_is_set(page: Any, server: Server) -> None:
    ready(page, server)
    page.select_option("#questions", "growth-above-20-percent")
    page.wait_for_selector("#shown td.number")
    before = page.locator("#shown tbody tr").count()
    page.fill("#parameters input", "100")
    page.click("#parameters button")
    for _ in range(50):
        if page.locator("#shown tbody tr").count() < before:
            break
        page.wait_for_timeout(100)
    assert 0 < page.locator("#shown tbody tr").count() < before
    assert "VALUES ?least { 100 }" in page.evaluate("document.querySelector('.cm-content').innerText").replace(
        "\u200b", ""
    )


def test_terms_complete_by_their_names_and_errors_are_marked(page: Any, server: Server) -> None:
    ready(page, server)
    page.click(".cm-content")
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT * WHERE { ?s a 基金")
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".cm-tooltip-autocomplete")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?x WHRE ")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#error:not([hidden])")
    assert "1:11" in page.inner_text("#error")
    page.wait_for_selector(".cm-lint-marker-error")


def test_an_answer_leads_to_the_entity_and_the_network(page: Any, server: Server) -> None:
    ready(page, server, "#query=SELECT%20%3Ff%20%7B%20%3Ff%20a%20rkg%3AFund%20%7D")
    page.wait_for_selector("#shown td a")
    links = page.eval_on_selector_all("#shown td a", "all => all.map(a => a.getAttribute('href'))")
    assert any(link.startswith("/graph.html#n=") for link in links)
    page.click("#shown td a")
    page.wait_for_selector("main.entity h1")
    assert "基金" in page.inner_text("h1")
    page.click("header a[href^='/graph.html']")
    page.wait_for_selector("canvas")


def test_markup_in_labels_does_nothing(page: Any, hostile: Server) -> None:
    page.goto(f"{hostile.address}/id/fund/x")
    assert "<img" in page.inner_text("h1")
    ready(page, hostile, "#query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D")
    page.wait_for_selector("#shown td")
    assert "<img" in page.inner_text("#shown")
    assert page.locator("#shown img").count() == 0
    assert page.locator("#shown a[href^='javascript']").count() == 0
