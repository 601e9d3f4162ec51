"""Tables of text: CSV, TSV and their kin, one post a row, the first row naming the columns. Read as a stream."""

from __future__ import annotations

import csv
import io
import re
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from audit._nearest import did_you_mean
from audit.sources.arrays import LARGEST_RECORD, posts_before
from audit.sources.records import SourceProblem
from audit.sources.rows import Columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

SUFFIXES = (".csv", ".tsv", ".tab")
_DELIMITERS = (",", ";", "\t", "|")
_LONGEST_HEADER = 64 << 10
_MOST_COLUMNS = 2_000
_TOLD = 5
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
"""What `surrogateescape` makes of such bytes: https://peps.python.org/pep-0383/"""
_NAMED_DELIMITER = re.compile(r'"?sep=(?P<delimiter>.)"?\r?\n', re.IGNORECASE)
"""The line with which a table tells Excel what stands between its cells."""
_END = "\x1eend of the table\x1e"
"""Given to the reader behind the last line: what it is found in has not ended."""
_NO_TABLE = (b"{", b"[", b"<", b"PAR1", b"ARROW1")


def is_table(head: bytes, name: str) -> bool:
    """Whether a file that begins so is a table: its name says so, or its first row names columns of posts."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start or start.startswith(_NO_TABLE):
        return False
    return name.endswith(SUFFIXES) or has_posts(head)


def has_posts(head: bytes, columns: Mapping[str, str] | None = None) -> bool:
    """Whether the first row names columns of posts."""
    names = _header(head).names
    return len(names) > 1 and Columns(names, columns or {}).has_posts


def convert_table(
    file: BinaryIO, source: str, _spool: Path, columns: Mapping[str, str]
) -> Iterator[bytes | SourceProblem]:
    """The rows of a table as lines of JSON, and what cannot be read."""
    header = _header(file.read(_LONGEST_HEADER))
    names = header.names
    file.seek(0)
    chosen = Columns(names, columns)
    if not chosen.has_posts:
        yield SourceProblem("unsupported", source, "", no_posts(names, columns))
        return
    yield from unknown_columns(names, columns, source)
    text = io.TextIOWrapper(file, "utf-8-sig", errors="surrogateescape", newline="")
    try:
        yield from _rows(text, header, chosen, source)
    finally:
        text.detach()


def no_posts(names: list[str], columns: Mapping[str, str]) -> str:
    """Why a table is not read: which columns there are, and how to say what they are."""
    shown = ", ".join(f'"{"".join(c for c in name[:40] if c.isprintable())}"' for name in names[:8])
    more = ", …" if len(names) > 8 else ""  # noqa: PLR2004 - as above
    advice = "Write the columns as the file has them." if columns else "Say which is which in the settings:"
    return f'has no column with a content, only {shown}{more}. {advice} [csv] columns = {{ "Body" = "content" }}.'


def unknown_columns(names: list[str], columns: Mapping[str, str], source: str) -> Iterator[SourceProblem]:
    """Columns that the settings name and the table has not, where it has others that they name."""
    missing = [name for name in columns if name not in names]
    if len(missing) < len(columns):
        for name in missing:
            message = f'has no column "{name}", which [csv] columns names.{did_you_mean(name, names)}'
            yield SourceProblem("unsupported", source, "", message)


class _Header(NamedTuple):
    """The first row: names of the columns, what stands between them, and how many lines stand before."""

    names: list[str]
    delimiter: str
    before: int = 0


def _header(head: bytes) -> _Header:
    """What stands between the names is what the table says, or that which gives most columns."""
    text = head[:_LONGEST_HEADER].decode("utf-8-sig", errors="replace")
    named = _NAMED_DELIMITER.match(text)
    if named:
        text = text[named.end() :]
    before = 1 if named else 0
    best = _Header([], ",", before)
    for delimiter in (named["delimiter"],) if named else _DELIMITERS:
        try:
            names = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error:
            continue
        if len(best.names) < len(names) <= _MOST_COLUMNS:
            best = _Header([name.strip() for name in names], delimiter, before)
    return best


def _rows(text: io.TextIOWrapper, header: _Header, columns: Columns, source: str) -> Iterator[bytes | SourceProblem]:
    items, longer, foreign = 0, 0, 0
    names = header.names
    for line, row in _cells(text, header):
        if isinstance(row, str):
            message = f"cannot be read ({row}): is a quotation mark not closed? {posts_before(items)}"
            yield SourceProblem("truncated", source, f"line {line:,}", message)
            items += 1  # what is wrong is told
        elif len(row) > len(names):
            longer += 1
            if longer <= _TOLD:
                message = f"has {len(row):,} cells, and the first row names {len(names):,}: skipped."
                yield SourceProblem("not-a-post", source, f"line {line:,}", message)
        else:
            items += 1
            if any(map(_NOT_UTF8.search, row)):
                foreign += 1
                row = [_as_windows(cell) if _NOT_UTF8.search(cell) else cell for cell in row]  # noqa: PLW2901 - the same row, mended
            yield as_line(columns.record_of(dict(zip(names, row, strict=False))))
    if longer > _TOLD:
        yield SourceProblem("not-a-post", source, "", f"has {longer - _TOLD:,} more rows with too many cells: skipped.")
    if foreign:
        message = f"has rows that are no UTF-8 ({foreign:,}), and were read as Windows-1252. Save it as UTF-8."
        yield SourceProblem("encoding", source, "", message)
    if not items and not longer:
        yield SourceProblem("empty", source, "", "is a table without rows: nothing to audit.")


def _cells(text: io.TextIOWrapper, header: _Header) -> Iterator[tuple[int, list[str] | str]]:
    """The rows behind the first one that are not empty, each with its line; at last why there are no more."""
    csv.field_size_limit(LARGEST_RECORD)
    reader = csv.reader(chain(text, (_END,)), delimiter=header.delimiter)
    for _ in range(header.before + 1):
        next(reader)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield line, str(error)
            return
        if row is None or row == [_END]:
            return
        if row and row[-1].endswith(_END):
            yield line, "the file ends in it"
            return
        if any(row):
            yield line, row


def _as_windows(cell: str) -> str:
    """A cell that is no UTF-8: spreadsheets on Windows write Windows-1252."""
    return cell.encode("utf-8", "surrogateescape").decode("windows-1252", errors="replace")


def as_line(record: dict[str, Any]) -> bytes:
    """A record as a line of JSON."""
    return orjson.dumps(record, default=str)
