"""What the rules on the contract of the REST API share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding
from audit.post import Post
from audit.rule import PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.contract import Violation

WP_POSTS = "https://developer.wordpress.org/rest-api/reference/posts/"
YOAST_REST = "https://developer.yoast.com/customization/apis/rest-api"

# Whose documents say what belongs in a field, by the beginning of its name.
_PLUGINS = {
    "yoast_": "Yoast SEO documents",
    "aioseo_": "All in One SEO documents",
    "rank_math_head": "a head is",
    "seopress_head": "a head is",
    "head_tags": "REST API - Head Tags documents",
    "jetpack": "Jetpack documents",
    "acf": "Advanced Custom Fields writes",
}


class ContractRule(PostRule[Post]):
    """A rule with one finding for each violation of the contract that bears its name."""

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """The violations, in the words of the contract."""
        return [finding_of(violation) for violation in facts.violations if self.tells(violation)]

    def tells(self, violation: Violation) -> bool:
        """Whether a violation is this rule's."""
        return violation.rule == self.name


def finding_of(violation: Violation) -> Finding:
    """The finding for one violation."""
    says = next(
        (says for start, says in _PLUGINS.items() if violation.name.startswith(start)), "the REST schema allows"
    )
    place = violation.place
    quoted = isinstance(violation.value, str) and not place.pointer  # the engine quotes only fields that are strings
    return Finding(
        f"{violation.name} is {violation.found}; {says} {violation.expected}.",
        at=place,
        value=f"{violation.pointer} {violation.found}",
        severity=violation.severity,
        evidence=() if quoted else (Evidence(violation.name, violation.found),),
    )
