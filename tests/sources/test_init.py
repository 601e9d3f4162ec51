"""The door to all sources: whatever a file holds, it comes to an end, and what is sound in it is read."""

from __future__ import annotations

import gzip
import json
import tempfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import Settings
from audit.engine import run
from audit.sources import SourceProblem, open_source, read_block, read_record
from audit.sources.arrays import ArrayCutter
from audit.sources.files import open_files
from audit.testing import base_record

TEXTS = st.sampled_from(['},{"id":', '"}]}', "\\", '"', "{", "]", "\U0001f980", "\n", "\\u"]) | st.text(max_size=8)
POSTS = st.lists(
    st.fixed_dictionaries(
        {"id": st.integers(0, 99), "slug": TEXTS}, optional={"link": TEXTS, "title": st.dictionaries(TEXTS, TEXTS)}
    ),
    min_size=1,
    max_size=6,
)
SHAPES = {
    "array": json.dumps,
    "pretty array": lambda posts: json.dumps(posts, indent=1, ensure_ascii=False),
    "lines": lambda posts: "\n".join(map(json.dumps, posts)),
    "answer": lambda posts: json.dumps({"total": len(posts), "posts": posts, "next": None}),
    "post": lambda posts: json.dumps(posts[0], indent=1),
}
PACKED = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress}


def read(data, name="posts.json", size=None):
    """The records and the problems of a file with this content."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        spool = Path(folder)
        found = open_source(str(path), spool=spool) if size is None else open_files(str(path), spool, block_size=size)
        records, problems = [], []
        for item in found:
            for one in [item] if isinstance(item, SourceProblem) else read_block(item):
                if isinstance(one, SourceProblem):
                    problems.append(one)
                else:
                    records.append(one)
                    assert repr(read_record(item, one.position)) == repr(one.data)
        return records, problems


@settings(deadline=None)
@given(POSTS, st.sampled_from(sorted(SHAPES)), st.sampled_from(sorted(PACKED)), st.integers(16, 300))
def test_reads_every_shape(posts, shape, suffix, size):
    data = PACKED[suffix](SHAPES[shape](posts).encode("utf-8", "surrogatepass"))
    name = f"posts.{'ndjson' if shape == 'lines' else 'json'}{suffix}"

    records, problems = read(data, name, size)

    assert [record.data for record in records] == (posts[:1] if shape == "post" else posts)
    assert problems == []


@settings(deadline=None, max_examples=200)
@given(
    POSTS,
    st.sampled_from(sorted(SHAPES)),
    st.sampled_from(sorted(PACKED)),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=3), st.integers(0, 9)), max_size=5),
    st.floats(0, 1),
    st.integers(16, 300),
)
def test_comes_to_an_end_whatever_is_damaged(posts, shape, suffix, damages, cut, size):
    data = bytearray(PACKED[suffix](SHAPES[shape](posts).encode("utf-8", "surrogatepass")))
    for place, fresh, length in damages:
        at = int(place * len(data))
        data[at : at + length] = fresh
    if cut > 0.5:
        del data[int(cut * len(data)) :]

    records, problems = read(bytes(data), "posts.json", size)

    assert records or problems
    assert all(isinstance(record.data, dict) for record in records)
    assert all(problem.message.isprintable() for problem in problems)
    indexes = [record.index for record in records if record.index is not None]
    assert indexes == sorted(set(indexes))


@pytest.mark.parametrize("outer", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("inner", [gzip.compress, zstandard.compress])
def test_says_that_a_file_is_compressed_twice(outer, inner):
    records, [problem] = read(outer(inner(b"[{}]")))

    assert not records
    assert "it is compressed twice" in problem.message


@pytest.mark.parametrize("size", [700, 1 << 20])
@pytest.mark.parametrize("shape", ["array", "lines"])
def test_refuses_a_record_that_is_too_large_in_every_shape(monkeypatch, shape, size):
    monkeypatch.setattr("audit.sources.json_files.LARGEST_RECORD", 200_000)
    monkeypatch.setitem(ArrayCutter.__init__.__kwdefaults__, "largest", 200_000)
    posts = [{"id": number, "slug": "x" * (300_000 if number == 2 else 100)} for number in range(1, 5)]

    records, problems = read(SHAPES[shape](posts).encode(), "posts.ndjson" if shape == "lines" else "posts.json", size)

    if shape == "array" and size > 200_000:
        assert not problems  # a block that is read at once costs nothing more
    else:
        assert [record.data["id"] for record in records] == [1, 3, 4]
        assert [problem.kind for problem in problems] == ["too-large"]


def test_an_attribute_of_ten_megabytes():
    posts = [{"id": 1}, {"id": 2, "content": {"rendered": f'<img alt="{"x" * 10_000_000}">'}}, {"id": 3}]

    records, problems = read(json.dumps(posts).encode())

    assert [record.data["id"] for record in records] == [1, 2, 3]
    assert not problems


def test_in_a_run_the_neighbours_of_damage_are_audited(tmp_path):
    faulty = {"rendered": '<p><img src="/tide.jpg" width="90" height="60"></p>'}
    posts = [json.dumps(base_record() | {"id": number, "content": faulty}) for number in range(1, 5)]
    posts[1] = posts[1].replace('"slug":', '"slug"', 1)
    path = tmp_path / "posts.json"
    path.write_text(f"[{','.join(posts)}]", "utf-8")

    report = run([str(path), str(tmp_path / "missing.json")], Settings(offline=True))

    assert [finding.post for finding in report.findings] == [f"saltmarsh.example#{number}" for number in (1, 3, 4)]
    assert [error.kind for error in report.errors] == ["not-json", "unreadable"]
    assert report.exit_code == 2
