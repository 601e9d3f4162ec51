"""IMG021."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.hosts import Owner
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.images._loads import loads

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class ImgTrackingPixel(PostRule[Post], code="IMG021", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """An invisible picture tells somebody else who reads the post.

    Its server learns address, browser and time of every reader. In many countries that takes the readers' consent.
    """

    remedy = "Remove it, or load it only after consent; say in the privacy notice who counts, and why."
    sources = ("https://developers.google.com/search/docs/appearance/google-images",)
    needs = frozenset({"content"})
    reads_content = True
    examples = (
        Bad(
            '<p>Text.<img src="https://count.example/p?id=4" width="1" height="1" alt=""></p>',
            says="count.example",
            points_at="<img",
        ),
        Good(
            '<p>Text.<img src="/wp-content/uploads/spacer.gif" width="1" height="1" alt=""></p>', note="An own spacer."
        ),
        Good('<p><img src="https://agency.example/tide.jpg" width="600" height="400" alt="The tide"></p>'),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each counting server."""
        for load in loads(facts):
            if load.owner is Owner.TRACKER:
                count = (
                    "An invisible picture tells" if load.pictures == 1 else f"{load.pictures} invisible pictures tell"
                )
                yield Finding(
                    f"{count} {load.server} who reads the post.",
                    at=load.place,
                    value=load.server,
                    address=load.url.href,
                    target=load.server,
                )
