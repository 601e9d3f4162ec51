"""The findings as GitHub workflow commands, which GitHub Actions shows as annotations of a change."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TextIO

from audit.formats._located import Places, told
from audit.formats._text import clipped, counted, one_line

if TYPE_CHECKING:
    from audit.report import Report

MOST = 10
"""Annotations of each kind that GitHub keeps from one step; it drops further ones without a word:
https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md (errors and warnings; held for notices, too)."""
_LONGEST = 4_000  # characters of a message: an annotation is read beside a change, the report has the rest


def github(report: Report, out: TextIO) -> None:
    """Write one workflow command a finding, at most ten of each kind, and how many were left out.

    Commands and their escapes: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
    """
    places = Places(report)
    shown: Counter[str] = Counter()
    left_out = 0
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


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
