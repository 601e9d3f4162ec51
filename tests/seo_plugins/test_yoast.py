"""What Yoast's two fields say, whatever they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.facts.head import read_head_html
from audit.facts.html import Markup
from audit.finding import Place
from audit.seo_plugins import Heads, heads_of
from audit.seo_plugins.yoast import read_head_json

PAYLOAD = {
    "title": "Bread & salt - The Mill",
    "description": "Slow &hellip; bread",
    "robots": {"index": "index", "follow": "follow", "max-snippet": "max-snippet:-1"},
    "canonical": "https://mill.example/bread/",
    "og_locale": "en_US",
    "og_site_name": "The Mill",
    "article_published_time": "2026-03-01T10:00:00+00:00",
    "og_image": [
        {"width": 1200, "height": "630", "url": "https://mill.example/a.jpg", "type": "image/jpeg", "alt": "A loaf"},
        {"url": "https://photos.example/b.jpg", "type": "", "width": "", "height": ""},
    ],
    "author": "Maren Holt",
    "twitter_card": "summary_large_image",
    "twitter_misc": {"Прибл. час читання": "2 хвилини", "A/B~": "x"},
    "schema": {"@context": "https://schema.org", "@graph": []},
}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


def test_a_whole_payload():
    head = read_head_json(PAYLOAD)
    assert (head.origin, head.field) == ("json", "yoast_head_json")
    assert head.title.text == "Bread & salt - The Mill"
    assert head.title.place == Place("yoast_head_json", pointer="/title")
    assert head.description.text == "Slow &hellip; bread"
    assert head.description.decoded == "Slow … bread"
    assert head.robots == {"index", "follow", "max-snippet:-1"}
    assert head.meta("robots").text == "index, follow, max-snippet:-1"
    assert head.canonical.text == "https://mill.example/bread/"
    assert head.meta("og:site_name").place.pointer == "/og_site_name"
    assert head.meta("article:published_time").text == "2026-03-01T10:00:00+00:00"
    assert head.meta("twitter:card").text == "summary_large_image"
    assert head.meta("author").text == "Maren Holt"
    assert {label: data.text for label, data in head.twitter_labels.items()} == PAYLOAD["twitter_misc"]
    assert head.twitter_labels["A/B~"].place.pointer == "/twitter_misc/A~1B~0"
    assert head.comments == []
    assert head.meta("schema") is None


def test_pictures():
    own, foreign = read_head_json(PAYLOAD).og_images
    assert (own.url.text, own.size, own.type.text, own.alt.text) == (
        "https://mill.example/a.jpg",
        (1200, 630),
        "image/jpeg",
        "A loaf",
    )
    assert own.width.place.pointer == "/og_image/0/width"
    assert (foreign.width, foreign.height, foreign.type, foreign.size) == (None, None, None, None)
    assert foreign.url.place == Place("yoast_head_json", pointer="/og_image/1/url")
    head = read_head_json(PAYLOAD)
    assert [value.text for value in head.metas("og:image")] == [own.url.text, foreign.url.text]
    assert [value.text for value in head.metas("og:image:width")] == ["1200"]


@pytest.mark.parametrize(
    ("value", "pointers"),
    [
        ({"1": {"url": "https://mill.example/a.jpg"}}, ["/og_image/1/url"]),
        ({"url": "https://mill.example/a.jpg"}, ["/og_image/url"]),
        (["https://mill.example/a.jpg"], ["/og_image/0"]),
        ("https://mill.example/a.jpg", ["/og_image"]),
        ([{"url": 5}, None, [[]]], []),
        ([{"url": ""}], ["/og_image/0/url"]),
        (False, []),
    ],
)
def test_shapes_of_the_picture(value, pointers):
    assert [image.url.pointer for image in read_head_json({"title": "a", "og_image": value}).og_images] == pointers


@pytest.mark.parametrize(
    ("value", "rules"),
    [
        ({"index": "noindex", "follow": "follow"}, {"noindex", "follow"}),
        ({"index": "noindex", "follow": None}, {"noindex"}),
        (["NoIndex"], {"noindex"}),
        ("noindex, nofollow", {"noindex", "nofollow"}),
        ({}, set()),
        (None, set()),
    ],
)
def test_shapes_of_robots(value, rules):
    assert read_head_json({"title": "a", "robots": value}).robots == rules


def test_other_shapes():
    head = read_head_json(
        {
            "title": "",
            "description": " ",
            "og_title": 2026,
            "article_tag": ["a", "b", {}],
            "og_type": {},
            "author": None,
        }
        | {"twitter_misc": [], "canonical": ["https://mill.example/"]}
    )
    assert head.title is head.description is head.canonical is head.meta("og:type") is head.meta("author") is None
    assert head.meta("og:title").text == "2026"
    assert [(value.text, value.pointer) for value in head.metas("article:tag")] == [
        ("a", "/article_tag/0"),
        ("b", "/article_tag/1"),
    ]
    assert head.twitter_labels == {}


@pytest.mark.parametrize("payload", [None, {}, [], "", "x", 5, False, ["a"]])
def test_no_payload(payload):
    assert read_head_json(payload) is None


@pytest.mark.parametrize(
    ("record", "field", "html", "title"),
    [
        (
            {"yoast_head": "<title>a</title>"},
            "yoast_head",
            "<title>a</title>",
            None,
        ),  # before Yoast 16 there is no JSON
        ({"yoast_head": "<title>a</title>", "yoast_head_json": []}, "yoast_head", "<title>a</title>", None),
        ({"yoast_head": None, "yoast_head_json": {"title": "b"}}, None, None, "b"),
        ({"yoast_head": " \n", "yoast_head_json": {"title": "b"}}, None, None, "b"),
        ({"yoast_head": ["x"], "yoast_head_json": {}}, None, None, None),
        ({"yoast_head": None}, None, None, None),
        ({}, None, None, None),
    ],
)
def test_heads_of_a_record(record, field, html, title):
    heads = heads_of(record)[0]
    assert isinstance(heads, Heads)
    assert (heads.field, heads.html) == (field, html)
    assert (heads.json and heads.json.title.text) == title


def test_json_and_html_of_one_head_say_the_same():
    html = (
        '<meta name="robots" content="follow, index, max-snippet:-1"><meta property="og:locale" content="en_US">'
        '<meta property="og:image" content="https://mill.example/a.jpg"><meta property="og:image:width" content="1200">'
        '<meta property="og:image:height" content="630"><meta property="og:image:type" content="image/jpeg">'
        '<meta property="og:image:alt" content="A loaf"><meta name="description" content="Slow &hellip; bread">'
    )
    first, second = read_head_html(Markup(html), "yoast_head"), read_head_json(PAYLOAD)
    assert first.robots == second.robots
    for name in first.by_name.keys() - {"robots", "og:image"}:
        assert first.meta(name).decoded == second.meta(name).decoded
    assert first.og_images[0].size == second.og_images[0].size


@given(st.dictionaries(st.sampled_from([*PAYLOAD, "og_image_width", "a"]), json_values))
def test_no_payload_raises(payload):
    head = read_head_json(payload)
    if head is not None:
        for values in head.by_name.values():
            for value in values:
                assert isinstance(value.decoded, str)
                assert point(payload, value.pointer) is not None


@given(json_values)
def test_no_record_raises(value):
    heads_of({"yoast_head": value, "yoast_head_json": value})


def point(payload, pointer: str):
    """The value at a JSON pointer."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        payload = payload[int(name)] if isinstance(payload, list) else payload[name]
    return payload


def test_every_pointer_leads_to_its_value():
    head = read_head_json(PAYLOAD)
    values = [value for values in head.by_name.values() for value in values if value.pointer != "/robots"]
    for value in [*values, *head.titles, *head.canonicals, *head.twitter_labels.values()]:
        assert str(point(PAYLOAD, value.pointer)) == value.text
