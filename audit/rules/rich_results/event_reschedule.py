"""RRS026."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import claimed, needs_of
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import rewritten
from audit.rules.structured_data._vocabulary import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.jsonld import Node
    from audit.finding import Fix


class EventReschedule(PostRule[Post], code="RRS026", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW):
    """An event names an earlier date, and is not said to be moved.

    previousStartDate belongs to the status EventRescheduled. Without a status, Google takes an event for one that goes
    on as planned.
    """

    remedy = "Set eventStatus to https://schema.org/EventRescheduled."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/event",)
    needs = needs_of("Event")
    examples = (
        Bad(
            node('"@type":"Event","name":"Fair","startDate":"2026-06-08","previousStartDate":"2026-06-01"'),
            says="EventRescheduled",
        ),
        Good(
            node(
                '"@type":"Event","name":"Fair","startDate":"2026-06-08","previousStartDate":"2026-06-01",'
                '"eventStatus":"https://schema.org/EventRescheduled"'
            )
        ),
        Good(
            node(
                '"@type":"Event","name":"Fair","startDate":"2026-06-08","previousStartDate":"2026-06-01",'
                '"eventStatus":["EventRescheduled","EventScheduled"]'
            ),
            note="An event may have several statuses.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each event."""
        for event in claimed(facts, "Event"):
            statuses = {local_name(value) for value in event.values("eventStatus") if isinstance(value, str)}
            if event.get("previousStartDate") is not None and _MOVED.isdisjoint(statuses):
                yield Finding(
                    "previousStartDate stands without eventStatus EventRescheduled.",
                    at=event.place("previousStartDate"),
                    fix=_moved(event) if statuses == {"EventScheduled"} else None,
                )


def _moved(event: Node) -> Fix | None:
    """The edit that says so in the place of the status that it goes on as planned."""
    status = event.data.get("eventStatus")
    if not isinstance(status, str) or event.syntax != "JSON-LD":
        return None
    return replace(rewritten(status, "https://schema.org/EventRescheduled"), at=event.place("eventStatus"))


_MOVED = frozenset({"EventRescheduled", "EventPostponed", "EventCancelled"})
