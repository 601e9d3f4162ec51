"""The formats that other programs read: csv, SARIF, JUnit, GitHub and GitLab."""

from __future__ import annotations

import csv
import io
import json
import re

import junitparser
import pytest

from audit.finding import Severity
from audit.formats import FORMATS
from audit.formats._located import file_place
from audit.formats.csv_format import COLUMNS, cell
from audit.formats.github import MOST
from audit.formats.junit import junit
from audit.report import EvidenceEntry, FixEntry, Related, Where
from tests.formats import conftest as made

MACHINES = ("csv", "sarif", "junit", "github", "gitlab")
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
WORST = (
    made.HOSTILE,
    '=HYPERLINK("https://evil.example","x")',
    "\t=1+1",
    "@SUM(A1)",
    "\uff1d1+1",
    "\x1b]8;;https://evil.example\x07x",
    "a\r\n::error::forged, 100%",
    "]]></failure>\ufffe\uffff",
    "\ud800",
    '",\n"x',
)


@pytest.fixture(params=REPORTS)
def report(request):
    return request.getfixturevalue(request.param)


def written(name, report) -> str:
    out = io.StringIO()
    FORMATS[name](report, out)
    return out.getvalue()


def hostile(text):
    """A report that has a text in every field that somebody else may have written."""
    rule = made.rule("SPM001", text, "error", text, why=text, remedy=text, sources=[text])
    post = made.post(1, text, ref=text, site=text, url=text, edit_url=text, source=text)
    found = made.finding(
        rule,
        post,
        text,
        text,
        site=text,
        remedy=text,
        where=Where(field=text, line=1, column=1, start=0, end=1, pointer=text),
        evidence=[EvidenceEntry(label=text, text=text, before=text, after=text)],
        fix=FixEntry(safe=False, summary=text, element=text, before=text, after=text),
        related=[Related(post=text, message=text)],
    )
    errors = [made.ErrorEntry(kind=text, source=text, message=text)]
    return made.report([post], [found], [rule], errors=errors, run={"sources": [text]})


@pytest.mark.parametrize("name", MACHINES)
def test_the_same_report_gives_the_same_bytes_without_hidden_characters(name, report):
    shown = written(name, report)

    assert shown == written(name, report)
    assert shown.encode()
    assert shown.endswith("\n")
    assert not UNSEEN.search(shown)


def test_csv_has_a_row_for_each_finding(report):
    header, *rows = csv.reader(io.StringIO(written("csv", report)))

    assert tuple(header) == COLUMNS
    assert [row[-1] for row in rows] == [finding.fingerprint for finding in report.findings]
    assert {len(row) for row in rows} <= {len(COLUMNS)}


def test_junit_is_read_back_with_its_numbers(report, tmp_path):
    path = tmp_path / "report.xml"
    path.write_text(written("junit", report), encoding="utf-8")
    suites = junitparser.JUnitXml.fromfile(str(path))
    (suite,) = suites
    results = [type(result) for case in suite for result in case.result]

    assert suite.tests == suites.tests == len(list(suite))
    new_errors = sum(found.status == "new" and found.severity is Severity.ERROR for found in report.findings)
    assert suite.failures == results.count(junitparser.Failure) == new_errors
    assert suite.errors == results.count(junitparser.Error) == len(report.errors)


@pytest.mark.parametrize("fail_on", ["error", "warning", "notice", "never"])
def test_junit_fails_what_the_gate_counts(fail_on, seed_like_report):
    seed_like_report.summary.gate.fail_on = fail_on
    out = io.StringIO()
    junit(seed_like_report, out)
    (suite,) = junitparser.JUnitXml.fromstring(out.getvalue().encode())
    counts = seed_like_report.summary.findings

    expected = {
        "error": counts.error,
        "warning": counts.error + counts.warning,
        "notice": counts.total,
        "never": 0,
    }
    assert suite.failures == expected[fail_on]


def test_sarif_results_name_their_rules(report):
    (run,) = json.loads(written("sarif", report))["runs"]
    rules = run["tool"]["driver"]["rules"]

    assert len(run["results"]) == report.summary.findings.total
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        physical = result["locations"][0]["physicalLocation"]
        assert physical["region"]["startLine"] >= 1
        assert re.fullmatch(r"[!-~]+", physical["artifactLocation"]["uri"])


def test_sarif_says_when_a_run_was_not_whole(clean_report, partial_report):
    for report, whole in ((clean_report, True), (partial_report, False)):
        (run,) = json.loads(written("sarif", report))["runs"]
        assert run["invocations"][0]["executionSuccessful"] is whole


def test_github_keeps_to_its_limit_and_says_what_is_left_out(many_findings_report):
    lines = written("github", many_findings_report).splitlines()

    for kind in Severity:
        assert sum(line.startswith(f"::{kind} ") for line in lines) <= MOST
    shown = len(lines) - 1
    assert lines[-1] == (
        f"::notice title=postaudit::{many_findings_report.summary.findings.total - shown:,} "
        "further findings in the report"
    )


def test_gitlab_entries_are_complete_and_distinct(report):
    entries = json.loads(written("gitlab", report))

    assert len(entries) == sum(found.status == "new" for found in report.findings)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in {"info", "minor", "major"}
        assert entry["location"]["path"]
        assert entry["location"]["lines"]["begin"] >= 1


def test_accepted_findings_do_not_alarm(seed_like_report):
    for finding in seed_like_report.findings:
        finding.status = "baselined"
    (suite,) = junitparser.JUnitXml.fromstring(written("junit", seed_like_report).encode())

    assert (suite.failures, suite.skipped) == (0, seed_like_report.summary.findings.total)
    assert json.loads(written("gitlab", seed_like_report)) == []
    assert written("github", seed_like_report) == "postaudit: nothing to annotate\n"
    (run,) = json.loads(written("sarif", seed_like_report))["runs"]
    assert {result["baselineState"] for result in run["results"]} == {"unchanged"}


@pytest.mark.parametrize("text", WORST, ids=range(len(WORST)))
@pytest.mark.parametrize("name", MACHINES)
def test_hostile_text_in_every_field_stays_text(name, text):
    shown = written(name, hostile(text))

    assert shown.encode()
    assert not UNSEEN.search(shown)
    if name in {"sarif", "gitlab"}:
        json.loads(shown)
    elif name == "junit":
        (suite,) = junitparser.JUnitXml.fromstring(shown.encode())
        assert (suite.failures, suite.errors, len(list(suite))) == (1, 1, 2)
    elif name == "csv":
        _, row = csv.reader(io.StringIO(shown))
        assert not any(value.startswith(("=", "+", "-", "@", "\uff1d", "\t")) for value in row)
    else:
        (line,) = shown.splitlines()
        assert re.fullmatch(r"::error (file=[^,:]+,line=\d+,)?title=[^,:]+::.*", line)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", " =1", "\uff0b1"])
def test_no_cell_is_a_formula(text):
    assert cell(text).startswith("'")


@pytest.mark.parametrize("text", ["a=1", "1-2", "https://a.example/?b=1", ""])
def test_ordinary_cells_stay_as_they_are(text):
    assert cell(text) == text


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("posts.ndjson:3", ("posts.ndjson", 3)),
        ("posts.json#17", ("posts.json", 1)),
        ("a/b.html", ("a/b.html", 1)),
        ("https://a.example:8080/?p=1#x", ("https://a.example:8080/?p=1#x", 1)),
        ("", ("unknown", 1)),
        (":3", (":3", 1)),
    ],
)
def test_sources_name_a_file_and_a_line(source, place):
    assert tuple(file_place(source)) == place
