"""The findings as JUnit XML, which nearly every CI shows as test results."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO
from xml.sax.saxutils import escape, quoteattr

from audit.formats._text import fix_text, one_line, place_of
from audit.gate.gate import failing_severities

if TYPE_CHECKING:
    from audit.report import Report, ReportedFinding

# What `one_line` leaves and XML 1.0 forbids: https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = re.compile("[\ufffe\uffff]")


def junit(report: Report, out: TextIO) -> None:
    """Write one test case a finding, one a post without findings, and one a thing that could not be read or run.

    A finding fails its case where `--fail-on` counts it; a milder one passes and is told in `system-out`, an accepted
    one is skipped.
    """
    fails = failing_severities(report.summary.gate.fail_on)
    failures = skipped = 0
    for finding in report.findings:
        skipped += finding.status == "baselined"
        failures += finding.status != "baselined" and finding.severity in fails
    clean = report.summary.posts - report.summary.posts_with_findings
    tests = report.summary.findings.total + clean + len(report.errors)
    numbers = f'tests="{tests}" failures="{failures}" errors="{len(report.errors)}"'
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(f'<testsuites name="postaudit" {numbers}>\n')
    out.write(f'<testsuite name="postaudit" {numbers} skipped="{skipped}">\n')
    for error in report.errors:
        about = error.source or error.post or error.rule or "run"
        out.write(f"<testcase {_named(about, error.kind)}><error message={_value(error.message)}/></testcase>\n")
    for finding in report.findings:
        out.write(_case(finding, fails=finding.severity in fails))
    for post in report.posts:
        if not post.findings.total:
            out.write(f"<testcase {_named(post.ref, 'clean')}/>\n")
    out.write("</testsuite>\n</testsuites>\n")


def _case(finding: ReportedFinding, *, fails: bool) -> str:
    place = place_of(finding.where)
    name = f"{finding.code} {finding.rule} {place} {finding.fingerprint}"
    message = f"{finding.severity}: {finding.message}"
    if finding.status == "baselined":
        inside = f"<skipped message={_value(f'accepted by the baseline: {finding.message}')}/>"
    elif fails:
        fix = f" {fix_text(finding.fix)}" if finding.fix is not None else ""
        details = _text(f"{finding.remedy}{fix}")
        inside = f"<failure type={_value(finding.severity)} message={_value(message)}>{details}</failure>"
    else:
        inside = f"<system-out>{_text(message)}</system-out>"
    return f"<testcase {_named(finding.post or finding.site, name)}>{inside}</testcase>\n"


def _named(group: str, name: str) -> str:
    return f"classname={_value(group)} name={_value(name)}"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", one_line(text))


def _value(text: str) -> str:
    return quoteattr(_clean(text))


def _text(text: str) -> str:
    return escape(_clean(text))
