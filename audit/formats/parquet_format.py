"""The findings as a Parquet file, for whoever counts them with pandas, DuckDB or Spark. Needs the extra `parquet`."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from audit.formats._rows import COLUMNS, EVIDENCE, PIECES, TEXT, TRUTH, WHOLE, rows
from audit.formats._text import one_line

if TYPE_CHECKING:
    from audit.report import Report

_BATCH = 5_000  # rows that are held at a time, and make a row group


def parquet(report: Report, out: BinaryIO) -> None:
    """Write one row a finding, compressed, with the same columns whatever was found.

    As in CSV, texts stand on one line, and what cannot be seen is an escape; nobody calculates here, so that nothing
    gets an apostrophe.
    """
    import pyarrow as pa  # noqa: PLC0415 - an extra
    from pyarrow import parquet as pq  # noqa: PLC0415 - the same

    piece = pa.struct([(name, pa.string()) for name in EVIDENCE])
    types = {TEXT: pa.string(), WHOLE: pa.int64(), TRUTH: pa.bool_(), PIECES: pa.list_(piece)}
    schema = pa.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
    found = (_plain(row) for row in rows(report))
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := list(islice(found, _BATCH)):
            writer.write_table(pa.Table.from_pylist(batch, schema))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value
