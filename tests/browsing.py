"""A page opened from a file in Debian's chromium with the network cut, and all that it said and asked for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@contextmanager
def chromium() -> Iterator[Any]:
    """A running browser; skips the test, with the reason, where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="the browser extra (playwright) is not installed")
    if CHROMIUM is None:
        pytest.skip("Debian's chromium is not installed")
    with api.sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


class Page:
    """One page: `page` is playwright's, `said` the console, errors and dialogs, `asked` the requests."""

    def __init__(
        self, browser: Any, path: Path, anchor: str = "", width: int = 1600, height: int = 950, **options: Any
    ) -> None:
        self.said: list[str] = []
        self.asked: list[str] = []
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, offline=True, accept_downloads=True, **options
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(8000)
        self.page.on("console", lambda m: self.said.append(m.text))
        self.page.on("pageerror", lambda e: self.said.append(str(e)))
        self.page.on("dialog", lambda d: (self.said.append(f"dialog {d.message}"), d.dismiss()))
        self.page.on("request", lambda r: self.asked.append(r.url))
        self.page.goto(path.as_uri() + anchor)
        self.ready()

    def ready(self) -> None:
        """Wait for the first picture (the page's policy forbids playwright's own way of waiting)."""
        for _ in range(200):
            if self.page.evaluate("window.__ready || 0"):
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"the page never drew: {self.said}")

    def until(self, expression: str) -> None:
        """Wait until the expression is true in the page."""
        for _ in range(200):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(f"never true: {expression}; {self.said}")

    def find(self, words: str) -> None:
        """Search and take the first hit."""
        self.page.fill("#search", words)
        self.page.keyboard.press("Enter")

    def picture(self) -> dict[str, Any]:
        """What the canvas shows: its kind, and how many nodes and edges."""
        shown: dict[str, Any] = self.page.evaluate("({...document.getElementById('canvas').dataset})")
        return {"kind": shown["kind"], "nodes": int(shown["nodes"]), "edges": int(shown["edges"])}

    def close(self) -> None:
        """Close the page and forget it."""
        self.context.close()
