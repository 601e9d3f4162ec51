"""MET020."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.metadata._head import description_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

MOST_WORDS = 3
"""Most words that an item of such a list has on average."""

_SENTENCE = re.compile(r"[.!?…;:。](?:\s|$)|[.!?…。][\"'”’»)]")


class DescriptionKeywordList(
    PostRule[Head], code="MET020", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The meta description is a list of search words.

    A reader who chooses between ten results sees words with commas between them and no sentence. Search engines show
    such a description seldom.
    """

    remedy = "Write one or two sentences that say what the reader gets."
    sources = ("https://developers.google.com/search/docs/appearance/snippet",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>T</title><meta name="description" content="ferry, ferry times, harbour, isle ferry, tide, '
            'tide tables, boat">',
            says="a list of 7 items",
            points_at='content="ferry, ferry times',
        ),
        Good(
            head='<title>T</title><meta name="description" content="Bread, fish, eggs, milk, candle, rope: what '
            'the island shop has, and when it is open.">',
            note="A list within a sentence.",
        ),
        Good(head='<title>T</title><meta name="description" content="Ferry, tide, harbour">'),
    )

    commas: int = 5
    """Least number of commas."""

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for the effective description."""
        description = facts.once(description_of)
        if description.count(",") < self.commas or _SENTENCE.search(description):
            return ()
        items = [item for item in map(str.split, description.split(",")) if item]
        if sum(map(len, items)) > MOST_WORDS * len(items):
            return ()
        place = next(value.place for value in subject.descriptions if not value.blank)
        return (
            Finding(
                f"The meta description is a list of {len(items)} items, and no sentence.",
                at=place,
                value=description,
            ),
        )
