"""MET028."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.metadata._robots import SOURCE, split_rule, tags_with

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_ZERO = re.compile(r"\+?0+", re.ASCII)


class RobotsNosnippet(PostRule[Head], code="MET028", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The page allows search engines no snippet.

    Its result is a bare title without a line of text, and it cannot be shown in Discover or in an answer. Few readers
    choose such a result.
    """

    remedy = "Unless that is meant, take nosnippet (or max-snippet:0) out of the SEO plugin's advanced settings."
    sources = (SOURCE, "https://developers.google.com/search/docs/appearance/snippet")
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><meta name="robots" content="index, nosnippet">',
            says="nosnippet",
            points_at='content="index, nosnippet"',
        ),
        Bad(head='<title>Tide</title><meta name="robots" content="index, max-snippet: 0">', says="max-snippet: 0"),
        Good(head='<title>Tide</title><meta name="robots" content="max-snippet:-1, max-image-preview:large">'),
        Good(head='<title>Tide</title><meta name="robots" content="max-snippet:05">', note="That is five characters."),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding, at the first tag that says so."""
        if not _any_forbids(facts.robots):
            return
        for value, rule, agent in tags_with(subject, _forbids):
            yield Finding(
                f"The page's {agent} tag says {rule}: search results show no text of the page.",
                at=value.place,
                value=rule,
            )
            return


@lru_cache(maxsize=1024)
def _any_forbids(rules: frozenset[str]) -> bool:
    return any(map(_forbids, rules))


def _forbids(rule: str) -> bool:
    if rule == "nosnippet":
        return True
    name, value = split_rule(rule)
    return name == "max-snippet" and _ZERO.fullmatch(value) is not None
