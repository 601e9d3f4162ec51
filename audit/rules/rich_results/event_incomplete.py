"""RRS023."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.rule import Bad, Good
from audit.rules.rich_results._features import Incomplete, is_virtual_only, lacking, parts
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
                '{"@type":"Place","name":"The quay","address":{"@type":"PostalAddress"}}'
            ),
            says="lacks location.address",
        ),
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
        Good(
            node('"@type":"CourseInstance","courseMode":"online","courseWorkload":"PT8H"'),
            note="A run of a course is listed with the course.",
        ),
        Good(
            node(
                '"@type":"Event","name":"Talk","startDate":"2026-06-01","location":"https://talk.example/",'
                '"eventAttendanceMode":"https://schema.org/OnlineEventAttendanceMode"'
            ),
            note="It is online only, which is a rule of its own.",
        ),
        Good(
            node(
                '"@type":"Event","name":"Quay concert","startDate":"2026-06-01",'
                '"location":{"@type":"PostalAddress","streetAddress":"1 Quay"}'
            ),
            note="The address is there, one level too high.",
        ),
    )

    def lacks(self, node: Node) -> list[str]:
        """An event that is only on the screen is not listed whatever it gives: that is a rule of its own."""
        if is_virtual_only(node):
            return []
        is_address = any(place.is_a("PostalAddress") for place in parts(node, "location"))
        return [name for name in lacking(node, self.kind) if not (is_address and name.startswith("location"))]
