"""The headings of a text in their order, and what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbohtml import Element

from audit.facts.text import fold
from audit.rules.content._hidden import is_concealed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.facts import Facts, Heading

_LONGEST = 80
_NOTHING = "\t\n\f\r \u00a0\u202f\u2007\u200b\ufeff"
_NAMES_HEARD = ("alt", "aria-label", "title")
_NAMES = (*_NAMES_HEARD, "aria-labelledby")
_SHOWN_OTHERWISE = frozenset(
    "audio button canvas embed form iframe input math meter object script select template textarea video".split()
)


def in_order(facts: Facts) -> Sequence[Heading]:
    """The headings in document order; those that the parser made up are nobody's, and are left out."""
    placed = [
        (position, number, heading)  # line and column: a tenth of the price of offsets
        for number, heading in enumerate(facts.headings)
        if (position := heading.node.position) is not None
    ]
    placed.sort()
    return [heading for _, _, heading in placed]


def shown(heading: Heading) -> str:
    """What a message says of a heading."""
    text = fold(heading.node.text) or next(_other_names(heading.node), "")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _other_names(node: Element) -> Iterator[str]:
    """What is heard in place of a text: of the picture in a heading, say."""
    for inner in (node, *node.descendants):
        if isinstance(inner, Element):
            yield from (name for attribute in _NAMES_HEARD if (name := fold(inner.attr(attribute) or "")))


def is_heading(node: Element) -> bool:
    """What assistive technology takes for a heading: a tab or a button in the shape of one is none."""
    return (node.attr("role") or "heading") == "heading"


def is_empty(node: Element) -> bool:
    """Neither text, nor a picture with a text of its own, nor a place that a script fills; and readers meet it."""
    if node.text.strip(_NOTHING) or not is_heading(node):
        return False
    if any(node.attr(name) for name in _NAMES) or node.attr("aria-hidden") == "true":
        return False
    if any(_says_something(inner) for inner in node.descendants if isinstance(inner, Element)):
        return False
    return not is_concealed(node)


def _says_something(node: Element) -> bool:
    tag = node.tag
    if tag in _SHOWN_OTHERWISE or "-" in tag or any(node.attr(name) for name in _NAMES):
        return True
    return tag != "img" and node.attr("class") is not None
