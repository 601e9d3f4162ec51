"""Texts of cards: what X shows when a post has no twitter tag of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import fold
from audit.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.facts import Head


def longer_than_shown(head: Head, name: str, most: int) -> Sequence[Finding]:
    """A finding on the text of a card, if it is too long: the `twitter:` value, else that of Open Graph, as X does.

    Args:
        head: the head.
        name: `title` or `description`.
        most: how many characters X shows.

    Source: https://developer.x.com/en/docs/x-for-websites/cards/overview/markup
    """
    value = head.meta(f"twitter:{name}") or head.meta(f"og:{name}")
    text = fold(value.decoded) if value is not None else ""
    if value is None or len(text) <= most:
        return ()
    message = f"The {name} of the card has {len(text)} characters; X shows {most}."
    return (Finding(message, at=value.place, value=text),)
