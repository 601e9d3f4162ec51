"""The findings as a GitLab code quality report: https://docs.gitlab.com/ci/testing/code_quality/."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, TextIO

from audit.finding import Severity
from audit.formats._located import Places, told
from audit.formats._text import one_line

if TYPE_CHECKING:
    from audit.report import Report

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTICE: "info"}


def gitlab(report: Report, out: TextIO) -> None:
    """Write a JSON array with one object a finding that no baseline accepts."""
    places = Places(report)
    separator = "\n"
    out.write("[")
    for finding in report.findings:
        if finding.status == "baselined":
            continue
        place = places.of(finding)
        entry = {
            "description": told(finding),
            "check_name": one_line(f"{finding.code} {finding.rule}"),
            "fingerprint": one_line(finding.fingerprint),
            "severity": _SEVERITIES[finding.severity],
            "location": {"path": place.path, "lines": {"begin": place.line}},
        }
        out.write(separator + dumps(entry, ensure_ascii=False))
        separator = ",\n"
    out.write("\n]\n")
