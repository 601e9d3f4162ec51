"""What rules about the image for shares have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.url import Url, is_generated_card, parse_url

if TYPE_CHECKING:
    from audit.facts import Facts, Head
    from audit.facts.head import OgImage


def first_image(head: Head, facts: Facts) -> tuple[OgImage, Url] | None:
    """The image that a share shows: the first og:image, if it is a full address and no card drawn by a plugin."""
    for image in head.og_images:
        if image.url is None or not image.url.text.strip():
            return None
        url = parse_url(image.url.text, facts.base)
        if url is None or not url.host or is_generated_card(url):
            return None
        return image, url
    return None
