"""The texts of a head that people read: in results, and on the cards of social networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.facts import Facts
    from audit.facts.head import HeadValue

_METAS = ("og:title", "og:description", "og:site_name", "twitter:title", "twitter:description")


def texts_of_head(facts: Facts) -> Sequence[tuple[str, HeadValue]]:
    """What the head says, each with the name by which a message calls it. For `Facts.once`."""
    head = facts.head
    if head is None:
        return ()
    texts: list[tuple[str, HeadValue]] = []
    if head.title is not None:
        texts.append(("title of the head", head.title))
    if head.description is not None:
        texts.append(("description", head.description))
    texts += [(name, values[0]) for name in _METAS if (values := head.metas(name))]
    return texts
