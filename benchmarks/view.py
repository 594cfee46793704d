"""The network view against pyvis' default page of the same graph, in one browser and one run.

    python benchmarks/view.py REPORT-OR-FOLDER [SECONDS-TO-WAIT-FOR-PYVIS]

Needs playwright (the `browser` extra) and Debian's chromium. The network is cut. Ratios count: times differ between
machines. fps: frames while the picture is dragged for two seconds, as the browser counts them.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAINTED = """() => { const c = document.querySelector('canvas'); if (!c || !c.width) return 0;
  const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data, seen = new Set();
  for (let i = 0; i < d.length; i += 404) seen.add(d[i] + ',' + d[i + 1] + ',' + d[i + 2] + ',' + d[i + 3]); return seen.size; }"""
WATCH = "window.__blocked = 0; new PerformanceObserver((l) => l.getEntries().forEach((e) => { window.__blocked += e.duration; })).observe({ type: 'longtask', buffered: true });"


def pyvis_page(result: Any, path: Path) -> None:
    """What a newcomer to pyvis writes of the same entities and relations."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for e in {e.iri: e for e in result.entities}.values():
        network.add_node(e.iri, label=e.label, title=e.cls)
    for r in {(r.subject, r.predicate, r.object): r for r in result.relations}.values():
        network.add_edge(r.subject, r.object, title=r.predicate)
    path.write_text(network.generate_html(notebook=False), encoding="utf-8")


def measure(browser: Any, path: Path, patience: float) -> dict[str, float]:
    """Size, seconds to the first picture, seconds the page was blocked, frames per second, requests, messages."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda m: said.append(m.text))
    page.on("pageerror", lambda e: said.append(str(e)))
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else asked.append(r.url))
    page.add_init_script(WATCH)
    began = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    while time.perf_counter() - began < patience and page.evaluate(PAINTED) < 6:
        page.wait_for_timeout(20)
    first = time.perf_counter() - began
    page.wait_for_timeout(1000)
    blocked = page.evaluate("window.__blocked") / 1000
    box = page.locator("canvas").first.bounding_box()
    x, y = box["x"] + 14, box["y"] + 14
    page.evaluate("window.__n = 0; (function f() { window.__n++; requestAnimationFrame(f); })()")
    page.mouse.move(x, y)
    page.mouse.down()
    start, k = page.evaluate("[performance.now(), window.__n]"), 0
    until = time.perf_counter() + 2
    while time.perf_counter() < until:
        k += 1
        page.mouse.move(x + 60 + 50 * ((k % 40) / 40), y + 2 * (k % 40))
    end = page.evaluate("[performance.now(), window.__n]")
    page.mouse.up()
    context.close()
    return {
        "megabytes": path.stat().st_size / 1e6, "first picture s": first, "blocked s": blocked,
        "fps": (end[1] - start[1]) / (end[0] - start[0]) * 1000, "requests": len(asked), "messages": len(said),
    }  # fmt: skip


def main() -> None:
    """Measure and print; the exit status says nothing about speed."""
    from playwright.sync_api import sync_playwright

    import kg

    result = kg.build([Path(sys.argv[1])])
    patience = float(sys.argv[2]) if len(sys.argv) > 2 else 60
    entities = len({e.iri for e in result.entities})
    print(f"{len(result.documents)} report(s), {entities} entities, {len(result.relations)} relations")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        ours, theirs = Path(folder) / "ours.html", Path(folder) / "pyvis.html"
        began = time.perf_counter()
        ours.write_bytes(result.html())
        print(f"written in {time.perf_counter() - began:.2f} s")
        pyvis_page(result, theirs)
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        measured = [measure(browser, path, patience) for path in (ours, theirs)]
        browser.close()
    print(f"{'':18}{'kg':>10}{'pyvis':>10}{'ratio':>10}")
    for key, own in measured[0].items():
        other = measured[1][key]
        print(f"{key:18}{own:10.2f}{other:10.2f}{(f'{other / own:.2f}' if own else '–'):>10}")


if __name__ == "__main__":
    main()
