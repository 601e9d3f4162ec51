"""Where one record of a JSON array ends and the next begins, in bytes that a JSON parser refuses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[\[\]{},"]', re.DOTALL)
_RECORD_START = re.compile(rb'\{\s*"(?:id|ID)"\s*:\s*"?\d')
_BETWEEN = re.compile(rb"\}\s*,\s*\Z")


class Scan(NamedTuple):
    """What a scan of some bytes of an array found.

    Attributes:
        items: ranges of the complete items.
        rest: where the first incomplete item starts.
        closed: offset of the bracket that ends the array, or -1.
    """

    items: list[tuple[int, int]]
    rest: int
    closed: int


def scan_items(data: bytes) -> Scan:
    """Find the items of an array in the bytes behind its opening bracket. Strings are jumped over whole."""
    items: list[tuple[int, int]] = []
    depth, start = 0, 0
    for match in _TOKEN.finditer(data):
        token = match[0]
        if token in {b"{", b"["}:
            depth += 1
        elif token == b'"':
            break  # a string that does not end here
        elif token == b"," and not depth:
            _keep(items, data, start, match.start())
            start = match.end()
        elif token in {b"}", b"]"}:
            if not depth:
                _keep(items, data, start, match.start())
                return Scan(items, match.start(), match.start())
            depth -= 1
    return Scan(items, start, -1)


def _keep(items: list[tuple[int, int]], data: bytes, start: int, end: int) -> None:
    if data[start:end].strip():
        items.append((start, end))


def split_items(data: bytes) -> Iterator[tuple[int, int]]:
    """Ranges of all items, the last one included even if it does not end."""
    scan = scan_items(data)
    yield from scan.items
    if scan.closed < 0 and data[scan.rest :].strip():
        yield scan.rest, len(data)


def split_damaged(data: bytes) -> list[tuple[int, int]]:
    """Cut damaged bytes where records seem to begin, so that one slip does not take its neighbours along."""
    starts = [0]
    for match in _RECORD_START.finditer(data, 1):
        if _BETWEEN.search(data, max(0, match.start() - 40), match.start()):
            starts.append(match.start())
    pieces = []
    for first, last in zip(starts, [*starts[1:], len(data)], strict=True):
        piece = data[first:last].rstrip()
        pieces.append((first, first + len(piece.rstrip(b",").rstrip())))
    return pieces
