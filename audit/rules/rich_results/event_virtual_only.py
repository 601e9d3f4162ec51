"""RRS024."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.rich_results._features import claimed, is_virtual_only, needs_of
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class EventVirtualOnly(PostRule[Post], code="RRS024", severity=Severity.WARNING, since="0.1.0"):
    """An event has no place but the screen.

    Search engines list events that take place somewhere; those that are only online are not shown any more.
    """

    remedy = "If people can also come, add the place; else leave the type out."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/event",)
    needs = needs_of("Event")
    examples = (
        Bad(
            node(
                '"@type":"Event","name":"Talk","startDate":"2026-06-01","location":{"@type":"VirtualLocation",'
                '"url":"https://talk.example/"}'
            ),
            says="online",
        ),
        Good(
            node(
                '"@type":"Event","name":"Talk","startDate":"2026-06-01",'
                '"location":[{"@type":"VirtualLocation"},{"@type":"Place","address":"1 Quay"}]'
            ),
            note="Both.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each event without a place where people meet."""
        for event in claimed(facts, "Event"):
            if is_virtual_only(event):
                yield Finding("The event is only online; search engines do not list it.", at=event.place("location"))
