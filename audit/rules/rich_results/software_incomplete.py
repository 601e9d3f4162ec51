"""RRS038."""

from __future__ import annotations

from audit.finding import Severity
from audit.rule import Bad, Good, Status
from audit.rules.rich_results._features import Incomplete
from audit.rules.structured_data._examples import node


class SoftwareIncomplete(Incomplete, code="RRS038", severity=Severity.ERROR, since="0.1.0", status=Status.PREVIEW):
    """An application lacks its name, its price or an opinion.

    All of them are required; a free application has the price 0.
    """

    remedy = "Give name, offers.price, and aggregateRating or review."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/software-app",)
    kind = "SoftwareApplication"
    examples = (
        Bad(
            node('"@type":"SoftwareApplication","name":"Tides","offers":{"@type":"Offer","price":0}'),
            says="lacks aggregateRating",
        ),
        Good(
            node(
                '"@type":"MobileApplication","name":"Tides","offers":{"@type":"Offer","price":0},'
                '"aggregateRating":{"@type":"AggregateRating","ratingValue":4,"ratingCount":9}'
            )
        ),
    )
