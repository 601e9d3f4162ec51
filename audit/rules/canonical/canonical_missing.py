"""CAN001."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class CanonicalMissing(PostRule[Head], code="CAN001", severity=Severity.WARNING, since="0.1.0"):
    """The page does not say which address is its own.

    Every page can be reached by several addresses: with and without tracking parameters, by number, from a feed.
    Without a canonical, search engines choose one of them themselves. SEO plugins print it unasked, so something has
    taken it out. The address for shares (`og:url`) does not stand in for it. A page that keeps search engines out needs
    none.
    """

    remedy = (
        "Let the SEO plugin print the canonical again: look for a filter or a snippet of the theme that removes it."
    )
    sources = ("https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Ferry times</title>\n<meta property="og:url" content="https://saltmarsh.example/tide/" />',
            says="no canonical",
        ),
        Bad(head='<title>Ferry times</title>\n<link rel="canonical" href="" />', says="no canonical"),
        Good(head='<title>Ferry times</title>\n<link rel="canonical" href="https://saltmarsh.example/tide/" />'),
        Good(
            head='<title>Ferry times</title>\n<meta name="robots" content="noindex, follow" />',
            note="Yoast leaves it out where search engines are kept out.",
        ),
        Good(
            head="<title>Ferry times</title>",
            headers={"Link": '<https://saltmarsh.example/tide/>; rel="canonical"'},
            note="The server names it.",
        ),
        Good(
            fields={"yoast_head": None, "yoast_head_json": {"og_url": "https://saltmarsh.example/tide/"}},
            note="A head of which only a part was asked for says nothing about the rest.",
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """Nothing can be concluded from a head that a client has cut."""
        return facts.head_is_whole

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """Silent if any origin of the head, or a header, names a canonical. An empty one is none."""
        if subject.canonicals or (facts.head_json is not None and facts.head_json.canonicals):
            return ()
        if facts.answer is not None and facts.answer.canonicals:
            return ()
        more = ", only an og:url, which search engines do not take for one" if subject.meta("og:url") else ""
        return (Finding(f"The page has no canonical address{more}."),)
