"""JLD026."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit._nearest import nearest
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import faults, rewritten, words_of
from audit.rules.structured_data._vocabulary import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.rules.structured_data._values import Fault

_OFFER = '"@type":"Offer","price":"12.50","priceCurrency":"EUR",'
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
        return map(_finding, faults(facts, "enum"))


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
