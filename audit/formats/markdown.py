"""The report in GitHub Markdown, in two modes.

For a pull request: a verdict, the errors, the rest folded away, at most 65,000 characters; GitHub takes 65,536 in a
comment. With a baseline, what is new stands open, whatever its severity, and what is accepted is folded away. What is
too much is left out, first what is accepted, then the mildest, and of many findings of one rule in one post all but the
first; a line says how many. As a document: everything,
rule by rule, with what is wrong, why it matters and what to do.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TextIO

from tabulate import DataRow, TableFormat, tabulate

from audit._counted import counted
from audit.finding import Severity
from audit.formats._baseline import ACCEPTED, SEVERITIES, numbers_of
from audit.formats._text import (
    clipped,
    fix_text,
    is_web,
    markdown_code,
    markdown_link,
    named_posts,
    other_posts,
    place_of,
    score_word,
    title_of,
    unnamed_posts,
)
from audit.formats._text import markdown as literal
from audit.formats._trend import trend

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from audit.formats._baseline import Status
    from audit.report import PostEntry, Report, ReportedFinding, RuleEntry

    Cells = tuple[str, ...]

MOST = 65_000
"""Characters of the whole."""
_RESERVED = 1_000  # for what stands around the tables: headings, tags, the line about what was left out
_MOST_ALIKE = 10  # findings of one rule in one post
_LEAST_ROW = 40  # no row is shorter, so no more than MOST / 40 findings need to be kept
_MOST_TITLE, _MOST_MESSAGE, _MOST_TEXT, _MOST_NOTE = 80, 600, 2_000, 300
_MOST_ADDRESS = 300  # of another post
_MOST_NOTES = 20
_MOST_FAULTS = 3  # that stand in the open
_MOST_SITES = 3
_MARKS: dict[Status | None, str] = {None: "", "new": "new ", "baselined": "accepted "}
_HEADERS = ("", "rule", "post", "what to do")
_ROW = DataRow("| ", " | ", " |")
_FORMAT = TableFormat(
    lineabove=None,
    linebelowheader=lambda widths, _aligns: "|---" * len(widths) + "|",
    linebetweenrows=None,
    linebelow=None,
    headerrow=_ROW,
    datarow=_ROW,
    padding=0,
    with_header_hide=None,
)
"""A table without blanks that only align it: every one of them counts in a comment."""


class _Rows(NamedTuple):
    """The rows of one severity, and with a baseline of one status, that fit; how many did not; how many were alike."""

    severity: Severity
    status: Status | None
    rows: list[Cells]
    left_out: int
    alike: int

    @property
    def length(self) -> int:
        return len(drawn(self.rows)) if self.rows else 0

    def words(self, number: int) -> str:
        """So many findings of the kind, in words."""
        return counted(number, f"{_MARKS[self.status]}{self.severity}")


def markdown(report: Report, out: TextIO) -> None:
    """Write a report as GitHub Markdown for a pull request."""
    notes = _notes(report)
    room = MOST - _RESERVED - len(notes)
    verdict = _verdict(report)
    room -= len(verdict)
    tables: list[_Rows] = []
    statuses: tuple[Status | None, ...] = ("new", "baselined") if report.summary.gate.baselined else (None,)
    for status in statuses:
        for severity in SEVERITIES:
            tables.append(_rows(report, severity, status, room))
            room = 0 if tables[-1].left_out else room - tables[-1].length
    out.write(verdict)
    out.writelines(_shown(table) for table in tables)
    left_out = [table.words(table.left_out) for table in tables if table.left_out]
    if left_out:
        out.write(f"\nLeft out to stay below {MOST:,} characters: {', '.join(left_out)}.\n")
    alike = [table.words(table.alike) for table in tables if table.alike]
    if alike:
        out.write(f"\nOf one rule in one post at most {_MOST_ALIKE} are shown. Left out: {', '.join(alike)}.\n")
    out.write(notes)


def _verdict(report: Report) -> str:
    summary = report.summary
    found = [(getattr(summary.findings, severity), severity) for severity in SEVERITIES]
    head = "nothing to report" if summary.posts else "no post was audited"
    if summary.findings.total:
        numbers = ", ".join(counted(number, severity) for number, severity in found if number)
        head = f"{numbers} in {summary.posts_with_findings:,} of {counted(summary.posts, 'post')}"
    if summary.gate.baselined:
        new = numbers_of(report, "new")
        accepted = f"{ACCEPTED.lower()}: {numbers_of(report, 'baselined')}"
        head = f"{f'{new} new' if new else 'nothing new'}; {accepted}"
    links = summary.links.get("distinct", 0)
    about = [counted(summary.posts, "post"), *([counted(links, "link")] if links else []), score_word(summary.score)]
    gate = summary.gate
    reasons = "; ".join(literal(reason).rstrip(".") for reason in gate.reasons)
    verdict = _passed(report) if gate.passed else f" Gate failed: {reasons}."
    going = literal(trend(report))
    going = f"\n{going}\n" if going else ""
    return f"**postaudit: {head}.** {', '.join(about)}.{verdict}\n{going}{_faults(report)}"


def _passed(report: Report) -> str:
    """What to say of a gate that nothing fails; nothing where a run that is not whole audited no post."""
    if report.exit_code == 0:
        return " Gate passed."
    return " The gate passes what was audited, but the run was not whole." if report.summary.posts else ""


def _faults(report: Report) -> str:
    """Why a run is not whole, as far as it is known: in the open, because the verdict rests on it."""
    told = [clipped(error.message, _MOST_NOTE) for error in report.errors[:_MOST_FAULTS]]
    if len(report.errors) > _MOST_FAULTS:
        told.append(f"and {len(report.errors) - _MOST_FAULTS:,} more")
    if report.run.partial:
        told.insert(0, f"Partial: {clipped(report.run.partial, _MOST_NOTE)}")
    return "\nNot a whole run:\n\n" + "".join(f"- {literal(line)}\n" for line in told) if told else ""


def _rows(report: Report, severity: Severity, status: Status | None, room: int) -> _Rows:
    """The findings of one severity, and of one status if not of both, as table rows, as many as there is room for."""
    kept: list[ReportedFinding] = []
    total = many = 0
    alike: Counter[tuple[str | None, str]] = Counter()
    for finding in report.findings:
        if finding.severity is severity and status in {None, finding.status}:
            alike[finding.post, finding.code] += 1
            if finding.post is not None and alike[finding.post, finding.code] > _MOST_ALIKE:
                many += 1
                continue
            total += 1
            if len(kept) < MOST // _LEAST_ROW:
                kept.append(finding)
    posts = _posts(report, {finding.post for finding in kept if finding.post is not None})
    named = named_posts(kept, report.posts)
    cells = (row(finding, posts.get(finding.post or ""), named) for finding in kept)
    rows, _ = fitting(((f"new {shown}" if status == "new" else shown, *rest) for shown, *rest in cells), room)
    return _Rows(severity, status, rows, total - len(rows), many)


def _posts(report: Report, refs: set[str]) -> dict[str, PostEntry]:
    return {post.ref: post for post in report.posts if post.ref in refs} if refs else {}


def row(finding: ReportedFinding, post: PostEntry | None, posts: Mapping[str, PostEntry]) -> Cells:
    """A finding as the cells of a table: severity, rule, post, and what to do. `posts` are others that it may name."""
    also = f" (+{len(finding.also)})" if finding.also else ""
    advice = f"<br>{literal(clipped(finding.remedy, _MOST_MESSAGE))}" if finding.remedy else ""
    message = literal(clipped(finding.message, _MOST_MESSAGE))
    return (
        finding.severity.value,
        markdown_code(finding.rule),
        _place(finding, post),
        f"{message}{also}{_others(finding, posts)}{advice}{_fix(finding)}",
    )


def _fix(finding: ReportedFinding) -> str:
    return f"<br>{literal(fix_text(finding.fix))}" if finding.fix is not None else ""


def _others(finding: ReportedFinding, posts: Mapping[str, PostEntry]) -> str:
    """The first other posts that a finding rests on, and how many more there are."""
    named: list[str] = []
    for title, url, said in other_posts(finding, posts):
        link = markdown_link(title, url if url and len(url) <= _MOST_ADDRESS else None)
        named.append(f"{link} ({literal(said)})" if said else link)
    if not named:
        return ""
    more = unnamed_posts(finding)
    told = "; ".join([*named, *([f"and {more:,} more"] if more else [])])
    word = "other post" if finding.post else "post"
    return f"<br>{word if len(named) + more == 1 else f'{word}s'}: {told}"


def _place(finding: ReportedFinding, post: PostEntry | None) -> str:
    if finding.post is None:
        return literal(f"the whole site {finding.site}")
    url = post.url if post is not None else None
    title = clipped(title_of(post, finding.post), _MOST_TITLE)
    link = markdown_link(title, url if url and len(url) <= _MOST_TEXT else None)
    return f"{link} {literal(place_of(finding.where))}".rstrip()


def fitting(rows: Iterable[Cells], room: int) -> tuple[list[Cells], int]:
    """The first rows, as many as so many characters have room for, and what is left of it: none if one did not fit."""
    fit: list[Cells] = []
    for cells in rows:
        room -= sum(map(len, cells)) + 3 * len(cells) + 2
        if room < 0:
            return fit, 0
        fit.append(cells)
    return fit, room


def drawn(rows: Sequence[Cells], headers: Sequence[str] = _HEADERS) -> str:
    """A table."""
    return (
        tabulate(rows, headers, tablefmt=_FORMAT, stralign=None, disable_numparse=True, preserve_whitespace=True) + "\n"
    )


def folded(summary: str, body: str) -> str:
    """Markdown that opens when it is asked for."""
    return f"\n<details><summary>{summary}</summary>\n\n{body}\n</details>\n"


def _shown(table: _Rows) -> str:
    """A table; folded unless it is the errors', or what is new."""
    if not table.rows:
        return ""
    if table.status == "new" or (table.status is None and table.severity is Severity.ERROR):
        return f"\n{drawn(table.rows)}"
    return folded(table.words(len(table.rows)), drawn(table.rows))


# -- as a document -----------------------------------------------------------------------------------------------------


def document(report: Report, out: TextIO) -> None:
    """Write a report as a document: the verdict, families and rules in numbers, then every finding, rule by rule."""
    sites = list(dict.fromkeys(post.site for post in report.posts))
    about = literal(clipped(", ".join(sites[:_MOST_SITES]), _MOST_TITLE)) or "no post"
    more = f" and {len(sites) - _MOST_SITES:,} more" if len(sites) > _MOST_SITES else ""
    out.write(f"# Audit of {about}{more}\n\n{_verdict(report)}")
    families = [
        (literal(one.title), f"{one.checked - one.failed:,} of {one.checked:,}", one.rating)
        for one in report.summary.families
        if one.checked
    ]
    if families:
        out.write(f"\n## Families\n\n{drawn(families, ('family', 'posts that pass', ''))}")
    found = _by_rule(report)
    is_compared = bool(report.summary.gate.baselined)
    if found:
        counts = Counter((finding.code, finding.severity) for finding in report.findings)
        new = Counter((one.code, one.severity) for one in report.findings if one.status == "new") if is_compared else {}
        numbers = [
            (
                severity.value,
                markdown_code(f"{rule.code} {rule.name}"),
                *([f"{new.get((rule.code, severity), 0):,}"] if is_compared else []),
                f"{counts[rule.code, severity]:,}",
            )
            for (_, rule), _ in found
            for severity in sorted(Severity, key=lambda one: -one.rank)
            if counts[rule.code, severity]
        ]
        out.write(f"\n## Rules\n\n{drawn(numbers, ('', 'rule', *(['new'] if is_compared else []), 'findings'))}")
        out.write("\n## Findings\n")
    for (severity, rule), rows in found:
        out.writelines(_chapter(severity, rule, rows, is_compared=is_compared))
    out.write(_notes(report))


class _Named(NamedTuple):
    """A rule as a finding names it, and its entry, unless somebody wrote the report by hand."""

    code: str
    name: str
    entry: RuleEntry | None


class _Found(NamedTuple):
    """The findings of one rule as rows. Without a baseline all of them are new."""

    new: list[Cells]
    accepted: list[Cells]


def _by_rule(report: Report) -> list[tuple[tuple[Severity, _Named], _Found]]:
    """The findings as rows, by rule: the rules with new findings first, then the worst."""
    entries = {entry.code: entry for entry in report.rules}
    rows: dict[str, _Found] = {}
    named: dict[str, tuple[Severity, _Named]] = {}
    posts = {post.ref: post for post in report.posts}
    for finding in report.findings:
        code = finding.code
        advice = (
            literal(clipped(finding.remedy, _MOST_TEXT))
            if code not in entries or finding.remedy != entries[code].remedy
            else ""
        )
        also = "".join(f"<br>also {literal(clipped(f'{one.rule}: {one.message}', _MOST_TEXT))}" for one in finding.also)
        message = (
            f"{literal(clipped(finding.message, _MOST_TEXT))}{_others(finding, posts)}{also}"
            f"{f'<br>{advice}' if advice else ''}{_fix(finding)}"
        )
        found = rows.setdefault(code, _Found([], []))
        kind = found.new if finding.status == "new" else found.accepted
        kind.append((_place(finding, posts.get(finding.post or "")), message))
        known = named.setdefault(code, (finding.severity, _Named(code, finding.rule, entries.get(code))))
        if finding.severity.rank > known[0].rank:
            named[code] = (finding.severity, known[1])
    order = sorted(rows, key=lambda code: (not rows[code].new, -named[code][0].rank, -sum(map(len, rows[code])), code))
    return [(named[code], rows[code]) for code in order]


def _chapter(severity: Severity, rule: _Named, rows: _Found, *, is_compared: bool) -> Iterator[str]:
    yield f"\n### {markdown_code(f'{rule.code} {rule.name}')} ({severity})\n"
    if rule.entry is not None:
        for text in (rule.entry.summary, rule.entry.why, rule.entry.remedy):
            yield f"\n{_harmless(literal(text))}\n" if text.strip() else ""
        links = [markdown_link(source, source) for source in rule.entry.sources if is_web(source)]
        yield f"\nSources: {', '.join(links)}\n" if links else ""
    if rows.new:
        yield f"\nNew: {len(rows.new):,}\n" if is_compared else ""
        yield f"\n{drawn(rows.new, ('post', 'what'))}"
    if rows.accepted:
        told = f"{ACCEPTED}: {len(rows.accepted):,}"
        yield folded(told, drawn(rows.accepted, ("post", "what")))


def _harmless(line: str) -> str:
    """A line at the beginning of which nothing opens a heading, a list or a quotation."""
    return f"&#8203;{line}" if line[:1] in "#+-=>:0123456789" else line


def _notes(report: Report) -> str:
    """What was not checked, and what went wrong."""
    notes = "".join(_folded_list(summary, lines) for summary, lines in _unchecked(report))
    for told in reversed(report.run.notes[:_MOST_NOTES]):
        notes = f"\nNote: {literal(clipped(told, _MOST_NOTE))}\n{notes}"
    return notes


def _unchecked(report: Report) -> Iterator[tuple[str, list[str]]]:
    skipped = report.summary.links.get("skipped", 0)
    rules = [rule for rule in report.rules if rule.state in {"skipped", "crashed"}] if report.summary.posts else []
    lines = [f"{markdown_code(rule.name)} ({rule.state})" for rule in rules]
    if skipped:
        lines.insert(0, f"{counted(skipped, 'link')}: the network was not asked")
    if report.summary.posts_not_evaluated:
        lines.insert(0, f"{counted(report.summary.posts_not_evaluated, 'post')}: nothing could be evaluated")
    if lines:
        yield "Not checked", lines
    gate = report.summary.gate
    if gate.ignores or gate.stale:
        told = [literal(clipped(note, _MOST_NOTE)) for note in (*gate.ignores, *gate.stale)]
        yield "To tidy up in ignores and baseline", told
    if len(report.errors) > _MOST_FAULTS:
        yield (
            f"{counted(len(report.errors), 'problem')} while reading and running",
            [literal(clipped(error.message, _MOST_NOTE)) for error in report.errors],
        )


def _folded_list(summary: str, lines: Sequence[str]) -> str:
    shown = [f"- {line}" for line in lines[:_MOST_NOTES]]
    if len(lines) > _MOST_NOTES:
        shown.append(f"- and {len(lines) - _MOST_NOTES:,} more")
    return folded(summary, "".join(f"{line}\n" for line in shown))
