"""Cuts a JSON array of any size into blocks, in one pass and in flat memory.

The quick way: read a block, look from its end for something that looks like the border between two records, and let
orjson read everything before it. What parses as `[` block `]` has its border between two items, so the proof is sound,
and it counts the items on the way. Where that fails (NaN, damage, a record larger than a block), brackets are counted
instead, record by record, and after damage the next thing that looks like a record, and is one, is taken up again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import orjson

from audit.sources.decoding import Undecodable, decode
from audit.sources.records import Block, SourceProblem
from audit.sources.structure import Scan, State, skip_blanks

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from typing import BinaryIO

LARGEST_RECORD = 64 << 20
"""Bytes of one record. The largest post seen had 770 KB; WordPress stores at most 4 GB, MySQL sends 64 MB at once."""

_TRIES = 8
"""Borders of one look that are tried before brackets are counted: each costs a parse of the block."""
_PATIENCE = 64
"""Records that are cut by counting brackets before the quick way is tried again, at most."""
_WINDOW = 128 << 10
_LONGEST_BORDER = 4 << 10

_KEY = rb'"(?:[^"\\]|\\.){1,200}+"'
_PLAIN_VALUE = rb'(?:"(?:[^"\\]|\\.){0,1000}+"|[^\s",\[\]{}]{1,50}+)'
_FIRST_KEY = re.compile(rb"\{\s*+(%b)\s*+:\s*+" % _KEY, re.DOTALL)
_NEXT_KEY = re.compile(rb"%b\s*+,\s*+(%b)\s*+:\s*+" % (_PLAIN_VALUE, _KEY), re.DOTALL)
_ANY_BORDER = re.compile(rb"\}(?=\s*+,\s*+\{)")
_SEPARATORS = re.compile(rb"[\s,]*+")
_END = ord("]")


class Cut(NamedTuple):
    """How the cutting of an array ended.

    Attributes:
        items: number of items in the blocks.
        end: offset behind the closing bracket; None if there was none.
    """

    items: int
    end: int | None


class ArrayCutter:
    """Cuts one array.

    Args:
        file: a plain file.
        path: its path, for the blocks.
        source: name of the source to show.
        start: offset behind the opening bracket.
        line: number of the line there.
        size: bytes of a block, about.
        largest: bytes of a record, at most.
    """

    def __init__(
        self, file: BinaryIO, path: str, source: str, start: int, line: int, size: int, largest: int = LARGEST_RECORD
    ) -> None:
        self._file = file
        self._path = path
        self._source = source
        self._size = size
        self._largest = largest
        self._buffer = b""
        self._base = start
        self._at = 0
        self._line = line
        self._line_start = start
        self._index = 0
        self._kept = 0
        self._damaged = False
        self._eof = False
        self._heads: re.Pattern[bytes] | None = None
        self._borders: tuple[re.Pattern[bytes], ...] = (_ANY_BORDER,)
        file.seek(start)
        # Attempts that come to nothing may read this many bytes: damage must not make the time quadratic.
        self._credit = 8 * file.seek(0, 2) + largest
        file.seek(start)

    def cut(self) -> Generator[Block | SourceProblem, None, Cut]:
        """Yield the blocks in order, and what could not be read."""
        self._fill(self._size)
        self._learn()
        patience = 1
        while self._next_item():
            if block := self._proven_block():
                patience = 1
                yield block
            else:
                more = yield from self._counted_blocks(patience)
                if not more:
                    break
                patience = min(2 * patience, _PATIENCE)
        closed = self._buffer[self._at : self._at + 1] == b"]"
        return Cut(self._kept, self._base + self._at + 1 if closed else None)

    # -- the buffer ------------------------------------------------------------------------------------------------

    def _fill(self, wanted: int) -> None:
        """Have `wanted` bytes from here on in the buffer, if the file has them."""
        have = len(self._buffer) - self._at
        if have >= wanted or self._eof:
            return
        rest = self._buffer[self._at :]
        self._base += self._at
        self._at = 0
        self._buffer = b""
        fresh = self._file.read(wanted - have)
        self._eof = len(fresh) < wanted - have
        self._buffer = rest + fresh

    def _grow(self) -> bool:
        """Double what the buffer holds from here on; False at the end of the file and beyond the largest record."""
        have = len(self._buffer) - self._at
        if self._eof or have >= self._largest:
            return False
        self._fill(max(min(2 * have, self._largest), self._size))
        return len(self._buffer) - self._at > have

    def _advance(self, to: int) -> None:
        """Go on to an offset in the buffer, counting lines."""
        lines = self._buffer.count(b"\n", self._at, to)
        if lines:
            self._line += lines
            self._line_start = self._base + self._buffer.rfind(b"\n", self._at, to) + 1
        self._at = to

    def _next_item(self) -> bool:
        """Go on to the next item; False at the end of the array or of the file."""
        while True:
            match = _SEPARATORS.match(self._buffer, self._at)
            self._advance(match.end() if match else self._at)
            if self._at < len(self._buffer):
                return self._buffer[self._at] != _END
            if self._eof:
                return False
            self._fill(self._size)

    def _place(self, offset: int) -> str:
        """Line and column, both from 1, of an offset in the buffer that is not before here."""
        line = self._line + self._buffer.count(b"\n", self._at, offset)
        start = self._buffer.rfind(b"\n", self._at, offset)
        column = offset - start if start >= 0 else self._base + offset - self._line_start + 1
        return f"line {line:,}, column {column:,}"

    # -- the quick way ---------------------------------------------------------------------------------------------

    def _learn(self) -> None:
        """Learn from the first record how the others begin: most writers keep the order of the first keys.

        Three keys, because lists of embedded posts begin with the same two (`id`, `date`).
        """
        start = self._buffer.find(b"{")
        match = _FIRST_KEY.match(self._buffer, start) if start >= 0 else None
        if match is None:
            return
        head = rb"\{\s*+%b\s*+:" % re.escape(match.group(1))
        for _ in range(2):
            match = _NEXT_KEY.match(self._buffer, match.end())
            if match is None:
                break
            head += rb"\s*+%b\s*+,\s*+%b\s*+:" % (_PLAIN_VALUE, re.escape(match.group(1)))
        self._heads = re.compile(head, re.DOTALL)
        self._borders = (re.compile(rb"\}(?=\s*+,\s*+%b)" % head, re.DOTALL), _ANY_BORDER)

    def _proven_block(self) -> Block | None:
        """A block from here on that orjson reads as a whole; None if there is none."""
        self._fill(self._size)
        view = self._buffer[self._at : self._at + self._size]
        final = self._eof and self._at + len(view) == len(self._buffer)
        limit, tries = len(view), 0
        for end in self._ends(view, final=final):
            while 0 < end <= limit and tries < _TRIES:
                tries += 1
                try:
                    items = len(orjson.loads(b"[%b]" % view[:end]))
                except orjson.JSONDecodeError as error:
                    limit = min(end - 1, _byte_offset(error, view[:end]))
                    break
                return self._take(end, items)
        return None

    def _ends(self, view: bytes, *, final: bool) -> Iterator[int]:
        raise NotImplementedError
