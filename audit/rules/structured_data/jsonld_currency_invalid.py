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
        """One finding for each wrong currency; small letters are a warning, cryptocurrencies a notice."""
        return map(_finding, faults(facts, "currency"))


def _finding(fault: Fault) -> Finding:
    """What is said of a wrong currency."""
    if fault.way == "wrong":
        right = _SIGNS.get(fault.value.strip().lower(), "") if type(fault.value) is str else ""
        fix = rewritten(fault.value, right) if right else None
        return fault.told(", which is no currency of ISO 4217", fix=fix)
    if fault.way == "ticker":
        return fault.told(": a cryptocurrency, which ISO 4217 does not list", severity=Severity.NOTICE)
    right = fault.value.strip().upper()
    return fault.told(f"; ISO 4217 writes {right}", severity=Severity.WARNING, fix=rewritten(fault.value, right))


_SIGNS = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "us$": "USD", "$us": "USD", "us dollar": "USD",
    "us dollars": "USD", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "hk$": "HKD", "r$": "BRL",
    "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₫": "VND", "฿": "THB", "₦": "NGN", "₪": "ILS",
    "₱": "PHP", "zł": "PLN", "лв": "BGN",
}  # fmt: skip
"""Signs and names that one currency alone has: not `$`, `¥` or `kr`."""
