"""IMG011."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Image
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
    sources = ("https://html.spec.whatwg.org/multipage/embedded-content.html#attr-img-src",)
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
        return (Finding("A picture has no address.", at=subject.place, value=subject.alt or ""),)
