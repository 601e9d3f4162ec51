"""RRS038."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.rule import Bad, Good, Status
from audit.rules.rich_results._features import Incomplete, lacking, parts
from audit.rules.rich_results._numbers import number_of
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from audit.facts import Node


class SoftwareIncomplete(Incomplete, code="RRS038", severity=Severity.ERROR, since="0.1.0", status=Status.PREVIEW):
    """An application lacks its name, its price or an opinion.

    All of them are required; a free application has the price 0.
    """

    remedy = "Give name, offers.price, and aggregateRating or review."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/software-app",)
    kind = "SoftwareApplication"
    examples = (
        Bad(
            node('"@type":"SoftwareApplication","name":"Tides","offers":{"@type":"Offer","price":0}'),
            says="lacks aggregateRating",
        ),
        Good(
            node(
                '"@type":"MobileApplication","name":"Tides","offers":{"@type":"Offer","price":0},'
                '"aggregateRating":{"@type":"AggregateRating","ratingValue":4,"ratingCount":9}'
            )
        ),
        Bad(
            node(
                '"@type":"SoftwareApplication","name":"Tides","offers":{"@type":"Offer","price":"3.50"},'
                '"aggregateRating":{"@type":"AggregateRating","ratingValue":4,"ratingCount":9}'
            ),
            says="lacks offers.priceCurrency",
        ),
        Bad(
            node(
                '"@type":"VideoGame","name":"Tides","offers":{"@type":"Offer","price":0},'
                '"aggregateRating":{"@type":"AggregateRating","ratingValue":4,"ratingCount":9}'
            ),
            says="a second type",
        ),
    )

    def lacks(self, node: Node) -> list[str]:
        """A price above 0 needs its currency; a game is shown only if it is something else as well."""
        lacks = lacking(node, self.kind)
        if any(_lacks_currency(offer) for offer in parts(node, "offers")):
            lacks.append("offers.priceCurrency")
        if node.types == ("VideoGame",):
            lacks.append("a second type beside VideoGame")
        return lacks


def _lacks_currency(offer: Node) -> bool:
    price = number_of(offer.text("price"))
    return bool(price) and offer.get("priceCurrency") is None and offer.get("priceSpecification") is None
