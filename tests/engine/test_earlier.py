"""`--changed-since`: which links are asked again."""

from __future__ import annotations

import http.server
import json
import threading

import pytest

from audit import Settings, audit
from audit.errors import SettingsError
from audit.formats import json_format
from audit.probe.settings import NetworkSettings
from audit.testing import base_record


class _Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<title>Page</title>")

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        server.asked = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def record(number, site, *paths, **fields):
    links = "".join(f'<p><a href="http://127.0.0.1:{site.server_port}/{path}">words</a></p>' for path in paths)
    made = {**base_record(), "id": number, **fields}
    made["content"] = {"rendered": links, "protected": False}
    for name in ("yoast_head", "yoast_head_json"):
        made.pop(name, None)
    return made


def run(records, folder, **settings):
    path = folder / "posts.json"
    path.write_text(json.dumps(records))
    network = NetworkSettings(no_cache=True, allow_private_hosts=True)
    return audit(str(path), Settings(select=("LNK",), network=network, **settings))


def asked_by(site):
    asked, site.asked = {path for path in site.asked if len(path) < 20}, []
    return asked


@pytest.fixture(params=["dump", "report"])
def earlier(request, site, tmp_path):
    """A run over two posts, and the file that it is compared with."""
    old = [record(1, site, "one", "shared"), record(2, site, "two", "shared")]
    report = run(old, tmp_path)
    assert asked_by(site) == {"/one", "/two", "/shared"}
    path = tmp_path / "old.json"
    if request.param == "dump":
        path.write_text(json.dumps(old))
    else:
        with path.open("w") as out:
            json_format.json(report, out)
    return old, path


def test_nothing_new_asks_nothing(earlier, site, tmp_path):
    old, path = earlier
    report = run(old, tmp_path, changed_since=str(path))

    assert asked_by(site) == set()
    assert report.summary.links == {"distinct": 3, "skipped": 3}


def test_a_new_post_is_asked_whole(earlier, site, tmp_path):
    old, path = earlier
    run([*old, record(3, site, "three", "shared")], tmp_path, changed_since=str(path))

    assert asked_by(site) == {"/three", "/shared"}


def test_a_changed_post_is_asked_whole(earlier, site, tmp_path):
    old, path = earlier
    changed = record(2, site, "two", "new", modified_gmt="2099-01-01T00:00:00")
    run([old[0], changed], tmp_path, changed_since=str(path))

    assert asked_by(site) == {"/two", "/new"}


def test_a_file_that_is_neither(site, tmp_path):
    path = tmp_path / "old.json"
    path.write_text('{"schema_version": 7}')
    with pytest.raises(SettingsError, match=r"changed-since: .*old\.json"):
        run([record(1, site, "one")], tmp_path, changed_since=str(path))
    path.write_text("[1, 2]")
    with pytest.raises(SettingsError, match="neither a report of postaudit nor posts"):
        run([record(1, site, "one")], tmp_path, changed_since=str(path))
    with pytest.raises(SettingsError, match="cannot be read"):
        run([record(1, site, "one")], tmp_path, changed_since=str(tmp_path / "none.json"))
