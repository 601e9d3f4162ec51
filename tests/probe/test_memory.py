from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time

import pytest

from audit.probe import Hop, Probe
from audit.probe.memory import FILE, KEPT, VERSION, Memory

NOW = 1_800_000_000.0
DAY = 86400.0
URL = "https://lake.example/boats?p=1#rent"


def probe_of(url=URL, verdict="ok", **facts):
    facts.setdefault("status", 200)
    facts.setdefault("checked_at", "2027-01-15T08:00:00Z")
    return Probe(url, verdict, attempts=1, **facts)


def recall(folder, url=URL, *, image=False, max_age=7 * DAY, now=NOW + 60, **policy):
    memory = Memory(folder)
    try:
        return memory.recall(url, image=image, max_age=max_age, now=now, **policy)
    finally:
        memory.close(now)


def remember(folder, *probes, image=False, now=NOW, **policy):
    """One whole run."""
    memory = Memory(folder)
    told = [memory.remember(probe, image=image, now=now, **policy) for probe in probes]
    memory.close(now)
    assert memory.notices == []
    return told[-1]


# -- successes -------------------------------------------------------------------------------------------------------


def test_a_success_comes_back_as_it_was(tmp_path):
    probe = probe_of(
        verdict="redirected-permanent",
        cause="renamed",
        final_url="https://lake.example/ferries#rent",
        hops=(Hop("https://lake.example/boats?p=1", 301), Hop("https://lake.example/b", None)),
        evidence="301 to “Fähren”",
        confidence="confirmed",
        media_type="text/html",
    )
    told = remember(tmp_path, probe)
    assert told.last_ok == probe.checked_at
    hit = recall(tmp_path)
    assert hit.cached
    assert hit.attempts == 0
    for name in "url verdict cause status final_url hops evidence confidence media_type checked_at".split():
        assert getattr(hit, name) == getattr(probe, name), name


def test_a_success_is_known_before_it_is_saved(tmp_path):
    memory = Memory(tmp_path)
    memory.remember(probe_of(), image=False, now=NOW)
    hit = memory.recall(URL, image=False, max_age=DAY, now=NOW)
    memory.close(NOW)
    assert hit.cached
    assert hit.attempts == 0


def test_age_is_judged_by_the_run_that_asks(tmp_path):
    remember(tmp_path, probe_of())
    assert recall(tmp_path, now=NOW + 7 * DAY - 1)
    assert recall(tmp_path, now=NOW + 7 * DAY) is None
    assert recall(tmp_path, max_age=30 * DAY, now=NOW + 20 * DAY)
    assert recall(tmp_path, max_age=0.0, now=NOW) is None


def test_an_answer_from_the_future_does_not_hold(tmp_path):
    remember(tmp_path, probe_of(), now=NOW + DAY)
    assert recall(tmp_path, now=NOW) is None


@pytest.mark.parametrize(
    "other",
    [
        "https://lake.example/boats?p=1",
        "https://lake.example/boats?p=2#rent",
        "https://lake.example/boats#rent",
        "http://lake.example/boats?p=1#rent",
    ],
)
def test_the_whole_address_is_the_key(tmp_path, other):
    remember(tmp_path, probe_of())
    assert recall(tmp_path, other) is None


def test_a_page_is_not_a_picture(tmp_path):
    remember(tmp_path, probe_of())
    assert recall(tmp_path, image=True) is None


def test_a_status_that_was_accepted_must_be_accepted_today(tmp_path):
    remember(tmp_path, probe_of(status=403))
    assert recall(tmp_path, accept=(403,))
    assert recall(tmp_path) is None


def test_an_error_status_that_is_an_answer_needs_no_acceptance(tmp_path):
    remember(tmp_path, probe_of(status=401, cause="embedding-disabled"))
    assert recall(tmp_path)


@pytest.mark.parametrize(
    "probe",
    [
        probe_of(verdict="broken", status=404, cause="not-found"),
        probe_of(verdict="server-error", status=503),
        probe_of(verdict="dns-error", status=None, cause="nxdomain"),
        probe_of(verdict="dns-error", status=None, cause="servfail"),
        probe_of(verdict="soft-404"),
        probe_of(verdict="anchor-missing"),
        probe_of(verdict="unknown"),
        probe_of(verdict="blocked", status=403),
        probe_of(image_fault="text/html instead of a picture"),
    ],
    ids=lambda probe: f"{probe.verdict}-{probe.cause or probe.image_fault}",
)
def test_only_successes_are_taken_instead_of_asking(tmp_path, probe):
    remember(tmp_path, probe)
    assert recall(tmp_path) is None


@pytest.mark.parametrize("verdict", ["broken", "server-error", "timeout", "anchor-missing", "soft-404", "tls-error"])
def test_a_fault_ends_an_earlier_success(tmp_path, verdict):
    remember(tmp_path, probe_of())
    remember(tmp_path, probe_of(verdict=verdict))
    assert recall(tmp_path) is None


@pytest.mark.parametrize("verdict", ["unknown", "blocked", "rate-limited", "unsafe", "skipped", "auth-required"])
def test_what_says_nothing_changes_nothing(tmp_path, verdict):
    remember(tmp_path, probe_of())
    remember(tmp_path, probe_of("https://sea.example/", "timeout"))
    said = probe_of(verdict=verdict)
    assert remember(tmp_path, said, replace_url(said, "https://sea.example/")) == replace_url(
        said, "https://sea.example/"
    )
    assert recall(tmp_path)
    assert remember(tmp_path, probe_of("https://sea.example/", "timeout")).streak == 2


def replace_url(probe, url):
    return Probe(url, probe.verdict, status=probe.status, attempts=1, checked_at=probe.checked_at)


def test_a_hit_is_not_made_younger(tmp_path):
    remember(tmp_path, probe_of())
    hit = recall(tmp_path, now=NOW + 6 * DAY)
    assert remember(tmp_path, hit, now=NOW + 6 * DAY) == hit
    assert recall(tmp_path, now=NOW + 8 * DAY) is None


# -- streaks ---------------------------------------------------------------------------------------------------------


def test_runs_in_a_row_are_counted(tmp_path):
    first = probe_of(verdict="timeout", status=None, checked_at="2027-01-15T08:00:00Z")
    later = probe_of(verdict="server-error", status=502, checked_at="2027-01-16T08:00:00Z")
    one = remember(tmp_path, first)
    assert (one.streak, one.first_failed, one.last_ok, one.persistent) == (1, first.checked_at, None, False)
    two = remember(tmp_path, later, now=NOW + DAY)
    assert (two.streak, two.first_failed, two.persistent) == (2, first.checked_at, False)
    three = remember(tmp_path, later, now=NOW + 2 * DAY)
    assert (three.streak, three.persistent) == (3, True)
    assert remember(tmp_path, later, now=NOW + 3 * DAY, fail_after=5).persistent is False


def test_a_run_counts_once(tmp_path):
    failure = probe_of(verdict="timeout")
    assert remember(tmp_path, failure, failure, failure).streak == 1


def test_failing_after_one_run_is_persistent_if_asked_for(tmp_path):
    assert remember(tmp_path, probe_of(verdict="timeout"), fail_after=1).persistent


def test_a_success_ends_the_streak_and_is_told_later(tmp_path):
    for day in range(3):
        remember(tmp_path, probe_of(verdict="timeout"), now=NOW + day * DAY)
    worked = "2027-01-20T08:00:00Z"
    remember(tmp_path, probe_of(checked_at=worked), now=NOW + 4 * DAY)
    told = remember(tmp_path, probe_of(verdict="timeout"), now=NOW + 5 * DAY)
    assert (told.streak, told.last_ok) == (1, worked)
    told = remember(tmp_path, probe_of(verdict="timeout"), now=NOW + 6 * DAY)
    assert (told.streak, told.last_ok) == (2, worked)


def test_a_definitive_failure_counts_too(tmp_path):
    remember(tmp_path, probe_of(verdict="timeout"))
    assert remember(tmp_path, probe_of(verdict="broken", status=404), now=NOW + DAY).streak == 2
    assert remember(tmp_path, probe_of(verdict="server-error"), now=NOW + 2 * DAY).persistent


@pytest.mark.parametrize("answer", [probe_of(verdict="anchor-missing"), probe_of(image_fault="empty")])
def test_whoever_answers_has_no_streak(tmp_path, answer):
    remember(tmp_path, probe_of(verdict="timeout"))
    remember(tmp_path, answer, now=NOW + DAY)
    assert remember(tmp_path, probe_of(verdict="timeout"), now=NOW + 2 * DAY).streak == 1


def test_a_killed_run_and_its_repetition_are_one(tmp_path):
    killed = Memory(tmp_path)
    killed.remember(probe_of(verdict="timeout"), image=False, now=NOW)
    killed.save(NOW + 1)
    killed._disconnect()  # as far as the file can tell, this is a kill
    assert remember(tmp_path, probe_of(verdict="timeout"), now=NOW + 60).streak == 1
    assert remember(tmp_path, probe_of(verdict="timeout"), now=NOW + 120).streak == 2


def test_runs_that_are_killed_every_night_count(tmp_path):
    for night in range(3):
        killed = Memory(tmp_path)
        told = killed.remember(probe_of(verdict="timeout"), image=False, now=NOW + night * DAY)
        killed.save(NOW + night * DAY + 1)
        killed._disconnect()
    assert told.streak == 3


def test_time_is_written_if_the_probe_has_none(tmp_path):
    assert remember(tmp_path, probe_of(verdict="timeout", checked_at=None)).first_failed == "2027-01-15T08:00:00Z"


# -- forgetting ------------------------------------------------------------------------------------------------------


def test_what_no_run_comes_across_is_forgotten(tmp_path):
    remember(tmp_path, probe_of(), probe_of("https://sea.example/", "timeout"))
    remember(tmp_path, probe_of("https://hill.example/"), now=NOW + KEPT + 1)
    assert rows(tmp_path) == (1, 0)


def test_what_is_only_recalled_is_kept(tmp_path):
    remember(tmp_path, probe_of())
    for days in range(30, 200, 30):
        assert recall(tmp_path, max_age=365 * DAY, now=NOW + days * DAY)
    assert rows(tmp_path) == (1, 0)


def rows(folder):
    connection = sqlite3.connect(folder / FILE)
    counts = tuple(
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - a name of ours
        for table in ("successes", "streaks")
    )
    connection.close()
    return counts


# -- what is saved, and when -----------------------------------------------------------------------------------------


def test_at_most_200_rows_are_unsaved(tmp_path):
    memory = Memory(tmp_path)
    for number in range(399):
        memory.remember(probe_of(f"https://lake.example/{number}"), image=False, now=NOW)
    assert rows(tmp_path) == (200, 0)
    memory.close(NOW)
    assert rows(tmp_path) == (399, 0)


def test_saving_leaves_nothing_unsaved(tmp_path):
    memory = Memory(tmp_path)
    memory.remember(probe_of(), image=False, now=NOW)
    assert rows(tmp_path) == (0, 0)
    memory.save(NOW)
    assert rows(tmp_path) == (1, 0)
    memory.close(NOW)


class _Interrupts(dict):
    """Rows on whose way into the file Ctrl-C is pressed once."""

    def items(self):
        if self.pop("pressed", None) is None:
            return super().items()
        raise KeyboardInterrupt


def test_an_interrupt_while_rows_are_written_does_not_make_the_file_a_damaged_one(tmp_path):
    memory = Memory(tmp_path)
    memory.remember(probe_of(), image=False, now=NOW)
    memory._seen_again = _Interrupts(pressed=NOW)  # read inside the transaction
    with pytest.raises(KeyboardInterrupt):
        memory.save(NOW)
    memory.close(NOW)
    assert memory.notices == []
    assert recall(tmp_path) is not None


def test_credentials_are_not_written(tmp_path):
    remember(tmp_path, probe_of("https://me:secret@lake.example/"), probe_of("https://lake.example/@me"))
    assert b"secret" not in (tmp_path / FILE).read_bytes()
    assert rows(tmp_path) == (1, 0)


def test_text_that_is_no_unicode_does_no_harm(tmp_path):
    remember(tmp_path, probe_of(evidence="a \ud800 b"), probe_of("https://sea.example/\udfff"))
    assert recall(tmp_path).evidence == "a ? b"


WRITER = """
import sys, time
from pathlib import Path
from audit.probe import Probe
from audit.probe.memory import Memory

folder, name, count, verdict = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
memory = Memory(folder)
for number in range(count):
    now = time.time()
    memory.remember(Probe(f"https://{name}.example/{number}", "ok", status=200), image=False, now=now)
    memory.remember(Probe(f"https://down.example/{number % 100}", verdict), image=False, now=now)
    if number % 100 == 0:
        print(number, flush=True)
memory.close(time.time())
print(*memory.notices, file=sys.stderr)
"""


def start(folder, name, count, verdict="timeout"):
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), str(folder), name, str(count), verdict],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_runs_at_once_lose_nothing(tmp_path):
    runs = [start(tmp_path, name, 8000) for name in ("one", "two", "three")]
    for run in runs:
        _, errors = run.communicate(timeout=50)
        assert (run.returncode, errors.strip()) == (0, "")
    assert rows(tmp_path) == (24000, 100)
    connection = sqlite3.connect(tmp_path / FILE)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_what_was_saved_survives_a_kill(tmp_path):
    run = start(tmp_path, "one", 10_000_000)
    with run:
        reached = -1
        while reached < 2000:
            reached = int(run.stdout.readline())
        os.kill(run.pid, signal.SIGKILL)
        run.wait(timeout=10)
    memory = Memory(tmp_path)
    now = time.time()
    known = sum(
        memory.recall(f"https://one.example/{number}", image=False, max_age=DAY, now=now) is not None
        for number in range(reached)
    )
    memory.close(now)
    assert memory.notices == []
    assert known >= reached - 200


# -- files and folders that are not as they should be ----------------------------------------------------------------


def test_the_folder_is_left_out_of_git(tmp_path):
    remember(tmp_path / "new" / "cache", probe_of())
    assert (tmp_path / "new" / "cache" / ".gitignore").read_text() == "*\n"


def test_a_folder_with_other_things_stays_in_git(tmp_path):
    (tmp_path / "post.json").write_text("{}")
    remember(tmp_path, probe_of())
    assert not (tmp_path / ".gitignore").exists()


@pytest.mark.parametrize("damage", [b"no database at all" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_set_aside(tmp_path, damage):
    (tmp_path / FILE).write_bytes(damage)
    memory = Memory(tmp_path)
    memory.remember(probe_of(), image=False, now=NOW)
    memory.close(NOW)
    assert len(memory.notices) == 1
    assert "damaged" in memory.notices[0]
    assert "\n" not in memory.notices[0]
    assert (tmp_path / "links.damaged.sqlite").read_bytes() == damage
    assert recall(tmp_path)


def test_an_empty_file_is_a_new_one(tmp_path):
    (tmp_path / FILE).touch()
    remember(tmp_path, probe_of())
    assert recall(tmp_path)


def test_a_file_that_is_damaged_inside_is_set_aside_when_that_shows(tmp_path):
    remember(tmp_path, *(probe_of(f"https://lake.example/{number}") for number in range(2000)))
    with (tmp_path / FILE).open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(4 * 4096)
        file.write(b"\xa5" * (size - 4 * 4096))
    memory = Memory(tmp_path)
    for number in range(2000):
        memory.recall(f"https://lake.example/{number}", image=False, max_age=DAY, now=NOW)
    memory.remember(probe_of(), image=False, now=NOW)
    memory.close(NOW)
    assert len(memory.notices) == 1
    assert "damaged" in memory.notices[0]
    assert recall(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE successes SET verdict = 'broken'",
        "UPDATE successes SET hops = '[1]'",
        "UPDATE successes SET hops = '{'",
        "UPDATE successes SET stored = 'yesterday'",
        "UPDATE successes SET evidence = CAST(x'ff' AS TEXT)",
    ],
)
def test_rows_that_no_run_wrote_do_no_harm(tmp_path, change):
    remember(tmp_path, probe_of())
    connection = sqlite3.connect(tmp_path / FILE)
    with connection:
        connection.execute(change)
    connection.close()
    memory = Memory(tmp_path)
    assert memory.recall(URL, image=False, max_age=DAY, now=NOW) is None
    memory.close(NOW)
    assert len(memory.notices) == 1


def test_a_file_of_another_version_is_set_aside(tmp_path):
    remember(tmp_path, probe_of())
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    memory = Memory(tmp_path)
    memory.remember(probe_of("https://sea.example/"), image=False, now=NOW)
    memory.close(NOW)
    assert len(memory.notices) == 1
    assert "another version" in memory.notices[0]
    assert (tmp_path / f"links.v{VERSION + 1}.sqlite").exists()
    assert rows(tmp_path) == (1, 0)


def test_another_programs_database_is_set_aside(tmp_path):
    connection = sqlite3.connect(tmp_path / FILE)
    connection.executescript(f"CREATE TABLE links (a); PRAGMA user_version = {VERSION}")
    connection.close()
    memory = Memory(tmp_path)
    memory.remember(probe_of(), image=False, now=NOW)
    memory.close(NOW)
    assert len(memory.notices) == 1
    assert recall(tmp_path)


def test_a_folder_that_cannot_be_used_is_no_fault_of_the_run(tmp_path):
    file = tmp_path / "cache"
    file.write_text("a file, where the folder should be")
    memory = Memory(file)
    assert len(memory.notices) == 1
    assert "works without memory" in memory.notices[0]
    assert memory.remember(probe_of(verdict="timeout"), image=False, now=NOW).streak == 1
    assert memory.recall(URL, image=False, max_age=DAY, now=NOW) is None
    memory.save(NOW + 5)
    memory.close(NOW)
    assert len(memory.notices) == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_no_fault_of_the_run(tmp_path):
    remember(tmp_path, probe_of())
    tmp_path.chmod(0o500)
    memory = Memory(tmp_path)
    memory.remember(probe_of(), image=False, now=NOW)
    memory.close(NOW)
    tmp_path.chmod(0o700)
    assert len(memory.notices) == 1


def test_a_file_that_cannot_be_written_any_more_is_told_once(tmp_path):
    memory = Memory(tmp_path)
    memory._connection.execute("PRAGMA query_only = ON")
    for number in range(500):
        memory.remember(probe_of(f"https://lake.example/{number}"), image=False, now=NOW)
    memory.close(NOW)
    assert len(memory.notices) == 1
    assert "cannot be written" in memory.notices[0]


def test_a_busy_file_is_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr("audit.probe.memory._BUSY_SECONDS", 0.01)
    memory = Memory(tmp_path)
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    memory.remember(probe_of(), image=False, now=NOW)
    memory.save(NOW + 1)
    memory.save(NOW + 2)
    assert rows(tmp_path) == (0, 0)
    other.execute("COMMIT")
    other.close()
    memory.save(NOW + 3)
    assert rows(tmp_path) == (1, 0)
    memory.close(NOW + 3)
    assert memory.notices == []


def test_a_file_that_stays_busy_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr("audit.probe.memory._BUSY_SECONDS", 0.01)
    memory = Memory(tmp_path)
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for second in range(20):
        memory.remember(probe_of(f"https://lake.example/{second}"), image=False, now=NOW + second)
    memory.close(NOW + 20)
    other.close()
    assert len(memory.notices) == 1
    assert "held by another program" in memory.notices[0]


def test_thousands_of_rows(tmp_path):
    began = time.perf_counter()
    memory = Memory(tmp_path)
    for number in range(20_000):
        memory.remember(probe_of(f"https://host{number % 500}.example/page/{number}"), image=False, now=NOW)
    memory.close(NOW)
    written = time.perf_counter()
    memory = Memory(tmp_path)
    for number in range(20_000):
        assert memory.recall(
            f"https://host{number % 500}.example/page/{number}", image=False, max_age=DAY, now=NOW + 60
        )
    memory.close(NOW + 60)
    size = (tmp_path / FILE).stat().st_size / 1e6
    remembered, recalled = written - began, time.perf_counter() - written
    print(f"20,000 rows: {remembered:.2f} s to remember, {recalled:.2f} s to recall, {size:.0f} MB")  # noqa: T201 - the figures are the point
