"""Turns what is no plain file into one: compressed files, standard input, other encodings. Streams; keeps nothing."""

from __future__ import annotations

import codecs
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

LARGEST = 1 << 30
"""Bytes that compressed input may always become."""
LARGEST_RATIO = 200
"""How many times its size compressed input may become beyond that. JSON full of HTML shrinks to a tenth."""

COMPRESSED = (".gz", ".zst")
"""Ends of the names of compressed files."""

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16 LE, so it is looked for first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ZEROS = {
    b"\1\0\0\0": "utf-32-le",
    b"\0\0\0\1": "utf-32-be",
    b"\1\0\1\0": "utf-16-le",
    b"\0\1\0\1": "utf-16-be",
}
"""Where the bytes of two ASCII characters are zero, with which JSON, XML and tables begin.

Source: https://www.rfc-editor.org/rfc/rfc4627#section-3
"""
_CHUNK = 16 << 10  # a thousand times that in memory, at worst, for gzip
_ZSTD_CHUNK = 1 << 10  # thirty thousand times that, at worst
_COPIED = 1 << 20
_WIDEST_WINDOW = 128 << 20
_MAGIC = 4


class Spooled(NamedTuple):
    """A plain file in UTF-8.

    Attributes:
        path: where it is; None if nothing of it may be read.
        fault: why it is not whole, or may not be read: goes on after the source's name. Empty if all is well.
        cut_off: it ends before its time, and what came before is good.
    """

    path: str | None
    fault: str = ""
    cut_off: bool = False


class _BrokenError(Exception):
    """The stream cannot be read on."""


class _TooLargeError(Exception):
    """The stream becomes too large."""


def plain_file(path: str, spool: Path) -> Spooled:
    """The file itself if it is plain UTF-8, else a copy of its content in the folder `spool`.

    Raises:
        OSError: the file cannot be read, or the copy not be written.
    """
    with Path(path).open("rb") as file:
        if _is_plain(file.read(_MAGIC)):
            return Spooled(path)
        file.seek(0)
        return _decoded(_copy(file, spool), spool)


def without_compression(name: str) -> str:
    """A file's name in lower case, without what says that it is compressed."""
    name = name.lower()
    return next((name[: -len(suffix)] for suffix in COMPRESSED if name.endswith(suffix)), name)


def beginning(path: str, most: int) -> bytes:
    """The first bytes of what a file holds, decompressed and in UTF-8, as `plain_file` gives them.

    Raises:
        OSError: the file cannot be read.
    """
    with Path(path).open("rb") as file:
        head = file.read(_MAGIC)
        counted = _Counted(head, file)
        chunks = counted.chunks(_CHUNK)
        if head.startswith(_GZIP):
            chunks = _gunzipped(chunks)
        elif head.startswith(_ZSTD):
            chunks = _unzstded(counted.chunks(_ZSTD_CHUNK))
        found = b""
        try:
            while len(found) < most and (chunk := next(chunks, None)) is not None:
                found += chunk
        except _BrokenError:
            pass
        encoding = _wide_encoding(found)
        if encoding is not None:
            found = found.decode(encoding, errors="replace").encode()
        return found[:most]


def plain_stream(stream: BinaryIO, spool: Path) -> Spooled:
    """A copy of what the stream holds, decompressed, in the folder `spool`.

    Raises:
        OSError: the stream cannot be read, or the copy not be written.
    """
    return _decoded(_copy(stream, spool), spool)


def _is_plain(head: bytes) -> bool:
    return not head.startswith((_GZIP, _ZSTD)) and _wide_encoding(head) is None


def _wide_encoding(head: bytes) -> str | None:
    marked = next((encoding for mark, encoding in _WIDE if head.startswith(mark)), None)
    return marked or _ZEROS.get(bytes(map(bool, head[:_MAGIC])))


def _copy(stream: BinaryIO, spool: Path) -> Spooled:
    head = stream.read(_MAGIC)
    counted = _Counted(head, stream)
    if head.startswith(_GZIP):
        return _written(_limited(_gunzipped(counted.chunks(_CHUNK)), counted), spool)
    if head.startswith(_ZSTD):
        return _written(_limited(_unzstded(counted.chunks(_ZSTD_CHUNK)), counted), spool)
    return _written(counted.chunks(_COPIED), spool)


def _decoded(spooled: Spooled, spool: Path) -> Spooled:
    """The same in UTF-8, if it is in one of the encodings with two or four bytes a character."""
    if spooled.path is None:
        return spooled
    with Path(spooled.path).open("rb") as file:
        encoding = _wide_encoding(file.read(_MAGIC))
        if encoding is None:
            return spooled
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        chunks = iter(lambda: file.read(_COPIED), b"")
        return spooled._replace(path=_written(_utf8(decoder, chunks), spool).path)


def _utf8(decoder: codecs.IncrementalDecoder, chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        yield decoder.decode(chunk).encode()
    yield decoder.decode(b"", final=True).encode()


class _Counted:
    """Reads a stream in chunks and counts its bytes."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream
        self.taken = 0

    def chunks(self, size: int) -> Iterator[bytes]:
        chunk = self._head
        while chunk:
            self.taken += len(chunk)
            yield chunk
            chunk = self._stream.read(size)


def _written(chunks: Iterable[bytes], spool: Path) -> Spooled:
    """Write chunks to a new file, as long as they come."""
    fault = ""
    with tempfile.NamedTemporaryFile(dir=spool, suffix=".json", delete=False) as file:
        try:
            for chunk in chunks:
                file.write(chunk)
        except _BrokenError as broken:
            fault = f"is cut off after {file.tell():,} bytes: {broken}"
        except _TooLargeError as too_large:
            file.truncate(0)
            return Spooled(None, f"{too_large}. If it is what it seems to be, decompress it first.")
    return Spooled(file.name, fault, cut_off=bool(fault))


def _limited(chunks: Iterable[bytes], counted: _Counted) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > max(LARGEST, LARGEST_RATIO * counted.taken):
            raise _TooLargeError(f"becomes larger than {LARGEST >> 20:,} MB and {LARGEST_RATIO} times its size")
        yield chunk


def _gunzipped(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """What a gzip stream holds; it may have several members, and zeros behind them."""
    member, fresh = zlib.decompressobj(wbits=31), True
    for chunk in chunks:
        rest = chunk
        while rest:
            if member.eof:
                rest = rest.lstrip(b"\0")
                member, fresh = zlib.decompressobj(wbits=31), True
                if not rest:
                    break
            try:
                yield member.decompress(rest)
            except zlib.error as error:
                raise _BrokenError(f"the gzip stream is damaged ({error})") from None
            fresh = False
            rest = member.unused_data
    if not member.eof and not fresh:
        raise _BrokenError("the gzip stream ends too early")


def _unzstded(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """What a zstd stream holds; it may have several frames."""
    from zstandard import ZstdDecompressor, ZstdError  # noqa: PLC0415 - few runs need it, and it takes 10 ms

    decompressor = ZstdDecompressor(max_window_size=_WIDEST_WINDOW)
    frame, fresh = decompressor.decompressobj(), True
    for chunk in chunks:
        rest = chunk
        while rest:
            if frame.eof:
                frame = decompressor.decompressobj()
            try:
                yield frame.decompress(rest)
            except ZstdError as error:
                raise _BrokenError(f"the zstd stream is damaged ({error})") from None
            fresh = False
            rest = frame.unused_data if frame.eof else b""
    if not frame.eof and not fresh:
        raise _BrokenError("the zstd stream ends too early")
