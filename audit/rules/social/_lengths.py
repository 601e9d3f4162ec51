"""Texts of cards: what X shows when a post has no twitter tag of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.facts import Head
    from audit.facts.head import HeadValue


def effective_text(head: Head, name: str) -> HeadValue | None:
    """The `twitter:` value, else the Open Graph value that X falls back to.

    Source: https://developer.x.com/en/docs/x-for-websites/cards/overview/markup
    """
    return head.meta(f"twitter:{name}") or head.meta(f"og:{name}")
