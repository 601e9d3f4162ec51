"""RRS010."""

from __future__ import annotations

from audit.finding import Severity
from audit.rule import Bad, Good
from audit.rules.rich_results._features import Incomplete
from audit.rules.structured_data._examples import node


class ProductEligibility(Incomplete, code="RRS010", severity=Severity.ERROR, since="0.1.0"):
    """A product has no offer, review or rating.

    Search engines show nothing of a product of which they know neither a price nor an opinion.
    """

    remedy = (
        "Give the product offers, a review or an aggregateRating; if nothing is sold or judged, leave the type out."
    )
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/product-snippet",)
    kind = "Product"
    examples = (
        Bad(node('"@type":"Product","name":"Tide clock","offers":[]'), says="review or aggregateRating or offers"),
        Good(
            node('"@type":"Product","name":"Tide clock","offers":{"@type":"Offer","price":"40","priceCurrency":"EUR"}')
        ),
    )
