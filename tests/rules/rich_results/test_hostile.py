"""No graph, however odd, makes a rule on rich results raise."""

from __future__ import annotations

import json
from time import process_time

import pytest

from audit import audit
from audit.resources import rich_result_schema
from audit.rule import Good
from audit.rules.rich_results._features import _KINDS
from audit.rules.rich_results.offer_price import OfferPrice
from audit.settings import Settings
from audit.testing import base_record, findings_of

KINDS = [*sorted(_KINDS), "Article", "GeoCoordinates", "HowToSection", "HowToStep", "ListItem", "Movie", "Person"]
BESIDES = (
    "answerCount bestRating contentRating creditText cssSelector eventStatus gtin13 hasCourseInstance height isbn "
    "isAccessibleForFree item itemListElement jobLocationType latitude longitude mainEntityOfPage merchantReturnDays "
    "position previousStartDate priceValidUntil ratingCount recipeInstructions sameAs shippingDetails sku "
    "subjectOf validThrough width worstRating xPath"
).split()
"""Properties that rules look at beside those of the schemas."""
VALUES = [
    None,
    False,
    -1e300,
    10**18,
    "",
    "\u0000",
    "0000",
    "9999",
    "²",
    "9" * 400,
    "<" * 1_000,
    [],
    {},
    [[]],
    {"@id": None},
    {"@id": "https://["},
    {"@id": "#same"},
    [{"@id": "#same"}, "1"],
    {"@value": None},
    {"@type": [None, 3]},
    {"@type": "QuantitativeValue", "value": "12"},
]


def asked_by_schemas() -> list[str]:
    def titles(kind: str) -> list[str]:
        document = rich_result_schema(kind)
        parts = (document, document["$defs"]["recommended"])
        return [member["title"] for part in parts for member in part.get("allOf", [])]

    kinds = ("Event", "JobPosting", "Product", "Question", "Recipe", "Review", "VacationRental", "VideoObject")
    return [
        name for kind in kinds for title in titles(kind) for path in title.split(" or ") for name in path.split(".")
    ]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_odd_values(value):
    members = dict.fromkeys([*asked_by_schemas(), *BESIDES], value)
    nodes = [
        {"@type": kind, "@id": "#same" if number % 2 else f"#{number}", **members} for number, kind in enumerate(KINDS)
    ]
    record = base_record()
    record["content"]["rendered"] += "".join(
        f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **data})}</script>'
        for data in ({"@graph": nodes}, *({"@type": kind, **members} for kind in KINDS))
    )
    report = audit(record, Settings(offline=True, preview=True, jobs=1, select=("RRS", "COR")))
    assert report.errors == []


def test_thousands_of_offers_are_asked_once_for_what_they_lack():
    offers = ",".join(['{"@type":"Offer","availability":"https://schema.org/InStock"}'] * 4_000)
    head = '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"Clock","offers":['
    began = process_time()
    assert findings_of(OfferPrice, Good(head=f"{head}{offers}]}}</script>"))
    assert process_time() - began < 5  # seconds; each held against all others, it took more than a minute
