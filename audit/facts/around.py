"""What stands around the text of a page that has no element for it: menus, bars, boxes, heads and feet.

Their names tell some of them. Of the others tells the text itself: the deepest element that holds most of what is
written in sentences, with what stands right before and behind it, is the text; what is further away is not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from turbohtml import Element, Text

from audit.facts.blocks import BLOCK_TAGS, SILENT_TAGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.facts.html import Markup

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_AROUND = re.compile(
    r"(?:\A|[\s_-])(?:top|main|site|page|global|primary|secondary|sub|left|right|bottom|mega|user|mobile)?"
    r"(?:nav(?:bar|igation|i)?|menus?|header|footer|asides?|side-?bars?|bread-?crumbs?|toolbar|top-?bar|cookies?|mini-?cart)"
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
_HOLDERS = frozenset("article body center dd div dl form li main ol section table tbody td tr ul".split())
"""What may hold a whole text. A paragraph of a short text holds most of it, and is not all of it."""
_SENTENCES = 80
"""Bytes of UTF-8 from which what stands in one block, but for its links, is written in sentences.

Bytes, since a letter of Chinese says as much as three of English.
"""
_LEAST_TEXT = 200
"""Bytes of sentences below which a page has no text of its own."""
_SHARES = (0.7, 0.5)
"""How much of the sentences the text's element holds; the second is asked where all of the page holds the first."""
_SHARES_OF_MAIN = (0.9,)
_LEAST_AROUND = 10
"""Links outside the text below which nothing there is a menu: a small page of somebody's own hand."""
_MOST_BEFORE, _MOST_BY_TITLE, _MOST_BEHIND = 2, 5, 2
"""Links in an element beside the text up to which it belongs to that: a byline, what has a title, a last part."""
_TITLES = "h1, h2, h3"
_WITHOUT_TEXT = SILENT_TAGS | {"button", "iframe", "object", "option", "select", "svg", "textarea", "title"}
"""Elements whose text is no sentence of the page."""
_LEAST_LIST, _LIST_SHARE = 50, 2
"""Links from which a page without a text is nothing but menus, and how many bytes of them go with one of others."""


def read_around(markup: Markup, title_at: int | None = None, *, is_all: bool = True) -> frozenset[object]:
    """The elements that stand around the text, with all that is in them.

    Args:
        markup: the content of the page.
        title_at: where in the page its title stands, if it is known: the text does not begin before that.
        is_all: the content is all of the page; else its main part, most of which is the text.
    """
    page = _Layout(markup.container)
    found = page.named() if is_all else set()  # in a main part `menu` may be that of an inn
    page.leave_out(found)
    holder = page.holder(_SHARES if is_all else _SHARES_OF_MAIN)
    if holder is not None:
        begins = page.beginning(holder, title_at, markup)
        found.update(range(1, begins[0]), range(page.end(holder), len(page.nodes)), *begins[1])
        found.difference_update(page.ancestors(holder))
    elif page.is_list():
        found.update(range(1, len(page.nodes)))
    return frozenset(page.nodes[number] for number in found)


class _Layout:
    """The elements of a page in document order, each with what is written in it.

    Attributes:
        nodes: the elements; the first is the root.
        parents: numbers of the elements around them.
        ends: numbers of the first elements behind them.
        texts: bytes of text in them, that of links included.
        sentences: bytes of it that are written in sentences.
        links: how many links there are in them.
    """

    def __init__(self, root: Element) -> None:
        self.nodes: list[Element] = [root]
        self.parents = [0]
        numbers: dict[object, int] = {root: 0}
        blocks, linked = [0], [False]  # the block that an element is or stands in; whether it is or stands in a link
        mute = [False]
        self.texts, self.sentences, self.links = [0], [0], [0]
        self.linked_text = 0
        for node in root.descendants:
            parent = node.parent
            if isinstance(node, Element):
                number, above = len(self.nodes), numbers[parent]
                tag = node.tag
                numbers[node] = number
                self.nodes.append(node)
                self.parents.append(above)
                is_link = tag == "a"
                mute.append(mute[above] or tag in _WITHOUT_TEXT)
                blocks.append(number if tag in BLOCK_TAGS else blocks[above])
                linked.append(is_link or linked[above])
                self.texts.append(0)
                self.sentences.append(0)
                self.links.append(int(is_link))
            elif isinstance(node, Text) and not mute[number := numbers[parent]] and (text := node.data.strip()):
                length = len(text.encode("utf-8", "replace"))
                self.texts[number] += length
                if linked[number]:
                    self.linked_text += length
                else:
                    self.sentences[blocks[number]] += length
        self._written = [length if length >= _SENTENCES else 0 for length in self.sentences]
        self.ends = list(range(1, len(self.nodes) + 1))
        for number in range(len(self.nodes) - 1, 0, -1):
            above = self.parents[number]
            self.ends[above] = max(self.ends[above], self.ends[number])
        self.texts, self.links = self._in_all(self.texts), self._in_all(self.links)
        self.sentences = self._in_all(self._written)

    def _in_all(self, amounts: Sequence[int]) -> list[int]:
        """How much of something there is in each element, from what stands in it alone."""
        found = list(amounts)
        for number in range(len(found) - 1, 0, -1):
            found[self.parents[number]] += found[number]
        return found

    def named(self) -> set[int]:
        """What is named as standing around the text, and is not most of it."""
        most = self.texts[0] * _LARGEST_PART
        most_sentences = self.sentences[0] * _LARGEST_PART
        found: set[int] = set()
        number, count = 1, len(self.nodes)
        while number < count:
            node = self.nodes[number]
            if self.texts[number] <= most and self.sentences[number] <= most_sentences and _is_named_so(node):
                found.update(range(number, self.ends[number]))
                number = self.ends[number]
            else:
                number += 1
        return found

    def leave_out(self, parts: set[int]) -> None:
        """Count no sentences of some parts of the page."""
        if parts:
            self.sentences = self._in_all(
                [0 if number in parts else length for number, length in enumerate(self._written)]
            )

    def holder(self, shares: Sequence[float]) -> int | None:
        """The deepest element that holds most of the sentences; None if there is none, or no menu beside it."""
        if self.sentences[0] < _LEAST_TEXT:
            return None
        for share in shares:
            found = self._deepest(share * self.sentences[0])
            if self.links[0] - self.links[found] >= _LEAST_AROUND:
                return found
        return None

    def _deepest(self, least: float) -> int:
        number = 0
        while True:
            below = next((child for child in self._children(number) if self.sentences[child] >= least), None)
            if below is None or self.nodes[below].tag not in _HOLDERS:
                return number
            number = below

    def _children(self, number: int) -> list[int]:
        children, child = [], number + 1
        while child < self.ends[number]:
            children.append(child)
            child = self.ends[child]
        return children

    def beginning(self, holder: int, title_at: int | None, markup: Markup) -> tuple[int, list[range]]:
        """The first element that belongs to the text, and what between that and the text's element is full of links.

        Back to the title, else to the first of those.
        """
        first, between = holder, list[range]()
        for child, is_outermost in self._beside(holder, behind=False):
            if title_at is not None and markup.element_span(self.nodes[child])[1] <= title_at:
                break
            if self.links[child] <= self._most_before(child, is_outermost=is_outermost):
                first = child
            elif title_at is None or is_outermost:
                break
            else:
                between.append(range(child, self.ends[child]))
        return first, between

    def end(self, holder: int) -> int:
        """The first element behind the text, which goes on in sentences up to something full of links."""
        end = self.ends[holder]
        for child, is_outermost in self._beside(holder, behind=True):
            if not self.texts[child] and not self.links[child]:
                continue
            if self.links[child] > (0 if is_outermost else _MOST_BEHIND) or not self.sentences[child]:
                break
            end = self.ends[child]
        return end

    def _beside(self, holder: int, *, behind: bool) -> Iterator[tuple[int, bool]]:
        """What stands before the text's element, or behind it, the nearest first, and whether it is outermost.

        Of the outermost elements of the page none, unless the text's is one of them.
        """
        number = holder
        while number:
            above = self.parents[number]
            is_outermost = above == 0 or self.nodes[above].tag == "body"
            if is_outermost and number != holder:
                return
            children = self._children(above)
            at = children.index(number)
            for child in children[at + 1 :] if behind else reversed(children[:at]):
                yield child, is_outermost
            number = above

    def _most_before(self, number: int, *, is_outermost: bool) -> int:
        if is_outermost:
            return 0
        node = self.nodes[number]
        return _MOST_BY_TITLE if node.matches(_TITLES) or node.select_one(_TITLES) is not None else _MOST_BEFORE

    def ancestors(self, number: int) -> set[int]:
        """The elements around one."""
        found = set()
        while number:
            number = self.parents[number]
            found.add(number)
        return found

    def is_list(self) -> bool:
        """The page has no text of its own: it leads on to others."""
        return self.links[0] >= _LEAST_LIST and self.linked_text >= _LIST_SHARE * (self.texts[0] - self.linked_text)


def _is_named_so(node: Element) -> bool:
    names = f"{node.attr('id') or ''} {node.attr('class') or ''}"[:_LONGEST]
    if names == " ":
        return False
    names = _HUMP.sub("-", names)
    return _AROUND.search(names) is not None and _WITHIN_TEXT.search(names) is None
