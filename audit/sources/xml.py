"""Small XML documents from anywhere, read as a stream of their elements: feeds and sitemaps.

Declared entities are refused, so that none can grow or fetch anything; depth and sizes are bounded; what stands before
damage is read.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ATOM = "http://www.w3.org/2005/Atom"
"""Namespace of Atom: https://www.rfc-editor.org/rfc/rfc4287#section-1.2"""
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_CHUNK = 64 << 10
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?+\s*+"
    rb"(?>(?:<\?(?>(?!\?>).)*+\?>|<!--(?>(?!-->).)*+-->|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\]\s*+)?+>)\s*+)*+"
    rb"<(?:[\w.-]{1,40}:)?([\w.-]{1,40})[\s/>]",
    re.DOTALL | re.IGNORECASE,
)
_UTF_16 = re.compile(rb"<\?xml[^>]{0,80}encoding=[\"']utf-?16", re.IGNORECASE)
_DEEPEST = 200
_LARGEST_ELEMENT = 16 << 20
"""Characters of one entry of a feed, or of one address of a sitemap."""
_LONGEST_MARKUP = 1 << 20
"""Bytes of a tag or a comment: the parser reads one that has not ended again with every chunk."""


@dataclass(frozen=True, slots=True)
class Damage:
    """Where a document is damaged: nothing is read behind it.

    Attributes:
        line: 1-based line.
        reason: what is wrong there.
    """

    line: int
    reason: str


@dataclass(slots=True)
class Child:
    """An element inside of an `Element`.

    Attributes:
        name: without prefix.
        space: its namespace; "" without one.
        text: its text, as it came; of XHTML in Atom, the markup.
        attributes: by name.
        parent: the name of the element around it, "" directly in the entry.
    """

    name: str
    space: str
    text: str
    attributes: Mapping[str, str]
    parent: str = ""


@dataclass(slots=True)
class Element:
    """One entry of a document: an address of a sitemap, an item of a feed, or what a feed says about itself.

    Attributes:
        name: without prefix.
        space: its namespace; "" without one.
        attributes: by name.
        children: the elements in it, in the order in which they end.
        own_text: its own text, without that of the elements in it, as it came.
    """

    name: str
    space: str
    attributes: Mapping[str, str]
    children: list[Child] = field(default_factory=list)
    own_text: str = ""

    def find(self, name: str, space: str | None = None) -> Child | None:
        """The first element directly in it with that name; of its own namespace, unless another is named."""
        wanted = self.space if space is None else space
        return next((one for one in self.children if one.name == name and one.space == wanted and not one.parent), None)

    def text(self, name: str, space: str | None = None) -> str:
        """The text of that element, stripped; "" without one."""
        found = self.find(name, space)
        return found.text.strip() if found is not None else ""

    def has_foreign(self, word: str) -> bool:
        """Whether an element in it is of a namespace that has a word in its address."""
        return any(word in one.space for one in self.children if one.space != self.space)


def root_of(head: bytes) -> str:
    """Name of the root element, without prefix, of a document that begins so; "" if it is no XML."""
    found = _ROOT.match(head)
    return found[1].decode("ascii", "replace") if found is not None else ""


class _RefusedError(Exception):
    """The document holds what none of ours does, and a hostile one may."""


def read_elements(data: bytes, *, depth: int) -> Iterator[Element | Damage]:
    """The elements at a depth, each when it ends, and at last damage, if there is some.

    Args:
        data: the document.
        depth: 2 for what stands directly in the root, 3 for what stands in `<channel>` of a feed.
    """
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    # Who turned it into UTF-8 left the declaration as it was.
    reader = _Reader(depth, "utf-8" if _UTF_16.match(data) else None)
    for start in range(0, len(data), _CHUNK):
        reader.feed(data[start : start + _CHUNK], is_last=start + _CHUNK >= len(data))
        yield from reader.take()
        if reader.damage is not None:
            yield reader.damage
            return


class _Reader:
    """An expat parser with its handlers."""

    def __init__(self, depth: int, encoding: str | None = None) -> None:
        self.damage: Damage | None = None
        self._wanted = depth
        self._done: deque[Element] = deque()
        self._stack: list[str] = []
        self._element: Element | None = None
        self._open: list[tuple[Child, list[str]]] = []
        self._markup: tuple[int, list[str]] | None = None  # depth of an XHTML text, and its markup so far
        self._texts: list[str] = []  # of the element itself
        self._size = 0
        self._fed = 0
        self._parser = parser = expat.ParserCreate(encoding, " ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._refuse

    def feed(self, chunk: bytes, *, is_last: bool) -> None:
        """Parse the next bytes."""
        try:
            self._parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            self.damage = Damage(self._parser.CurrentLineNumber, expat.errors.messages.get(error.code, "not XML"))
        except (_RefusedError, LookupError, ValueError) as error:  # the latter for encodings that Python does not know
            self.damage = Damage(self._parser.CurrentLineNumber, str(error))
        else:
            self._fed += len(chunk)
            if self._fed - self._parser.CurrentByteIndex > _LONGEST_MARKUP:
                self.damage = Damage(self._parser.CurrentLineNumber, "a tag or comment does not end")

    def take(self) -> Iterator[Element]:
        """What has ended since."""
        while self._done:
            yield self._done.popleft()

    def _refuse(self, *_declaration: object) -> None:
        raise _RefusedError("it declares entities, which no such document needs")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._stack.append(name)
        depth = len(self._stack)
        if depth > _DEEPEST:
            raise _RefusedError(f"more than {_DEEPEST} elements stand in each other")
        space, _, local = name.rpartition(" ")
        if depth == self._wanted:
            self._element = Element(local, space, attributes)
            self._texts = []
            self._size = 0
        elif self._markup is not None:
            self._grow(len(name) + sum(map(len, attributes.values())) + 100)
            named = "".join(f' {key.rpartition(" ")[2]}="{escape(value)}"' for key, value in attributes.items())
            self._markup[1].append(f"<{local}{named}>")
        elif self._element is not None:
            self._grow(len(name) + sum(map(len, attributes.values())) + 100)
            parent = self._open[-1][0].name if self._open else ""
            texts: list[str] = []
            self._open.append((Child(local, space, "", attributes, parent), texts))
            if space == ATOM and attributes.get("type") == "xhtml":
                self._markup = depth, texts

    def _text(self, text: str) -> None:
        if self._open:
            self._grow(len(text))
            self._open[-1][1].append(text if self._markup is None else escape(text, quote=False))
        elif self._element is not None:
            self._grow(len(text))
            self._texts.append(text)

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > _LARGEST_ELEMENT:
            raise _RefusedError(f"an entry has more than {_LARGEST_ELEMENT >> 20} million characters")

    def _end(self, name: str) -> None:
        depth = len(self._stack)
        self._stack.pop()
        if self._markup is not None:
            if depth > self._markup[0]:
                local = name.rpartition(" ")[2]
                if local not in _VOID:
                    self._markup[1].append(f"</{local}>")
                return
            self._markup = None
        element = self._element
        if element is None:
            return
        if depth == self._wanted:
            element.own_text = "".join(self._texts)
            self._done.append(element)
            self._element = None
            return
        child, texts = self._open.pop()
        child.text = "".join(texts)
        element.children.append(child)
