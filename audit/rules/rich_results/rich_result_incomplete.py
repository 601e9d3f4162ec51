"""RRS049."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import incomplete, lacking, needs_of, nodes_of
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_KINDS = (
    "3DModel",
    "BroadcastEvent",
    "Certification",
    "Clip",
    "EmployerAggregateRating",
    "MemberProgram",
    "MerchantReturnPolicy",
    "OfferShippingDetails",
    "ProductGroup",
    "ShippingService",
    "VacationRental",
)


class RichResultIncomplete(
    PostRule[Post], code="RRS049", severity=Severity.ERROR, since="0.1.0", status=Status.PREVIEW
):
    """A node lacks what its type needs for a rich result.

    The type has no rule of its own here; its schema says what search engines ask for.
    """

    remedy = "Give what is missing, or leave the type out."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/search-gallery",)
    needs = needs_of(*_KINDS)
    examples = (
        Bad(node('"@type":"ProductGroup","productGroupID":"44"'), says="lacks name"),
        Good(node('"@type":"ProductGroup","name":"Tide clocks"')),
        Good(
            node(
                '"@type":"Product","name":"Clock","offers":{"hasMerchantReturnPolicy":{"@id":"https://x.example/#r"}}'
            ),
            note="The policy is on another page.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each node."""
        for kind in _KINDS:
            for node_of_kind in nodes_of(facts, kind):
                if lacks := lacking(node_of_kind, kind):
                    yield incomplete(node_of_kind, lacks)
