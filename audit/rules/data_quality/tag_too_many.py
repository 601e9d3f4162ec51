"""DAT024."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.data_quality._contract import WP_POSTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class TagTooMany(PostRule[Post], code="DAT024", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The post has many tags.

    Each tag makes an archive page. Tags that only this post has make pages with one entry, which search engines visit
    in place of the posts.
    """

    remedy = "Keep the tags that other posts have too."
    sources = (WP_POSTS,)
    needs = frozenset({"field:tags"})
    examples = (
        Bad(fields={"tags": list(range(1, 17))}, says="has 16 tags"),
        Good(fields={"tags": list(range(1, 16))}),
        Good(fields={"tags": []}, note="No tags is no fault."),
    )

    most: int = 15
    """How many tags are fine."""

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Counts the ids."""
        tags = subject.tags
        if tags is not None and len(tags) > self.most:
            yield Finding(f"The post has {len(tags)} tags; {self.most} are plenty.", at=Place("tags"))
