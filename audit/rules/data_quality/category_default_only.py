"""DAT022."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_DEFAULT_ID = 1
_CLASS = "category-uncategorized"


class CategoryDefaultOnly(PostRule[Post], code="DAT022", severity=Severity.NOTICE, since="0.1.0"):
    """The post is in the default category only.

    WordPress puts a post there when nobody chooses. A category that means "none chosen" helps no reader to find more.
    """

    remedy = "Choose a category that says what the post is about."
    sources = ("https://developer.wordpress.org/rest-api/reference/posts/",)
    needs = frozenset({"field:categories"})
    examples = (
        Bad(fields={"categories": [1], "class_list": ["post-12", "category-uncategorized"]}, says="default category"),
        Good(fields={"categories": [4]}),
        Good(fields={"categories": [1, 4]}),
    )

    def applies(self, facts: Facts) -> bool:
        """Published posts that have categories at all."""
        return facts.published and bool(facts.post.categories)

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """The default's id is an option of the site, nearly always 1; its slug tells it too."""
        categories = subject.categories or []
        classes = facts.class_names
        uncategorized = _CLASS in classes and not any(
            name.startswith("category-") and name != _CLASS for name in classes
        )
        if categories == [_DEFAULT_ID] or (len(categories) == 1 and uncategorized):
            yield Finding("The post is in the default category only.", at=Place("categories"))
