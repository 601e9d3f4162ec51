"""MET027."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from audit._nearest import slip_for
from audit.facts import Head
from audit.facts.head import ROBOTS_RULES
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules._edits import of_head
from audit.rules.metadata._robots import SOURCE, split_rule, tags_with

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.finding import Fix

OTHERS = frozenset({"noai", "noimageai", "noyaca"})
"""Rules of others than Google: against the training of models, and Yandex's."""


class RobotsUnknownRule(PostRule[Head], code="MET027", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """A robots tag holds a rule that search engines do not know.

    They pass over it, so that what was meant does not happen. As a rule it is a slip: a blank where a comma belongs, or
    an underscore for a hyphen.
    """

    remedy = "Correct the rule, or leave it out; rules are separated by commas."
    sources = (SOURCE,)
    needs = frozenset({"head"})
    judges_unindexed = True
    examples = (
        Bad(
            head='<title>Tide</title><meta name="robots" content="index, max_snippet:20">',
            says="max_snippet:20",
            points_at='content="index, max_snippet',
        ),
        Bad(head='<title>Tide</title><meta name="robots" content="noarchive nosnippet">', says="noarchive nosnippet"),
        Good(
            head='<title>Tide</title><meta name="robots" content="index,follow,noodp,noarchive,nocache,snippet">',
            note="Rules of earlier days do no harm.",
        ),
        Good(
            head='<title>Tide</title><meta name="robots" content="unavailable_after: Fri, 25 Jun 2027 15:00:00 GMT">',
            note="The second part is the rest of a date.",
        ),
        Good(head='<title>Tide</title><meta name="robots" content="index, noai">', note="Meant for others."),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for each tag, at its first unknown rule."""
        if not _any_unknown(facts.robots):
            return
        for value, rule, _ in tags_with(subject, _is_unknown):
            yield Finding(
                f'The robots rule "{rule}" is none that search engines know.',
                at=value.place,
                value=rule,
                fix=_meant(value, rule),
            )


def _meant(value: HeadValue, rule: str) -> Fix | None:
    """The edit that writes the rule that a slip is near to."""
    meant = slip_for(rule, ROBOTS_RULES)
    if meant is None or value.text.lower().count(rule) != 1:
        return None
    start = value.text.lower().index(rule)
    return of_head(value, meant, f"write {meant}", before=value.text[start : start + len(rule)])


@lru_cache(maxsize=1024)
def _any_unknown(rules: frozenset[str]) -> bool:
    return any(map(_is_unknown, rules))


def _is_unknown(rule: str) -> bool:
    name, _ = split_rule(rule)
    return name not in ROBOTS_RULES and name not in OTHERS
