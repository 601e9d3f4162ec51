"""SOC008."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules._edits import of_head
from audit.rules.social._images import first_image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_WITH_UNIT = re.compile(r"px\s*\Z")


class OgImageDimensionsMissing(PostRule[Head], code="SOC008", severity=Severity.NOTICE, since="0.1.0"):
    """The image for shares has no declared size.

    Networks fetch such an image in the background, so that the first person who shares the page shows none. Yoast
    leaves the size out when the image is not in the media library: the image is then the thing to mend. A size is a
    whole number of pixels, without `px`.
    """

    remedy = "Choose the image from the media library; the plugin then declares its size."
    sources = ("https://developers.facebook.com/docs/sharing/webmasters/images/", "https://ogp.me/#integer")
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
        Bad(
            head='<title>Tide</title><meta property="og:image" content="https://saltmarsh.example/tide.jpg" />'
            '<meta property="og:image:width" content="1200px" /><meta property="og:image:height" content="630" />',
            fields={"yoast_head_json": None},
            says='no whole number as its width: "1200px"',
            points_at='content="1200px"',
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

    def applies(self, facts: Facts) -> bool:
        """Of what an editor has chosen for a head, the plugin has not printed the size yet."""
        return facts.head_is_whole

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
        for name, value in (("width", image.width), ("height", image.height)):
            if value is not None and _WITH_UNIT.search(value.text) is not None:
                return (
                    Finding(
                        f'The image for shares has no whole number as its {name}: "{value.text.strip()}".',
                        at=value.place,
                        value=f"{name} {value.text.strip()}",
                        remedy="Write the number of pixels alone.",
                        fix=of_head(value, value.text.strip(" px"), "write the number alone"),
                    ),
                )
        return ()
