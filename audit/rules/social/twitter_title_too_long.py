"""SOC022."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Severity
from audit.rule import SAME_POST, Bad, Good, PostRule, Status
from audit.rules.social._lengths import longer_than_shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.finding import Finding


class TwitterTitleTooLong(PostRule[Head], code="SOC022", severity=Severity.NOTICE, since="0.1.0", status=Status.NAMED):
    """The title of the card is longer than X shows.

    X cuts it off and rejects nothing, so the rule is off unless it is asked for.
    """

    remedy = "Give X a shorter title in the plugin's field for X."
    sources = ("https://developer.x.com/en/docs/x-for-websites/cards/overview/markup",)
    needs = frozenset({"head"})
    explained_by = {"title-too-long": SAME_POST}
    examples = (
        Bad(
            head=f'<title>Tide</title><meta property="og:title" content="{"The tide is late. " * 12}" />',
            fields={"yoast_head_json": None},
            says="characters",
        ),
        Good(
            head='<title>Tide</title><meta property="og:title" content="The tide is late." />',
            fields={"yoast_head_json": None},
        ),
    )

    characters: int = 70
    """Longest title that is shown whole, in characters."""

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """Judges the text that X falls back to, where there is no twitter:title."""
        return longer_than_shown(subject, "title", self.characters)
