"""RRS009."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.rich_results._examples import HOME, LAST, breadcrumbs
from audit.rules.rich_results._trails import position_of, trails
from audit.rules.structured_data._values import brief, rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.facts.jsonld import Node
    from audit.finding import Fix


class BreadcrumbPosition(PostRule[Post], code="RRS009", severity=Severity.WARNING, since="0.1.0"):
    """The positions of the breadcrumb trail are not 1, 2, 3.

    They count from 1 without a gap, in whatever order the entries are written.
    """

    remedy = "Number the entries from 1."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/breadcrumb",)
    needs = frozenset({"type:BreadcrumbList"})
    examples = (
        Bad(breadcrumbs(HOME.replace("1", "0", 1), LAST), says="0, 2"),
        Bad(breadcrumbs(HOME.replace("1", '"first"', 1), LAST), says="first, 2"),
        Good(breadcrumbs(LAST, HOME), note="The order does not matter."),
        Good(breadcrumbs(HOME.replace("1", '"1"', 1), LAST), note="A text is as good."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each trail of whose entries all have a position."""
        for trail, entries in trails(facts).doubtful:
            written = [entry.text("position") for entry in entries]
            if None not in written and [position_of(entry) for entry in entries] != list(range(1, len(entries) + 1)):
                shown = ", ".join(brief(str(position)) for position in written[:_SHOWN])
                yield Finding(
                    f"The entries of the breadcrumb trail have the positions {shown}; they count from 1.",
                    at=trail.place("itemListElement"),
                    value=shown,
                    fix=_numbered(entries),
                )


def _numbered(entries: Sequence[Node]) -> Fix | None:
    """The edit that numbers the one entry whose position is wrong; an edit is made in one place."""
    wrong = [(entry, nth) for nth, entry in enumerate(entries, 1) if position_of(entry) != nth]
    if len(wrong) != 1 or wrong[0][0].syntax != "JSON-LD":
        return None
    entry, nth = wrong[0]
    written = entry.data.get("position")
    return replace(rewritten(written, str(nth) if isinstance(written, str) else nth), at=entry.place("position"))


_SHOWN = 12
