"""RRS032."""

from __future__ import annotations

from audit.finding import Severity
from audit.rule import Bad, Good
from audit.rules.rich_results._features import Incomplete
from audit.rules.structured_data._examples import node


class LocalbusinessIncomplete(Incomplete, code="RRS032", severity=Severity.ERROR, since="0.1.0"):
    """A business lacks its name or its address.

    A business without an address is no place that people can find.
    """

    remedy = "Give name and address; if there is no place to go to, use Organization."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/local-business",)
    kind = "LocalBusiness"
    examples = (
        Bad(node('"@type":"CafeOrCoffeeShop","name":"The Lock"'), says="lacks address"),
        Bad(
            node('"@type":"LocalBusiness","name":"Quay","address":{"@type":"PostalAddress","streetAddress":""}'),
            says="lacks address",
            note="A form of which nothing was filled in.",
        ),
        Good(node('"@type":"CafeOrCoffeeShop","name":"The Lock","address":"1 Quay, Saltmarsh"')),
    )
