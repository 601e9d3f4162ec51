"""Small XML documents: their elements, and an end of the reading whatever the document is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.sources.feeds import is_feed, read_feed
from audit.sources.sitemaps import Listing, is_listing
from audit.sources.xml import Damage, read_elements, root_of

FEED = (
    b'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    b"<channel><link>https://saltmarsh.example/</link><item><title>Salt</title><link>/tide/</link>"
    b"<pubDate>Mon, 04 May 2026 08:30:00 GMT</pubDate><guid>https://saltmarsh.example/?p=1</guid>"
    b"<content:encoded><![CDATA[<p>In full</p>]]></content:encoded></item></channel></rss>"
)
SITEMAP = (
    b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    b"<url><loc>https://saltmarsh.example/tide/</loc><lastmod>2026-05-04</lastmod></url>"
    b"<url><loc>https://saltmarsh.example/ebb/</loc></url></urlset>"
)
PIECES = st.sampled_from([b"<", b">", b"&", b"]]>", b"<!--", b"<![CDATA[", b"\xff", b"\0", b"<!DOCTYPE x [", b"<?x"])
DAMAGES = st.lists(st.tuples(st.floats(0, 1), PIECES | st.binary(max_size=4), st.integers(0, 12)), max_size=4)


def damaged(data, damages):
    changed = bytearray(data)
    for place, fresh, length in damages:
        at = int(place * len(changed))
        changed[at : at + length] = fresh
    return bytes(changed)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from([FEED, SITEMAP]), DAMAGES)
def test_whatever_is_damaged_it_comes_to_an_end(data, damages):
    changed = damaged(data, damages)

    list(read_feed(changed))
    listing = Listing(None)
    found = list(listing.read(changed, "sitemap.xml", "https://saltmarsh.example/sitemap.xml"))
    is_feed(changed)
    is_listing(changed)

    assert all(one.address.startswith(("http://", "https://")) for one in found)
    assert all(problem.message.isprintable() for problem in listing.problems)
    assert not listing.sitemap.whole or not listing.problems or found


@pytest.mark.parametrize(
    ("head", "root"),
    [
        (b"<a/>", "a"),
        (b"<x:a b='1'>", "a"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><!-- <b> --><!DOCTYPE a [<!ELEMENT a ANY>]> <a>", "a"),
        (b"<!doctype html><html>", "html"),
        (b"<!-- never ends", ""),
        (b"<?xml never ends", ""),
        (b"text <a>", ""),
        (b"", ""),
    ],
)
def test_the_root(head, root):
    assert root_of(head) == root


def test_what_is_in_an_element():
    data = b'<r xmlns="u:r" xmlns:m="u:m"><e at="1"> a <n> one </n><m:n>two</m:n><p><n>three</n></p> b </e><e/></r>'

    first, second = read_elements(data, depth=2)

    assert (first.name, first.space, first.attributes) == ("e", "u:r", {"at": "1"})
    assert (first.text("n"), first.text("n", "u:m"), first.text("missing")) == ("one", "two", "")
    assert [(child.text.strip(), child.parent) for child in first.children] == [
        ("one", ""),
        ("two", ""),
        ("three", "p"),
        ("", ""),
    ]
    assert first.own_text.split() == ["a", "b"]
    assert first.has_foreign("u:m")
    assert second.children == []


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("UTF-16", '<?xml version="1.0" encoding="UTF-16"?><r><e><n>ä</n></e></r>'.encode("utf-16")),
        ("UTF-16 that became UTF-8", '<?xml version="1.0" encoding="UTF-16"?><r><e><n>ä</n></e></r>'.encode()),
        ("windows-1252", '<?xml version="1.0" encoding="windows-1252"?><r><e><n>ä</n></e></r>'.encode("cp1252")),
    ],
)
def test_encodings(encoding, data):
    [element] = read_elements(data, depth=2)

    assert element.text("n") == "ä", encoding


def test_an_encoding_that_nobody_knows():
    [damage] = read_elements(b'<?xml version="1.0" encoding="x-none"?><r/>', depth=2)

    assert isinstance(damage, Damage)
    assert damage.line == 1
