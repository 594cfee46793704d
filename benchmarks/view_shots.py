"""Pictures of the network view, for a person to look at: python benchmarks/view_shots.py OUT FOLDER [REPORT]

FOLDER holds reports; REPORT (by default the longest of them) is shown alone, all of them together in multi.png.
Needs playwright (the `browser` extra) and Debian's chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any


def opened(browser: Any, path: Path, width: int = 1600, height: int = 950, **options: Any) -> Any:
    """A page that has drawn its first picture, with the network cut."""
    page = browser.new_context(viewport={"width": width, "height": height}, offline=True, **options).new_page()
    page.on("console", lambda m: print("console:", m.text))
    page.on("pageerror", lambda e: print("error:", e))
    page.goto(path.as_uri())
    while not page.evaluate("window.__ready || 0"):
        page.wait_for_timeout(20)
    return page


def main() -> None:
    """Make them all."""
    from playwright.sync_api import sync_playwright

    import kg

    out, folder = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    reports = sorted(folder.glob("*.txt"), key=lambda p: (-p.stat().st_size, p.name))
    one = kg.build([Path(sys.argv[3]) if len(sys.argv) > 3 else reports[0]])
    joined = [e for r in one.relations if r.document for e in (r.subject_label, r.object_label)]
    about = one.documents[0].document.about
    names = sorted((n for n in set(joined) if n != about), key=lambda n: (-joined.count(n), n))
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as play:
        single, several = Path(scratch) / "one.html", Path(scratch) / "several.html"
        single.write_bytes(one.html())
        several.write_bytes(kg.build([folder]).html())
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = opened(browser, single)

        def shot(name: str, shown: Any = None) -> None:
            (shown or page).wait_for_timeout(150)
            (shown or page).screenshot(path=str(out / f"{name}.png"))

        def find(name: str) -> None:
            page.fill("#search", name)
            page.keyboard.press("Enter")

        shot("first")
        find(names[0])
        shot("panel")
        page.click("#expand")
        shot("ego")
        page.click("#path")
        find(names[-1])
        shot("path")
        page.click("#home")
        page.click("#panel .bars a")
        shot("section")
        page.click("#home")
        page.click("[data-layout=clusters]")
        shot("clusters")
        page.click("[data-layout=cards]")
        page.click("[data-group=classes]")
        shot("classes")
        page.click("[data-group] >> nth=0")
        page.click("#quick a >> nth=1")
        shot("question")
        page.click("#facts .rule a >> nth=0")
        shot("text")
        page.click("#tab-table")
        shot("table")
        page.click("#tab-list")
        shot("list")
        page.click("#tab-net")
        page.click("#home")
        page.emulate_media(media="print")
        shot("print")
        page.emulate_media(media="screen")
        page.click("#theme")
        shot("dark")
        page.click("#language")
        shot("english")
        phone = opened(browser, single, 390, 844, has_touch=True, is_mobile=True)
        shot("phone", phone)
        phone.click("#list .names a >> nth=1")
        shot("phone_panel", phone)
        phone.click("#close")
        phone.click("#tab-net")
        shot("phone_net", phone)
        multi = opened(browser, several)
        shot("multi", multi)
        multi.click("#quick a >> nth=0")
        shot("multi_question", multi)
        browser.close()
    print(f"{len(list(out.glob('*.png')))} pictures in {out}")


if __name__ == "__main__":
    main()
