"""What is read from a head, and where it stands."""

from __future__ import annotations

import time

import pytest

from audit.facts.head import Head, effective, joined, read_head_html, robots_of, robots_rules
from audit.facts.html import Markup
from audit.finding import Place

FIELD = "yoast_head"
HEAD = """<!-- This site is optimized with the Yoast SEO plugin v27.5 - https://yoast.example/ -->
<title>Bread &amp; salt - The Mill</title>
<meta name="description" content="A loaf for &quot;slow&quot; days" />
<meta name="robots" content="index, follow, max-snippet:-1, max-image-preview:large" />
<link rel="canonical" href="https://mill.example/bread/?a=1&amp;b=2" />
<link rel="alternate" hreflang="de" href="https://mill.example/de/brot/" />
<link rel="alternate" type="application/rss+xml" hreflang="fr" href="https://mill.example/fr/feed/" />
<link rel="alternate" type="application/rss+xml" href="https://mill.example/feed/" />
<meta property="og:locale" content="en_US" />
<meta property="og:image" content="https://mill.example/a.jpg" />
<meta property="og:image:width" content="1200" />
<meta property="og:image:height" content="630" />
<meta property="og:image:alt" content="" />
<meta property="og:image" content="https://mill.example/b.jpg" />
<meta name="twitter:label1" content="Écrit par" />
<meta name="twitter:data1" content="Maren Holt" />
<meta name="twitter:label2" content="Durée de lecture estimée" />
<meta name="twitter:data2" content="2 minutes" />
<!-- / Yoast SEO plugin. -->"""


def read(html: str) -> Head:
    return read_head_html(Markup(html), FIELD)


def texts(values) -> list[str]:
    return [value.text for value in values]


def test_a_whole_head():
    head = read(HEAD)
    assert (head.origin, head.field, bool(head)) == ("html", FIELD, True)
    assert head.title.text == "Bread & salt - The Mill"
    assert head.description.text == 'A loaf for "slow" days'
    assert head.robots == {"index", "follow", "max-snippet:-1", "max-image-preview:large"}
    assert head.canonical.text == "https://mill.example/bread/?a=1&b=2"
    assert [(code, href.text) for code, href in head.hreflangs] == [("de", "https://mill.example/de/brot/")]
    assert head.meta("og:locale").text == "en_US"
    assert {label: data.text for label, data in head.twitter_labels.items()} == {
        "Écrit par": "Maren Holt",
        "Durée de lecture estimée": "2 minutes",
    }
    assert [comment.strip() for comment in head.comments][1] == "/ Yoast SEO plugin."
    assert "/ Yoast" not in head.title.text


def test_nothing():
    head = read("")
    assert not head
    assert head.title is head.description is head.canonical is head.meta("og:title") is None
    assert head.titles == head.descriptions == head.canonicals == head.metas("og:title") == head.og_images == []
    assert head.robots == frozenset()
    assert head.twitter_labels == {}
    assert head.comments == []


def test_places_name_the_attribute_or_the_element():
    head = read(HEAD)
    assert head.title.place == Place(FIELD, head.title.node, whole=True)
    assert head.description.place == Place(FIELD, head.description.node, attribute="content")
    assert head.canonical.place == Place(FIELD, head.canonical.node, attribute="href")
    assert head.canonical.node.tag == "link"


def test_names_are_case_insensitive_and_either_attribute_counts():
    head = read('<META NAME="OG:Title" CONTENT="a"><meta name="og:type" property="og:TYPE" content="article">')
    assert texts(head.metas("og:title")) == ["a"]
    assert texts(head.metas("og:type")) == ["article"]
    both = read('<meta name="description" property="og:description" content="x">')
    assert both.description is both.meta("og:description")


def test_values_are_kept_in_order_and_a_missing_content_is_empty():
    head = read('<meta property="og:title" content="a"><meta property="og:title"><meta charset="utf-8"><meta name="">')
    assert texts(head.metas("og:title")) == ["a", ""]
    assert head.metas("og:title")[1].blank
    assert set(head.by_name) == {"og:title"}


def test_titles_of_drawings_and_what_stands_in_comments_do_not_count():
    head = read("<!-- <title>no</title> --><svg><title>no</title></svg><title>a</title><title>b</title>")
    assert texts(head.titles) == ["a", "b"]


def test_two_heads_in_one_page():
    head = read(
        '<link rel="canonical" href="https://a.example/"><link rel="canonical"><link rel="canonical" href=" ">'
        '<link rel="Canonical nofollow" href="/b/"><meta name="robots" content="index,follow">'
        '<meta name="GoogleBot" content="NOINDEX">'
    )
    assert texts(head.canonicals) == ["https://a.example/", "/b/"]
    assert head.robots == {"index", "follow", "noindex"}


def test_a_whole_page():
    page = Markup(
        "<!doctype html><html><head><title>T</title></head><body><svg><title>no</title></svg>"
        '<link rel="canonical" href="/x/"><meta name="robots" content="noindex"></body></html>',
        page=True,
    )
    head = read_head_html(page, "page")
    assert texts(head.titles) == ["T"]
    assert head.canonical.text == "/x/"
    assert head.robots == {"noindex"}


@pytest.mark.parametrize(
    ("tags", "pictures"),
    [
        ([("og:image", "a"), ("og:image:width", "10"), ("og:image", "b")], [("a", None, "10"), ("b", None, None)]),
        ([("og:image:url", "a"), ("og:image:url", "b")], [("a", None, None), ("b", None, None)]),
        ([("og:image", "a"), ("og:image:url", "a"), ("og:image:width", "10")], [("a", None, "10")]),
        ([("og:image", "a"), ("og:image:secure_url", "s"), ("og:image:width", "10")], [("a", "s", "10")]),
        ([("og:image:secure_url", "s"), ("og:image:width", "10")], [("s", "s", "10")]),
        ([("og:image:secure_url", "s"), ("og:image:secure_url", "t")], [("s", "s", None), ("t", "t", None)]),
        ([("og:image:width", "10"), ("og:image", "a")], [("a", None, "10")]),
        ([("og:image:width", "10"), ("og:image", "a"), ("og:image:width", "20")], [("a", None, "20")]),
        ([("og:image:width", "10"), ("og:image", "a"), ("og:image", "b")], [("a", None, None), ("b", None, None)]),
        ([("og:image", ""), ("og:image:width", "")], [("", None, None)]),
        ([("og:image", "a"), ("og:image:width", "10"), ("og:image:width", "20")], [("a", None, "10")]),
    ],
)
def test_structured_pictures(tags, pictures):
    head = read("".join(f'<meta property="{name}" content="{content}">' for name, content in tags))
    found = [
        (image.url.text, image.secure_url and image.secure_url.text, image.width and image.width.text)
        for image in head.og_images
    ]
    assert found == pictures


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [
        ("1200", "630", (1200, 630)),
        (" 1200px", "630.0", (1200, 630)),
        ("", "630", None),
        ("0", "630", None),
        ("wide", "630", None),
        ("١٢", "630", None),
        ("9" * 5000, "630", None),
    ],
)
def test_size_of_a_picture(width, height, size):
    (image,) = read(
        f'<meta property="og:image" content="a"><meta property="og:image:width" content="{width}">'
        f'<meta property="og:image:height" content="{height}">'
    ).og_images
    assert image.size == size


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("index, follow", ("index", "follow")),
        ("NOINDEX,NoFollow,,", ("noindex", "nofollow")),
        (
            "unavailable_after: Saturday, 25 Jun 2030 15:00:00 PST, noindex",
            ("unavailable_after: saturday, 25 jun 2030 15:00:00 pst", "noindex"),
        ),
        ("max-snippet : 20 , odd rule", ("max-snippet : 20", "odd rule")),
        ("", ()),
    ],
)
def test_robots_rules(text, rules):
    assert robots_rules(text) == rules
    assert robots_of(text) == set(rules)


def test_a_date_with_many_commas_costs_little():
    began = time.process_time()

    assert robots_rules("unavailable_after: 25 Jun" + "," * 1_000_000) == ("unavailable_after: 25 jun",)

    assert time.process_time() - began < 3


def test_effective_head_is_html_where_it_says_anything():
    html, json = read(HEAD), Head("json", "yoast_head_json")
    empty = read("<!-- nothing -->")
    assert effective(html, json) is html
    assert effective(empty, json) is json
    assert effective(empty, None) is empty
    assert effective(None, json) is json
    assert effective(None, None) is None


def test_references_are_decoded_once_whatever_the_origin():
    head = read('<meta name="description" content="a &amp;amp; b">')
    assert head.description.text == head.description.decoded == "a &amp; b"


def test_representations_name_what_they_are():
    head = read(HEAD)
    assert repr(head) == "<Head html of yoast_head>"
    assert repr(head.meta("og:locale")) == "<HeadValue 'en_US' of yoast_head>"
    assert repr(head.og_images[0]) == "<OgImage 'https://mill.example/a.jpg'>"


def test_what_a_template_holds_is_not_there_yet():
    inert = (
        '<template><title>Card</title><meta name="robots" content="noindex"><link rel="canonical" href="/x"></template>'
    )
    head = read(f"{HEAD}<div>{inert}</div>")
    assert texts(head.titles) == ["Bread & salt - The Mill"]
    assert "noindex" not in head.robots
    assert len(head.canonicals) == 1


class TestHeadsOfTwoPlugins:
    def test_what_both_say_stands_there_once(self):
        head = joined(read(HEAD), read(HEAD.replace("&amp;", "&#38;").replace("The Mill", "The  Mill ")))

        assert texts(head.titles) == ["Bread & salt - The Mill"]
        assert texts(head.canonicals) == ["https://mill.example/bread/?a=1&b=2"]
        assert texts(head.metas("og:image")) == ["https://mill.example/a.jpg", "https://mill.example/b.jpg"]
        assert [image.url.text for image in head.og_images] == texts(head.metas("og:image"))
        assert [code for code, _ in head.hreflangs] == ["de"]

    def test_what_the_second_says_otherwise_comes_behind(self):
        other = '<title>Salt</title><meta name="robots" content="noindex"><meta name="author" content="Jon">'
        head = joined(read(HEAD), read_head_html(Markup(other), "rank_math_head"))

        assert texts(head.titles) == ["Bread & salt - The Mill", "Salt"]
        assert head.titles[1].field == "rank_math_head"
        assert {"index", "noindex"} <= head.robots
        assert texts(head.metas("author")) == ["Jon"]

    def test_what_the_second_leaves_empty_says_nothing(self):
        other = read('<title> </title><meta name="description" content=""><meta name="twitter:title" content="">')

        assert (texts(joined(read(HEAD), other).titles), joined(read(HEAD), other).metas("twitter:title")) == (
            ["Bread & salt - The Mill"],
            [],
        )


def test_what_an_rdfa_item_says_is_not_said_of_the_page():
    html = """<html vocab="https://schema.org/"><head><meta property="author" content="Maren Holt"></head><body>
    <b typeof="Review"><meta property="author" content="Jon Dahl"><meta property="og:title" content="Tide"></b></body>
    </html>"""

    head = read_head_html(Markup(html, page=True), "page")

    assert texts(head.metas("author")) == ["Maren Holt"]
    assert texts(head.metas("og:title")) == ["Tide"]
