"""DAT026."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class ContentProtected(PostRule[Post], code="DAT026", severity=Severity.NOTICE, since="0.1.0"):
    """The content needs a password.

    WordPress hands it over empty, so nothing in it was judged. The head is public all the same, description included.
    """

    remedy = "Nothing to mend. Judge the text yourself; if the post should not be known at all, make it private."
    sources = ("https://developer.wordpress.org/rest-api/reference/posts/",)
    needs = frozenset({"field:content"})
    examples = (
        Bad(fields={"content": {"rendered": "", "protected": True}}, says="needs a password"),
        Good("<p>Tide.</p>"),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post."""
        if not facts.protected:
            return ()
        return (Finding("The content needs a password; it was not judged.", at=Place("content")),)
