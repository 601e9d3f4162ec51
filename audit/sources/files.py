"""Files: JSON arrays, single posts, REST answers, NDJSON, plain, gzipped or zstd; folders, globs, stdin."""

from __future__ import annotations

import codecs
import glob
import gzip
import io
import os
import re
import stat
import sys
import tempfile
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, cast

import orjson
import zstandard

from audit.sources.blocks import MOST_RECORD_BYTES, Block, SourceProblem, remember
from audit.sources.decode import NotJson, decode
from audit.sources.split import scan_items, split_damaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BLOCK_BYTES = 1 << 20
"""Size that blocks aim at, in bytes: enough work for a worker, little enough to hold many."""
SUFFIXES = (".json", ".ndjson", ".jsonl")
_PACKED = (".gz", ".zst")
_MOST_SPOOLED = 1 << 30
_MOST_RATIO = 200
_PREFIX = 64 << 10
_COPY = 1 << 20
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_STDIN = "-"
_BEGINS_JSON = re.compile(rb'\[\s*\{\s*"|\{\s*"[^"\\]{1,60}"\s*:')
_WEB_PAGE = re.compile(rb"\s*(?:<!doctype html|<html)", re.IGNORECASE)
_KEYS = re.compile(rb'(\s*)\{(\s*)"((?:[^"\\]){1,60})"')
_TRIES = 8


class _Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def accepts(spec: str) -> bool:
    """Everything that is no web address."""
    return not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]+://", spec)


def open_files(spec: str, spool: Path) -> Iterator[Block | SourceProblem]:
    """Cut the files that a path, glob or `-` names into blocks."""
    if spec == _STDIN:
        yield from _open_stdin(spool)
        return
    path = Path(spec)
    if path.is_dir():
        yield from _open_folder(path, spool)
    elif not path.exists() and any(character in spec for character in "*?["):
        found = sorted(glob.glob(spec, recursive=True))  # noqa: PTH207 - the pattern may be absolute
        if not found:
            yield SourceProblem("empty", spec, "", "no file matches the pattern.")
        for name in found:
            yield from open_files(name, spool)
    else:
        yield from _open_file(path, spec, spool)


def _open_folder(folder: Path, spool: Path) -> Iterator[Block | SourceProblem]:
    names = [str(path) for path in sorted(folder.rglob("*")) if _is_wanted(path)]
    if not names:
        wanted = ", ".join(f"*{suffix}" for suffix in SUFFIXES)
        yield SourceProblem("empty", str(folder), "", f"nothing to read: looked for {wanted} (also .gz and .zst).")
    for name in names:
        yield from _open_file(Path(name), name, spool)


def _is_wanted(path: Path) -> bool:
    name = path.name.lower()
    for packed in _PACKED:
        name = name.removesuffix(packed)
    return name.endswith(SUFFIXES) and path.is_file()


def _open_stdin(spool: Path) -> Iterator[Block | SourceProblem]:
    target = _new_file(spool)
    with target.open("wb") as out:
        while chunk := sys.stdin.buffer.read(_COPY):
            out.write(chunk)
    yield from _open_file(target, "stdin", spool)


def _new_file(spool: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=spool)
    os.close(handle)
    return Path(name)


def _open_file(path: Path, source: str, spool: Path) -> Iterator[Block | SourceProblem]:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            yield SourceProblem("unreadable", source, "", "not a regular file; give a file, a folder or - for stdin.")
            return
        with path.open("rb") as file:
            head = file.read(_PREFIX)
        if not head.strip():
            yield SourceProblem("empty", source, "", "the file is empty.")
            return
        plain: Path | None = path
        unpack = _unpacker(head)
        if unpack is not None:
            plain = None
            for item in _spooled(path, source, spool, unpack):
                if isinstance(item, SourceProblem):
                    yield item
                else:
                    plain = item
        if plain is not None:
            yield from _cut(plain, source)
    except FileNotFoundError:
        yield SourceProblem("unreadable", source, "", "no such file or folder.")
    except PermissionError:
        yield SourceProblem("unreadable", source, "", "no permission to read it.")
    except OSError as error:
        yield SourceProblem("unreadable", source, "", f"cannot be read: {error.strerror or error}.")


# -- unpacking ---------------------------------------------------------------------------------------------------------


def _unpacker(head: bytes) -> Callable[[IO[bytes]], _Readable] | None:
    """How to read a file whose first bytes are given as plain UTF-8; None if it is so already."""
    if head.startswith(_GZIP):
        return lambda file: cast("_Readable", gzip.GzipFile(fileobj=file))
    if head.startswith(_ZSTD):
        return lambda file: cast("_Readable", zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True))
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return lambda file: cast("_Readable", _Utf8(io.TextIOWrapper(file, "utf-16", errors="replace", newline="")))
    return None


class _Utf8:
    """Reads text as UTF-8 bytes."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text

    def read(self, size: int = -1, /) -> bytes:
        return self._text.read(size).encode("utf-8", "replace")


def _spooled(
    path: Path, source: str, spool: Path, unpack: Callable[[IO[bytes]], _Readable]
) -> Iterator[Path | SourceProblem]:
    """Unpack a file into the spool, as a stream; a cut one as far as it goes."""
    target = _new_file(spool)
    packed = path.stat().st_size
    most = max(_MOST_SPOOLED, _MOST_RATIO * packed)
    written = 0
    with path.open("rb") as file, target.open("wb") as out:
        reader = unpack(file)
        try:
            while chunk := reader.read(_COPY):
                written += len(chunk)
                if written > most:
                    message = f"unpacks to more than {most >> 20:,} MB from {packed:,} bytes; unpack it yourself first."
                    yield SourceProblem("too-large", source, "", message)
                    return
                out.write(chunk)
        except (EOFError, OSError, zlib.error, zstandard.ZstdError) as error:
            what = "cut off" if isinstance(error, EOFError) else "damaged"
            message = f"the compressed file is {what} after {written:,} bytes; the posts before that were audited."
            yield SourceProblem("truncated", source, "", message)
    if written:
        yield target
    else:
        yield SourceProblem("empty", source, "", "the file is empty.")


# -- cutting -----------------------------------------------------------------------------------------------------------


def _cut(path: Path, source: str, size: int = BLOCK_BYTES) -> Iterator[Block | SourceProblem]:
    with path.open("rb") as file:
        head = file.read(_PREFIX)
        length = path.stat().st_size
        unpack = _unpacker(head)
        if unpack is not None:
            yield SourceProblem("not-json", source, "", "it is packed twice; unpack it once first.")
            return
        start = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
        body = head[start:].lstrip()
        start += len(head) - start - len(body)
        if body[:1] not in {b"[", b"{"}:
            found = None if _WEB_PAGE.match(body) else _BEGINS_JSON.search(body)
            yield _not_json(source, body, skipped=found is not None)
            if found is None:
                return
            start += found.start()
            body = body[found.start() :]
        if body[:1] == b"[":
            yield from _cut_array(file, path, source, start + 1, size)
        elif _is_lines(file, start, length):
            yield from _cut_lines(file, path, source, start, size)
        else:
            yield from _cut_document(file, path, source, start, length)


def _not_json(source: str, body: bytes, *, skipped: bool) -> SourceProblem:
    first = body[:24].decode("utf-8", "replace").split("\n", 1)[0]
    shown = "".join(character if character.isprintable() else "�" for character in first)
    where = f'(it begins with "{shown}")'
    if skipped:
        message = f"not JSON at line 1, column 1 {where}: the server printed something before its answer; skipped that."
    elif body[:1] == b"<":
        message = f"not JSON at line 1, column 1 {where}: this is a web page, not an answer of the REST API."
    else:
        message = f"not JSON at line 1, column 1 {where}: give JSON, NDJSON, or either of them packed."
    return SourceProblem("not-json", source, "", message)


def _is_lines(file: IO[bytes], start: int, length: int) -> bool:
    """A `{` at the beginning: one document, or one object a line?"""
    file.seek(start)
    first = file.readline(MOST_RECORD_BYTES)
    if not first.endswith(b"\n") or start + len(first) >= length:
        return False
    following = file.read(_PREFIX).lstrip()
    if not following:
        return False
    if following[:1] == b"{" and first.rstrip().endswith(b"}"):
        return True
    try:
        return isinstance(orjson.loads(first), dict)
    except orjson.JSONDecodeError:
        return following[:1] == b"{" and b'":' in first


def _cut_lines(file: IO[bytes], path: Path, source: str, start: int, size: int) -> Iterator[Block | SourceProblem]:
    file.seek(start)
    number, position, rest = 1, start, b""
    while True:
        chunk = file.read(size)
        data = rest + chunk
        end = data.rfind(b"\n") + 1 if chunk else len(data)
        if chunk and not end:
            rest = data
            continue
        if data[:end].strip():
            yield Block(str(path), source, "lines", position, position + end, number - 1, number)
        number += data.count(b"\n", 0, end)
        position += end
        rest = data[end:]
        if not chunk:
            return


def _cut_document(file: IO[bytes], path: Path, source: str, start: int, length: int) -> Iterator[Block | SourceProblem]:
    file.seek(start)
    data = file.read(MOST_RECORD_BYTES + 1)
    if len(data) > MOST_RECORD_BYTES:
        message = f"one document of more than {MOST_RECORD_BYTES >> 20} MB; give an array or NDJSON."
        yield SourceProblem("too-large", source, "", message)
        return
    end = length
    try:
        decode(data)
    except NotJson as fault:
        closed = _end_of_object(data)
        if closed is None:
            yield SourceProblem("not-json", source, "", f"not JSON: {fault}; fetch it again.")
            return
        end = start + closed
        yield _surplus(source, data[closed:])
    yield Block(str(path), source, "document", start, end, 0)


def _end_of_object(data: bytes) -> int | None:
    """Where the first object ends, if it is sound and something follows."""
    depth = 0
    for match in re.finditer(rb'"(?:[^"\\]++|\\.)*+"|[{}]', data, re.DOTALL):
        if match[0] == b"{":
            depth += 1
        elif match[0] == b"}":
            depth -= 1
            if not depth:
                try:
                    decode(data[: match.end()])
                except NotJson:
                    return None
                return match.end()
    return None


def _surplus(source: str, rest: bytes) -> SourceProblem:
    shown = rest.strip()[:24].decode("utf-8", "replace").split("\n", 1)[0]
    message = f'something follows the JSON (it begins with "{shown}"); it was left out.'
    return SourceProblem("surplus", source, "", message)


class _Boundaries:
    """Finds where one record of an array ends and the next begins, learning from how the first one is written."""

    def __init__(self, data: bytes) -> None:
        first = _KEYS.match(data)
        self._needles: list[bytes] = []
        if first is not None:
            key = b"{" + first[2] + b'"' + first[3] + b'"'
            blanks = dict.fromkeys((first[1], b"", b" ", b"\n", b"\r\n", b"\n "))
            self._needles = [b"}," + blank + key for blank in blanks]

    def candidates(self, data: bytes) -> Iterator[int]:
        """Offsets of commas that may separate records, the last one first."""
        for needle in self._needles:
            end = len(data)
            for _ in range(_TRIES):
                found = data.rfind(needle, 0, end)
                if found < 0:
                    break
                yield found + 1
                end = found
            if end < len(data):
                self._needles.remove(needle)
                self._needles.insert(0, needle)
                return


def _cut_array(file: IO[bytes], path: Path, source: str, start: int, size: int) -> Iterator[Block | SourceProblem]:
    """Cut an array into blocks of whole records.

    A cut is verified by parsing what stands before it: bytes that parse as the items of an array have no open bracket
    and no open string, so the comma behind them separates records. Where no cut can be verified the slow scan decides.
    """
    file.seek(start)
    data, position, index = b"", start, 0
    boundaries: _Boundaries | None = None
    wanted = size
    while True:
        chunk = file.read(wanted)
        data += chunk
        boundaries = boundaries or _Boundaries(data)
        if not chunk:
            yield from _last_items(data, path, source, position, index)
            return
        cut, values = _verified_cut(data, boundaries)
        items = len(values)
        if cut is not None:
            remember(str(path), position, position + cut, values)
        else:
            scan = scan_items(data)
            if scan.closed >= 0:
                rest = data[scan.closed :] + file.read(_PREFIX)
                yield from _last_items(data[: scan.closed] + rest, path, source, position, index)
                return
            cut, items = (scan.rest - 1, len(scan.items)) if scan.items else (None, 0)
        if cut is None and len(data) > MOST_RECORD_BYTES:
            pieces = split_damaged(data)
            cut, items = (pieces[-1][0], len(pieces) - 1) if len(pieces) > 1 else (len(data), 1)
            yield Block(str(path), source, "array", position, position + cut, index)
            data, position, index = data[cut:], position + cut, index + items
            continue
        if cut is None:
            wanted = max(size, len(data))  # a record larger than a block: read twice as much
            continue
        wanted = size
        if items:
            yield Block(str(path), source, "array", position, position + cut, index)
        data, position, index = data[cut + 1 :], position + cut + 1, index + items


def _verified_cut(data: bytes, boundaries: _Boundaries) -> tuple[int | None, list[Any]]:
    for cut in boundaries.candidates(data):
        try:
            return cut, orjson.loads(b"[" + data[:cut] + b"]")
        except orjson.JSONDecodeError:
            continue
    return None, []


def _last_items(data: bytes, path: Path, source: str, position: int, index: int) -> Iterator[Block | SourceProblem]:
    """The last block of an array, and what is wrong with the array's end."""
    end = data.rstrip()
    if end.endswith(b"]"):
        inside = end[:-1]
        try:
            items = orjson.loads(b"[" + inside + b"]")
        except orjson.JSONDecodeError:
            pass
        else:
            if items:
                remember(str(path), position, position + len(inside), items)
                yield Block(str(path), source, "array", position, position + len(inside), index)
            elif not index:
                yield SourceProblem("empty", source, "", "the list is empty.")
            return
    scan = scan_items(data)
    if scan.closed >= 0:
        if scan.items:
            yield Block(str(path), source, "array", position, position + scan.closed, index)
        elif not index:
            yield SourceProblem("empty", source, "", "the list is empty.")
        rest = data[scan.closed + 1 :]
        if data[scan.closed : scan.closed + 1] != b"]":
            yield _surplus(source, data[scan.closed :])
        elif rest.strip():
            yield _surplus(source, rest)
        return
    whole = scan.items[-1][1] if scan.items else 0
    pieces = split_damaged(data[scan.rest :]) if data[scan.rest :].strip() else []
    if len(pieces) > 1:
        whole = scan.rest + pieces[-2][1]
    if whole:
        yield Block(str(path), source, "array", position, position + whole, index)
    done = index + len(scan.items) + max(0, len(pieces) - 1)
    message = f"cut off in item {done + 1}; the {done} items before it were read. Fetch it again."
    yield SourceProblem("truncated", source, "", message)
