"""JLD023."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._dates import is_duration
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import Fault, faults, rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.finding import Fix


class JsonldDurationInvalid(PostRule[Post], code="JLD023", severity=Severity.ERROR, since="0.1.0"):
    """A duration in the structured data is not written as ISO 8601 writes it.

    "45 minutes" and "1:30" are for readers; search engines take PT45M and PT1H30M. A recipe or a film with an
    unreadable duration is shown without it, or not at all.
    """

    remedy = "Write P, then days, then T and hours, minutes, seconds: PT45M, PT1H30M, P2D."
    sources = (
        "https://developers.google.com/search/docs/appearance/structured-data/recipe",
        "https://schema.org/Duration",
    )
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            node('"@type":"Recipe","name":"Samphire soup","cookTime":"45 minutes"'),
            says='Recipe.cookTime is "45 minutes"',
            points_at='"45 minutes"',
        ),
        Bad(node('"@type":"VideoObject","name":"Spring tide","duration":312'), says="VideoObject.duration is 312"),
        Good(
            node('"@type":"Recipe","name":"Samphire soup","cookTime":"PT00H30M5S","prepTime":"P0DT1H0M"'),
            note="Zeros are allowed.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each wrong duration."""
        return [
            fault.told(", which is no duration in ISO 8601", fix=_fix(fault)) for fault in faults(facts, "duration")
        ]


_PARTS = re.compile(
    r"(?:(\d{1,4})\s?(?:h|hrs?|hours?|std\.?|stunden?|heures?|horas?|ore))?\s*(?:(?:and|und|et|y|,)\s)?\s*"
    r"(?:(\d{1,4})\s?(?:m|mins?\.?|minutes?|minuten|minutos?|minuti))?",
    re.IGNORECASE | re.ASCII,
)
_LONGEST = 40


def _fix(fault: Fault) -> Fix | None:
    """The edit that writes hours and minutes in words, or a duration in small letters, as ISO 8601 does."""
    if type(fault.value) is not str:
        return None
    text = fault.value.strip()
    if len(text) > _LONGEST:
        return None
    if is_duration(text.upper()):
        return rewritten(fault.value, text.upper())
    found = _PARTS.fullmatch(text)
    if found is None or not any(found.groups()):
        return None
    hours, minutes = found.groups()
    right = f"PT{f'{int(hours)}H' if hours else ''}{f'{int(minutes)}M' if minutes else ''}"
    return rewritten(fault.value, right)
