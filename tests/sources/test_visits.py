"""Pages as readers get them: fetched gently and safely, judged, and told from what stands in for them."""

from __future__ import annotations

import gzip
import json
import socket

import pytest

from audit import Settings
from audit.engine import run
from audit.errors import UsageError
from audit.post_filter import PostFilter
from audit.probe.settings import NetworkSettings
from audit.sources import visits
from audit.testing import base_record


def post(server, number, path, **changes):
    """A record of the REST API whose page is on the server."""
    made = base_record() | {"id": number, "link": server.url + path, "slug": path.strip("/"), **changes}
    made["_links"] = {"self": [{"href": f"{server.url}/wp-json/wp/v2/posts/{number}"}]}
    return made


@pytest.fixture
def dump(tmp_path):
    """Writes records to a file."""

    def write(*records, lines=False, name="posts.json"):
        path = tmp_path / name
        path.write_text("\n".join(map(json.dumps, records)) if lines else json.dumps(records))
        return path

    return write


# -- posts with their pages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines", [False, True])
def test_a_post_gets_its_page(server, opened, dump, lines):
    server.add_page("/tide/", "The tide")
    server.add_page("/ebb/", "The ebb")
    file = dump(post(server, 1, "/tide/"), post(server, 2, "/ebb/"), lines=lines)

    plain, found = opened(file), opened(file, pages=True)

    assert [one.form for one in found.records] == ["visited", "visited"]
    assert [(one.index, one.line, one.source) for one in found.records] == [
        (one.index, one.line, one.source) for one in plain.records
    ]
    assert "<title>The ebb</title>" in found.records[1].data["page"]
    assert found.records[0].data["page_response"]["status"] == 200
    assert found.records[0].data["title"] == base_record()["title"]
    assert found.notes == found.problems == []


def test_a_single_post_and_what_stands_between_posts(server, opened, tmp_path):
    server.add_page("/tide/", "The tide")
    alone = tmp_path / "post.json"
    alone.write_text(json.dumps(post(server, 1, "/tide/")))
    mixed = tmp_path / "posts.ndjson"
    mixed.write_text(
        f"{json.dumps(post(server, 1, '/tide/'))}\n\n[1]\nnonsense\n{json.dumps(post(server, 2, '/tide/'))}\n"
    )

    one, several = opened(alone, pages=True), opened(mixed, pages=True)

    assert [record.index for record in one.records] == [None]
    assert [record.line for record in several.records] == [1, 5]
    assert [problem.where for problem in several.problems] == ["line 3", "line 4"]


def test_what_is_judged_and_compared(server, dump):
    record = post(server, 1, "/tide/")
    head = record["yoast_head"].replace("<title>", "<title>Of the theme: ")
    signed = f"<!-- This site is optimized with the Yoast SEO plugin v27.5 -->{head}<!-- / Yoast SEO plugin. -->"
    server.pages["/tide/"] = f"<!doctype html><html><head>{signed}</head><body><p>The tide</p></body></html>"
    network = NetworkSettings(allow_private_hosts=True, no_cache=True)
    chosen = {"network": network, "select": ("yoast-head-json-mismatch",)}

    without = run([str(dump(record))], Settings(**chosen))
    report = run([str(dump(record))], Settings(pages=True, **chosen))

    assert list(without.findings) == []
    [finding] = report.findings
    assert finding.message == "The page and yoast_head contradict each other in title."
    assert finding.where.field == "page"
    assert report.run.notes == []
    assert report.exit_code == 0


def test_the_headers_of_the_answer_count(server, dump):
    server.add_page("/tide/", "The tide")
    server.pages["/tide/"] = (
        200,
        "text/html; charset=utf-8",
        server.pages["/tide/"],
        ("X-Robots-Tag", "noindex"),
        ("Set-Cookie", "id=secret"),
    )
    network = NetworkSettings(allow_private_hosts=True, no_cache=True)

    report = run(
        [str(dump(post(server, 1, "/tide/")))], Settings(pages=True, network=network, select=("robots-noindex",))
    )

    assert [finding.rule for finding in report.findings] == ["robots-noindex"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((404, "text/html", "<title>Lost</title>"), "404"),
        ((500, "text/html", "oops"), "500"),
        ((403, "text/html", "no"), "403"),
        ((200, "text/html", '<body class="error404"><h1>Nothing found</h1></body>'), "error page|soft-404"),
        ((200, "application/pdf", b"%PDF-1.7"), "application/pdf"),
        ((301, "text/html", "", ("Location", "/")), "leads to"),
        ((301, "text/html", "", ("Location", "http://10.0.0.8/")), ""),
        ((302, "text/html", "", ("Location", "/gone/")), "too-many-redirects|leads back"),
        ((200, "text/html", "<p>cut", ("Content-Encoding", "gzip")), "whole"),
        ((200, "text/html", " \n"), "empty page"),
    ],
)
def test_what_is_no_page_of_the_post_is_a_note(server, opened, dump, answer, words):
    server.pages["/gone/"] = answer
    server.add_page("/", "Home of the harbour")
    server.add_page("/tide/", "The tide")
    file = dump(post(server, 1, "/gone/"), post(server, 2, "/tide/"))

    found = opened(file, pages=True, private=True)

    assert ["page" in record.data for record in found.records] == [False, True]
    assert found.problems == []
    [note] = found.notes
    assert f"{server.url}/gone/" in note.message
    assert any(word in note.message for word in words.split("|"))


def test_ctrl_c_keeps_the_posts_and_the_pages_that_have_come(server, dump, monkeypatch):
    for number in (1, 2, 3):
        server.add_page(f"/{number}/", f"Page {number}")
    file = dump(*(post(server, number, f"/{number}/") for number in (1, 2, 3)))
    seen, visit_of = [], visits._visit_of

    def interrupted(fetched):
        seen.append(fetched)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return visit_of(fetched)

    monkeypatch.setattr(visits, "_visit_of", interrupted)
    network = NetworkSettings(allow_private_hosts=True, no_cache=True)

    report = run([str(file)], Settings(pages=True, network=network, ignore=("LNK",)))

    assert report.run.partial == "stopped by the user"
    assert [one.id for one in report.posts] == [1, 2, 3]


def test_ctrl_c_keeps_the_pages_of_a_list_that_have_come(server, listing, monkeypatch):
    for number in (1, 2, 3):
        server.add_page(f"/{number}/", f"Page {number}")
    file = listing("/1/", "/2/", "/3/")
    seen, visit_of = [], visits._visit_of

    def interrupted(fetched):
        seen.append(fetched)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return visit_of(fetched)

    monkeypatch.setattr(visits, "_visit_of", interrupted)
    network = NetworkSettings(allow_private_hosts=True, no_cache=True)

    report = run([str(file)], Settings(network=network, ignore=("LNK",)))

    assert report.run.partial == "stopped by the user"
    assert len(report.posts) == 2
    assert report.errors == []


def test_a_redirect_to_another_spelling_of_the_address_is_followed(server, opened, dump):
    server.add_page("/tide/", "The tide")
    server.add_page("/new-slug/", "Renamed", classes="single postid-3")
    server.pages["/tide"] = (301, "text/html", "", ("Location", "/tide/"))
    server.pages["/?p=3"] = (301, "text/html", "", ("Location", "/new-slug/"))

    found = opened(dump(post(server, 1, "/tide"), post(server, 3, "/?p=3")), pages=True)

    assert [record.data["page_response"]["url"] for record in found.records] == [
        f"{server.url}/tide/",
        f"{server.url}/new-slug/",
    ]
    assert found.notes == []


@pytest.mark.parametrize(
    "changes",
    [{"status": "draft"}, {"status": "private"}, {"link": "mailto:a@b.example"}, {"link": None}, {"link": "/tide/"}],
)
def test_pages_that_are_not_asked_for(server, opened, dump, changes):
    found = opened(dump(post(server, 1, "/tide/") | changes), pages=True)

    assert [record.data["id"] for record in found.records] == [1]
    assert server.asked == []
    assert found.notes == []


def test_posts_that_are_not_wanted_are_not_visited(server, opened, dump):
    server.add_page("/tide/", "The tide")
    file = dump(post(server, 1, "/tide/"), post(server, 2, "/ebb/", type="page"))

    found = opened(file, pages=True, wanted=PostFilter(type=("post",)))

    assert len(found.records) == 2  # the filter itself is the engine's
    assert "/ebb/" not in server.asked


def test_pages_that_a_record_pretends_to_have_do_not_count(server, opened, dump):
    found = opened(
        dump(post(server, 1, "/gone/", page="<title>Mine</title>", page_response={"status": 200})), pages=True
    )

    assert "page" not in found.records[0].data
    assert "page_response" not in found.records[0].data


# -- safety and manners ------------------------------------------------------------------------------------------------


def test_private_addresses_are_not_asked(server, opened, dump):
    server.add_page("/tide/", "The tide")

    found = opened(dump(post(server, 1, "/tide/")), pages=True, private=False)

    assert server.asked == []
    assert "page" not in found.records[0].data
    assert "private" in found.notes[0].message


def test_a_name_of_a_private_address_is_not_asked(opened, dump):
    def look_up(host):
        if host != "inside.example":
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return ["10.0.0.8"]

    found = opened(
        dump(base_record() | {"link": "http://inside.example/tide/", "_links": None}),
        pages=True,
        private=False,
        names=look_up,
    )

    assert "page" not in found.records[0].data
    assert "10.0.0.8, a private address" in found.notes[0].message


@pytest.mark.parametrize(("most", "expected"), [(1, 1), (384, 4)])
def test_few_pages_at_the_same_time(server, opened, dump, most, expected):
    for number in range(24):
        server.add_page(f"/{number}/", f"Page number {number}")

    found = opened(
        dump(*(post(server, number, f"/{number}/") for number in range(24))), pages=True, host_concurrency=most
    )

    assert all("page" in record.data for record in found.records)
    assert server.busiest <= expected
    assert sum(path.strip("/").isdigit() for path in server.asked) == 24


def test_pages_that_are_too_large_are_no_pages(server, opened, dump, monkeypatch):
    monkeypatch.setattr("audit.probe.exchange.WHOLE_BYTES", 100_000)
    server.add_page("/tide/", "The tide", text="x" * 300_000)
    server.add_page("/ebb/", "The ebb", text="x" * 90_000)

    found = opened(dump(post(server, 1, "/tide/"), post(server, 2, "/ebb/")), pages=True)

    assert ["page" in record.data for record in found.records] == [False, True]
    assert "did not come whole" in found.notes[0].message


def test_encodings(server, opened, dump):
    russian = "<!doctype html><title>Прилив и отлив</title><p>Вода приходит и уходит</p>"
    server.pages["/a/"] = (200, "text/html; charset=windows-1251", russian.encode("cp1251"))
    server.pages["/b/"] = (
        200,
        "text/html",
        russian.replace("<title", '<meta charset="koi8-r"><title').encode("koi8-r"),
    )
    server.pages["/c/"] = (200, "text/html", gzip.compress(russian.encode()), ("Content-Encoding", "gzip"))
    server.pages["/d/"] = (200, "text/html", russian.encode("utf-8-sig"))

    found = opened(dump(*(post(server, n, f"/{name}/") for n, name in enumerate("abcd", 1))), pages=True)

    assert ["Прилив и отлив" in record.data.get("page", "") for record in found.records] == [True] * 4


def test_own_headers_go_to_the_own_site_only(server, opened, dump):
    seen = {}
    for path in ("/own/", "/foreign/"):
        server.add_page(path, f"The page {path}")
        page = server.pages[path]
        server.pages[path] = (
            200,
            "text/html",
            lambda headers, path=path, page=page: seen.update({path: headers.get("X-Key")}) or page,
        )
    own, foreign = post(server, 1, "/own/"), post(server, 2, "/foreign/")
    foreign["_links"] = {"self": [{"href": "https://elsewhere.example/wp-json/wp/v2/posts/2"}]}

    opened(dump(own, foreign), pages=True, headers=(("X-Key", "secret"),))

    assert seen == {"/own/": "secret", "/foreign/": None}


def test_with_offline_it_is_a_mistake():
    with pytest.raises(UsageError, match="--pages"):
        run(["posts.json"], Settings(pages=True, offline=True))


# -- lists of pages ----------------------------------------------------------------------------------------------------


@pytest.fixture
def listing(server, tmp_path):
    """A file of addresses on the server."""

    def write(*paths):
        file = tmp_path / "pages.txt"
        file.write_text("".join(f"{server.url}{path}\n" for path in paths))
        return file

    return write


def test_in_the_order_of_the_list(server, opened, listing):
    paths = [f"/{number}/" for number in (5, 3, 9, 1, 7, 2)]
    for path in paths:
        server.add_page(path, f"Page {path}")

    found = opened(listing(*paths))

    assert [source.removeprefix(server.url) for source in found.sources] == paths
    assert [record.data["link"] for record in found.records] == found.sources
    assert [record.index for record in found.records] == [None] * 6


def test_what_cannot_be_read_is_told_and_the_rest_is_read(server, opened, listing):
    server.add_page("/tide/", "The tide")
    server.pages["/paper.pdf"] = (200, "application/pdf", b"%PDF-1.7")
    server.pages["/broken/"] = (500, "text/html", "oops")

    found = opened(listing("/gone/", "/tide/", "/paper.pdf", "/broken/"))

    assert found.sources == [f"{server.url}/tide/"]
    assert [problem.source.removeprefix(server.url) for problem in found.problems] == ["/gone/", "/broken/"]
    assert [note.source.removeprefix(server.url) for note in found.notes] == ["/paper.pdf"]


def test_addresses_that_are_all_no_pages_are_no_audit(server, opened, listing):
    server.pages["/paper.pdf"] = (200, "application/pdf", b"%PDF-1.7")

    found = opened(listing("/paper.pdf"))

    assert [problem.message for problem in found.problems] == ["there is no web page among the addresses."]
    assert [note.source for note in found.notes] == [f"{server.url}/paper.pdf"]


def test_a_page_to_which_two_addresses_lead_is_audited_once(server, opened, listing):
    server.add_page("/tide/", "The tide")
    server.pages["/old/"] = (301, "text/html", "", ("Location", "/tide/"))
    server.pages["/moved/"] = (301, "text/html", "", ("Location", "/elsewhere/"))
    server.add_page("/elsewhere/", "Elsewhere")

    found = opened(listing("/old/", "/tide/", "/moved/"))

    assert found.sources == [f"{server.url}/tide/", f"{server.url}/moved/"]
    assert found.records[1].data["link"] == f"{server.url}/elsewhere/"
    assert found.records[1].data["page_response"]["asked"] == f"{server.url}/moved/"
    assert [note.source for note in found.notes] == [f"{server.url}/old/"]


def test_without_any_network(opened, tmp_path):
    def no_names(_host):
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    file = tmp_path / "pages.txt"
    file.write_text("https://saltmarsh.example/a/\nhttps://saltmarsh.example/b/\n")

    found = opened(file, names=no_names)

    assert found.records == []
    assert found.problems
