"""Blocks, records and problems: what a source is cut into, and what is read out of it.

A block is a range of bytes of a file on disk. Workers are handed blocks, never posts, and a post is read again from
its block when its evidence is quoted.
"""

from __future__ import annotations

import errno
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import orjson

from audit.errors import SourceError
from audit.sources.decoding import Undecodable, decode, decode_leniently, is_rounded
from audit.sources.products import is_product, record_of_product

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from audit.post import Form
    from audit.site import Sitemap

    Item: TypeAlias = "Block | SourceProblem | SourceNote | Sitemap"
    """What a source gives: blocks of posts, what could not be read, what should be known, what the site lists."""

Kind = Literal["array", "lines", "document", "converted"]
ProblemKind = Literal[
    "unreadable", "not-json", "not-xml", "not-a-post", "truncated", "trailing", "empty", "encoding", "rest-error",
    "too-large", "unsupported",
]  # fmt: skip

_TOLD = 5
"""Problems of one kind in one block that are told one by one; the others are counted."""


@dataclass(frozen=True, slots=True)
class Block:
    """A range of a file that holds whole records.

    Attributes:
        path: the file that the bytes are read from.
        source: name of the source to show to the user.
        kind: records separated by commas, one a line, one alone, or one a line of a file that postaudit made.
        start: offset of the first byte.
        end: offset behind the last byte.
        first: 0-based index of the first record in the source; for lines, of the first line.
        line: 1-based number of the line on which the block begins.
        cuts: offsets from `start` at which records of an array begin, then the end; empty where orjson reads the whole.
        form: what the records are made of.
        whole: the file says that it holds every post of its site.
    """

    path: str
    source: str
    kind: Kind
    start: int
    end: int
    first: int = 0
    line: int = 1
    cuts: tuple[int, ...] = ()
    form: Form = "rest"
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A JSON object out of a source.

    Attributes:
        data: the object.
        source: name of the source.
        index: 0-based index in an array or among lines; None where the source is this one record.
        line: 1-based line in a file with one record a line; None elsewhere.
        position: position in its block, by which `read_record` finds it again.
        form: what it is made of.
        whole: its source says that it holds every post of the site.
    """

    data: dict[str, Any]
    source: str
    index: int | None
    line: int | None
    position: int
    form: Form = "rest"
    whole: bool = False


class Whole:
    """Stands before the records of a file that says that it holds every post of its site."""


@dataclass(frozen=True, slots=True)
class NoPost:
    """Stands for a page that certainly shows no post: nobody means it, and it is left out.

    Attributes:
        kind: what it is, as one noun: `error page`.
    """

    kind: str


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """Something of a source that could not be read, or not whole. A run with one of these exits with 2.

    Attributes:
        kind: a stable name.
        source: name of the source.
        where: `item 17`, `line 3`, or empty for the source as a whole. Items and lines count from 1.
        message: goes on after `source:` and `where`: what is wrong, and what to do.
    """

    kind: ProblemKind
    source: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Something that whoever reads the report should know, although nothing is wrong with the run.

    Attributes:
        source: name of the source.
        message: goes on after `source:`.
    """

    source: str
    message: str


_decoded_while_cut: dict[Block, list[Any]] = {}


def remember(block: Block, items: list[Any]) -> None:
    """Keep the items of the block cut last: reading it in the same process need not decode it again."""
    forget()
    _decoded_while_cut[block] = items


def forget() -> None:
    """Let go of what nobody has read by the time the next block is cut: its memory is still warm."""
    _decoded_while_cut.clear()


def read_block(block: Block) -> Iterator[Record | SourceProblem]:
    """Read the records of a block, and then what was wrong in it. Never raises."""
    try:
        pieces = _pieces(block)
    except OSError as error:
        yield SourceProblem("unreadable", block.source, "", f"cannot be read: {reason_of(error)}.")
        return
    problems = _Problems(block)
    for position, piece in enumerate(pieces):
        if isinstance(piece, bytes):
            yield from _read_piece(block, position, piece, problems)
        elif isinstance(piece, dict):
            if _reject_foreign(piece, position, problems):
                continue
            yield _record(block, position, piece)
        else:
            problems.add("not-a-post", position, f"is not a post: found {name_of(piece)}.")
    yield from problems.told()


def read_record(block: Block, position: int) -> dict[str, Any]:
    """Read one record again. The block read last is kept.

    Raises:
        SourceError: the file is gone or was changed.
    """
    try:
        piece = _kept_pieces(block)[position]
        value = decode(piece).value if isinstance(piece, bytes) else piece
    except (OSError, IndexError, Undecodable):
        value = None
    if not isinstance(value, dict):
        raise SourceError(f"{block.source}: was changed while it was being audited. Audit it again.")
    return _of_row(value) if _is_row(value) else value


def name_of(value: object) -> str:
    """What a JSON value is, with its article."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "a string"
        case int() | float():
            return "a number"
        case list():
            return "an array"
        case _:
            return "an object"


def reason_of(error: OSError) -> str:
    """Why the system refused, in its own words."""
    return error.strerror or type(error).__name__


def bytes_of(value: Any) -> bytes:
    """A value as JSON, also with a lone surrogate, or an integer beyond 64 bits, in it."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return json.dumps(value).encode("ascii")


def printable(text: str) -> str:
    """A text with a replacement for each character that a terminal would not show, or obey."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def _pieces(block: Block) -> list[Any]:
    """The block taken apart: bytes of records still to be decoded, or the decoded items of a sound array."""
    items = _decoded_while_cut.pop(block, None)
    if items is not None and not any(map(is_rounded, items)):
        return items
    with Path(block.path).open("rb") as file:
        file.seek(block.start)
        raw = file.read(block.end - block.start)
    if len(raw) < block.end - block.start:
        raise OSError(errno.ENODATA, "it became shorter while it was being audited")
    if block.kind in {"lines", "converted"}:
        return raw.split(b"\n")
    if block.kind == "document":
        return [raw]
    if block.cuts:
        ends = block.cuts[1:]
        return [raw[start:end].strip(b" \t\r\n,") for start, end in zip(block.cuts, ends, strict=False)]
    return _items(raw)


_kept_pieces = lru_cache(maxsize=1)(_pieces)


def forget_records() -> None:
    """Let go of the block that `read_record` read last: a run begins, and the file may have changed since another."""
    _kept_pieces.cache_clear()


def _items(raw: bytes) -> list[Any]:
    raw = b"[%b]" % raw
    try:
        items: list[Any] = orjson.loads(raw)
        return decode_leniently(raw).value if any(map(is_rounded, items)) else items
    except (orjson.JSONDecodeError, Undecodable):
        return [raw]  # the file was changed since it was cut; the attempt to read this says so


def _read_piece(block: Block, position: int, piece: bytes, problems: _Problems) -> Iterator[Record]:
    if block.kind in {"lines", "converted"} and not piece.strip():
        return
    try:
        value, bad_byte = decode(piece)
    except Undecodable as error:
        problems.add("not-json", position, f"is not JSON ({error.reason}, byte {error.position + 1:,}): skipped.")
        return
    if not isinstance(value, dict):
        problems.add("not-a-post", position, f"is not a post: found {name_of(value)}.")
        return
    if bad_byte is not None:
        message = (
            f"is not UTF-8 at its byte {bad_byte + 1:,}: what could not be read was replaced by U+FFFD. "
            "Save the source as UTF-8."
        )
        problems.add("encoding", position, message)
    if not _reject_foreign(value, position, problems):
        yield _record(block, position, value)


def _reject_foreign(value: dict[str, Any], position: int, problems: _Problems) -> bool:
    """Tell an object of another list of the REST API; return whether it is one."""
    other = other_resource(value)
    if other is None:
        return False
    problems.add("not-a-post", position, f"is {other} of the REST API, not a post: skipped.")
    return True


_SLUG_OF_REVISION = re.compile(r"\d+-(?:revision|autosave)-v\d+")
"""Source: https://developer.wordpress.org/reference/functions/_wp_post_revision_data/"""
_OTHERS_BY_FIELD = {
    "taxonomy": "a term",
    "avatar_urls": "a user",
    "types": "a taxonomy",
    "rest_base": "a post type",
    "date_floating": "a post status",
    "plugin_uri": "a plugin",
}
"""Fields that one list alone has, the first that is there: a taxonomy has a `rest_base` as well.

Sources: https://developer.wordpress.org/rest-api/reference/post-types/#schema,
https://developer.wordpress.org/rest-api/reference/taxonomies/#schema,
https://developer.wordpress.org/rest-api/reference/post-statuses/#schema,
https://developer.wordpress.org/rest-api/reference/plugins/#schema
"""


def other_resource(value: dict[str, Any]) -> str | None:
    """What an object is that another list of the REST API answers than one of posts; None where it may be a post.

    Sources: https://developer.wordpress.org/rest-api/reference/comments/#schema,
    https://developer.wordpress.org/rest-api/reference/categories/#schema,
    https://developer.wordpress.org/rest-api/reference/users/#schema,
    https://developer.wordpress.org/rest-api/reference/search-results/#schema,
    https://developer.wordpress.org/rest-api/reference/menu-items/#schema,
    https://developer.wordpress.org/rest-api/reference/post-revisions/#schema,
    https://developer.wordpress.org/rest-api/reference/wp_templates/#schema
    """
    if "title" in value and "link" in value:
        return None
    if value.get("type") == "comment" and "post" in value:
        return "a comment"
    if "link" not in value and (other := _other_without_link(value)):
        return other
    if "type" in value or "content" in value or "name" not in value:
        return None
    return next((other for field, other in _OTHERS_BY_FIELD.items() if field in value), None)


def _other_without_link(value: dict[str, Any]) -> str | None:
    """What looks like a post, but has no page of its own."""
    if "subtype" in value and "url" in value:
        return "a result of the search"
    if "type_label" in value and "menu_order" in value:
        return "an entry of a menu"
    if "has_theme_file" in value:
        return "a template"
    slug = value.get("slug")
    if "type" not in value and "parent" in value and isinstance(slug, str) and _SLUG_OF_REVISION.fullmatch(slug):
        return "a revision"
    return None


def _record(block: Block, position: int, data: dict[str, Any]) -> Record:
    index = None if block.kind == "document" else block.first + position
    line = block.line + position if block.kind == "lines" else None
    if is_product(data):
        return Record(record_of_product(data), block.source, index, line, position, "export")
    if _is_row(data):
        return Record(_of_row(data), block.source, index, line, position, "export")
    return Record(data, block.source, index, line, position, block.form, block.whole)


def _is_row(data: dict[str, Any]) -> bool:
    """Whether an object is no REST record, but a row of the database, as `wp post list --format=json` prints it.

    The older API of WordPress.com, those of the plugins WP-API 1.x and JSON API, and JSON Feed, whose texts are
    strings, are read like rows, too.
    Sources: https://developer.wordpress.org/cli/commands/post/list/, https://github.com/WP-API/WP-API/tree/1.2,
    https://wordpress.org/plugins/json-api/,
    https://developer.wordpress.com/docs/api/1.1/get/sites/%24site/posts/, https://www.jsonfeed.org/version/1.1/
    """
    if "post_title" in data:
        return "title" not in data and "content" not in data
    if "ID" in data and "link" in data and "id" not in data:
        return type(data.get("content")) is str
    if "link" in data:
        return False
    return "content_html" in data or ("site_ID" in data and "URL" in data) or ("title_plain" in data and "url" in data)


def _of_row(data: dict[str, Any]) -> dict[str, Any]:
    from audit.sources.rows import Columns  # noqa: PLC0415 - of no use to records of the REST API

    return Columns(data, {}).record_of(data)


class _Problems:
    """The problems of a block, a few of each kind in full: a damaged file may have one in each of a million lines."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self._found: dict[ProblemKind, list[SourceProblem]] = {}
        self._more: dict[ProblemKind, tuple[int, str, str]] = {}

    def add(self, kind: ProblemKind, position: int, message: str) -> None:
        found = self._found.setdefault(kind, [])
        where = self._where(position)
        if len(found) < _TOLD:
            found.append(SourceProblem(kind, self._block.source, where, message))
        else:
            count, first, _ = self._more.get(kind, (0, where, where))
            self._more[kind] = (count + 1, first, where)

    def told(self) -> Iterator[SourceProblem]:
        for kind, found in self._found.items():
            yield from found
            if kind in self._more:
                count, first, last = self._more[kind]
                message = "has the same fault" + (f", and {count - 1:,} more up to {last}." if count > 1 else ".")
                yield SourceProblem(kind, self._block.source, first, message)

    def _where(self, position: int) -> str:
        match self._block.kind:
            case "document":
                return ""
            case "lines":
                return f"line {self._block.line + position:,}"
            case "array" | "converted":
                return f"item {self._block.first + position + 1:,}"
