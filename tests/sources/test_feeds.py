"""Feeds: what their entries say, and nothing that they leave out."""

from __future__ import annotations

import gzip
import time

import pytest

from audit import Settings
from audit.engine import run
from audit.sources.feeds import feed_in_page, is_feed, read_feed
from audit.sources.xml import Damage

HOME = "https://saltmarsh.example/"
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
RSS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
    f'<title>Saltmarsh</title><atom:link href="{HOME}feed/" rel="self"/><link>{HOME}</link>{{}}</channel></rss>'
)
ITEM = (
    f"<item><title>Salt &#038; light</title><link>{HOME}tide/</link><dc:creator><![CDATA[Maren Holt]]></dc:creator>"
    "<pubDate>Mon, 04 May 2026 10:30:00 +0200</pubDate>"
    f'<guid isPermaLink="false">{HOME}?p=12</guid><description><![CDATA[<p>In short</p>]]></description>'
    '<content:encoded><![CDATA[<p>In full, <img src="/a.jpg"></p>]]></content:encoded></item>'
)
ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Saltmarsh</title>'
    f'<link rel="self" href="{HOME}atom.xml"/><link href="{HOME}"/><id>{HOME}</id>{{}}</feed>'
)
RDF = (
    '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    f'<channel rdf:about="{HOME}"><title>Saltmarsh</title><link>{HOME}</link></channel>{{}}</rdf:RDF>'
)


def entries(text):
    return list(read_feed(text.encode()))


def test_an_entry_of_wordpress():
    [record] = entries(RSS.format(ITEM))

    assert record == {
        "id": 12,
        "type": "post",
        "link": f"{HOME}tide/",
        "guid": {"rendered": f"{HOME}?p=12"},
        "date_gmt": "2026-05-04T08:30:00",
        "title": {"rendered": "Salt &amp; light"},
        "content": {"rendered": '<p>In full, <img src="/a.jpg"></p>'},
        "excerpt": {"rendered": "<p>In short</p>"},
        "_embedded": {"author": [{"name": "Maren Holt"}]},
        "_links": {"self": [{"href": f"{HOME}wp-json/wp/v2/posts/12"}]},
    }


def test_a_summary_is_no_content():
    [record] = entries(
        RSS.format("<item><title>T</title><description>&lt;p&gt;In short […]&lt;/p&gt;</description></item>")
    )

    assert "content" not in record
    assert record["excerpt"] == {"rendered": "<p>In short […]</p>"}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("A &amp; B", "A &amp; B"),
        ("A &amp;amp; B", "A &amp; B"),
        ("a &lt; b", "a &lt; b"),
        ("&lt;em&gt;So&lt;/em&gt;", "<em>So</em>"),
        ("<![CDATA[A & B]]>", "A &amp; B"),
    ],
)
def test_titles_are_html_in_a_record(title, expected):
    [record] = entries(RSS.format(f"<item><title>{title}</title></item>"))

    assert record["title"] == {"rendered": expected}


@pytest.mark.parametrize(
    ("guid", "link"),
    [
        (f"<guid>{HOME}tide/</guid>", f"{HOME}tide/"),
        (f'<guid isPermaLink="true">{HOME}tide/</guid>', f"{HOME}tide/"),
        ('<guid isPermaLink="false">abc</guid>', None),
        ("<guid>abc</guid>", None),
        (f"<link>/tide/</link><guid>{HOME}other/</guid>", f"{HOME}tide/"),
        ("", None),
    ],
)
def test_where_the_address_is(guid, link):
    [record] = entries(RSS.format(f"<item><title>T</title>{guid}</item>"))

    assert record.get("link") == link


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Mon, 04 May 2026 08:30:00 GMT", "2026-05-04T08:30:00"),
        ("04 May 2026 08:30:00 -0500", "2026-05-04T13:30:00"),
        ("2026-05-04T08:30:00Z", "2026-05-04T08:30:00"),
        ("yesterday", None),
        ("Mon, 99 Foo 2026", None),
        ("9999999999999", None),
    ],
)
def test_dates(date, expected):
    [record] = entries(RSS.format(f"<item><title>T</title><pubDate>{date}</pubDate></item>"))

    assert record.get("date_gmt") == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<content type="html">&lt;p&gt;In full&lt;/p&gt;</content>', "<p>In full</p>"),
        (
            f'<content type="xhtml"><div {XHTML}><p class="a&quot;b">5 &lt; 6<br/></p></div></content>',
            '<div><p class="a&quot;b">5 &lt; 6<br></p></div>',
        ),
        ("<content>5 &lt; 6</content>", "5 &lt; 6"),
        ('<content src="https://saltmarsh.example/a.pdf" type="application/pdf"/>', None),
        ('<content type="image/png">aGk=</content>', None),
        ('<summary type="html">&lt;p&gt;In short&lt;/p&gt;</summary>', None),
    ],
)
def test_an_entry_of_atom(content, expected):
    entry = (
        f'<entry><title>Salt &amp; light</title><link rel="edit" href="{HOME}edit"/><link href="/tide/"/>'
        f"<id>tag:saltmarsh.example,2026:1</id><published>2026-05-04T10:30:00+02:00</published>"
        f"<updated>2026-05-05T10:30:00Z</updated><author><name>Maren Holt</name></author>{content}</entry>"
    )

    [record] = entries(ATOM.format(entry))

    assert record.get("content", {}).get("rendered") == expected
    assert record["link"] == f"{HOME}tide/"
    assert record["title"] == {"rendered": "Salt &amp; light"}
    assert (record["date_gmt"], record["modified_gmt"]) == ("2026-05-04T08:30:00", "2026-05-05T10:30:00")
    assert record["_embedded"] == {"author": [{"name": "Maren Holt"}]}
    assert "id" not in record


def test_an_entry_of_rss_1():
    item = f"<item><title>T</title><link>{HOME}tide/</link><dc:date>2026-05-04T08:30:00Z</dc:date></item>"

    [record] = entries(RDF.format(item))

    assert (record["link"], record["date_gmt"]) == (f"{HOME}tide/", "2026-05-04T08:30:00")


@pytest.mark.parametrize("feed", [RSS, ATOM, RDF, "\n" + RSS, "<!-- x -->" + ATOM, "\ufeff" + RSS])
def test_recognised(feed):
    assert is_feed(feed.format("").encode())


@pytest.mark.parametrize(
    "text",
    [
        "<!doctype html><title>rss</title><rss>",
        "<html><head><rss ></head></html>",
        "<feed>no namespace</feed>",
        "{}",
        "",
        '<?xml version="1.0"?><opml><rss></rss></opml>',
    ],
)
def test_not_recognised(text):
    assert not is_feed(text.encode())


# -- damage ------------------------------------------------------------------------------------------------------------


def test_what_stands_before_damage_is_read():
    text = RSS.format(ITEM + ITEM.replace("tide", "ebb") + "<item><title>A & B</title></item>")

    *records, damage = entries(text)

    assert [record["link"] for record in records] == [f"{HOME}tide/", f"{HOME}ebb/"]
    assert isinstance(damage, Damage)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_are_refused(doctype):
    [damage] = entries(RSS.format("<item><title>&b;</title></item>").replace("?>", f"?>{doctype}", 1))

    assert "entities" in damage.reason


def test_hostile_documents_end_soon():
    start = time.monotonic()

    assert isinstance(entries(RSS.format("<item>" + "<a>" * 500_000))[-1], Damage)
    assert isinstance(entries(RSS.format("<item><title>" + "x" * 20_000_000 + "</title></item>"))[-1], Damage)
    assert isinstance(entries(ATOM.format('<entry><content type="xhtml">' + "<b>" * 500_000))[-1], Damage)
    assert time.monotonic() - start < 4


# -- as a source -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "feed"])
def test_a_file(tmp_path, pack, name):
    path = tmp_path / (f"{name}.gz" if pack is gzip.compress else name)
    path.write_bytes(pack(RSS.format(ITEM).encode()))

    report = run([str(path)], Settings(offline=True, select=("img-alt-missing", "thin-content")))

    assert [post.ref for post in report.posts] == ["saltmarsh.example#12"]
    assert [finding.rule for finding in report.findings if finding.rule == "img-alt-missing"] == ["img-alt-missing"]
    assert report.exit_code == 1


def test_nothing_is_said_of_what_a_feed_leaves_out(tmp_path):
    path = tmp_path / "feed.xml"
    items = "".join(
        f"<item><title>Of tide {number} and time</title><link>{HOME}tide-{number}/</link>"
        f"<description>What the tide does at {number}.</description></item>"
        for number in range(12)
    )
    path.write_text(RSS.format(items))

    report = run([str(path)], Settings(offline=True, preview=True))

    assert [(finding.rule, finding.message) for finding in report.findings] == []
    assert report.summary.posts == 12


def test_problems_are_told(tmp_path):
    broken, empty = tmp_path / "broken.xml", tmp_path / "empty.xml"
    broken.write_text(RSS.format(ITEM + "<item>&nbsp;"))
    empty.write_text(RSS.format(""))

    report = run([str(broken), str(empty)], Settings(offline=True))

    assert [error.kind for error in report.errors] == ["not-xml", "empty"]
    assert "the 1 entries before that are audited" in report.errors[0].message
    assert report.summary.posts == 1


def test_at_an_address(server, opened):
    server.pages["/feed/"] = (
        200,
        "application/rss+xml",
        RSS.format(ITEM),
        ("Link", f'<{server.url}/wp-json/>; rel="https://api.w.org/"'),
    )

    found = opened(f"{server.url}/feed/")

    assert [record.data["id"] for record in found.records] == [12]
    assert found.sources == [f"{server.url}/feed/"]
    assert server.asked == ["/feed/"]


def test_stands_for_a_site_that_has_nothing_else(server, opened):
    link = '<link rel="alternate" type="application/rss+xml" href="/feed/">'
    server.pages["/feed/"] = (200, "application/rss+xml", RSS.format(ITEM))
    server.add_page("/", "Home", link)
    server.add_page("/tide/", "The tide", link)

    home, post = opened(server.url), opened(f"{server.url}/tide/")

    assert home.sources == [f"{server.url}/", f"{server.url}/feed/"]
    assert f"only this page and the posts in its feed {server.url}/feed/ are audited" in home.notes[0].message
    assert post.sources == [f"{server.url}/tide/"]  # which the feed may have, too
    assert home.problems == post.problems == []


_OF_COMMENTS = "<link rel=alternate type=application/rss+xml href=/comments/feed/>"


@pytest.mark.parametrize(
    ("head", "feed"),
    [
        ("<link rel=alternate type=application/atom+xml href=a><link rel=alternate type=application/rss+xml href=b>",
         "https://harbour.example/a"),
        ("<link rel='ALTERNATE home' type='Application/RSS+XML ' href=//feeds.example/x>", "https://feeds.example/x"),
        ("<link rel=alternate hreflang=de href=/de/><link rel=stylesheet type=application/rss+xml href=/x>", None),
        ("<link rel=alternate type=application/rss+xml href=javascript:1>", None),
        ("<link rel=alternate type=application/rss+xml>", "https://harbour.example/"),
        ("<link rel=alternate type=application/rss+xml href='/?feed=comments-rss2'>", None),
        (f"{_OF_COMMENTS}<link rel=alternate type=application/rss+xml href=//a:b@feeds.example/x>",
         "https://feeds.example/x"),
    ],
)  # fmt: skip
def test_the_feed_that_a_page_names(head, feed):
    assert feed_in_page(head, "https://harbour.example/") == feed
