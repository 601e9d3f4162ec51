"""RRS006."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import plain
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import needs_of
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._page import own_articles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class ArticleHeadlineTooLong(
    PostRule[Post], code="RRS006", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The headline in the structured data is long.

    It is shown with the result, and cut where there is no room.
    """

    remedy = "Say it in 110 characters or fewer."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/article",)
    needs = needs_of("Article")
    examples = (
        Bad(node(f'"@type":"Article","headline":"{"When the tide turns " * 9}"'), says="characters"),
        Good(node('"@type":"Article","headline":"Ferry times"')),
        Good(
            node(f'"@type":"Article","headline":"{"Ferry&#8217;s times, " * 7}"'),
            note="A reference is one character to its readers.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each article that is this page."""
        for article in own_articles(facts):
            headline = article.text("headline") or ""
            if len(headline) > _MOST:
                headline = plain(headline).strip()
            if len(headline) > _MOST:
                yield Finding(
                    f"The headline has {len(headline)} characters; more than {_MOST} may be cut.",
                    at=article.place("headline"),
                    value=headline[:_MOST],
                )


_MOST = 110
"""Google's former limit, and still a good measure."""
