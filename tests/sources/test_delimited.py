"""Tables of text, and how columns become fields."""

from __future__ import annotations

import csv
import io

import pytest

from audit.sources import SourceProblem, open_source, read_block
from audit.sources.rows import Columns


@pytest.fixture
def read(tmp_path):
    def _read(text, name="posts.csv", **columns):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        spool = tmp_path / "spool"
        spool.mkdir(exist_ok=True)
        records, problems = [], []
        for block in open_source(str(path), spool=spool, columns=columns):
            for item in [block] if isinstance(block, SourceProblem) else read_block(block):
                (problems if isinstance(item, SourceProblem) else records).append(item)
        return [record.data for record in records], [f"{one.where}: {one.message}" for one in problems]

    return _read


def test_columns_of_the_database(read):
    records, problems = read(
        "ID,post_title,post_content,post_name,post_date,post_modified_gmt,post_status,post_author,guid,_thumbnail_id\n"
        '7,"Salt, and light","<p>One</p>\n<p>Two</p>",salt,2026-01-02 03:04:05,0000-00-00 00:00:00,publish,3,'
        "https://saltmarsh.example/?p=7,\n"
    )

    assert problems == []
    assert records == [
        {
            "id": 7,
            "title": {"rendered": "Salt, and light"},
            "content": {"raw": "<p>One</p>\n<p>Two</p>"},
            "slug": "salt",
            "date": "2026-01-02T03:04:05",
            "status": "publish",
            "author": 3,
            "guid": {"rendered": "https://saltmarsh.example/?p=7"},
        }
    ]


def test_columns_of_a_flattened_answer(read):
    records, _ = read(
        "id,link,title.rendered,content_rendered,yoast_head_json,yoast_head_json.title,tags,categories\n"
        '1,https://saltmarsh.example/a/,A,<p>x</p>,"{""canonical"": ""https://saltmarsh.example/a/""}",T,"3,5",News\n'
    )

    assert records == [
        {
            "id": 1,
            "link": "https://saltmarsh.example/a/",
            "title": {"rendered": "A"},
            "content": {"rendered": "<p>x</p>"},
            "yoast_head_json": {"canonical": "https://saltmarsh.example/a/", "title": "T"},
            "tags": [3, 5],
        }
    ]


def test_columns_of_an_export_plugin(read):
    records, _ = read("Title,Content,Permalink,Post Type,Author\nA,[gallery],https://saltmarsh.example/a/,page,Ada\n")

    assert records == [
        {
            "title": {"rendered": "A"},
            "content": {"raw": "[gallery]"},
            "link": "https://saltmarsh.example/a/",
            "type": "page",
            "_embedded": {"author": [{"name": "Ada"}]},
        }
    ]


def test_fields_of_seo_plugins(read):
    records, _ = read("post_title,post_content,_yoast_wpseo_metadesc\nA,x,All about salt\n")

    assert records[0]["yoast_head_json"] == {"description": "All about salt"}


def test_blocks_are_the_stored_source(read):
    records, _ = read("id,content\n1,<!-- wp:paragraph --><p>x</p><!-- /wp:paragraph -->\n2,<p>x</p>\n")

    assert [list(record["content"]) for record in records] == [["raw"], ["rendered"]]


def test_the_settings_say_which_column_is_which_field(read):
    records, problems = read("Nr;Text;URL;Titel\n5;<p>x</p>;/a/;A\n", Text="content", Nr="id", Titel="title")

    assert problems == []
    assert records == [{"id": 5, "content": {"rendered": "<p>x</p>"}, "link": "/a/", "title": {"rendered": "A"}}]


def test_a_column_that_the_settings_name_and_the_table_lacks(read):
    _, problems = read("Text,URL\nx,/a/\n", Text="content", Titel="title")

    assert problems == [': has no column "Titel", which [csv] columns names.']


def test_a_table_of_something_else_is_told(read):
    records, problems = read("order,price\n1,2\n")

    assert records == []
    assert problems == [
        (
            ': has no column with a content, only "order", "price". Say which is which in the settings: '
            '[csv] columns = { "Body" = "content" }.'
        )
    ]


@pytest.mark.parametrize(("name", "delimiter"), [("a.tsv", "\t"), ("a.csv", ";"), ("a.csv", "|"), ("a.txt", ",")])
def test_delimiters(name, delimiter, read):
    records, problems = read(f"id{delimiter}content\n1{delimiter}x\n", name)

    assert (records, problems) == ([{"id": 1, "content": {"rendered": "x"}}], [])


def test_rows_with_too_many_cells_are_skipped_and_told(read):
    rows = "".join(f"{n},x,y,z\n" for n in range(7))
    records, problems = read(f"id,content\n{rows}8\n\n9,x\n")

    assert [record["id"] for record in records] == [8, 9]
    assert problems[0] == "line 2: has 4 cells, and the first row names 2: skipped."
    assert problems[5] == ": has 2 more rows with too many cells: skipped."
    assert len(problems) == 6


def test_windows_1252_is_read_and_told(read):
    records, problems = read("id,content\n1,Stra\xdfe\n2,\u20ac\n".encode("windows-1252"))

    assert [record["content"]["rendered"] for record in records] == ["Straße", "€"]
    assert problems == [": has rows that are no UTF-8 (2), and were read as Windows-1252. Save it as UTF-8."]


def test_utf_16_and_a_byte_order_mark(read):
    for encoding in ("utf-16", "utf-8-sig"):
        records, problems = read("id,content\n1,ß\n".encode(encoding))
        assert (records, problems) == ([{"id": 1, "content": {"rendered": "ß"}}], [])


def test_a_quotation_mark_that_is_not_closed(read, monkeypatch):
    monkeypatch.setattr("audit.sources.delimited.LARGEST_RECORD", 1000)
    records, problems = read('id,content\n1,x\n2,"' + "y" * 2000)
    csv.field_size_limit(131072)

    assert [record["id"] for record in records] == [1]
    assert "is a quotation mark not closed?" in problems[0]


def test_a_table_without_rows(read):
    assert read("id,content\n") == ([], [": is a table without rows: nothing to audit."])


@pytest.mark.parametrize(
    "cell", ["\0", '"""', "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "=1+1", "🧂" * 9]
)
def test_odd_cells(cell, read):
    out = io.StringIO()
    csv.writer(out).writerows([["id", "content"], ["1", cell]])
    records, problems = read(out.getvalue())

    assert (records, problems) == ([{"id": 1, "content": {"rendered": cell}}], [])


def test_a_folder_takes_tables_of_posts_only(tmp_path):
    (tmp_path / "posts.csv").write_text("id,content\n1,x\n")
    (tmp_path / "orders.csv").write_text("order,price\n1,2\n")
    (tmp_path / "spool").mkdir()
    found = list(open_source(str(tmp_path), spool=tmp_path / "spool"))

    assert [block.source.rpartition("/")[2] for block in found] == ["posts.csv"]


def test_json_by_the_name_of_a_table_is_json(read):
    assert read('[{"id": 1, "content": {"rendered": "x"}}]')[0] == [{"id": 1, "content": {"rendered": "x"}}]


def test_values_that_are_no_text():
    columns = Columns(["id", "title", "content", "sticky"], {})

    assert columns.record_of({"id": 7, "title": {"rendered": "A"}, "content": "x", "sticky": "maybe"}) == {
        "id": 7,
        "title": {"rendered": "A"},
        "content": {"rendered": "x"},
    }


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_line_for_excel_is_no_row(read, mark):
    records, problems = read(f"{mark}sep=;\r\nid;title;content\r\n1;Salt, and light;<p>One</p>\r\n")

    assert problems == []
    assert [record["title"]["rendered"] for record in records] == ["Salt, and light"]


def test_a_table_that_ends_in_a_cell_is_not_whole(read):
    records, problems = read('id,title,content\n1,A,<p>One</p>\n2,B,"<p>Two, and')

    assert [record["id"] for record in records] == [1]
    assert len(problems) == 1
    assert problems[0].startswith("line 3: cannot be read (the file ends in it): is a quotation mark not closed?")
