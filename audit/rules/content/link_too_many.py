"""TXT018."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class LinkTooMany(PostRule[Post], code="TXT018", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The text has very many links.

    Nobody follows a hundred of them, and what a page passes on to others is divided among all. A text full of links may
    also be one that a program filled.
    """

    remedy = "Keep the links that a reader of this text needs, or make a page of its own of the list."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/links-crawlable",)
    needs = frozenset({"tag:a"})
    reads_content = True
    examples = (
        Bad("<p>" + " ".join(f'<a href="/tide-{day}/">Day {day}</a>' for day in range(101)) + "</p>", says="101 links"),
        Good("<p>" + " ".join(f'<a href="/tide-{day}/">Day {day}</a>' for day in range(100)) + "</p>"),
        Good(
            "<p>" + " ".join(f'<a href="#note-{note}">{note}</a>' for note in range(150)) + "</p>",
            note="Notes and lists of contents lead to places of the post itself.",
        ),
    )

    most: int = 100
    """Most links that a text may have."""

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post."""
        if len(facts.links) <= self.most or facts.content_is_body:
            return  # of a whole body the menus are no text
        own = facts.url.key if facts.url is not None else ""
        around = facts.around
        links = [link for link in facts.links if link.node not in around] if around else facts.links
        leading = [link for link in links if link.url is None or not link.url.fragment or link.url.key != own]
        if len(leading) > self.most:
            yield Finding(f"The text has {len(leading)} links.")
