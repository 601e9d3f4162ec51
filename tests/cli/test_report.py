"""`postaudit report`."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from audit.cli import main


def test_a_saved_run_is_rendered(saved, capsys):
    assert main(["report", str(saved("saltmarsh"))]) == 0
    assert capsys.readouterr().out.startswith("saltmarsh.example · 12 posts\n")


def test_a_gzipped_run_too(saved, capsys):
    Path("run.json.gz").write_bytes(gzip.compress(saved("saltmarsh").read_bytes()))

    assert main(["report", "run.json.gz", "--format", "markdown", "-o", "again.json"]) == 0
    assert capsys.readouterr().out.startswith("**postaudit: 2 errors")
    assert Path("again.json").read_bytes() == saved("saltmarsh").read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.json", None, "none.json: cannot be read: No such file or directory.\n"),
        (
            "a.json",
            b"[]",
            "a.json: not a report of postaudit. A report is written by `postaudit check SOURCE -o report.json`.\n",
        ),
        ("a.json", b"<?php", "a.json: not JSON: expected value at line 1 column 1.\n"),
    ],
)
def test_what_is_no_report_exits_with_2(name, content, message, capsys):
    if content is not None:
        Path(name).write_bytes(content)

    assert main(["report", name]) == 2
    assert capsys.readouterr() == ("", message)


def test_a_file_that_cannot_be_written_exits_with_2(saved):
    assert main(["report", str(saved("clean")), "-o", "none/a.md"]) == 2
