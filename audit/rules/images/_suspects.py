"""Which pictures of a post the rules about its `<img>` elements have to look at: one pass for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from audit.facts.images import SOURCE_SETS, pixels

if TYPE_CHECKING:
    from audit.facts import Facts
    from audit.facts.images import Image

_LONGEST = 8
"""Characters of a width or height in pixels."""


@dataclass(slots=True)
class Suspects:
    """The pictures that lack something, in document order; copies in `<noscript>` are left out.

    Attributes:
        unnamed: without an alternative text.
        silent: with an empty one.
        named: with one, be it of blanks.
        blank: those of them whose text begins with neither letter nor digit.
        unsized: without width or height in pixels.
        unaddressed: without an attribute that is one address (`src`, what lazy loaders use).
    """

    unnamed: list[Image] = field(default_factory=list)
    silent: list[Image] = field(default_factory=list)
    named: list[Image] = field(default_factory=list)
    blank: list[Image] = field(default_factory=list)
    unsized: list[Image] = field(default_factory=list)
    unaddressed: list[Image] = field(default_factory=list)


def image_suspects(facts: Facts) -> Suspects:
    """The pictures of the content by what they lack."""
    return facts.once(_sorted)


def _sorted(facts: Facts) -> Suspects:
    found = Suspects()
    for image in facts.images:
        if image.twin:
            continue
        alt = image.alt
        if alt is None:
            found.unnamed.append(image)
        elif not alt:
            found.silent.append(image)
        else:
            found.named.append(image)
            if not alt[0].isalnum():
                found.blank.append(image)
        attribute = image.node.attr
        width, height = attribute("width"), attribute("height")
        if width is None or height is None or not _are_sizes(width, height):
            found.unsized.append(image)
        if not image.written or image.written[0][0] in SOURCE_SETS:
            found.unaddressed.append(image)
    return found


def _are_sizes(width: str, height: str) -> bool:
    """Whether both are pixels, and not nothing. What is longer than any size is left to the rule."""
    return len(width) <= _LONGEST and len(height) <= _LONGEST and _are_pixels(width, height)


@lru_cache(maxsize=1024)  # sizes repeat within a site
def _are_pixels(width: str, height: str) -> bool:
    return bool(pixels(width) and pixels(height))
