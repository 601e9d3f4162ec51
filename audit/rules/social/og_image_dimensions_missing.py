"""SOC008."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules.social._images import first_image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class OgImageDimensionsMissing(PostRule[Head], code="SOC008", severity=Severity.NOTICE, since="0.1.0"):
    """The image for shares has no declared size.

    Networks fetch such an image in the background, so that the first person who shares the page shows none. Yoast
    leaves the size out when the image is not in the media library: the image is then the thing to mend.
    """

    remedy = "Choose the image from the media library; the plugin then declares its size."
    sources = ("https://developers.facebook.com/docs/sharing/webmasters/images/",)
    needs = frozenset({"head"})
    explained_by = {"og-image-primary-image-mismatch": SAME_POST}
    examples = (
        Bad(
            head='<title>Tide</title><meta property="og:image" content="https://saltmarsh.example/tide.jpg" />',
            fields={"yoast_head_json": None},
            says="no declared width and height",
        ),
        Bad(
            head='<title>Tide</title><meta property="og:image" content="https://saltmarsh.example/tide.jpg" />'
            '<meta property="og:image:width" content="0" /><meta property="og:image:height" content="630" />',
            fields={"yoast_head_json": None},
            says="no declared width.",
        ),
        Good(
            head='<title>Tide</title><meta property="og:image" content="https://saltmarsh.example/tide.jpg" />'
            '<meta property="og:image:width" content="1200" /><meta property="og:image:height" content="630" />',
            fields={"yoast_head_json": None},
        ),
        Good(
            head='<title>Tide</title><meta property="og:image:width" content="1200" />'
            '<meta property="og:image:height" content="630" />'
            '<meta property="og:image" content="https://saltmarsh.example/tide.jpg" />',
            fields={"yoast_head_json": None},
            note="The size may stand before the only image.",
        ),
        Bad(
            head='<title>Tide</title><meta property="og:image:width" content="1200" />'
            '<meta property="og:image:height" content="630" />'
            '<meta property="og:image" content="https://saltmarsh.example/tide.jpg" />'
            '<meta property="og:image" content="https://saltmarsh.example/ebb.jpg" />',
            fields={"yoast_head_json": None},
            says="no declared width and height",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """Looks at the first image only."""
        found = first_image(subject, facts)
        if found is None:
            return ()
        image, url = found
        if image.undeclared:
            return (
                Finding(
                    f"The image for shares has no declared {' and '.join(image.undeclared)}.",
                    at=image.url.place,
                    value=url.href,
                    address=url.href,
                ),
            )
        return ()
