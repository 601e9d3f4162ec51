"""Cuts a JSON array of any size into blocks, in one pass and in flat memory.

The quick way: read a block, look from its end for something that looks like the border between two records, and let
orjson read everything before it. What parses as `[` block `]` has its border between two items, so the proof is sound,
and it counts the items on the way. Where that fails (NaN, damage, a record larger than a block), brackets are counted
instead, record by record, and after damage the next thing that looks like a record, and is one, is taken up again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from audit.sources.decoding import Undecodable, decode
from audit.sources.records import Block, SourceProblem, forget, remember
from audit.sources.structure import Scan, State, skip_blanks

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from typing import BinaryIO

    from audit.sources.records import ProblemKind

LARGEST_RECORD = 64 << 20
"""Bytes of one record. The largest post seen had 770 KB; WordPress stores at most 4 GB, MySQL sends 64 MB at once."""

_TRIES = 8
"""Borders of one look that are tried before brackets are counted: each costs a parse of the block."""
_PATIENCE = 4096
"""Records that are cut by counting brackets before the quick way is tried again, at most."""
_TOLD = 100
"""Skipped items of one array that are told one by one."""
_WINDOW = 128 << 10
_LEARNT_FROM = 64 << 10
_LONGEST_BORDER = 4 << 10

_KEY = rb'"(?:[^"\\]|\\.){1,200}+"'
_PLAIN_VALUE = rb'(?:"(?:[^"\\]|\\.){0,1000}+"|[^\s",\[\]{}]{1,50}+)'
_FIRST_KEY = re.compile(rb"\{\s*+(%b)\s*+:\s*+" % _KEY, re.DOTALL)
_NEXT_KEY = re.compile(rb"%b\s*+,\s*+(%b)\s*+:\s*+" % (_PLAIN_VALUE, _KEY), re.DOTALL)
_ANY_BORDER = re.compile(rb"\}(?=\s*+,\s*+\{)")
_SEPARATORS = re.compile(rb"[\s,]*+")
_END = ord("]")
_BETWEEN = frozenset({b",", b"{", b""})
"""What follows an item, besides the end of the array; a missing comma harms nobody."""
_INSIDE = frozenset({b",", b"}"})
"""What follows a closing bracket inside a record."""


class Cut(NamedTuple):
    """How the cutting of an array ended.

    Attributes:
        items: number of items in the blocks.
        end: offset behind the closing bracket; None if there was none.
        damaged: something in it could not be read.
        line: number of the line on which it ended.
    """

    items: int
    end: int | None
    damaged: bool
    line: int


class ArrayCutter:
    """Cuts one array.

    Args:
        file: a plain file.
        path: its path, for the blocks.
        source: name of the source to show.
        start: offset behind the opening bracket.
        line: number of the line there.
        size: bytes of a block, about.
        first: 0-based index of the first item in the source.
        in_object: the array is a member of an object.
        largest: bytes of a record, at most.
    """

    def __init__(
        self,
        file: BinaryIO,
        path: str,
        source: str,
        start: int,
        line: int,
        size: int,
        *,
        first: int = 0,
        in_object: bool = False,
        largest: int = LARGEST_RECORD,
    ) -> None:
        self._file = file
        self._path = path
        self._source = source
        self._size = size
        self._in_object = in_object
        self._largest = largest
        self._buffer = b""
        self._base = start
        self._at = 0
        self._line = line
        self._line_start = _line_start(file, start)
        self._index = first
        self._kept = 0
        self._damaged = False
        self._eof = False
        self._told = False
        self._skipped = 0
        self._last_skipped = ""
        self._heads: re.Pattern[bytes] | None = None
        self._borders: tuple[re.Pattern[bytes], ...] = (_ANY_BORDER,)
        file.seek(start)
        # Attempts that come to nothing may read this many bytes: damage must not make the time quadratic.
        self._credit = 8 * file.seek(0, 2) + largest
        file.seek(start)

    def cut(self) -> Generator[Block | SourceProblem, None, Cut]:
        """Yield the blocks in order, and what could not be read."""
        self._fill(max(self._size, _LEARNT_FROM))
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
        if self._skipped > _TOLD:
            message = f"and {self._skipped - _TOLD - 1:,} before it cannot be read either: skipped."
            yield self._problem("not-json", self._last_skipped, message)
        closed = self._buffer[self._at : self._at + 1] == b"]"
        if not closed and not self._told:
            yield self._problem("truncated", "", f"is cut off behind item {self._index:,}: {posts_before(self._kept)}")
        return Cut(self._kept, self._base + self._at + 1 if closed else None, self._damaged, self._line)

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
        """Double what the buffer holds from here on; offsets in it stay true.

        Returns:
            False at the end of the file, and where the buffer holds the largest record.
        """
        have = len(self._buffer) - self._at
        if self._eof or have >= self._largest:
            return False
        wanted = min(max(have, self._size), self._largest - have)
        fresh = self._file.read(wanted)
        self._eof = len(fresh) < wanted
        self._buffer += fresh
        return bool(fresh)

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
                return not self._ends_here()
            if self._eof:
                return False
            self._fill(self._size)

    def _ends_here(self) -> bool:
        """Whether the array ends here. A bracket with more behind it is one too many, or closes a list in a record."""
        if self._buffer[self._at] != _END:
            return False
        if self._in_object:
            return True
        following = self._following(self._at + 1)
        return not (following == b"," or (self._damaged and following == b"}"))

    def _following(self, at: int) -> bytes:
        """The next byte from `at` on that is no white space; empty at the end of the file."""
        while (at := skip_blanks(self._buffer, at)) == len(self._buffer) and self._grow():
            pass
        return self._buffer[at : at + 1]

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
        forget()
        self._fill(self._size)
        view = self._buffer[self._at : self._at + self._size]
        limit = len(view)
        if self._eof and self._at + len(view) == len(self._buffer):
            end = len(view.rstrip())
            if view[end - 1] == _END:
                items, limit = _proven(view, end - 1)
                if items:
                    return self._take(end - 1, items)
        for border in self._borders:
            for _ in range(_TRIES):
                found = _last_border(view, border, limit)
                if found is None:
                    break
                items, limit = _proven(view, found)
                if items:
                    return self._take(found, items)
        return None

    def _take(self, length: int, items: list[Any]) -> Block:
        start = self._base + self._at
        block = Block(self._path, self._source, "array", start, start + length, self._index, self._line)
        remember(block, items)
        self._advance(self._at + length)
        self._index += len(items)
        self._kept += len(items)
        return block

    # -- the careful way -------------------------------------------------------------------------------------------

    def _counted_blocks(self, most: int) -> Generator[Block | SourceProblem, None, bool]:
        """Cut up to `most` items, or a block full of them, by counting brackets; False if no more can be read."""
        group = _Group(self._base + self._at, self._index, self._line)
        while len(group.cuts) < most and group.length < self._size and self._next_item():
            fault = self._fault_here()
            if fault.reason is None:
                group.take(self._base + self._at, self._base + fault.end)
                self._pass(fault.end)
                self._kept += 1
                continue
            if group.cuts:
                yield self._grouped(group)
            problem, more = self._recover(fault)
            if not more:
                yield problem
                return False
            yield from self._tell(problem)
            group = _Group(self._base + self._at, self._index, self._line)
        if group.cuts:
            yield self._grouped(group)
        return True

    def _tell(self, problem: SourceProblem) -> Iterator[SourceProblem]:
        """Tell the first skipped items one by one; the others are counted."""
        self._skipped += 1
        if self._skipped <= _TOLD:
            yield problem
        self._last_skipped = problem.where

    def _grouped(self, group: _Group) -> Block:
        start, cuts = group.cuts[0], (*group.cuts, group.end)
        relative = tuple(cut - start for cut in cuts)
        return Block(self._path, self._source, "array", start, group.end, group.first, group.line, relative)

    def _pass(self, to: int) -> None:
        """Leave an item behind."""
        self._advance(to)
        self._index += 1

    def _scan(self, start: int) -> tuple[State, int]:
        scan = Scan(start)
        while (state := scan.advance(self._buffer, whole=self._eof)) is State.OPEN and self._grow():
            pass
        return state, scan.position

    def _fault_here(self) -> _Fault:
        """Read the item here, and say what is wrong with it."""
        state, end = self._scan(self._at)
        if state is State.OPEN:
            if self._eof:
                return _Fault(state, len(self._buffer), "it does not end", self._at)
            return _Fault(state, len(self._buffer), f"larger than {self._largest >> 20} MB", self._at)
        if state is State.DAMAGED:
            return _Fault(state, end, "a text or bracket is not closed, or one too many", end)
        try:
            decode(self._buffer[self._at : end])
        except Undecodable as error:
            return _Fault(state, end, error.reason, self._at + error.position)
        return _Fault(state, end, None, end)

    def _recover(self, fault: _Fault) -> tuple[SourceProblem, bool]:
        """Go on behind a faulty item; False if there is nothing to go on with."""
        self._damaged = True
        self._credit -= fault.end - self._at
        item = f"item {self._index + 1:,}"
        begin, place = self._place(self._at), self._place(fault.at)
        closed = fault.state is State.CLOSED
        cut_off = fault.state is State.OPEN and self._eof
        resumed = None if closed and self._is_followed(fault.end) else self._resume()
        if resumed is None and closed:
            resumed = fault.end
        if resumed is not None:
            self._pass(resumed)
            kind: ProblemKind = "not-json" if closed or cut_off or fault.state is State.DAMAGED else "too-large"
            return self._problem(kind, item, f"cannot be read at {place} ({fault.reason}): skipped."), True
        self._told = True
        before = posts_before(self._kept)
        if cut_off:
            return self._problem("truncated", "", f"is cut off in {item}, which begins at {begin}: {before}"), False
        message = f"is damaged at {place} ({fault.reason}), and no post was found after it: {before}"
        return self._problem("not-json", item, message), False

    def _resume(self) -> int | None:
        """Offset in the buffer of the next record behind the beginning of a damaged one; None if there is none."""
        start = self._at + 1
        while self._heads is not None:
            buffer = self._buffer
            for match in self._heads.finditer(buffer, start):
                if self._credit <= 0:
                    return None
                if self._is_record(match.start()):
                    return match.start()
            if self._eof and len(buffer) == len(self._buffer):
                return None
            start = max(start, len(buffer) - _LONGEST_BORDER)
            if len(buffer) == len(self._buffer) and not self._grow() and not self._eof:
                self._advance(start)
                self._fill(len(self._buffer) - self._at + self._size)
                start = self._at
        return None

    def _is_record(self, start: int) -> bool:
        state, end = self._scan(start)
        if state is State.CLOSED and self._is_followed(end):
            try:
                return isinstance(decode(self._buffer[start:end]).value, dict)
            except Undecodable:
                pass
        self._credit -= (len(self._buffer) if state is State.OPEN else end) - start
        return False

    def _is_followed(self, end: int) -> bool:
        """Whether what stands behind an item can stand behind an item of the array."""
        following = self._following(end)
        if following == b"]":
            return self._in_object or self._following(skip_blanks(self._buffer, end) + 1) not in _INSIDE
        return following in _BETWEEN

    def _problem(self, kind: ProblemKind, where: str, message: str) -> SourceProblem:
        return SourceProblem(kind, self._source, where, message)


@dataclass(slots=True)
class _Fault:
    """How the scan of an item ended and where, why it is refused (None: it is not), and at which byte."""

    state: State
    end: int
    reason: str | None
    at: int


@dataclass(slots=True)
class _Group:
    """Items that were cut by counting brackets, as absolute offsets."""

    end: int
    first: int
    line: int
    cuts: list[int] = field(default_factory=list)

    @property
    def length(self) -> int:
        return self.end - self.cuts[0] if self.cuts else 0

    def take(self, start: int, end: int) -> None:
        self.cuts.append(start)
        self.end = end


def posts_before(count: int) -> str:
    """What became of the posts before the place where a source ends too early."""
    match count:
        case 0:
            return "nothing before it could be audited. Get it again."
        case 1:
            return "the post before it was audited. Get it again."
        case _:
            return f"the {count:,} posts before it were audited. Get it again."


def _line_start(file: BinaryIO, offset: int) -> int:
    """Offset of the beginning of the line on which `offset` is, as far as one look back shows."""
    begin = max(0, offset - _LEARNT_FROM)
    file.seek(begin)
    return begin + file.read(offset - begin).rfind(b"\n") + 1


def _proven(view: bytes, end: int) -> tuple[list[Any], int]:
    """Items that orjson reads in the view up to `end`, or none and the offset behind which no border can be true."""
    raw = b"[%b]" % view[:end]
    try:
        return orjson.loads(raw), end
    except orjson.JSONDecodeError as error:
        return [], max(0, min(end, _byte_offset(error, raw)) - 1)


def _byte_offset(error: orjson.JSONDecodeError, raw: bytes) -> int:
    if error.doc:
        return len(error.doc[: error.pos].encode())
    try:
        raw.decode()
    except UnicodeDecodeError as invalid:
        return invalid.start
    return 0


def _last_border(view: bytes, border: re.Pattern[bytes], limit: int) -> int | None:
    """Offset behind the last record that seems to end at or before `limit`, looking at the end first."""
    window = _WINDOW
    while limit > 0:
        low = max(0, limit - window)
        last = None
        for match in border.finditer(view, low, limit + _LONGEST_BORDER):
            if match.end() > limit:
                break
            last = match.end()
        if last is not None:
            return last
        limit, window = low, 2 * window
    return None
