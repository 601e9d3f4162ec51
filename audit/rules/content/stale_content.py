"""TXT020."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_DAYS_A_MONTH = 30.4375


class StaleContent(PostRule[Post], code="TXT020", severity=Severity.NOTICE, since="0.1.0", status=Status.NAMED):
    """The post has not been changed for a long time.

    Prices, names and links grow old while nobody looks. How soon depends on the subject, so the rule is off unless it
    is asked for.
    """

    remedy = "Read the post again; bring it up to date, say of what day it is, or take it down."
    sources = ("https://developers.google.com/search/docs/appearance/publication-dates",)
    needs = frozenset({"field:modified_gmt"})
    examples = (
        Bad(fields={"modified_gmt": "2023-04-01T08:00:00"}, says="for 38 months", points_at="2023-04-01"),
        Good(fields={"modified_gmt": "2026-04-01T08:00:00"}),
        Good(fields={"modified_gmt": "2023-04-01T08:00:00", "type": "product"}),
        Good(fields={"modified_gmt": "0000-00-00T00:00:00"}, note="A date that is none is another rule's."),
    )

    months: int = 24
    """Longest time without a change, in months."""
    types: tuple[str, ...] = ("post", "page")
    """Types of posts that grow old."""

    def applies(self, facts: Facts) -> bool:
        """Published posts of the types that grow old."""
        return facts.published and (facts.post.type or "post") in self.types

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """By the time of the last change in UTC."""
        try:
            changed = datetime.fromisoformat(subject.modified_gmt or "")
        except ValueError:
            return
        if changed.tzinfo is None:
            changed = changed.replace(tzinfo=UTC)
        months = (facts.as_of - changed).days / _DAYS_A_MONTH
        if months > self.months:
            yield Finding(
                f"The post has not been changed for {months:.0f} months, since {changed:%Y-%m-%d}.",
                at=Place("modified_gmt"),
                value=changed.date().isoformat(),
            )
