"""IMG024."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.facts.image_address import image_key
from audit.facts.url import parse_url
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts
    from audit.finding import Place

_LONGEST_NUMBER = 6
"""Digits of a width or height: no picture has a million pixels in a row."""
_PICTURE = "https://saltmarsh.example/wp-content/uploads/2026/05/tide.jpg"


def _graph(width: int, height: int, address: str = _PICTURE) -> dict[str, Any]:
    picture = {"@type": "ImageObject", "@id": "#p", "url": address, "width": width, "height": height}
    return {"yoast_head": None, "yoast_head_json": {"schema": {"@context": "https://schema.org", "@graph": [picture]}}}


class FeaturedImageDiscover(
    PostRule[Post], code="IMG024", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The featured picture is small for Google Discover.

    Discover shows a large card only with a picture that is at least 1200 pixels wide and has more than 300,000 pixels.
    """

    width: int = 1200
    """Pixels that it should be wide."""
    pixels: int = 300_000
    """Pixels that it must have more of."""

    remedy = "Upload the picture in a larger size, at least 1200 pixels wide."
    sources = ("https://developers.google.com/search/docs/appearance/google-discover",)
    needs = frozenset({"field:featured_media"})
    examples = (
        Bad(fields=_graph(800, 600), says="800 × 600"),
        Bad(fields=_graph(1200, 200), says="1200 × 200"),
        Good(fields=_graph(1200, 630)),
        Good(fields=_graph(800, 600, "https://saltmarsh.example/mark.png"), note="That is another picture."),
        Good(fields={"featured_media": 0, **_graph(800, 600)}, note="It has none."),
    )

    def applies(self, facts: Facts) -> bool:
        """Only a published post whose featured picture is known."""
        return bool(facts.post.featured_media) and facts.published and bool(facts.featured_keys)

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """By the size that the media item, the structured data or Open Graph gives of that very picture."""
        largest = max(_sizes(facts), default=None, key=lambda found: found[0] * found[1])
        if largest is None:
            return
        width, height, place = largest
        if width < self.width or width * height <= self.pixels:
            yield Finding(
                f"The featured picture has {width} × {height} pixels "
                f"(Discover wants {self.width} in width and more than {self.pixels:,} in all).",
                at=place,
                value=next(iter(facts.featured_names))[0],
            )


def _sizes(facts: Facts) -> Iterator[tuple[int, int, Place | None]]:
    """Width, height and where that stands, wherever the featured picture's size is told."""
    embedded = facts.post.embedded
    media = embedded.get("wp:featuredmedia") if isinstance(embedded, dict) else None
    details = (
        media[0].get("media_details") if isinstance(media, list) and media and isinstance(media[0], dict) else None
    )
    if isinstance(details, dict):
        width, height = details.get("width"), details.get("height")
        if isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0:
            yield width, height, None
    for node in facts.graph.of_type("ImageObject"):
        size = _number(node.get("width")), _number(node.get("height"))
        if all(size) and _is_featured(node.text("contentUrl") or node.text("url"), facts):
            yield *size, node.place("width")
    for image in facts.head.og_images if facts.head is not None else ():
        if image.size is not None and _is_featured(image.url.text, facts):
            yield *image.size, image.url.place


def _number(value: Any) -> int:
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER else 0
    return value if isinstance(value, int) and value > 0 else 0


def _is_featured(address: str | None, facts: Facts) -> bool:
    url = parse_url(address, facts.base) if address else None
    return url is not None and image_key(url) in facts.featured_keys
