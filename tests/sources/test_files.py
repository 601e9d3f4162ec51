import codecs
import errno
import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest
import zstandard

from audit.engine import run
from audit.settings import Settings
from audit.sources import SourceNote, SourceProblem, open_source, read_block, read_record
from audit.sources.files import open_files

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data" / "real"
RAW = sorted((SHARED / "raw").glob("*.gz"))
POSTS = sorted((SHARED / "posts").glob("*.json.gz"))
needs_data = pytest.mark.skipif(not RAW, reason="the real answers are not on this machine")


def post(number, **fields):
    return {
        "id": number,
        "date": "2026-03-01T10:00:00",
        "slug": f"pier-{number}",
        "content": {"rendered": "x"},
    } | fields


UNSHOWN = "\N{REPLACEMENT CHARACTER}"
THREE = [post(1), post(2), post(3)]
ARRAY = json.dumps(THREE).encode()
LINES = b"".join(json.dumps(one).encode() + b"\n" for one in THREE)


@pytest.fixture
def spool(tmp_path_factory):
    return tmp_path_factory.mktemp("spool")


@pytest.fixture
def read(tmp_path, spool):
    """Write bytes to a file, open it as a source, and return the records and the problems, told as a user sees them."""

    def read(data, name="posts.json"):
        path = tmp_path / name
        path.write_bytes(data)
        return read_source(str(path), spool, base=tmp_path)

    return read


def read_source(spec, spool, base=None):
    records, problems = [], []
    for block in open_source(spec, spool=spool):
        for found in [block] if isinstance(block, SourceProblem) else read_block(block):
            if isinstance(found, SourceProblem):
                where = f" {found.where}" if found.where else ""
                problems.append(f"{found.source}:{where} {found.message}".removeprefix(f"{base}{os.sep}"))
            else:
                assert read_record(block, found.position) == found.data
                records.append(found)
    return records, problems


def ids(records):
    return [record.data.get("id") for record in records]


# -- shapes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        ARRAY,
        json.dumps(THREE, indent=2).encode(),
        codecs.BOM_UTF8 + ARRAY,
        b" \n" * 40_000 + ARRAY,
        ARRAY[:-1] + b",]",
        LINES,
        LINES.rstrip(),
        LINES.replace(b"\n", b"\r\n\r\n"),
        json.dumps({"posts": THREE}).encode(),
        json.dumps({"total": 3, "meta": {"pages": [1, 2]}, "items": THREE, "next": None}, indent=1).encode(),
        json.dumps({"results": THREE, "id": "page-1"}).encode(),
        json.dumps({"pad": "x" * 100_000, "data": THREE}).encode(),
        json.dumps({"data": [*THREE[:2], post(3, content="x" * 3_000_000)], "total": 3}).encode(),
        *(
            mark + ARRAY.decode().encode(encoding)
            for mark, encoding in [
                (codecs.BOM_UTF16_LE, "utf-16-le"),
                (codecs.BOM_UTF16_BE, "utf-16-be"),
                (codecs.BOM_UTF32_LE, "utf-32-le"),
                (codecs.BOM_UTF32_BE, "utf-32-be"),
            ]
        ),
        *(ARRAY.decode().encode(encoding) for encoding in ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]),
        gzip.compress(ARRAY, mtime=0),
        gzip.compress(ARRAY[:50], mtime=0) + gzip.compress(ARRAY[50:], mtime=0) + b"\0" * 9,
        gzip.compress(LINES, mtime=0),
        zstandard.compress(ARRAY),
        zstandard.compress(ARRAY[:50]) + zstandard.compress(ARRAY[50:]),
        gzip.compress(codecs.BOM_UTF16_LE + ARRAY.decode().encode("utf-16-le"), mtime=0),
    ],
)
def test_reads_the_posts(read, data):
    records, problems = read(data)
    assert ids(records) == [1, 2, 3]
    assert not problems


@pytest.mark.parametrize(
    "value",
    [
        post(7),
        {"title": {"rendered": "Pier"}, "content": {"rendered": ""}, "items": [{"id": 1}]},
        {"id": 7, "slug": "pier", "code": "x", "message": "y"},
        {"lake": 1},
        {},
        post(7, content="x" * 3_000_000),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_reads_one_object_as_one_post(read, value, indent):
    [record], problems = read(json.dumps(value, indent=indent).encode())
    assert record.data == value
    assert (record.index, record.line) == (None, None)
    assert not problems


def test_says_where_a_post_stands(read):
    assert [(record.index, record.line) for record in read(ARRAY)[0]] == [(0, None), (1, None), (2, None)]
    assert [(record.index, record.line) for record in read(b"\n\n" + LINES)[0]] == [(0, 3), (1, 4), (2, 5)]


def test_one_line_is_lines_where_the_name_says_so(read):
    [record], _ = read(LINES.partition(b"\n")[0], "posts.ndjson.gz")
    assert record.line == 1


def test_a_pretty_post_is_a_post_whatever_its_name(read):
    [record], problems = read(json.dumps(post(1), indent=2).encode(), "posts.jsonl")
    assert record.line is None
    assert not problems


# -- what is wrong -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "posts.json: is empty: nothing to audit."),
        (b" \n\t ", "posts.json: is empty: nothing to audit."),
        (codecs.BOM_UTF8, "posts.json: is empty: nothing to audit."),
        (gzip.compress(b"", mtime=0), "posts.json: is empty: nothing to audit."),
        (b"[ ]", "posts.json: is an empty array: nothing to audit."),
        (b'{"posts": []}', "posts.json: is an answer without posts: nothing to audit."),
        (b'"lake"', "posts.json: is not a post: found a string."),
        (b"12", "posts.json: is not a post: found a number."),
        (b"null", "posts.json: is not a post: found null."),
        (
            (b'{"code": "rest_forbidden", "message": "<strong>Error:</strong> not\\nallowed &amp; \\u001b[31mred.", '
            b'"data": {"status": 401}}'),
            ("posts.json: is an error of the REST API (rest_forbidden, 401), not a post: "
            "Error: not allowed & \N{REPLACEMENT CHARACTER}[31mred. Save the answer again when it is mended."),
        ),
        (
            b'{"name": "Lake", "namespaces": ["wp/v2"], "routes": {}}',
            "posts.json: is the index of a REST API, not a post. Save what /wp-json/wp/v2/posts answers.",
        ),
        (
            b'<!DOCTYPE html>\n<html><script>{"id": 1}</script>',
            ('posts.json: not JSON at line 1, column 1 (it begins with "<!DOCTYPE html>"): it is a web page or XML. '
            "Save what /wp-json/wp/v2/posts answers."),
        ),
        (
            b"<br />\n<b>Fatal error</b>: out of memory in <b>a.php</b>",
            ('posts.json: not JSON at line 1, column 1 (it begins with "<br />"): the server printed a PHP notice, and '
            "no answer. Its error log says more."),
        ),
        (
            b"PK\x03\x04\x14\0\0\0",
            (f'posts.json: not JSON at line 1, column 1 (it begins with "PK{UNSHOWN * 6}"): it is a zip archive. '
            "JSON is read, plain or compressed with gzip or zstd."),
        ),
        (
            b"\x7fELF\x02" * 100_000,
            (f'posts.json: not JSON at line 1, column 1 (it begins with "{f"{UNSHOWN}ELF{UNSHOWN}" * 8}…"): '
            "a post, an array of posts, or one post a line is wanted."),
        ),
        (
            b'{"id": 1, "slug": "pi',
            "posts.json: is cut off after 21 bytes: nothing before it could be audited. Get it again.",
        ),
        (
            b'{"id": 1,\n "slug": \\x}',
            ("posts.json: not JSON at line 2, column 10 (a text or bracket is not closed, or one too many). "
            "Get it again, or mend it."),
        ),
        (
            b'{"id": 1,\n "slug": "\\x"}',
            "posts.json: not JSON at line 2, column 11 (invalid \\escape). Get it again, or mend it.",
        ),
    ],
)  # fmt: skip
def test_says_what_is_wrong_with_a_file_without_posts(read, data, told):
    records, problems = read(data)
    assert not records
    assert problems == [told]


@pytest.mark.parametrize(
    "record",
    [
        {"ID": 7, "post_title": "Ferry", "post_content": "<h1>Ferry</h1>", "post_name": "ferry", "post_type": "post"},
        {"id": "7", "title": "Ferry", "content_html": "<h1>Ferry</h1>", "url": "https://ferry.example/f/"},
        {"ID": 7, "site_ID": 2, "title": "Ferry", "content": "<h1>Ferry</h1>", "URL": "https://ferry.example/f/"},
    ],
)
def test_a_row_of_the_database_is_read_as_one(tmp_path, record):
    (tmp_path / "posts.json").write_text(json.dumps([record]), "utf-8")

    report = run([str(tmp_path)], Settings(offline=True, jobs=1, select=("content-h1", "DAT")))

    assert [(post.id, post.title) for post in report.posts] == [(7, "Ferry")]
    assert {finding.rule for finding in report.findings} <= {"content-h1"}


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        (ARRAY + b"\n" + ARRAY + ARRAY, [1, 2, 3, 1, 2, 3, 1, 2, 3]),
        (b"\n".join(json.dumps(post(number), indent=2).encode() for number in (1, 2, 3)), [1, 2, 3]),
        (json.dumps({"1": post(1), "3": post(3)}).encode(), [1, 3]),
        (json.dumps({"1": post(1), "3": post(3)}, indent=2).encode(), [1, 3]),
        (json.dumps({"value": [post(1), post(2)], "Count": 2}).encode(), [1, 2]),
        (json.dumps({"body": post(1), "status": 200, "headers": {"Allow": "GET"}}).encode(), [1]),
        (json.dumps({"body": [post(1), post(2)], "status": 200, "headers": {"X-WP-Total": 2}}).encode(), [1, 2]),
    ],
)
def test_posts_in_other_holders(read, data, kept):
    records, problems = read(data)
    assert ([record.data["id"] for record in records], problems) == (kept, [])


@pytest.mark.parametrize(
    ("data", "kept", "told"),
    [
        (
            b"<br />\n<b>Deprecated</b>: x in <b>a.php</b> on line <b>4</b><br />\n" + ARRAY,
            [1, 2, 3],
            (
                'posts.json: not JSON at line 1, column 1 (it begins with "<br />"): the server printed a PHP notice '
                "before its answer. It was skipped: set display_errors to Off."
            ),
        ),
        (
            b"[01-Jan-2026 10:00:00 UTC] PHP Notice: x\n" + LINES,
            [1, 2, 3],
            (
                'posts.json: not JSON at line 1, column 1 (it begins with "[01-Jan-2026 10:00:00 UTC] PHP Notice: x"): '
                "the server printed a PHP notice before its answer. It was skipped: set display_errors to Off."
            ),
        ),
        (
            b"var posts = " + ARRAY,
            [1, 2, 3],
            (
                'posts.json: not JSON at line 1, column 1 (it begins with "var posts ="): what stands before the JSON '
                "was skipped. Take it out."
            ),
        ),
        (
            ARRAY + b'{"id": 4}',
            [1, 2, 3],
            (
                'posts.json: goes on after its JSON ends (with "{"id": 4}"): that was skipped. '
                "Put several arrays or posts into files of their own."
            ),
        ),
        (
            json.dumps(post(1), indent=2).encode() + b"\n</id></parent>",
            [1],
            'posts.json: goes on after its JSON ends (with "</id></parent>"): that was skipped. Take it out.',
        ),
        (
            json.dumps({"posts": THREE}).encode() + b"<!-- cached -->",
            [1, 2, 3],
            'posts.json: goes on after its JSON ends (with "}<!-- cached -->"): that was skipped. Take it out.',
        ),
        (
            json.dumps({"posts": THREE}).encode()[:-50],
            [1, 2],
            (
                "posts.json: is cut off in item 3, which begins at line 1, column 192: the 2 posts before it "
                "were audited. Get it again."
            ),
        ),
        (
            LINES.replace(b'"pier-2"', b'"pier-2'),
            [1, 3],
            "posts.json: line 2 is not JSON (expecting ',' delimiter, byte 60): skipped.",
        ),
        (
            LINES[:60] + LINES[LINES.index(b"\n") :],
            [2, 3],
            "posts.json: line 1 is not JSON (unterminated string, byte 60): skipped.",
        ),
        (LINES + b'"lake"\n', [1, 2, 3], "posts.json: line 4 is not a post: found a string."),
        (b"[]\n" + LINES, [1, 2, 3], "posts.ndjson: line 1 is not a post: found an array."),
        (
            gzip.compress(ARRAY, mtime=0)[:-20],
            None,
            "posts.json: is cut off after",
        ),
    ],
)
def test_says_what_is_wrong_and_reads_the_rest(read, data, kept, told):
    name = told.partition(":")[0]
    records, problems = read(data, name)
    if kept is not None:
        assert ids(records) == kept
    [problem] = problems
    assert problem.startswith(told)


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("data", [ARRAY, LINES])
def test_keeps_what_a_cut_stream_holds(read, compress, data):
    many = [post(number, slug=os.urandom(200).hex()) for number in range(3000)]
    data = json.dumps(many).encode() if data is ARRAY else b"\n".join(json.dumps(one).encode() for one in many)
    whole = compress(data)
    records, problems = read(whole[: len(whole) // 2])
    assert 500 < len(records) < 2500
    assert ids(records) == list(range(len(records)))
    assert "stream ends too early" in problems[-1] or "stream ends too early" in problems[0]
    assert any(f"the {len(records):,} posts before it were audited" in problem for problem in problems)


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
def test_says_that_a_stream_is_damaged(read, compress):
    whole = bytearray(compress(ARRAY))
    whole[len(whole) // 2 : len(whole) // 2 + 4] = b"\xff\xff\xff\xff"
    _, problems = read(bytes(whole))
    assert any("stream is damaged" in problem or "stream ends too early" in problem for problem in problems)


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
def test_refuses_what_becomes_too_large(read, spool, compress, monkeypatch):
    monkeypatch.setattr("audit.sources.spooling.LARGEST", 1 << 20)
    records, problems = read(compress(b"[" + b" " * (8 << 20) + b"]"))
    assert not records
    [problem] = problems
    assert problem.startswith("posts.json: becomes larger than 1 MB and 200 times its size.")
    assert sum(path.stat().st_size for path in spool.iterdir()) == 0


def test_a_line_may_be_longer_than_a_block_and_too_long(tmp_path, spool, monkeypatch):
    monkeypatch.setattr("audit.sources.json_files.LARGEST_RECORD", 2000)
    path = tmp_path / "posts.ndjson"
    lines = [post(1), post(2, content="x" * 1000), post(3, content="x" * 9000), post(4)]
    path.write_text("\n".join(map(json.dumps, lines)))
    items = list(open_files(str(path), spool, block_size=100))
    problems = [item for item in items if isinstance(item, SourceProblem)]
    records = [record for item in items if not isinstance(item, SourceProblem) for record in read_block(item)]
    assert [(record.data["id"], record.line) for record in records] == [(1, 1), (2, 2), (4, 4)]
    assert [(problem.kind, problem.where) for problem in problems] == [("too-large", "line 3")]


# -- which files -------------------------------------------------------------------------------------------------------


def test_reads_a_folder_in_order(tmp_path, spool):
    (tmp_path / "b").mkdir()
    (tmp_path / "a.json").write_text(json.dumps(post(1)))
    (tmp_path / "b" / "x.ndjson.gz").write_bytes(gzip.compress(LINES))
    (tmp_path / "b.JSONL").write_bytes(LINES)
    (tmp_path / "c.json.zst").write_bytes(zstandard.compress(json.dumps(post(4)).encode()))
    (tmp_path / "readme.txt").write_text("lake")
    records, problems = read_source(str(tmp_path), spool)
    assert ids(records) == [1, 1, 2, 3, 1, 2, 3, 4]
    assert [Path(record.source).name for record in records][1] == "x.ndjson.gz"
    assert not problems


def test_a_folder_may_be_named_like_a_file(tmp_path, spool):
    folder = tmp_path / "x.json"
    folder.mkdir()
    records, problems = read_source(str(folder), spool)
    assert not records
    told = (
        "holds no *.json, *.ndjson, *.jsonl, *.html, *.parquet, export (*.xml) or table of posts (*.csv), with or "
        "without .gz or .zst."
    )
    assert problems == [f"{folder}: {told}"]


PACKAGE = {"name": "harbour-theme", "version": "1.2.0", "type": "module", "author": "Maren Holt", "description": "Sand"}
CONFIG = {"compilerOptions": {"strict": True}, "include": ["src"]}


@pytest.mark.parametrize("pattern", ["", "*"])
def test_objects_without_any_field_of_a_post_are_skipped_in_a_folder(tmp_path, spool, pattern):
    (tmp_path / "few.json").write_text(json.dumps({"guid": {"rendered": "x"}}))
    (tmp_path / "package.json").write_text(json.dumps(PACKAGE, indent=2))
    (tmp_path / "tsconfig.json.gz").write_bytes(gzip.compress(json.dumps(CONFIG).encode()))

    few, *notes = open_source(str(tmp_path / pattern), spool=spool)

    assert Path(few.source).name == "few.json"
    message = "was skipped: it has none of the fields of a post."
    assert notes == [SourceNote(str(tmp_path / name), message) for name in ("package.json", "tsconfig.json.gz")]


TERMS = [{"id": 3, "count": 7, "link": "https://saltmarsh.example/tides/", "name": "Tides", "taxonomy": "category"}]


def test_other_lists_of_the_api_are_skipped_in_a_folder(tmp_path, spool):
    (tmp_path / "categories.json").write_text(json.dumps(TERMS, indent=2))
    (tmp_path / "posts.json").write_text(json.dumps([{"id": 1, "title": {"rendered": "Tide"}}]))

    note, posts = open_source(str(tmp_path), spool=spool)

    message = "was skipped: its first item is a term of the REST API, not a post."
    assert note == SourceNote(str(tmp_path / "categories.json"), message)
    assert Path(posts.source).name == "posts.json"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            {"post": {"name": "Posts", "slug": "post", "rest_base": "posts", "taxonomies": []}},
            "was skipped: its first item is a post type of the REST API, not a post.",
        ),
        (
            {"version": "1.0", "type": "rich", "provider_name": "Saltmarsh", "title": "Tide", "html": "<b>Tide</b>"},
            "is an answer of oEmbed, not a post. Save what /wp-json/wp/v2/posts answers.",
        ),
        (
            {"html": "<title>Tide</title>", "json": {"title": "Tide"}, "status": 200},
            "is what Yoast's get_head answers: a head without its post. Save what /wp-json/wp/v2/posts answers.",
        ),
        (
            {"db": [{"meta": {"version": "5.0.0"}, "data": {"posts": []}}]},
            "is an export of Ghost, which is not read. Give the address of the site's sitemap instead.",
        ),
    ],
)
def test_an_answer_that_is_no_list_of_posts_is_told(read, answer, message):
    records, problems = read(json.dumps(answer).encode(), "answer.json")

    assert records == []
    assert [message in problem for problem in problems] == [True]


def test_such_a_list_is_told_where_it_is_named(read):
    records, problems = read(json.dumps(TERMS).encode(), "categories.json")

    assert records == []
    assert ["is a term of the REST API, not a post: skipped" in problem for problem in problems] == [True]


def test_a_folder_of_such_objects_holds_no_posts(tmp_path, spool):
    (tmp_path / "package.json").write_text(json.dumps(PACKAGE))

    _, problem = open_source(str(tmp_path), spool=spool)

    assert (problem.kind, problem.message) == ("empty", "holds no file of posts: nothing to audit.")


def test_such_an_object_is_read_where_it_is_named(read):
    records, problems = read(json.dumps(PACKAGE).encode(), "package.json")

    assert [record.data for record in records] == [PACKAGE]
    assert not problems


def test_reads_a_glob(tmp_path, spool):
    for number in (2, 1):
        (tmp_path / f"post[{number}].txt").write_text(json.dumps(post(number)))
    (tmp_path / "folder").mkdir()
    assert ids(read_source(str(tmp_path / "*"), spool)[0]) == [1, 2]
    assert ids(read_source(str(tmp_path / "post[1].txt"), spool)[0]) == [1]
    assert read_source(str(tmp_path / "*.ndjson"), spool, tmp_path)[1] == [
        "*.ndjson: matches no file: nothing to audit."
    ]


def test_reads_standard_input(spool, monkeypatch):
    for data in (ARRAY, LINES, gzip.compress(ARRAY)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        records, problems = read_source("-", spool)
        assert ids(records) == [1, 2, 3]
        assert records[0].source == "-"
        assert not problems


def test_standard_input_may_be_missing(spool, monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    assert read_source("-", spool) == ([], ["-: there is no standard input."])


def test_says_why_a_path_cannot_be_read(tmp_path, spool):
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "loop.json").symlink_to("loop.json")
    (tmp_path / "gone.json").symlink_to("nowhere")
    told = {
        "missing.json": "does not exist.",
        "gone.json": "does not exist.",
        "pipe.json": "is no regular file. Pipe it: … | postaudit check -",
        "loop.json": "cannot be read: Too many levels of symbolic links.",
        "a\0b.json": "cannot be read: ",
        "x" * 300: "cannot be read: File name too long.",
    }
    for name, message in told.items():
        records, [problem] = read_source(str(tmp_path / name), spool)
        assert not records
        assert message in problem


def test_says_that_a_file_is_forbidden(read, monkeypatch):
    def forbidden(path, _):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)

    monkeypatch.setattr("audit.sources.files.plain_file", forbidden)
    assert read(ARRAY) == ([], ["posts.json: cannot be read: Permission denied."])


def test_a_name_of_any_bytes_can_be_printed(tmp_path, spool):
    path = os.fsencode(tmp_path) + b"/p\xff\x1b[31m.json"
    Path(os.fsdecode(path)).write_bytes(ARRAY)
    records, _ = read_source(os.fsdecode(path), spool)
    assert ids(records) == [1, 2, 3]
    assert records[0].source.endswith("/p\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}[31m.json")
    records[0].source.encode()


def test_says_that_addresses_are_not_read(spool):
    records, [problem] = read_source("https://lake.example/", spool)
    assert not records
    assert problem.startswith("https://lake.example/: is an address that cannot be audited here")


def test_says_that_a_file_vanished(tmp_path, spool):
    path = tmp_path / "posts.ndjson"
    path.write_bytes(LINES)
    [block] = open_source(str(path), spool=spool)
    path.unlink()
    [problem] = read_block(block)
    assert problem.kind == "unreadable"


# -- real answers ------------------------------------------------------------------------------------------------------


@needs_data
@pytest.mark.parametrize("path", RAW, ids=lambda path: path.name[:20])
def test_says_what_is_wrong_with_real_answers(path, spool):
    records, problems = read_source(str(path), spool)
    assert len(records) == (1 if path.name.startswith("cfpages") else 0)
    assert len(problems) == 1


@needs_data
def test_reads_real_posts_as_json_does(spool):
    for path in POSTS[::8]:
        records, problems = read_source(str(path), spool)
        assert [record.data for record in records] == json.loads(gzip.decompress(path.read_bytes()))
        assert not problems
