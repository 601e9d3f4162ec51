"""RRS025."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import claimed, needs_of
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class EventMidnight(PostRule[Post], code="RRS025", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """An event begins at midnight.

    Midnight mostly stands for an hour that is not known; it is shown as the hour.
    """

    remedy = "Give the hour, or the date alone."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/event",)
    needs = needs_of("Event")
    examples = (
        Bad(
            node(
                '"@type":"Event","name":"Fair","startDate":"2026-06-01T00:00:00","location":{"@type":"Place",'
                '"address":"Quay"}'
            ),
            says="midnight",
        ),
        Good(
            node('"@type":"Event","name":"Fair","startDate":"2026-06-01","location":{"@type":"Place","address":"Quay"}')
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each event."""
        for event in claimed(facts, "Event"):
            start = (event.text("startDate") or "").strip()
            if _MIDNIGHT.search(start):
                yield Finding(
                    f"The event begins at midnight ({start}).",
                    at=event.place("startDate"),
                    value=start,
                    fix=rewritten(start, start[:_DAY]) if event.syntax == "JSON-LD" else None,
                )


_DAY = len("2026-05-04")


_MIDNIGHT = re.compile(r"T00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?\Z")
