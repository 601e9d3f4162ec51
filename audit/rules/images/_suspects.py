"""Which pictures of a post the rules about its `<img>` elements have to look at: one pass for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit.facts.images import SOURCE_SETS
from audit.rules._addresses import glued_behind
from audit.rules.links._address import may_hold_two, may_swallow, ordinary_host

if TYPE_CHECKING:
    from audit.facts import Facts
    from audit.facts.images import Image


@dataclass(slots=True)
class Suspects:
    """The pictures that lack or have something, in document order.

    Copies in `<noscript>` are left out, and what stands around the text of a page.

    Attributes:
        unnamed: without an alternative text.
        silent: with an empty one.
        named: with one, be it of blanks.
        blank: those of them whose text begins with neither letter nor digit.
        unsized: without width or height in pixels, as far as a quick look tells.
        unaddressed: without an attribute that is one address (`src`, what lazy loaders use).
        misspelt: with one that does not begin as addresses do, or may go on in the markup behind it.
        elsewhere: with an address that is not plainly the post's own.
    """

    unnamed: list[Image] = field(default_factory=list)
    silent: list[Image] = field(default_factory=list)
    named: list[Image] = field(default_factory=list)
    blank: list[Image] = field(default_factory=list)
    unsized: list[Image] = field(default_factory=list)
    unaddressed: list[Image] = field(default_factory=list)
    misspelt: list[Image] = field(default_factory=list)
    elsewhere: list[Image] = field(default_factory=list)


def image_suspects(facts: Facts) -> Suspects:
    """The `<img>` elements of the content by what they lack, or have."""
    return facts.once(_sorted)


def _sorted(facts: Facts) -> Suspects:
    found = Suspects()
    around = facts.around
    for image in facts.images:
        if image.twin or image.node in around:
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
        if not image.plainly_sized:
            found.unsized.append(image)
        if not image.written or image.written[0][0] in SOURCE_SETS:
            found.unaddressed.append(image)
        elif _may_be_misspelt(image):
            found.misspelt.append(image)
        if not image.plainly_own:
            found.elsewhere.append(image)
    return found


PLAIN_BEGINNINGS = ("/", "data:")
"""How addresses begin that name no host by a slip: `img-local-host` tells where a path has a slash too many."""


def _may_be_misspelt(image: Image) -> bool:
    """Whether an address begins with neither a whole host nor a path, or has the marks of markup in it."""
    return any(_is_odd(address) for attribute, address in image.written if attribute not in SOURCE_SETS)


def _is_odd(address: str) -> bool:
    if may_swallow(address) or not (ordinary_host(address) or address.startswith(PLAIN_BEGINNINGS)):
        return True
    return may_hold_two(address) and glued_behind(address) != ""
