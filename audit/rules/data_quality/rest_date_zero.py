"""DAT006."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.data_quality._contract import WP_POSTS
from audit.rules.data_quality._dates import UNDATED, ZEROES, dates_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_FIELDS = ("date", "date_gmt", "modified", "modified_gmt")


class RestDateZero(PostRule[Post], code="DAT006", severity=Severity.WARNING, since="0.1.0"):
    """A date of the record stands for no date.

    `0000-00-00` is what an import leaves that never filled the column (PHP writes it `-0001-11-30`), `1970-01-01` what
    a program makes of an empty number. Feeds, sitemaps and structured data take their dates from the columns in UTC, so
    readers and search engines see a post that is half a century old.
    """

    remedy = "Set the publication date once more in the editor and save, which writes all four dates."
    sources = (WP_POSTS,)
    examples = (
        Bad(fields={"date_gmt": "1970-01-01T00:00:00"}, says='date_gmt is "1970-01-01T00:00:00"', points_at="1970"),
        Bad(fields={"modified": "0000-00-00T00:00:00", "modified_gmt": "0000-00-00T00:00:00"}, says="modified_gmt"),
        Bad(fields={"date_gmt": "-0001-11-30T00:00:00"}, says='date_gmt is "-0001-11-30T00:00:00"'),
        Good(fields={"date_gmt": "0000-00-00T00:00:00", "status": "draft"}, note="A draft has no date yet."),
        Good(fields={"date": "1971-05-04T08:30:00"}, note="An archive may be old."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post, with all its zero dates."""
        if None not in facts.once(dates_of) or subject.status in UNDATED:
            return ()
        values = (subject.date, subject.date_gmt, subject.modified, subject.modified_gmt)
        dates = [(name, value) for name, value in zip(_FIELDS, values, strict=True) if value is not None]
        zero = [(name, value) for name, value in dates if value.startswith(ZEROES)]
        if not zero:
            return ()
        named = ", ".join(f'{name} is "{value}"' for name, value in zero)
        finding = Finding(
            f"{named}: that stands for no date.",
            at=Place(zero[0][0]),
            value=named,
            evidence=tuple(Evidence(name, value) for name, value in dates if name != zero[0][0]),
        )
        return (finding,)
