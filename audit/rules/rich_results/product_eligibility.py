"""RRS010."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.rule import Bad, Good
from audit.rules.rich_results._features import Incomplete
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from audit.facts import Node


class ProductEligibility(Incomplete, code="RRS010", severity=Severity.ERROR, since="0.1.0"):
    """A product has no name, or neither an offer nor a review nor a rating.

    All rich results of products need its name and one of the three: a price or an opinion.
    """

    remedy = (
        "Give the product a name, and offers, a review or an aggregateRating; if nothing is sold or judged, leave the "
        "type out."
    )
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/product-snippet",)
    kind = "Product"
    examples = (
        Bad(node('"@type":"Product","name":"Tide clock","offers":[]'), says="review or aggregateRating or offers"),
        Bad(
            '<div itemscope itemtype="https://schema.org/Product"><b itemprop="name">Tide clock</b></div>',
            says='Product "Tide clock" lacks',
            points_at="<div itemscope",
        ),
        Good(
            node('"@type":"Product","name":"Tide clock"')
            + '<div itemscope itemtype="https://schema.org/Product"><b itemprop="name">Tide clock</b> '
            '<span itemprop="offers" itemscope itemtype="https://schema.org/Offer"><data itemprop="price" value="40">'
            '40</data> <meta itemprop="priceCurrency" content="EUR">euros</span></div>',
            note="The tags of the same product name its price.",
        ),
        Good(
            node(
                '"@type":"Product","name":"Tide clock","@reverse":{"itemReviewed":{"@type":"Review","author":"Jo",'
                '"reviewRating":{"@type":"Rating","ratingValue":4}}}'
            ),
            note="The review says so of the product.",
        ),
        Good(node('"@type":"Car","name":"Sea car"'), note="A car is a product only if its types say both."),
        Bad(node('"@type":["Product","Car"],"name":"Sea car"'), says="lacks review"),
        Good(
            node('"@type":"Product","name":"Tide clock","offers":{"@type":"Offer","price":"40","priceCurrency":"EUR"}')
        ),
    )

    def lacks(self, node: Node) -> list[str]:
        """What a product lacks; where it is said backwards, what others say of it is not read."""
        return [name for name in super().lacks(node) if name == "name" or "@reverse" not in node.data]
