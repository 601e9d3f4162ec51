"""DAT008."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules.data_quality._contract import WP_POSTS
from audit.rules.data_quality._dates import dates_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from audit.facts import Facts

_AT_ONCE = timedelta(minutes=1)
"""Saving and publishing in one go may write two times some seconds apart."""


class RestModifiedBeforeDate(PostRule[Post], code="DAT008", severity=Severity.NOTICE, since="0.1.0"):
    """The post was changed for the last time before it was published.

    A post that was scheduled and never touched again is like that, and so is one whose date was moved forward. Programs
    that go by the date of the last change take it for older than it is, and a feed may leave it out.
    """

    remedy = "Nothing to mend if it was scheduled. Else check the date, and save the post once more."
    sources = (WP_POSTS,)
    explained_by = {"jsonld-modified-before-published": SAME_POST}
    examples = (
        Bad(
            fields={
                "date": "2026-05-04T08:30:00",
                "date_gmt": "2026-05-04T08:30:00",
                "modified": "2026-05-01T17:00:00",
                "modified_gmt": "2026-05-01T17:00:00",
            },
            says="modified_gmt (2026-05-01T17:00:00) is before date_gmt (2026-05-04T08:30:00)",
            points_at="2026-05-01",
        ),
        Good(
            fields={
                "date": "2026-05-03T22:00:00",
                "date_gmt": "2026-05-04T03:00:00",
                "modified": "2026-05-03T22:30:00",
                "modified_gmt": "2026-05-04T03:30:00",
            },
            note="Only dates of one clock are compared.",
        ),
        Good(
            fields={
                "date_gmt": "2026-05-04T08:30:06",
                "modified_gmt": "2026-05-04T08:30:00",
            },
            note="Published while it was saved.",
        ),
        Good(
            fields={
                "status": "future",
                "date_gmt": "2026-07-04T08:30:00",
                "modified_gmt": "2026-05-01T17:00:00",
            },
            note="It waits for its day.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Compares the dates in UTC, and the local ones where the record has no others."""
        dates = facts.once(dates_of)
        field, modified, date = "modified_gmt", dates.modified_gmt, dates.date_gmt
        if modified is None and date is None:
            field, modified, date = "modified", dates.modified, dates.date
        if modified is None or date is None or date - modified < _AT_ONCE or not facts.published:
            return ()
        return (_finding(field, modified, date),)


def _finding(field: str, modified: datetime, date: datetime) -> Finding:
    other = field.replace("modified", "date")
    return Finding(
        f"{field} ({modified.isoformat()}) is before {other} ({date.isoformat()}).",
        at=Place(field),
        value=f"{modified.isoformat()} {date.isoformat()}",
        evidence=(Evidence(other, date.isoformat()),),
    )
