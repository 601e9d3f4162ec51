"""SOC021."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_FALLBACK = ("og:type", "og:title", "og:description")


class TwitterCardMissing(PostRule[Head], code="SOC021", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The post has no twitter:card.

    X then makes a small card out of the Open Graph tags, if type, title and description are there, and shows a bare
    link if they are not.
    """

    remedy = "Switch the cards for X on in the SEO plugin's settings."
    sources = ("https://developer.x.com/en/docs/x-for-websites/cards/overview/markup",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><meta property="og:title" content="Tide" />'
            '<meta property="og:type" content="article" /><meta property="og:description" content="It is late." />',
            says="small card",
        ),
        Bad(head='<title>Tide</title><meta property="og:title" content="Tide" />', says="bare link"),
        Good(head='<title>Tide</title><meta name="twitter:card" content="summary_large_image" />'),
        Good(
            fields={"yoast_head": None, "yoast_head_json": {"canonical": "https://saltmarsh.example/tide/"}},
            note="The client asked for a part of the head only.",
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """Only a head that is whole can lack something."""
        return facts.head_is_whole

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """Says what X shows instead."""
        if "twitter:card" not in subject.by_name:
            shown = "a small card" if all(name in subject.by_name for name in _FALLBACK) else "a bare link"
            return (Finding(f"There is no twitter:card; X shows {shown}."),)
        return ()
