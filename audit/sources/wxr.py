"""WordPress exports (WXR), read as a stream, so that the size of a file does not matter.

Every sound item is read, wherever the XML is damaged. Comments are left out.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from html.entities import html5
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from audit.charsets import declared_codec
from audit.sources.wxr_records import Channel, Item, record_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_CHUNK = 1 << 18  # bytes
_NAMESPACE = re.compile(rb"""xmlns:wp\s*+=\s*+["']https?://(?:www\.)?wordpress\.org/export/""")
_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s*+<(?:\?xml|rss|!--)")
_MESSAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<br />\s*+)?(?:<b>)?(?:PHP )?(?:Warning|Notice|Deprecated|Strict Standards)\b"
)
"""How PHP begins when it has something to say: https://www.php.net/manual/en/errorfunc.configuration.php"""
_DOCUMENT = re.compile(r"<(?:\?xml\s|rss[\s>])")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Source: https://www.w3.org/TR/xml/#charsets"""
_ITEM = re.compile(r"<item>\s{0,100}<title[\s/>]")
_ITEM_LENGTH = 120  # characters of the longest match
_LARGEST_ITEM = 64 << 20
"""Characters; as much as a record of JSON may have."""
_ELEMENT = 100
"""Characters as which an element counts: it takes memory even if it is empty."""
_LONGEST_MARKUP = 1 << 20
"""Bytes of a tag or a comment: the parser reads one that has not ended again with every chunk."""
_DEEPEST = 100
"""Elements in each other; WordPress writes six."""
_MOST_DAMAGES = 100
_AROUND_ITEMS = "<rss><channel>"


@dataclass(frozen=True, slots=True)
class Damage:
    """A place at which an export is damaged.

    Attributes:
        line: 1-based line of the file.
        reason: what is wrong there.
        posts: how many posts were read before.
        is_end: nothing is read behind it.
        is_before: it is what stands before the export, which is whole.
    """

    line: int
    reason: str
    posts: int
    is_end: bool = False
    is_before: bool = False


def is_wxr(head: bytes) -> bool:
    """Whether a file that begins so is a WordPress export."""
    if _NAMESPACE.search(head) is None:
        return False
    return _BEGINNING.match(head) is not None or _MESSAGE.match(head) is not None


def read_wxr(file: BinaryIO, channel: Channel) -> Iterator[dict[str, Any] | Damage]:
    """The posts of an export in their order, and the places at which it is damaged.

    What is no published item or draft of one is left out: attachments (see `with_featured_image`), menus, templates,
    revisions, items in the trash.

    Args:
        file: the file, at its beginning.
        channel: is filled while the items are read.
    """
    reader = _Reader(channel)
    for text in _texts(file):
        reader.feed(text)
        yield from reader.take()
    reader.end()
    yield from reader.take()


def _texts(file: BinaryIO) -> Iterator[str]:
    """The file as text of which XML allows every character. A blank for each other one: it shows nothing, either."""
    chunk = file.read(_CHUNK).removeprefix(codecs.BOM_UTF8)
    decoder = codecs.getincrementaldecoder(declared_codec(chunk) or "utf-8")(errors="replace")
    while chunk:
        yield _NOT_XML.sub(" ", decoder.decode(chunk))
        chunk = file.read(_CHUNK)
    yield _NOT_XML.sub(" ", decoder.decode(b"", final=True))


class _RefusedError(Exception):
    """The document declares entities, which no export does and hostile ones do."""


class _UnlikelyError(Exception):
    """What is well-formed, but more than an export ever holds."""


class _Reader:
    """Reads items out of text, and begins anew behind damage."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._taken: list[dict[str, Any] | Damage] = []
        self._posts = 0
        self._damages = 0
        self._searching = False  # for the next item, behind damage
        self._before = ""  # end of the text that was searched
        self._refused = False
        self._first_line = self._line = 1  # at which the parser began; at which the next text begins
        self._fed = 0  # bytes that the parser was given
        self._begin(1, "")

    def take(self) -> list[dict[str, Any] | Damage]:
        """What has been read since it was asked last."""
        taken, self._taken = self._taken, []
        return taken

    def feed(self, text: str) -> None:
        """Read on."""
        if self._fed == 0:
            text = self._from_beginning(text)
        while text and not self._refused:
            text = self._found_item(text) if self._searching else self._parsed(text)

    def _from_beginning(self, text: str) -> str:
        """The text without what plugins and PHP print before the XML declaration, where XML allows nothing."""
        before = len(text) - len(text.lstrip())
        if _MESSAGE.match(text[: before + 100].encode()) and (found := _DOCUMENT.search(text, before)):
            self._taken.append(Damage(1 + text.count("\n", 0, before), "", 0, is_before=True))
            before = found.start()
        self._first_line += text.count("\n", 0, before)
        self._line = self._first_line
        return text[before:]

    def end(self) -> None:
        """The text ends here."""
        if self._searching or self._refused:
            return
        try:
            self._parser.Parse("", True)  # noqa: FBT003 - positional by its signature
        except expat.ExpatError:
            self._add_damage(self._here, "the file ends there", is_end=True)

    def _begin(self, line: int, prefix: str) -> None:
        self._first_line = self._line = line
        self._fed = len(prefix.encode())
        self._size = 0  # of what is kept of an item, an author, a term
        self._stack: list[str] = []
        self._attributes: dict[str, str] = {}
        self._characters: list[str] = []
        self._item: Item | None = None
        self._record: dict[str, str] = {}  # of an author, a term, a custom field
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.EntityDeclHandler = self._refuse
        parser.UseForeignDTD()  # none is read; but the names of HTML, which XML does not know, are no end of it
        parser.SkippedEntityHandler = self._refer
        if prefix:
            parser.Parse(prefix)

    @property
    def _here(self) -> int:
        """Line of the file at which the parser is."""
        return self._first_line + self._parser.CurrentLineNumber - 1

    def _parsed(self, text: str) -> str:
        """Parse a text; returns what follows damage."""
        raw = text.encode()
        try:
            self._parser.Parse(raw)
        except expat.ExpatError as error:
            return self._behind_damage(raw, expat.errors.messages.get(error.code, "not well-formed"))
        except _UnlikelyError as error:
            return self._behind_damage(raw, str(error))
        except _RefusedError:
            self._refused = True
            self._add_damage(self._here, "it declares entities, which no export of WordPress does", is_end=True)
            return ""
        if self._fed + len(raw) - self._parser.CurrentByteIndex > _LONGEST_MARKUP:
            return self._behind_damage(raw, "a tag or comment does not end")
        self._fed += len(raw)
        self._line += raw.count(b"\n")
        return ""

    def _behind_damage(self, raw: bytes, reason: str) -> str:
        """Tell of damage in what was parsed; returns the rest of it, in which the next item is looked for."""
        self._searching = True
        is_last = self._damages == _MOST_DAMAGES - 1
        if is_last:
            self._refused = True
            reason = f"{reason}, and this is the {_MOST_DAMAGES}th place, so that the rest was not read"
        self._add_damage(self._here, reason, is_end=is_last)
        at = max(0, self._parser.CurrentByteIndex - self._fed)
        self._line += raw.count(b"\n", 0, at)
        self._before = ""
        return raw[at:].decode(errors="ignore")

    def _found_item(self, text: str) -> str:
        """Look for the next item; returns the text from there on, to be parsed."""
        text = self._before + text
        found = _ITEM.search(text)
        if found is None:
            kept = text[-_ITEM_LENGTH:]
            self._line += text.count("\n", 0, len(text) - len(kept))
            self._before = kept
            return ""
        self._searching = False
        self._begin(self._line + text.count("\n", 0, found.start()), _AROUND_ITEMS)
        return text[found.start() :]

    def _add_damage(self, line: int, reason: str, *, is_end: bool = False) -> None:
        self._damages += 1
        self._taken.append(Damage(line, reason, self._posts, is_end))

    # -- elements --------------------------------------------------------------------------------------------------

    def _refuse(self, *_declaration: object) -> None:
        raise _RefusedError

    def _refer(self, name: str, _is_parameter: object) -> None:
        self._data(html5.get(f"{name};", f"&{name};"))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._stack.append(name)
        self._characters.clear()
        if len(self._stack) > _DEEPEST:
            raise _UnlikelyError(f"more than {_DEEPEST} elements stand in each other")
        self._size += _ELEMENT + len(name) + sum(map(len, attributes.values()))
        if len(self._stack) == _IN_CHANNEL:
            self._size = 0
            self._record = {}
            self._item = Item() if name == "item" else None
        elif len(self._stack) == _IN_ITEM:
            self._attributes = attributes
            if self._item is not None:
                self._record = {}

    def _data(self, data: str) -> None:
        if len(self._stack) > _IN_ITEM and self._stack[_IN_ITEM - 1] == _COMMENT:
            return
        self._size += len(data)
        if self._size <= _LARGEST_ITEM:
            self._characters.append(data)

    def _end(self, name: str) -> None:
        depth = len(self._stack)
        self._stack.pop()
        text = "".join(self._characters)
        self._characters.clear()
        item = self._item
        if depth > _IN_CHANNEL and self._size > _LARGEST_ITEM:
            return  # it will be left out
        if item is None:
            self._end_in_channel(name, depth, text)
        elif depth == _IN_CHANNEL:
            self._item = None
            self._end_item(item)
        elif depth == _IN_ITEM:
            self._end_in_item(item, name, text)
        elif depth == _IN_ITEM + 1 and self._stack[-1] == "wp:postmeta":
            self._record[name] = text

    def _end_in_channel(self, name: str, depth: int, text: str) -> None:
        if depth == _IN_ITEM:
            self._record[name] = text.strip()
        elif depth == _IN_CHANNEL:
            self._channel.add(name, self._record, text.strip())

    def _end_in_item(self, item: Item, name: str, text: str) -> None:
        if name == "wp:postmeta":
            record = self._record
            item.add_field(record.get("wp:meta_key", "").strip(), record.get("wp:meta_value", "").strip())
        elif name == "category":
            attributes = self._attributes
            item.terms.append((attributes.get("domain", ""), attributes.get("nicename", ""), text.strip()))
        elif name != _COMMENT:
            item.fields.setdefault(name, text if name in _VERBATIM else text.strip())

    def _end_item(self, item: Item) -> None:
        if self._size > _LARGEST_ITEM:
            self._add_damage(self._here, f"an item has more than {_LARGEST_ITEM >> 20} million characters")
            return
        record = record_of(item, self._channel)
        if record is not None:
            self._posts += 1
            self._taken.append(record)


_IN_CHANNEL, _IN_ITEM = 3, 4
"""Depth of what stands in `<channel>`, and of what stands in an item, an author or a term of it."""
_COMMENT = "wp:comment"
_VERBATIM = frozenset({"content:encoded", "excerpt:encoded"})
