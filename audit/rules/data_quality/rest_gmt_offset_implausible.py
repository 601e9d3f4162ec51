"""DAT007."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.data_quality._contract import WP_POSTS
from audit.rules.data_quality._dates import UNDATED, dates_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from audit.facts import Facts

_FIRST_YEAR = 1972  # before, some countries had local mean time, which is off by odd minutes
_ZONES = frozenset(timedelta(minutes=minutes) for minutes in range(-12 * 60, 14 * 60 + 1, 15))
_NONE = timedelta()
_SUMMER_TIME = timedelta(hours=1)
_LONG = 2 * 86400  # seconds from which an offset is told in days


class RestGmtOffsetImplausible(PostRule[Post], code="DAT007", severity=Severity.WARNING, since="0.1.0"):
    """The local date and the date in UTC do not belong together.

    Every clock on earth is a number of quarter hours away from UTC, at most 12 hours behind and 14 ahead. What lies
    outside was written by an import that set one of the two dates only. The page then shows one day, and feeds,
    sitemap and structured data another.

    Where both pairs of dates are plausible, but by different zones, it is only a notice: a site that has moved to
    another zone keeps the old offsets.
    """

    remedy = "Set the publication date once more in the editor and save, or mend the column `post_date_gmt`."
    sources = (WP_POSTS,)
    examples = (
        Bad(
            fields={"date": "2026-05-04T08:30:00", "date_gmt": "2026-05-02T20:23:00"},
            says="date is 36 h 7 min ahead of date_gmt",
            points_at="2026-05-02T20:23:00",
        ),
        Bad(
            fields={
                "date": "2026-05-04T08:30:00",
                "date_gmt": "2026-05-04T13:30:00",
                "modified": "2026-05-06T08:30:00",
                "modified_gmt": "2026-05-06T06:30:00",
            },
            says="date is 5 h behind date_gmt, but modified is 2 h ahead of modified_gmt",
            note="a notice",
        ),
        Bad(fields={"date": "2026-05-04T08:30:00", "date_gmt": "2023-01-10T15:27:00"}, says="date is 1209 d 17 h"),
        Good(
            fields={
                "date": "2026-03-04T08:30:00",
                "date_gmt": "2026-03-04T07:30:00",
                "modified": "2026-05-06T08:30:00",
                "modified_gmt": "2026-05-06T06:30:00",
            },
            note="Summer time began in between.",
        ),
        Good(
            fields={"date": "1969-05-04T08:30:00", "date_gmt": "1969-05-04T07:46:30"}, note="Local mean time, long ago."
        ),
        Good(
            fields={
                "date": "2026-05-04T08:30:00",
                "date_gmt": "2026-05-04T08:30:00",
                "modified": "2026-05-06T08:30:00",
                "modified_gmt": "2026-05-06T13:30:00",
            },
            note="Written before the site's zone was set.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post: the offset of `date`, else its difference from that of `modified`."""
        dates = facts.once(dates_of)
        offset = _offset(dates.date, dates.date_gmt)
        if offset is None or subject.status in UNDATED:
            return ()
        if offset not in _ZONES:
            return (_implausible(subject, offset),)
        other = _offset(dates.modified, dates.modified_gmt) if offset else None
        if other is None or abs(other - offset) <= _SUMMER_TIME:
            return ()
        return (_differing(subject, offset, other),)


def _offset(date: datetime | None, gmt: datetime | None) -> timedelta | None:
    """How far a date is ahead of the one in UTC; None where one is unknown, or of long ago."""
    if date is None or gmt is None or date.year < _FIRST_YEAR or gmt.year < _FIRST_YEAR:
        return None
    return date - gmt


def _implausible(post: Post, offset: timedelta) -> Finding:
    return Finding(
        f"date is {_words(offset)} date_gmt; no time zone is.",
        at=Place("date_gmt"),
        value=f"{post.date} {post.date_gmt}",
        evidence=(Evidence("date", post.date or ""),),
    )


def _differing(post: Post, offset: timedelta, other: timedelta) -> Finding:
    """The offset of the last change is not that of the publication, give or take summer time."""
    return Finding(
        f"date is {_words(offset)} date_gmt, but modified is {_words(other)} modified_gmt.",
        at=Place("modified_gmt"),
        value=f"{_words(offset)} {_words(other)}",
        severity=Severity.NOTICE,
        evidence=(
            Evidence("date", post.date or ""),
            Evidence("date_gmt", post.date_gmt or ""),
            Evidence("modified", post.modified or ""),
        ),
    )


def _words(offset: timedelta) -> str:
    """`5 h behind`, `36 h 7 min ahead of`, `1210 d 17 h ahead of`, `equal to`."""
    if not offset:
        return "equal to"
    seconds = int(abs(offset).total_seconds())
    parts = [(seconds // 3600, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s")]
    if seconds >= _LONG:
        parts = [(seconds // 86400, "d"), (seconds // 3600 % 24, "h")]
    length = " ".join(f"{number} {unit}" for number, unit in parts if number)
    return f"{length} {'behind' if offset < _NONE else 'ahead of'}"
