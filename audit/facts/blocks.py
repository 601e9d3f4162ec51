"""The text of a post cut into blocks: what a reader sees as one paragraph, list item, cell or line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from turbohtml import Element, Text

if TYPE_CHECKING:
    from audit.facts.html import Markup

BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
"""Elements that start a new block.

Source: https://html.spec.whatwg.org/multipage/rendering.html#flow-content-3
"""
SILENT_TAGS = frozenset({"script", "style", "template", "noscript"})
_BLANKS = "\t\n\f\r \u00a0\u202f"


@dataclass(slots=True, eq=False)
class Block:
    """One block or `<br>`-delimited line of the content.

    Attributes:
        node: the nearest block element.
        start, end: range in the text of the field that the parser sees.
        text: that range, untrimmed.
        links: the `<a href>` elements in it.
        link_characters: how many of its characters, trimmed, are anchor text.
    """

    node: Element
    start: int
    end: int
    text: str
    links: list[Element]
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

    def __init__(self, root: Element, text: str) -> None:
        self._text = text
        self._blocks: list[Block] = []
        self._open: Block = Block(root, 0, 0, "", [], 0)

    def cut(self, node: Element, offset: int) -> None:
        """End the open block at an offset; what follows belongs to `node`."""
        block = self._open
        if offset > block.start or block.links:
            block.end = offset
            block.text = self._text[block.start : offset]
            self._blocks.append(block)
        self._open = Block(node, offset, offset, "", [], 0)

    def link(self, node: Element) -> None:
        """Note a link in the open block."""
        self._open.links.append(node)
        self._open.link_characters += len(node.text.strip(_BLANKS))

    def finish(self) -> list[Block]:
        """End the last block and return all."""
        self.cut(self._open.node, len(self._text))
        return [block for block in self._blocks if block.node.tag not in SILENT_TAGS]


def _opens_block(tag: str) -> bool:
    return tag in BLOCK_TAGS or tag in SILENT_TAGS


def read_blocks(markup: Markup) -> list[Block]:
    """Cut an HTML field into its blocks, in document order. Blank ones are kept: they set others apart."""
    root = markup.container
    cutter = _Cutter(root, markup.text)
    ancestors: list[Element] = [root]
    holders: list[Element] = [root]  # the block elements among the ancestors
    offset = 0
    for node in root.descendants:
        parent = node.parent
        while len(ancestors) > 1 and ancestors[-1] is not parent:
            closed = ancestors.pop()
            if closed is holders[-1]:
                holders.pop()
                cutter.cut(holders[-1], offset)
        if isinstance(node, Text):
            offset += len(node.data)
        elif isinstance(node, Element):
            ancestors.append(node)
            tag = node.tag
            if _opens_block(tag):
                cutter.cut(node, offset)
                holders.append(node)
            elif tag == "br":
                cutter.cut(holders[-1], offset)
            elif tag == "a" and node.attr("href") is not None:
                cutter.link(node)
    return cutter.finish()
