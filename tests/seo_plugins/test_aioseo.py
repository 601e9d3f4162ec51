"""All in One SEO in REST records."""

from __future__ import annotations

from audit.seo_plugins import heads_of
from audit.seo_plugins.aioseo import read_head_json

JSON = {
    "title": "Ferry times - Saltmarsh",
    "description": "",
    "canonical_url": "https://saltmarsh.example/ferry/",
    "robots": "noindex, max-image-preview:large",
    "webmasterTools": {"miscellaneous": ""},
    "og:image": "https://saltmarsh.example/pier.jpg",
    "og:image:width": 1200,
    "og:image:height": 800,
    "schema": {"@graph": [{"@type": "WebPage"}]},
}


def test_the_json_is_read_as_a_head():
    head = read_head_json(JSON)

    assert head.title.text == "Ferry times - Saltmarsh"
    assert head.description is None
    assert head.canonical.text == "https://saltmarsh.example/ferry/"
    assert head.canonical.pointer == "/canonical_url"
    assert "noindex" in head.robots
    assert head.og_images[0].size == (1200, 800)


def test_the_labels_of_a_card():
    head = read_head_json({"twitter:label1": "Written by", "twitter:data1": "Maren Holt", "twitter:label2": "Reading"})

    assert {label: value.text for label, value in head.twitter_labels.items()} == {"Written by": "Maren Holt"}


def test_html_and_json_of_a_record():
    heads = heads_of({"aioseo_head": "<title>Ferry</title>", "aioseo_head_json": JSON})[0]

    assert (heads.field, heads.html) == ("aioseo_head", "<title>Ferry</title>")
    assert heads.schema == JSON["schema"]


def test_nothing_said():
    assert heads_of({"aioseo_head": " ", "aioseo_head_json": []})[0].html is None
    assert read_head_json("<title>") is None


def test_yoast_comes_first():
    assert heads_of({"yoast_head": "<title>A</title>", "aioseo_head": "<title>B</title>"})[0].field == "yoast_head"
