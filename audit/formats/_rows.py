"""The findings as rows of a table, one each, with columns that do not change: Parquet and data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.formats._text import refs_of_others
from audit.formats.json_format import scrubbed_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audit.report import PostEntry, Report, ReportedFinding

TEXT, WHOLE, TRUTH, PIECES = "text", "whole", "truth", "pieces"
"""Kinds of columns: text, whole numbers, true or false, and a list of pieces of evidence (`EVIDENCE` each)."""

COLUMNS: Mapping[str, str] = {
    "severity": TEXT,
    "code": TEXT,
    "rule": TEXT,
    "site": TEXT,
    "post": TEXT,
    "title": TEXT,
    "url": TEXT,
    "edit_url": TEXT,
    "field": TEXT,
    "line": WHOLE,
    "column": WHOLE,
    "start": WHOLE,
    "end": WHOLE,
    "pointer": TEXT,
    "message": TEXT,
    "confidence": TEXT,
    "address": TEXT,
    "evidence": PIECES,
    "remedy": TEXT,
    "fix_safe": TRUTH,
    "fix_summary": TEXT,
    "fix_field": TEXT,
    "fix_pointer": TEXT,
    "fix_element": TEXT,
    "fix_attribute": TEXT,
    "fix_before": TEXT,
    "fix_after": TEXT,
    "fix_occurrence": WHOLE,
    "explains": WHOLE,
    "related_posts": WHOLE,
    "status": TEXT,
    "fingerprint": TEXT,
    "other_posts": TEXT,
}
"""Columns by name, with their kind. Any may be null where it says nothing, but for those that every finding has."""
_OF_FIX = ("summary", "field", "pointer", "element", "attribute", "before", "after", "occurrence")
EVIDENCE = ("label", "text", "before", "after")


def rows(report: Report) -> Iterator[dict[str, Any]]:
    """One row a finding, in report order; every row has all `COLUMNS`. No text holds a lone surrogate."""
    posts = {post.ref: post for post in report.posts}
    return (scrubbed_value(_row(finding, posts.get(finding.post or ""))) for finding in report.findings)


def _row(finding: ReportedFinding, post: PostEntry | None) -> dict[str, Any]:
    where, fix = finding.where, finding.fix
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "rule": finding.rule,
        "site": finding.site,
        "post": finding.post,
        "title": post.title if post else None,
        "url": post.url if post else None,
        "edit_url": post.edit_url if post else None,
        **{name: getattr(where, name, None) for name in ("field", "line", "column", "start", "end", "pointer")},
        "message": finding.message,
        "confidence": finding.confidence.value,
        "address": finding.address,
        "evidence": [{name: getattr(piece, name) for name in EVIDENCE} for piece in finding.evidence],
        "remedy": finding.remedy,
        "fix_safe": fix.safe if fix else None,
        **{f"fix_{name}": getattr(fix, name, None) for name in _OF_FIX},
        "explains": len(finding.also),
        "related_posts": finding.related_count,
        "status": finding.status,
        "fingerprint": finding.fingerprint,
        "other_posts": refs_of_others(finding),
    }
