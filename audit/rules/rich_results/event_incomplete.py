"""RRS023."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.rule import Bad, Good
from audit.rules.rich_results._features import Incomplete, lacking, parts
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from audit.facts import Node


class EventIncomplete(Incomplete, code="RRS023", severity=Severity.ERROR, since="0.1.0"):
    """An event lacks its name, its date or the address of its place.

    All three are required; without them the event is not listed.
    """

    remedy = "Give the event name, startDate and a location with an address."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/event",)
    kind = "Event"
    examples = (
        Bad(
            node(
                '"@type":"Event","name":"Quay concert","startDate":"2026-06-01T19:00","location":'
                '{"@type":"Place","name":"The quay"}'
            ),
            says="lacks location.address",
        ),
        Good(
            node(
                '"@type":"Event","name":"Quay concert","startDate":"2026-06-01",'
                '"location":[{"@type":"VirtualLocation"},{"@type":"Place","address":"1 Quay"}]'
            )
        ),
    )

    def lacks(self, node: Node) -> list[str]:
        """Of an event that is only on the screen, nobody expects an address: that is a rule of its own."""
        places = list(parts(node, "location"))
        virtual = bool(places) and all(place.is_a("VirtualLocation") for place in places)
        return [name for name in lacking(node, self.kind) if not (virtual and name.startswith("location"))]
