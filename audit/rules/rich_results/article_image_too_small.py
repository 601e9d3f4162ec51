"""RRS005."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Node
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.rich_results._features import needs_of
from audit.rules.rich_results._numbers import number_of
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._page import own_articles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class ArticleImageTooSmall(PostRule[Post], code="RRS005", severity=Severity.WARNING, since="0.1.0"):
    """The article's picture is smaller than Google recommends.

    A large picture needs 50,000 pixels (width times height) or more.
    """

    remedy = "Give the article a larger picture."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/article",)
    needs = needs_of("Article")
    examples = (
        Bad(
            node(
                '"@type":"Article","headline":"Tide","image":{"@type":"ImageObject","url":"/1.jpg","width":150,'
                '"height":150}'
            ),
            says="150 x 150",
        ),
        Good(
            node(
                '"@type":"Article","headline":"Tide","image":{"@type":"ImageObject","url":"/1.jpg","width":1200,'
                '"height":800}'
            )
        ),
        Good(
            node('"@type":"Article","headline":"Tide","image":"https://saltmarsh.example/1.jpg"'),
            note="Nobody knows its size.",
        ),
        Good(
            node(
                '"@type":"Article","headline":"Tide","image":{"@type":"ImageObject","url":"/1.jpg",'
                '"width":{"@type":"QuantitativeValue","value":150},"height":{"@type":"QuantitativeValue","value":150}}'
            ),
            note="A size may be an object.",
        ),
        Good(
            node(
                '"@type":"Article","headline":"Tide","image":{"@type":"ImageObject","url":"/1-1024x1024.jpg",'
                '"width":"200","height":"200"}'
            ),
            note="Rank Math prints this where it does not know the size.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for an article of whose pictures all are known, and too small."""
        for article in own_articles(facts):
            values = article.values("image")
            sizes = [_size(value) for value in values if isinstance(value, Node)]
            known = [size for size in sizes if size is not None]
            if known and len(known) == len(values) and all(width * height < _LEAST for width, height in known):
                width, height = max(known)
                yield Finding(
                    f"The article's picture has {width:g} x {height:g} pixels, {width * height:,.0f} in all; Google "
                    f"recommends at least {_LEAST:,}.",
                    at=article.place("image"),
                    value=f"{width:g}x{height:g}",
                )


_LEAST = 50_000


_UNKNOWN_TO_RANK_MATH = "200"
"""What Rank Math prints for a side that it does not know: `"200"` by `"200"` for a picture named `…-1024x1024.png`.

Seen on 12 of 24 rendered pages with its graph; known sides are real there.
"""


def _size(picture: Node) -> tuple[float, float] | None:
    if _UNKNOWN_TO_RANK_MATH in (picture.data.get("width"), picture.data.get("height")):
        return None
    width, height = number_of(picture.text("width")), number_of(picture.text("height"))
    return (width, height) if width and height else None
