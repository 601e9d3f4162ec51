"""COR023."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.facts.jsonld import ARTICLE_TYPES, Node
from audit.finding import CorpusFinding, Evidence, Severity, Witness, others
from audit.rule import Bad, CorpusRule, Good, Status
from audit.rules.corpus._records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_MANY = 5
_MANY_DIGITS = 2
"""Digits of a number of votes that posts do not share by chance."""
_THE_ARTICLE = "the article"


def _rated(name: str, value: str) -> list[dict[str, Any]]:
    rating = {"@type": "AggregateRating", "ratingValue": value, "ratingCount": "312"}
    return [
        {"@type": "Article", "headline": "The tide"},
        {"@type": "Organization", "name": name, "aggregateRating": rating},
    ]


def _rated_article(count: str) -> list[dict[str, Any]]:
    rating = {"@type": "AggregateRating", "ratingValue": "4.8", "ratingCount": count}
    return [{"@type": "Article", "headline": "The tide", "aggregateRating": rating}]


class RatingNotAboutPage(CorpusRule, code="COR023", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW):
    """One rating stands in the structured data of many posts.

    It is about the shop or the site, not about what each page is about. Google asks for ratings of the very thing that
    a page is about, and may take action against others.
    """

    remedy = "Let the rating stand on the page of the thing that was rated, and take it off the posts."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/review-snippet",)
    needs = frozenset({"type:AggregateRating"})
    examples = (
        Bad(posts=tuple(record(n, f"tide-{n}", graph=_rated("Shop", "4.8")) for n in range(5)), says="4.8"),
        Bad(posts=tuple(record(n, f"tide-{n}", graph=_rated_article("212")) for n in range(5)), says="of the article"),
        Good(posts=tuple(record(n, f"tide-{n}", graph=_rated_article("3")) for n in range(5)), note="By chance."),
        Good(posts=tuple(record(n, f"tide-{n}", graph=_rated("Shop", "4.8")) for n in range(4))),
        Good(posts=tuple(record(n, f"tide-{n}", graph=_rated(f"Boat {n}", "4.8")) for n in range(5))),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each rating of a post that is an article, under what was rated and how."""
        if ARTICLE_TYPES.isdisjoint(facts.graph.types):
            return
        for node in facts.graph.nodes:
            rating = node.get("aggregateRating") if "aggregateRating" in node.data else None
            if not isinstance(rating, Node):
                continue
            value, count = rating.text("ratingValue"), rating.text("ratingCount") or rating.text("reviewCount")
            if ARTICLE_TYPES.isdisjoint(node.types):
                name = node.id or node.text("name")
                shown = node.text("name") or name
            else:  # readers may rate posts, but not so many so much alike
                name = shown = _THE_ARTICLE if count and len(count) >= _MANY_DIGITS else ""
            if value and count and name:
                key = f"{facts.site}\t{name}\t{value}\t{count}"
                yield key, Witness((shown, value, facts.post.link), rating.place("ratingValue"))

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each of at least five posts."""
        posts = len({witness.values[2] or witness.order for witness in witnesses})
        if posts < _MANY or (witnesses[0].values[0] == _THE_ARTICLE and 2 * posts < totals.posts):
            return
        for witness in witnesses:
            name, value = map(str, witness.values[:2])
            related, count = others(witness, witnesses, "has the same rating")
            yield CorpusFinding(
                f"The rating {value} of {name} stands in {count} other posts too.",
                value=name,
                evidence=(Evidence("rating", value),),
                witness=witness,
                related=related,
                related_count=count,
            )
