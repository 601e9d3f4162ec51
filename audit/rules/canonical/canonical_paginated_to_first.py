"""CAN013."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.url import Url, parse_url
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules._edits import of_head
from audit.rules.canonical._addresses import addresses_of, first_page_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = """<title>Ferry times</title>
<link rel="canonical" href="{}" />
<link rel="prev" href="{}" />"""


class CanonicalPaginatedToFirst(
    PostRule[Post], code="CAN013", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW
):
    """A later page of a series names the first as its canonical.

    The later pages are then taken for copies of the first, and what stands only there is not found. Each page of a
    series should be its own canonical.
    """

    remedy = "Let every page of the series name itself."
    sources = (
        "https://developers.google.com/search/docs/appearance/structured-data/article",
        "https://developers.google.com/search/blog/2013/04/5-common-mistakes-with-relcanonical",
    )
    needs = frozenset({"head"})
    examples = (
        Bad(
            head=_HEAD.format("https://saltmarsh.example/tide/", "https://saltmarsh.example/tide/2/"),
            says="first page",
            points_at='href="https://saltmarsh.example/tide/"',
        ),
        Bad(
            head=_HEAD.format("https://saltmarsh.example/tide/", "").replace('rel="prev"', 'rel="icon"'),
            fields={"link": "https://saltmarsh.example/tide/page/2/"},
            says="first page",
        ),
        Good(head=_HEAD.format("https://saltmarsh.example/tide/2/", "https://saltmarsh.example/tide/")),
        Good(
            head=_HEAD.format("https://saltmarsh.example/tide/", "https://saltmarsh.example/ebb/"),
            note="Old themes call the post of the day before so.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """A later page is known by its address, or by the link to the page before it."""
        addresses = facts.once(addresses_of)
        canonical, value, link = addresses.canonical, addresses.canonical_value, addresses.link
        if canonical is None or value is None:
            return ()
        before = _page_before(facts)
        first = (first_page_of(before) or before.key) if before is not None else None
        if link is not None and ("/page/" in link.path or "page" in link.query):
            first = first or first_page_of(link)
        if first is None or first.rstrip("/") != canonical.key.rstrip("/"):
            return ()
        is_later = link is not None and before is not None and link.key != canonical.key
        shown = before.href if before is not None else link.href if link is not None else first
        return (
            Finding(
                "The canonical is the first page of a series of which this is a later one.",
                at=value.place,
                value=canonical.key,
                address=canonical.href,
                fix=of_head(value, link.href, "write the page's own address")
                if link is not None and is_later
                else None,
                evidence=(
                    Evidence("canonical", canonical.href),
                    Evidence("page before" if before is not None else "address", shown),
                ),
            ),
        )


def _page_before(facts: Facts) -> Url | None:
    markup = facts.head_markup
    if markup is None or "prev" not in markup.source:
        return None
    for node in markup.elements("link"):
        if "prev" in (node.attr("rel") or "").lower().split() and (href := node.attr("href")):
            return parse_url(href, facts.base)
    return None
