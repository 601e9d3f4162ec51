"""IMG015."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Image
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_UNSUPPORTED = frozenset(
    # Picture formats with names of their own that are not in Google's list (BMP, GIF, JPEG, PNG, WebP, SVG, AVIF).
    "ai arw cr2 cr3 cur dng emf eps exr hdr heic heics heif ico indd j2k jp2 jpx jxl jxr nef orf pcx pdf pict psb psd "
    "raw svgz tga tif tiff wdp wmf xcf".split()
)


class ImgFormatUnsupported(
    PostRule[Image], code="IMG015", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """A picture has a format that image search does not read.

    Google reads BMP, GIF, JPEG, PNG, WebP, SVG and AVIF. Many browsers do not show other formats either.
    """

    remedy = "Save it as JPEG, PNG, WebP, AVIF or SVG and upload that."
    sources = ("https://developers.google.com/search/docs/appearance/google-images",)
    needs = frozenset({"tag:img"})
    reads_content = True
    examples = (
        Bad('<p><img src="/wp-content/uploads/2026/05/tide.heic" alt="The tide"></p>', says=".heic", points_at="<img"),
        Bad('<p><img src="/wp-content/uploads/2026/05/tide.TIF" alt="The tide"></p>', says=".tif"),
        Good('<p><img src="/wp-content/uploads/2026/05/tide.webp" alt="The tide"></p>'),
        Good('<p><img src="/picture?id=12" alt="The tide"></p>', note="An address without extension says nothing."),
        Good('<p><img src="/thumb.php?file=tide.tif" alt="The tide"></p>', note="A script makes the picture."),
    )

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """By the extension of the path."""
        url = subject.url
        if url is None or subject.twin:
            return
        extension = url.path[-6:].rpartition(".")[2].lower()
        if extension in _UNSUPPORTED and url.path[-len(extension) - 1] == ".":
            yield Finding(
                f"A picture has the format .{extension}, which image search does not read.",
                at=subject.place,
                value=url.href,
                address=url.href,
            )
