"""JSON as it is found in the wild: quickly where it is right, record by record where it is not."""

from __future__ import annotations

import json
from typing import Any

import orjson

from audit.facts.html import scrub_surrogates

DEEPEST = 1000
"""Levels of nesting that a record may have. What nests deeper is an attack, not a post."""
_LONGEST_INTEGER = 18  # digits that fit into 64 bits


class NotJson(ValueError):  # noqa: N818 - it reads as what it says
    """The bytes are no JSON: says where and why."""


def decode(data: bytes) -> tuple[Any, str | None]:
    """Decode one JSON value.

    What orjson refuses is tried with the standard library, which takes NaN, long integers, raw control characters and
    lone surrogates (replaced by U+FFFD, one for one).

    Returns:
        The value, and a note about what was mended on the way, or None.

    Raises:
        NotJson: it cannot be read at all.
    """
    try:
        return orjson.loads(data), None
    except orjson.JSONDecodeError:
        pass
    note = None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        note = f"invalid UTF-8 at byte {error.start}; the damaged characters were replaced"
    try:
        value = json.loads(text, strict=False, parse_int=_integer)
    except RecursionError:
        raise NotJson(f"nested deeper than {DEEPEST:,} levels") from None
    except json.JSONDecodeError as error:
        raise NotJson(f"{error.msg[0].lower()}{error.msg[1:]} at line {error.lineno}, column {error.colno}") from None
    return _scrubbed(value), note


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else float(digits)


def _scrubbed(value: Any) -> Any:
    """The value without lone surrogates. Not recursive: the depth is not ours.

    Raises:
        NotJson: it nests too deep.
    """
    holder = [value]
    waiting: list[tuple[Any, Any, int]] = [(holder, 0, 0)]
    while waiting:
        parent, key, depth = waiting.pop()
        child = parent[key]
        if depth > DEEPEST:
            raise NotJson(f"nested deeper than {DEEPEST:,} levels")
        if isinstance(child, str):
            parent[key] = scrub_surrogates(child)
        elif isinstance(child, list):
            waiting.extend((child, index, depth + 1) for index in range(len(child)))
        elif isinstance(child, dict):
            clean = {scrub_surrogates(name): inner for name, inner in child.items()}
            parent[key] = clean
            waiting.extend((clean, name, depth + 1) for name in clean)
    return holder[0]
