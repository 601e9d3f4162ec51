"""The findings as comma-separated values, for a spreadsheet."""

from __future__ import annotations

import csv as writer
from typing import TYPE_CHECKING, TextIO

from audit.formats._text import one_line, place_of, refs_of_others

if TYPE_CHECKING:
    from audit.report import Report

COLUMNS = (
    "severity",
    "code",
    "rule",
    "site",
    "post",
    "title",
    "url",
    "edit_url",
    "where",
    "address",
    "message",
    "evidence",
    "remedy",
    "fix_before",
    "fix_after",
    "explains",
    "related_posts",
    "status",
    "fingerprint",
    "other_posts",
)
# What spreadsheets take for a formula, also in full width: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def csv(report: Report, out: TextIO) -> None:
    """Write a header and one row a finding, quoted as RFC 4180 has it.

    Whatever a spreadsheet would calculate gets an apostrophe in front, what cannot be seen is an escape.
    """
    posts = {post.ref: (post.title, post.url or "", post.edit_url or "") for post in report.posts}
    rows = writer.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for finding in report.findings:
        title, url, edit_url = posts.get(finding.post or "", ("", "", ""))
        fix = finding.fix
        values = (
            finding.severity.value,
            finding.code,
            finding.rule,
            finding.site,
            finding.post or "",
            title,
            url,
            edit_url,
            place_of(finding.where),
            finding.address or "",
            finding.message,
            next((piece.text for piece in finding.evidence), ""),
            finding.remedy,
            fix.before if fix else "",
            fix.after if fix else "",
            str(len(finding.also)),
            str(finding.related_count),
            finding.status,
            finding.fingerprint,
            refs_of_others(finding),
        )
        rows.writerow([cell(value) for value in values])


def cell(text: str) -> str:
    """The text on one line, never a formula."""
    shown = one_line(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
