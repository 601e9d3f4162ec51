"""What all text formats must stand: the shared reports, of nothing, clean, ordinary, hostile, large, cut short."""

from __future__ import annotations

import io
import json
import re
import time

import pytest
from jsonschema import Draft202012Validator

from audit.formats import FORMATS
from audit.formats.markdown import MOST
from audit.formats.table import Style, table
from audit.resources import schema

REPORTS = (
    "empty_report",
    "clean_report",
    "seed_like_report",
    "linked_report",
    "hostile_report",
    "many_findings_report",
    "partial_report",
)
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture(params=REPORTS)
def report(request):
    return request.getfixturevalue(request.param)


def written(name, report) -> str:
    out = io.StringIO()
    FORMATS[name](report, out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["table", "markdown", "json", "jsonl"])
def test_the_same_report_gives_the_same_text(name, report):
    first = written(name, report)

    assert first == written(name, report)
    assert first.encode()
    assert first.endswith("\n")


@pytest.mark.parametrize("style", [{}, {"verbose": True}, {"group_by": "rule"}, {"statistics": True}, {"quiet": True}])
def test_tables_show_nothing_that_cannot_be_seen(style, report):
    out = io.StringIO()
    table(report, out, Style(**style))

    assert not UNSEEN.search(out.getvalue())


def test_markdown_is_short_enough_and_inert(report):
    shown = written("markdown", report)

    assert len(shown) <= MOST
    assert not UNSEEN.search(shown)
    assert not re.search(r"<(?!/?details>|/?summary>|br>|https?://)", re.sub(r"`+[^`]*`+", "", shown))


def test_json_fits_the_published_schema(report):
    document = json.loads(written("json", report))

    Draft202012Validator(schema("report")).validate(document)
    assert len(document["findings"]) == sum(document["summary"]["findings"].values())


def test_json_lines_have_a_finding_each(report):
    first, *findings = written("jsonl", report).split("\n")[:-1]

    assert len(findings) == sum(json.loads(first)["summary"]["findings"].values())


def test_ten_thousand_findings_take_seconds(many_findings_report):
    began = time.process_time()
    for name in ("table", "markdown", "json", "jsonl"):
        written(name, many_findings_report)

    assert time.process_time() - began < 60
