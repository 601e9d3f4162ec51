"""Outputs never replace what a command reads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from audit.cli import main

POST = {
    "id": 7,
    "link": "https://pier.example/seven",
    "title": {"rendered": "Seven"},
    "content": {"rendered": "<p>x</p>"},
}


@pytest.fixture
def place(tmp_path, monkeypatch, saved):
    monkeypatch.chdir(tmp_path)
    Path("posts").mkdir()
    Path("posts/post.json").write_text(json.dumps(POST), encoding="utf-8")
    Path("postaudit.toml").write_text('fail-on = "warning"\nbaseline = "accepted.json"\n', encoding="utf-8")
    Path("accepted.json").write_text(
        '{"$schema": "baseline.schema.json", "baseline_version": 1, "sources": [], "findings": []}', encoding="utf-8"
    )
    Path("domains.txt").write_text("spam.example\n", encoding="utf-8")
    shutil.copy(saved("clean"), "old.json")
    shutil.copy(saved("saltmarsh"), "new.json")
    return tmp_path


CHECK = ("check", "posts", "--offline", "--no-cache")


@pytest.mark.parametrize(
    ("command", "target", "what"),
    [
        (("check", "posts/post.json", "--offline"), "posts/post.json", "a source"),
        (("check", "posts/post.json", "--offline"), "html=./posts/../posts/post.json", "a source"),
        (CHECK, "posts/post.json", "a source"),
        (("check", "posts/*.json", "--offline"), "posts/post.json", "a source"),
        (CHECK, "table=postaudit.toml", "the settings"),
        (CHECK, "accepted.json", "the baseline"),
        ((*CHECK, "--write-baseline"), "accepted.json", "the baseline"),
        ((*CHECK, "--changed-since", "old.json"), "old.json", "what --changed-since reads"),
        ((*CHECK, "--domain-list", "domains.txt"), "domains.txt", "a list of domains"),
        (("report", "old.json"), "csv=old.json", "the saved run"),
        (("compare", "old.json", "new.json"), "old.json", "the older run"),
        (("compare", "old.json", "new.json"), "new.json", "the newer run"),
        (("profile", "posts"), "posts/post.json", "a source"),
    ],
)
def test_an_output_that_is_read_is_refused_before_anything_is_written(place, capsys, command, target, what):
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}

    assert main([*command, "-o", "first.json", "-o", target]) == 2

    out, err = capsys.readouterr()
    path = target.rpartition("=")[2]
    assert (out, err) == ("", f"-o {path}: that is {what}, and would be overwritten. Name another file.\n")
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before


@pytest.mark.usefixtures("place")
def test_a_report_beside_the_posts_is_written_as_often_as_wanted(capsys):
    for _ in range(2):
        assert main([*CHECK, "--fail-on", "never", "-o", "posts/run.json", "-o", "posts/run.parquet"]) == 0
    assert "posts/run.json: was skipped: it is a report that postaudit saved." in capsys.readouterr().err
