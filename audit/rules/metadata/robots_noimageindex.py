"""MET029."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.metadata._robots import SOURCE, tags_with

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class RobotsNoimageindex(PostRule[Head], code="MET029", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The page keeps its pictures out of image search.

    Nobody finds the page by its pictures, and its result has no thumbnail. Pictures that stand on other pages too are
    found there all the same.
    """

    remedy = "Unless that is meant, take noimageindex out of the SEO plugin's advanced settings."
    sources = (SOURCE, "https://developers.google.com/search/docs/appearance/google-images")
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><meta name="robots" content="index, noimageindex">',
            says="noimageindex",
            points_at='content="index, noimageindex"',
        ),
        Good(head='<title>Tide</title><meta name="robots" content="index, follow">'),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding, at the first tag that says so."""
        if "noimageindex" not in facts.robots:
            return
        for value, rule, agent in tags_with(subject, "noimageindex".__eq__):
            yield Finding(f"The page's {agent} tag says noimageindex.", at=value.place, value=rule)
            return
