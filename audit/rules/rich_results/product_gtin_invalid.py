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
        Good(node('"@type":["Product","Book"],"name":"Tides","isbn":"0-8044-2957-X"')),
        Bad(node('"@type":["Product","Book"],"name":"Tides","isbn":"X-8044-2957-0"'), says="X-8044-2957-0"),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each number."""
        for product in nodes_of(facts, "Product"):
            for name, lengths in _LENGTHS.items():
                text = product.text(name)
                if text is not None and not _is_right(re.sub(r"[ -]", "", text), lengths):
                    yield Finding(f'{name} "{text[:40]}" cannot be right.', at=product.place(name), value=text[:40])


_LENGTHS = {"gtin": (8, 12, 13, 14), "gtin8": (8,), "gtin12": (12,), "gtin13": (13,), "gtin14": (14,), "isbn": (10, 13)}
_OLD_ISBN = 10  # digits; the last may be an X, which stands for ten


def _is_right(digits: str, lengths: tuple[int, ...]) -> bool:
    """Source of the check digits: https://www.gs1.org/services/how-calculate-check-digit-manually."""
    if len(digits) not in lengths:
        return False
    if len(digits) == _OLD_ISBN:
        return _is_old_isbn(digits)
    if not (digits.isascii() and digits.isdigit()):
        return False
    return sum(int(one) * (3 if place % 2 else 1) for place, one in enumerate(reversed(digits))) % 10 == 0


def _is_old_isbn(text: str) -> bool:
    """Whether the last of ten characters is the check digit of the others, as ISO 2108 had it until 2007."""
    digits, last = text[:-1], text[-1]
    if not (digits.isascii() and digits.isdigit() and last in "0123456789xX"):
        return False
    values = [*map(int, digits), 10 if last in "xX" else int(last)]
    return sum(weight * value for weight, value in zip(range(_OLD_ISBN, 0, -1), values, strict=True)) % 11 == 0
