"""Rank Math, SEOPress and Head Tags in records, and the signatures of plugins in heads."""

from __future__ import annotations

import pytest

from audit.facts import read
from audit.facts.html import Markup
from audit.post import Origin, Post
from audit.seo_plugins import heads_of, plugins_that_hand_over, plugins_that_sign
from audit.site import SiteSettings

HEAD = '<title>Ferry</title><link rel="canonical" href="https://saltmarsh.example/ferry/">'
ANSWER = {
    "title": "Ferry times - Saltmarsh",
    "description": "",
    "canonical": "",
    "og": {
        "title": "Ferry times",
        "description": "",
        "image": "https://saltmarsh.example/pier.jpg",
        "image_width": "1200",
        "image_height": 630,
    },
    "twitter": {"title": "Ferry times on X", "image": ""},
    "robots": {"noindex": True, "nofollow": False, "nosnippet": "", "noimageindex": "yes"},
    "redirections": {"enabled": False},
}
TAGS = [
    {"tag": "title", "content": "Ferry times"},
    {"tag": "meta", "attributes": {"name": "robots", "content": "noindex, follow"}},
    {"tag": "meta", "attributes": {"property": "og:image", "content": "https://saltmarsh.example/pier.jpg"}},
    {"tag": "meta", "attributes": {"property": "og:image:width", "content": "1200"}},
    {"tag": "meta", "attributes": {"property": "og:image:height", "content": "630"}},
    {"tag": "link", "attributes": {"rel": "canonical", "href": "https://saltmarsh.example/ferry/"}},
    {"tag": "link", "attributes": {"rel": "alternate", "hreflang": "da", "href": "https://saltmarsh.example/da/"}},
    {"tag": "script", "attributes": {"type": "application/ld+json"}, "content": '{"@type": "WebPage"}'},
    {"tag": "meta", "attributes": {"name": "twitter:label1", "content": "Written by"}},
    {"tag": "meta", "attributes": {"name": "twitter:data1", "content": "Maren Holt"}},
]


def facts_of(record):
    return read(Post.read({"link": "https://saltmarsh.example/ferry/", **record}, Origin("x")), SiteSettings(), None)


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ({"rank_math_head": HEAD}, "rank_math_head"),
        ({"rankmath_head": {"success": True, "head": HEAD}}, "rankmath_head.head"),
        ({"rank_math_head": {"success": False, "head": None}}, None),
        ({"meta": {"rank_math_title": "%title% %sep% %sitename%"}}, None),
    ],
)
def test_rank_math(record, field):
    assert heads_of(record)[0].field == field


def test_places_in_an_answer_of_rank_math():
    facts = facts_of({"rank_math_head": {"success": True, "head": HEAD}})

    spot = facts.spot(facts.head.canonical.place)

    assert spot.field == "rank_math_head.head"
    assert HEAD[spot.start : spot.end] == 'href="https://saltmarsh.example/ferry/"'


@pytest.mark.parametrize(("answer", "at"), [(ANSWER, ""), ({"success": True, "data": ANSWER}, "/data")])
def test_seopress(answer, at):
    head = heads_of({"seopress": answer})[0].json

    assert (head.title.text, head.title.pointer) == ("Ferry times - Saltmarsh", f"{at}/title")
    assert head.canonical is None
    assert head.robots == {"noindex", "noimageindex"}
    assert head.og_images[0].size == (1200, 630)
    assert head.meta("twitter:title").pointer == f"{at}/twitter/title"
    assert head.meta("twitter:image") is None


@pytest.mark.parametrize(("field", "key"), [("yoast_head_json", "canonical"), ("aioseo_head_json", "canonical_url")])
def test_an_address_in_json_may_be_written_as_for_html(field, key):
    head = heads_of({field: {key: "https://saltmarsh.example/?a=1&#038;b=2&amp;copy=3&region=4"}})[0].json

    assert head.canonical.text == "https://saltmarsh.example/?a=1&b=2&copy=3&region=4"


_YOAST = {"title": "Ferry times", "robots": {"index": "index"}, "og_type": "article"}
_AIOSEO = {"title": "Ferry times", "robots": "", "schema": {}}


@pytest.mark.parametrize(
    ("field", "whole", "dropped"),
    [
        ("yoast_head_json", _YOAST, "robots"),
        ("yoast_head_json", _YOAST, "og_type"),
        ("aioseo_head_json", _AIOSEO, "robots"),
        ("aioseo_head_json", _AIOSEO, "schema"),
    ],
)
def test_what_a_client_did_not_ask_for_is_not_missing(field, whole, dropped):
    assert facts_of({field: whole}).head_is_whole
    assert not facts_of({field: {key: value for key, value in whole.items() if key != dropped}}).head_is_whole


def test_what_seopress_does_not_say_is_not_missing():
    assert not facts_of({"seopress": ANSWER}).head_is_whole


@pytest.mark.parametrize("other", [{"title": "A field of ACF"}, "text", [], None, {"data": {"title": 1}}])
def test_another_thing_under_the_name_of_seopress(other):
    assert heads_of({"seopress": other})[0].json is None


def test_head_tags():
    heads = heads_of({"head_tags": TAGS})[0]

    assert heads.json.title.text == "Ferry times"
    assert heads.json.canonical.pointer == "/5/attributes/href"
    assert heads.json.robots == {"noindex", "follow"}
    assert heads.json.og_images[0].size == (1200, 630)
    assert [code for code, _ in heads.json.hreflangs] == ["da"]
    assert heads.json.twitter_labels["Written by"].pointer == "/9/attributes/content"
    assert (heads.schema, heads.schema_at) == ({"@type": "WebPage"}, "/7/content")


@pytest.mark.parametrize("tags", [[], [1, None], [{"tag": "meta"}], [{"tag": "meta", "attributes": [1]}], {}, "x"])
def test_head_tags_that_say_nothing(tags):
    assert heads_of({"head_tags": tags})[0].json is None


def test_two_plugins_hand_over():
    assert plugins_that_hand_over({"yoast_head": HEAD, "rank_math_head": HEAD, "seopress": ANSWER}) == [
        ("Yoast SEO", "yoast_head"),
        ("Rank Math", "rank_math_head"),
        ("SEOPress", "seopress"),
    ]


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ({"head": f'{HEAD}<link href="/" rel=canonical>'}, "head"),
        ({"seo": {"title": "Tide", "fullHead": f'{HEAD}<meta property="og:type" content="article">'}}, "seo.fullHead"),
        ({"head": "<script>analytics()</script>"}, None),
        ({"head": "<title>Ferry</title>"}, None),
        ({"head": [HEAD], "seo": "yes"}, None),
        ({"seo": {"fullHead": 5}}, None),
        ({"head": f"{HEAD}<link rel=canonical href=/>", "yoast_head": HEAD}, "yoast_head"),
        ({"head": f"{HEAD}<link rel=canonical href=/>", "head_tags": TAGS}, None),
    ],
)
def test_a_head_that_a_front_end_keeps(record, field):
    assert [heads.field for heads in heads_of(record)] == [field]


def test_a_list_of_the_tags_of_a_page_repeats_a_plugin():
    record = {"yoast_head": HEAD, "head_tags": TAGS}

    assert [heads.field for heads in heads_of(record)] == ["yoast_head"]
    assert plugins_that_hand_over(record) == [("Yoast SEO", "yoast_head")]
    assert plugins_that_hand_over({"head_tags": TAGS}) == []


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("<!-- This site is optimized with the Yoast SEO Premium plugin v26.4 -->", ["Yoast SEO"]),
        ("<!-- / Yoast SEO plugin. -->", ["Yoast SEO"]),
        ("<!-- Search Engine Optimization by Rank Math - https://rankmath.com/ -->", ["Rank Math"]),
        ("<!-- Suchmaschinenoptimierung von Rank Math PRO - https://s.rankmath.com/home -->", ["Rank Math"]),
        ('<script type="application/ld+json" class="rank-math-schema-pro">{}</script>', ["Rank Math"]),
        ("<!-- All in One SEO 4.9.1 - aioseo.com -->", ["All in One SEO"]),
        ("<!-- /all in one seo pack -->", ["All in One SEO"]),
        ('<meta name="Generator" content="All in One SEO (AIOSEO) 4.7.3">', ["All in One SEO"]),
        ("<!-- / The SEO Framework by Sybre Waaijer | 4.17ms meta -->", ["The SEO Framework"]),
        ("<!-- Yoast SEO was here, and Rank Math is better than All in One SEO -->", []),
        ('<meta name="description" content="All in One SEO and Rank Math - https://rankmath.com/">', []),
        ("<title>Ferry</title>", []),
    ],
)
def test_signatures(head, names):
    assert list(plugins_that_sign(Markup(head))) == names
