"""`postaudit check`, on an engine that finds what a saved report says."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest

from audit.cli import main
from audit.cli._output import can_link, wants_colour, width_of
from audit.cli._progress import ProgressLine, told
from audit.engine.state import Progress
from audit.formats.json_format import read_json
from audit.report import ErrorEntry

KNOWN = "Formats: table, markdown, markdown-document, json, jsonl, html, parquet, csv, sarif, junit, github, gitlab."


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("name", "gate", "code"),
    [("clean", True, 0), ("saltmarsh", False, 1), ("hostile", False, 2)],
)
def test_exit_codes(engine, saved, name, gate, code, capsys):
    engine.report = read_json(str(saved(name)))

    assert engine.report.summary.gate.passed is gate
    assert main(["check", "posts.json"]) == code
    assert ("Gate passed" in capsys.readouterr().out) is gate


def test_a_run_that_was_not_whole_is_no_pass(engine, saved, capsys):
    engine.report = read_json(str(saved("clean")))
    engine.report.errors.append(ErrorEntry(kind="unreadable", source="b.json", message="b.json: is not JSON."))

    assert main(["check", "posts.json"]) == 2
    told = capsys.readouterr().out
    assert "The gate passes what was audited (--fail-on error), but the run was not whole." in told
    assert "Gate passed" not in told


def test_a_partial_run_exits_with_2_and_says_so(engine, saved, capsys):
    engine.report = read_json(str(saved("clean")))
    engine.report.run.partial = "stopped by the user"

    assert main(["check", "posts.json"]) == 2
    out, err = capsys.readouterr()
    assert "Partial: stopped by the user." in out
    assert err == "partial: stopped by the user\n"


def test_notes_are_told_and_change_nothing(engine, saved, capsys):
    engine.report = read_json(saved("clean"))
    notes = [f"a.example: note {number}" for number in range(23)]
    engine.report.run = engine.report.run.model_copy(update={"notes": notes})

    assert main(["check", "posts.json"]) == 0
    told = capsys.readouterr().err.splitlines()
    assert told[:2] == notes[:2]
    assert told[-1] == "and 3 more notes"


def test_options_become_settings(engine):
    main(
        "check a.json b/ --select IMG,TXT --select MET --ignore IMG --preview --include *a --include *b "
        "--type post,page --since 2026-01-31 --limit 3 --as-of 2026-02-01 --fail-on never --max-warnings 0 "
        "--min-score 7 --jobs 2 --offline --timeout 3 --max-concurrency 9 --host-concurrency 2 --max-age 2d --no-cache "
        "--cache-dir c --accept 403,999 --allow-private-hosts --header X-A:1 --fail-after 2".split(),
    )
    sources, settings, _ = engine.asked

    assert sources == ["a.json", "b/"]
    assert settings.changed() == {
        "select": ["IMG", "TXT", "MET"],
        "ignore": ["IMG"],
        "preview": True,
        "include": ["*a", "*b"],
        "type": ["post", "page"],
        "since": "2026-01-31",
        "limit": 3,
        "as-of": "2026-02-01",
        "fail-on": "never",
        "max-warnings": 0,
        "min-score": 7,
        "offline": True,
        "network": {
            "accept": [403, 999],
            "allow-private-hosts": True,
            "cache-dir": "c",
            "fail-after": 2,
            "header": ["X-A: ..."],
            "host-concurrency": 2,
            "max-age": 172800.0,
            "max-concurrency": 9,
            "no-cache": True,
            "timeout": 3.0,
        },
        "jobs": 2,
    }
    assert settings.as_of == date(2026, 2, 1)


def test_without_options_the_file_decides(engine):
    Path("postaudit.toml").write_text('fail-on = "never"\n[site]\nhosts = ["a.example"]\n')
    main(["check", "posts.json"])

    assert engine.asked[1].changed() == {"fail-on": "never", "site": {"hosts": ["a.example"]}}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--config", "none.toml"], "none.toml: cannot be read: No such file or directory.\n"),
        (["--since", "soon"], "--since: must be a date such as 2027-01-31.\n"),
        (["--limit", "0"], "--limit: must be at least 1.\n"),
        (
            ["--format", "jsn"],
            f'unknown format "jsn". Did you mean "json"? {KNOWN}\n',
        ),
        (
            ["-o", "x.htm1"],
            f'unknown format "htm1". Did you mean "html"? {KNOWN}\n',
        ),
        (["-o", "a.json", "-o", "./a.json"], "a.json twice.\n"),
    ],
)
def test_mistakes_are_told_in_a_line_before_anything_runs(engine, arguments, message, capsys):
    assert main(["check", "posts.json", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, engine.asked) == ("", None)
    assert err.endswith(message)
    assert err.count("\n") == 1


def test_a_misspelt_key_names_its_neighbour(engine, capsys):
    Path("postaudit.toml").write_text('ignore = []\n\nfail_on = "error"\n')

    assert main(["check", "posts.json"]) == 2
    assert capsys.readouterr().err == 'postaudit.toml: unknown key "fail_on" in line 3. Did you mean "fail-on"?\n'
    assert engine.asked is None


@pytest.mark.usefixtures("engine")
def test_files_are_written_beside_the_table(saved, capsys):
    assert main(["check", "posts.json", "-o", "run.json", "-o", "r.md", "-o", "jsonl=lines"]) == 1

    assert Path("run.json").read_bytes() == saved("saltmarsh").read_bytes()
    assert Path("r.md").read_text("utf-8").startswith("**postaudit: 2 errors")
    assert len(Path("lines").read_text("utf-8").splitlines()) == 10
    assert capsys.readouterr().out.startswith("saltmarsh.example · 12 posts\n")


@pytest.mark.usefixtures("engine")
def test_format_is_for_stdout(capsys):
    main(["check", "posts.json", "--format", "json"])

    assert json.loads(capsys.readouterr().out)["summary"]["posts"] == 12


def test_a_file_that_cannot_be_written_does_not_stop_the_others(engine, saved, capsys):
    engine.report = read_json(str(saved("clean")))

    Path("none.json").mkdir()
    assert main(["check", "posts.json", "-o", "none.json", "-o", "run.json"]) == 2
    out, err = capsys.readouterr()
    assert Path("run.json").exists()
    assert err == "none.json: cannot be written: Is a directory.\n"
    assert out.startswith("12 posts: nothing to report.")


@pytest.mark.parametrize(
    ("options", "beginning"),
    [
        (["--group-by", "rule"], "AGR005 og-image-primary-image-mismatch\n"),
        (["--statistics"], "severity    rule    "),
        (["--quiet"], "12 posts: 3 with findings"),
        (["--color", "always"], "saltmarsh.example"),
    ],
)
@pytest.mark.usefixtures("engine")
def test_looks(options, beginning, capsys):
    main(["check", "posts.json", *options])

    assert capsys.readouterr().out.startswith(beginning)


@pytest.mark.usefixtures("engine")
def test_colour_when_asked_for(capsys):
    main(["check", "posts.json"])
    assert "\x1b" not in capsys.readouterr().out

    main(["check", "posts.json", "--color", "always"])
    shown = capsys.readouterr().out
    assert "\x1b[31merror\x1b[0m" in shown
    assert "\x1b]8;;https://saltmarsh.example/?p=4657\x1b\\Labour" in shown


@pytest.mark.parametrize(
    ("choice", "stream", "environment", "colour"),
    [
        ("auto", Terminal(), {}, True),
        ("auto", Terminal(), {"NO_COLOR": "1"}, False),
        ("auto", Terminal(), {"NO_COLOR": ""}, True),
        ("auto", Terminal(), {"TERM": "dumb"}, False),
        ("auto", io.StringIO(), {}, False),
        ("always", io.StringIO(), {"NO_COLOR": "1"}, True),
        ("never", Terminal(), {}, False),
    ],
)
def test_when_there_is_colour(choice, stream, environment, colour):
    assert wants_colour(choice, stream, environment) is colour


def test_which_terminals_link():
    assert can_link({"TERM_PROGRAM": "vscode"})
    assert can_link({"TERM": "xterm-kitty"})
    assert can_link({"VTE_VERSION": "7002"})
    assert not can_link({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"})


def test_width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "123")

    assert width_of(Terminal()) == 123
    assert width_of(io.StringIO()) == 100


def test_errors_of_the_run_are_told_one_a_line(engine, saved, capsys):
    engine.report = read_json(str(saved("clean")))
    engine.report.errors = [ErrorEntry(kind="item", message=f"posts.json: item {n} is no\npost\x1b") for n in range(23)]
    engine.report.summary.gate.ignores = ["ignore of IMG (reason) matched nothing in this run"]

    assert main(["check", "posts.json"]) == 2
    out, err = capsys.readouterr()
    lines = err.splitlines()
    assert lines[0] == "posts.json: item 0 is no post\\x1b"
    assert lines[19:] == [
        "posts.json: item 19 is no post\\x1b",
        "and 3 more",
        "ignore of IMG (reason) matched nothing in this run.",
    ]
    assert "Not whole: 23 problems, told on stderr. The exit code is 2." in out


# -- progress ----------------------------------------------------------------------------------------------------------


def test_progress_is_for_terminals(engine, monkeypatch):
    main(["check", "posts.json"])
    assert engine.asked[2] is None

    monkeypatch.setattr("sys.stderr", Terminal())
    main(["check", "posts.json", "--no-progress"])
    assert engine.asked[2] is None

    main(["check", "posts.json"])
    assert isinstance(engine.asked[2], ProgressLine)


def test_progress_in_words():
    assert told(Progress(1204, 3018, 57, 41.7)) == "posts 1,204/3,018 · 57 findings · 00:41"
    assert told(Progress(9, None, 0, 3725)) == "posts 9 · 0 findings · 62:05"


def test_progress_waits_a_second_and_leaves_nothing_behind(monkeypatch):
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    with ProgressLine() as line:
        line(Progress(3, None, 0, 0.5))
        assert sys.stderr.getvalue() == ""
        line(Progress(5, None, 1, 1.5))
        assert "posts 5 · 1 finding · 00:01" in sys.stderr.getvalue()
    assert sys.stderr.getvalue().rstrip().endswith("\x1b[2K")
