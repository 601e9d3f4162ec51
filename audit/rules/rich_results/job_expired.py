"""RRS031."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.rich_results._features import claimed, needs_of
from audit.rules.structured_data._dates import moment
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class JobExpired(PostRule[Post], code="RRS031", severity=Severity.WARNING, since="0.1.0"):
    """A job is still offered after its last day.

    Search engines want filled and expired jobs taken away; many of them cost a site its place in the job search.
    """

    remedy = "Take the job's structured data out, set the page to noindex, or renew validThrough."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/job-posting",)
    needs = needs_of("JobPosting")
    examples = (
        Bad(node('"@type":"JobPosting","title":"Lock keeper","validThrough":"2020-05-01"'), says="2020-05-01"),
        Good(node('"@type":"JobPosting","title":"Lock keeper","validThrough":"2099-05-01"')),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each job."""
        for job in claimed(facts, "JobPosting"):
            text = (job.text("validThrough") or "").strip()
            end = moment(text)
            if end is not None and end.when.date() < (facts.as_of - timedelta(days=1)).date():
                yield Finding(f"The job was open until {text}.", at=job.place("validThrough"), value=text)
