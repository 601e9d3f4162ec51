"""DAT012."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.data_quality._contract import WP_POSTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_TRASHED = re.compile(r"__trashed(?:-[0-9]+)?$")


class SlugEmpty(PostRule[Post], code="DAT012", severity=Severity.ERROR, since="0.1.0"):
    """A published post has no slug, or that of the bin.

    Without a slug the pretty address leads nowhere. `__trashed` is what WordPress adds to the slug of a post in the
    bin, to set its name free, and takes away when the post comes back by the button; a plugin or a query that only sets
    the status leaves it in the public address.
    """

    remedy = "Enter a slug in the editor and save; where the address was shared already, redirect the old one."
    sources = (
        WP_POSTS,
        "https://developer.wordpress.org/reference/functions/wp_add_trashed_suffix_to_post_name_for_post/",
    )
    needs = frozenset({"field:slug"})
    examples = (
        Bad(fields={"slug": ""}, says="has no slug"),
        Bad(fields={"slug": "tide__trashed"}, says='"tide__trashed"', points_at="tide__trashed"),
        Good(fields={"slug": "", "status": "draft"}, note="A draft gets its slug when it is published."),
        Good(fields={"slug": "tide__trashed", "status": "trash"}),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Published posts only."""
        slug = subject.slug
        if slug is None or (slug and "__trashed" not in slug) or not facts.published:
            return ()
        if not slug:
            return (Finding("The published post has no slug.", at=Place("slug")),)
        if not _TRASHED.search(slug):
            return ()
        return (Finding(f'The slug "{slug}" of the published post is that of the bin.', at=Place("slug"), value=slug),)
