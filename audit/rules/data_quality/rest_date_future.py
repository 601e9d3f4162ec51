"""DAT009."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.data_quality._contract import WP_POSTS
from audit.rules.data_quality._dates import dates_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class RestDateFuture(PostRule[Post], code="DAT009", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW):
    """The post is published, and its date lies in the future.

    WordPress keeps such a post back until its day. That it is out all the same means that something wrote the date
    behind its back; lists that are sorted by date then show it on top until the day has come.
    """

    remedy = "Set the date on which the post was published."
    sources = (WP_POSTS,)
    needs = frozenset({"field:date_gmt"})
    examples = (
        Bad(
            fields={"date": "2031-05-04T08:30:00", "date_gmt": "2031-05-04T08:30:00"},
            says="2031-05-04T08:30:00",
            points_at="2031",
        ),
        Good(fields={"date_gmt": "2031-05-04T08:30:00", "status": "future"}, note="Scheduled."),
        Good(fields={"date_gmt": "2031-05-04T08:30:00", "type": "tribe_events"}, note="Calendars date ahead."),
    )

    hours: int = 24
    """How far ahead a date may be."""

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Against the moment that the run takes for now."""
        date = facts.once(dates_of).date_gmt
        if date is None or not facts.published or "event" in (subject.type or ""):
            return
        if date.replace(tzinfo=UTC) > facts.as_of + timedelta(hours=self.hours):
            yield Finding(
                f"The post is published, and its date is in the future ({date.isoformat()} UTC).",
                at=Place("date_gmt"),
                value=date.isoformat(),
                evidence=(Evidence("status", subject.status or "publish"),),
            )
