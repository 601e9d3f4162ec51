"""What a plain file of JSON holds: a post, an array of posts, an answer of the REST API, one post a line.

What comes before the JSON, behind it or instead of it is told, and everything else is read.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from audit.sources.arrays import LARGEST_RECORD, ArrayCutter, posts_before
from audit.sources.decoding import Undecodable, decode
from audit.sources.records import Block, SourceNote, SourceProblem, name_of, other_resource, printable
from audit.sources.spooling import without_compression
from audit.sources.structure import Scan, State, members, skip_blanks

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from audit.sources.records import ProblemKind

    Cutting = Generator[Block | SourceProblem | SourceNote, None, int | None]
    """Blocks, problems and notes; at last the number of items that can be read, None where none were to be expected."""

_HEAD = 64 << 10
_HEAD_OF_PAGE = 2 << 10
_SHOWN = 40
_LONGEST_CODE = 80
_LONGEST_MESSAGE = 200
_BOM = b"\xef\xbb\xbf"
_LINE_SUFFIXES = (".ndjson", ".jsonl")

_POST_FIELDS = frozenset({"id", "link", "title", "content", "slug", "yoast_head"})
_SIGNS_OF_POST = _POST_FIELDS | {
    "_embedded", "_links", "date", "date_gmt", "excerpt", "guid", "modified", "modified_gmt", "yoast_head_json",
}  # fmt: skip
"""One of these is in every post, however few fields were asked for; package.json and its like have none of them."""
_WRAPPERS = ("posts", "data", "items", "results", "body", "value")
"""Names under which answers hold a list. `body` is that of `?_envelope`, `value` that of Windows PowerShell.

Source: https://developer.wordpress.org/rest-api/using-the-rest-api/global-parameters/#_envelope
"""
_TYPES_OF_OEMBED = frozenset({"link", "photo", "rich", "video"})
"""Source: https://oembed.com/, section 2.3.4"""
_JSON_LATER = re.compile(rb'[\s>=(](\[\s*+\{\s*+"[^"\\]{1,64}+"\s*+:|\{\s*+"[^"\\]{1,64}+"\s*+:)')
_PAGE = re.compile(rb"<(?:!doctype|html|head|body|script|\?xml|rss|feed|urlset)\b", re.IGNORECASE)
_PHP_NOTICE = re.compile(rb"\b(?:Warning|Notice|Deprecated|Fatal error|Parse error|PHP)\b")
_TAGS = re.compile(r"<[^>]*+>")
_OTHER_FORMATS = (
    (b"\x1f\x8b", "compressed twice"),
    (b"\x28\xb5\x2f\xfd", "compressed twice"),
    (b"PK\x03\x04", "a zip archive"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ", "compressed with xz"),
    (b"%PDF", "a PDF document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"FEA1", "Feather of version 1. Write it as version 2"),
)


class FileCutter:
    """Finds out what a plain file holds, and cuts it.

    Args:
        file: the file.
        path: its path, for the blocks.
        source: name of the source to show.
        size: bytes of a block, about.
        named: the user named this very file, and not a folder or a glob.
    """

    def __init__(self, file: BinaryIO, path: str, source: str, size: int, *, named: bool) -> None:
        self._file = file
        self._path = path
        self._source = source
        self._size = size
        self._named = named
        self._says_lines = without_compression(source).endswith(_LINE_SUFFIXES)
        self._length = file.seek(0, 2)
        self._next: tuple[int, int] | None = None  # offset and line of another array behind the one that ended

    def cut(self) -> Cutting:
        """Yield blocks, problems and notes; return the number of items that can be read, None if none were expected."""
        found = self._first_byte()
        if found is None:
            yield self._problem("empty", "is empty: nothing to audit.")
            return 0
        items: int | None = None
        while found is not None:
            self._next = None
            read = yield from self._cut_from(*found, items or 0)
            items = read if items is None else items + (read or 0)
            found = self._next
        return items

    def _problem(self, kind: ProblemKind, message: str) -> SourceProblem:
        return SourceProblem(kind, self._source, "", message)

    def _read(self, start: int, most: int) -> bytes:
        self._file.seek(start)
        return self._file.read(most)

    def _first_byte(self, start: int = 0, line: int = 1) -> tuple[int, int] | None:
        """Offset and line of the first byte from `start` on that is neither white space nor mark; None if all is."""
        if start == 0 and self._read(0, len(_BOM)) == _BOM:
            start = len(_BOM)
        while chunk := self._read(start, _HEAD):
            blanks = skip_blanks(chunk)
            line += chunk.count(b"\n", 0, blanks)
            start += blanks
            if blanks < len(chunk):
                return start, line
        return None

    def _cut_from(self, start: int, line: int, first: int = 0) -> Cutting:
        head = self._read(start, _HEAD)
        if head.startswith(b"[") and self._says_lines and self._begins_lines(start, head):
            return (yield from self._lines(start, line))
        if head.startswith(b"[") and _begins_array(head):
            if not self._named and (other := _other_list(head)) is not None:
                yield SourceNote(self._source, f"was skipped: its first item is {other} of the REST API, not a post.")
                return None
            return (yield from self._array(start + 1, line, first))
        if head.startswith(b"{"):
            return (yield from self._object(start, line, head))
        return (yield from self._other(start, line, head))

    # -- arrays ----------------------------------------------------------------------------------------------------

    def _array(self, start: int, line: int, first: int = 0, *, in_object: bool = False) -> Cutting:
        cutter = ArrayCutter(
            self._file, self._path, self._source, start, line, self._size, first=first, in_object=in_object
        )
        cut = yield from cutter.cut()
        if cut.end is None:
            return cut.items
        if in_object:
            rest = self._read(cut.end, LARGEST_RECORD).strip()
            trailing = b"" if _ends_object(rest) else rest
        else:
            trailing = self._read(cut.end, _HEAD).strip()
        if trailing.startswith(b"[") and _begins_array(trailing):
            self._next = self._first_byte(cut.end, cut.line)  # pages of a list, one behind the other
        elif trailing:
            yield self._trailing(trailing)
        elif not cut.items and not cut.damaged:
            yield self._problem("empty", "is an empty array: nothing to audit.")
        return cut.items

    def _trailing(self, rest: bytes) -> SourceProblem:
        advice = "Put several arrays or posts into files of their own." if rest[:1] in {b"{", b"["} else "Take it out."
        return self._problem(
            "trailing", f"goes on after its JSON ends (with {_shown(rest)}): that was skipped. {advice}"
        )

    # -- objects ---------------------------------------------------------------------------------------------------

    def _object(self, start: int, line: int, head: bytes) -> Cutting:
        """One post, an answer that holds posts, or one post a line."""
        whole = start + len(head) == self._length
        lines = self._are_lines(start, head) if whole or b"\n" in head else None
        if lines is None:
            wrapped = _wrapped_array(head)
            if wrapped is not None:
                return (yield from self._wrapped(start, line, head, wrapped))
            lines = self._are_lines(start, self._line_at(start))
        if lines:
            return (yield from self._lines(start, line))
        if not whole and (wrapped := _wrapped_array(head)) is not None:
            return (yield from self._wrapped(start, line, head, wrapped))
        return (yield from self._document(start, line))

    def _wrapped(self, start: int, line: int, data: bytes, offset: int) -> Cutting:
        return (yield from self._array(start + offset, line + data.count(b"\n", 0, offset), in_object=True))

    def _line_at(self, start: int) -> bytes:
        self._file.seek(start)
        return self._file.readline(LARGEST_RECORD)

    def _are_lines(self, start: int, data: bytes) -> bool:
        """Whether one object a line begins at `start`: judged by the first line, whole in `data`, and what follows."""
        first = data.partition(b"\n")[0]
        after = self._first_byte(start + len(first))
        following = self._read(after[0], 1) if after else b""
        if _is_json(first):
            return following == b"{" or self._says_lines
        if first.strip() == b"{" or following == b'"':
            return False
        if following == b"{" and after is not None:
            return self._says_lines or _is_json(self._line_at(after[0]))
        return self._says_lines

    def _begins_lines(self, start: int, head: bytes) -> bool:
        """Whether an array is the whole first line, and a post follows: it is a bad line then."""
        first, newline, _ = head.partition(b"\n")
        after = self._first_byte(start + len(first)) if newline and _is_json(first) else None
        return after is not None and self._read(after[0], 1) == b"{"

    def _document(self, start: int, line: int) -> Cutting:
        data = self._read(start, LARGEST_RECORD)
        value, end, fault = self._decoded(data, line)
        wrapped = _wrapped_array(data)
        if wrapped is not None and (value is None or not _is_post(value)):
            return (yield from self._wrapped(start, line, data, wrapped))
        if value is not None and _is_envelope(value):
            body = next(at for name, at in members(data, 0) if name == "body")
            yield from self._records(start, line, data, [(body, _end_of(data, body))])
            return 1
        if value and all(isinstance(one, dict) and _is_post(one) for one in value.values()):
            return (yield from self._by_number(start, line, data))
        problem = fault if value is None else self._no_post(value)
        if problem is not None:
            yield problem
            return 0
        if not self._named and value is not None and _SIGNS_OF_POST.isdisjoint(value):
            yield SourceNote(self._source, "was skipped: it has none of the fields of a post.")
            return None
        ends = _documents(data, end)
        if len(ends) == 1:
            yield Block(self._path, self._source, "document", start, start + end, 0, line)
        else:
            yield from self._records(start, line, data, list(zip([0, *ends], ends, strict=False)))
        if rest := self._read(start + ends[-1], _HEAD).strip():
            yield self._trailing(rest)
        return len(ends)

    def _decoded(self, data: bytes, line: int) -> tuple[dict[str, Any] | None, int, SourceProblem | None]:
        """The object with which the data begin and where it ends, or what is wrong with it."""
        scan = Scan()
        state = scan.advance(data)
        if state is State.OPEN:
            return None, 0, self._unfinished(len(data))
        at, reason = scan.position, "a text or bracket is not closed, or one too many"
        if state is State.CLOSED:
            try:
                return decode(data[:at]).value, at, None
            except Undecodable as error:
                at, reason = error.position, error.reason
        return None, 0, self._problem("not-json", _at(data, line, at, reason))

    def _by_number(self, start: int, line: int, data: bytes) -> Cutting:
        """Posts by their numbers: what PHP makes of a list with gaps."""
        places = [(at, _end_of(data, at)) for _, at in members(data, 0, len(data))]
        yield from self._records(start, line, data, places)
        return len(places)

    def _records(self, start: int, line: int, data: bytes, places: list[tuple[int, int]]) -> Iterator[Block]:
        """Records that stand at certain places of the data."""
        counted = 0
        for number, (begin, end) in enumerate(places):
            line += data.count(b"\n", counted, begin)
            counted = begin
            yield Block(self._path, self._source, "array", start + begin, start + end, number, line)

    def _unfinished(self, length: int) -> SourceProblem:
        if length == LARGEST_RECORD:
            return self._problem(
                "too-large", f"is one object of more than {LARGEST_RECORD >> 20} MB. Save one post a line."
            )
        return self._problem("truncated", f"is cut off after {length:,} bytes: {posts_before(0)}")

    def _no_post(self, value: dict[str, Any]) -> SourceProblem | None:
        """What is wrong with an object that is certainly no post."""
        if _is_post(value):
            return None
        code, message = value.get("code"), value.get("message")
        if isinstance(code, str) and isinstance(message, str) and "id" not in value:
            return self._problem("rest-error", _rest_error(code, message, value.get("data")))
        if other := _other_answer(value):
            return self._problem("not-a-post", other)
        if any(value.get(name) == [] for name in _WRAPPERS):
            return self._problem("empty", "is an answer without posts: nothing to audit.")
        return None

    # -- lines -----------------------------------------------------------------------------------------------------

    def _lines(self, start: int, line: int) -> Cutting:
        self._file.seek(start)
        first = line
        blank = 0
        rest = b""
        while chunk := self._file.read(min(max(self._size, len(rest)), LARGEST_RECORD + 1 - len(rest))):
            data = rest + chunk
            end = data.rfind(b"\n")
            if end >= 0:
                yield self._line_block(start, start + end, line, first)
                blank += data.count(b"\n\n") + data.count(b"\n\r\n")
                line += data.count(b"\n")
                start += end + 1
            rest = data[end + 1 :]
            if len(rest) > LARGEST_RECORD:
                yield SourceProblem(
                    "too-large", self._source, f"line {line:,}", f"is longer than {LARGEST_RECORD >> 20} MB: skipped."
                )
                start += len(rest) + self._skip_line()
                line += 1
                rest = b""
        if rest.strip():
            yield self._line_block(start, start + len(rest), line, first)
        return line - first - blank

    def _line_block(self, start: int, end: int, line: int, first: int) -> Block:
        return Block(self._path, self._source, "lines", start, end, line - first, line)

    def _skip_line(self) -> int:
        """Read up to the end of the line, in pieces; returns how many bytes that were."""
        skipped = 0
        while piece := self._file.readline(self._size):
            skipped += len(piece)
            if piece.endswith(b"\n"):
                break
        return skipped

    # -- everything else -------------------------------------------------------------------------------------------

    def _other(self, start: int, line: int, head: bytes) -> Cutting:
        if self._says_lines and re.search(rb"\n\s*+\{", head):
            return (yield from self._lines(start, line))
        if self._length - start <= self._size:
            try:
                value = decode(self._read(start, self._size).strip()).value
            except Undecodable:
                pass
            else:
                yield self._problem("not-a-post", f"is not a post: found {name_of(value)}.")
                return 0
        later = _JSON_LATER.search(head) if not _PAGE.search(head[:_HEAD_OF_PAGE]) else None
        prefix = head[: later.start(1)] if later else head
        yield self._problem("not-json", _not_json(prefix, line, skipped=later is not None))
        if later is None:
            return 0
        offset = later.start(1)
        return (yield from self._cut_from(start + offset, line + head.count(b"\n", 0, offset)))


def _begins_array(head: bytes) -> bool:
    """Whether an item follows the bracket: a line of a log begins with one, too (`[01-Jan-2026 10:00:00 UTC]`)."""
    at = skip_blanks(head, 1)
    if head[at : at + 1] in {b"{", b"[", b"]", b'"', b""}:
        return True
    scan = Scan(at)
    return scan.advance(head) is State.CLOSED and _is_json(head[at : scan.position])


def _is_json(raw: bytes) -> bool:
    try:
        decode(raw)
    except Undecodable:
        return False
    return True


def _documents(data: bytes, end: int) -> list[int]:
    """Where the objects end that stand one behind the other: the first of them at `end`."""
    ends = [end]
    while data.startswith(b"{", begin := skip_blanks(data, ends[-1])):
        scan = Scan(begin)
        if scan.advance(data) is not State.CLOSED or not _is_json(data[begin : scan.position]):
            break
        ends.append(scan.position)
    return ends


def _end_of(data: bytes, start: int) -> int:
    scan = Scan(start)
    scan.advance(data)
    return scan.position


def _other_list(head: bytes) -> str | None:
    """What the first object of an array is, if another list of the REST API than one of posts holds such."""
    start = skip_blanks(head, 1)
    try:
        first = orjson.loads(head[start : _end_of(head, start)])
    except orjson.JSONDecodeError:
        return None
    return other_resource(first) if isinstance(first, dict) else None


def _other_answer(value: dict[str, Any]) -> str | None:
    """What an object without posts is known to be."""
    save = "Save what /wp-json/wp/v2/posts answers."
    if "namespaces" in value and "routes" in value:
        return f"is the index of a REST API, not a post. {save}"
    if isinstance(value.get("db"), list):
        return "is an export of Ghost, which is not read. Give the address of the site's sitemap instead."
    if value.get("version") == "1.0" and str(value.get("type")) in _TYPES_OF_OEMBED and "id" not in value:
        return f"is an answer of oEmbed, not a post. {save}"
    if isinstance(value.get("html"), str) and isinstance(value.get("json"), dict) and "id" not in value:
        return f"is what Yoast's get_head answers: a head without its post. {save}"
    if isinstance(value.get("data"), dict) or isinstance(value.get("responses"), list):
        return f"is an answer of another API, not of wp/v2. {save}"
    first = next(iter(value.values()), None)
    other = other_resource(first) if isinstance(first, dict) else None
    return f"was skipped: its first item is {other} of the REST API, not a post." if other else None


def _is_post(value: dict[str, Any]) -> bool:
    return len(_POST_FIELDS & value.keys()) > 1


def _wrapped_array(data: bytes) -> int | None:
    """Offset behind the bracket of the list of objects in an answer; None if it has none, or looks like a post."""
    seen: set[str] = set()
    for name, at in members(data, 0):
        if name in _WRAPPERS and data[at : at + 1] == b"[" and data[skip_blanks(data, at + 1) :][:1] == b"{":
            return None if len(_POST_FIELDS & seen) > 1 else at + 1
        seen.add(name)
    return None


def _is_envelope(value: dict[str, Any]) -> bool:
    """Whether an object is what `?_envelope` puts around one post."""
    body = value.get("body")
    return isinstance(body, dict) and _is_post(body) and type(value.get("status")) is int


def _ends_object(rest: bytes) -> bool:
    """Whether this ends the object whose array has just ended."""
    return rest == b"}" or _is_json(b'{"":0' + rest)


# -- words -----------------------------------------------------------------------------------------------------------


def _shown(raw: bytes) -> str:
    """The beginning of something foreign, in quotes and harmless."""
    line = raw[: 4 * _SHOWN].decode(errors="replace").strip().partition("\n")[0].strip()
    return f'"{printable(line if len(line) <= _SHOWN else line[:_SHOWN] + "…")}"'


def _at(data: bytes, line: int, offset: int, reason: str) -> str:
    line += data.count(b"\n", 0, offset)
    column = offset - data.rfind(b"\n", 0, offset)
    return f"not JSON at line {line:,}, column {column:,} ({reason}). Get it again, or mend it."


def _not_json(prefix: bytes, line: int, *, skipped: bool) -> str:
    what = f"not JSON at line {line:,}, column 1 (it begins with {_shown(prefix)}): "
    kind = next((kind for mark, kind in _OTHER_FORMATS if prefix.startswith(mark)), None)
    if kind is not None:
        return f"{what}it is {kind}. JSON is read, plain or compressed with gzip or zstd."
    if _PAGE.search(prefix[:_HEAD_OF_PAGE]):
        return f"{what}it is a web page or XML. Save what /wp-json/wp/v2/posts answers."
    if not skipped and _PHP_NOTICE.search(prefix):
        return f"{what}the server printed a PHP notice, and no answer. Its error log says more."
    if not skipped:
        return f"{what}a post, an array of posts, or one post a line is wanted."
    if _PHP_NOTICE.search(prefix):
        return f"{what}the server printed a PHP notice before its answer. It was skipped: set display_errors to Off."
    return f"{what}what stands before the JSON was skipped. Take it out."


def _rest_error(code: str, message: str, data: Any) -> str:
    """What the REST API said, without its tags: WordPress puts links into some messages."""
    status = data.get("status") if isinstance(data, dict) else None
    name = printable(code[:_LONGEST_CODE]) + (f", {status}" if isinstance(status, int) else "")
    text = printable(" ".join(html.unescape(_TAGS.sub("", message)).split()))
    text = text[:_LONGEST_MESSAGE].rstrip(".")
    return f"is an error of the REST API ({name}), not a post: {text}. Save the answer again when it is mended."
