"""When an element without text is empty, and when it is not."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from turbohtml import Comment, Element, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbohtml import Node

    from audit.post import Post

BLANKS = "\t\n\f\r \u00a0\u202f\u2007\u3000\ufeff"
"""White space that a reader cannot tell from nothing."""
_CONTENT_TAGS = frozenset(
    "img picture svg iframe video audio object embed canvas input button select textarea form hr table math script "
    "style template noscript map progress meter".split()
)
_MARKER_ATTRIBUTES = frozenset({"id", "name", "aria-label", "aria-hidden", "aria-live", "role", "data-wp-interactive"})
_TYPOGRAPHIC_ATTRIBUTES = frozenset({"style", "lang", "dir", "align"})
_ICON_TAGS = frozenset({"i", "span", "a", "em", "b", "ins"})
_OWN_BOX = re.compile(
    r"background|border|width|height|display|content|position|margin|padding|float|clear", re.IGNORECASE
)

_MOST_INSIDE = 200
"""Elements and blanks that an empty element holds; what holds more was nested to cost time."""

_BUILDERS = (
    "elementor", "_fl_builder", "et_pb", "panels_data", "bricks", "brizy", "oxygen", "ct_builder", "wpb_", "fusion",
    "thrive", "tve_", "cornerstone", "_x_", "breakdance", "zion", "themify_builder", "vcv", "live_composer", "dslc",
    "seedprod", "divi", "kadence", "avia", "mfn-page", "muffin",
)  # fmt: skip
"""How the meta fields of page builders are called, in part."""


def text_stands_elsewhere(post: Post) -> bool:
    """A page builder or custom fields hold the text, so that `content` may be empty or a part of it."""
    fields, meta = post.acf, post.meta
    # A group of fields comes with every post of its type, filled or not.
    filled = isinstance(fields, dict) and any(
        value and isinstance(value, str | list | dict) for value in fields.values()
    )
    return filled or (
        isinstance(meta, dict)
        and any(
            value and value != "off" and any(builder in name for builder in _BUILDERS) for name, value in meta.items()
        )
    )


def holds_nothing(node: Element) -> bool:
    """Nothing in an element without text shows: no picture, embed, icon, anchor or comment."""
    inside = list(islice(node.descendants, _MOST_INSIDE + 1))
    return len(inside) <= _MOST_INSIDE and not any(map(_shows, inside))


def shows_something(node: Element) -> bool:
    """A picture, a form, an embed or a script that writes one is in it: something other than text."""
    return any(
        isinstance(inside, Element) and (inside.tag in _CONTENT_TAGS or "-" in inside.tag)
        for inside in node.descendants
    )


def _shows(node: Node) -> bool:
    if isinstance(node, Text):
        return False
    if isinstance(node, Comment) or not isinstance(node, Element):
        return True
    if node.tag in _CONTENT_TAGS or "-" in node.tag:
        return True
    if node.tag in _ICON_TAGS and node.attr("class"):
        return True  # icon fonts, and places for advertisements
    return is_marked(node)


def is_marked(node: Element) -> bool:
    """Something else takes hold of the element: an anchor, a script, assistive technology."""
    return not _MARKER_ATTRIBUTES.isdisjoint(node.attrs)


def is_plain(node: Element) -> bool:
    """Nothing but typography was asked of the element: no class, no anchor, no box of its own."""
    for name in node.attrs:
        if name not in _TYPOGRAPHIC_ATTRIBUTES:
            return False
    style = node.attr("style")
    return not style or _OWN_BOX.search(style) is None


def counted(number: int, noun: str) -> str:
    """`one empty paragraph`, `3 empty paragraphs`."""
    return f"One {noun}" if number == 1 else f"{number} {noun}s"


def written(nodes: Sequence[Element]) -> list[Element]:
    """Those that stand in the source with both their tags.

    A stray `</p>` makes the parser add a paragraph that nobody wrote, and a block closes the `<p>` before it.
    """
    return [node for node in nodes if (place := node.source_location) is not None and place.end_tag is not None]
