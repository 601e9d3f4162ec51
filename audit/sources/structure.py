"""Where a JSON value ends: brackets counted, texts jumped over, nothing decoded.

It runs on a buffer that may still grow, needs no memory for depth worth speaking of, and notices damage early: outside
of texts only a few characters are legal, and inside an object a bracket follows a colon.
"""

from __future__ import annotations

import re
from enum import Enum, auto

_PLAIN = rb"[\s,:+\-.0-9A-Za-z]*+"
_STRING_BODY = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+'
_STRING = _STRING_BODY + rb'"'
_RUN = rb"(?:%b%b)*+%b" % (_PLAIN, _STRING, _PLAIN)

_TO_BRACKET = re.compile(_RUN + rb"[\[\]{}]", re.DOTALL)
_TO_END = re.compile(_RUN + rb"(?:%b\\?|\\)?\Z" % _STRING_BODY, re.DOTALL)
"""To the end, be it within a text. The backslash alone is for Python before 3.11.5, where a possessive repeat goes on
into a text that does not end: https://github.com/python/cpython/issues/106052"""
_LEGAL = re.compile(_RUN, re.DOTALL)
_TEXT = re.compile(_STRING, re.DOTALL)
_SCALAR = re.compile(rb'[^\s,\[\]{}"]++')
BLANKS = re.compile(rb"\s*+")

_QUOTE, _COLON = b'":'
_CLOSES = {ord("}"): ord("{"), ord("]"): ord("[")}
_OBJECT = ord("{")
_WHITE = b" \t\r\n"


class State(Enum):
    """How far the scan of a value is."""

    CLOSED = auto()
    OPEN = auto()
    DAMAGED = auto()


class Scan:
    """The scan of one value.

    Attributes:
        position: where the scan stands; behind the value when it is closed, at the damage when it is damaged.
        deepest: deepest nesting seen.
    """

    __slots__ = ("_stack", "deepest", "position")

    def __init__(self, start: int = 0) -> None:
        self.position = start
        self.deepest = 0
        self._stack = bytearray()

    def advance(self, data: bytes, *, whole: bool = True) -> State:
        """Scan on.

        Args:
            data: the buffer; on later calls the same bytes and more.
            whole: no more will come.

        Returns:
            OPEN where the value goes on behind the buffer.
        """
        if not self._stack:
            self.position = skip_blanks(data, self.position)
            if data[self.position : self.position + 1] not in {b"{", b"["}:
                return self._scalar(data, whole=whole)
        while match := _TO_BRACKET.match(data, self.position):
            if not self._take(data, match.end() - 1):
                self.position = match.end() - 1
                return State.DAMAGED
            self.position = match.end()
            if not self._stack:
                return State.CLOSED
        if _TO_END.match(data, self.position):
            return State.OPEN
        legal = _LEGAL.match(data, self.position)
        self.position = legal.end() if legal else self.position
        return State.DAMAGED

    def _take(self, data: bytes, at: int) -> bool:
        """Take one bracket; False if it cannot stand there."""
        bracket, stack = data[at], self._stack
        opener = _CLOSES.get(bracket)
        if opener is not None:
            return bool(stack) and stack.pop() == opener
        if stack and stack[-1] == _OBJECT and not _follows_colon(data, at):
            return False
        stack.append(bracket)
        self.deepest = max(self.deepest, len(stack))
        return True

    def _scalar(self, data: bytes, *, whole: bool) -> State:
        """A text, number or word. Without closing bracket it is complete only if something follows."""
        if self.position == len(data):
            return State.OPEN
        if data[self.position] == _QUOTE:
            match = _TEXT.match(data, self.position)
            if not match:
                return State.OPEN
        else:
            match = _SCALAR.match(data, self.position)
            if not match:
                return State.DAMAGED
            if match.end() == len(data) and not whole:
                return State.OPEN
        self.position = match.end()
        return State.CLOSED


def _follows_colon(data: bytes, at: int) -> bool:
    at -= 1
    while data[at] in _WHITE:
        at -= 1
    return data[at] == _COLON


def skip_blanks(data: bytes, start: int = 0) -> int:
    """Offset of the first byte from `start` on that is no white space."""
    match = BLANKS.match(data, start)
    return match.end() if match else start


def members(data: bytes, start: int, most: int = 1000) -> list[tuple[str, int]]:
    """Names of the members of the object at `start` and where their values begin, as far as the buffer goes.

    Args:
        data: the buffer.
        start: offset of the opening bracket.
        most: how many members are looked at.
    """
    found: list[tuple[str, int]] = []
    at = start + 1
    while len(found) < most and (match := _MEMBER.match(data, at)):
        found.append((match.group(1).decode(errors="replace"), match.end()))
        scan = Scan(match.end())
        if scan.advance(data, whole=False) is not State.CLOSED:
            break
        at = scan.position
    return found


_MEMBER = re.compile(rb'[\s,]*+"([^"\\]*+)"\s*+:\s*+', re.DOTALL)
