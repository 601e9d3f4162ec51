"""RRS043."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import needs_of, parts
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._page import is_paid_for, own_articles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class PaywallSelector(PostRule[Post], code="RRS043", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The page is not free, and does not say which part.

    Search engines may take text that readers do not get for cloaking; hasPart tells them which part is paid for.
    """

    remedy = "Give hasPart a WebPageElement with isAccessibleForFree false and a cssSelector."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/paywalled-content",)
    needs = needs_of("Article")
    examples = (
        Bad(node('"@type":"NewsArticle","headline":"T","isAccessibleForFree":false'), says="hasPart"),
        Good(
            node(
                '"@type":"NewsArticle","headline":"T","isAccessibleForFree":"False",'
                '"hasPart":{"@type":"WebPageElement","isAccessibleForFree":false,"cssSelector":".paid"}'
            )
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each article that is this page."""
        for article in own_articles(facts):
            if is_paid_for(article) and not any(
                part.get("cssSelector") is not None for part in parts(article, "hasPart")
            ):
                yield Finding(
                    "isAccessibleForFree is false, and no hasPart with a cssSelector says which part is paid for.",
                    at=article.place("isAccessibleForFree"),
                )
