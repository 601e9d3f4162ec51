import json
import pickle
from pathlib import Path

import pytest

from audit.errors import SourceError
from audit.sources.records import Block, Record, SourceProblem, read_block, read_record, remember


@pytest.fixture
def block(tmp_path):
    path = tmp_path / "posts.json"
    path.write_bytes(b'[{"id": 1}, 2, {"id": 3}]')
    return Block(str(path), "posts.json", "array", 1, 24, first=7)


def test_reads_records_then_problems(block):
    assert list(read_block(block)) == [
        Record({"id": 1}, "posts.json", 7, None, 0),
        Record({"id": 3}, "posts.json", 9, None, 2),
        SourceProblem("not-a-post", "posts.json", "item 9", "is not a post: found a number."),
    ]


def test_a_block_travels(block):
    travelled = pickle.loads(pickle.dumps(block))  # noqa: S301 - our own bytes
    assert list(read_block(travelled)) == list(read_block(block))


def test_reads_a_record_again(block):
    assert read_record(block, 2) == {"id": 3}


@pytest.mark.parametrize("position", [1, 3])
def test_no_record_is_read_again_where_there_is_none(block, position):
    with pytest.raises(SourceError, match="was changed while it was being audited"):
        read_record(block, position)


def test_what_was_decoded_while_it_was_cut_is_read_once(block):
    remember(block, [{"id": 8}])
    assert [item.data for item in read_block(block)] == [{"id": 8}]
    assert [item.data for item in read_block(block) if isinstance(item, Record)] == [{"id": 1}, {"id": 3}]


@pytest.mark.parametrize(("content", "kind"), [(b"[" + b"{" * 30, "not-json"), (b'[{"id": 1}', "unreadable")])
def test_a_changed_file_is_a_problem(block, content, kind):
    Path(block.path).write_bytes(content)
    assert [item.kind for item in read_block(block)] == [kind]
    with pytest.raises(SourceError):
        read_record(block, 0)


@pytest.mark.parametrize(
    ("other", "what"),
    [
        ({"id": 31, "post": 3, "type": "comment", "link": "https://l.example/#comment-31", "content": {}}, "a comment"),
        (
            {"id": 7, "link": "https://l.example/category/a/", "name": "A", "slug": "a", "taxonomy": "category"},
            "a term",
        ),
        ({"id": 4, "link": "https://l.example/author/a/", "name": "A", "slug": "a", "avatar_urls": {}}, "a user"),
        ({"id": 3, "title": "A", "url": "https://l.example/a/", "subtype": "post"}, "a result of the search"),
        (
            {
                "id": 9,
                "title": {},
                "url": "https://l.example/",
                "type": "custom",
                "type_label": "Link",
                "menu_order": 1,
            },
            "an entry of a menu",
        ),
        ({"id": "tide//home", "type": "wp_template", "content": {}, "has_theme_file": True}, "a template"),
        ({"id": 8, "parent": 3, "slug": "3-revision-v1", "title": {}, "content": {}}, "a revision"),
        ({"name": "Posts", "slug": "post", "taxonomies": ["category"], "rest_base": "posts"}, "a post type"),
        ({"name": "Tags", "slug": "post_tag", "types": ["post"], "rest_base": "tags"}, "a taxonomy"),
        ({"name": "Published", "slug": "publish", "public": True, "date_floating": False}, "a post status"),
        ({"plugin": "tide/tide", "status": "active", "name": "Tide", "plugin_uri": "https://l.example/"}, "a plugin"),
    ],
)
def test_what_other_lists_of_the_rest_api_hold_is_no_post(tmp_path, other, what):
    path = tmp_path / "posts.ndjson"
    path.write_bytes(json.dumps(other).encode() + b'\n{"id": 3, "taxonomy": "own field", "title": {}}\n')
    read = list(read_block(Block(str(path), "posts.ndjson", "lines", 0, path.stat().st_size)))
    assert [item.data["id"] for item in read if isinstance(item, Record)] == [3]
    assert read[-1].message == f"is {what} of the REST API, not a post: skipped."


@pytest.mark.parametrize("sign", [{"catalog_visibility": "visible"}, {"prices": {"price": "4900"}}])
def test_a_product_of_woocommerce_is_read_as_a_post(tmp_path, sign):
    path = tmp_path / "products.json"
    product = {
        "id": 5,
        "name": "Oar",
        "slug": "oar",
        "permalink": "https://l.example/product/oar/",
        "type": "simple",
        "date_created": "2026-03-04T09:30:00",
        "description": "<p>Ash, two metres.</p>",
        "short_description": "<p>Ash.</p>",
        "categories": [{"id": 3, "name": "Boats", "slug": "boats"}],
        "images": [{"id": 8, "src": "https://l.example/wp-content/uploads/oar.jpg", "alt": ""}],
    }
    path.write_text(json.dumps(product | sign))
    (read,) = read_block(Block(str(path), "products.json", "document", 0, path.stat().st_size))
    assert read.form == "export"
    assert read.data == {
        "id": 5,
        "slug": "oar",
        "type": "product",
        "link": "https://l.example/product/oar/",
        "date": "2026-03-04T09:30:00",
        "title": {"rendered": "Oar"},
        "content": {"rendered": "<p>Ash, two metres.</p>"},
        "excerpt": {"rendered": "<p>Ash.</p>"},
        "featured_media": 8,
        "_embedded": {
            "wp:featuredmedia": [
                {"id": 8, "source_url": "https://l.example/wp-content/uploads/oar.jpg", "alt_text": ""}
            ]
        },
    }


def test_a_record_of_the_plugin_json_api_is_read_as_a_row(tmp_path):
    path = tmp_path / "posts.json"
    url = "https://l.example/tide/"
    record = {"id": 3, "type": "post", "url": url, "title": "Tide", "title_plain": "Tide", "content": "<p>Low.</p>"}
    path.write_text(json.dumps(record | {"author": {"id": 2, "slug": "maren", "name": "Maren Holt"}}))
    (read,) = read_block(Block(str(path), "posts.json", "document", 0, path.stat().st_size))
    assert (read.data["link"], read.data["content"]) == (url, {"rendered": "<p>Low.</p>"})


def test_a_record_of_the_first_api_is_read_as_a_row(tmp_path):
    path = tmp_path / "posts.ndjson"
    post = {"ID": 3, "title": "Tide", "content": "<p>High.</p>", "link": "https://l.example/tide/", "slug": "tide"}
    path.write_bytes(json.dumps({**post, "author": {"ID": 1}, "date": "2014-03-04T09:30:00+00:00"}).encode())
    [record] = read_block(Block(str(path), "posts.ndjson", "lines", 0, path.stat().st_size))
    assert (record.form, record.data["id"], record.data["link"]) == ("export", 3, "https://l.example/tide/")
    assert record.data["title"]["rendered"] == "Tide"
    assert record.data["content"]["rendered"] == "<p>High.</p>"
