"""Which format is meant."""

from __future__ import annotations

import io
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from audit import formats
from audit.errors import UsageError
from audit.formats import FORMATS, format_for, format_named
from audit.formats.json_format import read_json

SAVED = Path(__file__).parent / "saved"
KNOWN = "Formats: table, markdown, markdown-document, json, jsonl, html, parquet, csv, sarif, junit, github, gitlab."


@pytest.mark.parametrize("name", ["table", "markdown", "json", "jsonl"])
def test_built_in_formats_write(name):
    out = io.StringIO()
    FORMATS[name](read_json(str(SAVED / "saltmarsh.json")), out)

    assert out.getvalue()


@pytest.mark.parametrize(
    ("target", "name", "path"),
    [
        ("report.html", "html", "report.html"),
        ("out/report.MD", "markdown", "out/report.MD"),
        ("run.json", "json", "run.json"),
        ("a.b.jsonl", "jsonl", "a.b.jsonl"),
        ("report.txt", "table", "report.txt"),
        ("json=report", "json", "report"),
        ("markdown=a=b.txt", "markdown", "a=b.txt"),
        ("./a=b.json", "json", "./a=b.json"),
    ],
)
def test_suffix_or_name(target, name, path):
    assert format_for(target) == (FORMATS[name], path)


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (
            "report.jsn",
            f'unknown format "jsn". Did you mean "json"? {KNOWN}',
        ),
        (
            "htm1=report",
            f'unknown format "htm1". Did you mean "html"? {KNOWN}',
        ),
        ("json=", "-o json=: no file is named."),
        (
            "report",
            "-o report: its name does not say the format. Give it a suffix such as .html, or write NAME=report.",
        ),
        (
            "out.d/report",
            (
                "-o out.d/report: its name does not say the format. Give it a suffix such as .html, or write "
                "NAME=out.d/report."
            ),
        ),
    ],
)
def test_mistakes_are_told(target, message):
    with pytest.raises(UsageError) as caught:
        format_for(target)

    assert str(caught.value) == message


def rows(report, out):
    out.write(f"{report.summary.posts}\n")


def test_third_parties_add_formats(monkeypatch):
    entry = EntryPoint("rows", f"{__name__}:rows", formats.ENTRY_POINTS)
    monkeypatch.setattr(formats, "_plugins", lambda: iter([entry]))
    monkeypatch.setattr(EntryPoint, "load", lambda _: rows)

    assert format_named("rows") is rows
    assert format_for("report.rows") == (rows, "report.rows")
