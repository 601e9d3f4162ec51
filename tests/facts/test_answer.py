"""What the headers of a page's answer say, and a record with the page that readers get of it."""

from __future__ import annotations

import copy

import pytest

from audit.facts import read
from audit.facts.answer import robots_of_header
from audit.post import Origin, Post
from audit.site import SiteSettings
from audit.sources.pages import record_of, with_page
from audit.testing import base_record

LINK = "https://saltmarsh.example/tide/"


def page(head, body="<main><p>Tide</p></main>"):
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def visited(html, headers=(), record=None, form="visited"):
    record = with_page(record or base_record(), html, url=LINK, status=200, headers=headers)
    return read(Post.read(record, Origin("x", form=form)), SiteSettings(), None)


@pytest.mark.parametrize(
    ("header", "rules"),
    [
        ("noindex, nofollow", {"noindex", "nofollow"}),
        ("NOINDEX", {"noindex"}),
        ("googlebot: noindex", {"noindex"}),
        ("*: noindex", {"noindex"}),
        ("otherbot: noindex, nofollow", set()),
        ("otherbot: noindex, googlebot: nofollow, nosnippet", {"nofollow", "nosnippet"}),
        ("max-snippet: 20, noimageindex", {"max-snippet: 20", "noimageindex"}),
        ("unavailable_after: 25 Jun 2010 15:00:00 PST", {"unavailable_after: 25 jun 2010 15:00:00 pst"}),
        ("", set()),
        (" , ", set()),
    ],
)
def test_robots_header(header, rules):
    assert robots_of_header(header) == rules


@pytest.mark.parametrize(
    ("header", "canonicals"),
    [
        (f'<{LINK}>; rel="canonical"', [LINK]),
        (f"<{LINK}>;rel=Canonical", [LINK]),
        (f'<{LINK}?a=1,2>; title="a, b; c"; rel="canonical shortlink"', [f"{LINK}?a=1,2"]),
        (f'<https://saltmarsh.example/wp-json/>; rel="https://api.w.org/", <{LINK}>; rel=canonical', [LINK]),
        (f'<{LINK}>; rel=shortlink, <{LINK}>; rel="alternate"', []),
        (f"<{LINK}>", []),
        ("rel=canonical", []),
        ('<>; rel="canonical"', []),
    ],
)
def test_link_header(header, canonicals):
    answer = visited(page("<title>T</title>"), [("LINK", header)]).answer

    assert [value.text for value in answer.canonicals] == canonicals


def test_a_hostile_header_takes_no_time():
    header = "<" * 20_000 + '<a>; a="' + "; " * 20_000

    assert visited(page("<title>T</title>"), [("link", header)]).answer.canonicals == []


def test_the_page_is_judged_and_the_payload_is_kept():
    html = page('<title>Ebb</title><link rel="canonical" href="https://saltmarsh.example/ebb/">')
    facts = visited(html, [("X-Robots-Tag", "noindex")])

    assert facts.head.title.text == "Ebb"
    assert facts.handed_over.canonical.text == LINK
    assert facts.head_json.canonical.text == LINK
    assert facts.noindex
    assert facts.content_field == "content.rendered"
    assert not facts.graph.blocks
    assert facts.handed_over_graph.head_schema_agrees


def test_places_in_page_payload_and_header():
    html = page('<title>Ebb</title><link rel="canonical" href="https://saltmarsh.example/ebb/">')
    facts = visited(html, [("X-Robots-Tag", "noindex")])
    record = facts.post.record

    for value in (facts.head.canonical, facts.handed_over.canonical):
        spot = facts.spot(value.place)
        assert record[spot.field][spot.start : spot.end] == f'href="{value.text}"'
    spot = facts.spot(facts.answer.robots_tags[0].place)
    assert (spot.field, spot.pointer) == ("page_response", "/headers/0/1")


@pytest.mark.parametrize("status", [0, 401, 403, 404, 503])
def test_an_error_is_no_page(status):
    record = base_record()
    before = copy.deepcopy(record)

    assert with_page(record, page("<title>Not found</title>"), url=LINK, status=status) == before
    assert record == before


def test_a_field_of_that_name_in_a_payload_is_no_page():
    record = {**base_record(), "page": page("<title>Ebb</title>"), "page_response": {"headers": [["Link", "<x>"]]}}
    facts = read(Post.read(record, Origin("x")), SiteSettings(), None)

    assert (facts.page, facts.answer) == (None, None)
    assert facts.head.title.text == "When the tide turns - Saltmarsh"


def test_a_fetched_page_without_a_record():
    html = page(f'<title>Ebb</title><link rel="canonical" href="{LINK}">')
    facts = visited(html, [("x-robots-tag", "none")], record_of(html), "page")

    assert facts.noindex
    assert facts.head.title.text == "Ebb"
    assert facts.content.text.strip() == "Tide"
