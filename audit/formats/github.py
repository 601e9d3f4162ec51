"""The findings as GitHub workflow commands, which GitHub Actions shows as annotations of a change."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TextIO

from audit._counted import counted
from audit.formats._located import Places, file_place, told
from audit.formats._text import clipped, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.report import Report

_MOST_PROBLEMS = 3  # so that the findings keep most of the places
MOST = 10
"""Annotations of each kind that GitHub keeps from one step; it drops further ones without a word:
https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md (errors and warnings; held for notices, too)."""
_LONGEST = 4_000  # characters of a message: an annotation is read beside a change, the report has the rest


def github(report: Report, out: TextIO) -> None:
    """Write one workflow command a finding, at most ten of each kind, and how many were left out.

    What makes the run less than whole comes first, as errors.

    Commands and their escapes: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
    """
    places = Places(report)
    shown: Counter[str] = Counter()
    left_out = 0
    for problem in _problems(report):
        shown["error"] += 1
        out.write(problem)
    for finding in report.findings:
        severity = finding.severity.value
        most = MOST - 1 if severity == "notice" else MOST  # the last notice says what is left out
        if finding.status == "baselined":
            continue
        if shown[severity] == most:
            left_out += 1
            continue
        shown[severity] += 1
        place = places.of(finding)
        where = f"file={_property(place.path)},line={place.line}," if place.is_file else ""
        title = _property(one_line(f"{finding.code} {finding.rule}"))
        out.write(f"::{severity} {where}title={title}::{_data(clipped(told(finding), _LONGEST))}\n")
    if left_out:
        out.write(f"::notice title=postaudit::{counted(left_out, 'further finding')} in the report\n")
    elif not shown:
        out.write("postaudit: nothing to annotate\n")


def _problems(report: Report) -> Iterator[str]:
    """Why the run is not whole: the first few reasons."""
    title = "title=postaudit%3A the run is not whole"
    if report.run.partial:
        yield f"::error {title}::{_data(clipped(one_line(report.run.partial), _LONGEST))}\n"
    for number, error in enumerate(report.errors[:_MOST_PROBLEMS], 1):
        place = file_place(error.source) if error.source else None
        where = f"file={_property(place.path)},line={place.line}," if place is not None and place.is_file else ""
        more = len(report.errors) - number if number == _MOST_PROBLEMS else 0
        further = f" (and {counted(more, 'further problem')})" if more else ""
        yield f"::error {where}{title}::{_data(clipped(one_line(error.message), _LONGEST))}{further}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
