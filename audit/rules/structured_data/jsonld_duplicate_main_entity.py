"""JLD017."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.jsonld import WEBPAGE_TYPES
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import graph, node
from audit.rules.structured_data._page import is_at_the_top, keys_of, own_articles, page_keys
from audit.rules.structured_data._values import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.facts.jsonld import Node

_PAGE_TYPES = tuple(
    sorted(WEBPAGE_TYPES - {"FAQPage", "QAPage", "ImageGallery", "MediaGallery", "VideoGallery", "RealEstateListing"})
)
"""Types of the page itself; the others say what the content is."""

_LINK = "https://saltmarsh.example/tide/"
_ARTICLE = f'"@type":"Article","@id":"{_LINK}#article","headline":"When the tide turns"'


class JsonldDuplicateMainEntity(PostRule[Post], code="JLD017", severity=Severity.WARNING, since="0.1.0"):
    """Two articles, or two web pages, in the structured data are this one page.

    Two plugins, or a plugin and the theme, each describe it. They differ in date, author or headline sooner or later,
    and nobody knows which one search engines believe.
    """

    remedy = "Let one of them describe the page, and switch the structured data of the other off."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/sd-policies",)
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            head=graph(_ARTICLE) + node(f'"@type":"BlogPosting","headline":"Tide","mainEntityOfPage":"{_LINK}"'),
            says="2 articles describe this page: Article and BlogPosting",
            points_at="{",
        ),
        Bad(
            head=graph(f'"@type":"WebPage","@id":"{_LINK}"') + node(f'"@type":"ItemPage","url":"{_LINK}"'),
            says="2 web pages describe this page",
        ),
        Good(
            head=graph(_ARTICLE) + node('"@type":"Article","headline":"Ebb","url":"https://saltmarsh.example/ebb/"'),
            note="Another article is another page.",
        ),
        Good(
            head=graph('"@type":["Article","BlogPosting"],"@id":"#article","headline":"Tide"', '"@type":"FAQPage"'),
            note="Several types on one id are one thing; questions and answers are no second page.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """At most one finding for articles, and one for web pages."""
        graph = facts.graph
        if len(graph.articles()) > 1:
            yield from _told("articles", own_articles(facts))
        pages = graph.of_type(*_PAGE_TYPES)
        if len(pages) > 1:
            own = page_keys(facts)
            yield from _told(
                "web pages",
                [page for page in pages if is_at_the_top(page) and not own.isdisjoint(keys_of(page, facts, "url"))],
            )


def _told(what: str, nodes: Sequence[Node]) -> Iterable[Finding]:
    if len(nodes) > 1:
        types = [" ".join(node.types) for node in nodes]
        yield Finding(
            f"{len(nodes)} {what} describe this page: {listed(types)}.",
            at=nodes[1].place(),
            value=what,
            evidence=tuple(Evidence(" ".join(node.types), node.id or node.text("headline") or "") for node in nodes),
        )
