"""CAN007."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.url import site_of
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import of_head
from audit.rules.canonical._addresses import addresses_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = '<title>Ferry times</title>\n<link rel="canonical" href="{}" />'


class CanonicalToHome(PostRule[Post], code="CAN007", severity=Severity.ERROR, since="0.1.0"):
    """The canonical is the front page.

    The post declares itself a copy of the front page, and vanishes from search results. Under plain permalinks
    (`/?p=12`) the query is the address: such a canonical is no front page.
    """

    remedy = "Empty the field for the canonical in the SEO plugin; the post's own address is then printed."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",)
    needs = frozenset({"head"})
    examples = (
        Bad(head=_HEAD.format("https://saltmarsh.example/"), says="front page", points_at="href="),
        Bad(
            head=_HEAD.format("https://saltmarsh.example/journal/"),
            fields={
                "link": "https://saltmarsh.example/journal/tide/",
                "_links": {"self": [{"href": "https://saltmarsh.example/journal/wp-json/wp/v2/posts/12"}]},
            },
            says="front page",
        ),
        Good(head=_HEAD.format("https://saltmarsh.example/tide/")),
        Good(
            head=_HEAD.format("https://saltmarsh.example/?p=12"),
            fields={"link": "https://saltmarsh.example/?p=12"},
            note="The query is the address.",
        ),
        Good(
            head=_HEAD.format("https://saltmarsh.example/"),
            fields={"link": "https://saltmarsh.example/", "type": "page"},
            note="The front page itself.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """The front page is what stands before the REST route, else the graph's WebSite, else the root of a host."""
        addresses = facts.once(addresses_of)
        canonical, value, link = addresses.canonical, addresses.canonical_value, addresses.link
        if canonical is None or value is None or link is None or canonical.query or canonical.key == link.key:
            return ()
        home = _home_of(facts)
        if canonical.path != "/" and site_of(canonical.href) != home:
            return ()
        if not link.query and (link.path == "/" or site_of(link.href) == home):
            return ()
        return (
            Finding(
                "The canonical is the front page, not this post.",
                at=value.place,
                value=canonical.key,
                address=canonical.href,
                evidence=(Evidence("canonical", canonical.href), Evidence("address", link.href)),
                fix=of_head(value, link.href, "write the post's own address"),
            ),
        )


def _home_of(facts: Facts) -> str:
    """Identity of the front page: without the API's address, `Facts.home` is but the root of the host."""
    if facts.post.api_url is None:
        for website in facts.graph.of_type("WebSite"):
            if address := website.text("url"):
                return site_of(address)
    return site_of(facts.home)
