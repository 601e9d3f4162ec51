"""SOC026."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule, Status
from audit.rules.social._images import declared_size, first_image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


def _head(card: str, width: int, height: int) -> str:
    return (
        f'<title>Tide</title><meta name="twitter:card" content="{card}" />'
        '<meta property="og:image" content="https://saltmarsh.example/tide.jpg" />'
        f'<meta property="og:image:width" content="{width}" /><meta property="og:image:height" content="{height}" />'
    )


class TwitterLargeImageTooSmall(
    PostRule[Head], code="SOC026", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW
):
    """The picture is too small for the large card that X is asked for.

    X wants at least 300 by 157 pixels for it. With less it shows the small card, or none.
    """

    remedy = "Choose a larger image, or ask for the small card (summary)."
    sources = ("https://developer.x.com/en/docs/x-for-websites/cards/overview/summary-card-with-large-image",)
    needs = frozenset({"head"})
    explained_by = {"og-image-too-small": SAME_POST}
    examples = (
        Bad(head=_head("summary_large_image", 280, 280), says="280 by 280"),
        Good(head=_head("summary_large_image", 300, 157)),
        Good(head=_head("summary", 150, 150)),
        Good(
            head=_head("summary_large_image", 280, 280)
            + '<meta name="twitter:image" content="https://saltmarsh.example/large.jpg" />',
            note="Of another picture the size is not known.",
        ),
    )

    width: int = 300
    """Least width, in pixels."""
    height: int = 157
    """Least height, in pixels."""

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """By the declared size of the image for shares, if that is the one that X takes."""
        card = subject.meta("twitter:card")
        found = first_image(subject, facts)
        size = declared_size(found)
        if found is None or size is None or card is None or card.text.strip().lower() != "summary_large_image":
            return ()
        if size[0] >= self.width and size[1] >= self.height:
            return ()
        image, url = found
        own = subject.meta("twitter:image") or subject.meta("twitter:image:src")
        if own is None or own.blank or own.decoded.strip() == image.url.decoded.strip():
            return (
                Finding(
                    f"X's large card needs {self.width} by {self.height} pixels; the image has {size[0]} by {size[1]}.",
                    at=image.url.place,
                    value=url.href,
                    address=url.href,
                ),
            )
        return ()
