"""Links that a whole site shows to lead nowhere; a part of a site shows nothing."""

from __future__ import annotations

import pytest

from audit.rule import Good
from audit.rules.links.link_internal_missing import LinkInternalMissing
from audit.testing import findings_of

HOME = "https://saltmarsh.example"


def said(href, *others, own=f"{HOME}/2026/05/tide/", complete=True, html="it", **fields):
    post = {"link": own, "content": {"rendered": f'<p>See <a href="{href}">{html}</a>.</p>'}, **fields}
    gauge = {"id": 40, "link": f"{HOME}/2021/03/gauge/", "slug": "gauge", "class_list": ["category-harbour"]}
    return findings_of(LinkInternalMissing, Good(posts=(post, gauge, *others), complete=complete))


@pytest.mark.parametrize(
    "href",
    [
        "/2021/03/ferry/",
        f"{HOME}/2021/03/ferry",
        "http://www.saltmarsh.example/2020/01/ferry/?utm_source=x",
        "../../01/ferry/",
    ],
)
def test_a_post_that_is_not_there(href):
    (finding,) = said(href)
    assert "no such post" in finding.message
    assert finding.evidence[0].text == "2"
    assert said(href, complete=False) == []


@pytest.mark.parametrize(
    "href",
    [
        "/2021/03/gauge/",
        "/2019/03/gauge/",  # WordPress guesses by the slug
        "/2021/03/harbour/",
        "/2021/03/ferry/photo/",
        "/2021/03/12/",
        "/2021/03/",
        "/2021/",
        "/",
        "/category/ferry/",
        "/tag/ferry/",
        "/author/ferry/",
        "/ferry/",
        "/2021/03/feed/",
        "/2021/03/ferry.pdf",
        "/2021/03/ferry/?replytocom=4",
        "/?p=99",
        "/?s=ferry",
        "/wp-content/uploads/2021/03/ferry",
        "/wp-login.php",
        "https://shore.example/2021/03/ferry/",
        "https://blog.saltmarsh.example/2021/03/ferry/",
    ],
)
def test_what_may_be_there(href):
    assert said(href) == []


def test_a_picture_may_lead_to_its_own_page():
    assert said("/2021/03/ferry/", html='<img src="a.jpg" alt="x">') == []


def test_right_below_the_front_page_only_where_posts_and_pages_are_known():
    own = f"{HOME}/tide/"
    page = {"id": 50, "type": "page", "link": f"{HOME}/about/", "content": {"rendered": "<p>x</p>"}}
    assert said("/ferry/", own=own) == []
    (finding,) = said("/ferry/", page, own=own)
    assert "/ferry" in finding.message
    assert said("/about/", page, own=own) == []
    assert said("/shop/", page, own=own) == []


def test_on_plain_permalinks_nothing_is_judged():
    assert said("/?p=99", own=f"{HOME}/?p=12") == []
    assert said("/2021/03/ferry/", own=f"{HOME}/?p=12") == []
