"""Where the REST API of a site is."""

from __future__ import annotations

import pytest

from audit.sources.rest_api import address_in_api, api_in_address, api_in_link_header, api_in_page, guesses


@pytest.mark.parametrize("where", ["http://[", "http://a.example:99999999/", "http://[::1/x"])
def test_what_is_no_address_is_no_link(where):
    assert api_in_link_header(f'<{where}>; rel="https://api.w.org/"', "https://a.example/") is None
    assert api_in_page(f'<link rel="https://api.w.org/" href="{where}">', "https://a.example/") is None


def test_finds_the_api_in_links():
    base = "https://saltmarsh.example/blog/a/"
    header = '<https://x.example/>; rel=shortlink, </blog/wp-json/>; rel="https://api.w.org/", <y>; rel="next"'
    page = "<link rel='stylesheet' href='z'><LINK REL=\"https://api.w.org/\" href='/blog/index.php?rest_route=/'/>"

    assert api_in_link_header(header, base) == "https://saltmarsh.example/blog/wp-json/"
    assert api_in_page(page, base) == "https://saltmarsh.example/blog/index.php?rest_route=/"
    assert api_in_link_header('<a>; rel="next"', base) is None
    assert api_in_page("<p>https://api.w.org/</p>", base) is None


def test_guesses_below_each_folder():
    found = guesses("https://saltmarsh.example/blog/post/index.php")

    assert found[0] == "https://saltmarsh.example/blog/post/wp-json/"
    assert "https://saltmarsh.example/blog/?rest_route=/" in found
    assert found[-1] == "https://saltmarsh.example/index.php?rest_route=/"


def test_writes_addresses_of_the_api():
    plain = "https://saltmarsh.example/?rest_route=/"

    assert address_in_api(plain, "wp/v2/posts", {"page": 2}) == f"{plain}wp/v2/posts&page=2"
    assert address_in_api("https://a.example/wp-json/", "wp/v2/types", {}) == "https://a.example/wp-json/wp/v2/types"
    assert api_in_address("https://a.example/b/wp-json/wp/v2/posts?page=2") == "https://a.example/b/wp-json/"
    assert api_in_address("https://a.example/b/?rest_route=/wp/v2/posts") == "https://a.example/b/?rest_route=/"
    assert api_in_address("https://a.example/b/") is None
