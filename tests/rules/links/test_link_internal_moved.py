"""Old forms of a post's address, and addresses that are none."""

from __future__ import annotations

import time

import pytest

from audit.rule import Good
from audit.rules.links.link_internal_moved import LinkInternalMoved
from audit.testing import findings_of

HOME = "https://saltmarsh.example"
GAUGE = f"{HOME}/the-tide-gauge/"


def said(href, *others, own=f"{HOME}/tide/", **fields):
    gauge = {"id": 40, "link": GAUGE, "slug": "the-tide-gauge", "date": "2021-03-04T08:00:00", **fields}
    posts = ({"link": own, "content": {"rendered": f'<p>See <a href="{href}">it</a>.</p>'}}, gauge, *others)
    return findings_of(LinkInternalMoved, Good(posts=posts))


@pytest.mark.parametrize(
    "href",
    [
        f"{HOME}/?p=40",
        f"{HOME}/?page_id=40#staff",
        "/?p=40&utm_source=news",
        "http://saltmarsh.example/the-tide-gauge/",
        "https://www.saltmarsh.example/the-tide-gauge",
        "/2021/03/the-tide-gauge/",
        "/2021/03/04/the-tide-gauge/",
        "/2021/03/the-tide-gauge.html",
        "/archives/the-tide-gauge",
    ],
)
def test_an_old_form(href):
    (finding,) = said(href)
    assert GAUGE in finding.message
    assert finding.related == ("saltmarsh.example#40",)
    assert finding.marked.startswith("<a href=")


@pytest.mark.parametrize(
    "href",
    [
        GAUGE,
        "/the-tide-gauge",
        "/the-tide-gauge/?utm_source=x",
        "/?p=41",
        "/?p=40&preview=true",
        "/?p=99999999999999999999",
        "/?p=4x",
        "/?p=%D9%A4%D9%A0",
        "/shop/?p=40",
        "/category/the-tide-gauge/",
        "/author/the-tide-gauge/",
        "/tide/the-tide-gauge/",
        "/2020/03/the-tide-gauge/",
        "/2021/04/the-tide-gauge/",
        "http://blog.saltmarsh.example/the-tide-gauge/",
        "https://saltmarsh.example:8443/the-tide-gauge/",
        "http://saltmarsh.example/wp-content/uploads/the-tide-gauge",
        "http://saltmarsh.example/another/",
        "http://web.archive.example/http://saltmarsh.example/the-tide-gauge/",
    ],
)
def test_what_is_no_old_form(href):
    assert said(href) == []


def test_a_slug_without_a_date_must_tell_enough():
    dated = f"{HOME}/2026/05/04/tide/"
    (finding,) = said("/the-tide-gauge/", own=dated, link=f"{HOME}/2021/03/04/the-tide-gauge/")
    assert "old path" in finding.message
    assert said("/gauge/", own=dated, link=f"{HOME}/2021/03/04/gauge/", slug="gauge") == []


def test_two_posts_with_one_slug_are_nobodys():
    other = {"id": 41, "link": f"{HOME}/2019/03/04/the-tide-gauge/", "slug": "the-tide-gauge"}
    assert said("/2021/03/the-tide-gauge/", other) == []


def test_plain_permalinks_have_no_other_form():
    assert said(f"{HOME}/?p=40", own=f"{HOME}/?p=12", link=f"{HOME}/?p=40") == []


def test_https_is_never_too_much():
    own = "http://saltmarsh.example/tide/"
    assert said(GAUGE, own=own, link="http://saltmarsh.example/the-tide-gauge/") == []


def test_a_site_in_a_folder():
    folder = f"{HOME}/blog"
    site = {"_links": {"self": [{"href": f"{folder}/wp-json/wp/v2/posts/1"}]}}
    posts = (
        {
            "link": f"{folder}/tide/",
            "content": {"rendered": '<a href="/blog/?p=40">a</a> <a href="/?p=40">b</a>'},
            **site,
        },
        {"id": 40, "link": f"{folder}/gauge/", **site},
    )
    (finding,) = findings_of(LinkInternalMoved, Good(posts=posts))
    assert finding.marked.startswith('<a href="/blog/?p=40"')


def test_hostile_input_costs_linear_time():
    html = '<a href="http://saltmarsh.example/the-tide-gauge/">x</a>' * 10_000
    begun = time.process_time()
    posts = ({"content": {"rendered": html}}, {"id": 40, "link": GAUGE})
    assert len(findings_of(LinkInternalMoved, Good(posts=posts))) == 10_000
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("others", [[], [("gauge", "gauge")], [("the-float", "old-float")]])
def test_an_old_slug_counts_unless_another_post_has_it_now(others):
    posts = [
        {"content": {"raw": f'<p>See <a href="{HOME}/gauge/">it</a>.</p>'}},
        {"id": 40, "link": f"{HOME}/the-gauge/", "slug": "the-gauge", "meta": {"_wp_old_slug": ["gauge"]}},
        *({"id": 50, "link": f"{HOME}/{slug}/", "slug": slug, "meta": {"_wp_old_slug": [old]}} for slug, old in others),
    ]
    said = findings_of(LinkInternalMoved, Good(posts=tuple(posts)))
    taken = ("gauge", "gauge") in others
    assert [finding.message for finding in said] == (
        [] if taken else [f"The post at {HOME}/the-gauge/ is linked by an old slug."]
    )
