"""Where a report looks back and where ahead, and over how long: headings and opening sentences say so."""

from __future__ import annotations

import re

from kg.model import Document
from kg.numerals import chinese
from kg.stages.segment.lines import LABEL, Rules


class Outlook:
    """The state of a report as it is read from the top: fed each paragraph, asked for each sentence."""

    def __init__(self, document: Document, rules: Rules) -> None:
        self.document = document
        self.rules = rules
        self.ahead = ""  # "" where the report looks back, planned where it looks ahead
        self.aims = False  # inside the paragraphs that list the targets
        self.span = ""  # the years under review (2021/2025) where they are more than the document's own
        self.headed = ""  # the span its section's heading set

    def paragraph(self, text: str, kind: str) -> None:
        """Take in a paragraph before its sentences."""
        if kind in ("furniture", "caption", "byline", "row"):
            return
        before = self.ahead
        self.ahead = self._turned(text, kind)
        aimed = bool(self.rules["aims"].search(text if kind == "heading" else text[:160]))
        goes_on = kind == "prose" and self.ahead == before and not LABEL.match(text)
        self.aims = bool(self.ahead) and (aimed or (self.aims and goes_on))
        self.span = "" if self.ahead else self._span(text, kind)

    def sentence(self, text: str) -> str:
        """The outlook of one sentence: "", planned or targeted."""
        if self.ahead and (self.aims or self.rules["targets"].search(text)):
            return "targeted"
        return self.ahead

    def _turned(self, text: str, kind: str) -> str:
        rules, document, now = self.rules, self.document, self.ahead
        head = text if kind == "heading" or len(text) < 60 else text[:60]
        if rules["look-back"].search(head) and (kind == "heading" or len(text) < 60 or not now):
            return ""
        if document.year and (kind == "heading" or re.match(r"(?:做好)?20\d\d年", head)):
            years = [int(y) for y in re.findall(r"(20\d\d)年", head[:24])]
            if years and max(years) > document.year and rules["look-ahead-year"].search(head):
                return "planned"
            if kind == "heading" and years and max(years) <= document.year and rules["look-back-year"].search(head):
                return ""
        if rules["look-ahead-not"].search(head):
            return now
        plan = rules["plan"].search(head) if kind == "heading" else None
        later = plan and document.year and _plan_begins(plan["plan"]) > document.year
        if later and not rules["plan-founded"].search(head):
            return "planned"
        if kind == "heading" and rules["look-ahead"].search(head):
            return "planned"
        # said before the year was over, 今年 looks back
        if kind == "prose" and document.speaking != document.year and rules["look-ahead-said"].search(head):
            return "planned"
        return now

    def _span(self, text: str, kind: str) -> str:
        """Years under review from here on; a paragraph's own opening holds for the paragraph alone."""
        year, head = self.document.year, text[:24]
        if year is None:
            return ""
        if kind == "heading":
            said = self.rules["review"].search(text)
            if said:
                self.headed = self._years(said, year)
            elif self.rules["review-end"].search(text) or self.rules["heading.first"].search(text):
                self.headed = ""
            return self.headed
        said = self.rules["review-said"].search(head)
        if said:
            return self._years(said, year)
        if self.rules["review-end"].match(head):
            self.headed = ""
        return self.headed

    def _years(self, said: re.Match[str], year: int) -> str:
        groups = said.groupdict()
        if groups.get("plan"):
            first = _plan_begins(groups["plan"]) or year
            return f"{first}/{min(first + 4, year)}" if first < year else ""
        printed = groups.get("n") or groups.get("n2")
        count = chinese(printed) if printed else None
        return f"{year - int(count) + 1}/{year}" if count else ""


def _plan_begins(name: str) -> int:
    """The first year of a five-year plan by its number (十四五: 2021); 0 when it is none."""
    order = chinese(name[:-1])
    return 0 if order is None else 2001 + 5 * (int(order) - 10)
