"""Works named after the site or the water they are done on: 某铁路|电气化改造工程, 某河|整治工程."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.model import Name
from kg.stages.names.phrases import Phrases
from kg.stages.names.words import SITES

WHERE = "rules/names.toml#works-upon"


def upon(view: Phrases, found: Iterable[Name]) -> list[Name]:
    """The names found, with works on a site that begins them, which are projects whatever their last noun says."""
    names = list(found)
    spans = set()
    for n in names:
        m = view.words.helpers["works-upon"].match(view.text, n.end) if n.cls in SITES else None
        if m is not None and m.end() in view.edges and not view.further(m.end(), "Project"):
            spans.add((n.start, m.end()))
    told = {n.label for n in names}
    more = [
        Name(begin, end, view.text[begin:end], "Project", WHERE)
        for begin, end in sorted(spans)
        if view.text[begin:end] not in told
        and not any(o.start <= begin and end <= o.end and o.cls in ("Project", "Programme") for o in names)
    ]
    turned = [replace(n, cls="Project") if n.cls == "Programme" and (n.start, n.end) in spans else n for n in names]
    return turned + more
