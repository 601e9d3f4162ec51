"""What rules about pictures have in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from turbohtml import Element

from audit.facts.hosts import Owner
from audit.facts.url import copy_name, is_generic_name, parse_url, unwrap_image

if TYPE_CHECKING:
    from audit.facts import Facts, Image
    from audit.facts.url import Url

_ICON_CLASSES = re.compile(
    r"(?:^|[\s_-])(?:icon|emoji|smiley|smilies|avatar|gravatar|spinner|spacer|pixel|logo)(?:[\s_-]|$)"
)
_PIXEL = 2
"""CSS pixels up to which a picture shows nothing."""


def is_decoration(image: Image) -> bool:
    """An icon, an emoji, a spacer, a cover's background: pictures that carry no meaning of their own."""
    classes = (image.node.attr("class") or "").lower()
    if "wp-block-cover__image-background" in classes or _ICON_CLASSES.search(classes):
        return True
    width, height = image.number("width"), image.number("height")
    return (width is not None and width <= _PIXEL) or (height is not None and height <= _PIXEL)


def enclosing(node: Element, tag: str) -> Element | None:
    """The nearest ancestor with a tag name."""
    parent = node.parent
    while isinstance(parent, Element):
        if parent.tag == tag:
            return parent
        parent = parent.parent
    return None


def is_hidden_from_readers(image: Image) -> bool:
    """`aria-hidden`, `role=presentation`: said on purpose to be no content."""
    node = image.node
    return node.attr("aria-hidden") == "true" or (node.attr("role") or "").lower() in {"presentation", "none"}


def is_featured(image: Image, facts: Facts) -> bool:
    """The picture is the post's featured one, by address or by a base name that means something."""
    if image.url is None:
        return False
    if not facts.featured_keys:
        return False
    if image.key in facts.featured_keys:
        return True
    name = copy_name(unwrap_image(image.url))
    return any(name == own for _, own in facts.featured_names) and not is_generic_name(name)


def owner_of(image: Image, url: Url, facts: Facts) -> Owner:
    """Whose server a picture of the content comes from, knowing how it is shown and where a click on it leads."""
    owner = facts.first_party.verdict(url)
    if owner is not Owner.FOREIGN:
        return owner
    link = enclosing(image.node, "a")
    target = parse_url(link.attr("href") or "", facts.base) if link is not None else None
    return facts.first_party.verdict(url, pixel=_is_pixel(image), linked_to=target)


def _is_pixel(image: Image) -> bool:
    width, height = image.number("width"), image.number("height")
    return width is not None and height is not None and max(width, height) <= _PIXEL
