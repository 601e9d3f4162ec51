import json
import math
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.post import Origin, Post, value_at
from audit.resources import schema
from audit.seo_plugins import PLUGINS

SEED = Path(__file__).parents[1] / ".." / "shared" / "data" / "seed-post.json"
HERE = Origin("posts.json", index=3)


def read(**record):
    return Post.read(record, HERE)


def nested(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


# Keys as they occur, and any text with lone surrogates, which Python's own JSON decoder lets through.
texts = st.text(st.characters(codec=None, exclude_categories=()), max_size=8)
keys = st.sampled_from(sorted(schema("post")["properties"])) | st.sampled_from(["rendered", "0", "01", ""]) | texts
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts | st.just(10**4000)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6))
records = st.dictionaries(keys, values, max_size=12)


@given(records)
def test_any_object_is_read_and_kept(record):
    post = Post.read(record, HERE)
    assert post.record is record
    assert post.origin is HERE
    assert isinstance(post.is_published, bool)
    assert isinstance(post.protected, bool)
    for text in (post.title_html, post.content_html, post.content_raw, post.excerpt_html, post.api_url, post.slug):
        assert text is None or isinstance(text, str)
    assert post.id is None or type(post.id) is int
    assert all(type(number) is int for number in post.categories or ())
    assert all(isinstance(url, str) for url in post.featured_urls)
    assert post.links is None or isinstance(post.links, dict)


def test_a_wrong_type_is_left_out_and_the_rest_stays():
    post = read(
        id="no number",
        slug=["a"],
        link="https://saltmarsh.example/ferry/",
        title={"rendered": 7, "raw": "Ferry"},
        content="<p>Ferry</p>",
        categories=[1, "two", None, 4],
        yoast_head_json=[],
        _links="none",
    )
    assert (post.id, post.slug, post.content, post.yoast_head_json, post.links) == (None,) * 5
    assert post.link == "https://saltmarsh.example/ferry/"
    assert post.title is not None
    assert (post.title_html, post.title.raw) == (None, "Ferry")
    assert post.categories == [1, 4]
    assert post.record["content"] == "<p>Ferry</p>"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("id", 1.5),
        ("id", math.nan),
        ("id", "9" * 5000),
        ("title", {"\ud800": 1}),
        ("title", nested(100_000)),
        ("tags", {"0": 3}),
        ("yoast_head_json", nested(100_000)),
        ("jetpack-related-posts", "none"),
    ],
)
def test_odd_values_of_one_field(field, wrong):
    post = Post.read({field: wrong, "slug": "ferry"}, HERE)
    assert getattr(post, field.replace("-", "_")) is None
    assert post.slug == "ferry"


def test_a_key_that_is_no_unicode_does_not_cost_the_post():
    post = Post.read({"\ud83c": 1, "slug": "ferry", "tags": "none", "title": {"\ud83c": 1}}, HERE)
    assert (post.slug, post.tags, post.title) == ("ferry", None, None)


def test_a_lone_surrogate_in_a_text_stays():
    assert read(title={"rendered": "Fog \ud83c"}).title_html == "Fog \ud83c"


def test_numbers_as_strings_and_flags_as_numbers_are_read():
    post = read(id="12", featured_media="4658", sticky=1, categories=["3"])
    assert (post.id, post.featured_media, post.sticky, post.categories) == (12, 4658, True, [3])


def test_fields_that_nobody_documents_are_kept():
    post = read(aioseo_notices=[], record="mine", origin="mine", title={"rendered": "Ferry", "plain": "Ferry"})
    assert post.aioseo_notices == []
    assert post.record["record"] == "mine"
    assert post.origin is HERE
    assert post.title.plain == "Ferry"


@pytest.mark.parametrize("missing", ["title", "content", "excerpt"])
def test_absent_texts_are_none(missing):
    post = read(id=1)
    assert getattr(post, f"{missing}_html") is None


def fields_of_plugins():
    modules = (import_module(f"audit.seo_plugins.{name}") for name in PLUGINS)
    return {field for module in modules for field in getattr(module, "FIELDS", ())}


def test_every_documented_field_is_a_field():
    documented = set(schema("post")["properties"]) | set(schema("post")["$defs"]["attachment"]["properties"])
    fields = {field.alias or name for name, field in Post.model_fields.items()}
    unasked = {"post", "missing_image_sizes"}  # of attachments, and no rule asks for them
    assert documented - unasked - fields <= fields_of_plugins()  # which read them out of the record
    assert fields <= documented


@pytest.mark.parametrize(
    ("record", "published"),
    [
        ({}, True),
        ({"status": None}, True),
        ({"status": "publish"}, True),
        ({"status": "draft"}, False),
        ({"status": "wc-on-hold"}, False),
        ({"status": "inherit", "type": "attachment"}, True),
        ({"status": "inherit", "type": "revision"}, False),
        ({"status": "publish", "type": "wp_block"}, False),
        ({"type": "nav_menu_item"}, False),
    ],
)
def test_is_published(record, published):
    assert Post.read(record, HERE).is_published is published


@pytest.mark.parametrize(
    ("record", "protected"),
    [
        ({}, False),
        ({"content": {"rendered": "", "protected": True}}, True),
        ({"content": {"rendered": "", "protected": False}, "password": ""}, False),
        ({"content": {"raw": "Ferry"}, "password": "open-sesame"}, True),
    ],
)
def test_protected(record, protected):
    assert Post.read(record, HERE).protected is protected


@pytest.mark.parametrize(
    ("links", "url"),
    [
        ({"self": [{"href": "https://saltmarsh.example/wp-json/wp/v2/posts/1"}, {"href": "https://b.example/"}]}, 0),
        ({"self": [{"targetHints": {}}, {"href": "https://saltmarsh.example/wp-json/wp/v2/posts/1"}]}, 0),
        ({"self": []}, None),
        ({"self": {"href": "https://saltmarsh.example/"}}, None),
        ({"self": [{"href": 7}, None]}, None),
        ({}, None),
        (None, None),
    ],
)
def test_api_url(links, url):
    assert read(_links=links).api_url == ("https://saltmarsh.example/wp-json/wp/v2/posts/1" if url == 0 else None)


def test_featured_urls_come_from_jetpack_and_from_what_is_embedded():
    media = {
        "source_url": "https://saltmarsh.example/pier.jpg",
        "media_details": {
            "sizes": {
                "medium": {"source_url": "https://saltmarsh.example/pier-300.jpg"},
                "full": {"source_url": "https://saltmarsh.example/pier.jpg"},
                "odd": {"source_url": False},
            }
        },
    }
    post = read(
        jetpack_featured_media_url="https://i0.wp.com/saltmarsh.example/pier.jpg",
        _embedded={"wp:featuredmedia": [media, {"code": "rest_post_invalid_id"}]},
    )
    assert post.featured_urls == [
        "https://i0.wp.com/saltmarsh.example/pier.jpg",
        "https://saltmarsh.example/pier.jpg",
        "https://saltmarsh.example/pier-300.jpg",
    ]


@pytest.mark.parametrize(
    "embedded", [None, [], {"wp:featuredmedia": {}}, {"wp:featuredmedia": [{"media_details": []}]}]
)
def test_no_featured_urls(embedded):
    assert read(_embedded=embedded, jetpack_featured_media_url="").featured_urls == []


def test_author_id_of_a_deleted_account():
    assert read(author=0).author_id is None
    assert read(author=7).author_id == 7


def test_edit_url():
    expected = "https://saltmarsh.example/blog/wp-admin/post.php?post=7&action=edit"
    assert read(id=7).edit_url("https://saltmarsh.example/blog/") == expected
    assert read(id=7).edit_url("https://saltmarsh.example/blog") == expected
    assert read(slug="ferry").edit_url("https://saltmarsh.example/") is None
    assert read(id=7).edit_url("") is None


def test_value_at():
    post = read(content={"rendered": "<p>"}, slug=7)
    assert post.value_at("content.rendered") == "<p>"
    assert post.value_at("slug") == 7
    assert post.value_at("slug.rendered") is None
    assert post.value_at("excerpt.rendered") is None
    assert value_at([], "slug") is None


@pytest.mark.parametrize(
    ("origin", "place"),
    [
        (Origin("post.json"), "post.json"),
        (Origin("posts.json", index=0), "posts.json#0"),
        (Origin("posts.ndjson", index=0, line=1), "posts.ndjson:1"),
    ],
)
def test_place(origin, place):
    assert origin.place == place


@pytest.mark.skipif(not SEED.exists(), reason="the seed post is not on this machine")
def test_the_seed_is_read_whole():
    record = json.loads(SEED.read_text("utf-8"))
    post = Post.read(record, HERE)
    assert post.id == record["id"]
    assert post.content_html == record["content"]["rendered"]
    assert post.yoast_head_json is record["yoast_head_json"]
    assert post.api_url == record["_links"]["self"][0]["href"]
    assert post.featured_urls == [record["jetpack_featured_media_url"]]
    assert post.is_published
    assert not post.protected
