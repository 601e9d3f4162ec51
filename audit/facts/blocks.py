"""The text of a post cut into blocks: what a reader sees as one paragraph, list item, cell or line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from turbohtml import Element, Text

if TYPE_CHECKING:
    from turbohtml import Node

    from audit.facts.html import Markup

BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol p plaintext pre search section "
    "summary table tbody td tfoot th thead tr ul xmp".split()
)
"""Elements that start a new block.

Source: https://html.spec.whatwg.org/multipage/rendering.html#flow-content-3
"""
SILENT_TAGS = frozenset({"script", "style", "template", "noscript"})
_OPENING_TAGS = BLOCK_TAGS | SILENT_TAGS
_BLANKS = "\t\n\f\r \u00a0\u202f"
_PREFORMATTED = "pre, textarea, listing, xmp, plaintext"
_LINE_FEEDS = str.maketrans("\n\r\t\f", "    ")


@dataclass(slots=True, eq=False)
class Block:
    """One block or `<br>`-delimited line of the content.

    Attributes:
        node: the nearest block element.
        start, end: range in the text of the field that the parser sees.
        text: that range, untrimmed. Where a browser shows a line feed as a blank, one stands there.
        links: the `<a href>` elements that begin in it.
        link_starts: where in the text of the field each of them begins.
        link_characters: how many of its characters are anchor text, that of each link trimmed.
    """

    node: Element
    start: int
    end: int
    text: str
    links: list[Element]
    link_starts: list[int]
    link_characters: int

    @property
    def is_blank(self) -> bool:
        """Nothing but white space, U+00A0 and U+202F."""
        return not self.text.strip(_BLANKS)

    @property
    def link_density(self) -> float:
        """Share of its characters that are anchor text, 0 to 1."""
        length = len(self.text.strip(_BLANKS))
        return min(1.0, self.link_characters / length) if length else 0.0


class _Cutter:
    """Collects text into blocks while the tree is walked once, in document order."""

    def __init__(self, root: Element, text: str, *, stored: bool) -> None:
        self.blocks: list[Block] = []
        self._text = text
        self._stored = stored
        self._silent = 0  # elements around the open block of which readers see nothing
        self._links_around = 0  # links around the place where the walk is: they nest in broken markup
        self._link_start = 0  # where the anchor text in the open block begins
        # The open block:
        self._node = root
        self._start = 0
        self._links: list[Element] = []
        self._link_starts: list[int] = []
        self._link_characters = 0

    def cut(self, node: Element, offset: int) -> None:
        """End the open block at an offset; what follows belongs to `node`."""
        start, links = self._start, self._links
        if offset > start or links:
            if self._links_around:
                self._count_link(offset)
            if not self._silent:
                text = self._text[start:offset]
                if not self._stored:
                    text = _as_shown(text, self._node)
                block = Block(self._node, start, offset, text, links, self._link_starts, self._link_characters)
                self.blocks.append(block)
            self._start, self._links, self._link_starts, self._link_characters = offset, [], [], 0
        self._node = node

    def enter(self, node: Element, offset: int) -> None:
        """A block element begins."""
        self.cut(node, offset)
        self._silent += node.tag in SILENT_TAGS

    def leave(self, node: Element, holder: Element, offset: int) -> None:
        """A block element ends, and what follows belongs to the one around it."""
        self.cut(holder, offset)
        self._silent -= node.tag in SILENT_TAGS

    def enter_link(self, node: Element, offset: int) -> None:
        """A link begins."""
        self._links.append(node)
        self._link_starts.append(offset)
        if not self._links_around:
            self._link_start = offset
        self._links_around += 1

    def leave_link(self, offset: int) -> None:
        """A link ends."""
        self._links_around -= 1
        if not self._links_around:
            self._count_link(offset)

    def _count_link(self, offset: int) -> None:
        self._link_characters += len(self._text[self._link_start : offset].strip(_BLANKS))
        self._link_start = offset


def _as_shown(text: str, node: Element) -> str:
    """The text of a block with a blank for each line feed, unless a browser breaks the line there: offsets stay."""
    if "\n" not in text or not text.strip() or node.closest(_PREFORMATTED) is not None:
        return text
    return text.translate(_LINE_FEEDS)


def block_element_around(node: Element) -> Element | None:
    """The nearest block element around an element: that of the block that it begins in."""
    walk = node.parent
    while isinstance(walk, Element) and walk.tag not in _OPENING_TAGS:
        walk = walk.parent
    return walk if isinstance(walk, Element) else None


def read_blocks(markup: Markup, *, stored: bool = False) -> list[Block]:
    """Cut an HTML field into its blocks, in document order. Blank ones are kept: they set others apart.

    Args:
        markup: the field.
        stored: it is the text that WordPress has stored, in which a line feed is to become a line break.
    """
    root = markup.container
    cutter = _Cutter(root, markup.text, stored=stored)
    ancestors: list[Node] = [root]
    holders: list[Element] = [root]  # the block elements among the ancestors
    links: list[Element] = []  # and the links among them
    offset = 0
    for node in root.descendants:
        parent = node.parent
        while ancestors[-1] is not parent and len(ancestors) > 1:
            closed = ancestors.pop()
            if closed is holders[-1]:
                cutter.leave(holders.pop(), holders[-1], offset)
            elif links and closed is links[-1]:
                links.pop()
                cutter.leave_link(offset)
        if isinstance(node, Text):
            offset += len(node.data)
            continue
        ancestors.append(node)  # the fragment in a `<template>` is one too, and no element
        if isinstance(node, Element):
            tag = node.tag
            if tag in _OPENING_TAGS:
                cutter.enter(node, offset)
                holders.append(node)
            elif tag == "br":
                cutter.cut(holders[-1], offset)
            elif tag == "a" and node.attr("href") is not None:
                cutter.enter_link(node, offset)
                links.append(node)
    cutter.cut(root, len(markup.text))
    return cutter.blocks
