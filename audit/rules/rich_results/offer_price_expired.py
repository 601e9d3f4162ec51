"""RRS012."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.rich_results._features import needs_of, nodes_of
from audit.rules.structured_data._dates import moment
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class OfferPriceExpired(PostRule[Post], code="RRS012", severity=Severity.WARNING, since="0.1.0"):
    """An offer's price was valid until a day that has passed.

    Search engines hide the price, and may hide the result.
    """

    remedy = "Renew priceValidUntil, or take it out if the price has no end."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/product-snippet",)
    needs = needs_of("Offer")
    examples = (
        Bad(
            node(
                '"@type":"Product","name":"Clock","offers":{"@type":"Offer","price":4,"priceCurrency":"EUR",'
                '"priceValidUntil":"2020-12-31"}'
            ),
            says="2020-12-31",
        ),
        Good(
            node(
                '"@type":"Product","name":"Clock","offers":{"@type":"Offer","price":4,"priceCurrency":"EUR",'
                '"priceValidUntil":"2099-12-31"}'
            )
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each offer."""
        for offer in nodes_of(facts, "Offer"):
            text = offer.text("priceValidUntil")
            end = moment(text.strip()) if text is not None else None
            if text is not None and end is not None and end.when.date() < (facts.as_of - timedelta(days=1)).date():
                yield Finding(
                    f"The price of an offer was valid until {text.strip()}.",
                    at=offer.place("priceValidUntil"),
                    value=text.strip(),
                )
