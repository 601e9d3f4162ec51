"""MET015."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.text import fold
from audit.finding import Evidence, Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.canonical._head import of_head

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class DescriptionMultiple(PostRule[Head], code="MET015", severity=Severity.WARNING, since="0.1.0"):
    """The page has more than one meta description.

    Two programs write the head, as a rule the theme and an SEO plugin. Which of the two texts a search engine shows is
    left to it, and the one that an editor wrote may never be seen.
    """

    remedy = "Let only one of them print a description: switch the theme's own off, or take it out of its header."
    sources = ("https://developers.google.com/search/docs/appearance/snippet",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Ferry times</title><meta name="description" content="News from the estuary" />'
            '<meta name="description" content="When the ferry sails, day by day." />',
            says="2 meta descriptions",
            points_at='content="When the ferry sails',
        ),
        Good(
            head='<title>Ferry times</title><meta name="description" content="When the ferry sails." />'
            '<meta property="og:description" content="When the ferry sails, day by day." />',
            note="The description for shares is another one.",
        ),
        Bad(
            head='<title>Ferry times</title><meta name="description" content="When the ferry sails." />',
            fields={"aioseo_head_json": {"title": "Ferry times", "description": "All ferries &amp; tides."}},
            says="2 meta descriptions, with different texts",
        ),
        Good(
            head='<title>Ferry times</title><meta name="description" content="" />'
            '<meta name="description" content="When the ferry sails." />',
            note="An empty one takes nothing from the other.",
        ),
        Good(
            page='<html><head><title>Tide</title><meta name="description" content="When the ferry sails." /></head>'
            '<body><p>Our mail:</p><meta name="description" content="A mail to our readers." /></body></html>',
            note="Pasted into the text, with all of a mail.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding, at the second description, with all of them as evidence."""
        if len(subject.descriptions) < 2:  # noqa: PLR2004 - one is right
            return ()
        values = [value for value in of_head(subject.descriptions, facts) if not value.blank]
        if len(values) < 2:  # noqa: PLR2004 - one is right
            return ()
        texts = [fold(value.decoded) for value in values]
        same = "all the same" if len(set(texts)) == 1 else "with different texts"
        return (
            Finding(
                f"The page has {len(values)} meta descriptions, {same}.",
                at=values[1].place,
                value=texts[1],
                evidence=tuple(Evidence(f"description {number}", text) for number, text in enumerate(texts, start=1)),
            ),
        )
