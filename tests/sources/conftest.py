"""A small server on loopback for sources that are on the network."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from audit.post_filter import PostFilter
from audit.probe.network import Network
from audit.site import Sitemap
from audit.sources import Block, SourceNote, open_source, read_block, web
from audit.sources.records import Record

HTML = "text/html; charset=utf-8"


class Server:
    """Answers what `pages` say: path -> body, or (status, content type, body, *headers); all else is a 404.

    A path with a query is looked for with it first, then without.
    """

    def __init__(self):
        self.pages = {}
        self.asked = []
        self.busy = self.busiest = 0
        lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 10

            def do_GET(self):
                with lock:
                    server.busy += 1
                    server.busiest = max(server.busiest, server.busy)
                    server.asked.append(self.path)
                bare = server.pages.get(self.path.partition("?")[0], (404, HTML, "<title>Lost</title>"))
                said = server.pages.get(self.path, bare)
                said = said if isinstance(said, tuple) else (200, HTML, said)
                status, kind, body, *headers = said
                body = body(self.headers) if callable(body) else body
                body = body if isinstance(body, bytes) else body.encode()
                with lock:
                    server.busy -= 1
                self.send_response(status)
                for name, value in (("Content-Type", kind), ("Content-Length", str(len(body))), *headers):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Quiet(ThreadingHTTPServer):
            def handle_error(self, *_):  # a client that has read enough breaks off
                pass

        self.http = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"

    def add_page(self, path, title, head="", text="", classes=""):
        """A page that names itself as canonical and has a text of its own."""
        words = text or " ".join(f"{title} is told here, and at some length: {number}." for number in range(30))
        self.pages[path] = (
            f'<!doctype html><html lang="en"><head><title>{title}</title>'
            f'<link rel="canonical" href="{self.url}{path}">{head}</head>'
            f'<body class="{classes}"><main><article><h1>{title}</h1><p>{words}</p></article></main></body></html>'
        )


class Opened:
    """What a source gave."""

    def __init__(self, items):
        self.records, self.problems, self.notes, self.sitemaps = [], [], [], []
        for item in items:
            if isinstance(item, Block):
                for one in read_block(item):
                    (self.records if isinstance(one, Record) else self.problems).append(one)
            elif isinstance(item, SourceNote):
                self.notes.append(item)
            elif isinstance(item, Sitemap):
                self.sitemaps.append(item)
            else:
                self.problems.append(item)

    @property
    def sources(self):
        """Names of the records' sources."""
        return [record.source for record in self.records]

    @property
    def messages(self):
        """What problems say."""
        return [problem.message for problem in self.problems]


@pytest.fixture(autouse=True)
def _no_login(monkeypatch):
    for name in ("POSTAUDIT_WP_USER", "POSTAUDIT_WP_PASSWORD", "http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(web, "_pause", lambda attempt: 0.001 * attempt)


@pytest.fixture
def server():
    """A server that has started, and ends with the test."""
    server = Server()
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.http.shutdown()
    server.http.server_close()


@pytest.fixture
def opened(tmp_path):
    """Opens a source with the network."""

    def open_(spec, *, pages=False, sitemap=False, private=True, wanted=None, **network):
        spool = tmp_path / "spool"
        spool.mkdir(exist_ok=True)
        asked = Network(timeout=3, allow_private_hosts=private, **network)
        found = open_source(
            str(spec), spool=spool, network=asked, wanted=wanted or PostFilter(), pages=pages, sitemap=sitemap
        )
        return Opened(found)

    return open_
