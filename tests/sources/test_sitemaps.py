"""Sitemaps: what they list, wherever they are, and nothing that a hostile one wants."""

from __future__ import annotations

import gzip
import io
import sys
import time
from pathlib import Path

import pytest

from audit import Settings
from audit.engine import run
from audit.post_filter import PostFilter
from audit.probe.settings import NetworkSettings
from audit.sources import sitemaps
from audit.sources.sitemaps import Listing, decompressed, is_list, is_sitemap, sitemaps_in_robots

REAL = Path(__file__).parents[2] / ".." / "shared" / "data" / "real" / "sitemaps"
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
HOME = "https://saltmarsh.example/"


def urlset(*entries, more=SPACE):
    body = "".join(entry if entry.startswith("<") else f"<url><loc>{entry}</loc></url>" for entry in entries)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {more}>{body}</urlset>'


def index(*addresses):
    body = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return f'<?xml version="1.0"?><sitemapindex {SPACE}>{body}</sitemapindex>'


def xml(body):
    return 200, "application/xml", body


def listed(text, **options):
    listing = Listing(None, **options)
    data = text if isinstance(text, bytes) else text.encode()
    return list(listing.read(data, "sitemap.xml", f"{HOME}sitemap.xml")), listing


def addresses(text, **options):
    return [one.address.removeprefix(HOME) for one in listed(text, **options)[0]]


# -- one sitemap -------------------------------------------------------------------------------------------------------


def test_addresses_with_the_days_of_their_last_change():
    entry = f"<url><loc>\n {HOME}tide/?a=1&amp;b=2 </loc><lastmod>2026-05-04</lastmod><priority>0.5</priority></url>"

    [one], listing = listed(urlset(entry))

    assert (one.address, one.lastmod) == (f"{HOME}tide/?a=1&b=2", "2026-05-04")
    assert listing.sitemap.whole
    assert listing.problems == []


def test_pictures_videos_and_translations_are_no_pages():
    more = (
        f'{SPACE} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
        'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    )
    entry = (
        f"<url><image:image><image:loc>{HOME}a.jpg</image:loc></image:image><loc>{HOME}tide/</loc>"
        f"<video:video><video:content_loc>{HOME}b.mp4</video:content_loc></video:video>"
        f'<xhtml:link rel="alternate" hreflang="de" href="{HOME}de/"/></url>'
    )

    assert addresses(urlset(entry, more=more)) == ["tide/"]


@pytest.mark.parametrize(
    "text",
    [
        urlset(f"{HOME}tide/", more=""),
        urlset(f"{HOME}tide/", more='xmlns="https://www.sitemaps.org/schemas/sitemap/0.9/"'),
        f'<s:urlset xmlns:s="http://x.example/"><s:url><s:loc>{HOME}tide/</s:loc></s:url></s:urlset>',
        "\n\n" + urlset(f"{HOME}tide/"),
        "\ufeff" + urlset(f"{HOME}tide/"),
        f"<!-- made by hand -->\n<urlset><url><loc>{HOME}tide/</loc></url></urlset>",
        urlset(f"{HOME}tide/").replace('encoding="UTF-8"', 'encoding="ISO-8859-1"'),
        urlset("/tide/"),
        urlset(f"{HOME}tide/", f"{HOME}tide/", f"{HOME}tide"),
        urlset(f"{HOME}tide/", "https://elsewhere.example/", "mailto:a@b.example", ""),
        f"# by hand\n\n{HOME}tide/\n",
        f"\ufeff{HOME}tide/\r\n{HOME}tide/#top\r\n",
    ],
)
def test_shapes_that_are_met(text):
    assert is_sitemap(text.encode()) != is_list(text.encode())
    assert addresses(text, host="saltmarsh.example") == ["tide/"]
    assert addresses(gzip.compress(text.encode()), host="saltmarsh.example") == ["tide/"]


@pytest.mark.parametrize(
    "text",
    [
        "<html><body><urlset></urlset></body></html>",
        "<!doctype html><title>Sitemap</title>",
        '{"urlset": 1}',
        "see https://saltmarsh.example/",
        "url\nhttps://saltmarsh.example/",
        "# nothing",
        "",
    ],
)
def test_what_is_no_sitemap(text):
    assert not is_sitemap(text.encode())
    assert not is_list(text.encode())
    assert not listed(text)[1].sitemap.whole


def test_what_is_left_out_is_told():
    text = urlset(f"{HOME}tide/", "https://elsewhere.example/a", "https://elsewhere.example/b", "nowhere:")

    _, listing = listed(text)
    told = [problem.message for problem in listing.problems]

    assert len(told) == 2
    assert "2 addresses, first https://elsewhere.example/a," in told[0]
    assert "nowhere:" in told[1]
    assert not listing.sitemap.whole  # what it wanted to list there nobody knows


def test_what_stands_before_damage_is_read():
    found, listing = listed(urlset(f"{HOME}tide/", f"{HOME}ebb/").replace("</urlset>", "<url><loc>&"))

    assert [one.address for one in found] == [f"{HOME}tide/", f"{HOME}ebb/"]
    assert "damaged at line 2" in listing.problems[0].message
    assert not listing.sitemap.whole


def test_news_are_only_the_latest():
    more = f'{SPACE} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    entry = f"<url><loc>{HOME}tide/</loc><news:news><news:title>Tide</news:title></news:news></url>"

    found, listing = listed(urlset(entry, more=more))

    assert len(found) == 1
    assert not listing.sitemap.whole


# -- hostile ones ------------------------------------------------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE x [<!ENTITY l11 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]>',
    ],
)
def test_entities_are_refused(doctype):
    text = urlset("&l11;").replace("?>", f"?>{doctype}", 1)
    start = time.monotonic()

    found, listing = listed(text)

    assert found == []
    assert listing.problems
    assert time.monotonic() - start < 1


@pytest.mark.parametrize(
    "text",
    [
        "<urlset>" + "<a>" * 300_000,
        "<urlset><url><loc>" + "x" * 20_000_000,
        "<urlset><!--" + "x" * 3_000_000,
        "<urlset " + "a='b' " * 500_000,
        "<?xml version='1.0'?>" + "<!---->" * 300_000 + "<urlset",
    ],
)
def test_documents_without_end_end_soon(text):
    start = time.monotonic()

    found, listing = listed(text)

    assert found == []
    assert listing.problems
    assert time.monotonic() - start < 3


def test_a_bomb_of_gzip_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(sitemaps, "LARGEST_SITEMAP", 1 << 20)

    assert decompressed(gzip.compress(b" " * (2 << 20))) is None
    assert decompressed(gzip.compress(b"x")[:-5]) is None
    assert decompressed(b"\x1f\x8bnonsense") is None


def test_bounded_in_addresses(monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_LISTED", 3)

    found, listing = listed(urlset(*(f"{HOME}{n}/" for n in range(9))))

    assert len(found) == 3
    assert [problem.message for problem in listing.problems] == [
        "and those before it list more than 3 addresses: no more are read."
    ]
    assert not listing.sitemap.whole


# -- several -----------------------------------------------------------------------------------------------------------


def test_an_index_and_what_it_names(server, opened):
    server.pages["/index.xml"] = xml(index(f"{server.url}/a.xml.gz", "b.xml", "http://127.0.0.1:9/c.xml"))
    server.pages["/a.xml.gz"] = xml(gzip.compress(urlset(f"{server.url}/tide/").encode()))
    server.pages["/b.xml"] = xml(urlset(f"{server.url}/ebb/", f"{server.url}/tide/"))
    server.add_page("/tide/", "The tide")
    server.add_page("/ebb/", "The ebb")

    found = opened(f"{server.url}/index.xml")

    assert found.sources == [f"{server.url}/tide/", f"{server.url}/ebb/"]
    assert [record.form for record in found.records] == ["page", "page"]
    assert ["127.0.0.1:9/c.xml" in message for message in found.messages] == [True]
    assert not found.sitemaps[0].whole
    assert {"/index.xml", "/a.xml.gz", "/b.xml", "/tide/", "/ebb/"} <= set(server.asked)
    assert len(server.asked) <= 6  # one to see what is answered to an address that nobody has


def test_an_index_that_names_itself_and_others_without_end(server, opened):
    names = [f"{server.url}/{n}.xml" for n in range(6)]
    for n in range(6):
        server.pages[f"/{n}.xml"] = xml(index(names[0], names[min(n + 1, 5)]))

    found = opened(names[0])

    assert found.records == []
    assert server.asked == ["/0.xml", "/1.xml", "/2.xml"]
    assert "/3.xml, the 4th sitemap in each other" in found.messages[0]


def test_a_sitemap_that_cannot_be_read_does_not_take_the_others_along(server, opened):
    server.pages["/index.xml"] = xml(index(f"{server.url}/gone.xml", f"{server.url}/page.xml", f"{server.url}/b.xml"))
    server.pages["/page.xml"] = "<!doctype html><title>A page</title>"
    server.pages["/b.xml"] = xml(urlset(f"{server.url}/ebb/"))
    server.add_page("/ebb/", "The ebb")

    found = opened(f"{server.url}/index.xml")

    assert len(found.records) == 1
    assert ["answered 404" in one or "is no sitemap" in one for one in found.messages] == [True, True]
    assert not found.sitemaps[0].whole


def test_robots_name_sitemaps():
    text = (
        "User-agent: *\nDisallow: /wp-admin/\n\nSitemap: https://a.example/1.xml\nSITEMAP:/2.xml # 2nd\n sitemap : 3\n"
    )

    assert sitemaps_in_robots(text) == ["https://a.example/1.xml", "/2.xml", "3"]


@pytest.mark.parametrize(
    ("robots", "path"),
    [("Sitemap: {}/here.xml", "/here.xml"), ("Sitemap: /here.xml", "/here.xml")]
    + [("User-agent: *", f"/{name}") for name in ("sitemap.xml", "sitemap_index.xml", "wp-sitemap.xml")],
)
def test_found_for_a_site_without_wordpress(server, opened, robots, path):
    server.pages["/robots.txt"] = (200, "text/plain", robots.format(server.url))
    server.pages[path] = xml(urlset(f"{server.url}/tide/"))
    server.add_page("/", "Home")
    server.add_page("/tide/", "The tide")

    found = opened(server.url)

    assert found.sources == [f"{server.url}/tide/"]
    assert found.problems == []
    [note] = found.notes
    assert f"shows no WordPress REST API: the pages of its sitemap {server.url}{path} are audited" in note.message
    assert found.sitemaps[0].whole


def test_one_at_a_usual_address_is_read_where_robots_name_one_that_is_gone(server, opened):
    server.pages["/robots.txt"] = (200, "text/plain", f"Sitemap: {server.url}/gone.xml")
    server.add_page("/", "Home")

    lost = opened(server.url)
    server.pages["/wp-sitemap.xml"] = xml(urlset(f"{server.url}/tide/"))
    server.add_page("/tide/", "The tide")
    found = opened(server.url)

    assert lost.messages == ["is named in robots.txt, and no sitemap can be read there."]
    assert lost.problems[0].source == f"{server.url}/gone.xml"
    assert lost.sources == [f"{server.url}/"]
    assert (found.sources, found.problems) == ([f"{server.url}/tide/"], [])


@pytest.mark.parametrize(
    "refusal",
    [
        (401, "application/json", '{"code":"rest_not_logged_in"}'),
        (403, "text/html", "<title>Forbidden</title>"),
        (404, "text/html", "<title>Lost</title>"),
        (200, "text/html", "<title>Home</title>"),
    ],
)
def test_found_for_a_wordpress_site_that_keeps_its_api_closed(server, opened, refusal):
    api = f'<{server.url}/wp-json/>; rel="https://api.w.org/"'
    server.pages["/"] = (200, "text/html", "<title>Home</title>", ("Link", api))
    server.pages |= {f"/wp-json/wp/v2/{route}": refusal for route in ("types", "posts", "pages")}
    server.pages["/sitemap.xml"] = xml(urlset(f"{server.url}/tide/"))
    server.add_page("/tide/", "The tide")

    found = opened(server.url, sitemap=True)

    assert found.sources == [f"{server.url}/tide/"]
    [problem], [note] = found.messages, found.notes
    assert f"answered {refusal[0]}" in problem
    assert f"the pages of its sitemap {server.url}/sitemap.xml are audited instead" in note.message
    assert len(found.sitemaps) == 1


def test_without_any_sitemap_the_one_page_is_audited(server, opened):
    server.add_page("/about/", "About the harbour")

    found = opened(f"{server.url}/about/")

    assert found.sources == [f"{server.url}/about/"]
    assert "only this page is audited" in found.notes[0].message
    assert found.problems == []


def test_what_could_not_be_looked_at_is_told(server, opened):
    server.add_page("/about/", "About the harbour")
    server.pages["/sitemap.xml"] = (403, "text/html", "<title>Forbidden</title>")

    [note] = opened(f"{server.url}/about/").notes

    assert (
        f"no sitemap that can be read in robots.txt or at the usual addresses ({server.url}/sitemap.xml answered 403)"
        in note.message
    )


# -- from files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("form", ["xml", "txt"])
def test_a_file_of_addresses(server, opened, tmp_path, pack, form):
    urls = [f"{server.url}/tide/", f"{server.url}/ebb/"]
    for path in ("/tide/", "/ebb/"):
        server.add_page(path, f"All about {path}")
    file = tmp_path / f"list.{form}"
    file.write_bytes(pack((urlset(*urls) if form == "xml" else "\n".join(urls)).encode()))

    found = opened(file)

    assert found.sources == urls
    assert found.problems == []
    assert len(found.sitemaps) == (form == "xml")  # nobody says of a list by hand that it lists all


def test_a_list_on_standard_input(server, opened, monkeypatch):
    server.add_page("/tide/", "The tide")

    class Input:
        buffer = io.BytesIO(f"{server.url}/tide/\n".encode())

    monkeypatch.setattr(sys, "stdin", Input)

    assert opened("-").sources == [f"{server.url}/tide/"]


def test_offline_nothing_is_asked(tmp_path):
    file = tmp_path / "sitemap.xml"
    file.write_text(urlset(f"{HOME}tide/"))

    report = run([str(file)], Settings(offline=True))

    assert report.summary.posts == 0
    assert "without --offline" in report.errors[0].message


def test_in_a_folder_of_pages_it_is_not_meant(opened, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitemap.xml").write_text(urlset(f"{HOME}tide/"))
    (tmp_path / "site" / "index.html").write_text("<!doctype html><title>Home</title><main><p>Words</p></main>")

    found = opened(tmp_path / "site")

    assert len(found.records) == 1
    assert found.problems == []


def test_only_what_is_wanted_is_asked_for(server, opened):
    paths = [f"/{n}/" for n in range(12)]
    server.pages["/sitemap.xml"] = xml(urlset(*(server.url + path for path in paths)))
    for path in paths:
        server.add_page(path, f"Page {path}")

    found = opened(f"{server.url}/sitemap.xml", wanted=PostFilter(include=("*/1/", "*/1?/"), exclude=("*/11/",)))

    assert [source.removeprefix(server.url) for source in found.sources] == ["/1/", "/10/"]
    assert len(server.asked) == 3


def test_no_more_pages_than_the_limit(server):
    paths = [f"/{n}/" for n in range(12)]
    server.pages["/sitemap.xml"] = xml(urlset(*(server.url + path for path in paths)))
    for path in paths:
        server.add_page(path, f"Page {path}")
    network = NetworkSettings(allow_private_hosts=True, no_cache=True)

    report = run([f"{server.url}/sitemap.xml"], Settings(limit=3, network=network, ignore=("LNK",)))

    assert [post.ref for post in report.posts] == [f"{server.url}/{n}/" for n in range(3)]
    assert len(server.asked) <= 8


def test_every_real_sitemap_is_read():
    if not REAL.is_dir():
        pytest.skip("the real sitemaps are not here")
    rows = [line.split("\t") for line in (REAL / "INDEX.tsv").read_text("utf-8").splitlines()]
    kinds = {row[0]: row[4] for row in rows}
    for path in sorted(REAL.glob("*.xml.gz")):
        data = gzip.decompress(path.read_bytes())
        listing = Listing(None)
        found = list(listing.read(data, path.name, HOME if b"<loc>/" in data else None))
        is_index = kinds.get(path.name.removesuffix(".gz")) == "index"
        empty = data.count(b"<loc>") == 0
        assert is_sitemap(data)
        assert bool(found) != (is_index or empty), path.name
        assert not any("damaged" in problem.message for problem in listing.problems), path.name
