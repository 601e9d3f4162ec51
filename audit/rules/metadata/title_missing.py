"""MET001."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class TitleMissing(PostRule[Head], code="MET001", severity=Severity.ERROR, since="0.1.0"):
    """The page has no title.

    A search engine then makes one up from a heading, a link's text or the address, and the reader's tab and bookmark
    show the bare address.
    """

    remedy = "Give the post a title; if it has one, look at the title template in the SEO plugin's settings."
    sources = ("https://developers.google.com/search/docs/appearance/title-link",)
    needs = frozenset({"head"})
    examples = (
        Bad(head='<meta name="description" content="When the ferry sails." />', says="no title"),
        Bad(head="<title> &nbsp; </title>", says="title is empty", points_at="<title>"),
        Good(head="<title>Ferry times - Saltmarsh</title>"),
        Good(
            head='<meta name="description" content="When the ferry sails." />',
            fields={"yoast_head_json": {"title": "Ferry times - Saltmarsh"}},
            note="One of the two forms of the head is enough.",
        ),
        Good(
            fields={"yoast_head": None, "yoast_head_json": {"og_title": "Ferry times", "canonical": "/ferry/"}},
            note="A client has cut keys out of the head: what is not there may not have been asked for.",
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """Nothing can be concluded from a head that a client has cut."""
        return facts.head_is_whole

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """Silent if any origin of the head gives a title that is not blank."""
        titles = subject.titles
        if titles and not titles[0].blank:
            return ()
        for head in (facts.head_html, facts.head_json):
            if head is not None and not all(value.blank for value in head.titles):
                return ()
        if titles:
            return (Finding("The page's title is empty.", at=titles[0].place),)
        return (Finding("The page has no title."),)
