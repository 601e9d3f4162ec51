"""IMG010."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from turbohtml import Element

from audit.facts import Image
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.images._own import is_decoration
from audit.rules.images._suspects import image_suspects

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from turbohtml import Node

    from audit.facts import Facts

_CSS_LENGTH = re.compile(r"(?<![\w-])(width|height)\s*:\s*(?:calc\(|[\d.]+(?:px|r?em|v[wh]|ch))", re.IGNORECASE)
_CSS_RATIO = re.compile(r"(?<![\w-])aspect-ratio\s*:", re.IGNORECASE)
_SIZED_CONTAINERS = ".wp-block-gallery, .blocks-gallery-grid, .wp-block-media-text, amp-img, .wp-block-cover"
_SIZED_CLASS = re.compile(r"wp-block-(?:gallery|media-text|cover)|blocks-gallery-grid", re.IGNORECASE)


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
        if not missing or (_may_be_sized(subject.node, facts) and subject.node.closest(_SIZED_CONTAINERS) is not None):
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


def _may_be_sized(node: Element, facts: Facts) -> bool:
    """Whether an element, or one around it, has a class like those of the sized containers, or is an `amp-img`.

    The pictures of a post share most of what is around them, and each element is looked at once.
    """
    known: dict[Node, bool] = facts.once(_looked_at)
    passed: list[Node] = []
    around: Node | None = node
    while isinstance(around, Element) and around not in known:
        classes = around.attr("class")
        if around.tag == "amp-img" or (classes and _SIZED_CLASS.search(classes)):
            known[around] = True
            break
        passed.append(around)
        around = around.parent
    sized = known.get(around, False) if around is not None else False
    known.update(dict.fromkeys(passed, sized))
    return sized


def _looked_at(_facts: Facts) -> dict[Node, bool]:
    return {}
