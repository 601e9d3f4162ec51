"""JLD025."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.rich_results._features import parts, ratings_of_other_scales
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import faults, plain_number, rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.rules.structured_data._values import Fault

_WAYS = {
    "currency sign": "a currency stands in a number",
    "thousands separator": "a number has no marks between its thousands",
    "decimal comma": "a number has a decimal point, not a comma",
    "digits of another script": "a number has only digits from 0 to 9",
    "words": "that is no number",
    "truth value": "that is no number",
}

_CURRENCIES = ("priceCurrency", "currency")


class JsonldNumberInvalid(PostRule[Post], code="JLD025", severity=Severity.ERROR, since="0.1.0"):
    """A price, a rating or a place in the structured data is written for people, not as a number.

    "1.299,00 €" is read as 1.299, as nothing, or rejected, depending on who reads it. A wrong price in a search result
    is worse than none.
    """

    remedy = "Write digits and at most one decimal point (1299.00); the currency goes into priceCurrency."
    sources = (
        "https://developers.google.com/search/docs/appearance/structured-data/review-snippet",
        "https://schema.org/price",
    )
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            node('"@type":"Offer","price":"€12.50","priceCurrency":"EUR"'),
            says='Offer.price is "€12.50"',
            points_at='"€12.50"',
        ),
        Bad(node('"@type":"Offer","price":"500 kr","priceCurrency":"SEK"'), says="a currency stands in a number"),
        Bad(node('"@type":"AggregateRating","ratingValue":"4,5","ratingCount":"1,204"'), says="not a comma"),
        Bad(node('"@type":"AggregateRating","ratingValue":4.5,"ratingCount":"1,204"'), says="between its thousands"),
        Bad(node('"@type":"Offer","price":"٢٤٫٩٠","priceCurrency":"SAR"'), says="only digits from 0 to 9"),
        Bad(node('"@type":"Offer","price":"On request","priceCurrency":"EUR"'), says="that is no number"),
        Bad(node('"@type":"AggregateRating","ratingValue":4.5,"ratingCount":"12 votes"'), says="that is no number"),
        Bad(node('"@type":"Offer","price":"12 PCS","priceCurrency":"EUR"'), says='"12 PCS": that is no number'),
        Bad(node('"@type":"GeoCoordinates","latitude":"53,12043","longitude":"8.40112"'), says="not a comma"),
        Good(node('"@type":"GeoCoordinates","latitude":"53° 7\' N","longitude":"8.40112"'), note="A text may be one."),
        Good(
            fields={"content": {"raw": node('"@type":"Offer","price":"[price]","priceCurrency":"EUR"')}},
            note="A shortcode in the stored source, which WordPress replaces.",
        ),
        Good(
            node('"@type":"Movie","name":"Tides","contentRating":{"@type":"Rating","ratingValue":"PG-13"}'),
            note="The age from which it may be seen is a word of its own.",
        ),
        Good(
            node('"@type":"MenuItem","name":"Sole","offers":{"@type":"Offer","price":"Price of the day"}'),
            note="So is what a fish costs.",
        ),
        Good(
            node('"@type":"Rating","ratingValue":"60%"'),
            note="A percentage and a fraction (`6 / 10`) say their scale.",
        ),
        Good(
            '<div itemscope itemtype="https://schema.org/Product"><p itemprop="offers" itemscope '
            'itemtype="https://schema.org/Offer"><b itemprop="price" content="1299.00">1.299,00</b></p></div>',
            note="Tags may say it to readers in one way and to programs in another.",
        ),
        Good(node('"@type":"Offer","price":"12.50","priceCurrency":"EUR"'), note="A number may stand in quotes."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each number that only people can read."""
        found = faults(facts, "number")
        wordy = _wordy(facts) if any(fault.way == "words" for fault in found) else frozenset[int]()
        return [_finding(fault) for fault in found if fault.way != "words" or id(fault.node) not in wordy]


def _wordy(facts: Facts) -> frozenset[int]:
    """The nodes, by `id()`, whose numbers may be words: ratings that say no opinion, and the offers of a menu."""
    dishes = (offer for dish in facts.graph.of_type("MenuItem") for offer in parts(dish, "offers"))
    return facts.once(ratings_of_other_scales).union(id(offer) for offer in dishes)


def _finding(fault: Fault) -> Finding:
    """What is said of a number that only people can read."""
    lost = fault.way == "currency sign" and not any(
        map(fault.node.get, _CURRENCIES)
    )  # the number alone would tell less
    right = plain_number(fault.value, fault.way) if type(fault.value) is str and not lost else ""
    return fault.told(f": {_WAYS[fault.way]}", fix=rewritten(fault.value, right) if right else None)
