"""Which pictures of a post may come from elsewhere, by their addresses as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.rules.images._suspects import image_suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.facts.images import Image


def from_elsewhere(facts: Facts) -> Sequence[Image]:
    """What the content shows (`<img>`, posters, backgrounds) that is not plainly own; no copies in `<noscript>`."""
    return facts.once(_from_elsewhere)


def _from_elsewhere(facts: Facts) -> Sequence[Image]:
    found = image_suspects(facts).elsewhere if facts.images else []
    posters = [image for image in facts.posters if not image.plainly_own]
    backgrounds = [image for image in facts.css_images if not image.plainly_own]
    return [*found, *posters, *(backgrounds if _any_foreign(backgrounds, facts) else ())]


def _any_foreign(backgrounds: Iterable[Image], facts: Facts) -> bool:
    """Whether one is on another host; what CSS loads from the post's own over http may be left over from a move."""
    own = {facts.url.host if facts.url is not None else "", ""}
    addresses = (source.url for image in backgrounds for source in image.sources)
    return any(url is not None and url.host not in own for url in addresses)
