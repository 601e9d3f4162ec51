"""SOC026."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from audit.facts import Head
from audit.facts.head import pixels
from audit.facts.url import parse_url
from audit.finding import Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule, Status
from audit.rules.social._images import declared_size, first_image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.facts.url import Url


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
        Bad(
            head=_head("summary_large_image", 1200, 630)
            + '<meta name="twitter:image" content="https://saltmarsh.example/small.jpg" />'
            '<meta name="twitter:image:width" content="150" /><meta name="twitter:image:height" content="116" />',
            says="150 by 116",
            points_at='content="https://saltmarsh.example/small.jpg"',
        ),
    )

    width: int = 300
    """Least width, in pixels."""
    height: int = 157
    """Least height, in pixels."""

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """By the declared size of the image that X takes: its own, or that for shares."""
        card = subject.meta("twitter:card")
        if card is None or card.text.strip().lower() != "summary_large_image":
            return ()
        image = _image_for_x(subject, facts)
        if image is None:
            return ()
        width, height = image.size
        if width >= self.width and height >= self.height:
            return ()
        return (
            Finding(
                f"X's large card needs {self.width} by {self.height} pixels; the image has {width} by {height}.",
                at=image.value.place,
                value=image.url.href,
                address=image.url.href,
            ),
        )


class _Image(NamedTuple):
    value: HeadValue
    url: Url
    size: tuple[int, int]


def _image_for_x(head: Head, facts: Facts) -> _Image | None:
    """The image that X takes, where its size is declared: older tags do so for X's own."""
    found = first_image(head, facts)
    own = head.meta("twitter:image") or head.meta("twitter:image:src")
    if own is None or own.blank or (found is not None and own.decoded.strip() == found[0].url.decoded.strip()):
        size = declared_size(found)
        return _Image(found[0].url, found[1], size) if found is not None and size is not None else None
    url = parse_url(own.decoded, facts.base)
    width, height = (pixels(head.meta(f"twitter:image:{side}")) for side in ("width", "height"))
    return _Image(own, url, (width, height)) if url is not None and width and height else None
