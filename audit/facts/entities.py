"""Character references of HTML, decoded as a browser does, and where the result is not one code point for one."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from html.entities import html5
from typing import TypeAlias

from audit.kept import kept

REPLACEMENT = "\ufffd"

_REFERENCE = re.compile(r"&(?:#(?:[xX][0-9a-fA-F]++|[0-9]++);?|[a-zA-Z][a-zA-Z0-9]*+;?)")
_REFERENCE_OR_NUL = re.compile(_REFERENCE.pattern + r"|\0++")
_LONGEST_NAME = max(map(len, html5))
_LONGEST_WHOLE = _LONGEST_NAME + 1
_MOST_DIGITS = 9  # more are beyond the last code point, and Python refuses numbers of 4,301 digits
LAST_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
# https://html.spec.whatwg.org/multipage/parsing.html#numeric-character-reference-end-state
_C1 = {
    0x80: "€", 0x82: "‚", 0x83: "ƒ", 0x84: "„", 0x85: "…", 0x86: "†", 0x87: "‡", 0x88: "ˆ", 0x89: "‰", 0x8A: "Š",
    0x8B: "‹", 0x8C: "Œ", 0x8E: "Ž", 0x91: "‘", 0x92: "’", 0x93: "“", 0x94: "”", 0x95: "•", 0x96: "–", 0x97: "—",
    0x98: "˜", 0x99: "™", 0x9A: "š", 0x9B: "›", 0x9C: "œ", 0x9E: "ž", 0x9F: "Ÿ",
}  # fmt: skip


class Kind(Enum):
    """How a stretch of the source is read."""

    DATA = "data"  # references are decoded, NUL is dropped
    RCDATA = "rcdata"  # references are decoded, NUL becomes U+FFFD: `textarea`, `title`
    RAW = "raw"  # no references, NUL becomes U+FFFD: `script`, `style`, CDATA sections
    ATTRIBUTE = "attribute"  # as RCDATA, but `&copy=` is no reference: it is a query string


Unit: TypeAlias = tuple[int, int, int, int]
"""A stretch of decoded text that is not one code point for one: its range there, and its range in the source."""


def _decode_number(digits: str) -> str:
    base, digits = (16, digits[1:]) if digits[0] in "xX" else (10, digits)
    digits = digits.lstrip("0") or "0"
    code = int(digits, base) if len(digits) <= _MOST_DIGITS else LAST_CODE_POINT + 1
    if code == 0 or code > LAST_CODE_POINT or code in _SURROGATES:
        return REPLACEMENT
    return _C1.get(code) or chr(code)


@lru_cache(maxsize=1024)
def _decode_name(name: str, *, attribute: bool) -> tuple[str, int] | None:
    """What the longest known prefix of a name stands for, and its length; `name` ends with what follows it."""
    for length in range(len(name), 1, -1):
        value = html5.get(name[:length])
        if value is None:
            continue
        following = name[length : length + 1]
        if (
            attribute
            and name[length - 1] != ";"
            and (following == "=" or (following.isascii() and following.isalnum()))
        ):
            return None
        return value, length
    return None


@lru_cache(maxsize=1024)
def _decode_whole(reference: str) -> str | None:
    """What a reference that ends with a semicolon stands for, if all of it is one: nearly all are."""
    return _decode_number(reference[2:-1]) if reference[1] == "#" else html5.get(reference[1:])


def _decode_reference(source: str, start: int, end: int, *, attribute: bool) -> tuple[str, int] | None:
    """What a match of `_REFERENCE_OR_NUL` stands for and where it ends; None if it stands for itself."""
    if source[start] == "\0":
        return "", end
    if source[start + 1] == "#":
        return _decode_number(source[start + 2 : end].rstrip(";")), end
    named = _decode_name(source[start + 1 : min(end, start + _LONGEST_NAME) + 1], attribute=attribute)
    return None if named is None else (named[0], start + 1 + named[1])


def decode(source: str, start: int, end: int, kind: Kind) -> tuple[str, list[Unit]]:
    """Decode a range of the source, and say where the result is not one code point for one.

    The rules are those of the HTML standard, which `html.unescape` follows only nearly (it drops control characters).

    Source: https://html.spec.whatwg.org/multipage/parsing.html#character-reference-state
    """
    text = source[start:end]
    units: list[Unit] = []
    drops_nul = kind is Kind.DATA and "\0" in text
    if drops_nul or (kind is not Kind.RAW and "&" in text):
        pieces: list[str] = []
        length, position, attribute = 0, start, kind is Kind.ATTRIBUTE
        for match in (_REFERENCE_OR_NUL if drops_nul else _REFERENCE).finditer(source, start, end):
            first, stop = match.span()
            if source[stop - 1] == ";" and stop - first <= _LONGEST_WHOLE and (whole := _decode_whole(match[0])):
                value = whole
            else:
                decoded = _decode_reference(source, first, stop, attribute=attribute)
                if decoded is None:
                    continue
                value, stop = decoded
            pieces += source[position:first], value
            begin = length + first - position
            length = begin + len(value)
            units.append((begin, length, first, stop))
            position = stop
        pieces.append(source[position:end])
        text = "".join(pieces)
    return text.replace("\0", REPLACEMENT), units


def decode_entities(text: str) -> str:
    """Decode the character references of HTML text, once, as a browser does in text (not in an attribute).

    No tag is taken off. NUL, which no browser shows, is dropped.
    """
    if "\0" in text:
        return decode(text, 0, len(text), Kind.DATA)[0]
    return _REFERENCE.sub(lambda match: _decoded(match[0]), text)


@kept(1024, longest=_LONGEST_WHOLE)
def _decoded(reference: str) -> str:
    """What a reference in text stands for: what comes behind it has no say there, as it has in an attribute."""
    return decode(reference, 0, len(reference), Kind.DATA)[0]
