"""RRS027."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import claimed, needs_of
from audit.rules.structured_data._dates import moment
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class EventPast(PostRule[Post], code="RRS027", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """An event is over.

    It is not listed any more. In an archive that is right.
    """

    remedy = "Renew the date of a yearly event, or leave the post as it is."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/event",)
    needs = needs_of("Event")
    examples = (
        Bad(node('"@type":"Event","name":"Fair","startDate":"2019-06-01"'), says="2019-06-01"),
        Good(node('"@type":"Event","name":"Fair","startDate":"2099-06-01"')),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each event."""
        for event in claimed(facts, "Event"):
            text = (event.text("endDate") or event.text("startDate") or "").strip()
            end = moment(text)
            if end is not None and end.when.date() < (facts.as_of - timedelta(days=1)).date():
                yield Finding(f"The event ended on {text}.", at=event.place(), value=text)
