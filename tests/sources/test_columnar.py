"""Parquet, Arrow and Feather."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from pyarrow import feather, ipc, parquet

from audit.sources import SourceProblem, open_source, read_block

POSTS = [
    {
        "id": number,
        "title": {"rendered": f"Post {number}"},
        "content": {"rendered": "<p>ß</p>", "protected": False},
        "yoast_head_json": '{"canonical": "https://saltmarsh.example/"}',
        "tags": [3, 5],
        "modified_gmt": datetime(2026, 1, 2, 3, 4, 5, 678, UTC),
        "price": Decimal("1.50"),
        "picture": b"\xff",
    }
    for number in range(200)
]


def write_parquet(table, path):
    parquet.write_table(table, path, row_group_size=70)


def write_arrow(table, path):
    with ipc.new_file(str(path), table.schema) as writer:
        writer.write_table(table, max_chunksize=70)


def write_stream(table, path):
    with ipc.new_stream(str(path), table.schema) as writer:
        writer.write_table(table)


def write_feather(table, path):
    feather.write_feather(table, str(path), compression="zstd")


@pytest.fixture
def read(tmp_path):
    spool = tmp_path / "spool"
    spool.mkdir()

    def _read(path, **columns):
        records, problems = [], []
        for block in open_source(str(path), spool=spool, columns=columns):
            for item in [block] if isinstance(block, SourceProblem) else read_block(block):
                (problems if isinstance(item, SourceProblem) else records).append(item)
        return [record.data for record in records], [one.message for one in problems]

    return _read


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (write_parquet, "posts.parquet"),
        (write_parquet, "posts.bin"),
        (write_arrow, "posts.arrow"),
        (write_stream, "posts.arrow"),
        (write_feather, "posts.feather"),
    ],
)
def test_nested_columns(write, name, tmp_path, read):
    write(pa.Table.from_pylist(POSTS), tmp_path / name)
    records, problems = read(tmp_path / name)

    assert problems == []
    assert [record["id"] for record in records] == list(range(200))
    assert records[7] == {
        "id": 7,
        "title": {"rendered": "Post 7"},
        "content": {"rendered": "<p>ß</p>", "protected": False},
        "yoast_head_json": {"canonical": "https://saltmarsh.example/"},
        "tags": [3, 5],
        "modified_gmt": "2026-01-02T03:04:05",
        "price": 1.5,
        "picture": "\ufffd",
    }


def test_flat_columns_and_what_pandas_writes(tmp_path, read):
    rows = [{"ID": 7.0, "title_rendered": "A", "Text": "<p>x</p>"}, {"ID": float("nan"), "title_rendered": None}]
    write_parquet(pa.Table.from_pylist(rows), tmp_path / "a.parquet")

    assert read(tmp_path / "a.parquet", Text="content") == (
        [{"id": 7, "title": {"rendered": "A"}, "content": {"rendered": "<p>x</p>"}}, {}],
        [],
    )


def test_a_table_of_something_else_is_told(tmp_path, read):
    write_parquet(pa.table({"order": [1]}), tmp_path / "a.parquet")
    records, (problem,) = read(tmp_path / "a.parquet")

    assert records == []
    assert problem.startswith('has no column with a content, only "order".')


def test_a_table_without_rows(tmp_path, read):
    write_parquet(
        pa.table({"id": pa.array([], pa.int64()), "content": pa.array([], pa.string())}), tmp_path / "a.parquet"
    )

    assert read(tmp_path / "a.parquet") == ([], ["is a table without rows: nothing to audit."])


@pytest.mark.parametrize("write", [write_parquet, write_arrow])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.99])
def test_what_is_cut_off_is_told(write, share, tmp_path, read):
    path = tmp_path / "a.parquet"
    write(pa.Table.from_pylist(POSTS), path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    _, problems = read(path)

    assert len(problems) == 1
    assert problems[0].startswith("is damaged, or no file that pyarrow reads (")


def test_bytes_that_were_changed_never_raise(tmp_path, read):
    path = tmp_path / "a.parquet"
    write_parquet(pa.Table.from_pylist(POSTS[:20]), path)
    sound = path.read_bytes()
    for place in range(4, len(sound) - 8, 97):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 0xFF]) + sound[place + 1 :])
        records, problems = read(path)
        assert records or problems


def test_without_pyarrow_the_extra_is_named(tmp_path, read, monkeypatch):
    write_parquet(pa.Table.from_pylist(POSTS), tmp_path / "a.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    assert read(tmp_path / "a.parquet") == (
        [],
        ['is Parquet or Arrow, which needs pyarrow: pip install "postaudit[parquet]".'],
    )
