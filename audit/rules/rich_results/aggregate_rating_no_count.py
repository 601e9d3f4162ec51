"""RRS017."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.rule import Bad, Good
from audit.rules.rich_results._features import Incomplete, aggregate_ratings, lacking
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.post import Post


class AggregateRatingNoCount(Incomplete, code="RRS017", severity=Severity.ERROR, since="0.1.0"):
    """A rating does not say how many rated.

    An average without ratingCount or reviewCount is not shown, and the stars go with it.
    """

    remedy = "Give ratingCount (all ratings) or reviewCount (those with a text)."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/review-snippet",)
    kind = "AggregateRating"
    examples = (
        Bad(
            node(
                '"@type":"Product","name":"Tide clock","aggregateRating":{"@type":"AggregateRating",'
                '"ratingValue":"4.4"}'
            ),
            says="how many",
        ),
        Good(
            node(
                '"@type":"Product","name":"Tide clock","aggregateRating":{"@type":"AggregateRating",'
                '"ratingValue":"4.4","reviewCount":"12"}'
            )
        ),
        Good(
            node(
                '"@type":"Product","name":"Tide clock","review":{"@type":"Review","author":"Jo","reviewRating":'
                '{"@type":"AggregateRating","ratingValue":4}}'
            ),
            note="One opinion's rating, which this type may be as well.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each rating; wherever it stands, it is a claim."""
        for rating in aggregate_ratings(facts):
            if "ratingCount or reviewCount" in lacking(rating, self.kind):
                yield Finding(
                    "A rating has neither ratingCount nor reviewCount: it does not say how many rated.",
                    at=rating.place(),
                    value=rating.text("ratingValue") or "",
                )
