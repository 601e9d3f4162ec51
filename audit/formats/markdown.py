"""The report for a pull request: a verdict, the errors, the rest folded away, at most 65,000 characters.

GitHub takes 65,536 characters in a comment. What is too much is left out, the mildest first, and a line says how many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TextIO

from audit.finding import Severity
from audit.formats._text import (
    clipped,
    counted,
    markdown_code,
    markdown_link,
    place_of,
    score_word,
    title_of,
)
from audit.formats._text import markdown as literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.report import PostEntry, Report, ReportedFinding

MOST = 65_000
"""Characters of the whole."""
_RESERVED = 1_000  # for what stands around the tables: headings, tags, the line about what was left out
_LEAST_ROW = 40  # no row is shorter, so no more than MOST / 40 findings need to be kept
_MOST_TITLE, _MOST_MESSAGE, _MOST_ADDRESS, _MOST_NOTE = 80, 600, 2_000, 300
_MOST_NOTES = 20
_WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)
_HEAD = "| | rule | post | what to do |\n|---|---|---|---|\n"


class _Rows(NamedTuple):
    """The rows of one severity that fit, and how many did not."""

    severity: Severity
    rows: list[str]
    left_out: int


def markdown(report: Report, out: TextIO) -> None:
    """Write a report as GitHub Markdown."""
    notes = _notes(report)
    room = MOST - _RESERVED - len(notes)
    verdict = _verdict(report)
    room -= len(verdict)
    tables: list[_Rows] = []
    for severity in _WORST_FIRST:
        tables.append(_rows(report, severity, room))
        room = 0 if tables[-1].left_out else room - sum(len(row) for row in tables[-1].rows)
    out.write(verdict)
    out.writelines(_drawn(table) for table in tables)
    left_out = [counted(table.left_out, table.severity) for table in tables if table.left_out]
    if left_out:
        out.write(f"\nLeft out to stay below {MOST:,} characters: {', '.join(left_out)}.\n")
    out.write(notes)


def _verdict(report: Report) -> str:
    summary = report.summary
    found = [(getattr(summary.findings, severity), severity) for severity in _WORST_FIRST]
    head = "nothing to report" if summary.posts else "no post was audited"
    if summary.findings.total:
        numbers = ", ".join(counted(number, severity) for number, severity in found if number)
        head = f"{numbers} in {summary.posts_with_findings:,} of {counted(summary.posts, 'post')}"
    links = summary.links.get("distinct", 0)
    about = [counted(summary.posts, "post"), *([counted(links, "link")] if links else []), score_word(summary.score)]
    gate = summary.gate
    reasons = "; ".join(literal(reason).rstrip(".") for reason in gate.reasons)
    verdict = "Gate passed." if gate.passed else f"Gate failed: {reasons}."
    return f"**postaudit: {head}.** {', '.join(about)}. {verdict}\n"


def _rows(report: Report, severity: Severity, room: int) -> _Rows:
    """The findings of one severity as table rows, as many as there is room for."""
    kept: list[ReportedFinding] = []
    total = 0
    for finding in report.findings:
        if finding.severity is severity:
            total += 1
            if len(kept) < MOST // _LEAST_ROW:
                kept.append(finding)
    posts = _posts(report, {finding.post for finding in kept if finding.post is not None})
    rows: list[str] = []
    for finding in kept:
        row = _row(finding, posts.get(finding.post or ""))
        room -= len(row)
        if room < 0:
            break
        rows.append(row)
    return _Rows(severity, rows, total - len(rows))


def _posts(report: Report, refs: set[str]) -> dict[str, PostEntry]:
    return {post.ref: post for post in report.posts if post.ref in refs} if refs else {}


def _row(finding: ReportedFinding, post: PostEntry | None) -> str:
    if finding.post is None:
        place = literal(f"the whole site {finding.site}")
    else:
        url = post.url if post is not None else None
        title = clipped(title_of(post, finding.post), _MOST_TITLE)
        link = markdown_link(title, url if url and len(url) <= _MOST_ADDRESS else None)
        place = f"{link} {literal(place_of(finding.where))}".rstrip()
    also = f" (+{len(finding.also)})" if finding.also else ""
    advice = f"<br>{literal(clipped(finding.remedy, _MOST_MESSAGE))}" if finding.remedy else ""
    message = literal(clipped(finding.message, _MOST_MESSAGE))
    return f"| {finding.severity} | {markdown_code(finding.rule)} | {place} | {message}{also}{advice} |\n"


def _drawn(table: _Rows) -> str:
    """A table; folded unless it is the errors'."""
    if not table.rows:
        return ""
    drawn = _HEAD + "".join(table.rows)
    if table.severity is Severity.ERROR:
        return f"\n{drawn}"
    number = counted(len(table.rows), table.severity)
    return f"\n<details><summary>{number}</summary>\n\n{drawn}\n</details>\n"


def _notes(report: Report) -> str:
    """What was not checked, and what went wrong."""
    notes = "".join(_folded(summary, lines) for summary, lines in _unchecked(report))
    for told in reversed(report.run.notes[:_MOST_NOTES]):
        notes = f"\nNote: {literal(clipped(told, _MOST_NOTE))}\n{notes}"
    if report.run.partial:
        notes = f"\nPartial: {literal(clipped(report.run.partial, _MOST_NOTE))}\n{notes}"
    return notes


def _unchecked(report: Report) -> Iterator[tuple[str, list[str]]]:
    skipped = report.summary.links.get("skipped", 0)
    rules = [rule for rule in report.rules if rule.state in {"skipped", "crashed"}]
    lines = [f"{markdown_code(rule.name)} ({rule.state})" for rule in rules]
    if skipped:
        lines.insert(0, f"{counted(skipped, 'link')}: the network was not asked")
    if report.summary.posts_not_evaluated:
        lines.insert(0, f"{counted(report.summary.posts_not_evaluated, 'post')}: nothing could be evaluated")
    if lines:
        yield "Not checked", lines
    if report.errors:
        yield (
            f"{counted(len(report.errors), 'problem')} while reading and running",
            [literal(clipped(error.message, _MOST_NOTE)) for error in report.errors],
        )


def _folded(summary: str, lines: Sequence[str]) -> str:
    shown = [f"- {line}" for line in lines[:_MOST_NOTES]]
    if len(lines) > _MOST_NOTES:
        shown.append(f"- and {len(lines) - _MOST_NOTES:,} more")
    items = "\n".join(shown)
    return f"\n<details><summary>{summary}</summary>\n\n{items}\n\n</details>\n"
