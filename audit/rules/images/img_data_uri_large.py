"""IMG016."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Image
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_DATA = "data:"


class ImgDataUriLarge(PostRule[Image], code="IMG016", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """A large picture is written into the text itself.

    It came with a paste. Every visit loads it anew together with the text, no image search finds it, and the media
    library does not have it.
    """

    most: int = 4096
    """Characters that such an address may have."""

    remedy = "Upload the picture to the media library and insert it from there."
    sources = ("https://developers.google.com/search/docs/appearance/google-images",)
    needs = frozenset({"tag:img"})
    reads_content = True
    examples = (
        Bad(f'<p><img src="data:image/png;base64,{"iVBORw0KGgo" * 400}" alt="The tide"></p>', says="KiB"),
        Good('<p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt=""></p>'),
        Good(
            f'<p><img src="data:image/svg+xml;base64,{"PHN2ZyB4bWxu" * 400}" data-src="/tide.jpg" alt="The tide"></p>',
            note="It holds the place until the picture is loaded.",
        ),
    )

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """Silent where the picture has another address too: this one only holds its place."""
        sources = subject.sources
        if not sources or len(sources[0].raw) <= self.most or subject.twin:
            return
        written = sources[0].raw.lstrip()
        if written[: len(_DATA)].lower() != _DATA or subject.url is not None:
            return
        yield Finding(
            f"A picture of {len(written) / 1024:.0f} KiB is written into the text itself.",
            at=subject.place,
            value=written[:64],
        )
