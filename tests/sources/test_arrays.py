import io
import itertools
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audit.sources.arrays import ArrayCutter
from audit.sources.files import open_files
from audit.sources.records import Block, Record, SourceProblem, read_block, read_record

TEXTS = st.text() | st.sampled_from(
    ['},{"id":1,"date":"x","slug":', '"}]', "\\", '\\"', "]", "{[", "\U0001f98a", "a\u2028b", '"},\n{"id":2,"date":']
)
SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | TEXTS
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4))
POSTS = st.builds(
    lambda number, date, more: {"id": number, "date": date, "date_gmt": date, **more},
    st.integers(0, 10**6),
    TEXTS,
    st.fixed_dictionaries({}, optional={"title": VALUES, "_embedded": VALUES, "content": TEXTS}),
)
EMBEDDED = st.builds(lambda post, others: {**post, "_embedded": {"up": others}}, POSTS, st.lists(POSTS, max_size=4))
OBJECTS = POSTS | EMBEDDED | st.dictionaries(TEXTS, VALUES, max_size=5)
FORMATS = st.fixed_dictionaries(
    {
        "indent": st.none() | st.integers(0, 3) | st.just("\t"),
        "separators": st.sampled_from([(",", ":"), (", ", ": "), (" ,\r\n", " :\t")]),
        "ensure_ascii": st.booleans(),
        "sort_keys": st.booleans(),
    }
)
SIZES = st.integers(8, 400)


def written(posts, how):
    return json.dumps(posts, **how).encode("utf-8", "surrogatepass")


def read(data, size):
    """Everything that a file with this content yields: records (data, index, line) and problems, and the blocks."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "posts.json")
        path.write_bytes(data)
        records, problems, blocks = [], [], []
        for item in open_files(str(path), Path(folder), block_size=size):
            if isinstance(item, SourceProblem):
                problems.append(item)
                continue
            blocks.append(item)
            for found in read_block(item):
                if isinstance(found, Record):
                    assert read_record(item, found.position) == found.data or data_has_nan(found.data)
                    records.append(found)
                else:
                    problems.append(found)
        return records, problems, blocks


def data_has_nan(data):
    return "NaN" in json.dumps(data)


def cut(data, size=64, largest=1 << 20):
    """Cut an array with records of limited size."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(data)
        file.flush()
        with Path(file.name).open("rb") as opened:
            items = list(ArrayCutter(opened, file.name, "posts.json", 1, 1, size, largest=largest).cut())
        blocks = [item for item in items if isinstance(item, Block)]
        found = [record for block in blocks for record in read_block(block)]
    return found, [item for item in items if isinstance(item, SourceProblem)]


def ids(found):
    return [record.data.get("id") for record in found if isinstance(record, Record)]


@settings(deadline=None)
@given(st.lists(OBJECTS, min_size=1, max_size=12), FORMATS, SIZES)
def test_reads_what_json_reads_however_it_is_written_and_cut(posts, how, size):
    data = written(posts, how)
    records, problems, blocks = read(data, size)
    assert [record.data for record in records] == json.loads(data)
    assert [record.index for record in records] == list(range(len(posts)))
    assert not problems
    assert all(one.end <= other.start for one, other in itertools.pairwise(blocks))


@settings(deadline=None)
@given(st.lists(OBJECTS, min_size=1, max_size=12), SIZES)
def test_reads_lines_as_json_reads_them(posts, size):
    data = b"\n".join(json.dumps(post).encode() for post in posts)
    records, problems, _ = read(data, size)
    if len(posts) > 1:
        assert [record.data for record in records] == posts
        assert [record.line for record in records] == list(range(1, len(posts) + 1))
        assert not problems


@settings(deadline=None)
@given(st.lists(POSTS, min_size=1, max_size=8), FORMATS, SIZES, st.integers(0, 10**6))
def test_keeps_the_posts_before_the_place_where_an_array_is_cut_off(posts, how, size, at):
    data = written(posts, {**how, "sort_keys": False})
    data = data[: at % len(data)]
    records, problems, _ = read(data, size)
    assert problems
    if data.startswith(b"["):
        assert [record.data for record in records] == posts[: len(records)]


@settings(deadline=None, max_examples=120)
@given(
    st.lists(OBJECTS, max_size=8),
    FORMATS,
    SIZES,
    st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=3), st.integers(0, 3)), min_size=1, max_size=6),
)
@example([{"a": {}}], {}, 8, [(2, b"{", 0)])
def test_never_raises_whatever_is_damaged(posts, how, size, damages):
    data = bytearray(written(posts, how))
    for at, fresh, length in damages:
        start = at % (len(data) + 1)
        data[start : start + length] = fresh
    records, problems, _ = read(bytes(data), size)
    assert records or problems


@settings(deadline=None)
@given(st.binary(max_size=300), SIZES)
def test_never_raises_for_any_bytes(data, size):
    records, problems, _ = read(data, size)
    assert records or problems


@settings(deadline=None)
@given(st.lists(POSTS, min_size=3, max_size=9, unique_by=lambda post: post["id"]), SIZES, st.data())
def test_loses_only_the_damaged_post(posts, size, data):
    broken = data.draw(st.integers(0, len(posts) - 1))
    pieces = [json.dumps(post) for post in posts]
    pieces[broken] = pieces[broken][:-1] + ', "slug": \\x}'
    records, problems, _ = read(f"[{','.join(pieces)}]".encode(), size)
    kept = posts[:broken] + posts[broken + 1 :]
    assert [record.data for record in records] == kept
    assert [record.index for record in records] == [index for index in range(len(posts)) if index != broken]
    assert [problem.where for problem in problems] == [f"item {broken + 1}"]


def post(number, **fields):
    return json.dumps({"id": number, "date": "2026-03-01", "slug": f"pier-{number}", "content": "<p>Lake</p>"} | fields)


def array(*posts):
    return f"[{','.join(posts)}]".encode()


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(post(2).replace('pier-2"', "pier-2"), id="a text that is not closed"),
        pytest.param(post(2)[:-1], id="a bracket that is not closed"),
        pytest.param(post(2)[:30], id="cut off in a text"),
        pytest.param(post(2) + "}", id="one bracket too many"),
        pytest.param(post(2) + "]", id="one end too many"),
        pytest.param(post(2).replace("<p>", "\\q"), id="an escape that is none"),
        pytest.param(post(2).replace(":", "", 1), id="no colon"),
        pytest.param('{"id": 2, <br />Warning: in <b>x.php</b>', id="a notice"),
    ],
)
@pytest.mark.parametrize("size", [16, 1 << 20])
def test_goes_on_behind_damage(broken, size):
    records, problems, _ = read(array(post(1), broken, post(3), post(4)), size)
    assert [record.data["id"] for record in records if record.data["id"] != 2] == [1, 3, 4]
    assert problems


@pytest.mark.parametrize(
    ("value", "decoded"),
    [
        ("NaN", "nan"),
        ("-Infinity", "-inf"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ('"a\tb\nc"', "a\tb\nc"),
        ('"\\ud83c cut"', "\N{REPLACEMENT CHARACTER} cut"),
        ('"\\udf0a\\ud83c\\udf0a\\\\ud83c"', "\N{REPLACEMENT CHARACTER}\N{WATER WAVE}\\ud83c"),
    ],
)
@pytest.mark.parametrize("size", [16, 1 << 20])
def test_reads_what_orjson_refuses(value, decoded, size):
    records, problems, _ = read(array(post(1), f'{{"id": 2, "date": {value}}}', post(3)), size)
    assert [record.data["id"] for record in records] == [1, 2, 3]
    assert str(records[1].data["date"]) == decoded
    assert not problems


def test_mends_half_an_emoji_in_a_key():
    records, _, _ = read(b'[{"\\ud83c": 1}]', 64)
    assert records[0].data == {"\N{REPLACEMENT CHARACTER}": 1}


@pytest.mark.parametrize("size", [16, 1 << 20])
def test_names_the_post_that_is_not_utf_8(size):
    data = array(post(1), post(2), post(3)).replace(b"pier-2", b"pi\xe9er-2")
    records, problems, _ = read(data, size)
    assert [record.data["id"] for record in records] == [1, 2, 3]
    assert records[1].data["slug"] == "pi\N{REPLACEMENT CHARACTER}er-2"
    [problem] = problems
    assert (problem.kind, problem.where) == ("encoding", "item 2")
    assert f"byte {post(2).index('er-2') + 1}:" in problem.message


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_skips_what_is_nested_too_deep(opening):
    closing = "]" if opening == "[" else "}"
    deep = f'{{"id": 2, "deep": {opening * 20_000}1{closing * 20_000}}}'
    records, problems, _ = read(array(post(1), deep, post(3)), 1 << 20)
    assert [record.data["id"] for record in records] == [1, 3]
    [problem] = problems
    assert problem.where == "item 2"
    assert "nested deeper than 1,000 levels" in problem.message


def test_reads_a_post_larger_than_a_block():
    large = post(2, content="x" * 3_000_000)
    records, problems, _ = read(array(post(1), large, post(3)), 1 << 20)
    assert [record.data["id"] for record in records] == [1, 2, 3]
    assert not problems


def test_skips_a_post_that_is_too_large():
    found, problems = cut(array(post(1), post(2, content="},{" * 50_000), post(3), post(4)), largest=8192)
    assert ids(found) == [1, 3, 4]
    assert [(problem.kind, problem.where) for problem in problems] == [("too-large", "item 2")]


def test_names_items_that_are_no_posts():
    records, problems, _ = read(array(post(1), '"lake"', "7", "null", "[]", "true", post(7)), 64)
    assert [record.index for record in records] == [0, 6]
    told = [f"{problem.where} {problem.message}" for problem in problems]
    assert told == [
        "item 2 is not a post: found a string.",
        "item 3 is not a post: found a number.",
        "item 4 is not a post: found null.",
        "item 5 is not a post: found an array.",
        "item 6 is not a post: found true or false.",
    ]


def test_counts_problems_of_which_there_are_many():
    _, problems, _ = read(array(*map(str, range(2000))), 1 << 20)
    assert len(problems) == 6
    assert problems[-1].where == "item 6"
    assert "1,994 more up to item 2,000" in problems[-1].message


@pytest.mark.parametrize("size", [16, 1 << 20])
def test_says_where_an_array_is_cut_off(size):
    data = b"[\n" + b",\n".join([post(1).encode(), post(2).encode(), post(3).encode()[:40]])
    records, problems, _ = read(data, size)
    assert [record.data["id"] for record in records] == [1, 2]
    [problem] = problems
    assert problem.kind == "truncated"
    assert problem.message == (
        "is cut off in item 3, which begins at line 4, column 1: the 2 posts before it were audited. Get it again."
    )


def test_says_what_follows_an_array():
    records, problems, _ = read(array(post(1)) + b"\n<script src='https://ads.example/a.js'></script>\n", 64)
    assert len(records) == 1
    assert [(problem.kind, problem.where) for problem in problems] == [("trailing", "")]
    assert "<script src='https://ads.example/a.js'><…" in problems[0].message


def test_says_where_an_item_is_damaged():
    data = b"[\n" + post(1).encode() + b',\n{"id": 2, <\n},\n' + post(3).encode() + b"]"
    _, [problem], _ = read(data, 64)
    assert problem.where == "item 2"
    assert "line 3, column 11" in problem.message


def test_numbers_the_blocks_of_lines_and_items():
    _, _, blocks = read(b"[\n" + b",\n".join(post(number).encode() for number in range(20)) + b"\n]", 200)
    assert len(blocks) > 5
    assert all(block.line == block.first + 2 for block in blocks)


def test_damage_does_not_make_it_slow():
    data = b'[{"a":"' + b'{"a":"},{"a":[' * 20_000
    reads = CountedReads(data)
    cutter = ArrayCutter(reads, "posts.json", "posts.json", 1, 1, 1 << 16)
    assert any(isinstance(item, SourceProblem) for item in cutter.cut())
    assert reads.total < 3 * len(data)


class CountedReads(io.BytesIO):
    total = 0

    def read(self, size=-1):
        data = super().read(size)
        self.total += len(data)
        return data
