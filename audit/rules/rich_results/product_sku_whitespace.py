"""RRS014."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import needs_of, nodes_of
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.jsonld import Node


class ProductSkuWhitespace(
    PostRule[Post], code="RRS014", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW
):
    """A product's SKU holds blanks.

    Shops match products by it, and Google asks for no blanks in it: one is easily lost on the way.
    """

    remedy = "Write the SKU without blanks."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/merchant-listing",)
    needs = needs_of("Product")
    examples = (
        Bad(node('"@type":"Product","name":"Clock","sku":"TC 40"'), says="TC 40"),
        Good(node('"@type":"Product","name":"Clock","sku":"TC-40"')),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each product."""
        for product in nodes_of(facts, "Product"):
            sku = product.text("sku")
            if sku is not None and any(character.isspace() for character in sku):
                yield Finding(
                    f'The SKU "{sku[:40]}" holds blanks.',
                    at=product.place("sku"),
                    value=sku[:40],
                    fix=rewritten(sku, sku.strip()) if _is_around(sku, product) else None,
                )


def _is_around(sku: str, product: Node) -> bool:
    """The blanks are before and behind: those inside may part what a hyphen should."""
    return product.syntax == "JSON-LD" and len(sku.split()) == 1
