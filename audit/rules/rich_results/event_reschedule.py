"""RRS026."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import claimed, needs_of
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class EventReschedule(PostRule[Post], code="RRS026", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW):
    """An event names an earlier date, and is not said to be moved.

    Search engines read previousStartDate only where eventStatus is EventRescheduled, and show the event unchanged.
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
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each event."""
        for event in claimed(facts, "Event"):
            status = " ".join(str(value) for value in event.values("eventStatus"))
            if event.get("previousStartDate") is not None and not status.endswith(_MOVED):
                yield Finding(
                    "previousStartDate stands without eventStatus EventRescheduled.",
                    at=event.place("previousStartDate"),
                )


_MOVED = ("EventRescheduled", "EventPostponed", "EventCancelled")
