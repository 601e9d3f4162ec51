"""RRS045."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import claimed_types, parts
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts, Node

_RETIRED = frozenset({"FAQPage", "HowTo", "ClaimReview", "SpecialAnnouncement"})
_RETIRED_IN_PART = {
    "Book": "with a way to read it",
    "Car": "as a vehicle for sale",
    "Course": "as course info",
    "Occupation": "with a salary",
    "OccupationAggregation": "with a salary",
    "Quiz": "as a practice problem",
    "VideoObject": "as a learning video",
}
"""Types of which one use has ended, and which; the others go on.

Source of both: https://developers.google.com/search/updates, as of July 2026.
"""

_ENDED = _RETIRED | _RETIRED_IN_PART.keys()


class RichresultRetired(PostRule[Post], code="RRS045", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """Something is marked up for a rich result that search engines show no more.

    It does no harm, and other programs may read it.
    """

    remedy = "Leave it, or take it out when the page is worked on."
    sources = (
        "https://developers.google.com/search/docs/appearance/structured-data/search-gallery",
        "https://developers.google.com/search/blog/2025/06/simplifying-search-results",
    )
    needs = frozenset(f"type:{name}" for name in _ENDED)
    examples = (
        Bad(node('"@type":"FAQPage","mainEntity":{"@type":"Question","name":"When?"}'), says="FAQPage"),
        Bad(
            node('"@type":"Occupation","name":"Lock keeper","estimatedSalary":{"@type":"MonetaryAmount","value":1}'),
            says="Occupation (with a salary)",
        ),
        Good(
            node('"@type":"VideoObject","name":"High water","thumbnailUrl":"/1.jpg","uploadDate":"2026-03-01"'),
            note="Only what says that it teaches was shown as a learning video.",
        ),
        Good(
            node('"@type":"Person","name":"Maren","hasOccupation":{"@type":"Occupation","name":"Pilot"}'),
            note="What somebody does for a living.",
        ),
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
        Good(
            node('"@type":"Article","headline":"Tide","about":{"@type":"HowTo","name":"Reading the gauge"}'),
            note="Only what the article is about.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a page, with all such types."""
        found = [(thing, name) for thing, name in claimed_types(facts, _ENDED) if _is_over(thing, name)]
        if found:
            names = list(dict.fromkeys(name for _, name in found))
            return (
                Finding(
                    f"{listed([_use_of(name) for name in names])}: search engines show no such rich result any more.",
                    at=found[0][0].place(),
                    value=" ".join(names),
                ),
            )
        return ()


def _use_of(name: str) -> str:
    return f"{name} ({_RETIRED_IN_PART[name]})" if name in _RETIRED_IN_PART else name


def _is_over(node: Node, name: str) -> bool:
    """Whether a node is marked up for what has ended: for some types a property tells, or a second type."""
    if name == "HowTo":
        return not node.is_a("Recipe")
    if name == "Book":
        return any(part.is_a("ReadAction", "BorrowAction") for part in parts(node, "potentialAction"))
    if name in _TOLD_BY:
        return node.get(_TOLD_BY[name]) is not None
    return name in _RETIRED or (name in {"Quiz", "VideoObject"} and node.is_a("LearningResource"))


_TOLD_BY = {
    "Car": "vehicleIdentificationNumber",
    "Course": "hasCourseInstance",
    "Occupation": "estimatedSalary",
    "OccupationAggregation": "estimatedSalary",
}
