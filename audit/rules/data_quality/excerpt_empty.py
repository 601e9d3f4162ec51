"""DAT018."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.data_quality._empty import BLANKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class ExcerptEmpty(PostRule[Post], code="DAT018", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The post has text and no excerpt.

    WordPress cuts an excerpt out of the text where nobody wrote one, so an empty one means that a filter, or a page
    builder whose text WordPress does not see, took it away. Lists, feeds and searches show a title alone.
    """

    remedy = "Write an excerpt in the sidebar of the editor."
    sources = ("https://developer.wordpress.org/reference/functions/wp_trim_excerpt/",)
    needs = frozenset({"field:excerpt", "content"})
    reads_content = True
    examples = (
        Bad("<p>The tide is late.</p>", fields={"excerpt": {"rendered": ""}}, says="has text and no excerpt"),
        Good("<p>The tide is late.</p>", fields={"excerpt": {"rendered": "<p>Late tide.</p>"}}),
        Good('<img src="/tide.jpg" alt="Tide">', fields={"excerpt": {"rendered": ""}}, note="No text to cut."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Published posts with words in the content."""
        html = subject.excerpt_html
        if html is None or (html and not html.startswith("<p></p>")) or not facts.published:
            return
        if not facts.excerpt.strip(BLANKS) and facts.text.strip(BLANKS):
            yield Finding("The post has text and no excerpt.", at=Place("excerpt.rendered"))
