"""JLD024."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import faults, rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.rules.structured_data._values import Fault

_OFFER = '"@type":"Offer","price":"12.50","priceCurrency":{}'


class JsonldCurrencyInvalid(PostRule[Post], code="JLD024", severity=Severity.ERROR, since="0.1.0"):
    """A currency in the structured data is not one of ISO 4217's codes.

    A dollar sign stands for twenty currencies. Without a code of three letters, search engines cannot tell what a
    price means.
    """

    remedy = "Write the code of three capital letters: EUR, USD, GBP."
    sources = ("https://schema.org/priceCurrency",)
    needs = frozenset({"jsonld"})
    examples = (
        Bad(node(_OFFER.format('"€"')), says='Offer.priceCurrency is "€"', points_at='"€"'),
        Bad(node(_OFFER.format('"eur"')), says="EUR"),
        Bad(node(_OFFER.format('"BTC"')), says="cryptocurrency"),
        Good(node(_OFFER.format('"EUR"'))),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each wrong currency; small letters and cryptocurrencies are notices."""
        return map(_finding, faults(facts, "currency"))


def _finding(fault: Fault) -> Finding:
    """What is said of a wrong currency."""
    if fault.way == "wrong":
        return fault.told(", which is no currency of ISO 4217")
    if fault.way == "ticker":
        return fault.told(": a cryptocurrency, which ISO 4217 does not list", severity=Severity.NOTICE)
    right = fault.value.strip().upper()
    return fault.told(f"; ISO 4217 writes {right}", severity=Severity.NOTICE, fix=rewritten(fault.value, right))
