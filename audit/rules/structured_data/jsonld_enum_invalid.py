"""JLD026."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit._nearest import nearest
from audit.facts import Node
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import PAY_UNITS, Fault, faults, rewritten, words_of
from audit.rules.structured_data._vocabulary import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_OFFER = '"@type":"Offer","price":"12.50","priceCurrency":"EUR",'
_PAY = (
    '"@type":"JobPosting","title":"Ferry hand","baseSalary":{"@type":"MonetaryAmount","currency":"EUR",'
    '"value":{"@type":"QuantitativeValue",'
)
_MOST_WORDS = 12


class JsonldEnumInvalid(PostRule[Post], code="JLD026", severity=Severity.ERROR, since="0.1.0"):
    """A property that takes one of a few fixed words has another one.

    Whether a thing is in stock, whether an event was put off, what kind of job it is: programs compare the word letter
    by letter. "In Stock" and "Full Time" are none of the words, so the offer or the job counts as incomplete.
    """

    remedy = "Write one of the words that the vocabulary lists, in its own spelling."
    sources = (
        "https://developers.google.com/search/docs/appearance/structured-data/merchant-listing",
        "https://developers.google.com/search/docs/appearance/structured-data/job-posting",
        "https://schema.org/Enumeration",
    )
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            node(_OFFER + '"availability":"https://schema.org/in_stock"'),
            says='Offer.availability is "https://schema.org/in_stock"; the word is InStock',
            points_at='"https://schema.org/in_stock"',
        ),
        Bad(node('"@type":"JobPosting","title":"Ferry hand","employmentType":"Full Time"'), says="FULL_TIME"),
        Bad(node('"@type":"UnitPriceSpecification","price":9,"priceType":"SalePrice"'), says="does not read"),
        Bad(node(_PAY + '"value":3100,"unitText":"Monthly"}}'), says='QuantitativeValue.unitText is "Monthly"'),
        Good(node(_PAY + '"value":3100,"unitText":"MONTH"}}')),
        Good(node('"@type":"Product","name":"Flour","weight":{"@type":"QuantitativeValue","value":5,"unitText":"kg"}')),
        Good(
            node(_OFFER + '"availability":"InStock","itemCondition":"http://schema.org/UsedCondition"'),
            note="The word alone will do.",
        ),
        Good(
            node('"@type":"OpeningHoursSpecification","opens":"09:00","dayOfWeek":["Monday","PublicHolidays"]'),
            note="Public holidays are a day of the week to schema.org.",
        ),
        Good(
            node(_OFFER + '"availableDeliveryMethod":"http://purl.org/goodrelations/v1#DeliveryModeMail"'),
            note="schema.org takes some words from GoodRelations.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each wrong word; one that schema.org knows and Google does not read is a notice."""
        return map(_finding, (*faults(facts, "enum"), *_pay(facts)))


def _pay(facts: Facts) -> list[Fault]:
    """The units of jobs' pay that are none; of other quantities `unitText` is any text."""
    return [
        Fault(amount, "unitText", unit, "wrong")
        for job in facts.graph.of_type("JobPosting")
        for pay in job.values("baseSalary")
        if isinstance(pay, Node)
        for amount in pay.values("value")
        if isinstance(amount, Node)
        for unit in amount.values("unitText")
        if type(unit) is str and unit.strip() not in PAY_UNITS
    ]


def _finding(fault: Fault) -> Finding:
    """What is said of a wrong word."""
    words = words_of(fault.name)
    listed = ", ".join(words[:_MOST_WORDS]) + (", …" if len(words) > _MOST_WORDS else "")
    evidence = (Evidence(f"words of {fault.name}", listed),) if listed else ()
    if fault.way == "unused":
        return fault.told(", which Google does not read", severity=Severity.NOTICE, evidence=evidence)
    neighbour = nearest(local_name(fault.value), words) if type(fault.value) is str else None
    if neighbour:
        return fault.told(f"; the word is {neighbour}", evidence=evidence, fix=rewritten(fault.value, neighbour))
    return fault.told(", which is none of its words", evidence=evidence)
