"""A comparison of two runs as a table, Markdown, JSON or HTML. What stands in it is hostile, and escaped for each."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TextIO

from jinja2 import Environment, StrictUndefined

from audit._counted import counted
from audit.formats._baseline import SEVERITIES
from audit.formats._page_text import web_address
from audit.formats._text import clipped, one_line, score_word
from audit.formats._text import markdown as literal
from audit.formats._trend import moment
from audit.formats.html import UNWRITABLE, hash_source, shown
from audit.formats.json_format import dumped
from audit.formats.markdown import drawn, fitting, folded, row
from audit.formats.table import Style, blocks, wrapped
from audit.report import ListEntries
from audit.resources import report_asset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from audit.gate.compare import ComparedFinding, Comparison
    from audit.report import PostEntry, Report, SeverityCounts

MOST = 65_000
"""Characters of the Markdown: GitHub takes 65,536 in a comment."""
MOST_SHOWN = 2_000
"""Findings of one kind that HTML shows; JSON has them all."""
_MOST_REASONS = 10
_ROOM_FOR_TITLES = 1_000  # characters of Markdown around the tables
_MOST_NOTE = 1_000


_PLAIN = Style()


class Sides(NamedTuple):
    """A comparison, and the two reports that it is of: they have the titles of the posts."""

    comparison: Comparison
    old: Report
    new: Report


class _Part(NamedTuple):
    """Findings of one kind, and the report that has their posts."""

    key: str
    title: str
    findings: list[ComparedFinding]
    counts: SeverityCounts
    report: Report


def table(sides: Sides, out: TextIO, style: Style = _PLAIN) -> None:
    """Write for a terminal: what is new and fixed, then what it amounts to; with `verbose` the rest, too."""
    hidden = set() if style.verbose else {"unchanged", "not_looked_at"}
    for part in _parts(sides):
        if not part.findings or part.key in hidden or style.quiet:
            continue
        out.write(f"{part.title}: {_numbers(part.counts)}\n\n")
        out.writelines(f"{block}\n\n" for block in blocks(_section(part), style))
    for line in _told(sides.comparison):
        out.writelines(f"{folded}\n" for folded in wrapped(line, style.width))


def markdown(sides: Sides, out: TextIO) -> None:
    """Write GitHub Markdown, short enough for a comment: new findings in the open, the rest folded away."""
    head, *rest = (literal(clipped(line, _MOST_NOTE)) for line in _told(sides.comparison))
    begin = f"**postaudit: {head.rstrip('.')}.**\n" + "".join(f"\n{line}\n" for line in rest)
    out.write(begin)
    room = MOST - _ROOM_FOR_TITLES - len(begin)
    for part in _parts(sides):
        if part.key == "unchanged" or not part.findings:
            continue
        rows, room = _rows(part, room)
        more = len(part.findings) - len(rows)
        listed = (drawn(rows) if rows else "") + (f"\nand {more:,} more\n" if more else "")
        title = f"{part.title}: {_numbers(part.counts)}"
        if part.key == "new":
            out.write(f"\n{title}\n\n{listed}")
        else:
            out.write(folded(title, listed))


def json(sides: Sides, out: TextIO) -> None:
    """Write JSON, the contract of `schemas/comparison.schema.json`."""
    out.write(f"{dumped(sides.comparison)}\n")


def html(sides: Sides, out: TextIO) -> None:
    """Write one self-contained page without a script. Equal comparisons give equal bytes."""
    style = report_asset("html/profile.css") + report_asset("html/compare.css")
    head, *rest = _told(sides.comparison)
    posts = {part.key: {post.ref: post for post in part.report.posts} for part in _parts(sides)}
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"shown": shown, "number": "{:,}".format, "web": web_address}
    page = environment.from_string(report_asset("html/compare.html.j2")).render(
        head=head,
        rest=rest,
        parts=[(part, _numbers(part.counts), part.findings[:MOST_SHOWN]) for part in _parts(sides)],
        posts=posts,
        reason=_reason,
        most=MOST_SHOWN,
        style=style,
        style_hash=hash_source(style),
    )
    out.write(UNWRITABLE.sub("\ufffd", page) + "\n")


COMPARISON_FORMATS: dict[str, Callable[[Sides, TextIO], None]] = {
    "table": table,
    "markdown": markdown,
    "json": json,
    "html": html,
}
"""The formats of a comparison, by name."""


def _parts(sides: Sides) -> Iterator[_Part]:
    found, counts = sides.comparison, sides.comparison.counts
    yield _Part("new", "New", found.new, counts.new, sides.new)
    yield _Part("fixed", "Fixed", found.fixed, counts.fixed, sides.old)
    yield _Part("not_looked_at", "Not looked at", found.not_looked_at, counts.not_looked_at, sides.old)
    yield _Part("unchanged", "Unchanged", found.unchanged, counts.unchanged, sides.new)


def _numbers(counts: SeverityCounts) -> str:
    numbers = [(getattr(counts, severity), severity) for severity in SEVERITIES]
    return ", ".join(counted(number, severity) for number, severity in numbers if number) or "none"


def _section(part: _Part) -> Report:
    """The findings of one kind as a report of their own, as the table draws one."""
    summary = part.report.summary.model_copy(update={"findings": part.counts})
    return replace(
        part.report, summary=summary, entries=ListEntries(list(part.report.posts), list(_with_reasons(part)))
    )


def _with_reasons(part: _Part) -> Iterator[ComparedFinding]:
    """The findings of one kind, each with its reason in the message."""
    for one in part.findings:
        yield one.model_copy(update={"message": f"{one.message} ({_reason(part, one)})"}) if one.reason else one


def _reason(part: _Part, finding: ComparedFinding) -> str:
    """Why a finding may be older, or may still be there."""
    return f"perhaps not new: {finding.reason}" if part.key == "new" else str(finding.reason)


def _rows(part: _Part, room: int) -> tuple[list[tuple[str, ...]], int]:
    """The rows of a table in Markdown, as many as there is room for, and what room is left."""
    posts: dict[str, PostEntry] = {post.ref: post for post in part.report.posts}
    return fitting((row(one, posts.get(one.post or ""), posts) for one in _with_reasons(part)), room)


def _told(found: Comparison) -> Iterator[str]:
    """What the comparison amounts to, a line each."""
    counts = found.counts
    parts = [
        f"{counts.new.total:,} new",
        f"{counts.fixed.total:,} fixed",
        f"{counts.unchanged.total:,} unchanged",
        *([f"{counts.not_looked_at.total:,} not looked at"] if counts.not_looked_at.total else []),
    ]
    yield f"{', '.join(parts)}."
    old, new = found.runs.old, found.runs.new
    yield (
        f"Before, {moment(old.started_at)}: {counted(old.posts, 'post')}, {counted(old.findings.total, 'finding')}, "
        f"{score_word(old.score)}. Now, {moment(new.started_at)}: {counted(new.posts, 'post')}, "
        f"{counted(new.findings.total, 'finding')}, {score_word(new.score)}."
    )
    if found.not_looked_at:
        yield f"Not looked at by the newer run: {_reasons(found.not_looked_at)}."
    unasked = [finding for finding in found.new if finding.reason]
    if unasked:
        yield f"New, but perhaps there before: {_reasons(unasked)}, in the older run."
    yield from (one_line(note) for note in found.notes)
    if found.gate.fail_on != "never":
        yield _gate(found)


def _reasons(findings: Sequence[ComparedFinding]) -> str:
    reasons = Counter(one_line(finding.reason or "") for finding in findings).most_common()
    told = [f"{count:,} because {reason}" for reason, count in reasons[:_MOST_REASONS]]
    rest = sum(count for _, count in reasons[_MOST_REASONS:])
    return "; ".join([*told, *([f"{rest:,} for other reasons"] if rest else [])])


def _gate(found: Comparison) -> str:
    if not found.runs.new.whole:
        return "No verdict: the newer run was not whole. The exit code is 2."
    if not found.comparable:
        return "No verdict: the two runs cannot be compared. The exit code is 2."
    if found.gate.passed:
        return f"Gate passed (--fail-on {found.gate.fail_on})."
    return f"Gate failed: {'; '.join(found.gate.reasons)}."
