"""Which pictures of a post may come from elsewhere, by their addresses as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.rules.images._suspects import image_suspects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.facts import Facts
    from audit.facts.images import Image


def from_elsewhere(facts: Facts) -> Sequence[Image]:
    """What the content shows (`<img>`, posters, backgrounds) that is not plainly own; no copies in `<noscript>`."""
    return facts.once(_from_elsewhere)


def _from_elsewhere(facts: Facts) -> Sequence[Image]:
    found = image_suspects(facts).elsewhere if facts.images else []
    around = facts.around
    others = [image for image in (*facts.posters, *facts.css_images) if not image.plainly_own]
    return [*found, *(image for image in others if image.node not in around)]
