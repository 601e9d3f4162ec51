"""MET032."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.metadata._robots import SOURCE, tags_with

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class RobotsIndexifembeddedAlone(
    PostRule[Head], code="MET032", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The page says indexifembedded without noindex.

    The rule makes an exception from noindex, for a page that is shown in a frame on another page. Alone it does
    nothing: either noindex was lost, and the page is shown by itself, or the rule can go.
    """

    remedy = "Add noindex if the page should only be found where it is embedded; else take indexifembedded out."
    sources = (SOURCE,)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><meta name="googlebot" content="indexifembedded">',
            says="indexifembedded",
            points_at='content="indexifembedded"',
        ),
        Good(head='<title>Tide</title><meta name="googlebot" content="noindex, indexifembedded">'),
        Good(head='<title>Tide</title><meta name="robots" content="index, follow">'),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding, at the first tag that says so."""
        if "indexifembedded" not in facts.robots or facts.noindex:
            return
        for value, rule, agent in tags_with(subject, "indexifembedded".__eq__):
            yield Finding(
                f"The page's {agent} tag says indexifembedded, which does nothing without noindex.",
                at=value.place,
                value=rule,
            )
            return
