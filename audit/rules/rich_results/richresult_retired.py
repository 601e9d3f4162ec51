"""RRS045."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import listed
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


_RETIRED = frozenset(
    {"FAQPage", "HowTo", "ClaimReview", "SpecialAnnouncement", "Occupation", "OccupationAggregation", "MathSolver"}
)
"""Source: https://developers.google.com/search/updates, as of July 2026."""


class RichresultRetired(PostRule[Post], code="RRS045", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """A type is marked up of which search engines show nothing any more.

    It does no harm, and other programs may read it.
    """

    remedy = "Leave it, or take it out when the page is worked on."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/search-gallery",)
    needs = frozenset(f"type:{name}" for name in _RETIRED)
    examples = (
        Bad(node('"@type":"FAQPage","mainEntity":{"@type":"Question","name":"When?"}'), says="FAQPage"),
        Good(
            node('"@type":"WebSite","potentialAction":{"@type":"SearchAction"}'), note="Yoast prints it on every page."
        ),
        Good(
            node(
                '"@type":"Recipe","name":"Soup","image":"/1.jpg","recipeInstructions":{"@type":"HowToSection",'
                '"name":"Cut"}'
            ),
            note="Steps of a recipe.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a page, with all such types."""
        found = facts.graph.of_type(*(_RETIRED & set(facts.graph.types)))
        if found:
            names = list(dict.fromkeys(name for thing in found for name in thing.types if name in _RETIRED))
            yield Finding(
                f"{listed(names)}: search engines show no rich result of it any more.",
                at=found[0].place(),
                value=" ".join(names),
            )
