"""The texts of a head that people read: in results, and on the cards of social networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.facts.head import Head, HeadValue

_METAS = ("og:title", "og:description", "og:site_name", "twitter:title", "twitter:description")


def texts_of(head: Head) -> Iterator[tuple[str, HeadValue]]:
    """What a head says, each with the name by which a message calls it."""
    if head.title is not None:
        yield "title of the head", head.title
    if head.description is not None:
        yield "description", head.description
    for name in _METAS:
        if (value := head.meta(name)) is not None:
            yield name, value
