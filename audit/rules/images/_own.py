"""What rules about pictures have in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.url import base_name, image_key, unwrap_image

if TYPE_CHECKING:
    from audit.facts import Facts, Image

_ICON_CLASSES = re.compile(
    r"(?:^|[\s_-])(?:icon|emoji|smiley|smilies|avatar|gravatar|spinner|spacer|pixel|logo)(?:[\s_-]|$)"
)
GENERIC_BASE_NAMES = re.compile(
    r"(?:image|img|picture|photo|foto|bild|file|download|unnamed|untitled|banner|logo)?[-_ ]?\d{0,4}"
)
"""Names of files that say nothing: equal ones prove no copy."""


def is_decoration(image: Image) -> bool:
    """An icon, an emoji, a spacer, a cover's background: pictures that carry no meaning of their own."""
    classes = (image.node.attr("class") or "").lower()
    if "wp-block-cover__image-background" in classes or _ICON_CLASSES.search(classes):
        return True
    width, height = image.number("width"), image.number("height")
    return (width is not None and width <= 2) or (height is not None and height <= 2)  # noqa: PLR2004 - a pixel


def is_hidden_from_readers(image: Image) -> bool:
    """`aria-hidden`, `role=presentation`: said on purpose to be no content."""
    node = image.node
    return node.attr("aria-hidden") == "true" or (node.attr("role") or "").lower() in {"presentation", "none"}


def is_featured(image: Image, facts: Facts) -> bool:
    """The picture is the post's featured one, by address or by a base name that means something."""
    if image.url is None:
        return False
    inner = unwrap_image(image.url)
    if image_key(inner) in facts.featured_keys:
        return True
    name = base_name(inner)
    return any(name == own for _, own in facts.featured_names) and not GENERIC_BASE_NAMES.fullmatch(name.lower())
