"""What stands around the text of a page that has no element for it: bars, menus, heads and feet, by their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from turbohtml import Element

if TYPE_CHECKING:
    from audit.facts.html import Markup

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_AROUND = re.compile(
    r"(?:\A|[\s_-])(?:top|main|site|page|global|primary|secondary|sub|left|right|bottom|mega|user|mobile)?"
    r"(?:nav(?:bar|igation|i)?|menus?|header|footer|side-?bars?|bread-?crumbs?|toolbar|top-?bar|cookies?|mini-?cart)"
    r"\d{0,2}(?:\Z|[\s_-])",
    re.IGNORECASE,
)
"""Ids and classes by which hand-written pages and shops name what HTML has `nav`, `header`, `footer`, `aside` for."""
_WITHIN_TEXT = re.compile(
    r"(?:article|block|box|card|comment|content|entry|forum|list|module|panel|post|product|section|story|table|thread"
    r"|title|widget)s?[\s_-]{1,2}(?:header|footer|menu|nav)",
    re.IGNORECASE,
)
"""Heads and feet of a part of the text."""
_LONGEST = 200
"""Characters of ids and classes that are looked at."""
_LARGEST_PART = 0.5
"""What holds more of the page's text is the text itself, whatever it is called.

On 499 real pages 7,047 elements that are named so hold less than a tenth of the text, 320 more up to half of it, and 30
more than half: those of pages all of which stands in a "header" or a "main-menu".
"""
_MOST_LARGE = 40
"""Elements that are named so and too large for it. More of them, one in the other, are nobody's doing."""


def read_around(markup: Markup) -> frozenset[object]:
    """The elements that stand around the text, with all that is in them."""
    found: set[object] = set()
    root = markup.container
    most, large = len(root.text) * _LARGEST_PART, 0
    for node in root.select("[id], [class]"):
        if not isinstance(node, Element) or node in found or not _is_named_so(node):
            continue
        if len(node.text) <= most:
            found.add(node)
            found.update(node.descendants)
        elif (large := large + 1) > _MOST_LARGE:
            break
    return frozenset(found)


def _is_named_so(node: Element) -> bool:
    names = f"{node.attr('id') or ''} {node.attr('class') or ''}"[:_LONGEST]
    names = _HUMP.sub("-", names)
    return _AROUND.search(names) is not None and _WITHIN_TEXT.search(names) is None
