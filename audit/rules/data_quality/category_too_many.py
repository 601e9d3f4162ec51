"""DAT023."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.data_quality._contract import WP_POSTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class CategoryTooMany(PostRule[Post], code="DAT023", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The post is in many categories.

    A category is a shelf: what stands on all of them is found on none. Archives then repeat each other.
    """

    remedy = "Keep the one or two categories that the post belongs to; the rest can be tags."
    sources = (WP_POSTS,)
    needs = frozenset({"field:categories"})
    examples = (
        Bad(fields={"categories": [2, 3, 4, 5, 6, 7]}, says="in 6 categories"),
        Good(fields={"categories": [2, 3, 4, 5, 6]}),
        Good(fields={"categories": [2, 3, 4, 5, 6, 7], "status": "draft"}, note="Its author may still choose."),
    )

    most: int = 5
    """How many categories are fine."""

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Counts the ids of a published post."""
        categories = subject.categories
        if categories is not None and len(categories) > self.most and facts.published:
            yield Finding(
                f"The post is in {len(categories)} categories; {self.most} are plenty.", at=Place("categories")
            )
