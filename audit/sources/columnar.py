"""Tables in the formats of Apache Arrow: Parquet, Arrow files and streams, Feather. Read batch by batch.

Needs pyarrow (`pip install "postaudit[parquet]"`); without it a file in one of these formats is told, and not read.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from audit.sources.delimited import as_line, no_posts, unknown_columns
from audit.sources.records import SourceProblem
from audit.sources.rows import Columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

SUFFIXES = (".parquet", ".arrow", ".feather")
_PARQUET, _ARROW = b"PAR1", b"ARROW1"
_STREAM = b"\xff\xff\xff\xff"
_LARGEST = 2**63
_ROWS = 64
"""Rows of a batch: 64 posts have 2 MB. Of a Parquet file pyarrow reads in pages, of an Arrow file a whole batch."""


def is_columnar(head: bytes, name: str) -> bool:
    """Whether a file that begins so is Parquet, an Arrow file, or by its name an Arrow stream."""
    return head.startswith((_PARQUET, _ARROW)) or (head.startswith(_STREAM) and name.endswith(SUFFIXES))


def convert_columnar(
    file: BinaryIO, source: str, _spool: Path, columns: Mapping[str, str]
) -> Iterator[bytes | SourceProblem]:
    """The rows of a file as lines of JSON, and what cannot be read."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
    except ImportError:
        message = 'is Parquet or Arrow, which needs pyarrow: pip install "postaudit[parquet]".'
        yield SourceProblem("unsupported", source, "", message)
        return
    items = 0
    try:
        names, batches = _opened(file)
        chosen = Columns(names, columns)
        if not chosen.has_posts:
            yield SourceProblem("unsupported", source, "", no_posts(names, columns))
            return
        yield from unknown_columns(names, columns, source)
        for batch in batches:
            for start in range(0, batch.num_rows, _ROWS):
                for row in batch.slice(start, _ROWS).to_pylist():
                    items += 1
                    yield as_line(chosen.record_of(_plain(row)))
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = "".join(character for character in str(error).partition("\n")[0] if character.isprintable())[:120]
        message = f"is damaged, or no file that pyarrow reads ({reason}). {items:,} posts before are audited."
        yield SourceProblem("truncated", source, "", message)
        return
    if not items:
        yield SourceProblem("empty", source, "", "is a table without rows: nothing to audit.")


def _opened(file: BinaryIO) -> tuple[list[str], Iterator[Any]]:
    """Names of the columns, and the batches of a file."""
    head = file.read(len(_ARROW))
    file.seek(0)
    if head.startswith(_PARQUET):
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415 - an extra

        # Buffered: a row group may be larger than memory, and by default is read whole, column by column.
        table = ParquetFile(file, pre_buffer=False, buffer_size=1 << 20)
        return table.schema_arrow.names, table.iter_batches(batch_size=_ROWS, use_threads=False)
    from pyarrow import ipc  # noqa: PLC0415 - an extra

    if head.startswith(_ARROW):
        reader = ipc.open_file(file)
        return reader.schema.names, (reader.get_batch(number) for number in range(reader.num_record_batches))
    stream = ipc.open_stream(file)
    return stream.schema.names, iter(stream)


def _plain(value: Any) -> Any:  # noqa: PLR0911 - one line a type
    """A value as JSON has it: moments as the REST API writes them, bytes as text, what is not a number as null."""
    match value:
        case dict():
            return {name: _plain(inner) for name, inner in value.items()}
        case list() | tuple():  # a map comes as a list of pairs
            return [_plain(inner) for inner in value]
        case datetime():
            moment = value if value.tzinfo is None else value.astimezone(UTC)
            return moment.replace(tzinfo=None, microsecond=0).isoformat()
        case date():
            return f"{value.isoformat()}T00:00:00"
        case Decimal():
            return int(value) if value == int(value) and abs(value) < _LARGEST else float(value)
        case float():
            return None if math.isnan(value) or math.isinf(value) else value
        case bytes():
            return value.decode(errors="replace")
        case _:
            return value
