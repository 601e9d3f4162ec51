from html import escape
from time import process_time

import pytest

from audit.finding import Severity
from audit.rule import Good
from audit.rules.links.link_placeholder import LinkPlaceholder
from audit.testing import findings_of


def said(html, **fields):
    return findings_of(LinkPlaceholder, Good(html, fields=fields))


@pytest.mark.parametrize(
    "href",
    [
        "http://",
        "https:// ",
        "http://https://",
        "https://www.",
        "https://#",
        "//",
        "mailto:",
        "tel:",
        "https://example.com",
        "http://www.example.org/a",
        "mailto:name@example.net",
        "https://your-domain.com/x",
        "https://www.yourwebsite.com",
        "https://shop.yoursite.io/",
        "https://lake.tld/",
        "{{ button.url }}",
        "https://shore.example/{{slug}}",
        "%7B%7Burl%7D%7D",
        "[article_link]",
        "<?php the_permalink(); ?>",
        "%%permalink%%",
        "URL",
        "insert-link-here",
        "https://your-url-here",
    ],
)
def test_addresses_that_nobody_filled_in(href):
    assert len(said(f'<p><a href="{escape(href)}">the map</a></p>')) == 1


@pytest.mark.parametrize(
    "href",
    [
        "https://shore.example/how-to-choose-your-domain/",
        "https://shore.example/example.com-in-tests/",
        "https://notexample.com/",
        "https://example.community/",
        "https://example.de/",
        "https://yourstory.com/",
        "https://shore.example/%e3%81%82%e3%81%84",
        "https://shore.example/?filter[a]=1",
        "https://shore.example/100%",
        "/",
        "link/",
        "/link",
        "todo.html",
        "#",
        "#map",
        "",
    ],
)
def test_addresses_that_somebody_filled_in(href):
    assert said(f'<p><a href="{escape(href)}">Top</a></p>') == []


@pytest.mark.parametrize(
    "link",
    [
        '<a href="#">the full report of the office</a>',
        '<a href=" # ">Sign up</a>',
        '<a href="#" class="wp-block-button__link">Top 10 of the lakes</a>',
        '<a href="#" data-type="page" data-id="7">the map</a>',
        '<a href="#" aria-label="The map"><i class="icon"></i></a>',
        '<a href="#"><img src="/map.png" alt="The map"></a>',
    ],
)
def test_a_hash_that_promises_something(link):
    assert len(said(f"<p>{link}</p>")) == 1


@pytest.mark.parametrize(
    "link",
    [
        '<a href="#">Back to top</a>',
        '<a href="#">Nach oben</a>',
        '<a href="#">↑</a>',
        '<a href="#">Up</a>',
        '<a href="#"></a>',
        '<a href="#" role="button">Show</a>',
        '<a href="#" aria-expanded="false">Show</a>',
        '<a href="#" data-toggle="modal">Show</a>',
        '<a href="#" onclick="show()">Show</a>',
        '<a href="#" id="show">Show</a>',
        '<a href="#" class="popmake-17">Show</a>',
        '<a href="#" class="js-more">Show</a>',
        '<span role="tab"><a href="#">Show</a></span>',
        '<span class="tabs-nav"><a href="#">Show</a></span>',
        '<code><a href="#">Show</a></code>',
    ],
)
def test_a_hash_that_is_a_control_or_the_top(link):
    assert said(f"<p>{link}</p>") == []


def test_who_shows_an_address_made_for_examples_may_speak_of_it():
    (finding,) = said('<p><a href="https://example.com/feed">https://example.com/feed</a></p>')
    assert finding.severity is Severity.NOTICE


def test_the_site_itself_may_be_called_so():
    assert said('<p><a href="https://example.org/a">A</a></p>', link="https://example.org/tide/") == []


@pytest.mark.parametrize(
    "html",
    [
        f"<div>{'<a href=#>The fares</a>' * 6_000}</div>",
        f"<ul><li>{'<a href=#>The fares</a>' * 6_000}</li></ul>",
        f"<div class='{'quay ' * 20_000}'>{'<a href=#>The fares</a>' * 2_000}</div>",
    ],
    ids=["beside each other", "in an item", "in one of many classes"],
)
def test_what_is_around_thousands_of_links_is_looked_at_in_part(html):
    began = process_time()
    assert said(html)
    assert process_time() - began < 5  # seconds; all of it for each link took from 6 to more than 60
