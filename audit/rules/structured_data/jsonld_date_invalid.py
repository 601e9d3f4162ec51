"""JLD019."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._dates import written_date
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import faults, rewritten
from audit.rules.structured_data._vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.rules.structured_data._values import Fault


class JsonldDateInvalid(PostRule[Post], code="JLD019", severity=Severity.ERROR, since="0.1.0"):
    """A date in the structured data is not written as ISO 8601 writes it.

    Search engines do not guess whether 3/4/2026 is in March or in April: they drop the date, and with it what hangs on
    it, from the age of an article to a whole job offer.
    """

    remedy = "Write 2026-03-04, or 2026-03-04T19:30:00+01:00 where the time matters."
    sources = ("https://www.w3.org/TR/NOTE-datetime", "https://schema.org/DateTime")
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            node('"@type":"JobPosting","title":"Ferry hand","datePosted":"March 3, 2026"'),
            says='JobPosting.datePosted is "March 3, 2026"',
            points_at='"March 3, 2026"',
        ),
        Bad(node('"@type":"Event","name":"Regatta","startDate":true'), says="Event.startDate is true"),
        Bad(
            node('"@type":"Event","name":"Regatta","startDate":"2026-08-01 19:30:00"'),
            says="a T, not a blank",
        ),
        Bad(node('"@type":"OpeningHoursSpecification","opens":"9 am"'), says="no time in ISO 8601"),
        Good(
            node('"@type":"WebPage","name":"Tide","datePublished":"-0001-11-30T00:00:00+00:00"'),
            fields={"status": "draft"},
            note="A draft has no date of publication yet.",
        ),
        Good(
            node('"@type":"Person","name":"Maren Holt","birthDate":"1971"'),
            note="A year is a date.",
        ),
        Good(
            node('"@type":"Event","name":"Regatta","startDate":"2026-08-01T19:30","doorTime":"18:45"'),
            note="Doors open at a time of day; without a zone, that of the place counts.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each wrong date; a blank before the time is a warning, because most programs read it."""
        return [_finding(fault) for fault in faults(facts, "date") if facts.published or not _is_unset(fault)]


def _is_unset(fault: Fault) -> bool:
    """A draft's date of publication as WordPress reckons it from its zeros: the year -1."""
    return type(fault.value) is str and fault.value.startswith("-0001-11-30T")


def _is_of_a_day(name: str) -> bool:
    """Whether a property holds times of a day, and no dates: `opens`."""
    return vocabulary().ranges[name].split() == ["Time"]


def _finding(fault: Fault) -> Finding:
    """What is said of a wrong date."""
    if fault.way != "blank":
        right = written_date(fault.value) if type(fault.value) is str else ""
        return fault.told(
            f", which is no {'time' if _is_of_a_day(fault.name) else 'date'} in ISO 8601",
            fix=rewritten(fault.value, right) if right else None,
        )
    return fault.told(
        ": ISO 8601 puts a T, not a blank, before the time",
        severity=Severity.WARNING,
        fix=rewritten(fault.value, fault.value.strip().replace(" ", "T", 1)),
    )
