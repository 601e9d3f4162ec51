"""SOC011."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.image_address import unwrap_image
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.social._images import first_image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_EXTENSIONS = frozenset({"avif", "bmp", "heic", "heif", "svg", "svgz", "tif", "tiff"})
_TYPES = frozenset(
    {
        "image/avif",
        "image/bmp",
        "image/heic",
        "image/heif",
        "image/svg",
        "image/svg+xml",
        "image/tiff",
        "image/x-ms-bmp",
    }
)


class OgImageFormat(PostRule[Head], code="SOC011", severity=Severity.WARNING, since="0.1.0"):
    """The image for shares is in a format that networks do not show.

    X takes JPEG, PNG, WebP and GIF, and others hardly more. With a drawing (SVG), or what phones and image compressors
    write (HEIC, AVIF), the share has no picture.
    """

    remedy = "Choose a JPEG, PNG or WebP for shares."
    sources = (
        "https://developer.x.com/en/docs/x-for-websites/cards/overview/markup",
        "https://developer.x.com/en/docs/x-for-websites/cards/overview/summary-card-with-large-image",
    )
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><meta property="og:image" content="https://saltmarsh.example/mark.svg" />',
            says="SVG",
        ),
        Bad(
            head='<title>Tide</title><meta property="og:image" content="https://saltmarsh.example/picture/7" />'
            '<meta property="og:image:type" content="image/avif" />',
            says="AVIF",
        ),
        Good(head='<title>Tide</title><meta property="og:image" content="https://saltmarsh.example/tide.jpg.webp" />'),
        Good(
            head='<title>Tide</title><meta property="og:image" '
            'content="https://saltmarsh.example/cdn-cgi/image/format=avif/uploads/tide.jpg" />',
            note="What a resizer is asked for is not the file's format.",
        ),
        Good(
            head='<title>Tide</title><meta property="og:image" '
            'content="https://i0.wp.com/saltmarsh.example/uploads/tide.avif?w=1200" />',
            note="Photon hands out what the network can read.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """By the extension of the first image's file, else by its declared type."""
        found = first_image(subject, facts)
        if found is None:
            return ()
        image, url = found
        extension = url.path[-5:].rpartition(".")[2].lower()
        if extension not in _EXTENSIONS:
            if image.type is None or image.type.text.strip().lower() not in _TYPES or _has_extension(url.path):
                return ()
            extension = image.type.text.strip().lower().partition("/")[2].removesuffix("+xml").removeprefix("x-ms-")
        if unwrap_image(url) is not url:
            return ()
        return (
            Finding(
                f"The image for shares is in the format {extension.upper()}, which networks do not show.",
                at=image.url.place,
                value=url.href,
                address=url.href,
            ),
        )


def _has_extension(path: str) -> bool:
    return "." in path[-5:]
