"""What the rules on the contract of the REST API share."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from audit.finding import Evidence, Finding, Form
from audit.post import Post
from audit.rule import PostRule
from audit.rules._edits import of_field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.contract import Violation
    from audit.finding import Fix

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
        return [finding_of(violation, self.right(violation)) for violation in facts.violations if self.tells(violation)]

    def right(self, violation: Violation) -> Any:
        """The value that belongs there; None where that is not known."""
        return None

    def tells(self, violation: Violation) -> bool:
        """Whether a violation is this rule's."""
        return violation.rule == self.name


def _fix(violation: Violation, right: Any) -> Fix:
    """The edit that gives the field the right value; what is no text on both sides, or empty, as JSON writes it."""
    value = violation.value
    if type(value) is type(right) is str and value:
        return of_field(violation.name, value, right, f"write {right}")
    before, after = map(json.dumps, (value, right))
    told = right if type(right) is str else after
    return of_field(violation.name, before, after, f"write {told}", form=Form.JSON)


def finding_of(violation: Violation, right: Any = None) -> Finding:
    """The finding for one violation, with the value that belongs there."""
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
        fix=_fix(violation, right) if right is not None else None,
        evidence=() if quoted else (Evidence(violation.name, violation.found),),
    )
