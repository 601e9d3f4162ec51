"""IMG014."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import Image
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.images._own import is_decoration

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_BAD = re.compile(
    r"screen[-_]?shot\b[^/]*|screen[-_]?shot[-_\d][^/]*|(?:img|dsc|dscn|dscf|_mg|_dsc|pxl|mvi|gopr|dji)[-_]?\d{3,}[^/]*"
    r"|(?:image|untitled|unnamed)[-_\d]*(?:-scaled|-rotated|-\d+x\d+|-e\d{10,})*\.[a-z]{3,4}",
    re.IGNORECASE,
)
_FIRST_LETTERS = frozenset("sSiIdD_pPmMgGuU")


class ImgBadFilename(PostRule[Image], code="IMG014", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The file name of a picture says nothing about it.

    Image search reads the file name, and whoever looks for the picture in the media library does too.
    """

    remedy = "Give new pictures a name of a few plain words before uploading them."
    sources = ("https://developers.google.com/search/docs/appearance/google-images",)
    needs = frozenset({"tag:img"})
    reads_content = True
    examples = (
        Bad(
            '<p><img src="/wp-content/uploads/2026/05/IMG_2034-600x400.jpg" alt="A cat"></p>',
            says="IMG_2034-600x400.jpg",
        ),
        Bad('<p><img src="/wp-content/uploads/2026/05/image-3.png" alt="A cat"></p>', says="image-3.png"),
        Good('<p><img src="/wp-content/uploads/2026/05/cat-on-a-wall.jpg" alt="A cat"></p>'),
        Good('<p><img src="/wp-content/uploads/2026/05/image-of-a-cat.jpg" alt="A cat"></p>'),
        Good('<p><img src="https://agency.example/IMG_2034.jpg" alt="A cat"></p>', note="Another site names its own."),
    )

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """The site's own pictures only."""
        url = subject.url
        if url is None or subject.twin or facts.url is None or url.host != facts.url.host:
            return
        name = url.path.rpartition("/")[2]
        if name[:1] not in _FIRST_LETTERS or _BAD.fullmatch(name) is None or is_decoration(subject):
            return
        yield Finding(
            f"The file name of a picture says nothing about it: {name}.",
            at=subject.place,
            value=url.href,
            address=url.href,
        )
