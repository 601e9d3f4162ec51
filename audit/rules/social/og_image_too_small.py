"""SOC009."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.url import parse_url
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.social._examples import image_head
from audit.rules.social._images import declared_size, first_image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.url import Url

_LEAST = 200
"""Pixels of either side below which Facebook shows no picture."""

_DIGITS = 7
"""More digits are no size of a picture."""


def _graph(width: int, height: int) -> str:
    return (
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"ImageObject",'
        f'"url":"https://saltmarsh.example/tide.jpg","width":{width},"height":{height}}}</script>'
    )


class OgImageTooSmall(PostRule[Head], code="SOC009", severity=Severity.WARNING, since="0.1.0"):
    """The image for shares is smaller than networks want it.

    Below 600 by 315 pixels Facebook shows a small square beside the text, below 200 by 200 nothing. Up to 1200 by 630
    the picture is blurred on good screens.
    """

    remedy = "Choose an image of at least 1200 by 630 pixels."
    sources = ("https://developers.facebook.com/docs/sharing/webmasters/images/",)
    needs = frozenset({"head"})
    examples = (
        Bad(head=image_head(150, 150), says="is not shown below 200 by 200"),
        Bad(head=image_head(400, 300), says="small"),
        Bad(head=image_head(1024, 683), says="1200 by 630"),
        Bad(
            head=image_head(150, 150) + _graph(1600, 900),
            says="declared as 150 by 150 pixels; the structured data says 1600 by 900",
        ),
        Bad(head=image_head(150, 150) + _graph(150, 150), says="has 150 by 150 pixels"),
        Good(head=image_head(1200, 630)),
        Good(head=image_head(1, 1).replace(".jpg", ".svg"), note="A drawing has no pixels."),
        Good(head=image_head(1200, 628), note="A card of LinkedIn's or of X's size is as good."),
        Good(
            head='<title>Tide</title><meta property="og:image" content="https://saltmarsh.example/tide.jpg" />',
            note="Without a declared size nothing is known.",
        ),
    )

    width: int = 1200
    """Width that networks ask for, in pixels."""
    height: int = 627
    """Height that networks ask for, in pixels: Facebook says 630, LinkedIn 627."""
    least_width: int = 600
    """Least width for a large picture, in pixels."""
    least_height: int = 315
    """Least height for a large picture, in pixels."""

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """By the declared size of the first image: a warning where it shows small or not at all, else a notice."""
        found = first_image(subject, facts)
        size = declared_size(found)
        if found is None or size is None:
            return ()
        width, height = size
        if width >= self.width and height >= self.height:
            return ()
        image, url = found
        severity = None if width < self.least_width or height < self.least_height else Severity.NOTICE
        larger = _size_in_graph(url, facts)
        if larger is not None and larger[0] > width and larger[1] > height:
            return (
                Finding(
                    f"The image for shares is declared as {width} by {height} pixels; the structured data says "
                    f"{larger[0]} by {larger[1]} of the same address.",
                    at=image.url.place,
                    value=url.href,
                    address=url.href,
                    severity=severity,
                    remedy="Look at the file and correct the size that is wrong; only a picture that is small needs "
                    "another one.",
                ),
            )
        if width < _LEAST or height < _LEAST:
            what = f"it is not shown below {_LEAST} by {_LEAST}"
        elif severity is None:
            what = f"below {self.least_width} by {self.least_height} it is shown small, beside the text"
        else:
            what = f"networks ask for {self.width} by 630"
        return (
            Finding(
                f"The image for shares has {width} by {height} pixels; {what}.",
                at=image.url.place,
                value=url.href,
                address=url.href,
                severity=severity,
            ),
        )


def _size_in_graph(image: Url, facts: Facts) -> tuple[int, int] | None:
    """Width and height that the structured data gives for the very address, in pixels."""
    for node in facts.graph.of_type("ImageObject"):
        address = node.text("url") or node.text("contentUrl")
        url = parse_url(address, facts.base) if address else None
        if url is not None and url.key == image.key:
            width, height = _pixels(node.get("width")), _pixels(node.get("height"))
            if width and height:
                return width, height
    return None


def _pixels(value: object) -> int:
    """A number of pixels as JSON-LD writes it, 0 for other values."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else 0
