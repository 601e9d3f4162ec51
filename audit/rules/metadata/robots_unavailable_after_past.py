"""MET031."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Evidence, Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.metadata._robots import SOURCE, moment_of, split_rule, tags_with

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class RobotsUnavailableAfterPast(
    PostRule[Head], code="MET031", severity=Severity.ERROR, since="0.1.0", status=Status.PREVIEW
):
    """The page told search engines to drop it on a day that is over.

    Since then it is found nowhere. That is right for an offer that has ended; for a page that should still be read, a
    forgotten date costs it all its readers from search.
    """

    remedy = "Take unavailable_after out, or unpublish the post if its time is over."
    sources = (SOURCE,)
    needs = frozenset({"head"})
    judges_unindexed = True
    examples = (
        Bad(
            head='<title>Tide</title><meta name="robots" content="unavailable_after: Fri, 25 Jun 2021 15:00:00 GMT">',
            says="2021-06-25",
            points_at='content="unavailable_after',
        ),
        Bad(
            head='<title>Tide</title><meta name="googlebot" content="unavailable_after:2021-06-25">', says="2021-06-25"
        ),
        Good(head='<title>Tide</title><meta name="robots" content="unavailable_after: 2031-06-25">'),
        Good(head='<title>Tide</title><meta name="robots" content="unavailable_after: soon">', note="That is no date."),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding, at the first tag with a date that is past."""
        if not _has_date(facts.robots):
            return
        for value, rule, _ in tags_with(subject, lambda rule: split_rule(rule)[0] == "unavailable_after"):
            moment = moment_of(split_rule(rule)[1])
            if moment is not None and moment < facts.as_of:
                yield Finding(
                    f"The page told search engines to drop it after {moment.date().isoformat()}.",
                    at=value.place,
                    value=rule,
                    evidence=(Evidence("today", facts.as_of.date().isoformat()),),
                )
                return


@lru_cache(maxsize=1024)
def _has_date(rules: frozenset[str]) -> bool:
    return any(rule.startswith("unavailable_after") for rule in rules)
