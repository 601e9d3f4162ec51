"""RRS031."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.rich_results._features import claimed, needs_of
from audit.rules.structured_data._dates import has_passed
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class JobExpired(PostRule[Post], code="RRS031", severity=Severity.WARNING, since="0.1.0"):
    """A job's last day has passed.

    Search engines do not show it any more. If it is filled, readers who come by another way still find an offer, and a
    page that search engines may show should not hold one; if it is open after all, nobody finds it.
    """

    remedy = "If the job is still open, renew validThrough; if it is filled, say so on the page, or take the page away."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/job-posting",)
    needs = needs_of("JobPosting")
    examples = (
        Bad(node('"@type":"JobPosting","title":"Lock keeper","validThrough":"2020-05-01"'), says="2020-05-01"),
        Good(node('"@type":"JobPosting","title":"Lock keeper","validThrough":"2099-05-01"')),
        Good(node('"@type":"JobPosting","title":"Lock keeper","validThrough":"2026-06"'), note="Until the month ends."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each job."""
        for job in claimed(facts, "JobPosting"):
            text = (job.text("validThrough") or "").strip()
            if has_passed(text, facts.as_of):
                yield Finding(
                    f"The job was open until {text}: search engines do not show it any more.",
                    at=job.place("validThrough"),
                    value=text,
                )
