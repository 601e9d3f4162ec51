"""MET004."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.text import fold, pixel_width
from audit.finding import Evidence, Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.metadata._head import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

FONT_SIZE = 20
"""CSS pixels in which Google sets titles of results, in Arial."""


class TitleTooLong(PostRule[Head], code="MET004", severity=Severity.WARNING, since="0.1.0"):
    """The title is wider than a search result shows.

    What stands behind the cut is lost to the reader who chooses between ten results. Search engines set no limit and
    punish nobody: it is the reader who does not see the end. Width counts, not letters: `W` takes four times the room
    of `i`, a Chinese character twice that of a digit.
    """

    remedy = "Say the important words first, and shorten the title or drop the site's name from it."
    sources = (
        "https://developers.google.com/search/docs/appearance/title-link",
        "https://github.com/Yoast/wordpress-seo/blob/trunk/packages/yoastseo/src/scoring/assessments/seo/PageTitleWidthAssessment.js",
    )
    needs = frozenset({"head"})
    examples = (
        Bad(
            head="<title>The harbour office publishes the long awaited timetable of the summer ferries to the outer "
            "islands and back</title>",
            fields={"yoast_head_json": None},
            says="pixels wide",
        ),
        Good(head="<title>Summer ferries: the timetable - Saltmarsh</title>", fields={"yoast_head_json": None}),
    )

    pixels: int = 600
    """Widest title that is shown whole, in CSS pixels of Arial at 20 px."""

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for the effective title."""
        title = subject.title
        if title is None:
            return ()
        text = facts.once(title_of)
        if len(text) * FONT_SIZE <= self.pixels:  # no character is wider than an em
            return ()
        width = pixel_width(text, FONT_SIZE)
        if width <= self.pixels:
            return ()
        alone = pixel_width(fold(facts.title), FONT_SIZE)
        evidence = [Evidence("width", f"{width:.0f} of {self.pixels} pixels, {len(text)} characters")]
        if facts.title:
            evidence.append(Evidence("post title alone", f"{alone:.0f} pixels, {len(fold(facts.title))} characters"))
        return (
            Finding(
                f"The title is {width:.0f} pixels wide ({len(text)} characters); "
                f"search results show about {self.pixels} pixels.",
                at=title.place,
                value=text,
                evidence=tuple(evidence),
            ),
        )
