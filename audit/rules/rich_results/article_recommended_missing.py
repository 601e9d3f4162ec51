"""RRS001."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.rich_results._features import lacking_advice, needs_of
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._items import own_items
from audit.rules.structured_data._page import own_articles
from audit.rules.structured_data._values import label, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class ArticleRecommendedMissing(PostRule[Post], code="RRS001", severity=Severity.NOTICE, since="0.1.0"):
    """The article lacks properties that search engines recommend.

    None is required. Each makes it surer that title, picture, date and author are shown as they are.
    """

    remedy = "Fill them in: author with name and url (or sameAs), headline, image and datePublished."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/article",)
    needs = needs_of("Article")
    examples = (
        Bad(
            node('"@type":"Article","headline":"When the tide turns","datePublished":"2026-03-01"'),
            says="author and image",
        ),
        Good(
            node(
                '"@type":"Article","headline":"Ferry times","datePublished":"2026-03-01","image":"/1.jpg",'
                '"author":{"@type":"Person","name":"Maren Holt","sameAs":["https://social.example/@m"]}'
            )
        ),
        Good(node('"@type":"WebPage","name":"Ferry times"'), note="No article."),
        Good(
            '<article itemscope itemtype="https://schema.org/BlogPosting"><b itemprop="headline">When the tide turns'
            '</b><img itemprop="image" src="/tide.jpg" alt="The tide"><i itemprop="author" itemscope '
            'itemtype="https://schema.org/Person"><a itemprop="url" href="/maren/"><b itemprop="name">Maren Holt</b>'
            "</a></i></article>",
            head=node('"@type":"Article","headline":"When the tide turns","datePublished":"2026-05-04"'),
            note="The theme's microdata says the rest.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each article that is this page, with all that it lacks and the theme's tags do not say."""
        for article in own_articles(facts):
            if article.is_a("DiscussionForumPosting", "SocialMediaPosting"):
                continue  # needs other things
            lacks = lacking_advice(article, "Article")
            for item in facts.once(own_items) if lacks else ():
                lacks_too = lacking_advice(item, "Article")
                lacks = [name for name in lacks if name in lacks_too]
            if lacks:
                yield Finding(
                    f"{label(article)} lacks {listed(lacks)}, which search engines recommend.",
                    at=article.place(),
                    value=" ".join(lacks),
                )
