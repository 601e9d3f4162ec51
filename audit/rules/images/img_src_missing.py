"""IMG011."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import RAW, Image
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.images._own import is_displayed, is_filled_by_script, is_pixel
from audit.rules.images._suspects import image_suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts


class ImgSrcMissing(PostRule[Image], code="IMG011", severity=Severity.ERROR, since="0.1.0"):
    """A picture has no address.

    Readers see an empty frame, or nothing. A failed import or a removed file leaves such pictures behind.
    """

    remedy = "Insert the picture again, or remove what is left of it."
    sources = (
        "https://html.spec.whatwg.org/multipage/embedded-content.html#attr-img-src",
        "https://developer.wordpress.org/reference/functions/render_block_core_image/",
    )
    needs = frozenset({"tag:img"})
    reads_content = True
    examples = (
        Bad('<p><img src="" alt="A cat" data-recalc-dims="1"></p>', says="no address", points_at="<img"),
        Bad('<p><img alt="A cat" width="60" height="40"></p>', says="no address"),
        Good('<p><img src="/cat.jpg" alt="A cat"></p>'),
        Good('<p><img srcset="/cat.jpg 1x, /cat-2x.jpg 2x" alt="A cat"></p>'),
        Good('<p><img src="" data-lazy-src="/cat.jpg" alt="A cat"></p>', note="A lazy loader fills it in."),
        Good('<p><img data-wp-bind--src="state.image" alt=""></p>', note="A script fills it in."),
        Good('<p><img id="enlarged" alt=""></p>', note="A script knows it by its id."),
        Good(
            '<picture><source media="(max-width: 600px)"><img alt="A cat" loading="lazy"><noscript><img src="/cat.jpg" '
            'alt="A cat"></noscript></picture>',
            note="Readers without scripts get it at once, others from the script.",
        ),
        Good(
            fields={
                "content": {
                    "raw": '<!-- wp:image --><figure class="wp-block-image"><img alt=""/></figure><!-- /wp:image -->'
                }
            },
            note="An image block that was left empty: WordPress leaves it out of the page.",
        ),
        Bad(
            fields={
                "content": {"raw": '<figure class="wp-block-image"><img alt="A cat" class="wp-image-7"/></figure>'}
            },
            says="no address",
            note="One that has lost its picture.",
        ),
    )

    def suspects(self, facts: Facts) -> Sequence[Image]:
        """Those without an attribute that is one address."""
        return image_suspects(facts).unaddressed

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """Silent where any other attribute may hold an address for a script."""
        if subject.has_address or subject.twin or is_filled_by_script(subject):
            return ()
        if is_pixel(subject) or not is_displayed(subject):
            return ()
        if facts.content_field == RAW and _is_empty_block(subject):
            return ()
        return (Finding("A picture has no address.", at=subject.place, value=subject.alt or ""),)


def _is_empty_block(image: Image) -> bool:
    """The stored source of an image block that never had a picture, of which WordPress makes nothing."""
    return not image.alt and not image.node.attr("class") and image.node.closest("figure.wp-block-image") is not None
