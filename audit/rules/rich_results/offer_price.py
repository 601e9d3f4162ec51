"""RRS011."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.rich_results._features import needs_of, nodes_of, parts
from audit.rules.rich_results._numbers import number_of
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts, Node


class OfferPrice(PostRule[Post], code="RRS011", severity=Severity.ERROR, since="0.1.0"):
    """A product's offer has no price.

    An offer without a price and its currency is not shown; a shop's price is more than 0.
    """

    remedy = "Give price and priceCurrency (a range of prices: AggregateOffer with lowPrice and priceCurrency)."
    sources = (
        "https://developers.google.com/search/docs/appearance/structured-data/merchant-listing",
        "https://developers.google.com/search/docs/appearance/structured-data/product-snippet",
    )
    needs = needs_of("Product")
    examples = (
        Bad(node('"@type":"Product","name":"Clock","offers":{"@type":"Offer","priceCurrency":"EUR"}'), says="no price"),
        Bad(node('"@type":"Product","name":"Clock","offers":{"@type":"Offer","price":"40"}'), says="no priceCurrency"),
        Bad(
            node('"@type":"Product","name":"Clock","offers":{"@type":"AggregateOffer","priceCurrency":"EUR"}'),
            says="no lowPrice",
        ),
        Good(
            node(
                '"@type":"Product","name":"Clock","offers":{"@type":"Offer",'
                '"priceSpecification":[{"@type":"UnitPriceSpecification","price":40,"priceCurrency":"EUR"}]}'
            )
        ),
        Bad(
            node(
                '"@type":"Product","name":"Clock","offers":{"@type":"Offer","price":0,"priceCurrency":"EUR",'
                '"shippingDetails":{"@id":"https://saltmarsh.example/delivery/#d"}}'
            ),
            says="more than 0",
        ),
        Good(
            node('"@type":"Product","name":"Chart","offers":{"@type":"Offer","price":0,"priceCurrency":"EUR"}'),
            note="Free of charge, which a product may be that no shop lists.",
        ),
        Good(node('"@type":"Event","name":"Concert","offers":{"@type":"Offer","price":0}'), note="An event's offer."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each offer of a product."""
        for product in nodes_of(facts, "Product"):
            for offer in parts(product, "offers"):
                if lacks := _lacks(offer):
                    yield Finding(f"An offer has no {' and no '.join(lacks)}.", at=offer.place(), value=" ".join(lacks))
                elif (price := number_of(offer.text("price"))) is not None and (price < 0 or _is_free(price, offer)):
                    yield Finding(
                        f"The price of an offer is {price:g}, where a listing of a shop asks for more than 0.",
                        at=offer.place("price"),
                        value=f"{price:g}",
                    )


def _is_free(price: float, offer: Node) -> bool:
    """Whether a price of 0 stands in a listing of a shop: only there delivery and return have a meaning."""
    return price == 0 and any(offer.get(name) is not None for name in ("shippingDetails", "hasMerchantReturnPolicy"))


def _lacks(offer: Node) -> list[str]:
    amount = "lowPrice" if offer.is_a("AggregateOffer") else "price"
    if not offer.is_a("AggregateOffer", "Offer") or (offer.is_a("AggregateOffer") and offer.get("offers") is not None):
        return []
    sources = [offer, *parts(offer, "priceSpecification")]
    elsewhere = any(type(value) is dict for value in offer.values("priceSpecification"))
    lacks = [] if elsewhere or any(source.get(amount) is not None for source in sources) else [amount]
    if not lacks and not elsewhere and all(source.get("priceCurrency") is None for source in sources):
        lacks.append("priceCurrency")
    return lacks
