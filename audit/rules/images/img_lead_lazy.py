"""IMG019."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Fix, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_SCREEN = 600
"""Characters of text before a picture from which it may stand below the first screen."""


class ImgLeadLazy(PostRule[Post], code="IMG019", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The picture that opens the text is loaded lazily.

    The browser waits until it knows the layout before it asks for the picture that readers see first.
    """

    remedy = 'Remove loading="lazy" from it; WordPress leaves it out there by itself.'
    sources = ("https://developer.wordpress.org/reference/functions/wp_filter_content_tags/",)
    needs = frozenset({"tag:img"})
    reads_content = True
    examples = (
        Bad(
            '<p><img src="/tide.jpg" loading="lazy" alt="The tide" width="1024" height="683"></p>',
            fields={"featured_media": 0},
            says="lazily",
            points_at="loading=",
        ),
        Good(
            '<p><img src="/tide.jpg" loading="lazy" alt="The tide" width="1024" height="683"></p>',
            note="The theme prints the featured picture above it.",
        ),
        Good(
            f'<p>{"The tide turns. " * 60}</p><p><img src="/tide.jpg" loading="lazy" alt="The tide"></p>',
            fields={"featured_media": 0},
            note="It stands below the first screen.",
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """Not where the theme prints the featured picture above the text, or may do so."""
        return facts.post.featured_media == 0

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Only the first picture, and only if it is large enough to be seen first."""
        image = next((image for image in facts.images_of_text if not image.twin), None)
        if image is None or facts.content is None or (image.node.attr("loading") or "").lower() != "lazy":
            return
        width = image.number("width")
        if width is None or width < _SCREEN / 2 or facts.content.text_offset(image.node) > _SCREEN:
            return
        yield Finding(
            "The picture that opens the text is loaded lazily.",
            at=Place(image.field, image.node, "loading"),
            value=image.url.href if image.url is not None else "",
            fix=Fix(
                safe=True,
                summary="Remove loading",
                element="img",
                attribute="loading",
                before=image.node.attr("loading"),
                after=None,
            ),
        )
