"""RRS018."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.url import parse_url, site_of
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import needs_of, nodes_of
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class ReviewSelfServing(PostRule[Post], code="RRS018", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW):
    """The site rates its own business.

    Stars for a business or organization on its own site are not shown, and many of them look like a trick.
    """

    remedy = "Take the rating out; show what customers said as text."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/review-snippet",)
    needs = needs_of("Organization", "LocalBusiness")
    examples = (
        Bad(
            node(
                '"@type":"Organization","name":"Saltmarsh","url":"https://saltmarsh.example/",'
                '"aggregateRating":{"@type":"AggregateRating","ratingValue":5,"ratingCount":9}'
            ),
            says="Saltmarsh",
        ),
        Good(
            node(
                '"@type":"Organization","name":"Ferry line","url":"https://ferry.example/",'
                '"aggregateRating":{"@type":"AggregateRating","ratingValue":4,"ratingCount":9}'
            ),
            note="Another's.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each business that names the site as its own."""
        home = site_of(facts.home) if facts.home else ""
        for kind in ("Organization", "LocalBusiness"):
            for business in nodes_of(facts, kind):
                if business.get("aggregateRating") is None and business.get("review") is None:
                    continue
                url = parse_url(business.text("url") or "")
                if (
                    home
                    and url is not None
                    and url.host
                    and site_of(url.href).partition("/")[0] == home.partition("/")[0]
                ):
                    yield Finding(
                        f'"{(business.text("name") or label(business))[:60]}" is rated on its own site.',
                        at=business.place(),
                        value=business.text("name") or "",
                    )
                    return
