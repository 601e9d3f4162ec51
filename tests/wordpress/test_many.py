"""Two thousand posts, read while others edit them, by a server that has to be spared."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest

POSTS = 2000
BUSY = 4  # as lab.py: what the server's log calls crowded is more than this


class Bulk(NamedTuple):
    ids: list[int]
    drafts: list[int]


@pytest.fixture(scope="module")
def bulk(lab):
    """Ids of many posts, in their order; `drafts` of a few that are not published."""
    made = lab.main.php("bulk.php", POSTS)
    yield Bulk(made["publish"], made["draft"])
    lab.main.php("bulk.php", -1)


def edit(site, **edits):
    """Have posts unpublished, deleted, published and changed once a page of the list of posts has been read."""
    site.php(
        "edits.php", json.dumps({"unpublish": [], "delete": [], "publish": [], "change": [], "after_page": 1, **edits})
    )


def lists(requests, name="posts"):
    return [one for one in requests if f"/wp/v2/{name}?" in one.address and "_fields" not in one.address]


def test_two_thousand_posts_are_audited_once_and_the_server_is_spared(main, bulk, check):
    found = check(main.url, "--host-concurrency", BUSY)

    assert len(bulk.ids) == POSTS
    assert sorted(found.ids) == sorted(main.ids())
    assert found.errors == []
    requests = main.requests()
    assert not [request for request in requests if request.crowded]
    assert len(lists(requests)) == -(-len(main.ids(kinds=("post",))) // 100)
    broken = {link["url"] for link in found.report["links"] if link["verdict"] == "broken"}
    assert {f"{main.url}/status/404/{number}/" for number in (500, 1000, 1500, 2000)} < broken


@pytest.mark.usefixtures("bulk")
def test_the_log_knows_a_crowd(main):
    def fetch(number):
        address = f"{main.url}/wp-json/wp/v2/posts?per_page=100&page={number}&_embed=1"
        subprocess.run(["curl", "-sf", "-o", "/dev/null", "--noproxy", "*", address], check=True)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(fetch, range(1, 9)))

    assert any(request.crowded for request in main.requests())


# -- while others edit -------------------------------------------------------------------------------------------------


def test_posts_that_come_go_and_change_between_pages_are_neither_lost_nor_read_twice(main, bulk, read):
    gone, changed = bulk.ids[:33], bulk.ids[200:205]
    edit(main, unpublish=gone[:30], delete=gone[30:], publish=bulk.drafts, change=changed)
    before = main.ids(kinds=("post",))

    ids, errors, report = read(main.url, type=["post"])

    after = main.ids(kinds=("post",))
    assert errors == []
    assert len(ids) == len(set(ids)) == len(report.posts)
    assert after - before > set(bulk.drafts)
    assert after <= set(ids) <= before | after
    assert before - after == set(gone)


def test_every_post_that_stays_is_read_once_while_an_editor_does_not_rest(lab, main, bulk, read):
    restless = bulk.ids[100:160]
    before = main.ids(kinds=("post",))
    sign = lab.folder / "run" / "restless"
    sign.touch()
    with ThreadPoolExecutor(1) as pool:
        editing = pool.submit(main.php, "restless.php", sign, ",".join(map(str, restless)))
        ids, errors, _ = read(main.url, type=["post"])
        sign.unlink()

    assert editing.result() > 10
    assert errors == []
    assert len(ids) == len(set(ids))
    assert (before & main.ids(kinds=("post",))) - set(restless) <= set(ids)


# -- after a break -----------------------------------------------------------------------------------------------------


def test_a_run_that_was_killed_goes_on_where_it_was(main, bulk, command, check, tmp_path):
    run = subprocess.Popen(
        **command(main.url, "--type", "post", "--ignore", "LNK", "--host-concurrency", "1"), stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while len(lists(main.requests())) < 9 and time.monotonic() < deadline:
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    changed = bulk.ids[300]
    assert not [path for path in tmp_path.rglob("reading-*") if path.stat().st_mode & 0o077]
    edit(main, change=[changed])
    subprocess.run(["curl", "-sf", "-o", "/dev/null", "--noproxy", "*", f"{main.url}/wp-json/wp/v2/posts"], check=True)
    main.forget_requests()

    found = check(main.url, "--type", "post", "--ignore", "LNK")

    assert sorted(found.ids) == sorted(main.ids(kinds=("post",)))
    assert found.errors == []
    requests = lists(main.requests())
    included = [number for one in requests if "include=" in one.address for number in _included(one.address)]
    assert changed in included
    assert len(requests) <= 15, "what was read before the break was asked for again"
    assert not list(tmp_path.rglob("reading-*"))


def _included(address):
    part = next(part for part in address.split("&") if part.startswith("include="))
    return map(int, part.removeprefix("include=").replace("%2C", ",").split(","))


@pytest.mark.usefixtures("bulk")
def test_a_run_that_is_interrupted_tells_at_once_what_it_knows(main, command, tmp_path):
    out = tmp_path / "report.json"
    started = command(main.url, "--type", "post", "--quiet", "-o", out, "--host-concurrency", "1")
    # A shell starts what runs in the background with SIGINT ignored, which a child inherits: ours shall hear it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run = subprocess.Popen(**started, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, before)
    deadline = time.monotonic() + 60
    while len(lists(main.requests())) < 4 and time.monotonic() < deadline:
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=60)

    assert run.returncode == 2
    assert "partial" in told
    report = json.loads(out.read_text("utf-8"))
    assert 100 <= len(report["posts"]) < POSTS
