"""The report on a terminal: tables of findings, then what they amount to.

The layout is made of plain text first; colours and links are laid over it at the end, so that they change no width.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple, TextIO

from rich.cells import cell_len, chop_cells
from tabulate import tabulate

from audit._counted import counted
from audit.finding import Severity
from audit.formats._baseline import ACCEPTED, SEVERITIES, numbers_of
from audit.formats._text import (
    ascii_address,
    clipped,
    evidence_lines,
    fix_text,
    is_web,
    named_posts,
    one_line,
    other_posts,
    place_of,
    score_word,
    title_of,
    unnamed_posts,
)
from audit.formats._trend import trend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from audit.formats._baseline import Status
    from audit.report import PostEntry, Report, ReportedFinding, RuleEntry

WIDTH = 100
"""Columns without a terminal."""
LEAST_WIDTH = 80
_GAP = 2  # between two columns
_SEVERITY = 10
_CODE = 6
_MOST_RULE, _MOST_PLACE = 35, 16
_LEAST_MESSAGE = 24
_MOST_ALIKE, _FIRST = 10, 5  # findings of one rule in one post: all of so many, else so many of them
_MOST_ADDRESS = 500
_REMEDY = "remedy: "
_COLOURS = {"error": "31", "warning": "33", "notice": "34"}


@dataclass(frozen=True, slots=True)
class Style:
    """How a report looks on a terminal.

    Attributes:
        width: columns; less than 80 counts as 80.
        colour: severities in red, yellow and blue.
        links: titles and codes are links (OSC 8).
        group_by: one table a post, one a rule, or one a target: the address that findings are about.
        verbose: notices and many findings of one rule in full, under each finding its evidence, other posts, remedy,
            fix, and what its cause explains as well; and which rules were not evaluated.
        quiet: the last block only.
        statistics: one line a rule instead of the findings.
    """

    width: int = WIDTH
    colour: bool = False
    links: bool = False
    group_by: Literal["post", "rule", "target"] = "post"
    verbose: bool = False
    quiet: bool = False
    statistics: bool = False


class Row(NamedTuple):
    """One finding as a line of a table.

    `link` is the address of what the second column begins with; `details` stand below, across the other columns.
    """

    severity: str
    subject: str
    place: str
    message: str
    link: str | None
    details: Sequence[str] = ()


def table(report: Report, out: TextIO, style: Style = Style()) -> None:
    """Write a report for a terminal."""
    painter = _Painter(report, style)
    if not style.quiet:
        drawn = painter.statistics() if style.statistics else painter.findings()
        out.writelines(f"{block}\n\n" for block in drawn)
    out.writelines(f"{line}\n" for line in painter.summary())


def blocks(report: Report, style: Style) -> Iterator[str]:
    """All findings alone, one table after the other."""
    return _Painter(report, style).blocks()


class _Painter:
    def __init__(self, report: Report, style: Style) -> None:
        self._report = report
        self._style = style
        self._width = max(style.width, LEAST_WIDTH)
        self._posts_of = Counter(post.site for post in report.posts)
        self._pages = {rule.code: next(filter(is_web, rule.sources), None) for rule in report.rules}
        self._lists = not (style.quiet or style.statistics)
        self._named = named_posts(report.findings, report.posts) if style.verbose and self._lists else {}
        self._status: Status | None = None  # the findings that are drawn; all of them if None

    # -- blocks ------------------------------------------------------------------------------------------------------

    def findings(self) -> Iterator[str]:
        """What is found; with a baseline what is new, and what the baseline accepts only if all is asked for."""
        if not self._report.summary.gate.baselined:
            yield from self.blocks()
            return
        shown: tuple[tuple[Status, str], ...] = (("new", "New"), ("baselined", ACCEPTED))
        for status, title in shown if self._style.verbose else shown[:1]:
            numbers = numbers_of(self._report, status)
            if numbers:
                yield f"{title}: {numbers}"
                self._status = status
                yield from self.blocks()
        self._status = None

    def blocks(self) -> Iterator[str]:
        """The findings, one table after the other."""
        summary = self._report.summary
        if not summary.findings.total:
            return
        if self._style.group_by != "post":
            yield from self._by_rule() if self._style.group_by == "rule" else self._by_target()
            return
        shown: set[str] = set()
        of_sites: list[ReportedFinding] = []
        for post, found in self._by_post():
            if found[0].post is None:
                of_sites += found
                continue
            if found[0].site not in shown:
                shown.add(found[0].site)
                yield self._site_title(found[0].site)
            yield self._post_block(post, found)
        for site, own in groupby(of_sites, lambda finding: finding.site):
            if site not in shown:
                yield self._site_title(site)
            yield self._site_block(site, list(own))

    def _by_post(self) -> Iterator[tuple[PostEntry | None, list[ReportedFinding]]]:
        return _by_post(self._report, self._status)

    def _site_title(self, site: str) -> str:
        return f"{one_line(site)} · {counted(self._posts_of[site], 'post')}"

    def statistics(self) -> Iterator[str]:
        """One line for each severity of a rule's findings, the most frequent first; with a baseline, new ones first."""
        counts = Counter((finding.severity, finding.code) for finding in self._report.findings)
        rules = {rule.code: rule for rule in self._report.rules}
        lines_of = sorted(counts, key=lambda key: (-key[0].rank, -counts[key], key[1]))
        new: Counter[tuple[Severity, str]] | None = None
        if self._report.summary.gate.baselined:
            found = (finding for finding in self._report.findings if finding.status == "new")
            new = Counter((finding.severity, finding.code) for finding in found)
            lines_of.sort(key=lambda key: key not in new)
        if lines_of:
            rows = [
                (
                    severity.value,
                    f"{code} {rules[code].name}",
                    *([f"{new[severity, code]:,}"] if new is not None else []),
                    f"{counts[severity, code]:,}",
                    f"{rules[code].checked:,}",
                )
                for severity, code in lines_of
            ]
            headers = ("severity", "rule", *(["new"] if new is not None else []), "findings", "checked")
            aligned = ("left", "left", *["right"] * (len(headers) - 2))
            lines = tabulate(rows, headers, disable_numparse=True, colalign=aligned).splitlines()
            yield "\n".join(self._painted(line, self._pages.get(line[12:18])) for line in lines)

    def _post_block(self, post: PostEntry | None, found: Sequence[ReportedFinding]) -> str:
        lines = self._title(title_of(post, found[0].post or ""), post.url if post is not None else None)
        full = [finding for finding in found if self._style.verbose or finding.severity is not Severity.NOTICE]
        if full:
            rows = list(self._shortened(full, lambda one: self._row(one, self._rule(one), place_of(one.where))))
            lines += self._table(("severity", "rule", "where", "message"), rows)
        notices = [finding for finding in found if finding.severity is Severity.NOTICE]
        if notices and not self._style.verbose:
            lines += self._notices(notices)
        return "\n".join(lines)

    def _site_block(self, site: str, found: Sequence[ReportedFinding]) -> str:
        title = "The whole site" if len(self._posts_of) == 1 else f"The whole site {one_line(site)}"
        posts = f"of {self._posts_of[site]:,}"
        rows = [
            self._row(finding, self._rule(finding), f"{finding.related_count or len(finding.related):,} {posts}")
            for finding in found
        ]
        return "\n".join([title, *self._table(("severity", "rule", "posts", "message"), rows)])

    def _by_rule(self) -> Iterator[str]:
        """One table a rule. Keeps a line for each finding, because the report has them post by post."""
        rows: dict[str, list[Row]] = {}
        names: dict[str, str] = {}
        for post, found in self._by_post():
            link = post.url if post is not None else None
            by_code: dict[str, list[ReportedFinding]] = {}
            for finding in found:
                by_code.setdefault(finding.code, []).append(finding)
                names.setdefault(finding.code, finding.rule)
            for code, alike in by_code.items():
                ref, site = alike[0].post, alike[0].site
                subject = title_of(post, ref) if ref else one_line(f"{site} (the whole site)")
                told = self._shortened(alike, partial(self._row_of, subject, link))
                rows.setdefault(code, []).extend(told)
        severities = {code: max(Severity(row.severity).rank for row in found) for code, found in rows.items()}
        for code in sorted(rows, key=lambda code: (-severities[code], code)):
            title = self._linked(code, self._pages.get(code))
            headers = ("severity", "post", "where", "message")
            yield "\n".join([f"{title} {one_line(names[code])}", *self._table(headers, rows[code])])

    def _by_target(self) -> Iterator[str]:
        """One table an address, the worst first; what is about no address comes last, in one table."""
        rows: dict[str, list[Row]] = {}
        for post, found in self._by_post():
            for finding in found:
                about = title_of(post, finding.post) if finding.post else one_line(f"{finding.site} (the whole site)")
                row = self._row(finding, self._rule(finding), place_of(finding.where))
                rows.setdefault(finding.address or "", []).append(row._replace(message=f"{about}: {row.message}"))
        worst = {address: max(Severity(row.severity).rank for row in found) for address, found in rows.items()}
        for address in sorted(rows, key=lambda one: (not one, -worst[one], -len(rows[one]), one)):
            title = self._title(clipped(one_line(address), _MOST_ADDRESS), None) if address else ["About no address"]
            headers = ("severity", "rule", "where", "post and message")
            yield "\n".join([*title, *self._table(headers, rows[address])])

    # -- lines -------------------------------------------------------------------------------------------------------

    def _title(self, title: str, url: str | None) -> list[str]:
        shown = one_line(url) if url else ""
        column = self._width // 2 + _GAP
        if cell_len(title) + _GAP <= column and column + cell_len(shown) <= self._width:
            return [(self._linked(title, url) + " " * (column - cell_len(title)) + shown).rstrip()]
        narrow = cell_len(title) == len(title)
        folded = "\n".join(textwrap.wrap(title, self._width)) if narrow else _wrapped(title, self._width)
        lines = [self._linked(line, url) for line in folded.splitlines()]
        return [*lines, shown] if shown else lines

    def _rule(self, finding: ReportedFinding) -> str:
        return one_line(f"{finding.code} {finding.rule}")

    def _row(self, finding: ReportedFinding, subject: str, place: str, link: str | None = None) -> Row:
        message = one_line(finding.message)
        if finding.also and not self._style.verbose:
            message = f"{message} (+{len(finding.also)})"
        details = list(self._details(finding)) if self._style.verbose else ()
        return Row(finding.severity.value, subject, place, message, link or self._pages.get(finding.code), details)

    def _details(self, finding: ReportedFinding) -> Iterator[str]:
        """What stands under a finding when all is asked for: what it rests on, and what to do."""
        yield from evidence_lines(finding)
        for title, url, said in other_posts(finding, self._named):
            word = "other post" if finding.post else "post"
            yield " ".join(filter(None, (f"{word}:", title, f"({said})" if said else "", one_line(url or ""))))
        if finding.related and unnamed_posts(finding):
            yield f"and {counted(unnamed_posts(finding), 'more post')}"
        if finding.remedy:
            yield f"{_REMEDY}{one_line(finding.remedy)}"
        if finding.fix is not None:
            yield fix_text(finding.fix)
        yield from self._also(finding)

    def _row_of(self, subject: str, link: str | None, finding: ReportedFinding) -> Row:
        return self._row(finding, subject, place_of(finding.where), link)

    def _shortened(self, found: Sequence[ReportedFinding], row: Callable[[ReportedFinding], Row]) -> Iterator[Row]:
        """Findings of one post as rows. Of very many of one rule the first, and a row that says how many more."""
        counts = Counter((finding.code, finding.severity) for finding in found)
        drawn: Counter[tuple[str, Severity]] = Counter()
        for finding in found:
            kind = finding.code, finding.severity
            if self._style.verbose or not finding.post or counts[kind] <= _MOST_ALIKE:
                yield row(finding)
                continue
            drawn[kind] += 1
            if drawn[kind] <= _FIRST:
                yield row(finding)
            elif drawn[kind] == _FIRST + 1:
                more = f"{counts[kind] - _FIRST:,} more"
                told = "like these in this post; --verbose lists them"
                yield row(finding)._replace(place=more, message=f"{told}{_unlisted(found, kind)}.")

    def _also(self, finding: ReportedFinding) -> Iterator[str]:
        for also in finding.also:
            yield one_line(f"also {also.code} {also.rule}: {also.message}")

    def _notices(self, notices: Sequence[ReportedFinding]) -> list[str]:
        counts: dict[str, int] = {}
        for finding in notices:
            counts[one_line(finding.rule)] = counts.get(one_line(finding.rule), 0) + 1
        names = ", ".join(f"{count} {name}" if count > 1 else name for name, count in counts.items())
        text = f"{counted(len(notices), 'notice')}: {names}"
        return textwrap.wrap(text, self._width, initial_indent=" ", subsequent_indent="   ", break_on_hyphens=False)

    def _table(self, headers: Sequence[str], rows: Sequence[Row]) -> list[str]:
        rule, place = self._columns(rows)
        message = self._width - _SEVERITY - rule - place - 3 * _GAP
        cells = [
            (row.severity, _wrapped(row.subject, rule), _wrapped(row.place, place), _wrapped(row.message, message))
            for row in rows
        ]
        drawn = tabulate(cells, headers, disable_numparse=True).splitlines()
        return list(self._laid_out(drawn, iter(rows)))

    def _laid_out(self, drawn: Iterable[str], rows: Iterator[Row]) -> Iterator[str]:
        """The lines of a drawn table, each row with its details below; a remedy that stands above is not repeated."""
        told: set[str] = set()
        below: Sequence[str] = ()
        for line in drawn:
            if not _begins(line):
                yield line.rstrip()
                continue
            yield from below
            row = next(rows)
            below = self._below(row.details, told)
            yield self._painted(line, row.link)
        yield from below

    def _below(self, details: Iterable[str], told: set[str]) -> list[str]:
        lines: list[str] = []
        for detail in details:
            if detail.startswith(_REMEDY):
                if detail in told:
                    continue
                told.add(detail)
            first, *rest = _wrapped(detail, self._width - _SEVERITY - 2 * _GAP).splitlines()
            lines += [" " * (_SEVERITY + _GAP) + first, *(" " * (_SEVERITY + 2 * _GAP) + line for line in rest)]
        return lines

    def _columns(self, rows: Sequence[Row]) -> tuple[int, int]:
        """Widths of the second and third column: as wide as they need to be, if the message keeps enough."""
        rule = min(max(len(row.subject) for row in rows), _MOST_RULE)
        place = min(max(len("where") + _GAP, *(len(row.place) for row in rows)), _MOST_PLACE)
        rest = self._width - _SEVERITY - 3 * _GAP - place - rule
        return max(rule - max(_LEAST_MESSAGE - rest, 0), _CODE), place

    def _painted(self, line: str, link: str | None) -> str:
        severity, blank, rest = line.partition(" ")
        if severity not in _COLOURS:
            return line.rstrip()
        rest = (blank + rest).rstrip()
        start = _SEVERITY + _GAP - len(severity)
        if self._style.links and link:
            subject = rest[start:].partition("  ")[0]
            first = subject.partition(" ")[0] if subject[:3].isupper() else subject
            rest = rest[:start] + self._linked(first, link) + rest[start + len(first) :]
        if self._style.colour:
            severity = f"\x1b[{_COLOURS[severity]}m{severity}\x1b[0m"
        return severity + rest

    def _linked(self, text: str, url: str | None) -> str:
        if not self._style.links or not url or not is_web(url):
            return text
        return f"\x1b]8;;{ascii_address(url)}\x1b\\{text}\x1b]8;;\x1b\\"

    # -- what it amounts to ------------------------------------------------------------------------------------------

    def summary(self) -> Iterator[str]:
        """The last block: posts, links, what was not checked, the gate, and what to do next."""
        report = self._report
        yield from self._wrapped(self._posts_line())
        yield from self._wrapped(trend(report))
        notes = [note for note in (self._links_note(), self._rules_note()) if note]
        yield from self._together(notes, " " * 8)
        if not self._style.verbose:
            yield from self._wrapped(self._more_note())
        if self._style.verbose:
            yield from self._rules_left_out()
        if report.run.partial:
            yield from self._wrapped(f"Partial: {one_line(report.run.partial).rstrip('.')}.")
        if report.errors:
            yield f"Not whole: {counted(len(report.errors), 'problem')}, told on stderr. The exit code is 2."
        yield from self._wrapped(self._gate_line())
        worst = _worst(report)
        if worst is not None:
            explain = f"`postaudit rules {one_line(worst.code)}` explains a rule."
            yield from self._together([explain, "`-o report.html` writes the whole report."], " ")

    def _posts_line(self) -> str:
        summary = self._report.summary
        posts, unread = counted(summary.posts, "post"), summary.posts_not_evaluated
        left = f"{unread:,} not evaluated" if unread else ""
        if not summary.posts:
            return "No post was audited."
        if not summary.findings.total:
            return f"{posts}: nothing to report{f', {left}' if left else ''}."
        clean = max(summary.posts - summary.posts_with_findings - unread, 0)
        stand = ", ".join(filter(None, (f"{summary.posts_with_findings:,} with findings", f"{clean:,} clean", left)))
        counts = ", ".join(
            counted(getattr(summary.findings, severity), severity) for severity in ("error", "warning", "notice")
        )
        if summary.gate.baselined:
            new, accepted = numbers_of(self._report, "new"), numbers_of(self._report, "baselined")
            told = "" if self._style.verbose else " (--verbose lists them)"
            counts = f"New: {new or 'nothing'}. {ACCEPTED}: {accepted}{told}"
        return f"{posts}: {stand}. {counts}. {score_word(summary.score).capitalize()}."

    def _links_note(self) -> str:
        links = dict(self._report.summary.links)
        distinct = links.pop("distinct", 0)
        if not distinct:
            return ""
        if links.get("skipped") == distinct:
            return f"{counted(distinct, 'link')}: not asked{' (--offline)' if self._report.run.offline else ''}."
        cached = links.pop("cached", 0)
        told = ", ".join(f"{number:,} {one_line(verdict)}" for verdict, number in links.items() if number)
        known = f"; {cached:,} known from an earlier run" if cached else ""
        return f"{counted(distinct, 'link')}: {told}{known}."

    def _rules_note(self) -> str:
        count = sum(len(rules) for _, rules in self._left_out())
        if not count or self._style.verbose:
            return ""
        return f"{counted(count, 'rule')} not evaluated: --verbose says which."

    def _more_note(self) -> str:
        """What only --verbose shows of the findings: what the numbers in brackets count, other posts, and the fixes."""
        grouped = fixes = safe = resting = 0
        for finding in self._report.findings:
            grouped += bool(finding.also) and finding.severity is not Severity.NOTICE
            resting += bool(finding.related and finding.post)
            fixes += finding.fix is not None
            safe += finding.fix is not None and finding.fix.safe
        told = ["(+N): so many more findings with the same cause."] if grouped and self._lists else []
        if fixes:
            verb, sure = "has" if fixes == 1 else "have", f" ({safe:,} safe)" if safe else ""
            told.append(f"{counted(fixes, 'finding')} {verb} a fix{sure}.")
        if resting and self._lists:
            told.append(f"{counted(resting, 'finding')} {'rests' if resting == 1 else 'rest'} on other posts.")
        return " ".join([*told, "--verbose shows them."]) if told else ""

    def _left_out(self) -> Iterator[tuple[str, list[RuleEntry]]]:
        if not self._report.summary.posts:  # no rule had anything to look at, which is no news of any of them
            return
        for state, words in _STATES.items():
            rules = [rule for rule in self._report.rules if rule.state == state]
            if rules:
                yield words, rules

    def _rules_left_out(self) -> Iterator[str]:
        for words, rules in self._left_out():
            names = ", ".join(one_line(f"{rule.code} {rule.name}") for rule in rules)
            yield from self._wrapped(f"{words}: {names}.")

    def _gate_line(self) -> str:
        gate = self._report.summary.gate
        if gate.passed and self._report.exit_code:  # who reads only the last line must not take it for a pass
            if not self._report.summary.posts:
                return ""
            return f"The gate passes what was audited (--fail-on {gate.fail_on}), but the run was not whole."
        if gate.passed:
            return f"Gate passed (--fail-on {gate.fail_on})."
        return f"Gate failed: {'; '.join(one_line(reason).rstrip('.') for reason in gate.reasons)}."

    def _together(self, sentences: list[str], gap: str) -> list[str]:
        """On one line if they fit, else on one each."""
        line = gap.join(sentences)
        return [line] if line and len(line) <= self._width else sentences

    def _wrapped(self, text: str) -> list[str]:
        return wrapped(text, self._width)


def wrapped(text: str, width: int) -> list[str]:
    """A sentence as lines of at most so many columns, 80 at the least."""
    return textwrap.wrap(text, max(width, LEAST_WIDTH), subsequent_indent="  ", break_on_hyphens=False)


_STATES = {
    "not_applicable": "Nothing to look at",
    "skipped": "Skipped (--offline)",
    "ignored": "Ignored",
    "crashed": "Crashed",
}


def _begins(line: str) -> bool:
    """Whether a drawn line is the first one of a row: only there the first column is not empty."""
    return line.partition(" ")[0] in _COLOURS


def _unlisted(found: Sequence[ReportedFinding], kind: tuple[str, Severity]) -> str:
    """What the last of very many findings of a rule in a post says of those that no report lists."""
    last = next(finding for finding in reversed(found) if (finding.code, finding.severity) == kind)
    match = _UNLISTED.search(last.message)
    return f" ({match[1]} beyond them are neither listed nor counted)" if match is not None else ""


_UNLISTED = re.compile(r"\(([\d,]+) more like this in the post\)\Z")


def _worst(report: Report) -> ReportedFinding | None:
    """The first of the worst findings, of the new ones if there are any."""
    if report.summary.gate.baselined:
        new = (finding for finding in report.findings if finding.status == "new")
        worst = max(new, key=lambda finding: finding.severity.rank, default=None)
        if worst is not None:
            return worst
    severity = next((severity for severity in SEVERITIES if getattr(report.summary.findings, severity)), None)
    return next((finding for finding in report.findings if finding.severity is severity), None)


def _wrapped(text: str, width: int) -> str:
    """The text with line breaks where a column of a terminal needs them; tabulate's own takes ten times as long."""
    if text.isascii() or cell_len(text) == len(text):
        lines = text.split("\n") if len(text) > width else ()
        return "\n".join(part for line in lines for part in textwrap.wrap(line, width)) or text
    return "\n".join(part for line in text.split("\n") for part in _cells_wrapped(line, width))


def _cells_wrapped(text: str, width: int) -> list[str]:
    """One line as lines of so many cells, of which letters of some scripts take two."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(joined) <= width:
            lines[-1] = joined
        else:
            lines += chop_cells(word, width)
    return [line for line in lines if line]


def _by_post(report: Report, status: Status | None) -> Iterator[tuple[PostEntry | None, list[ReportedFinding]]]:
    """Findings of a status, or all, post by post, with the post; None for the site's.

    Posts and findings come in input order, so one walk suffices.
    """
    posts = iter(report.posts)
    findings = (finding for finding in report.findings if status is None or finding.status == status)
    for ref, found in groupby(findings, lambda finding: finding.post):
        post = None
        if ref is not None:
            post = next((entry for entry in posts if entry.ref == ref), None)
            if post is None:  # not in input order: a report that somebody wrote by hand
                posts = iter(report.posts)
                post = next((entry for entry in posts if entry.ref == ref), None)
        yield post, list(found)
