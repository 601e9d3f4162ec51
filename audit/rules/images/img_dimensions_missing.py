"""IMG010."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import Image
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.images._own import is_decoration
from audit.rules.images._suspects import image_suspects

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from audit.facts import Facts

_CSS_LENGTH = re.compile(r"(?<![\w-])(width|height)\s*:\s*(?:calc\(|[\d.]+(?:px|r?em|v[wh]|ch))", re.IGNORECASE)
_CSS_RATIO = re.compile(r"(?<![\w-])aspect-ratio\s*:", re.IGNORECASE)
_SIZED_CONTAINERS = ".wp-block-gallery, .blocks-gallery-grid, .wp-block-media-text, amp-img, .wp-block-cover"


_OF_LIBRARY = re.compile(r"\bwp-image-\d")
"""Source: https://developer.wordpress.org/reference/functions/wp_filter_content_tags/"""


class ImgDimensionsMissing(PostRule[Image], code="IMG010", severity=Severity.WARNING, since="0.1.0"):
    """A picture has no width and height.

    The browser cannot keep room for it. When it arrives, the text jumps away under the reader's eyes; search engines
    measure that as layout shift.
    """

    remedy = "Give the picture width and height (inserting it from the media library does so)."
    sources = ("https://web.dev/articles/optimize-cls#images-without-dimensions",)
    needs = frozenset({"tag:img"})
    reads_content = True
    examples = (
        Bad('<p><img src="/cat.jpg" alt="A cat"></p>', says="no width and height", points_at="<img"),
        Bad('<p><img src="/cat.jpg" alt="A cat" width="600"></p>', says="no height"),
        Good('<p><img src="/cat.jpg" alt="A cat" width="600" height="400"></p>'),
        Good('<p><img src="/cat.jpg" alt="A cat" style="width:100%;aspect-ratio:3/2"></p>'),
        Good(
            fields={"content": {"raw": '<p><img class="wp-image-7" src="/cat.jpg" alt="A cat"></p>'}},
            note="The stored source; WordPress adds the size.",
        ),
        Good('<p><img src="/cat.svg" alt="A cat"></p>', note="A drawing brings its own proportions."),
    )

    def suspects(self, facts: Facts) -> Sequence[Image]:
        """Those without width or height in pixels."""
        return image_suspects(facts).unsized

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """Silent where style sheets or the format give the room, and for icons."""
        if subject.twin or subject.url is None or is_decoration(subject):
            return
        if subject.url.path.lower().endswith(".svg") or subject.url.scheme in {"data", "blob"}:
            return
        if not facts.rendered and _OF_LIBRARY.search(subject.node.attr("class") or ""):
            return  # stored source: WordPress adds the size when it shows the post
        missing = self._missing(subject)
        if not missing or subject.node.closest(_SIZED_CONTAINERS) is not None:
            return
        yield Finding(
            f"A picture has no {' and '.join(missing)}.",
            at=subject.place,
            value=subject.url.href,
            address=subject.url.href,
        )

    def _missing(self, image: Image) -> list[str]:
        style = image.node.attr("style")
        styled = _styled(style) if style else ()
        return [name for name in ("width", "height") if name not in styled and not image.number(name)]


def _styled(style: str) -> Collection[str]:
    """Which of width and height a style gives, by itself or by the proportion."""
    if _CSS_RATIO.search(style):
        return ("width", "height")
    return {match.lower() for match in _CSS_LENGTH.findall(style)}
