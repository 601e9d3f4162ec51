"""What a browser or a crawler would follow from a post, and what it would not."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from audit.facts import read
from audit.facts.references import followed, is_placeholder, refresh_address, sheet_urls
from audit.post import Origin, Post
from audit.site import SiteSettings

if TYPE_CHECKING:
    from audit.facts import Facts

LINK = "https://lake.example/2026/low-water/"
AS_OF = datetime(2026, 6, 1, tzinfo=UTC)


def facts_of(html: str = "", **fields: Any) -> Facts:
    record = {"id": 7, "link": LINK, "content": {"rendered": html, "protected": False}, **fields}
    return read(Post.read(record, Origin(source="test", index=0, line=None)), SiteSettings(), AS_OF)


def found_in(html: str = "", **fields: Any) -> list[tuple[str, str, str, str]]:
    references = facts_of(html, **fields).references
    return [(found.kind, found.element, found.attribute, found.url.href) for found in references]


A = "https://shore.example/a"
B = "https://shore.example/b"
LOCAL = "https://lake.example/2026/low-water/a"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f'<a href="{A}">x</a>', [("link", "a", "href", A)]),
        (f'<a href="{A}" rel="nofollow">x</a>', [("link", "a", "href", A)]),
        ('<a href="//shore.example/a">x</a>', [("link", "a", "href", A)]),
        ('<a href=" a ">x</a>', [("link", "a", "href", LOCAL)]),
        ('<a href="?page=2">x</a>', [("link", "a", "href", f"{LINK}?page=2")]),
        (f'<map><area href="{A}"></map>', [("link", "area", "href", A)]),
        (f'<a href="{A}?x=1&copy=2">x</a>', [("link", "a", "href", f"{A}?x=1&copy=2")]),
        (f'<a href="{A}" ping="{B}">x</a>', [("link", "a", "href", A)]),
        (f'<svg><a xlink:href="{A}"><text>x</text></a></svg>', [("link", "a", "xlink:href", A)]),
        (f'<img src="{A}" longdesc="{B}">', [("image", "img", "src", A), ("link", "img", "longdesc", B)]),
        (
            f'<img src="{A}" srcset="{A} 1x, {B} 2x">',
            [("image", "img", "src", A), ("image", "img", "srcset", A), ("image", "img", "srcset", B)],
        ),
        (
            f'<picture><source srcset="{A} 1x, {B} 2x" src="{LOCAL}"><img src="{B}"></picture>',
            [("image", "img", "src", B), ("image", "source", "srcset", A), ("image", "source", "srcset", B)],
        ),
        (
            f'<img src="data:image/gif;base64,R0lGOD" data-src="{A}"><noscript><img src="{A}"></noscript>',
            [("image", "img", "data-src", A), ("image", "img", "src", A)],
        ),
        (
            f'<img data-lazy-src="{A}" data-lazy-srcset="{B} 2x">',
            [("image", "img", "data-lazy-src", A), ("image", "img", "data-lazy-srcset", B)],
        ),
        (f'<img data-original="{A}">', [("image", "img", "data-original", A)]),
        (f'<amp-img src="{A}"></amp-img>', [("image", "amp-img", "src", A)]),
        (f'<iframe src="{A}"></iframe>', [("frame", "iframe", "src", A)]),
        (f'<iframe src="about:blank" data-src="{A}"></iframe>', [("frame", "iframe", "data-src", A)]),
        (f'<video src="{A}" poster="{B}"></video>', [("media", "video", "src", A), ("image", "video", "poster", B)]),
        (
            f'<video><source src="{A}"><track src="{B}"></video>',
            [("media", "source", "src", A), ("media", "track", "src", B)],
        ),
        (f'<audio src="{A}"></audio>', [("media", "audio", "src", A)]),
        (f'<embed src="{A}">', [("media", "embed", "src", A)]),
        (f'<object data="{A}"></object>', [("media", "object", "data", A)]),
        (f'<script src="{A}"></script>', [("script", "script", "src", A)]),
        (
            f'<form action="{A}"><button formaction="{B}">x</button></form>',
            [("form", "form", "action", A), ("form", "button", "formaction", B)],
        ),
        (f'<form method="POST" action="{A}"><button formaction="{B}">x</button></form>', []),
        (
            f'<form method="post"><button formmethod="get" formaction="{B}">x</button></form>',
            [("form", "button", "formaction", B)],
        ),
        (f'<form><input type="image" src="{A}"></form>', [("image", "input", "src", A)]),
        (
            f'<svg><image href="{A}"/><use href="#i"/><use xlink:href="{B}"/></svg>',
            [("image", "use", "xlink:href", B), ("image", "image", "href", A)],
        ),
        (f'<p style="background: url({A})">x</p>', [("image", "p", "style", A)]),
        (f'<p style="background: url(&quot;{A}&quot;)">x</p>', [("image", "p", "style", A)]),
        (f"<style>p {{ background: url('{A}') }} /* url({B}) */</style>", [("image", "style", "", A)]),
        (
            f'<style>@import "{A}"; @import url({B}) screen;</style>',
            [("style", "style", "", A), ("style", "style", "", B)],
        ),
        (f'<style>@font-face {{ src: url("{A}") }} p {{ clip-path: url(#c) }}</style>', [("style", "style", "", A)]),
        (f'<meta http-equiv="refresh" content="0;url={A}">', [("refresh", "meta", "content", A)]),
        (f"""<meta http-equiv="Refresh" content="5; URL='{A}'">""", [("refresh", "meta", "content", A)]),
        ('<meta http-equiv="refresh" content="30">', []),
        (f'<link rel="stylesheet" href="{A}">', [("style", "link", "href", A)]),
        (
            f'<link rel="preload" as="image" href="{A}" imagesrcset="{B} 2x">',
            [("image", "link", "imagesrcset", B), ("image", "link", "href", A)],
        ),
        (f'<link rel="canonical" href="{A}">', [("canonical", "link", "href", A)]),
        (f'<link rel="preconnect" href="{A}"><link rel="dns-prefetch" href="{A}"><link rel="pingback" href="{A}">', []),
        (f'<link rel="alternate" type="application/json+oembed" href="{A}">', []),
        ('<base href="https://shore.example/"><a href="a">x</a>', [("link", "a", "href", A)]),
        ('<base href="/"><a href="a#top">x</a>', [("link", "a", "href", "https://lake.example/a#top")]),
    ],
)
def test_what_is_followed(html: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert found_in(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        f"<code><a href='{A}'>x</a></code>",
        f"<pre><a href='{A}'>x</a></pre>",
        f"<kbd><b><a href='{A}'>x</a></b></kbd>",
        f"<samp><img src='{A}'></samp>",
        f"<textarea><a href='{A}'>x</a></textarea>",
        f"<template><a href='{A}'>x</a></template>",
        f"<!-- <a href='{A}'>x</a> -->",
        f"<script>'<a href={A}>x</a>'</script>",
        "<a href='#gauge'>x</a>",
        f"<a href='{LINK}#gauge'>x</a>",
        "<a href='mailto:a@lake.example'>x</a>",
        "<a href='tel:+491'>x</a>",
        "<a href='javascript:void(0)'>x</a>",
        "<a href='blob:https://lake.example/1'>x</a>",
        "<a href='http://'>x</a>",
        "<a>x</a><a href=' '>x</a><img src=''>",
        "<a href='{{ url }}'>x</a>",
        "<a href='https://shore.example/%post_url%/'>x</a>",
        "<a href='https://shore.example/%%title%%/'>x</a>",
        "<a href='[permalink]'>x</a>",
        "<a href='<?php echo $x ?>'>x</a>",
        "<a href='https://shore.example/${slug}'>x</a>",
        "<a href='https://shore.example/{slug}/'>x</a>",
        "<a href='https://shore.example/%7B%7Bslug%7D%7D/'>x</a>",
        "<a href='https://example.com/'>x</a>",
        "<a href='https://www.example.org/x'>x</a>",
        "<a href='/cdn-cgi/l/email-protection#5d32'>x</a>",
        "<a href='/xmlrpc.php'>x</a>",
        "<a href='/wp-json/oembed/1.0/embed?url=x'>x</a>",
    ],
)
def test_what_is_not_followed(html: str) -> None:
    assert found_in(html) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://shore.example/%C3%BCber%20uns",
        "https://shore.example/a%bcber%20b",
        "https://shore.example/?filter[a]=1&b[]=2",
        "https://shore.example/{3F2504E0-4F89-41D3-9A0C-0305E82C3301}",
        "https://shore.example/example.com/",
        "https://notexample.com/",
        "http://[2001:db8::1]/",
        "https://shore.example/wp-json/wp/v2/posts",
    ],
)
def test_what_only_looks_like_a_placeholder(address: str) -> None:
    assert followed(address, LINK) is not None
    assert not is_placeholder(address)


def test_a_poem_is_no_code() -> None:
    assert found_in(f'<pre class="wp-block-verse"><a href="{A}">x</a></pre>') == [("link", "a", "href", A)]


def test_each_reference_has_its_place() -> None:
    html = f'<p>x <a class="b" href="{A}">x</a> <img src=x.png srcset="{B} 2x"><style>@import "{A}";</style>'
    facts = facts_of(html)
    spots = [facts.spot(found.place) for found in facts.references]
    assert [html[spot.start : spot.end] for spot in spots] == [
        f'<a class="b" href="{A}">x</a>',
        f'<img src=x.png srcset="{B} 2x">',
        f'srcset="{B} 2x"',
        f'@import "{A}";',
    ]


def test_witnesses_carry_what_a_rule_needs() -> None:
    ((address, witness),) = facts_of(f'<a href="{A}">x</a>').link_witnesses
    assert (address, witness.values) == (A, ("link", "a", "href", A))
    assert witness.at is not None


HEAD = f"""<title>x</title>
<link rel="canonical" href="{LINK}" />
<link rel="alternate" hreflang="de" href="{A}" />
<meta property="og:url" content="{LINK}" />
<meta property="og:image" content="{A}" />
<meta property="og:image:secure_url" content="{B}" />
<meta property="og:video" content="/relative" />
<meta name="twitter:image" content="{B}" />
"""
IN_HEAD = [
    ("canonical", "link", "href", LINK),
    ("alternate", "link", "href", A),
    ("social", "meta", "og:image", A),
    ("social", "meta", "og:image:secure_url", B),
    ("social", "meta", "og:url", LINK),
    ("social", "meta", "twitter:image", B),
]


def test_the_head() -> None:
    facts = facts_of(yoast_head=HEAD)
    assert [(found.kind, found.element, found.attribute, found.url.href) for found in facts.references] == IN_HEAD
    spot = facts.spot(facts.references[2].place)
    assert HEAD[spot.start : spot.end] == f'content="{A}"'


def test_the_head_as_json() -> None:
    json = {"canonical": LINK, "og_url": LINK, "og_image": [{"url": A}], "twitter_image": B}
    facts = facts_of(yoast_head_json=json)
    assert [(found.kind, found.attribute, found.place.pointer) for found in facts.references] == [
        ("canonical", "href", "/canonical"),
        ("social", "og:image", "/og_image/0/url"),
        ("social", "og:url", "/og_url"),
        ("social", "twitter:image", "/twitter_image"),
    ]


GRAPH = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "WebPage", "@id": "https://lake.example/2026/low-water/", "url": "https://lake.example/2026/low-water/",
  "primaryImageOfPage": {"@id": "https://lake.example/2026/low-water/#primaryimage"},
  "isPartOf": {"@id": "https://lake.example/#website"}, "breadcrumb": {"@id": "https://lake.example/crumbs/"}},
 {"@type": "Organization", "@id": "https://elsewhere.example/org", "name": "https://lake.example/name",
  "logo": {"@type": "ImageObject", "contentUrl": "https://lake.example/logo.png"},
  "sameAs": ["https://social.example/lake", "Lake", "https://social.example/pike"],
  "potentialAction": {"@type": "SearchAction",
   "target": {"@type": "EntryPoint", "urlTemplate": "https://lake.example/?s={search_term_string}"}}}
]}</script>"""


def test_structured_data() -> None:
    facts = facts_of(GRAPH)
    own = "https://lake.example"
    assert sorted((found.attribute, found.url.href, found.place.pointer) for found in facts.references) == [
        ("@id", f"{own}/2026/low-water/", "/@graph/0/@id"),
        ("@id", f"{own}/crumbs/", "/@graph/0/breadcrumb"),
        ("contentUrl", f"{own}/logo.png", "/@graph/1/logo/contentUrl"),
        ("sameAs", "https://social.example/lake", "/@graph/1/sameAs/0"),
        ("sameAs", "https://social.example/pike", "/@graph/1/sameAs/2"),
        ("url", f"{own}/2026/low-water/", "/@graph/0/url"),
    ]
    assert {(found.kind, found.element) for found in facts.references} == {("structured-data", "script")}


def test_a_value_that_is_an_object_of_lists_is_harmless() -> None:
    broken = '<script type="application/ld+json">{"@type": "Thing", "url": {"a": []}, "image": [[], 3, null]}</script>'
    assert found_in(broken) == []


def test_addresses_are_those_of_the_references() -> None:
    facts = facts_of(GRAPH + f'<a href="{A}">x</a><code><a href="{B}">x</a></code><a href="#x">x</a>', yoast_head=HEAD)
    assert facts.addresses == {found.url.href for found in facts.references}


def test_a_post_without_address_has_only_absolute_ones() -> None:
    assert found_in(f'<a href="/a">x</a><a href="{A}">x</a>', link=None) == [("link", "a", "href", A)]


@pytest.mark.parametrize(
    ("content", "address"),
    [
        ("0;url=a", "a"),
        ("0; URL = 'a b' c", "a b"),
        ('3, "a"', "a"),
        ("1.5 a", "a"),
        (".5;a;b", "a;b"),
        ("0", ""),
        ("0;", ""),
        ("soon;url=a", ""),
        ("", ""),
    ],
)
def test_the_address_of_a_refresh(content: str, address: str) -> None:
    assert refresh_address(content) == address


def test_sheets_and_fonts() -> None:
    css = (
        '/* @import "no"; */ @import "a"; p::after { content: "@import url(no)" } @font-face { src: url(b), url("c") }'
    )
    assert list(sheet_urls(css)) == ["a", "b", "c"]
    assert list(sheet_urls("p { color: red }")) == []


@pytest.mark.parametrize(
    "html",
    [
        "<pre>" * 3_000 + "<a href=a>",
        '<img srcset="' + "a(," * 20_000 + '">',
        "<style>" + "@import url(" * 20_000 + "</style>",
        "<style>" + "@font-face" * 20_000 + "</style>",
        '<meta http-equiv=refresh content="' + "0" * 50_000 + '">',
        '<a href="' + "{" * 50_000 + '">',
        '<a href="' + "%a" * 30_000 + '">',
        '<a href="' + "/[a " * 20_000 + '">',
    ],
)
def test_hostile_input_is_read_in_linear_time(html: str) -> None:
    facts = facts_of(html)
    begun = time.process_time()
    assert len(facts.references) < 2 * len(html)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("fields", [{}, {"yoast_head": '<title>x</title><base href="https://shore.example/">'}])
def test_links_pictures_and_references_have_one_base(fields: dict[str, str]) -> None:
    own = "" if fields else '<base href="https://shore.example/">'
    facts = facts_of(f'{own}<a href="a">x</a><img src="b">', **fields)

    assert facts.base == "https://shore.example/"
    assert [link.url and link.url.href for link in facts.links] == [A]
    assert [image.sources[0].url and image.sources[0].url.href for image in facts.images] == [B]
    assert {found.url.href for found in facts.references} == {A, B}
