"""SOC020."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit._nearest import slip_for
from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import of_head

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_CARDS = frozenset({"summary", "summary_large_image", "app", "player"})


class TwitterCardInvalid(PostRule[Head], code="SOC020", severity=Severity.WARNING, since="0.1.0"):
    """twitter:card names a card that X does not have.

    Photo, gallery and product cards ended in 2015. X shows the post as a bare link, or with the small card.
    """

    remedy = "Write summary_large_image, or summary for a small picture."
    sources = ("https://developer.x.com/en/docs/x-for-websites/cards/overview/markup",)
    needs = frozenset({"head"})
    examples = (
        Bad(head='<title>Tide</title><meta name="twitter:card" content="photo" />', says="photo", points_at="content"),
        Bad(head='<title>Tide</title><meta name="twitter:card" content="" />', says="empty"),
        Good(head='<title>Tide</title><meta name="twitter:card" content="summary_large_image" />'),
        Good(head='<title>Tide</title><meta name="twitter:card" content="Summary" />'),
        Good(
            head='<title>Tide</title><meta name="twitter:card" value="summary" />',
            note="When the cards were new, their documentation wrote them so.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """The first twitter:card."""
        value = subject.meta("twitter:card")
        if value is None or value.text in _CARDS:
            return ()
        card = value.text.strip()
        if card.lower() not in _CARDS:
            what = f"{card}, which X does not have" if card else "empty"
            meant = slip_for(card, _CARDS) if card else None
            fix = of_head(value, meant, f"write {meant}") if meant is not None else None
            return (Finding(f"twitter:card is {what}.", at=value.place, value=card, fix=fix),)
        return ()
