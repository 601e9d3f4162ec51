"""SOC009."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.social._images import first_image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_LEAST = 200
"""Pixels of either side below which Facebook shows no picture."""


def _head(width: int, height: int) -> str:
    return (
        '<title>Tide</title><meta property="og:image" content="https://saltmarsh.example/tide.jpg" />'
        f'<meta property="og:image:width" content="{width}" /><meta property="og:image:height" content="{height}" />'
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
        Bad(head=_head(150, 150), says="is not shown below 200 by 200"),
        Bad(head=_head(400, 300), says="small"),
        Bad(head=_head(1024, 683), says="1200 by 630"),
        Good(head=_head(1200, 630)),
        Good(head=_head(1200, 628), note="A card of LinkedIn's or of X's size is as good."),
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
        size = found[0].size if found is not None else None
        if found is None or size is None:
            return
        width, height = size
        if width >= self.width and height >= self.height:
            return
        image, url = found
        severity = None
        if width < _LEAST or height < _LEAST:
            what = f"it is not shown below {_LEAST} by {_LEAST}"
        elif width < self.least_width or height < self.least_height:
            what = f"below {self.least_width} by {self.least_height} it is shown small, beside the text"
        else:
            what, severity = f"networks ask for {self.width} by 630", Severity.NOTICE
        yield Finding(
            f"The image for shares has {width} by {height} pixels; {what}.",
            at=image.url.place,
            value=url.href,
            address=url.href,
            severity=severity,
        )
