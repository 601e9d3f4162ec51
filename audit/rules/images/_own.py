"""What rules about pictures have in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from turbohtml import Element

from audit.facts.hosts import Owner, allowed_by_link
from audit.facts.url import copy_name, is_generic_name, parse_url, unwrap_image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts, Image
    from audit.facts.url import Url

_ICON_CLASSES = re.compile(
    r"(?:^|[\s_-])(?:icon|emoji|smiley|smilies|avatar|gravatar|spinner|spacer|pixel|logo)(?:[\s_-]|$)"
)
_PIXEL = 2
"""CSS pixels up to which a picture shows nothing."""


def is_decoration(image: Image) -> bool:
    """An icon, an emoji, a spacer, a cover's background: pictures that carry no meaning of their own."""
    classes = image.node.attr("class")
    if classes and _say_decoration(classes.lower()):
        return True
    width, height = image.number("width"), image.number("height")
    return (width is not None and width <= _PIXEL) or (height is not None and height <= _PIXEL)


def _say_decoration(classes: str) -> bool:
    return "wp-block-cover__image-background" in classes or _ICON_CLASSES.search(classes) is not None


def enclosing(node: Element, tag: str) -> Element | None:
    """The nearest ancestor with a tag name."""
    parent = node.parent
    return parent.closest(tag) if isinstance(parent, Element) else None


def is_hidden_from_readers(image: Image) -> bool:
    """`aria-hidden`, `role=presentation`: said on purpose to be no content."""
    node = image.node
    return node.attr("aria-hidden") == "true" or (node.attr("role") or "").lower() in {"presentation", "none"}


def is_featured(image: Image, facts: Facts) -> bool:
    """The picture is the post's featured one, by address or by a base name that means something."""
    if image.url is None or not facts.featured_keys or not may_have_name(image.url, facts.once(_featured_files)):
        return False
    if image.key in facts.featured_keys:
        return True
    name = copy_name(unwrap_image(image.url))
    return any(name == own for _, own in facts.featured_names) and not is_generic_name(name)


def _featured_files(facts: Facts) -> frozenset[str]:
    """The names of which one stands in every address of the featured picture."""
    return frozenset(file_of(key) for key in facts.featured_keys).union(name for _, name in facts.featured_names)


def file_of(key: str) -> str:
    """The name of the file in a comparison key of a picture."""
    return key.rpartition("/")[2].lower()


def may_have_name(url: Url, names: Iterable[str]) -> bool:
    """Whether a picture may have one of these file names: it stands in its address as it is, unless escapes hide it."""
    address = url.href.lower()
    return "%" in address or "+" in address or any(name in address or "%" in name for name in names)


def owner_of(image: Image, url: Url, facts: Facts) -> Owner:
    """Whose server a picture of the content comes from, knowing how it is shown and where a click on it leads."""
    owner = facts.first_party.verdict(url)
    if owner is not Owner.FOREIGN:
        return owner
    if _is_pixel(image):
        return facts.first_party.verdict(url, pixel=True)
    link = enclosing(image.node, "a")
    target = parse_url(link.attr("href") or "", facts.base) if link is not None else None
    return (allowed_by_link(unwrap_image(url), target) if target is not None else None) or owner


def _is_pixel(image: Image) -> bool:
    width, height = image.number("width"), image.number("height")
    return width is not None and height is not None and max(width, height) <= _PIXEL
