"""MET026."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from audit._nearest import slip_for
from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import of_head
from audit.rules.metadata._robots import SOURCE, moment_of, split_rule, tags_with

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.finding import Fix

_INTEGER = re.compile(r"-1|\+?\d+", re.ASCII)
_PREVIEWS = frozenset({"none", "standard", "large"})
_WANTED = {
    "max-snippet": "a number of characters, or -1",
    "max-video-preview": "a number of seconds, or -1",
    "max-image-preview": "none, standard or large",
    "unavailable_after": "a date",
}


class RobotsInvalidValue(PostRule[Head], code="MET026", severity=Severity.WARNING, since="0.1.0"):
    """A robots rule has a value that search engines do not understand.

    The rule is then void: the page is shown as if it were not there, with a longer snippet, a larger picture, or after
    the day on which it should have gone.
    """

    remedy = "Write the rule with a value that it can have, or leave it out."
    sources = (SOURCE,)
    needs = frozenset({"head"})
    judges_unindexed = True
    examples = (
        Bad(
            head='<title>Tide</title><meta name="robots" content="index, max-snippet:full, max-image-preview:none">',
            says="max-snippet:full",
            points_at='content="index, max-snippet',
        ),
        Bad(
            head='<title>T</title><meta name="robots" content="max-image-preview: big">', says="none, standard or large"
        ),
        Bad(head='<title>T</title><meta name="robots" content="unavailable_after: next week">', says="a date"),
        Bad(head='<title>T</title><meta name="robots" content="index, max-snippet">', says="max-snippet"),
        Good(
            head='<title>Tide</title><meta name="robots" '
            'content="max-snippet:-1,max-image-preview:large, max-video-preview: 0">',
            note="-1 means no limit; blanks are free.",
        ),
        Good(
            head='<title>Tide</title><meta name="robots" '
            'content="unavailable_after: Friday, 25-Jun-27 15:00:00 GMT, max-snippet:20">',
            note="A date may have a comma of its own.",
        ),
        Good(head='<title>Tide</title><meta name="robots" content="unavailable_after: 2027-06-25T15:00:00+02:00">'),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for each tag, at its first rule with such a value."""
        if not _any_invalid(facts.robots):
            return
        for value, rule, _ in tags_with(subject, _is_invalid):
            name, _ = split_rule(rule)
            yield Finding(
                f"The robots rule {rule} is void: {name} takes {_WANTED[name]}.",
                at=value.place,
                value=rule,
                fix=_meant(value, rule),
            )


def _meant(value: HeadValue, rule: str) -> Fix | None:
    """The edit that writes the one word that a slip is near to."""
    name, word = split_rule(rule)
    meant = slip_for(word, _PREVIEWS) if name == "max-image-preview" and word else None
    if meant is None or value.text.lower().count(rule) != 1:
        return None
    start = value.text.lower().index(rule)
    right = f"{name}:{meant}"
    return of_head(value, right, f"write {right}", before=value.text[start : start + len(rule)])


@lru_cache(maxsize=1024)
def _any_invalid(rules: frozenset[str]) -> bool:
    return any(map(_is_invalid, rules))


def _is_invalid(rule: str) -> bool:
    name, value = split_rule(rule)
    if name in {"max-snippet", "max-video-preview"}:
        return _INTEGER.fullmatch(value) is None
    if name == "max-image-preview":
        return value not in _PREVIEWS
    return name == "unavailable_after" and moment_of(value) is None
