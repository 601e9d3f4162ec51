"""RRS011."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import SAME_TARGET, Bad, Good, PostRule
from audit.rules.rich_results._features import misspelt, needs_of, nodes_of, once_a_template, parts
from audit.rules.rich_results._numbers import number_of
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import like_it

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts, Node


_ROW = '<div itemscope itemtype="https://schema.org/Product"><b itemprop="name">Clock</b>{}</div>'


class OfferPrice(PostRule[Post], code="RRS011", severity=Severity.ERROR, since="0.1.0"):
    """A product's offer has no price.

    Without one the offer is not shown. In the listing of a shop the currency is required too, and the price is more
    than 0; elsewhere a currency is only recommended, but a price without one may be read as another.
    """

    remedy = "Give price and priceCurrency (a range of prices: AggregateOffer with lowPrice and priceCurrency)."
    sources = (
        "https://developers.google.com/search/docs/appearance/structured-data/merchant-listing",
        "https://developers.google.com/search/docs/appearance/structured-data/product-snippet",
    )
    needs = needs_of("Product")
    explained_by = {"jsonld-unknown-property": SAME_TARGET}  # a slip in its name is why the price is missing
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
        Good(
            _ROW.format(
                '<p itemprop="offers" itemscope itemtype="https://schema.org/Offer"><b itemprop="price">40</b>'
                '<meta itemprop="priceCurrency" content="EUR"></p>'
                '<p itemprop="offers" itemscope itemtype="https://schema.org/Offer">'
                '<link itemprop="availability" href="https://schema.org/InStock">In stock</p>'
            ),
            note="The rest of the offer that has the price, in another place of the page.",
        ),
        Bad(
            2 * _ROW.format('<p itemprop="offers" itemscope itemtype="https://schema.org/Offer">40 euros</p>'),
            says="An offer has no price (1 more like it on the page).",
            points_at='<p itemprop="offers"',
        ),
        Good(node('"@type":"Event","name":"Concert","offers":{"@type":"Offer","price":0}'), note="An event's offer."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each offer of a product."""
        lacking: list[tuple[Node, list[str]]] = []
        for product in nodes_of(facts, "Product"):
            offers = [(offer, _lacks(offer)) for offer in parts(product, "offers")]
            is_any_whole = not all(lacks for _, lacks in offers)
            for offer, lacks in offers:
                if lacks:
                    if not (is_any_whole and _is_state(offer)):
                        lacking.append((offer, [lacks]))
                elif (price := number_of(offer.text("price"))) is not None and (
                    price < 0 or (price == 0 and _is_of_shop(offer))
                ):
                    yield Finding(
                        f"The price of an offer is {price:g}, where a listing of a shop asks for more than 0.",
                        at=offer.place("price"),
                        value=f"{price:g}",
                    )
        for offer, (lacks, *_), more in once_a_template(lacking):
            yield Finding(
                f"An offer has no {lacks}{like_it(more)}.",
                at=offer.place(),
                value=lacks,
                target=misspelt(offer, lacks),
                severity=None if _is_required(lacks, offer) else Severity.WARNING,
            )


def _is_required(name: str, offer: Node) -> bool:
    """Whether an offer cannot do without a property: of one price, outside of a shop, the currency is recommended."""
    return name != _CURRENCY or offer.is_a("AggregateOffer") or _is_of_shop(offer)


_STATE = frozenset({"@type", "availability", "itemCondition"})


def _is_state(offer: Node) -> bool:
    """Whether an offer is a state alone: the rest of another that has the price, in a second place of the page."""
    return offer.data.keys() <= _STATE


def _is_of_shop(offer: Node) -> bool:
    """Whether an offer stands in a listing of a shop: only there delivery and return have a meaning."""
    return any(offer.get(name) is not None for name in ("shippingDetails", "hasMerchantReturnPolicy"))


_CURRENCY = "priceCurrency"


def _lacks(offer: Node) -> str:
    """The property that an offer lacks, the price first; "" if it lacks neither."""
    amount = "lowPrice" if offer.is_a("AggregateOffer") else "price"
    if not offer.is_a("AggregateOffer", "Offer") or (offer.is_a("AggregateOffer") and offer.get("offers") is not None):
        return ""
    sources = [offer, *parts(offer, "priceSpecification")]
    if any(type(value) is dict for value in offer.values("priceSpecification")):
        return ""  # described on another page
    asked = (amount, _CURRENCY)
    return next((name for name in asked if all(source.get(name) is None for source in sources)), "")
