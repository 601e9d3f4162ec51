"""RRS017."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.rule import Bad, Good
from audit.rules.rich_results._features import Incomplete, aggregate_ratings, lacking, misspelt, once_a_template
from audit.rules.rich_results._numbers import number_of
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import brief, like_it

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts, Node
    from audit.post import Post


_COUNT = "ratingCount or reviewCount"


class AggregateRatingNoCount(Incomplete, code="RRS017", severity=Severity.ERROR, since="0.1.0"):
    """A rating does not say how many rated.

    An average without ratingCount or reviewCount is not shown, and the stars go with it.
    """

    remedy = "Give ratingCount (all ratings) or reviewCount (those with a text), a whole number."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/review-snippet",)
    kind = "AggregateRating"
    examples = (
        Bad(
            node(
                '"@type":"Product","name":"Tide clock","aggregateRating":{"@type":"AggregateRating",'
                '"ratingValue":"4.4"}'
            ),
            says="how many",
        ),
        Bad(
            '<article itemscope itemtype="https://schema.org/Article"><div itemprop="aggregateRating" itemscope '
            'itemtype="https://schema.org/AggregateRating"><b itemprop="ratingValue">4.4</b> of 5</div></article>',
            says="how many",
            points_at='<div itemprop="aggregateRating"',
        ),
        Bad(
            node('"@type":"AggregateRating","ratingValue":"4.4","ratingCount":"1.204"'),
            says="ratingCount is 1.204; people are counted",
        ),
        Good(node('"@type":"AggregateRating","ratingValue":0,"ratingCount":0'), note="Nobody has rated yet."),
        Good(
            node(
                '"@type":"Product","name":"Tide clock","aggregateRating":{"@type":"AggregateRating",'
                '"ratingValue":"4.4","reviewCount":"12"}'
            )
        ),
        Good(
            node(
                '"@type":"Product","name":"Tide clock","review":{"@type":"Review","author":"Jo","reviewRating":'
                '{"@type":"AggregateRating","ratingValue":4}}'
            ),
            note="One opinion's rating, which this type may be as well.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each rating; wherever it stands, it is a claim."""
        uncounted: list[tuple[Node, list[str]]] = []
        for rating in aggregate_ratings(facts):
            if _COUNT in lacking(rating, self.kind):
                uncounted.append((rating, [_COUNT]))
            elif (name := _wrong_count(rating)) is not None:
                text = rating.text(name) or ""
                yield Finding(
                    f"A rating's {name} is {brief(text)}; people are counted in whole numbers.",
                    at=rating.place(name),
                    value=text,
                )
        for rating, _, more in once_a_template(uncounted):
            yield Finding(
                f"A rating has neither ratingCount nor reviewCount: it does not say how many rated{like_it(more)}.",
                at=rating.place(),
                value=rating.text("ratingValue") or "",
                target=misspelt(rating, "ratingCount", "reviewCount"),
            )


def _wrong_count(rating: Node) -> str | None:
    """The count that is a number, but not one with which people are counted."""
    for name in ("ratingCount", "reviewCount"):
        count = number_of(rating.text(name))
        if count is not None and (count < 0 or not count.is_integer()):
            return name
    return None
