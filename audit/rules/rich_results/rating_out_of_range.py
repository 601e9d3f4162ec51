"""RRS016."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.rich_results._features import needs_of, nodes_of, ratings_of_other_scales
from audit.rules.rich_results._numbers import number_of
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts, Node


class RatingOutOfRange(PostRule[Post], code="RRS016", severity=Severity.ERROR, since="0.1.0"):
    """A rating lies outside of its scale.

    A scale goes from 1 to 5 unless bestRating and worstRating say otherwise; what lies outside means nothing.
    """

    remedy = "Give the scale with bestRating and worstRating, or correct the value."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/review-snippet",)
    needs = needs_of("Rating")
    examples = (
        Bad(node('"@type":"AggregateRating","ratingValue":"5.3","bestRating":"5","ratingCount":9'), says="5.3"),
        Bad(node('"@type":"Rating","ratingValue":87'), says="1 to 5"),
        Bad(
            node('"@type":"AggregateRating","ratingValue":0,"ratingCount":0'),
            says="nobody has rated yet",
            note="What a star plugin prints before the first vote.",
        ),
        Good(node('"@type":"AggregateRating","ratingValue":0,"ratingCount":0,"worstRating":0')),
        Good(node('"@type":"Rating","ratingValue":"87%"'), note="Its own scale."),
        Good(node('"@type":"Rating","ratingValue":"8 / 10"')),
        Good(node('"@type":"Rating","ratingValue":8.5,"bestRating":10')),
        Good(
            node('"@type":"Movie","name":"Spring tide","contentRating":{"@type":"Rating","ratingValue":"16"}'),
            note="The age from which it may be seen.",
        ),
        Good(
            node('"@type":"ClaimReview","reviewRating":{"@type":"Rating","ratingValue":0,"alternateName":"False"}'),
            note="A check of facts has a scale of its own.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each rating. A fraction brings its own scale, a percentage 0 to 100."""
        seen = set(facts.once(ratings_of_other_scales))
        for kind in ("Rating", "AggregateRating"):
            for rating in nodes_of(facts, kind):
                if id(rating) not in seen:
                    seen.add(id(rating))
                    yield from _judged(rating)


def _judged(rating: Node) -> Iterable[Finding]:
    text = (rating.text("ratingValue") or "").strip()
    own = _OWN_SCALE.fullmatch(text)
    if own is not None:
        value, worst, best = float(own[1]), 0.0, float(own[2] or 100)
    else:
        number = number_of(text)
        if number is None:
            return
        value = number
        declared = number_of(rating.text("worstRating")), number_of(rating.text("bestRating"))
        worst = 1.0 if declared[0] is None else declared[0]
        best = 5.0 if declared[1] is None else declared[1]
        worst, best = min(worst, best), max(worst, best)
    if not worst <= value <= best:
        unrated = value == 0 and any(number_of(rating.text(name)) == 0 for name in ("ratingCount", "reviewCount"))
        yield Finding(
            f"The rating {text[:40]} lies outside of its scale, {worst:g} to {best:g}"
            f"{': nobody has rated yet' if unrated else ''}.",
            at=rating.place("ratingValue"),
            value=text[:40],
            remedy="Leave the rating out until somebody has rated." if unrated else None,
        )


_OWN_SCALE = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s*(?:%|/\s*(\d{1,6}(?:\.\d{1,6})?))", re.ASCII)
