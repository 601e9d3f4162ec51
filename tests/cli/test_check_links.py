"""`postaudit check` with links, and servers on loopback that it asks.

Runs that are killed, are stopped or meet one another are processes of their own, as a user's are; for the others the
command runs within this process, with the pauses between two attempts made short.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from audit.cli import main
from audit.probe import prober
from tests.probe.conftest import PNG, RESET, Answer, Server, in_turn, page, redirect, slow

LONGEST = 60  # seconds that a run may take; so that a hanging one is a failure
PICTURE = Answer(200, PNG, (("Content-Type", "image/png"),))


@dataclass(frozen=True)
class Run:
    """What a run said.

    Attributes:
        code: exit code.
        out, err: what it wrote.
        report: the report in JSON, or None if there is none.
    """

    code: int
    out: str
    err: str
    report: dict | None

    @property
    def verdicts(self):
        """Address -> verdict."""
        return {link["url"]: link["verdict"] for link in self.report["links"]}

    @property
    def counts(self):
        """`summary.links`."""
        return self.report["summary"]["links"]

    def findings(self, name=None):
        """The findings, or those of one rule."""
        return [finding for finding in self.report["findings"] if name in {None, finding["rule"]}]

    @property
    def told(self):
        """What is found, without what differs from run to run."""
        return sorted(
            (finding["rule"], finding["severity"], finding["fingerprint"], finding["message"])
            for finding in self.report["findings"]
        )


@pytest.fixture
def server():
    with Server({}) as server:
        yield server


@pytest.fixture
def elsewhere():
    """Another host."""
    with Server({}, address="127.0.0.2") as server:
        yield server


@pytest.fixture
def no_network(monkeypatch):
    """No name can be looked up."""

    def lookup(*_, **__):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)


@pytest.fixture
def audit(folder, monkeypatch, capfd):
    """Runs in the folder, and starts runs there; all of them have ended when the test has."""
    monkeypatch.setattr(prober, "_FIRST_DELAY", 0.01)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return _Audit(folder, capfd)


class _Audit:
    def __init__(self, folder, capfd):
        self.folder = folder
        self._capfd = capfd
        self._runs = 0

    def _command(self, *options, private=True):
        self._runs += 1
        output = self.folder / f"report-{self._runs}.json"
        fixed = ["check", "posts.json", "--select", "LNK", "--no-progress", "--jobs", "1", "-o", output.name]
        return [*fixed, *(["--allow-private-hosts"] if private else []), *options], output

    def start(self, *options):
        """Start a run over `posts.json` in a process of its own."""
        command, output = self._command(*options)
        # A shell starts what runs in the background with SIGINT ignored, which a child inherits: ours shall hear it.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            # Its own group: a Ctrl-C of whoever runs the tests is not for it.
            process = subprocess.Popen(
                [sys.executable, "-m", "audit", *command],
                cwd=self.folder,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        finally:
            signal.signal(signal.SIGINT, before)
        return process, output

    def end(self, started):
        """Wait for its end."""
        process, output = started
        try:
            out, err = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            pytest.fail(f"the run took more than {LONGEST} seconds")
        return Run(process.returncode, out, err, json.loads(output.read_bytes()) if output.exists() else None)

    def __call__(self, *options, private=True):
        """Run within this process."""
        command, output = self._command(*options, private=private)
        code = main(command)
        told = self._capfd.readouterr()
        return Run(code, told.out, told.err, json.loads(output.read_bytes()) if output.exists() else None)


def link(url):
    return f'<p>Read on about <a href="{url}">the harbour and its {url.rpartition("/")[2][:40]}</a> of old.</p>'


def write(*posts, site="https://blog.example"):
    """`posts.json`: one post for each text."""
    records = [
        {
            "id": number,
            "link": f"{site}/a-day-{number}/",
            "date": "2024-01-01T00:00:00",
            "modified": "2024-01-01T00:00:00",
            "status": "publish",
            "type": "post",
            "slug": f"a-day-{number}",
            "title": {"rendered": f"A day at the harbour {number}"},
            "content": {"rendered": content},
        }
        for number, content in enumerate(posts, 1)
    ]
    Path("posts.json").write_text(json.dumps(records))


def until(condition, seconds=30.0):
    """Wait for something."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.002)


# -- what is told ------------------------------------------------------------------------------------------------------


@pytest.fixture
def harbour(server):
    server.pages = {
        "/works": page("This works", '<p id="part">x</p>'),
        "/moved": redirect("/works"),
        "/detour": redirect("/works", 302),
        "/lost": Answer(404),
        "/gone": Answer(410),
        "/ill": Answer(500),
        "/wall": Answer(403, b"", (("cf-mitigated", "challenge"),)),
        "/busy": Answer(429, b"", (("Retry-After", "3600"),)),
        "/members": Answer(401),
        "/one.png": PICTURE,
        "/no.png": page("Our shop"),
        **{f"/way-{n}": redirect(f"/way-{n + 1}" if n < 4 else "/works", 302) for n in range(5)},
    }
    tails = ["#part", "#none"]
    paths = [*(path for path in server.pages if "png" not in path and path[:4] != "/way"), "/way-0"]
    urls = [server.url(path) for path in paths] + [server.url(f"/works{tail}") for tail in tails]
    pictures = "".join(
        f'<img src="{server.url(path)}" alt="A boat" width="9" height="9">' for path in ("/one.png", "/no.png")
    )
    write("".join(map(link, urls)) + pictures)
    return server


def test_the_report_tells_what_the_network_said(harbour, audit):
    run = audit()

    url = harbour.url
    assert run.verdicts == {
        url("/works"): "ok",
        url("/works#part"): "ok",
        url("/works#none"): "anchor-missing",
        url("/moved"): "redirected-permanent",
        url("/detour"): "redirected-temporary",
        url("/way-0"): "redirected-temporary",
        url("/lost"): "broken",
        url("/gone"): "broken",
        url("/ill"): "server-error",
        url("/wall"): "blocked",
        url("/busy"): "rate-limited",
        url("/members"): "auth-required",
        url("/one.png"): "ok",
        url("/no.png"): "broken",
    }
    moved = next(one for one in run.report["links"] if one["url"] == url("/moved"))
    assert moved["hops"] == [{"url": url("/moved"), "status": 301}]
    assert (moved["final_url"], moved["status"]) == (url("/works"), 200)
    lost = next(one for one in run.report["links"] if one["url"] == url("/lost"))
    assert (lost["cause"], lost["status"], lost["confidence"]) == ("not-found", 404, "confirmed")
    assert "404" in lost["evidence"]
    assert run.code == 1
    assert run.report["errors"] == []


def test_findings(harbour, audit):
    run = audit()

    found = {
        (finding["rule"], finding["severity"], path)
        for finding in run.findings()
        for path in (*harbour.pages, "/works#none")
        if f"{harbour.url(path)} " in finding["message"]
    }
    assert len(run.findings()) == 10
    assert found >= {
        ("link-broken", "error", "/gone"),
        ("link-broken", "error", "/lost"),
        ("link-unstable", "warning", "/ill"),
        ("link-redirected-permanently", "warning", "/moved"),
        ("link-redirect-chain", "notice", "/way-0"),
        ("link-anchor-missing", "warning", "/works#none"),
        ("link-auth-required", "notice", "/members"),
        ("link-blocked", "notice", "/wall"),
        ("link-rate-limited", "notice", "/busy"),
        ("image-broken", "error", "/no.png"),
    }


def test_a_permanent_redirect_has_a_safe_fix(harbour, audit):
    (finding,) = audit().findings("link-redirected-permanently")

    assert finding["fix"]["safe"] is True
    assert harbour.url("/works") in json.dumps(finding["fix"])


@pytest.mark.usefixtures("harbour")
def test_the_summary_counts(audit):
    first, second = audit().counts, audit().counts

    assert first["distinct"] == 14
    assert (first["ok"], first["broken"], first["blocked"], first["rate-limited"]) == (3, 3, 1, 1)
    assert sum(count for name, count in first.items() if name not in {"distinct", "cached"}) == 14
    assert not first.get("cached")
    assert second["cached"] == 6, "only what worked is taken from the cache"
    assert sum(count for name, count in second.items() if name not in {"distinct", "cached"}) == 14


def test_a_second_run_asks_only_for_what_did_not_work(harbour, audit):
    first = audit()
    before = harbour.log.targets()
    second = audit()
    between = harbour.log.targets() - before

    assert not between.keys() & {"/moved", "/detour", "/one.png", "/way-0"}
    assert between["/works"] <= 2, "its missing fragment is looked for again"
    assert second.verdicts == first.verdicts
    assert second.told == first.told


def test_one_address_in_many_posts_is_asked_for_once(server, audit):
    server.pages["/gone"] = Answer(410)
    write(*[link(server.url("/gone"))] * 25)

    run = audit()

    assert server.log.targets() == {"/gone": 1}
    assert run.counts["distinct"] == 1
    assert len(run.findings("link-broken")) == 25


def test_an_address_that_is_linked_and_shown_is_judged_as_both(server, audit):
    """A page that works as a link is no broken link because another post shows it as a picture."""
    server.pages["/both"] = page("Both of them")
    write(link(server.url("/both")), f'<p>Look.</p><img src="{server.url("/both")}" alt="A boat" width="9" height="9">')

    run = audit()

    assert len(run.findings("image-broken")) == 1
    assert run.findings("link-broken") == []


# -- without network ---------------------------------------------------------------------------------------------------


def test_offline_asks_nobody(harbour, audit):
    run = audit("--offline")

    assert harbour.log.requests == []
    assert run.report["links"] == []
    assert run.counts == {"distinct": 14, "skipped": 14}
    assert run.findings() == []
    assert run.code == 0
    assert not Path(".postaudit/links.sqlite").exists()


@pytest.mark.usefixtures("no_network")
def test_no_network_is_one_message(audit):
    write(
        *(
            link(f"https://www.{name}/page-{n}")
            for name in ("wordpress.org", "a-site.net", "b-site.com")
            for n in range(9)
        )
    )

    run = audit()

    assert run.code == 2
    assert len(run.err.strip().splitlines()) == 1
    assert "network" in run.err.lower()
    assert run.findings() == []
    assert run.report["links"] == []
    assert [error["kind"] for error in run.report["errors"]] == ["network"]
    assert run.counts == {"distinct": 27, "skipped": 27}


@pytest.mark.usefixtures("no_network")
def test_no_network_leaves_the_rest_of_the_audit(audit):
    write(link("https://www.a-site.net/page") + link("htp://www.a-site.net/"))

    run = audit()

    assert run.code == 2
    assert [finding["rule"] for finding in run.findings()] == ["link-malformed"]


@pytest.mark.usefixtures("no_network")
def test_no_network_is_no_failure_of_the_links(audit):
    """After days without network nothing counts as failing for days."""
    write(link("http://www.a-site.net/page"))

    for _ in range(3):
        assert audit("--fail-after", "2").findings() == []


# -- private addresses -------------------------------------------------------------------------------------------------


def test_private_addresses_are_not_asked_unless_that_is_allowed(server, audit):
    server.pages["/works"] = page("This works")
    write(link(server.url("/works")) + link("http://169.254.169.254/latest/meta-data"))

    run = audit(private=False)

    assert server.log.requests == []
    assert server.log.connections == 0
    assert set(run.verdicts.values()) <= {"unsafe"}
    assert {finding["severity"] for finding in run.findings("link-private-address")} == {"warning"}
    assert run.code == 0


def test_credentials_are_printed_nowhere(server, audit):
    server.pages = {"/works": page("This works"), "/lost": Answer(404), "/ill": Answer(500)}
    write("".join(link(server.url(path).replace("//", "//user:hunter2@")) for path in server.pages))

    run = audit()

    assert len(run.findings("link-broken")) == 1
    assert not [asked for asked in server.log.requests if "authorization" in asked.headers]
    assert "hunter2" not in run.out + run.err
    assert "hunter2" not in json.dumps(run.report)
    assert not [file for file in Path(".postaudit").iterdir() if b"hunter2" in file.read_bytes()]


# -- killed, stopped, twice at once ------------------------------------------------------------------------------------

MANY = 300
_DEAD = range(7, MANY, 20)


@pytest.fixture
def many(server):
    """Three hundred links of which some are dead, on a server that takes its time."""

    def answer(asked):
        number = int(asked.target.rpartition("-")[2]) if asked.target.startswith("/page-") else 7
        return slow(Answer(410) if number in _DEAD else page(asked.target), 0.02)(asked)

    server.pages = {"*": answer}
    urls = [server.url(f"/page-{number:04}") for number in range(MANY)]
    write(*("".join(map(link, urls[start : start + 30])) for start in range(0, MANY, 30)))
    return server


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_killed_run_goes_on_where_it_was(many, audit, share):
    whole = audit("--no-cache")
    before = len(many.log.requests)

    started = audit.start("--host-concurrency", "4")
    until(lambda: len(many.log.requests) - before >= MANY * share)
    os.kill(started[0].pid, signal.SIGKILL)
    assert audit.end(started).code == -signal.SIGKILL
    at_the_kill = len(many.log.requests)
    again = audit()

    verified = {asked.target for asked in many.log.requests[before : at_the_kill - 12]}  # the last were under way
    working = {target for target in verified if int(target[-4:]) not in _DEAD}
    twice = working & {asked.target for asked in many.log.requests[at_the_kill:]}
    assert len(twice) == 0, f"{len(twice)} of {len(working)} were asked again"
    assert again.counts["cached"] >= len(working)
    assert again.verdicts == whole.verdicts
    assert again.told == whole.told
    assert again.code == whole.code == 1


def test_ctrl_c_prints_what_is_known(many, audit):
    started = audit.start("--host-concurrency", "4")
    until(lambda: len(many.log.requests) >= MANY / 2)
    os.kill(started[0].pid, signal.SIGINT)
    run = audit.end(started)

    assert run.code == 2
    assert "Traceback" not in run.err
    assert "partial" in run.err.lower()
    assert "partial" in run.out.lower()
    assert run.report["run"]["partial"]
    assert MANY / 3 < len(run.report["links"]) < MANY
    assert run.counts["distinct"] == MANY
    assert run.counts["skipped"] == MANY - len(run.report["links"])
    assert len(many.log.requests) < MANY
    known = {link["url"] for link in run.report["links"] if link["verdict"] == "broken"}
    assert len(run.findings("link-broken")) == len(known) > 0


def test_after_ctrl_c_nothing_that_was_verified_is_asked_again(many, audit):
    started = audit.start("--host-concurrency", "4")
    until(lambda: len(many.log.requests) >= MANY / 2)
    os.kill(started[0].pid, signal.SIGINT)
    stopped = audit.end(started)
    before = len(many.log.requests)
    again = audit()

    working = {url for url, verdict in stopped.verdicts.items() if verdict == "ok"}
    asked = {many.url(asked.target) for asked in many.log.requests[before:]}
    assert not working & asked
    assert len(again.report["links"]) == MANY
    assert not again.report["run"]["partial"]


def test_ctrl_c_while_a_server_hangs(server, audit):
    server.pages["/hang"] = slow(page("Too late"), 20)
    write(link(server.url("/hang")))
    started = audit.start("--timeout", "30")
    until(lambda: server.log.requests)

    start = time.monotonic()
    os.kill(started[0].pid, signal.SIGINT)
    run = audit.end(started)

    assert time.monotonic() - start < 5
    assert (run.code, run.report["links"]) == (2, [])
    assert run.report["run"]["partial"]


def test_two_runs_at_once_on_one_cache(many, audit):
    first, second = (audit.start() for _ in range(2))
    one, two = audit.end(first), audit.end(second)
    before = len(many.log.requests)
    third = audit()

    assert one.verdicts == two.verdicts == third.verdicts
    assert one.told == two.told == third.told
    assert (one.code, two.code) == (1, 1)
    assert one.report["errors"] == two.report["errors"] == []
    assert {int(asked.target[-4:]) for asked in many.log.requests[before:]} == set(_DEAD)
    assert not [path.name for path in Path(".postaudit").iterdir() if "damaged" in path.name]


def test_two_runs_at_once_count_one_failure(server, audit):
    server.pages["/ill"] = slow(Answer(500), 0.3)
    write(link(server.url("/ill")))

    first, second = (audit.start("--fail-after", "2") for _ in range(2))
    runs = [audit.end(first), audit.end(second)]

    assert {finding["severity"] for run in runs for finding in run.findings("link-unstable")} == {"warning"}


@pytest.mark.usefixtures("harbour")
def test_a_damaged_cache_is_no_obstacle(audit):
    folder = Path(".postaudit")
    folder.mkdir()
    (folder / "links.sqlite").write_bytes(b"SQLite format 3\0" + os.urandom(8000))

    run = audit()

    assert len(run.verdicts) == 14
    assert "damaged" in run.err


# -- options -----------------------------------------------------------------------------------------------------------


def test_without_cache_there_is_no_folder(harbour, audit):
    audit("--no-cache")
    before = len(harbour.log.requests)
    run = audit("--no-cache")

    assert [path.name for path in Path().iterdir() if path.suffix != ".json"] == []
    assert len(harbour.log.requests) >= 2 * before - 2
    assert "cached" not in run.counts


@pytest.mark.usefixtures("harbour")
def test_the_cache_lies_where_it_is_told_to(audit):
    audit("--cache-dir", "deep/memory")

    assert Path("deep/memory").is_dir()
    assert not Path(".postaudit").exists()


def test_an_answer_that_is_too_old_is_asked_for_again(server, audit):
    server.pages["/works"] = page("This works")
    write(link(server.url("/works")))

    audit()
    audit("--max-age", "0")

    assert server.log.count("/works") == 2


def test_an_accepted_status_is_fine(harbour, audit):
    run = audit("--accept", "404,401", "--accept", "410")

    verdicts = run.verdicts
    assert {verdicts[harbour.url(path)] for path in ("/lost", "/gone", "/members")} == {"ok"}
    assert run.findings("link-broken") == []
    assert harbour.log.count("/lost") == 1


def test_what_was_accepted_once_is_not_for_ever(harbour, audit):
    audit("--accept", "404")

    assert audit().verdicts[harbour.url("/lost")] == "broken"


def test_a_timeout_is_obeyed(server, audit):
    server.pages["/slow"] = slow(page("Slow as a snail"), 1.5)
    write(link(server.url("/slow")))

    hasty, patient = audit("--timeout", "0.5"), audit("--timeout", "5")

    assert list(hasty.verdicts.values()) == ["timeout"]
    assert [finding["severity"] for finding in hasty.findings()] == ["warning"]
    assert hasty.code == 0
    assert list(patient.verdicts.values()) == ["ok"]


def test_a_users_header_goes_to_the_audited_site_only(server, elsewhere, audit):
    server.pages = {"*": lambda asked: page(asked.target), "/away": redirect(elsewhere.url("/arrived"), 302)}
    elsewhere.pages["*"] = lambda asked: page(asked.target)
    urls = [server.url("/another-day"), server.url("/away"), elsewhere.url("/foreign")]
    write("".join(map(link, urls)), site=server.url("").removesuffix("/"))

    run = audit("--header", "Authorization: Bearer s3cret", "--header", "User-Agent: Ours/1")

    assert len(run.report["links"]) >= 3
    sent = {(asked.headers["user-agent"], asked.headers.get("authorization")) for asked in server.log.requests}
    assert sent == {("Ours/1", "Bearer s3cret")}
    assert {asked.target for asked in elsewhere.log.requests} == {"/arrived", "/foreign"}
    others = {(asked.headers["user-agent"], asked.headers.get("authorization")) for asked in elsewhere.log.requests}
    assert others == {("Ours/1", None)}


@pytest.mark.usefixtures("harbour")
def test_a_users_header_is_not_in_the_report(audit):
    run = audit("--header", "Authorization: Bearer s3cret")

    assert "s3cret" not in run.out + run.err + json.dumps(run.report)


def test_a_header_that_is_none_is_a_usage_error(harbour, audit):
    run = audit("--header", "nonsense")

    assert run.code == 2
    assert "header" in run.err.lower()
    assert harbour.log.requests == []


def test_failures_become_errors_after_some_runs(server, audit):
    server.pages["/ill"] = Answer(500)
    write(link(server.url("/ill")))

    runs = [audit("--fail-after", "3") for _ in range(4)]

    assert [run.findings("link-unstable")[0]["severity"] for run in runs] == ["warning", "warning", "error", "error"]
    assert [run.code for run in runs] == [0, 0, 1, 1]


def test_a_failure_that_has_passed_is_forgotten(server, audit):
    server.pages["/ill"] = in_turn(*[Answer(500)] * 8, page("Ill no more"))
    write(link(server.url("/ill")))

    runs = [audit("--fail-after", "3") for _ in range(4)]

    assert [len(run.findings()) for run in runs] == [1, 1, 0, 0]
    assert {run.code for run in runs} == {0}


def test_requests_at_once_are_limited(many, audit):
    audit("--host-concurrency", "3")

    assert max(many.log.most_at_once.values()) <= 3


def test_gentle_and_frugal(server, audit):
    """At most 1.3 requests for each working address, and four for each dead one."""
    statuses = [400, 404, 405, 409, 410, 444, 500, 501, 502, 503, 504, 508, 520, 521]
    dead = {f"/dead-{status}": Answer(status) for status in statuses} | {f"/reset-{n}": RESET for n in range(3)}
    live = {f"/live-{n:03}": page(f"Live-{n:03}") for n in range(100)}
    server.pages = {**dead, **live}
    write("".join(link(server.url(path)) for path in server.pages))

    run = audit("--timeout", "4")

    asked = Counter(server.log.targets())
    assert sum(asked[path] for path in live) <= 130
    assert {path: asked[path] for path in dead if asked[path] > 4} == {}
    assert {run.verdicts[server.url(path)] for path in live} == {"ok"}


# -- what a trial by a stranger found ----------------------------------------------------------------------------------


def test_a_file_without_certificates_is_told_before_anything_is_asked(server, audit):
    write(link(server.url("/works")))
    Path("no.pem").write_text("{}")

    run = audit("--ca-file", "no.pem")

    assert run.code == 2
    assert run.err == "--ca-file: no.pem: holds no certificates. It must be in PEM form.\n"
    assert server.log.requests == []


def test_a_folder_that_is_not_there_is_told_before_anything_is_asked(server, audit):
    write(link(server.url("/works")))

    run = audit("-o", "nowhere/report.html")

    assert run.code == 2
    assert "there is no folder" in run.err
    assert server.log.requests == []
