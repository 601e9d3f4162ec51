"""AGR010."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.jsonld import ARTICLE_TYPES
from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.agreement._page import instants

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = """<title>Ferry times</title>
<meta property="og:type" content="article" />
<meta property="article:published_time" content="2026-05-04T08:30:00+00:00" />"""
_CHANGED = {"modified_gmt": "2026-05-20T12:00:00"}


class DateModifiedMissing(PostRule[Post], code="AGR010", severity=Severity.WARNING, since="0.1.0"):
    """The post was changed, and the page tells only when it was published.

    Readers and search engines take the text for older than it is. Yoast prints the date of the change whenever there
    was one, so a setting of the theme or a filter has taken it out.
    """

    remedy = "Switch the date of the last change on again in the theme or the SEO plugin."
    sources = (
        "https://developers.google.com/search/docs/appearance/publication-dates",
        "https://github.com/Yoast/wordpress-seo/tree/trunk/src/presenters",
    )
    needs = frozenset({"head"})
    examples = (
        Bad(head=_HEAD, fields=_CHANGED, says="2026-05-20T12:00:00"),
        Good(head=_HEAD, note="Never changed."),
        Good(
            head=f'{_HEAD}\n<meta property="article:modified_time" content="2026-05-20T12:00:00+00:00" />',
            fields=_CHANGED,
        ),
        Good(head="<title>Ferry times</title>", fields=_CHANGED, note="A head that names no dates at all."),
    )

    def applies(self, facts: Facts) -> bool:
        """Nothing can be concluded from a head that a client has cut."""
        return facts.head_is_whole

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Only where the head names the date of publication; the times of the record decide, both in UTC."""
        published, changed, head = subject.date_gmt, subject.modified_gmt, facts.head
        if head is None or not published or not changed or published >= changed:
            return ()
        if head.meta("article:modified_time") is not None or head.meta("og:updated_time") is not None:
            return ()
        nodes = facts.graph.nodes
        if any("dateModified" in node.data for node in nodes):
            return ()
        stated = head.meta("article:published_time")
        articles = [node for node in nodes if not ARTICLE_TYPES.isdisjoint(node.types)]
        if stated is None and not any("datePublished" in node.data for node in articles):
            return ()
        first, last = instants(published, utc=True), instants(changed, utc=True)
        if first is None or last is None or first.last >= last.first:
            return ()
        return (
            Finding(
                f"The post was changed on {changed} UTC; the page tells only that it was published on {published} UTC.",
                at=stated.place if stated is not None else Place("modified_gmt"),
                evidence=(Evidence("modified_gmt", changed), Evidence("date_gmt", published)),
            ),
        )
