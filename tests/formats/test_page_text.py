"""Differences, places, times and addresses in words."""

from __future__ import annotations

import pytest

from audit.formats._page_text import difference, duration, moment, place, web_address
from audit.report import Where


@pytest.mark.parametrize(
    ("one", "other", "before", "after"),
    [
        ("http://a.example/x", "https://a.example/x", ("", "http", "://a.example/x"), ("", "https", "://a.example/x")),
        ("<a b>", "<a b c>", ("<a b", "", ">"), ("<a b", " c", ">")),
        ("same", "same", ("same", "", ""), ("same", "", "")),
        ("", "new", ("", "", ""), ("", "new", "")),
        ("aa aa", "aa", ("aa", " aa", ""), ("aa", "", "")),
    ],
)
def test_a_difference_does_not_cut_words(one, other, before, after):
    assert difference(one, other) == (before, after)


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (None, ""),
        (Where(field="slug"), "slug"),
        (Where(field="content.rendered", line=2_000, column=4), "content, line 2,000, column 4"),
        (Where(field="yoast_head_json", pointer="/title", line=1), "yoast_head_json /title"),
    ],
)
def test_place(where, words):
    assert place(where) == words


def test_moment_and_duration():
    assert moment("2026-05-21T06:30:00Z") == "21 May 2026, 06:30 UTC"
    assert moment("soon") == "soon"
    assert duration("2026-05-21T06:30:00Z", "2026-05-21T06:44:12Z") == "14 min 12 s"
    assert duration("2026-05-21T06:30:00Z", "2026-05-21T08:30:00Z") == "2 h 0 min 0 s"
    assert not duration("soon", "later")


def test_only_web_addresses_are_links():
    assert web_address("https://a.example/ü") == "https://a.example/%C3%BC"
    assert web_address('HTTP://a.example/"') == 'HTTP://a.example/"'
    for address in ("javascript:alert(1)", " https://a.example", "data:text/html,x", "//a.example", "", None):
        assert not web_address(address)
