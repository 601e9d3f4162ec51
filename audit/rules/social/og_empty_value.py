"""SOC002."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import IN_VALUE, into_content
from audit.rules.structured_data._values import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.facts.head import HeadValue

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
        Bad(
            head='<title>Tide</title><meta property="og:title" content="" /><meta property="og:url" content=" " />',
            says="og:title and og:url are empty",
        ),
        Bad(
            head='<title>Tide</title><meta property="og:title" value="Tide"><meta property="og:type" value="article">',
            says="og:title and og:type have their text in value=, where content= belongs",
            points_at="<meta",
        ),
        Good(head='<title>Tide</title><meta property="og:title" content="Tide" />'),
        Good(head='<title>Tide</title><meta property="og:image:alt" content="" />', note="A picture may have no text."),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for all that are empty, and one for all whose text stands elsewhere: each has one cause."""
        blank = [
            (name, value)
            for name, values in subject.by_name.items()
            if name[:3] == "og:" and name not in _MAY_BE_EMPTY and (value := _first_blank(values)) is not None
        ]
        if not blank:
            return ()
        misplaced = [(name, value) for name, value in blank if value.misplaced]
        empty = [(name, value) for name, value in blank if not value.misplaced]
        found = []
        if empty:
            names = [name for name, _ in empty]
            verb = "is" if len(names) == 1 else "are"
            found.append(Finding(f"{listed(names)} {verb} empty.", at=empty[0][1].place, value=" ".join(names)))
        if misplaced:
            found.append(_in_value(misplaced, facts))
        return found


def _first_blank(values: Sequence[HeadValue]) -> HeadValue | None:
    return next((value for value in values if value.blank), None)


def _in_value(tags: Sequence[tuple[str, HeadValue]], facts: Facts) -> Finding:
    names = [name for name, _ in tags]
    first = tags[0][1]
    which = f"{names[0]} has its" if len(names) == 1 else f"{listed(names)} have their"
    return Finding(
        f"{which} text in value=, where content= belongs: nobody reads it there.",
        at=first.place,
        value=" ".join(names),
        remedy=IN_VALUE,
        fix=into_content(first, facts) if len(names) == 1 else None,
    )
