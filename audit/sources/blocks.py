"""Blocks of records: how they are handed to a worker, read, and read again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import orjson

from audit.sources.decode import NotJson, decode
from audit.sources.split import split_damaged, split_items

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_RECORD_BYTES = 64 << 20
"""Largest record that is read, in bytes."""
_LISTS = ("posts", "data", "items", "results", "records")
_POST_FIELDS = frozenset({"id", "link", "title", "content", "slug", "yoast_head"})
_TAGS = re.compile(r"<[^>]{0,200}>")


@dataclass(frozen=True, slots=True)
class Block:
    """A range of a file that holds whole records.

    Attributes:
        path: the file to read from.
        source: what the user calls it.
        kind: `array` (items of a JSON array, commas between), `lines` (NDJSON), `document` (one JSON value).
        start: first byte.
        end: byte behind the last.
        first: number of the first record in the source, from 0.
        line: number of the first line, from 1.
    """

    path: str
    source: str
    kind: Literal["array", "lines", "document"]
    start: int
    end: int
    first: int
    line: int = 1


@dataclass(frozen=True, slots=True)
class Record:
    """One JSON object of a source.

    Attributes:
        data: the object.
        source: what the user calls the file.
        index: number in the source, from 0.
        line: line in the file, from 1, where a line is a record.
        position: number in its block, from 0, by which it can be read again.
    """

    data: dict[str, Any]
    source: str
    index: int
    line: int | None
    position: int


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """Something that could not be read.

    Attributes:
        kind: one word for machines: `unreadable`, `not-json`, `not-a-post`, `truncated`, `empty`, `rest-error`, ...
        source: what the user calls the file.
        where: `item 17`, `line 3`, or "".
        message: what it is, and what to do.
    """

    kind: str
    source: str
    where: str
    message: str


def read_block(block: Block) -> Iterator[Record | SourceProblem]:
    """The records of a block, and what in it is none."""
    for position, (value, note, line) in enumerate(_values(block)):
        index = block.first + position
        where = f"line {line}" if block.kind == "lines" else f"item {index + 1}" if block.kind == "array" else ""
        if isinstance(value, NotJson):
            yield SourceProblem("not-json", block.source, where, f"not JSON: {value}. The other posts were audited.")
        elif not isinstance(value, dict):
            found = _named(value)
            message = f"is not a post: found {found}. The other posts were audited."
            yield SourceProblem("not-a-post", block.source, where, message)
        elif (problem := _rest_error(value)) is not None:
            yield SourceProblem("rest-error", block.source, where, problem)
        else:
            if note is not None:
                yield SourceProblem("damaged", block.source, where, f"{note}. The post was audited.")
            yield Record(value, block.source, index, line if block.kind == "lines" else None, position)


def read_record(block: Block, position: int) -> dict[str, Any]:
    """Read a record again. The last blocks stay decoded, so reading in order costs one decoding a block."""
    value = _decoded(block)[position]
    return value if isinstance(value, dict) else {}


@lru_cache(maxsize=2)
def _decoded(block: Block) -> list[Any]:
    return [value for value, _, _ in _values(block)]


def _read(block: Block) -> bytes:
    with open(block.path, "rb") as file:  # noqa: PTH123 - the path is a plain string on its way between processes
        file.seek(block.start)
        return file.read(block.end - block.start)


def _values(block: Block) -> Iterator[tuple[Any, str | None, int]]:
    """The values of a block: (value or `NotJson`, note, line)."""
    known = _decoded_while_cut.pop((block.path, block.start, block.end), None)
    if known is not None:
        yield from ((value, None, block.line) for value in known)
        return
    data = _read(block)
    if block.kind == "lines":
        for number, line in enumerate(data.split(b"\n"), block.line):
            if line.strip():
                yield (*_decode_or_fault(line), number)
    elif block.kind == "array":
        yield from ((value, note, block.line) for value, note in _items(data))
    else:
        value, note = _decode_or_fault(data)
        listed = _listed(value)
        if listed is None:
            yield value, note, block.line
        else:
            yield from ((item, None, block.line) for item in listed)


_decoded_while_cut: dict[tuple[str, int, int], list[Any]] = {}


def remember(path: str, start: int, end: int, values: list[Any]) -> None:
    """Keep what decoding a range gave while it was cut; a block that is read in the same process need not do it again.

    Only the newest range is kept.
    """
    _decoded_while_cut.clear()
    _decoded_while_cut[path, start, end] = values


def _items(data: bytes) -> Iterator[tuple[Any, str | None]]:
    try:
        values = orjson.loads(b"[" + data + b"]")
    except orjson.JSONDecodeError:
        pass
    else:
        yield from ((value, None) for value in values)
        return
    for start, end in split_items(data):
        value, note = _decode_or_fault(data[start:end])
        if not isinstance(value, NotJson):
            yield value, note
            continue
        pieces = split_damaged(data[start:end])
        if len(pieces) == 1:
            yield value, note
        else:
            yield from (_decode_or_fault(data[start:end][first:last]) for first, last in pieces)


def _decode_or_fault(data: bytes) -> tuple[Any, str | None]:
    if len(data) > MOST_RECORD_BYTES:
        return NotJson(f"the record has more than {MOST_RECORD_BYTES >> 20} MB"), None
    try:
        return decode(data)
    except NotJson as fault:
        return fault, None


def _listed(value: Any) -> list[Any] | None:
    """The records of a wrapper such as `{"posts": [...]}`; None if the object is a record itself."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or len(_POST_FIELDS & value.keys()) > 1:
        return None
    for name in _LISTS:
        inner = value.get(name)
        if isinstance(inner, list) and inner and all(isinstance(item, dict) for item in inner):
            return inner
    return None


def _rest_error(value: dict[str, Any]) -> str | None:
    """The message for a REST error object that was saved in place of posts.

    Source: https://developer.wordpress.org/rest-api/extending-the-rest-api/adding-custom-endpoints/#return-value
    """
    code, message = value.get("code"), value.get("message")
    if not isinstance(code, str) or not isinstance(message, str) or "id" in value:
        return None
    data = value.get("data")
    status = data.get("status") if isinstance(data, dict) else None
    told = " ".join(_TAGS.sub("", message).split())[:200]
    stated = f", HTTP {status}" if isinstance(status, int) else ""
    return f'the REST API answered with an error ({code}{stated}: "{told}"), not with a post; fetch it again.'


def _named(value: Any) -> str:
    if value is None:
        return "null"
    names = {bool: "true or false", int: "a number", float: "a number", str: "a string", list: "a list"}
    return names.get(type(value), type(value).__name__)
