"""One JSON value out of bytes, as fast as possible and as forgiving as is safe.

orjson first. What it refuses although a reader loses nothing by it (NaN, half of an emoji, raw line breaks in a text,
bytes that are no UTF-8) is read by the standard library.
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

import orjson

from audit.sources.structure import Scan

DEEPEST = 1000
"""Levels of nesting that are read. A post has about ten; orjson stops at 1,024."""
_EXACT = 2**63
"""From here on orjson turns integers into floats, sooner or later."""

_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)", re.DOTALL
)
_LONE = 6
"""Length of the escape of half a character."""


class Decoded(NamedTuple):
    """A value, and how well it came out.

    Attributes:
        value: the JSON value.
        bad_byte: offset of the first byte that is no UTF-8 and was read as U+FFFD; None if there is none.
    """

    value: Any
    bad_byte: int | None = None


class Undecodable(Exception):  # noqa: N818 - a state of the input, always caught, never shown
    """The bytes are no JSON value.

    Attributes:
        reason: what is wrong, in a few words.
        position: byte offset at which it was noticed.
    """

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position


def decode(raw: bytes) -> Decoded:
    """Decode one JSON value.

    Half of a surrogate pair, as an escape, becomes U+FFFD, one for one, in texts and keys.

    Raises:
        Undecodable: it is no JSON, even leniently, or nested deeper than `DEEPEST`.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return decode_leniently(raw)
    return decode_leniently(raw) if is_rounded(value) else Decoded(value)


def is_rounded(value: object) -> bool:
    """Whether a field of an object looks like an integer that orjson could only give as a float."""
    return isinstance(value, dict) and any(
        type(part) is float and (part >= _EXACT or part <= -_EXACT) for part in value.values()
    )


def decode_leniently(raw: bytes) -> Decoded:
    """Decode one JSON value with the standard library, which takes six times as long.

    Raises:
        Undecodable: as `decode` does.
    """
    bad_byte = None
    try:
        text = _mend_surrogates(raw).decode()
    except UnicodeDecodeError as error:
        bad_byte = error.start
        text = _mend_surrogates(raw).decode(errors="replace")
    if _depth(raw) > DEEPEST:
        raise Undecodable(_TOO_DEEP, 0)
    try:
        return Decoded(json.loads(text, strict=False), bad_byte)
    except json.JSONDecodeError as error:
        reason = (error.msg[:1].lower() + error.msg[1:]).removesuffix(" starting at")
        raise Undecodable(reason, len(text[: error.pos].encode())) from None
    except RecursionError:
        raise Undecodable(_TOO_DEEP, 0) from None
    except ValueError:  # Python refuses to convert integers of more than 4,300 digits
        raise Undecodable("a number has thousands of digits", 0) from None


_TOO_DEEP = f"nested deeper than {DEEPEST:,} levels"


def _depth(raw: bytes) -> int:
    scan = Scan()
    scan.advance(raw)
    return scan.deepest


def _mend_surrogates(raw: bytes) -> bytes:
    """Escapes of lone surrogates become escapes of U+FFFD. Same length, so that offsets stay true."""
    if b"\\u" not in raw:
        return raw
    return _ESCAPE.sub(_mended, raw)


def _mended(match: re.Match[bytes]) -> bytes:
    escape = match.group()
    return b"\\ufffd" if len(escape) == _LONE else escape
