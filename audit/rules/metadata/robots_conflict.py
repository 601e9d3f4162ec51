"""MET025."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.head import robots_of
from audit.finding import Evidence, Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.metadata._robots import AGENTS, OPPOSITES, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_NEGATIVE = frozenset({"noindex", "nofollow", "none"})


class RobotsConflict(PostRule[Head], code="MET025", severity=Severity.WARNING, since="0.1.0"):
    """The page's robots tags say opposite things.

    Search engines add all tags up and obey the strictest: where one program writes index and another noindex, the page
    is left out, whatever the editor chose.
    """

    remedy = "Find the two that write robots tags (a theme, a plugin, the reading settings) and let only one do it."
    sources = (SOURCE,)
    needs = frozenset({"head"})
    judges_unindexed = True
    examples = (
        Bad(
            head='<title>Tide</title><meta name="robots" content="follow"><meta name="robots" content="nofollow">',
            says="follow and nofollow",
            points_at='content="nofollow"',
        ),
        Bad(
            head='<title>Tide</title><meta name="robots" content="noindex"><meta name="robots" content="index">',
            says="index and noindex",
        ),
        Bad(
            head='<title>Tide</title><meta name="robots" content="index, follow">',
            fields={"aioseo_head_json": {"title": "Tide", "robots": "noindex"}},
            says="index and noindex",
        ),
        Good(
            head='<title>Tide</title><meta name="robots" content="max-image-preview:large">'
            '<meta name="robots" content="index, follow"><meta name="googlebot-news" content="noindex">',
            note="Rules in several tags are added up, and the last tag is about news results only.",
        ),
        Good(
            head='<title>Tide</title><meta name="robots" content="follow"><meta name="googlebot" content="nofollow">',
            note="Google may be told something else than the others.",
        ),
        Good(head='<title>Tide</title><meta name="robots" content="index, follow, index">'),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """The tags of one crawler are compared with each other; one finding for each pair of opposites."""
        if facts.robots.isdisjoint(_NEGATIVE):
            return
        for agent in AGENTS:
            values = subject.metas(agent)
            rules = frozenset[str]().union(*(robots_of(value.text) for value in values))
            if len(rules) < 2 or rules.isdisjoint(_NEGATIVE):  # noqa: PLR2004 - one rule cannot contradict itself
                continue
            for positive, negative in OPPOSITES:
                if positive in rules and negative in rules:
                    place = next(value.place for value in values if negative in robots_of(value.text))
                    yield Finding(
                        f"The page's {agent} tags say {positive} and {negative}; search engines obey {negative}.",
                        at=place,
                        value=f"{positive}/{negative}",
                        evidence=tuple(Evidence(agent, value.text) for value in values),
                    )
