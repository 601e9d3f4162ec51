"""AGR008."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.agreement._dates import contradiction, statements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = """<title>Ferry times</title>
<meta property="article:published_time" content="{}" />
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"Article",
"@id":"https://saltmarsh.example/tide/#article","datePublished":"{}"}}</script>"""


class DatePublishedMismatch(PostRule[Post], code="AGR008", severity=Severity.WARNING, since="0.1.0"):
    """The page gives two dates of publication.

    WordPress, the tag for shares and the structured data each say when the post was published. Search engines show a
    date only where all agree, and news services sort by it. Instants are compared, not spellings: 12:00 in Berlin is
    10:00 in UTC. A day without a time fits every instant that falls on it somewhere.
    """

    remedy = "Set the site's time zone to a city, save the post again, and remove what rewrites one of the dates."
    sources = ("https://developers.google.com/search/docs/appearance/publication-dates",)
    needs = frozenset({"head", "jsonld"})
    examples = (
        Bad(
            head=_HEAD.format("2026-05-04T10:30:00+00:00", "2026-05-04T10:30:00+00:00"),
            says="2026-05-04T08:30:00 in date_gmt",
            points_at="content=",
        ),
        Bad(head=_HEAD.format("2026-05-04T08:30:00+00:00", "20250102T083000Z"), says="20250102T083000Z"),
        Good(head=_HEAD.format("2026-05-04T08:30:00+00:00", "20260504T103000+02"), note="Without marks."),
        Bad(head=_HEAD.format("-0001-11-30T00:00:00+00:00", "2026-05-04"), says="-0001-11-30"),
        Bad(
            page='<html><head><meta property="article:published_time" content="2026-05-04T08:30:00+00:00">'
            '<link rel="canonical" href="https://saltmarsh.example/tide/"></head><body>'
            '<nav vocab="https://schema.org/" typeof="BreadcrumbList"><b property="itemListElement" typeof="ListItem">'
            '<a property="item" typeof="WebPage" href="/tide/">Tide</a></b></nav><main>'
            '<article vocab="https://schema.org/" typeof="Article" resource="/tide/"><h1 property="headline">Tide</h1>'
            '<time property="datePublished" datetime="2025-01-02T08:30:00+00:00">2 January</time></article></main>'
            "</body></html>",
            says="of the RDFa",
        ),
        Good(head=_HEAD.format("2026-05-04T08:30:20+00:00", "2026-05-04T10:30:00+02:00"), note="One instant."),
        Good(head=_HEAD.format("2026-05-04T08:30:00+00:00", "2026-05-04"), note="A day of somebody's."),
        Good(
            head=_HEAD.format("2026-05-04T08:30:00+00:00", "2020-01-01").replace("/tide/#", "/ebb/#"),
            note="A related post has a date of its own.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """`date_gmt`, `article:published_time` and `datePublished` of what is about this page."""
        found = statements(facts, "date_gmt", subject.date_gmt, "article:published_time", "datePublished")
        finding = contradiction(found, "date of publication")
        return (finding,) if finding is not None else ()
