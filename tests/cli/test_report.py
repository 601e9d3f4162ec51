"""`postaudit report`."""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import pytest

from audit.cli import main
from audit.formats import FORMATS


def test_a_saved_run_is_rendered(saved, capsys):
    assert main(["report", str(saved("saltmarsh"))]) == 0
    assert capsys.readouterr().out.startswith("saltmarsh.example · 12 posts\n")


def test_a_saved_run_from_standard_input(saved, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(saved("saltmarsh").read_bytes()))))

    assert main(["report", "-"]) == 0
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


@pytest.mark.parametrize("name", FORMATS)
def test_a_saved_run_is_rendered_in_any_format_also_of_an_older_version(name, saved):
    older = saved("saltmarsh").parent / "without-later-keys" / "saltmarsh.json"

    assert main(["report", str(saved("saltmarsh")), "-o", f"{name}=new", "--quiet"]) == 0
    assert main(["report", str(older), "-o", f"{name}=old", "--quiet"]) == 0
    assert Path("old").read_bytes() == Path("new").read_bytes() != b""


def test_a_run_of_a_newer_version_is_one_clear_message(capsys):
    Path("run.json").write_text('{"schema_version": 2, "findings": []}')

    assert main(["report", "run.json"]) == 2
    assert capsys.readouterr().err == (
        "run.json: a report of version 2; this postaudit reads version 1. Install a newer postaudit to read it.\n"
    )


def test_bytes_go_to_files_and_pipes_and_not_to_a_terminal(saved, capfdbinary, monkeypatch):
    assert main(["report", str(saved("clean")), "-o", "clean.parquet", "--format", "parquet"]) == 0
    assert capfdbinary.readouterr().out == Path("clean.parquet").read_bytes()

    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert main(["report", str(saved("clean")), "--format", "parquet"]) == 2
    assert b"bytes, which a terminal cannot show. Write a file with -o." in capfdbinary.readouterr().err


def test_without_pyarrow_parquet_says_what_is_missing(saved, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    assert main(["report", str(saved("clean")), "-o", "clean.parquet"]) == 2
    assert capsys.readouterr().err == (
        'the format parquet needs pyarrow, which is not installed: pip install "postaudit[parquet]".\n'
    )
    assert not Path("clean.parquet").exists()


def test_a_file_that_cannot_be_written_exits_with_2(saved):
    assert main(["report", str(saved("clean")), "-o", "none/a.md"]) == 2
