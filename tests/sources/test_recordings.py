"""Recorded answers of a real WordPress, served again as they came: good ones are audited, broken ones told once."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest

from audit import Settings
from audit.engine import run
from audit.post_filter import PostFilter
from audit.probe.network import Network
from audit.sources import SourceProblem, open_source, read_block, web

RECORDINGS = Path(__file__).parents[3] / "shared" / "data" / "wordpress" / "recordings"
RECORDED_AT = b"127.0.0.1:8930"
HERE = RECORDINGS.is_dir()
pytestmark = pytest.mark.skipif(not HERE, reason="needs the recordings: ../shared/data/wordpress/recordings")


class Recording(NamedTuple):
    """One exchange: what was asked, and the answer with the body that came."""

    name: str
    method: str
    path: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def value(self):
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def ids(self):
        """Ids of the posts, where it is a list of posts."""
        value = self.value
        is_list = isinstance(value, list) and value and all(isinstance(one, dict) and "id" in one for one in value)
        return list(dict.fromkeys(one["id"] for one in value)) if self.status == 200 and is_list else []


def recording(name):
    raw = (RECORDINGS / f"{name}.response").read_bytes()
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
    method, path, _ = (RECORDINGS / f"{name}.request").read_text("latin-1").split(" ", 2)
    return Recording(name, method, path, int(first.split()[1]), headers, body)


def reading():
    """The recordings of lists and single items that were read."""
    rows = (RECORDINGS / "INDEX.tsv").read_text("utf-8").splitlines()[1:] if HERE else []
    names = [row.split("\t")[0] for row in rows if row.split("\t")[1] == "GET"]
    asked_by_others = ("discover-", "users-", "no-slash", "auth-local-index", "auth-production-over-http-index")
    return [name for name in names if not name.startswith(asked_by_others)]


READING = reading()
GOOD = [name for name in READING if recording(name).ids]
# PHP's warnings and a byte order mark before the JSON are read over; an empty list is no fault.
DAMAGED = [name for name in READING if name in {"damaged-bom", "damaged-notice"}]
EMPTY = [name for name in READING if recording(name).value == [] and recording(name).status == 200]
PAST_THE_END = [name for name in READING if name.endswith("past-last-page") and recording(name).status == 400]
OF_OTHERS = {"comments-list", "revisions-admin-view", "search-endpoint"}
BROKEN = [name for name in READING if name not in {*GOOD, *DAMAGED, *EMPTY, *PAST_THE_END}]


class Replay:
    """Serves recordings by route; what is in `answers` comes before what a sound site would say."""

    def __init__(self):
        self.answers = {}
        self.asked = []
        replay = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # an answer in one piece: in two, it waits 40 ms for the other side

            def do_GET(self):
                replay.asked.append(self.path)
                replay.reply(self, replay.answer(self.path))

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.at = f"127.0.0.1:{self.server.server_port}".encode()
        self.url = f"http://{self.at.decode()}"

    def answer(self, path):
        query = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        route = query.get("rest_route", urlsplit(path).path.removeprefix("/wp-json").removeprefix("/api"))
        route = route.rstrip("/") or "/"
        page = int(query.get("page", 1))
        found = self.answers.get((route, page)) or (self.answers.get(route) if page == 1 else None)
        if found is not None:
            return found
        if page > 1:
            return recording("list-past-last-page")
        usual = {"/": "discover-head", "/wp/v2/types": "discover-types", "/wp/v2/pages": "pages-list"}
        return recording(usual.get(route, "list-slug-none"))

    def reply(self, handler, answer):
        body = answer.body.replace(RECORDED_AT, self.at)
        handler.send_response(answer.status)
        for name, value in answer.headers:
            # The body was recorded without its chunks.
            if name.lower() not in {"transfer-encoding", "content-length", "connection", "date", "server"}:
                handler.send_header(name, value.replace(RECORDED_AT.decode(), self.at.decode()))
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


@pytest.fixture
def replay(monkeypatch):
    for name in ("POSTAUDIT_WP_USER", "POSTAUDIT_WP_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(web, "_pause", lambda attempt: 0.001 * attempt)
    replay = Replay()
    thread = threading.Thread(target=replay.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield replay
    replay.server.shutdown()
    replay.server.server_close()
    thread.join()


@pytest.fixture
def fetch(replay, tmp_path):
    def fetch(*kinds):
        records, problems = [], []
        network = Network(timeout=5, allow_private_hosts=True)
        for item in open_source(replay.url, spool=tmp_path, network=network, wanted=PostFilter(type=kinds)):
            for one in [item] if isinstance(item, SourceProblem) else read_block(item):
                (problems if isinstance(one, SourceProblem) else records).append(one)
        messages = [problem.message for problem in problems]
        # A recording is a part of its list: it announces what the others of its series hold.
        messages = [message for message in messages if "came on no page" not in message]
        return [record.data["id"] for record in records], messages

    return fetch


def is_clear(message):
    """One sentence or some, for people: one line, no markup, names the part of the site, ends as sentences do."""
    return (
        message.endswith(".")
        and len(message) < 400
        and "\n" not in message
        and "<" not in message
        and "/wp/v2/" in message
    )


PAGES = recording("pages-list").ids if HERE else []


@pytest.mark.parametrize("name", [name for name in GOOD if name not in OF_OTHERS])
def test_posts_of_a_sound_answer_are_audited(replay, fetch, name):
    replay.answers["/wp/v2/posts"] = recording(name)

    ids, problems = fetch("post", "page")

    assert (ids, problems) == ([*recording(name).ids, *PAGES], [])


@pytest.mark.parametrize("name", sorted(OF_OTHERS.intersection(GOOD)))
def test_what_other_lists_answer_is_not_audited(replay, fetch, name):
    replay.answers["/wp/v2/posts"] = recording(name)

    ids, problems = fetch("post", "page")

    assert ids == PAGES
    assert all("of the REST API, not a post: skipped" in problem or "same fault" in problem for problem in problems)
    assert problems


@pytest.mark.parametrize("name", [*DAMAGED, *EMPTY, *PAST_THE_END])
def test_what_is_no_fault_is_not_told(replay, fetch, name):
    replay.answers["/wp/v2/posts"] = recording(name)

    ids, problems = fetch("post", "page")

    assert (ids, problems) == ([1, *PAGES] if name in DAMAGED else PAGES, [])


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_told_once_and_the_rest_is_audited(replay, fetch, name):
    replay.answers["/wp/v2/posts"] = recording(name)

    ids, [problem] = fetch("post", "page")

    assert ids == PAGES
    assert is_clear(problem), problem


@pytest.mark.parametrize("name", [name for name in BROKEN if name != "plain-site-pretty-url"])
def test_what_was_read_before_a_broken_answer_is_audited(replay, fetch, name):
    replay.answers["/wp/v2/posts"] = recording("list-per-page-100")  # of three pages
    replay.answers["/wp/v2/posts", 2] = recording(name)
    replay.answers["/wp/v2/posts", 3] = recording("list-page-3-of-3")

    ids, problems = fetch("post", "page")

    expected = [*recording("list-per-page-100").ids, *recording("list-page-3-of-3").ids, *PAGES]
    assert sorted(ids) == sorted(set(expected))
    [problem] = problems
    assert is_clear(problem), problem
    assert "items 101 to 200" in problem


def test_a_redirect_that_drops_the_page_is_told(replay, fetch):
    replay.answers["/wp/v2/posts"] = recording("list-per-page-100")  # of three pages
    for page in (2, 3):
        replay.answers["/wp/v2/posts", page] = recording("plain-site-pretty-url")  # to /wp/v2/posts/, without the query

    ids, [problem] = fetch("post", "page")

    assert ids == [*recording("list-per-page-100").ids, *PAGES]
    assert "gives the same posts on several pages, so that 100 of 222 could be read" in problem


@pytest.mark.parametrize(
    "name",
    ["damaged-fatal", "auth-closed-site-anon", "no-route", "list-url-too-long", "plain-site-pretty-url-followed"],
)
def test_a_run_with_a_broken_answer_reports_the_rest_and_exits_with_2(replay, name, tmp_path):
    replay.answers["/wp/v2/posts"] = recording("list-per-page-100")
    replay.answers["/wp/v2/posts", 2] = recording(name)
    network = {"allow_private_hosts": True, "cache_dir": str(tmp_path)}

    report = run([replay.url], Settings(ignore=["LNK"], network=network, type=["post"]))

    assert report.summary.posts == 100
    [error] = report.errors
    assert error.kind == "rest-error"
    assert report.exit_code == 2


# -- finding the API ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "root"),
    [
        ("discover-head", "/wp-json/wp/v2/posts?"),
        ("plain-site-discover", "/index.php?rest_route=/wp/v2/posts&"),
        ("prefix-site-discover", "/api/wp/v2/posts?"),
    ],
)
def test_the_api_is_found_by_the_link_of_the_home_page(replay, fetch, name, root):
    replay.answers["/"] = recording(name)
    replay.answers["/wp/v2/posts"] = recording("list-default")

    ids, problems = fetch("post")

    assert (ids, problems) == (recording("list-default").ids, [])
    assert any(path.startswith(root) for path in replay.asked)


def test_a_site_that_is_closed_is_told_once(replay, fetch):
    closed = recording("auth-closed-site-anon")
    replay.answers |= {"/": recording("auth-closed-site-index-anon")}
    replay.answers |= {f"/wp/v2/{route}": closed for route in ("types", "posts", "pages")}

    ids, [problem] = fetch()

    assert ids == []
    assert "it wants a login" in problem


# -- logging in --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "users-me-anon",
        "auth-wrong-password-users-me",
        "auth-wrong-password-noticed",
        "auth-login-password-noticed",
        "auth-unknown-user-noticed",
        "auth-production-over-http-edit",
        "auth-switched-off-edit",
        "auth-bearer",
    ],
)
def test_a_login_that_is_refused_is_told_and_what_is_public_is_read(replay, fetch, monkeypatch, name):
    monkeypatch.setenv("POSTAUDIT_WP_USER", "somebody")
    monkeypatch.setenv("POSTAUDIT_WP_PASSWORD", "hunter2")
    replay.answers["/wp/v2/users/me"] = recording(name)
    replay.answers["/wp/v2/posts"] = recording("list-default")

    ids, [problem] = fetch("post")

    assert ids == recording("list-default").ids
    assert "did not accept the user name and the application password" in problem
    assert "hunter2" not in problem
    assert not [path for path in replay.asked if "status=" in path]


@pytest.mark.parametrize("name", ["users-me-admin-edit", "auth-email-as-user", "auth-password-without-blanks"])
def test_a_login_that_is_accepted_asks_for_drafts(replay, fetch, monkeypatch, name):
    monkeypatch.setenv("POSTAUDIT_WP_USER", "somebody")
    monkeypatch.setenv("POSTAUDIT_WP_PASSWORD", "hunter2")
    replay.answers["/wp/v2/users/me"] = recording(name)
    replay.answers["/wp/v2/posts"] = recording("list-status-many-admin")

    ids, problems = fetch("post")

    assert (ids, problems) == (recording("list-status-many-admin").ids, [])
    assert any("status=publish%2Cfuture%2Cdraft%2Cpending%2Cprivate" in path for path in replay.asked)
