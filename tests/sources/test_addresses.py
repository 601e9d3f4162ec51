"""What an address stands for: a WordPress site with its pages and its sitemap, or something else."""

from __future__ import annotations

import json
import time

import pytest

from audit import Settings
from audit.engine import run
from audit.errors import UsageError
from audit.probe.settings import NetworkSettings
from audit.sources import web
from audit.testing import base_record

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
SITEMAP_RULES = ("sitemap-missing-post", "sitemap-noindex", "sitemap-lastmod-mismatch")


def sitemap(*entries):
    body = "".join(f"<url><loc>{address}</loc><lastmod>{day}</lastmod></url>" for address, day in entries)
    return 200, "application/xml", f'<?xml version="1.0"?><urlset {SPACE}>{body}</urlset>'


@pytest.fixture
def wordpress(server):
    """A WordPress site with four posts, in a folder if one is named; `posts` may be changed before it is asked."""

    class WordPress:
        def __init__(self):
            self.posts = {name: {} for name in ("tide", "ebb", "neap", "spring")}

        def start(self, folder=""):
            home = f"{server.url}{folder}"
            api = f"{folder}/wp-json"
            self.home = home
            records = []
            for number, (name, changes) in enumerate(self.posts.items(), 1):
                link = f"{home}/{name}/"
                record = base_record() | {"id": number, "slug": name, "link": link}
                record["title"] = {"rendered": f"All about {name}"}
                record["_links"] = {"self": [{"href": f"{home}/wp-json/wp/v2/posts/{number}"}]}
                head = record["yoast_head"].replace("https://saltmarsh.example/tide/", link)
                record["yoast_head"] = head.replace("index, follow", changes.get("robots", "index, follow"))
                record["yoast_head_json"] = None
                records.append(record | {key: value for key, value in changes.items() if key != "robots"})
                server.add_page(f"{folder}/{name}/", f"All about {name}")
            link = ("Link", f'<{server.url}{api}/>; rel="https://api.w.org/"')
            as_json = "application/json; charset=UTF-8"
            server.pages[f"{folder}/"] = (200, "text/html", "<!doctype html><title>Home</title>", link)
            server.pages[f"{api}/"] = (200, as_json, json.dumps({"namespaces": ["wp/v2"], "routes": {}}))
            server.pages[f"{api}/wp/v2/types"] = (200, as_json, json.dumps({"post": {"rest_base": "posts"}}))
            totals = (("X-WP-Total", str(len(records))), ("X-WP-TotalPages", "1"))
            server.pages[f"{api}/wp/v2/posts"] = (200, as_json, json.dumps(records), *totals)
            return home

    return WordPress()


def audited(spec, *rules, **settings):
    network = NetworkSettings(allow_private_hosts=True, no_cache=True, timeout=3)
    return run([str(spec)], Settings(network=network, select=rules or SITEMAP_RULES, jobs=1, **settings))


def said(report):
    return sorted((finding.rule, finding.message) for finding in report.findings)


def test_posts_are_held_against_the_sitemap(server, wordpress):
    wordpress.posts = {
        "tide": {"modified_gmt": "2026-05-04T08:30:00"},
        "ebb": {"robots": "noindex, follow"},
        "neap": {"modified_gmt": "2026-05-04T08:30:00"},
        "spring": {},
    }
    home = wordpress.start()
    server.pages["/robots.txt"] = (200, "text/plain", f"Sitemap: {home}/sitemap_index.xml")
    index = f"<sitemapindex {SPACE}><sitemap><loc>{home}/posts.xml</loc></sitemap></sitemapindex>"
    server.pages["/sitemap_index.xml"] = (200, "application/xml", index)
    server.pages["/posts.xml"] = sitemap(
        (f"{home}/tide/", "2026-05-04T08:30:00+00:00"), (f"{home}/ebb/", ""), (f"{home}/neap/", "2026-01-01")
    )

    report = audited(home)

    assert said(report) == [
        (
            "sitemap-lastmod-mismatch",
            "The sitemap says that it was last changed on 2026-01-01, the post says on 2026-05-04.",
        ),
        ("sitemap-missing-post", f"The site's sitemap does not list {home}/spring/."),
        ("sitemap-noindex", f"The site's sitemap lists {home}/ebb/, which is set to noindex."),
    ]
    assert report.errors == []
    assert {entry.name: entry.state for entry in report.rules if entry.name in SITEMAP_RULES} == dict.fromkeys(
        SITEMAP_RULES, "ran"
    )


@pytest.mark.parametrize(
    "answer",
    [
        (404, "text/html", "<title>Lost</title>"),
        (500, "text/html", "oops"),
        (200, "text/html", "<!doctype html><title>All pages</title>"),
        (200, "application/xml", f"<urlset {SPACE}><url><loc>&"),
        (200, "application/xml", f"<urlset {SPACE}></urlset>"),
        (200, "application/xml", f"<sitemapindex {SPACE}><sitemap><loc>/gone.xml</loc></sitemap></sitemapindex>"),
        (200, "application/xml", f"<urlset {SPACE}><url><loc>https://elsewhere.example/</loc></url></urlset>"),
    ],
)
@pytest.mark.parametrize("named", [True, False])
def test_silent_without_a_sitemap_that_can_be_read(server, wordpress, answer, named):
    home = wordpress.start()
    server.pages["/sitemap.xml"] = answer
    if named:
        server.pages["/robots.txt"] = (200, "text/plain", "Sitemap: /sitemap.xml")

    report = audited(home)

    assert said(report) == []
    assert report.errors == []
    assert report.summary.posts == 4


def test_what_was_read_of_a_damaged_sitemap_still_counts(server, wordpress):
    wordpress.posts["ebb"] = {"robots": "noindex"}
    home = wordpress.start()
    listed = sitemap((f"{home}/ebb/", ""))[2].replace("</urlset>", "<url><loc>&")
    server.pages["/sitemap.xml"] = (200, "application/xml", listed)

    assert [rule for rule, _ in said(audited(home))] == ["sitemap-noindex"]


@pytest.mark.parametrize("settings", [{"limit": 2}, {"type": ("post",)}, {"exclude": ("*/tide/",)}])
def test_a_part_of_a_site_is_not_held_against_its_sitemap(server, wordpress, settings):
    home = wordpress.start()
    server.pages["/sitemap.xml"] = sitemap((f"{home}/tide/", ""))

    assert said(audited(home, **settings)) == []
    assert "/robots.txt" not in server.asked


def test_the_sitemap_is_not_asked_for_where_no_rule_needs_it(server, wordpress):
    home = wordpress.start()

    audited(home, "img-alt-missing")

    assert "/robots.txt" not in server.asked


def test_a_site_in_a_folder_has_its_sitemap_there(server, wordpress):
    home = wordpress.start("/blog")
    server.pages["/blog/wp-sitemap.xml"] = sitemap(*((f"{home}/{name}/", "") for name in ("tide", "ebb", "neap")))

    assert said(audited(f"{home}/")) == [("sitemap-missing-post", f"The site's sitemap does not list {home}/spring/.")]


@pytest.mark.parametrize("path", ["/blog/", "/blog", "/blog/2026/05/tide/", "/blog/index.php"])
def test_a_site_in_a_folder_is_found_without_a_link(server, wordpress, opened, path):
    home = wordpress.start("/blog")
    for one in ("/blog/", "/blog", "/blog/2026/05/tide/", "/blog/index.php"):
        server.pages[one] = "<!doctype html><title>No link to the API</title>"

    found = opened(server.url + path)

    assert [record.data["link"] for record in found.records] == [f"{home}/{name}/" for name in wordpress.posts]
    assert found.problems == []


def test_pages_of_a_live_site(server, wordpress):
    home = wordpress.start()
    server.pages["/ebb/"] = (200, "text/html", server.pages["/ebb/"], ("X-Robots-Tag", "noindex"))
    server.pages["/neap/"] = (503, "text/html", "maintenance")

    report = audited(home, "robots-noindex", pages=True)

    assert [(finding.rule, finding.post.rpartition("#")[2]) for finding in report.findings] == [("robots-noindex", "2")]
    [note] = report.run.notes
    assert "1 page could not be looked at" in note
    assert f"{home}/neap/" in note
    assert report.errors == []
    assert report.summary.posts == 4


def test_a_sitemap_as_source_judges_what_it_lists(server):
    home = server.url
    server.add_page("/tide/", "The tide")
    server.add_page("/ebb/", "The ebb", head='<meta name="robots" content="noindex">')
    server.add_page("/neap/", "The neap")
    server.pages["/neap/"] = server.pages["/neap/"].replace(f'"{home}/neap/"', f'"{home}/tide/"')
    server.pages["/old/"] = (301, "text/html", "", ("Location", "/new/"))
    server.add_page(
        "/new/", "The new one", head='<meta property="article:modified_time" content="2026-05-04T08:30:00Z">'
    )
    listed = [(f"{home}/{name}/", "2025-01-01" if name == "new" else "") for name in ("tide", "ebb", "neap", "old")]
    server.pages["/map.xml"] = sitemap(*listed)

    report = audited(f"{home}/map.xml")

    assert said(report) == [
        ("sitemap-noindex", f"The site's sitemap lists {home}/ebb/, which is set to noindex."),
        ("sitemap-noindex", f"The site's sitemap lists {home}/neap/, which names {home}/tide/ as its canonical."),
        ("sitemap-noindex", f"The site's sitemap lists {home}/old/, which leads on to {home}/new/."),
    ]
    assert report.errors == []


def test_pages_of_a_sitemap_are_not_the_whole_site(server):
    for name in ("a", "b"):
        server.add_page(f"/{name}/", f"The page {name} of the harbour", text=f'<a href="/unlisted/">x</a> {name * 300}')
    server.pages["/map.xml"] = sitemap(*((f"{server.url}/{name}/", "") for name in "ab"))

    report = audited(f"{server.url}/map.xml", "link-internal-missing", "orphan-post")

    assert said(report) == []


@pytest.mark.parametrize("path", ["/sitemap.xml", "/feed.rss", "/map.xml.gz", "/list.txt"])
def test_an_address_of_a_list_that_is_not_there(server, opened, path):
    found = opened(server.url + path)

    assert found.messages == ["answered 404: there is no sitemap, feed or list at this address."]
    assert server.asked == [path]


def test_offline_it_is_a_mistake_all_the_same():
    with pytest.raises(UsageError, match="--offline"):
        run(["https://saltmarsh.example/sitemap.xml"], Settings(offline=True))


@pytest.mark.parametrize("address", ["http://127.0.0.1:99999/", "http://[::1", "https://", "http://exa mple.org"])
def test_what_is_no_address_is_told_by_its_name_at_once(opened, address):
    began = time.monotonic()
    found = opened(address, sitemap=True)
    assert [(one.source, one.message) for one in found.problems] == [(address, "is no web address.")]
    assert time.monotonic() - began < 1


def test_a_private_address_is_refused_once(opened, server, monkeypatch):
    monkeypatch.setattr(web, "_pause", lambda _: 5.0)
    began = time.monotonic()
    [message] = opened(server.url, sitemap=True, private=False).messages
    assert "--allow-private-hosts" in message
    assert time.monotonic() - began < 4
    assert not server.asked


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("a.example", "https://a.example?"),
        ("https:/a.example/blog/", "https://a.example/blog/?"),
        ("posts.json", None),
        ("no-such-folder", None),
    ],
)
def test_an_address_without_a_scheme_is_not_only_a_missing_file(opened, slip, meant):
    [message] = opened(slip).messages
    assert message == "does not exist." + (f" Did you mean {meant}" if meant else "")


def test_bad_lines_of_a_list_are_named_and_the_others_read(opened, server, tmp_path):
    for path in ("/a/", "/b/"):
        server.add_page(path, f"Tide {path}")
    file = tmp_path / "list.txt"
    file.write_text(f"# mine\n{server.url}/a/\nb.example/c\n{server.url}/b/\nftp://b.example/d\n")
    found = opened(file)
    assert len(found.records) == 2
    [message] = found.messages
    assert message.startswith("lines 3 (b.example/c), 5 (ftp://b.example/d) are no full web address")
