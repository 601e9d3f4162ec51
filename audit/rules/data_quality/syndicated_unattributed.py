"""DAT045."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.hosts import Owner
from audit.facts.image_address import unwrap_image
from audit.finding import Confidence, Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_PRESS_PATH = re.compile(
    r"/(?:press|news|newsroom|media-cent(?:er|re)|press[_-]releases?|releases?)(?:/|[_-])", re.IGNORECASE
)


class SyndicatedUnattributed(
    PostRule[Post], code="DAT045", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The post looks taken over, and does not link to its source.

    Its picture is loaded from another site's press pages, and no link leads there. Licensed feeds look the same, so
    this is a hint, not a verdict.
    """

    remedy = "Link to the source, or set a canonical to it if the text is theirs."
    sources = (
        "https://developers.google.com/search/docs/essentials/spam-policies",
        "https://developers.google.com/search/docs/crawling-indexing/canonicalization-troubleshooting",
    )
    needs = frozenset({"tag:img"})
    reads_content = True
    examples = (
        Bad(
            '<p><img src="https://www.agency.example/press_release/2026/tide.jpg" alt="Tide" width="6" height="4"></p>',
            says="www.agency.example",
        ),
        Good(
            '<p><img src="https://www.agency.example/press_release/2026/tide.jpg" alt="Tide" width="6" height="4"></p>'
            '<p>Source: <a href="https://agency.example/press/12">the agency</a></p>',
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a host."""
        linked = {link.url.registrable for link in facts.links if link.url is not None}
        seen: set[str] = set()
        for image in facts.images:
            url = unwrap_image(image.url) if image.url is not None else None
            if url is None or url.host in seen or not _PRESS_PATH.search(url.path):
                continue
            seen.add(url.host)
            if url.registrable not in linked and facts.first_party.verdict(url) is Owner.FOREIGN:
                yield Finding(
                    f"A picture comes from the press pages of {url.host}, and no link leads there.",
                    at=image.place,
                    value=url.host,
                    address=url.href,
                    confidence=Confidence.LIKELY,
                    evidence=(Evidence("author", facts.head.meta("author").decoded),)  # type: ignore[union-attr]
                    if facts.head is not None and facts.head.meta("author") is not None
                    else (),
                )
