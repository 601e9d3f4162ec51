"""RRS013."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import needs_of, nodes_of
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class ProductGtinInvalid(
    PostRule[Post], code="RRS013", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW
):
    """A product's GTIN or ISBN cannot be one.

    Its length or its check digit is wrong, so that shops and search engines do not find the product by it.
    """

    remedy = "Copy the number from below the bar code, digits only."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/merchant-listing",)
    needs = needs_of("Product")
    examples = (
        Bad(node('"@type":"Product","name":"Clock","gtin13":"4006381333932"'), says="4006381333932"),
        Good(node('"@type":"Product","name":"Clock","gtin13":"4006381333931"')),
        Good(node('"@type":["Product","Book"],"name":"Tides","isbn":"0-306-40615-2"')),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each number."""
        for product in nodes_of(facts, "Product"):
            for name, lengths in _LENGTHS.items():
                text = product.text(name)
                if text is not None and not _is_right(re.sub(r"[ -]", "", text), lengths):
                    yield Finding(f'{name} "{text[:40]}" cannot be right.', at=product.place(name), value=text[:40])


_LENGTHS = {"gtin": (8, 12, 13, 14), "gtin8": (8,), "gtin12": (12,), "gtin13": (13,), "gtin14": (14,), "isbn": (10, 13)}
_MODULUS = {10: 11}


def _is_right(digits: str, lengths: tuple[int, ...]) -> bool:
    """Source of the check digits: https://www.gs1.org/services/how-calculate-check-digit-manually."""
    if len(digits) not in lengths:
        return False
    if lengths == (10, 13) and len(digits) == lengths[0]:
        values = [_TEN if one in "xX" else int(one) if one.isascii() and one.isdigit() else -1 for one in digits]
        return min(values) >= 0 and sum((_TEN - place) * value for place, value in enumerate(values)) % 11 == 0
    if not (digits.isascii() and digits.isdigit()):
        return False
    return sum(int(one) * (3 if place % 2 else 1) for place, one in enumerate(reversed(digits))) % _TEN == 0


_TEN = 10
