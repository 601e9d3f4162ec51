"""RRS015."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Node
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.rich_results._features import (
    incomplete,
    lacking,
    names_its_subject,
    needs_of,
    nodes_and_items,
    nodes_of,
    parts,
)
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class ReviewIncomplete(PostRule[Post], code="RRS015", severity=Severity.ERROR, since="0.1.0"):
    """A review lacks its author, its rating, or what it is about.

    All are required; a review that stands inside of what it is about need not name it.
    """

    remedy = "Give author, reviewRating.ratingValue, and itemReviewed with a name."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/review-snippet",)
    needs = needs_of("Review")
    examples = (
        Bad(node('"@type":"Review","author":"Jo","itemReviewed":{"@type":"Book","name":"Tides"}'), says="reviewRating"),
        Bad(
            node('"@type":"Review","author":"Jo","reviewRating":{"@type":"Rating","ratingValue":4}'),
            says="itemReviewed",
        ),
        Good(
            node(
                '"@type":"Product","name":"Clock","review":{"@type":"Review","author":"Jo",'
                '"reviewRating":{"@type":"Rating","ratingValue":4}}'
            )
        ),
        Good(
            node('"@type":"Product","name":"Clock","review":{"@type":"Review","author":"Jo","reviewBody":"Good."}'),
            note="A text without stars beside others claims nothing of its own.",
        ),
        Bad(
            node(
                '"@type":"Review","author":{"@type":"Person"},"itemReviewed":{"@type":"Book","name":"Tides"},'
                '"reviewRating":{"@type":"Rating","ratingValue":4}'
            ),
            says="author.name",
        ),
        Good(
            node(
                '"@type":"Book","name":"Tides","@reverse":{"itemReviewed":{"@type":"Review","author":"Jo",'
                '"reviewRating":{"@type":"Rating","ratingValue":4}}}'
            ),
            note="Said backwards.",
        ),
        Good(
            node('"@type":"ReviewNewsArticle","headline":"A wet evening","author":{"@type":"Person","name":"Jo"}'),
            note="An article of criticism, with or without stars.",
        ),
        Good(
            node(
                '"@type":"ClaimReview","claimReviewed":"The sea is flat","author":{"@type":"Organization",'
                '"name":"Desk"},"itemReviewed":{"@type":"Claim"},"reviewRating":{"@type":"Rating","ratingValue":1}'
            ),
            note="A check of facts is another thing.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each review. Of those inside another node, only what is not there although others have it."""
        nested = {
            id(review)
            for owner in nodes_and_items(facts)
            for name in _HOLDERS
            if name in owner.data
            for review in parts(owner, name)
        }
        for review in nodes_of(facts, "Review"):
            lacks = lacking(review, "Review")
            inside = id(review) in nested or review.role in _HOLDERS
            if inside and lacks == ["reviewRating.ratingValue"] and review.get("reviewRating") is None:
                continue
            if not inside and not names_its_subject(review):
                lacks.append("itemReviewed.name")
            author = review.get("author")
            name = author.text("name") if isinstance(author, Node) else author if isinstance(author, str) else None
            if name is not None and len(name) >= _LONGEST_NAME:
                lacks.append(f"an author's name of fewer than {_LONGEST_NAME} characters")
            if lacks:
                yield incomplete(review, lacks)


_LONGEST_NAME = 100


_HOLDERS = frozenset({"review", "reviews"})
