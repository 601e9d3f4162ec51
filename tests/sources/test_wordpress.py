"""A site is read over its REST API: each published post once, and what is missing is said."""

from __future__ import annotations

import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from audit import Settings
from audit.engine import run
from audit.errors import UsageError
from audit.post_filter import PostFilter
from audit.probe.network import Network
from audit.sources import Block, Record, open_source, read_block, web
from audit.testing import base_record

TYPES = {
    "post": {"rest_base": "posts", "rest_namespace": "wp/v2"},
    "page": {"rest_base": "pages"},
    "recipe": {"rest_base": "recipes"},
    "wp_block": {"rest_base": "blocks"},
}


class Site:
    """A loopback server that answers as WordPress does. `break_` may answer first: (status, body, headers) or None."""

    def __init__(self):
        self.posts = list(range(1, 251))
        self.plain = self.no_link = self.no_totals = False
        self.largest = 100
        self.changed = {}
        self.break_ = lambda *_: None
        self.asked = []
        self.busy = self.busiest = 0
        self.lock = threading.Lock()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # an answer in one piece: in two, it waits 40 ms for the other side

            def do_GET(self):
                with site.lock:
                    site.busy += 1
                    site.busiest = max(site.busiest, site.busy)
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                site.asked.append((parts.path, query, dict(self.headers)))
                status, body, headers = site.break_(parts.path, query) or site.answer(parts.path, query, self.headers)
                body = body if isinstance(body, bytes) else json.dumps(body).encode()
                with site.lock:
                    site.busy -= 1
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, path, query, headers):
        root = f"{self.url}/?rest_route=/" if self.plain else f"{self.url}/wp-json/"
        route = query.get("rest_route") or path.removeprefix("/wp-json")
        if not path.startswith("/wp-json") and "rest_route" not in query:
            link = {} if self.no_link else {"Link": f'<{root}>; rel="https://api.w.org/"'}
            return 200, b"<!doctype html><title>Home</title>", {"Content-Type": "text/html", **link}
        if self.plain and path.startswith("/wp-json"):
            return 200, b"<!doctype html><title>Home</title>", {"Content-Type": "text/html"}
        if route == "/":
            return 200, {"namespaces": ["wp/v2"]}, {}
        if route == "/wp/v2/types":
            return 200, TYPES, {}
        if route == "/wp/v2/users/me":
            known = headers.get("Authorization") == "Basic dXNlcjpzZWNyZXQ="  # user:secret
            return (200, {"id": 1}, {}) if known else (401, {"code": "rest_not_logged_in", "message": "x"}, {})
        return self.listed(route, query)

    def listed(self, route, query):
        size, number = int(query["per_page"]), int(query["page"])
        if size > self.largest:
            return 400, {"code": "rest_invalid_param", "data": {"params": {"per_page": "x"}}}, {}
        ids = {"/wp/v2/posts": self.posts, "/wp/v2/pages": [901, 902], "/wp/v2/recipes": [951]}.get(route, [])
        if "include" in query:
            wanted = set(map(int, query["include"].split(",")))
            ids = [one for one in ids if one in wanted]
        pages = -(-len(ids) // size)
        if number > max(pages, 1):
            return 400, {"code": "rest_post_invalid_page_number", "message": "x"}, {}
        some = ids[(number - 1) * size : number * size]
        items = [{"id": one, "modified_gmt": self.changed.get(one, "2025-01-01T00:00:00")} for one in some]
        if "_fields" not in query:
            kind = {"/wp/v2/pages": "page", "/wp/v2/recipes": "recipe"}.get(route, "post")
            items = [base_record() | item | {"type": kind} for item in items]
        totals = {} if self.no_totals else {"X-WP-Total": str(len(ids)), "X-WP-TotalPages": str(pages)}
        return 200, items, totals


@pytest.fixture
def site(monkeypatch):
    monkeypatch.delenv("POSTAUDIT_WP_USER", raising=False)
    monkeypatch.delenv("POSTAUDIT_WP_PASSWORD", raising=False)
    monkeypatch.setattr(web, "_pause", lambda attempt: 0.001 * attempt)
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()
    thread.join()


@pytest.fixture
def fetch(tmp_path):
    def fetch(url, *, private=True, names=None, **wanted):
        more = {"names": names} if names else {}
        network = Network(timeout=2, allow_private_hosts=private, **more)
        records, problems = [], []
        for item in open_source(url, spool=tmp_path, network=network, wanted=PostFilter(**wanted)):
            for one in read_block(item) if isinstance(item, Block) else [item]:
                (records if isinstance(one, Record) else problems).append(one)
        return [record.data.get("id") for record in records], [problem.message for problem in problems]

    return fetch


EVERYTHING = [*range(1, 251), 901, 902, 951]


@pytest.mark.parametrize("path", ["", "/", "/2024/a-page/", "/wp-json/", "/?rest_route=/", "/wp-json/wp/v2/posts"])
@pytest.mark.parametrize("no_link", [False, True])
def test_reads_every_type_from_any_page(site, fetch, path, no_link):
    site.no_link = no_link

    assert fetch(site.url + path) == (EVERYTHING, [])
    assert site.busiest <= 4


def test_reads_a_site_with_plain_permalinks(site, fetch):
    site.plain = site.no_link = True

    assert fetch(site.url) == (EVERYTHING, [])


@pytest.mark.parametrize("user", ["", "user"])
@pytest.mark.parametrize("status", [404, 200])
def test_reads_a_site_whose_server_does_not_rewrite_what_its_pages_name(site, fetch, monkeypatch, status, user):
    monkeypatch.setenv("POSTAUDIT_WP_USER", user)
    monkeypatch.setenv("POSTAUDIT_WP_PASSWORD", "secret" if user else "")
    lost = (status, b"<!doctype html><title>Harbour</title>", {"Content-Type": "text/html"})
    site.break_ = lambda path, _: lost if path.startswith("/wp-json") else None

    assert fetch(site.url) == (EVERYTHING, [])
    asked_for_drafts = any("draft" in query.get("status", "") for _, query, _ in site.asked)
    assert asked_for_drafts is bool(user)


def test_a_site_above_is_not_read_for_one_below_whose_api_is_closed(site, fetch):
    api = f'<{site.url}/blog/wp-json/>; rel="https://api.w.org/"'
    page = (b"<!doctype html><title>Blog</title>", {"Content-Type": "text/html", "Link": api})
    site.break_ = lambda path, _: (404 if "wp-json" in path else 200, *page) if path.startswith("/blog/") else None

    ids, [problem] = fetch(f"{site.url}/blog/")

    assert ids == []
    assert "/blog/wp-json/wp/v2/posts" in problem


def test_a_list_without_anything_new_is_not_closed(site, fetch):
    site.posts = []
    site.break_ = lambda path, _: (403, b"", {}) if path.endswith("/pages") else None

    ids, [problem] = fetch(site.url, type=("post", "page"), since=date(2026, 1, 1))

    assert ids == []
    assert "/wp-json/wp/v2/pages answered 403" in problem
    assert not any("sitemap" in path for path, _, _ in site.asked)


@pytest.mark.parametrize("largest", [50, 20, 10])
def test_takes_smaller_pages_where_large_ones_are_refused(site, fetch, largest):
    site.largest = largest

    assert fetch(site.url) == (EVERYTHING, [])


def test_reads_ahead_where_the_totals_are_sent_twice(site, fetch):
    def twice(path, query):
        found = site.listed(path.removeprefix("/wp-json"), query) if "per_page" in query else None
        return found and (found[0], found[1], {name: f"{value}, {value}" for name, value in found[2].items()})

    site.break_ = twice

    assert fetch(site.url) == (EVERYTHING, [])
    assert not any(query.get("page") == "4" for _, query, _ in site.asked)


def test_reads_types_that_do_not_say_where_they_are(site, fetch):
    told = {"post": {"slug": "post"}, "page": {"rest_base": False}, "recipe": {"rest_base": "recipes"}}
    site.break_ = lambda path, _: (200, told, {}) if path.endswith("/types") else None

    assert fetch(site.url) == (EVERYTHING, [])


def test_reads_on_where_something_hides_the_totals(site, fetch):
    site.no_totals = True

    assert fetch(site.url) == (EVERYTHING, [])


def test_says_that_it_reads_no_further_where_something_hides_the_totals(site, fetch):
    site.no_totals = True
    site.break_ = lambda path, query: (403, b"", {}) if path.endswith("/posts") and query["page"] == "2" else None

    ids, [problem] = fetch(site.url, type=("post",))

    assert ids == list(range(1, 101))
    assert "items 101 to 200" in problem
    assert problem.endswith("What comes after it was not asked for.")


def test_reads_on_where_a_server_gives_fewer_than_it_says(site, fetch):
    def capped(path, query):
        if path.endswith("/posts") and "include" not in query and "_fields" not in query:
            status, items, _ = site.listed("/wp/v2/posts", query | {"per_page": "40"})
            return status, items, {"X-WP-Total": "250", "X-WP-TotalPages": "3"}
        return None

    site.break_ = capped

    ids, problems = fetch(site.url)

    assert sorted(ids) == EVERYTHING
    assert problems == []


def test_says_what_is_announced_where_a_server_gives_fewer_and_nothing_more(site, fetch):
    def repeated(path, query):
        if path.endswith("/posts"):
            status, items, _ = site.listed("/wp/v2/posts", query | {"per_page": "10", "page": "1"})
            return status, items, {"X-WP-Total": "5000", "X-WP-TotalPages": "50"}
        return None

    site.break_ = repeated

    ids, [problem] = fetch(site.url, type=("post",))

    assert ids == list(range(1, 11))
    assert "announces 5,000 posts, and 30 parts in a row held nothing new" in problem


def test_reads_on_where_the_totals_say_that_there_is_nothing(site, fetch):
    def none(path, query):
        found = site.listed(path.removeprefix("/wp-json"), query) if "per_page" in query else None
        return found and (found[0], found[1], {"X-WP-Total": "0", "X-WP-TotalPages": "0"})

    site.break_ = none

    assert fetch(site.url) == (EVERYTHING, [])


def test_reads_lists_from_which_a_plugin_took_some(site, fetch):
    def punched(path, query):
        if path.endswith("/posts") and "_fields" not in query:
            status, items, headers = site.listed("/wp/v2/posts", query)
            return status, {str(2 * number): item for number, item in enumerate(items)}, headers
        return None

    site.break_ = punched

    assert fetch(site.url) == (EVERYTHING, [])


def test_says_that_an_answer_is_no_list(site, fetch):
    site.break_ = lambda path, _: (200, {"posts": []}, {}) if path.endswith("/posts") else None

    ids, [problem] = fetch(site.url)

    assert ids == [901, 902, 951]
    assert "/wp-json/wp/v2/posts answered 200 with JSON that is no list of posts" in problem


def test_reads_lists_that_are_packed_twice(site, fetch):
    def packed(path, query):
        if "per_page" in query:
            status, items, headers = site.listed(path.removeprefix("/wp-json"), query)
            body = gzip.compress(gzip.compress(json.dumps(items).encode()))
            return status, body, headers | {"Content-Encoding": "gzip"}
        return None

    site.break_ = packed

    assert fetch(site.url) == (EVERYTHING, [])


def test_says_that_a_body_is_not_what_its_coding_says(site, fetch):
    site.break_ = lambda path, _: (200, b"[]", {"Content-Encoding": "gzip"}) if path.endswith("/posts") else None

    ids, [problem] = fetch(site.url)

    assert ids == [901, 902, 951]
    assert problem == "/wp-json/wp/v2/posts sent a body that is not packed as its Content-Encoding says."


def test_reads_posts_alone_where_the_server_fails_on_what_is_embedded(site, fetch):
    site.break_ = lambda _, query: (500, b"", {}) if "_embed" in query else None

    ids, notes = fetch(site.url, type=("post",))

    assert ids == list(range(1, 251))
    assert notes == ["fails on wp/v2/posts with authors, pictures and terms along: its posts are read without them."]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_that_is_down_or_busy_is_asked_for_no_sitemap(site, fetch, status):
    site.break_ = lambda path, _: (status, b"", {"Retry-After": "3600"}) if path.startswith("/wp-json") else None

    ids, _ = fetch(site.url)

    assert ids == []
    assert not any("sitemap" in path for path, _, _ in site.asked)


def test_loses_no_post_when_others_are_unpublished_meanwhile(site, fetch):
    def unpublish(path, query):
        if path.endswith("/posts") and query["page"] == "1" and len(site.posts) == 250 and "_fields" not in query:
            site.break_ = lambda *_: None
            found = site.answer(path, query, {})
            del site.posts[:2]
            return found
        return None

    site.break_ = unpublish

    ids, problems = fetch(site.url, type=("post",))

    assert sorted(ids) == list(range(1, 251))
    assert problems == []


def test_reads_no_post_twice_when_others_are_published_meanwhile(site, fetch):
    def publish(path, query):
        if path.endswith("/posts") and query["page"] == "1" and site.posts[0] == 1 and "_fields" not in query:
            found = site.listed("/wp/v2/posts", query)
            site.posts[:0] = [-1, -2]
            return found
        return None

    site.break_ = publish

    ids, problems = fetch(site.url, type=("post",))

    assert sorted(ids) == [-2, -1, *range(1, 251)]
    assert problems == []


def test_an_empty_page_is_not_the_last(site, fetch):
    def empty(path, query):
        if path.endswith("/posts") and query["page"] == "2" and "_fields" not in query and "include" not in query:
            return 200, [], {"X-WP-Total": "250", "X-WP-TotalPages": "3"}
        return None

    site.break_ = empty

    ids, problems = fetch(site.url)

    assert sorted(ids) == EVERYTHING
    assert problems == []


@pytest.mark.parametrize("bad", [{155}, {5}, {1, 2, 250}, {951}])
def test_posts_that_crash_the_server_take_no_others_with_them(site, fetch, bad):
    def crash(path, query):
        _, items, _ = site.answer(path, query, {}) if "per_page" in query and "_fields" not in query else (0, [], {})
        hits = isinstance(items, list) and bad & {item["id"] for item in items}
        return (500, {"code": "internal_server_error", "message": "<p>Fatal</p>"}, {}) if hits else None

    site.break_ = crash

    ids, [problem] = fetch(site.url)

    assert sorted(ids) == [one for one in EVERYTHING if one not in bad]
    assert ", ".join(f"post {one}" for one in sorted(bad)) in problem
    assert "internal_server_error" in problem


def test_a_server_that_crashes_on_every_post_is_soon_left_alone(site, fetch):
    crash = {"code": "internal_server_error", "message": "Fatal"}
    site.break_ = lambda path, query: (500, crash, {}) if path.endswith("/posts") and "_fields" not in query else None

    ids, problems = fetch(site.url)

    assert ids == [901, 902, 951]
    assert "internal_server_error" in problems[-1]
    assert len(site.asked) < 150


def test_a_server_that_goes_away_is_told_once(site, fetch):
    site.posts = list(range(1, 2001))

    def block(path, query):
        late = path.endswith("/posts") and int(query.get("page", 0)) > 5
        return (403, b"<title>Access denied</title>", {"Content-Type": "text/html"}) if late else None

    site.break_ = block

    ids, [problem] = fetch(site.url)

    assert ids == [*range(1, 501), 901, 902, 951]
    assert "/wp-json/wp/v2/posts (items 501 to 900) answered 403" in problem
    assert "no more were asked for" in problem


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"<br />\n<b>Warning</b>: x in <b>/srv/y.php</b><br />\n"])
def test_reads_lists_behind_what_php_prints(site, fetch, before):
    def damage(path, query):
        if "per_page" in query:
            status, items, headers = site.listed("/wp/v2/" + path.rpartition("/")[2], query)
            return status, before + json.dumps(items).encode(), headers
        return None

    site.break_ = damage

    assert fetch(site.url) == (EVERYTHING, [])


def test_asks_again_when_told_to_wait(site, fetch):
    left = [429, 503]

    def busy(_, query):
        return (left.pop(), b"", {"Retry-After": "0"}) if left and "per_page" in query else None

    site.break_ = busy

    assert fetch(site.url) == (EVERYTHING, [])


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (401, b'{"code":"rest_not_logged_in","message":"x"}', "wants a login"),
        (404, b'{"code":"rest_no_route","message":"x"}', "switched this part of the REST API off"),
        (200, b"<!doctype html><title>Home</title>", "a web page instead of JSON"),
        (200, b'[{"id":1', "cut off or damaged"),
        (403, b"<title>Just a moment...</title>", "captcha"),
    ],
)
def test_says_what_is_wrong_with_posts_and_reads_the_others(site, fetch, status, body, words):
    site.break_ = lambda path, _: (status, body, {}) if path.endswith("/posts") else None

    ids, [problem] = fetch(site.url)

    assert ids == [901, 902, 951]
    assert words in problem


def test_says_that_a_site_is_no_wordpress(site, fetch):
    site.break_ = lambda path, _: (404 if path != "/" else 200, b"<html></html>", {"Content-Type": "text/html"})

    ids, [note] = fetch(site.url)

    assert ids == [None]
    assert "shows no WordPress REST API" in note
    assert "only this page is audited" in note


@pytest.mark.parametrize(
    ("wait", "when"), [("3600", "in 60 minutes"), ("90000", "in 25 hours"), ("61", "in 2 minutes")]
)
def test_a_server_that_wants_to_be_left_alone_for_long_is_left_alone(site, fetch, wait, when):
    site.break_ = lambda path, _: (429, b"", {"Retry-After": wait}) if path.endswith("/posts") else None

    ids, [problem] = fetch(site.url)

    assert ids == [901, 902, 951]
    assert f"/wp-json/wp/v2/posts answered 429: too many requests. Try again {when}" in problem
    assert len([path for path, _, _ in site.asked if path.endswith("/posts")]) == 1


def test_all_wait_when_one_is_told_to(site):
    answers = iter([(429, b"", {"Retry-After": "7"})])
    site.break_ = lambda path, _: next(answers, None) if path == "/busy" else None
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) == 1:  # meanwhile, another thread asks for something
            asking.get(f"{site.url}/other")

    asking = web.Web(Network(allow_private_hosts=True), site.url, sleep=sleep)
    asking.get(f"{site.url}/busy")
    asking.close()

    assert slept[0] == 7
    assert 0 < slept[1] <= 7


def test_maintenance_is_told_once_and_at_once(site, fetch):
    page = b"<h1>Briefly unavailable for scheduled maintenance. Check back in a minute.</h1>"
    site.break_ = lambda *_: (503, page, {"Content-Type": "text/html", "Retry-After": "600"})

    ids, [problem] = fetch(site.url)

    assert ids == []
    assert problem == "answered 503, it is in maintenance: try again in 10 minutes."
    assert len(site.asked) == 1


def test_one_who_is_interrupted_does_not_wait_for_answers_on_their_way(site, tmp_path):
    released = threading.Event()
    site.break_ = lambda _, query: (released.wait(30) and None) if query.get("page") == "2" else None
    network = Network(timeout=20, allow_private_hosts=True)
    reading = open_source(site.url, spool=tmp_path, network=network, wanted=PostFilter(type=("post",)))
    next(reading)
    began = time.monotonic()

    timer = threading.Timer(0.5, signal.pthread_kill, [threading.main_thread().ident, signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        next(reading)
    took = time.monotonic() - began
    released.set()
    timer.join()

    assert took < 15


def test_one_who_stops_between_two_pages_does_not_wait_either(site, tmp_path):
    released = threading.Event()
    site.break_ = lambda _, query: (released.wait(30) and None) if query.get("page", "1") > "2" else None
    network = Network(timeout=20, allow_private_hosts=True)
    reading = open_source(site.url, spool=tmp_path, network=network, wanted=PostFilter(type=("post",)))
    next(reading)
    next(reading)
    began = time.monotonic()
    reading.close()
    took = time.monotonic() - began
    released.set()

    assert took < 15


# -- after a break ---------------------------------------------------------------------------------------------------


@pytest.fixture
def broken_off(site, tmp_path):
    """A site of a thousand posts, of which the run before has read some."""
    site.posts = list(range(1, 1001))

    def read(stop_after=None):
        records = []
        network = Network(timeout=2, allow_private_hosts=True, cache_dir=str(tmp_path / "cache"), host_concurrency=1)
        opened = open_source(site.url, spool=tmp_path, network=network, wanted=PostFilter(type=("post",)))
        for number, item in enumerate(opened, 1):
            records += [record.data for record in read_block(item)]
            if number == stop_after:
                break
        opened.close()
        return records

    assert len(read(stop_after=5)) == 500
    site.asked.clear()
    return read


def lists(site):
    return [query for path, query, _ in site.asked if path.endswith("/posts") and "_fields" not in query]


def test_a_run_after_a_break_asks_only_for_what_is_missing(site, broken_off, tmp_path):
    assert sorted(one["id"] for one in broken_off()) == site.posts
    assert len(lists(site)) <= 1 + 5
    assert not list((tmp_path / "cache").glob("reading-*"))


def test_a_run_after_a_break_reads_everything_where_something_hides_the_totals(site, broken_off):
    site.no_totals = True

    assert sorted(one["id"] for one in broken_off()) == site.posts


def test_a_run_after_a_break_reads_everything_where_a_server_gives_fewer_than_it_says(site, broken_off):
    def capped(path, query):
        if path.endswith("/posts") and "include" not in query:
            status, items, _ = site.listed("/wp/v2/posts", query | {"per_page": "40"})
            return status, items, {"X-WP-Total": "1000", "X-WP-TotalPages": "10"}
        return None

    site.break_ = capped

    assert sorted(one["id"] for one in broken_off()) == site.posts


def test_what_changed_since_the_break_is_read_again_and_what_is_gone_is_not(site, broken_off):
    site.changed = {350: "2026-01-01T00:00:00"}
    site.posts.remove(250)

    records = {one["id"]: one for one in broken_off()}

    assert sorted(records) == site.posts
    assert records[350]["modified_gmt"] == "2026-01-01T00:00:00"


def test_everything_is_read_anew_where_ids_cannot_be_asked_for(site, broken_off):
    first = []

    def refuse(_, query):
        if "_fields" in query and len(first) < 1:
            first.append(query)
            return 403, b"", {}
        return None

    site.break_ = refuse

    assert sorted(one["id"] for one in broken_off()) == site.posts
    assert len(lists(site)) == 10


# -- credentials -----------------------------------------------------------------------------------------------------


def authorized(site):
    return [path for path, _, headers in site.asked if "Authorization" in headers]


def test_asks_for_drafts_with_the_password_only(site, fetch, monkeypatch):
    ids, [problem] = fetch(site.url, status=("draft",))
    assert ids == []
    assert "POSTAUDIT_WP_USER" in problem
    monkeypatch.setenv("POSTAUDIT_WP_USER", "user")
    monkeypatch.setenv("POSTAUDIT_WP_PASSWORD", "secret")

    _, problems = fetch(site.url, status=("draft",))

    assert problems == []
    assert all(query["status"] == "draft" for _, query, _ in site.asked if "per_page" in query)


def test_a_wrong_password_is_told_and_what_is_public_is_read(site, fetch, monkeypatch):
    monkeypatch.setenv("POSTAUDIT_WP_USER", "user")
    monkeypatch.setenv("POSTAUDIT_WP_PASSWORD", "hunter2")

    ids, [problem] = fetch(site.url)

    assert ids == EVERYTHING
    assert "did not accept" in problem
    assert "hunter2" not in problem
    assert len(authorized(site)) == 1


def test_the_password_goes_to_no_other_origin(site, fetch, monkeypatch):
    other = f"http://localhost:{site.server.server_port}"
    monkeypatch.setenv("POSTAUDIT_WP_USER", "user")
    monkeypatch.setenv("POSTAUDIT_WP_PASSWORD", "secret")

    ids, [problem] = fetch(other)  # whose pages link to the API at 127.0.0.1

    assert ids == EVERYTHING
    assert "the password is not sent there" in problem
    assert authorized(site) == []


def test_the_password_goes_to_nobody_after_a_redirect(site, fetch, monkeypatch):
    monkeypatch.setenv("POSTAUDIT_WP_USER", "user")
    monkeypatch.setenv("POSTAUDIT_WP_PASSWORD", "secret")
    target = f"http://localhost:{site.server.server_port}/stolen"
    site.break_ = lambda path, _: (302, b"", {"Location": target}) if path.endswith("/users/me") else None

    fetch(site.url)

    assert [headers.get("Authorization") for path, _, headers in site.asked if path == "/stolen"] == [None]


@pytest.mark.parametrize(("typed", "logs_in"), [(b"secret\n", True), (b"\x04", False)])
def test_the_password_is_asked_for_on_a_terminal_and_never_shown(site, tmp_path, typed, logs_in):
    environment = {
        **os.environ,
        "POSTAUDIT_WP_USER": "user",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "no_proxy": "*",
    }
    words = [
        sys.executable,
        "-m",
        "audit",
        "check",
        site.url,
        "--allow-private-hosts",
        "--ignore",
        "LNK",
        "--no-progress",
    ]
    terminal, theirs = os.openpty()
    run = subprocess.Popen(
        [*words, "--format", "json", "--fail-on", "never"],
        stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=tmp_path,
        start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    prompt = b""
    while not prompt.endswith(b": ") and (byte := run.stderr.read(1)):
        prompt += byte
    os.write(terminal, typed)
    out, told = run.communicate(timeout=60)
    os.close(terminal)

    assert prompt.endswith(b"Application password of user: ")
    assert bool(authorized(site)) is logs_in
    assert (b"was not logged in to" in told) is not logs_in
    assert run.returncode == (0 if logs_in else 2)
    assert b"secret" not in told
    assert b"user:secret" not in out
    assert b"dXNlcjpzZWNyZXQ=" not in out + told


def test_a_password_in_the_address_is_refused_and_not_told(site, fetch):
    ids, [problem] = fetch(site.url.replace("//", "//user:hunter2@"))

    assert ids == []
    assert "hunter2" not in problem
    assert site.asked == []


def test_a_user_who_may_see_no_drafts_is_told_and_gets_what_is_published(site, fetch, monkeypatch):
    monkeypatch.setenv("POSTAUDIT_WP_USER", "user")
    monkeypatch.setenv("POSTAUDIT_WP_PASSWORD", "secret")
    refusal = {"code": "rest_invalid_param", "data": {"params": {"status": "Status is forbidden."}}}
    site.break_ = lambda _, query: (400, refusal, {}) if "status" in query else None

    ids, [problem] = fetch(site.url)

    assert ids == EVERYTHING
    assert "shows this user only what is published (post, page, recipe)" in problem


def test_a_user_who_may_see_no_drafts_of_one_type_is_told_only_if_drafts_are_wished(site, fetch, monkeypatch):
    monkeypatch.setenv("POSTAUDIT_WP_USER", "user")
    monkeypatch.setenv("POSTAUDIT_WP_PASSWORD", "secret")
    refusal = {"code": "rest_invalid_param", "data": {"params": {"status": "Status is forbidden."}}}
    site.break_ = lambda path, query: (400, refusal, {}) if path.endswith("/pages") and "status" in query else None

    assert fetch(site.url) == (EVERYTHING, [])
    ids, [problem] = fetch(site.url, status=("publish", "draft"))

    assert ids == EVERYTHING
    assert "shows this user only what is published (page)" in problem


# -- who may be asked ------------------------------------------------------------------------------------------------


def test_asks_no_private_host_unless_told_to(site, fetch):
    ids, [problem] = fetch(site.url, private=False)

    assert ids == []
    assert "--allow-private-hosts" in problem
    assert site.asked == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_judges_what_the_name_resolves_to(site, fetch, scheme):
    url = f"{scheme}://saltmarsh.test.example:{site.server.server_port}"

    ids, [problem] = fetch(url, private=False, names=lambda _: ["127.0.0.1"])

    assert ids == []
    assert "a private address" in problem
    assert site.asked == []


def test_connects_to_the_address_that_was_judged(site, fetch):
    asked = []

    def names(host):
        asked.append(host)
        return ["127.0.0.1"]

    site.no_link = True

    ids, problems = fetch(f"http://saltmarsh.example:{site.server.server_port}", names=names)

    assert (ids, problems) == (EVERYTHING, [])
    assert set(asked) == {"saltmarsh.example"}
    assert {headers["Host"].partition(":")[0] for _, _, headers in site.asked} == {"saltmarsh.example"}


def test_says_that_a_name_does_not_exist(fetch):
    def names(_):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    _, [problem] = fetch("https://saltmarsh.example", names=names)

    assert "cannot be found" in problem


def test_refuses_an_answer_without_end(site, fetch, monkeypatch):
    monkeypatch.setattr("audit.sources.rest_api._LARGEST_PAGE", 1000)
    site.break_ = lambda path, _: (200, b"x" * 5000, {}) if path == "/" else None

    _, [problem] = fetch(site.url)

    assert "answers with more than" in problem


# -- odd answers -----------------------------------------------------------------------------------------------------


def test_the_others_are_not_asked_for_when_the_number_of_pages_is_a_lie(site, fetch):
    def lie(path, query):
        if path == "/wp-json/wp/v2/posts":
            status, items, _ = site.listed("/wp/v2/posts", query | {"page": "1"})
            return status, items, {"X-WP-Total": "999999999", "X-WP-TotalPages": "999999999"}
        return None

    site.break_ = lie
    ids, (problem,) = fetch(site.url)

    assert ids == [*range(1, 101), 901, 902, 951]
    assert "announces 999,999,999 pages" in problem
    assert len(site.asked) < 100


def test_ids_that_are_no_numbers_are_known_to_nobody(site, fetch):
    def odd(path, query):
        if path == "/wp-json/wp/v2/recipes":
            return 200, [base_record() | {"id": [1]}] if query["page"] < "3" else [], {}
        return None

    site.break_ = odd
    ids, problems = fetch(site.url, type=("recipe",))

    assert (ids, problems) == ([[1], [1]], [])


def test_says_that_a_site_leads_to_no_address(site, fetch):
    site.break_ = lambda *_: (302, b"", {"Location": "http://["})

    assert fetch(site.url) == ([], ["leads to what is no web address."])


def test_says_where_a_redirect_leads_if_it_fails_there(site, fetch):
    secure = site.url.replace("http:", "https:")
    with_secrets = secure.replace("//", "//user:secret@")
    site.break_ = lambda *_: (301, b"", {"Location": f"{with_secrets}/boats?key=secret"})

    ids, problems = fetch(site.url)

    assert ids == []
    assert problems == [f"leads to {secure}/, which takes no secure connection (https)."]


def test_says_that_an_answer_is_cut_off(site, fetch):
    cut = {"Transfer-Encoding": "chunked"}
    site.break_ = lambda path, _: (200, b"not the length of a chunk\r\n", cut) if path.endswith("/posts") else None

    ids, [problem] = fetch(site.url)

    assert ids == [901, 902, 951]
    assert problem == "/wp-json/wp/v2/posts sent an answer that is cut off."


def test_refuses_a_redirect_without_end(site, fetch, monkeypatch):
    monkeypatch.setattr("audit.sources.rest_api._LARGEST_PAGE", 1 << 10)
    site.break_ = lambda *_: (302, b"x" * (4 << 10), {"Location": "/"})

    assert fetch(site.url) == ([], ["answers with more than 0 MB."])


@pytest.mark.parametrize("begun", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"])
def test_an_answer_that_trickles_ends_in_time(begun, monkeypatch):
    monkeypatch.setattr(web, "SLOWEST", 1)
    monkeypatch.setattr(web, "ATTEMPTS", 1)
    enough = threading.Event()

    def trickle(server):
        connected, _ = server.accept()
        with connected, suppress(OSError):
            connected.recv(4096)
            connected.sendall(begun)
            for _ in range(200):
                if enough.wait(0.05):
                    return
                connected.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=trickle, args=[server], daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        asking = web.Web(Network(timeout=0.5, allow_private_hosts=True), url)
        began = time.monotonic()
        with pytest.raises(web.Unreachable, match=r"in time|in 0\.5 seconds"):
            asking.get(url)
        took = time.monotonic() - began
        enough.set()
        thread.join()
        asking.close()

    assert took < 3


# -- in a run --------------------------------------------------------------------------------------------------------


def test_a_run_audits_a_site(site):
    network = {"allow_private_hosts": True, "no_cache": True}

    report = run([site.url], Settings(ignore=["LNK"], network=network, limit=120))

    assert report.summary.posts == 120
    assert not report.errors


def test_a_site_offline_is_a_usage_error():
    with pytest.raises(UsageError, match="--offline asks nothing"):
        run(["https://user:hunter2@saltmarsh.example"], Settings(offline=True))


def test_posts_that_are_announced_and_never_come_are_told(site, fetch):
    def few(path, _):
        if path.endswith("/posts"):
            items = [base_record() | {"id": one} for one in (1, 2, 3)]
            return 200, items, {"X-WP-Total": "250"}
        return None

    site.break_ = few
    ids, problems = fetch(site.url, type=("post",))
    assert ids == [1, 2, 3]
    assert any("announces 250 and gave 3" in problem for problem in problems)


def test_any_status_is_every_status(site, fetch, monkeypatch):
    monkeypatch.setenv("POSTAUDIT_WP_USER", "user")
    monkeypatch.setenv("POSTAUDIT_WP_PASSWORD", "secret")
    ids, problems = fetch(site.url, status=("any",), type=("page",))
    assert (ids, problems) == ([901, 902], [])
    [asked] = {query["status"] for path, query, _ in site.asked if path.endswith("/pages")}
    assert asked == "publish,future,draft,pending,private"


def test_a_misspelt_status_or_type_is_met_with_what_is_meant(site, fetch, monkeypatch):
    [message] = fetch(site.url, status=("drfat",))[1]
    assert 'Did you mean "draft"?' in message
    [message] = fetch(site.url, type=("Post",))[1]
    assert 'Did you mean "post"?' in message
    monkeypatch.setenv("POSTAUDIT_WP_USER", "user")
    monkeypatch.setenv("POSTAUDIT_WP_PASSWORD", "secret")
    site.break_ = lambda path, _: (200, {"publish": {}, "draft": {}}, {}) if path.endswith("/statuses") else None
    [message] = fetch(site.url, status=("drfat",))[1]
    assert message.startswith('has no status drfat. Did you mean "draft"?')


def test_a_password_without_a_user_is_told(site, fetch, monkeypatch):
    monkeypatch.setenv("POSTAUDIT_WP_PASSWORD", "secret")
    ids, [message] = fetch(site.url, type=("page",))
    assert ids == [901, 902]
    assert "POSTAUDIT_WP_USER is not" in message


def test_a_wrong_password_is_not_answered_with_set_it(site, fetch, monkeypatch):
    monkeypatch.setenv("POSTAUDIT_WP_USER", "user")
    monkeypatch.setenv("POSTAUDIT_WP_PASSWORD", "wrong")
    _, [message] = fetch(site.url, type=("page",))
    assert "are right" in message
    assert "Set POSTAUDIT" not in message
