"""What rules about the image for shares have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.image_address import is_blank_image, is_generated_card
from audit.facts.url import Url, parse_url
from audit.rules._addresses import has_real_host

if TYPE_CHECKING:
    from audit.facts import Facts, Head
    from audit.facts.head import OgImage


_DRAWINGS = (".svg", ".svgz")
_BLOGGER_FILES = (".bp.blogspot.com", "blogger.googleusercontent.com")
_LEAST_LABEL = 4
_SAYS_NOTHING = frozenset(
    {"assets", "blog", "content", "data", "files", "foto", "home", "image", "images", "info", "media", "news", "photo"}
    | {"photos", "pics", "press", "resources", "shop", "static", "store", "upload", "uploads", "video"}
)
"""Names of servers that anybody gives them, so that a site of such a name is not meant."""


def first_image(head: Head, facts: Facts) -> tuple[OgImage, Url] | None:
    """The image that a share shows: the first og:image, if it is a full address and no card drawn by a plugin."""
    return facts.once(_of_effective_head) if head is facts.head else _first(head, facts)


def declared_size(found: tuple[OgImage, Url] | None) -> tuple[int, int] | None:
    """Width and height that the head gives for the image, in pixels; None without them.

    A drawing has no pixels: WordPress declares SVG files as 1 by 1.
    """
    if found is None or found[1].path.lower().endswith(_DRAWINGS):
        return None
    return found[0].size


def _of_effective_head(facts: Facts) -> tuple[OgImage, Url] | None:
    return _first(facts.head, facts) if facts.head is not None else None


def _first(head: Head, facts: Facts) -> tuple[OgImage, Url] | None:
    if not head.og_images:
        return None
    image = head.og_images[0]
    if image.url.blank:
        return None
    url = parse_url(image.url.text, facts.base)
    if url is None or not has_real_host(url) or is_generated_card(url) or is_blank_image(url):
        return None
    return image, url


def is_rented(url: Url, facts: Facts) -> bool:
    """Whether a site keeps its pictures on a server of others: one in its name (`saltmarsh.cdn.example`), or Blogger's.

    Scripts are not trusted so: anybody may name a server after a site.
    """
    names = url.host.removesuffix(url.registrable).strip(".").split(".")
    label = (facts.own_domain or "").partition(".")[0]
    if len(label) >= _LEAST_LABEL and label in names and label not in _SAYS_NOTHING:
        return True
    if facts.page is None or facts.head is None or not url.host.endswith(_BLOGGER_FILES):
        return False
    generator = facts.head.meta("generator")
    return generator is not None and generator.text.strip().lower() == "blogger"
