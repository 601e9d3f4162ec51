"""Earlier runs over the same sources."""

from __future__ import annotations

import io
import os
import sqlite3
from pathlib import Path

import pytest

from audit.cli import main
from audit.formats.json_format import read_json
from audit.formats.markdown import markdown
from audit.formats.table import table
from audit.gate.history import FILE, MOST_RUNS, keep_history
from audit.report import MOST_PAST_RUNS, SeverityCounts

SAVED = Path(__file__).parents[1] / "formats" / "saved"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path / "state"


def made(number=0, **run):
    report = read_json(str(SAVED / "saltmarsh.json"))
    for name, value in {"id": f"{number:032}", "started_at": f"2026-05-{number + 1:02}T06:30:00Z", **run}.items():
        setattr(report.run, name, value)
    return report


def shown(write, report):
    out = io.StringIO()
    write(report, out)
    return out.getvalue()


def test_a_run_gets_those_before_it(folder):
    for number in range(3):
        report = made(number)
        assert keep_history(report, folder) == []

    assert [past.id for past in report.run.history] == ["0" * 32, f"{1:032}"]
    past = report.run.history[0]
    assert (past.findings, past.score, past.posts) == (report.summary.findings, 64, 12)
    assert past.families == {one.family: one.score for one in report.summary.families if one.score is not None}
    assert not past.passed
    assert (folder / ".gitignore").read_text() == "*\n"


def test_what_looked_at_something_else_is_no_past(folder):
    others = (
        {"sources": ["other.json"]},
        {"offline": False},
        {"settings": {"select": ["IMG"]}},
        {"settings": {"limit": 3}},
    )
    for number, other in enumerate(others):
        keep_history(made(number, **other), folder)
    report = made(9)
    keep_history(report, folder)
    assert report.run.history == []

    same = made(10, sources=["./posts.json"], settings={"fail-on": "never", "max-warnings": 2})
    keep_history(same, folder)
    assert [past.id for past in same.run.history] == [f"{9:032}"]


@pytest.mark.parametrize("run", [{"partial": "stopped by the user"}, {"sources": ["-"]}])
def test_what_says_nothing_about_a_trend_is_not_kept(folder, run):
    keep_history(made(**run), folder)

    assert not folder.exists()


def test_it_is_bounded(folder):
    keep_history(made(), folder)
    with sqlite3.connect(folder / FILE) as connection:
        row = connection.execute("SELECT what, body FROM runs").fetchone()
        connection.executemany("INSERT INTO runs (what, body) VALUES (?, ?)", [row] * (MOST_RUNS + 50))
    connection.close()
    report = made(1)
    keep_history(report, folder)

    assert len(report.run.history) == MOST_PAST_RUNS
    connection = sqlite3.connect(folder / FILE)
    assert connection.execute("SELECT count(*) FROM runs").fetchone() == (MOST_RUNS,)
    connection.close()


@pytest.mark.parametrize("content", [b"nonsense " * 99, b"SQLite format 3\0" + bytes(range(256)) * 16])
def test_a_damaged_file_is_set_aside(folder, content):
    folder.mkdir()
    (folder / FILE).write_bytes(content)

    (notice,) = keep_history(made(), folder)
    assert "it was moved to history.damaged.sqlite, and a new one begun" in notice
    again = made(1)
    assert keep_history(again, folder) == []
    assert len(again.run.history) == 1


def test_a_database_of_somebody_else_is_set_aside(folder):
    folder.mkdir()
    connection = sqlite3.connect(folder / FILE)
    connection.execute("CREATE VIEW runs AS SELECT 1 AS number, 'x' AS what, 'y' AS body")
    connection.commit()
    connection.close()

    assert "was moved to" in keep_history(made(), folder)[0]


def test_rows_that_no_run_wrote_are_left_out(folder):
    keep_history(made(), folder)
    with sqlite3.connect(folder / FILE) as connection:
        (what,) = connection.execute("SELECT what FROM runs").fetchone()
        bodies = ["{}", "x" * 20_000, '{"id": 3}']
        connection.executemany("INSERT INTO runs (what, body) VALUES (?, ?)", [(what, body) for body in bodies])
    connection.close()
    report = made(1)

    assert keep_history(report, folder) == []
    assert [past.id for past in report.run.history] == ["0" * 32]


def test_a_file_that_another_program_holds(folder, monkeypatch):
    monkeypatch.setattr("audit.gate.history._BUSY_SECONDS", 0.05)
    keep_history(made(), folder)
    holder = sqlite3.connect(folder / FILE, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")

    (notice,) = keep_history(made(1), folder)
    holder.close()

    assert notice.endswith("cannot be used (database is locked); this run is not remembered.")


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")

    (notice,) = keep_history(made(), tmp_path / "file")

    assert "this run is not remembered" in notice


def test_the_trend_is_one_line(folder):
    keep_history(made(0), folder)
    keep_history(made(1), folder)
    report = made(2)
    keep_history(report, folder)
    same = "Since 2026-05-02 06:30: nothing has changed. 2 earlier runs, the first on 2026-05-01."
    assert same in shown(table, report).splitlines()
    assert same in shown(markdown, report).splitlines()

    last = report.run.history[-1]
    last.findings = SeverityCounts(error=5, warning=2, notice=2)
    last.score, last.posts, last.version = 58, 11, "0.0.9"
    del report.run.history[0]
    told = " ".join(shown(table, report).split())
    assert (
        "Since 2026-05-02 06:30 (by postaudit 0.0.9): 3 errors fewer, 1 warning more, 2 notices more, 1 post more, "
        "score 58 → 64."
    ) in told


def test_no_trend_without_a_past():
    assert "Since" not in shown(table, made())


def test_on_the_command_line(folder):
    folder.parent.joinpath("posts.json").write_text(
        f'[{{"id": 1, "link": "https://saltmarsh.example/a{os.getpid()}/"}}]'
    )
    for _ in range(2):
        assert main(["check", "posts.json", "--offline", "-o", "run.json", "--fail-on", "never"]) == 0
    assert len(read_json("run.json").run.history) == 1

    assert main(["check", "posts.json", "--offline", "-o", "run.json", "--fail-on", "never", "--no-cache"]) == 0
    assert read_json("run.json").run.history == []
