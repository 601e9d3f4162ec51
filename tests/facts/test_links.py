import time

import pytest

from audit.facts.html import Markup
from audit.facts.links import read_headings, read_links
from audit.finding import Place

BASE = "https://lake.example/walks/"


def links(html, base=BASE, own="lake.example"):
    return read_links(Markup(html), "content.rendered", base, own)


def link(html, **kwargs):
    (found,) = links(html, **kwargs)
    return found


@pytest.mark.parametrize(
    ("rel", "values", "qualified"),
    [
        ('rel="nofollow noopener"', {"nofollow", "noopener"}, True),
        ('rel="NoFollow,sponsored"', {"nofollow", "sponsored"}, True),
        ('rel=" ,ugc , \n"', {"ugc"}, True),
        ('rel="nofollow&#9;noreferrer"', {"nofollow", "noreferrer"}, True),
        ('rel="no-follow"', {"no-follow"}, False),
        ('rel="nofollowed"', {"nofollowed"}, False),
        ('rel=","', set(), False),
        ('rel=""', set(), False),
        ("rel", set(), False),
        ("", set(), False),
    ],
)
def test_rel_is_split_at_blanks_and_commas(rel, values, qualified):
    found = link(f'<a href="https://shop.example/" {rel}>x</a>')
    assert found.rel == values
    assert found.qualified is qualified


@pytest.mark.parametrize(
    ("href", "address", "own", "leads_out"),
    [
        ("map", "https://lake.example/walks/map", True, False),
        ("//shop.example/a?x=1&amp;y=2", "https://shop.example/a?x=1&y=2", False, True),
        ("https://www.lake.example/", "https://www.lake.example/", True, False),
        ("https://fakelake.example/", "https://fakelake.example/", False, True),
        ("mailto:me@shop.example", "mailto:me@shop.example", False, False),
        ("#top", "https://lake.example/walks/#top", True, False),
        ("", "https://lake.example/walks/", True, False),
    ],
)
def test_addresses(href, address, own, leads_out):
    found = link(f'<a href="{href}">x</a>')
    assert found.url.href == address
    assert (found.own, found.leads_out) == (own, leads_out)


def test_an_address_that_does_not_parse():
    found = link('<a href="http://[">x</a>')
    assert (found.href, found.url, found.own, found.leads_out) == ("http://[", None, False, False)
    assert link('<a href="map">x</a>', base=None).url is None


def test_without_a_domain_nothing_is_own():
    assert not link('<a href="map">x</a>', own="").own


def test_order_and_what_is_no_link():
    html = (
        '<map><area href="/1" alt></map><a href="/2">two <b>words</b></a><a name="x">no</a>'
        '<template><a href="/3">no</a></template><!-- <a href="/4">no</a> --><noscript><a href="/5">y</a></noscript>'
    )
    found = links(html)
    assert [one.href for one in found] == ["/2", "/5", "/1"]
    assert found[0].text == "two words"
    assert found[0].place == Place("content.rendered", found[0].node, whole=True)


def test_headings():
    found = read_headings(Markup("<h2>a</h2><h1>b</h1><h2>c</h2><h7>d</h7><h6>e</h6>"), "content.rendered")
    assert [(one.level, one.node.text) for one in found] == [(1, "b"), (2, "a"), (2, "c"), (6, "e")]
    assert found[0].place == Place("content.rendered", found[0].node, whole=True)


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ('<a href="/x">y</a>' * 100_000, 100_000),
        ('<a href="/x">y' * 20_000, 20_000),
        ("<div>" * 20_000 + '<a href="/x">y</a>', 1),
        ('<a href="/x" rel="' + ", " * 200_000 + '">y</a>', 1),
    ],
    ids=["many", "never closed", "deep", "a long rel"],
)
def test_hostile_sizes_take_linear_time(html, count):
    markup = Markup(html)
    began = time.process_time()
    assert len(read_links(markup, "content.rendered", BASE, "lake.example")) == count
    assert not read_headings(markup, "content.rendered")
    assert time.process_time() - began < 3


def test_addresses_are_read_for_each_base_and_each_domain():
    html = '<a href="/a">x</a><a href="https://lake.example/b">x</a>'
    for base, own in ((BASE, "lake.example"), ("https://pond.example/", "pond.example"), (BASE, "")):
        first, second = links(html, base=base, own=own)
        assert first.url.href == f"{base.partition('walks')[0]}a"
        assert first.own is bool(own)
        assert second.own is (own == "lake.example")


@pytest.mark.parametrize("length", [10, 5000])
def test_long_attributes_are_read_as_short_ones(length):
    found = link(f'<a href="https://lake.example/{"a" * length}" rel="{"x" * length} NoFollow">x</a>')
    assert found.own
    assert found.rel == {"x" * length, "nofollow"}
