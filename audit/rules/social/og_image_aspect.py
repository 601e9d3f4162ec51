"""SOC010."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.social._examples import image_head
from audit.rules.social._images import declared_size, first_image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class OgImageAspect(PostRule[Head], code="SOC010", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The image for shares has another shape than the card.

    Cards are nearly twice as wide as high. Networks cut everything else to that shape, and heads and lettering at the
    edge are lost.
    """

    remedy = "Make an image of 1200 by 630 pixels for shares."
    sources = ("https://developers.facebook.com/docs/sharing/webmasters/images/",)
    needs = frozenset({"head"})
    examples = (
        Bad(head=image_head(1200, 1200), says="1 to 1"),
        Bad(head=image_head(1600, 400), says="4 to 1"),
        Good(head=image_head(1200, 630)),
        Good(head=image_head(1500, 1000)),
    )

    narrowest: float = 1.5
    """Least width of the picture, as a multiple of its height."""
    widest: float = 2.1
    """Greatest width of the picture, as a multiple of its height."""

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """By the declared size of the first image."""
        found = first_image(subject, facts)
        size = declared_size(found)
        if found is None or size is None:
            return ()
        width, height = size
        ratio = round(width / height, 2)  # 1024 by 683 is three to two
        if not self.narrowest <= ratio <= self.widest:
            image, url = found
            return (
                Finding(
                    f"The image for shares has {width} by {height} pixels, {_told(width / height)}; "
                    "cards show about 1.91 to 1.",
                    at=image.url.place,
                    value=url.href,
                    address=url.href,
                ),
            )
        return ()


def _told(ratio: float) -> str:
    return f"{ratio:.2g} to 1" if ratio >= 1 else f"1 to {1 / ratio:.2g}"
