"""No graph, however odd, makes a rule of this family raise."""

from __future__ import annotations

import json

import pytest

from audit import audit
from audit.settings import Settings
from audit.testing import base_record

DEEP: list[object] = []
for _ in range(200):
    DEEP = [DEEP]
KEYS = (
    "name headline datePublished dateModified duration price priceCurrency availability employmentType url item image "
    "logo author publisher inLanguage width offers address sameAs mainEntityOfPage ratingValue priceType "
    "potentialAction"
).split()
VALUES = [
    None,
    True,
    -1e300,
    "",
    " ",
    "\u0000",
    "x" * 20_000,
    "<" * 10_000,
    "&" * 10_000,
    "1." * 5_000,
    [],
    {},
    [[]],
    DEEP,
    {"@id": None},
    {"@id": ""},
    {"@id": "https://["},
    {"@value": None},
    {"@type": []},
    {"@type": [None, 3]},
    {"0": "a", "1": {"@type": "Person"}},
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_odd_values(value):
    members = dict.fromkeys(KEYS, value)
    nodes = [
        {"@type": kind, "@id": "#same", **members}
        for kind in ("Article", "WebPage", "ImageObject", "Person", "Offer", "Banana", ["WebSite", "Role"])
    ]
    record = base_record()
    record["content"]["rendered"] += "".join(
        f'<script type="application/ld+json">{json.dumps(data)}</script>'
        for data in (
            {"@context": value, "@graph": nodes},
            {"@context": "https://schema.org", "@graph": [value, *nodes, {**members, "@id": value}]},
            {"@context": "https://schema.org", "@type": value, **members},
            value,
        )
    )
    report = audit(record, Settings(offline=True, preview=True, select=("JLD",)))
    assert report.errors == []
