from html import escape

import pytest

from audit.finding import Severity
from audit.rule import Good
from audit.rules.links.link_trailing_punctuation import LinkTrailingPunctuation
from audit.testing import findings_of


def said(href, text="the map"):
    return findings_of(LinkTrailingPunctuation, Good(f'<p><a href="{escape(href)}">{escape(text)}</a></p>'))


@pytest.mark.parametrize(
    "href",
    [
        "https://shore.example/map)",
        "https://shore.example/map).",
        "https://shore.example)",
        "https://shore.example/wiki/Map_(old))",
        "https://shore.example/map%29",
        "https://shore.example/map?q=(a))",
        "https://shore.example/map]",
        "https://shore.example/map&gt;".replace("&gt;", ">"),
        "https://shore.example/map”",
        "https://shore.example/map%E2%80%9D",
        'https://shore.example/map"',
        "https://shore.example/’",
        "https://shore.example/map%20",
        "https://shore.example/map%C2%A0",
        "https://shore.example/map\u00a0",
        "https://shore.example/map\u200b",
        "https://shore.example/map?q=1\u00a0",
        "/map%20",
        "mailto:office@shore.example.",
        "mailto:office@shore.example%20",
        "tel:+4930123\u00a0",
    ],
)
def test_ends_that_nobody_means(href):
    assert len(said(href)) == 1


@pytest.mark.parametrize(
    ("href", "text"),
    [
        ("https://shore.example/map.", "https://shore.example/map."),
        ("https://shore.example/map,", "shore.example/map,"),
        ("https://www.shore.example/map;", "www.shore.example/map;"),
        ("https://shore.example/%C3%BCber.", "https://shore.example/über."),
        ("https://shore.example/map…", "https://shore.example/map…"),
    ],
)
def test_a_stop_that_the_address_in_the_text_has_too(href, text):
    assert len(said(href, text)) == 1


@pytest.mark.parametrize(
    ("href", "text"),
    [
        ("https://wiki.example/Apple_Inc.", "Apple Inc."),
        ("https://wiki.example/Apple_Inc.", "https://wiki.example/Apple_Inc."),
        ("https://wiki.example/Washington,_D.C.", "https://wiki.example/Washington,_D.C."),
        ("https://wiki.example/Yahoo!", "Yahoo!"),
        ("https://shore.example/ask?", "ask?"),
        ("https://shore.example/map.", "the map."),
        ("https://shore.example/map.", "https://shore.example/map"),
        ("https://shore.example/map,", "https://other.example/map,"),
        ("https://wiki.example/Map_(old)", "Map"),
        ("https://wiki.example/Map_%28old%29", "Map"),
        ("https://wiki.example/Map_(a_(b))", "Map"),
        ("https://wiki.example/:)", "Smile"),
        ("https://shore.example/?q=%22low%20tide%22", "Search"),
        ('https://shore.example/?q="low tide"', "Search"),
        ("https://shore.example/“low-tide”", "Quotation"),
        ("https://social.example/share?text=Look%20", "Share"),
        ("mailto:office@shore.example?subject=Hi%20", "Write"),
        ("https://shore.example/map ", "Map"),
        ("https://shore.example/", "Map"),
        ("https://shore.example/%E0%B4%8A", "Map"),
        ("https://shore.example/%ZZ%20x", "Map"),
        ("#map)", "Map"),
        ("javascript:go(1)", "Map"),
        ("steam://run/440)", "Play"),
        ("{{ url }}", "Map"),
        ("http://)", "Map"),
    ],
)
def test_ends_that_may_be_meant(href, text):
    assert said(href, text) == []


def test_a_dot_behind_the_host_works():
    (finding,) = said("http://shore.example.", "shore.example.")
    assert finding.severity is Severity.NOTICE
