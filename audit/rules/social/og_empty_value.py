"""SOC002."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_MAY_BE_EMPTY = frozenset({"og:image:alt", "og:determiner"})
"""Jetpack prints the one so on purpose, and the protocol has an empty value of the other: https://ogp.me/#optional"""


class OgEmptyValue(PostRule[Head], code="SOC002", severity=Severity.ERROR, since="0.1.0"):
    """An Open Graph property is there and says nothing.

    Networks take the empty value for the answer: a card without a title or a picture, where they would else have looked
    for one in the page.
    """

    remedy = "Give the property a value, or leave the tag out."
    sources = ("https://ogp.me/",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><meta property="og:image" content="" />',
            says="og:image is empty",
            points_at="content",
        ),
        Bad(head='<title>Tide</title><meta property="og:title" />', says="og:title is empty", points_at="<meta"),
        Good(head='<title>Tide</title><meta property="og:title" content="Tide" />'),
        Good(head='<title>Tide</title><meta property="og:image:alt" content="" />', note="A picture may have no text."),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for each property."""
        found: list[Finding] = []
        for name, values in subject.by_name.items():
            if name[:3] != "og:":
                continue
            for value in values:
                if (not value.text or value.text.isspace()) and name not in _MAY_BE_EMPTY:
                    found.append(Finding(f"{name} is empty.", at=value.place, value=name))
                    break
        return found
