"""Odd forms of the site's own addresses, and forms that only look odd."""

from __future__ import annotations

import pytest

from audit.rule import Good
from audit.rules.content.link_to_non_canonical_internal import LinkToNonCanonicalInternal
from audit.testing import findings_of

HOME = "https://saltmarsh.example"


def said(href, *others, head=None, **fields):
    post = {"content": {"rendered": f'<p>See <a href="{href}">it</a>.</p>'}, **fields}
    if head is not None:
        post |= {"yoast_head": head, "yoast_head_json": None}
    return findings_of(LinkToNonCanonicalInternal, Good(posts=(post, *others)))


@pytest.mark.parametrize(
    ("href", "form"),
    [
        ("/gauge/?utm_source=news&utm_medium=mail", "carries utm_source, utm_medium"),
        ("/gauge/?page=2&fbclid=x#staff", "carries fbclid"),
        ("/?p=40", "by its number"),
        ("http://saltmarsh.example/gauge/", "begins with http:"),
        ("https://www.saltmarsh.example/gauge/", "the host www.saltmarsh.example"),
        ("http://www.saltmarsh.example", "begins with http:"),
    ],
)
def test_an_odd_form(href, form):
    (finding,) = said(href)
    assert form in finding.message


@pytest.mark.parametrize(
    "href",
    [
        "/gauge/",
        "/gauge",
        f"{HOME}/gauge/?s=utm_source",
        "/gauge/?ref=nav",
        "/gauge/?p=40",
        "/?s=gauge",
        "#staff",
        "http://saltmarsh.example/wp-content/uploads/a.pdf",
        "http://www.saltmarsh.example/a.pdf",
        "http://blog.saltmarsh.example/",
        "http://shore.example/?utm_source=x",
        "mailto:a@saltmarsh.example",
    ],
)
def test_what_is_not_odd(href):
    assert said(href) == []


def test_the_form_of_the_canonical_is_right():
    www = "https://www.saltmarsh.example"
    assert said(f"{www}/gauge/", head=f'<link rel="canonical" href="{www}/tide/">') == []
    target = {
        "link": f"{HOME}/gauge/",
        "yoast_head": f'<link rel="canonical" href="{www}/gauge/">',
        "yoast_head_json": None,
    }
    assert said(f"{www}/gauge/", target) == []
    assert len(said(f"{www}/other/", target)) == 1


def test_plain_permalinks():
    assert said("/?p=40", link=f"{HOME}/?p=12", yoast_head=None, yoast_head_json=None) == []


def test_a_host_in_www_of_www_is_another_site():
    at = "https://www.www.saltmarsh.example"
    assert said("https://www.saltmarsh.example/gauge/?utm_source=x", link=f"{at}/tide/", yoast_head=None) == []
    assert len(said(f"{at}/gauge/?utm_source=x", link=f"{at}/tide/", yoast_head=None)) == 1


def test_https_is_never_odd():
    assert said(f"{HOME}/gauge/", link="http://saltmarsh.example/tide/", yoast_head=None, yoast_head_json=None) == []
