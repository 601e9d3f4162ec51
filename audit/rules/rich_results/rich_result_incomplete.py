"""RRS049."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import SAME_TARGET, Bad, Good, PostRule, Status
from audit.rules.rich_results._features import (
    aggregate_ratings,
    claimed,
    incomplete,
    lacking,
    names_its_subject,
    needs_of,
    nodes_and_items,
    nodes_of,
    once_a_template,
    parts,
)
from audit.rules.rich_results._numbers import number_of
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._vocabulary import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts, Node

_BY_THEMSELVES = ("EmployerAggregateRating", "MathSolver", "ProductGroup", "Quiz", "VacationRental")
"""Types that a page shows."""
_AS_PARTS = (
    ("DiscussionForumPosting", "comment", "Comment"),
    ("Offer", "hasMerchantReturnPolicy", "MerchantReturnPolicy"),
    ("Offer", "shippingDetails", "OfferShippingDetails"),
    ("Organization", "hasMerchantReturnPolicy", "MerchantReturnPolicy"),
    ("Organization", "hasMemberProgram", "MemberProgram"),
    ("Organization", "hasShippingService", "ShippingService"),
    ("Product", "hasCertification", "Certification"),
    ("Product", "hasMerchantReturnPolicy", "MerchantReturnPolicy"),
    ("Product", "subjectOf", "3DModel"),
    ("QAPage", "mainEntity", "Question"),
    ("VideoObject", "hasPart", "Clip"),
    ("VideoObject", "potentialAction", "SeekToAction"),
    ("VideoObject", "publication", "BroadcastEvent"),
)
"""Types that mean something as the value of a property of another: a certificate of a product, not of a person."""
_COUNT = "ratingCount or reviewCount"  # what `aggregate-rating-no-count` tells
_ANSWER = "acceptedAnswer.text or suggestedAnswer.text"  # a new question has none yet, and says so by its count
_FINITE = "MerchantReturnFiniteReturnWindow"


class RichResultIncomplete(
    PostRule[Post], code="RRS049", severity=Severity.ERROR, since="0.1.0", status=Status.PREVIEW
):
    """A node lacks what its type needs for a rich result.

    The type has no rule of its own here; its schema says what search engines ask for.
    """

    remedy = "Give what is missing, or leave the type out."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/search-gallery",)
    explained_by = {"jsonld-unknown-property": SAME_TARGET}
    needs = needs_of(*_BY_THEMSELVES, *(kind for _, _, kind in _AS_PARTS), "AggregateRating", "ItemList")
    examples = (
        Bad(node('"@type":"ProductGroup","productGroupID":"44"'), says="lacks name"),
        Bad(
            node(
                '"@type":"Product","name":"Clock","offers":{"@type":"Offer","hasMerchantReturnPolicy":{"@type":'
                '"MerchantReturnPolicy","applicableCountry":"NL","returnPolicyCategory":'
                '"https://schema.org/MerchantReturnFiniteReturnWindow"}}'
            ),
            says="lacks merchantReturnDays",
        ),
        Bad(node('"@type":"AggregateRating","ratingValue":4.1,"ratingCount":9'), says="lacks itemReviewed.name"),
        Bad(
            node(
                '"@type":"ItemList","itemListElement":[{"@type":"ListItem","position":1,"item":{"@type":"Movie",'
                '"name":"Spring tide","url":"https://saltmarsh.example/films/#1"}}]'
            ),
            says="lacks image",
        ),
        Bad(
            node(
                '"@type":"Product","name":"Clock","offers":{"@type":"Offer","shippingDetails":{"@type":'
                '"OfferShippingDetails","deliveryTime":{"@type":"ShippingDeliveryTime"},"shippingDestination":'
                '{"@type":"DefinedRegion","addressCountry":"NL"},"shippingRate":{"@type":"MonetaryAmount","value":4}}}'
            ),
            says="lacks shippingRate.currency, which",
        ),
        Bad(
            node('"@type":"QAPage","mainEntity":{"@type":"Question","name":"When?","answerCount":2}'),
            says="lacks acceptedAnswer.text or suggestedAnswer.text",
        ),
        Bad(
            node(
                '"@type":"DiscussionForumPosting","author":"Jo","datePublished":"2026-05-01","text":"When?",'
                '"comment":[{"@type":"Comment","text":"At noon."}]'
            ),
            says="Comment lacks author and datePublished",
        ),
        Bad(
            node('"@type":"Quiz","hasPart":{"@type":"Question","text":"When?","eduQuestionType":"Flashcard"}'),
            says="lacks hasPart.acceptedAnswer.text",
        ),
        Good(node('"@type":"ProductGroup","name":"Tide clocks"')),
        Good(
            node('"@type":"QAPage","mainEntity":{"@type":"Question","name":"When?","answerCount":0}'),
            note="Nobody has answered yet.",
        ),
        Good(
            node(
                '"@type":"EmployerAggregateRating","itemReviewed":{"@type":"Organization","name":"S"},"ratingValue":4'
            ),
            note="That it does not say how many rated is a rule of its own.",
        ),
        Good(
            node(
                '"@type":"Product","name":"Lamp","hasCertification":{"@type":"Certification","issuedBy":'
                '{"@type":"Organization","name":"EC"},"certificationIdentification":"53553"}'
            )
        ),
        Good(
            node(
                '"@type":"Product","name":"Clock","offers":{"hasMerchantReturnPolicy":{"@id":"https://x.example/#r"}}'
            ),
            note="The policy is on another page.",
        ),
        Good(
            node(
                '"@type":"Product","name":"Clock","review":{"@type":"Review","author":"Jo","reviewRating":'
                '{"@type":"AggregateRating","ratingValue":4}}'
            ),
            note="One opinion's rating.",
        ),
        Good(
            node('"@type":"Movie","name":"Spring tide"'),
            note="Search engines show films in lists; one by itself claims nothing.",
        ),
        Good(
            node('"@type":"Person","name":"Maren","hasCertification":{"@type":"Certification","name":"Pilot"}'),
            note="Not a product's.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each node."""
        seen: set[int] = set()
        for thing, kind in _judged(facts):
            if id(thing) not in seen:
                seen.add(id(thing))
                if lacks := _lacks(thing, kind):
                    yield incomplete(thing, lacks)
        for rating, lacks, more in once_a_template(_ratings(facts)):
            yield incomplete(rating, lacks, more)


def _judged(facts: Facts) -> Iterator[tuple[Node, str]]:
    for kind in _BY_THEMSELVES:
        yield from ((thing, kind) for thing in claimed(facts, kind))
    for owner_kind, name, kind in _AS_PARTS:
        for owner in nodes_of(facts, owner_kind):
            if name in owner.data:
                yield from ((part, kind) for part in parts(owner, name) if part.is_a(kind))
    for found in nodes_of(facts, "ItemList"):
        for entry in parts(found, "itemListElement"):
            yield from ((film, "Movie") for film in (entry, *parts(entry, "item")) if film.is_a("Movie"))


def _lacks(thing: Node, kind: str) -> list[str]:
    lacks = lacking(thing, kind)
    if kind == "EmployerAggregateRating":
        return [name for name in lacks if name != _COUNT]
    if kind == "Question" and number_of(thing.text("answerCount")) == 0:
        return [name for name in lacks if name != _ANSWER]
    if kind == "MerchantReturnPolicy" and thing.get("merchantReturnDays") is None:
        finite = local_name(thing.text("returnPolicyCategory") or "") == _FINITE
        lacks += ["merchantReturnDays"] if finite else []
    return lacks


def _ratings(facts: Facts) -> Iterator[tuple[Node, list[str]]]:
    """Ratings without a value, and those that belong to nothing. That they give no count is a rule of its own."""
    ratings = [rating for rating in aggregate_ratings(facts) if not rating.is_a("EmployerAggregateRating")]
    if not ratings:
        return
    nested = {id(part) for owner in nodes_and_items(facts) if _RATING in owner.data for part in parts(owner, _RATING)}
    for rating in ratings:
        lacks = [name for name in lacking(rating, "AggregateRating") if name == "ratingValue"]
        inside = rating.role == _RATING or id(rating) in nested
        if not inside and not names_its_subject(rating):
            lacks.append("itemReviewed.name")
        if lacks:
            yield rating, lacks


_RATING = "aggregateRating"
