"""MET005."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.text import is_cjk, pixel_width
from audit.finding import Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule, Status
from audit.rules.metadata._head import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

FONT_SIZE = 20
"""CSS pixels in which Google sets titles of results, in Arial."""

NARROWEST = 4
"""Least width of a letter at that size. A title of so many letters is not measured."""

SHORT_FORMATS = frozenset({"aside", "status", "link"})
"""Post formats whose titles are short as a rule."""


class TitleTooShort(PostRule[Head], code="MET005", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The title is very short.

    Search engines set no least length, but a word or two say little to a reader who chooses between ten results, and
    a search engine that finds a title too bare writes one of its own.
    """

    remedy = "Say in the title what the post is about, and what sets it apart."
    sources = ("https://developers.google.com/search/docs/appearance/title-link",)
    needs = frozenset({"head"})
    explained_by = {"title-half-empty": SAME_POST, "title-placeholder": SAME_POST}
    examples = (
        Bad(head="<title>Ebb</title>", says="3 characters", points_at="<title>"),
        Bad(head="<title>Illicit little lilies</title>", says="pixels wide"),
        Good(head="<title>Ferry times in the summer</title>"),
        Good(head="<title>湖の水位</title>", note="Few characters of Chinese or Japanese say much."),
        Good(
            head="<title>湖 - Saltmarsh</title>",
            fields={"title": {"rendered": "湖"}},
            note="So it is with the site's name.",
        ),
        Good(head="<title>Ebb</title>", fields={"format": "status"}, note="A status has hardly a title."),
    )

    pixels: int = 200
    """Least width, in CSS pixels of Arial at 20 px."""
    characters: int = 15
    """Least number of characters."""

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for the effective title."""
        text = facts.once(title_of)
        title = subject.title
        if title is None or not text or len(text) * NARROWEST > self.pixels:
            return ()
        if len(text) < self.characters:
            said = f"has {len(text)} characters; at least {self.characters} are advisable"
        elif (width := pixel_width(text, FONT_SIZE)) < self.pixels:
            said = f"is {width:.0f} pixels wide; at least {self.pixels} are advisable"
        else:
            return ()
        if facts.post.format in SHORT_FORMATS or is_cjk(text) or is_cjk(facts.title):
            return ()
        return (Finding(f"The title {said}.", at=title.place, value=text),)
