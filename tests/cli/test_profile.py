"""`postaudit profile`, on files."""

from __future__ import annotations

import io
import json

import pytest

from audit.cli import main
from audit.formats._profile import terminal
from audit.profile import Profile

HOSTILE = [
    {"id": 1, "title": {"rendered": "<script>alert(1)</script> | `x`\x1b[31m\u202e"}, "a|b`<i>": "\ud800"},
    {"id": "2", "title": {"rendered": "[link](javascript:alert(1)) @ada #1"}, "link": "https://a:hunter2@b.example/"},
]


@pytest.fixture
def posts(tmp_path):
    path = tmp_path / "posts.json"
    path.write_text(json.dumps(HOSTILE))
    return str(path)


def test_table(posts, capsys):
    assert main(["profile", posts]) == 0
    shown = capsys.readouterr().out

    assert shown.startswith("Odd shapes\n\nfield    what is odd\n")
    assert "id       integer in 1 and string in 1" in shown
    assert shown.endswith("2 records, 5 fields, 1 of them odd.\n")


@pytest.mark.parametrize("name", ["table", "markdown", "json", "html"])
def test_hostile_content_is_escaped(name, posts, capsys):
    assert main(["profile", posts, "--format", name]) == 0
    shown = capsys.readouterr().out

    assert "hunter2" not in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    if name == "html":
        assert "<script" not in shown
        assert "<i>" not in shown
    if name == "markdown":
        assert all(line.count(" | ") in {0, 1, 7} for line in shown.splitlines() if line.startswith("|"))
    if name == "json":
        assert json.loads(shown)["fields"][0]["path"] == "id"


def test_files(posts, tmp_path):
    targets = [tmp_path / f"profile.{suffix}" for suffix in ("html", "md", "json", "txt")]

    assert main(["profile", posts, *(part for target in targets for part in ("-o", str(target)))]) == 0
    assert json.loads(targets[2].read_text())["records"] == 2
    assert targets[0].read_text().startswith("<!DOCTYPE html>")


def test_a_file_whose_format_is_named(posts, tmp_path):
    assert main(["profile", posts, "-o", f"json={tmp_path / 'fields'}"]) == 0
    assert json.loads((tmp_path / "fields").read_text())["records"] == 2


def test_limit(posts, capsys):
    assert main(["profile", posts, "--limit", "1", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["records"] == 1


@pytest.mark.parametrize("arguments", [["-o", "profile.pdf"], ["--limit", "0"]])
def test_wrong_usage(arguments, posts, capsys):
    assert main(["profile", posts, *arguments]) == 2
    assert arguments[0] in capsys.readouterr().err


def test_what_cannot_be_read_is_told_and_the_others_are_read(posts, capsys):
    assert main(["profile", "nowhere.json", posts]) == 2
    told = capsys.readouterr()

    assert told.err == "nowhere.json: does not exist.\n"
    assert "2 records" in told.out


@pytest.mark.parametrize("name", ["table", "markdown", "html"])
def test_of_nothing_there_is_no_table(name, capsys):
    assert main(["profile", "nowhere.json", "--format", name]) == 2
    told = capsys.readouterr().out

    assert "0 records: there are no fields to count." in told
    assert "All fields" not in told


def test_a_file_that_cannot_be_written(posts, capsys):
    assert main(["profile", posts, "-o", "no/folder.json"]) == 2
    assert "no/folder.json: cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("width", [40, 80, 100, 200])
@pytest.mark.parametrize("records", [[], [{}], [*HOSTILE, {"a" * 90: "b" * 200}]])
def test_a_terminal_is_not_left_at_its_side(width, records):
    profile = Profile()
    for record in records:
        profile.add(record)
    out = io.StringIO()
    terminal(profile, out, width)

    assert max(map(len, out.getvalue().splitlines())) <= max(width, 80)
