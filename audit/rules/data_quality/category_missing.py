"""DAT021."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.data_quality._contract import WP_POSTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class CategoryMissing(PostRule[Post], code="DAT021", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The post is in no category.

    WordPress puts every post into one, so an import or a query has taken it out. It stands in no archive but that of
    its month, breadcrumbs have nothing to show, and addresses that hold the category break.
    """

    remedy = "Choose a category in the editor."
    sources = (WP_POSTS,)
    needs = frozenset({"field:categories"})
    examples = (
        Bad(fields={"categories": []}, says="in no category"),
        Good(fields={"categories": [4]}),
        Good(fields={"categories": [], "type": "page"}, note="Pages have none."),
        Good(fields={"categories": [], "status": "draft"}),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Published posts of WordPress's own type."""
        if subject.categories == [] and subject.type == "post" and facts.published:
            yield Finding("The post is in no category.", at=Place("categories"))
