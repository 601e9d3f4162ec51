"""The findings as a GitLab code quality report: https://docs.gitlab.com/ci/testing/code_quality/."""

from __future__ import annotations

from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING, Any, TextIO

from audit.finding import Severity
from audit.formats._located import Places, file_place, told
from audit.formats._text import clipped, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.report import Report

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTICE: "info"}
_MOST_PROBLEMS = 100  # a folder of thousands of damaged files is one thing to mend
_LONGEST = 4_000  # characters of a problem


def gitlab(report: Report, out: TextIO) -> None:
    """Write a JSON array: what keeps the run from being whole, then the findings that no baseline accepts."""
    places = Places(report)
    separator = "\n"
    out.write("[")
    for problem in _problems(report):
        out.write(separator + dumps(problem, ensure_ascii=False))
        separator = ",\n"
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


def _problems(report: Report) -> Iterator[dict[str, Any]]:
    """Why the run is not whole, each reason once."""
    otherwise = report.run.sources[0] if report.run.sources else "unknown"
    reasons = [("partial", otherwise, report.run.partial)] if report.run.partial else []
    reasons += [(error.kind, error.source or otherwise, error.message) for error in report.errors[:_MOST_PROBLEMS]]
    for kind, source, message in dict.fromkeys(reasons):
        place = file_place(source)
        told_once = one_line(f"{kind} {source} {message}")
        yield {
            "description": clipped(f"The run is not whole: {one_line(message)}", _LONGEST),
            "check_name": one_line(f"postaudit {kind}"),
            "fingerprint": sha256(told_once.encode()).hexdigest()[:16],
            "severity": "blocker",
            "location": {"path": place.path, "lines": {"begin": place.line}},
        }
