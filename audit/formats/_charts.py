"""The figures of the HTML report: lengths and points for SVG, worked out here, so that the page needs no script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from audit.formats._baseline import SEVERITIES
from audit.formats._page_text import NO_FAULT, VERDICTS, clipped, moment
from audit.formats._text import counted
from audit.rule import FAMILIES

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from audit.finding import Severity
    from audit.report import Report

_LEAST_SPAN = 10  # points of a score: smaller ups and downs should not fill a sparkline


@dataclass(slots=True)
class Bar:
    """One line of a chart: a name, and the length of its parts in per cent of the longest line."""

    name: str
    total: int
    parts: list[tuple[str, float, float]]
    """(style, start, length) of each part."""


def family_bars(by_family: dict[str, Counter[Severity]]) -> list[Bar]:
    """Findings by family, the most first, as lengths in per cent."""
    titles = {code: FAMILIES[code].title if code in FAMILIES else code for code in by_family}
    rows = sorted(by_family.items(), key=lambda row: (-row[1].total(), titles[row[0]]))
    most = max((counts.total() for _, counts in rows), default=1)
    bars: list[Bar] = []
    for code, counts in rows:
        start, parts = 0.0, []
        for severity in SEVERITIES:
            length = round(100 * counts[severity] / most, 1)
            if counts[severity]:
                parts.append((severity.value, start, length))
            start = round(start + length, 1)
        bars.append(Bar(titles[code], counts.total(), parts))
    return bars


def verdict_bars(links: dict[str, int]) -> list[Bar]:
    """Verdicts on links other than fine, the most first; none if the network was not asked."""
    if links.get("skipped", 0) >= links.get("distinct", 0):
        return []
    rows = [(verdict, count) for verdict, count in links.items() if count and verdict not in NO_FAULT]
    rows.sort(key=lambda row: -row[1])
    most = max((count for _, count in rows), default=1)
    return [
        Bar(name, count, [(css, 0.0, round(100 * count / most, 1))])
        for verdict, count in rows
        for css, name in [VERDICTS.get(verdict, ("none", clipped(verdict)))]
    ]


# -- earlier runs --------------------------------------------------------------------------------------------------


class Line(NamedTuple):
    """One line of the chart of earlier runs; `points` as SVG has them, in a box of 100 by 100."""

    css: str
    name: str
    points: str
    first: int
    last: int


class PastLine(NamedTuple):
    """One run in the table below the chart."""

    moment: str
    posts: int
    numbers: list[int]
    """Errors, warnings, notices."""
    score: int | None
    passed: bool


class History(NamedTuple):
    """Earlier runs and this one, the oldest first."""

    lines: list[Line]
    runs: list[PastLine]
    most: int
    """What the top of the chart stands for."""


class Spark(NamedTuple):
    """How the score of a family went: its change since the last run in words, and a line."""

    change: str
    points: str
    sentence: str


def history(report: Report) -> History | None:
    """The chart of earlier runs; None where there were none."""
    if not report.run.history:
        return None
    now, summary = report.run, report.summary
    runs = [
        PastLine(
            moment(past.started_at),
            past.posts,
            [getattr(past.findings, severity) for severity in SEVERITIES],
            past.score,
            past.passed,
        )
        for past in now.history
    ]
    numbers = [getattr(summary.findings, severity) for severity in SEVERITIES]
    runs.append(PastLine(moment(now.started_at), summary.posts, numbers, summary.score, summary.gate.passed))
    most = max(max(run.numbers) for run in runs) or 1
    lines = [
        Line(severity.value, f"{severity.value}s".capitalize(), _points(values, 0, most), values[0], values[-1])
        for index, severity in enumerate(SEVERITIES)
        for values in [[run.numbers[index] for run in runs]]
    ]
    return History(lines, runs, most)


def sparks(report: Report) -> dict[str, Spark]:
    """How the score of each family went, where an earlier run knew it."""
    found: dict[str, Spark] = {}
    for family in report.summary.families:
        past = [run.families[family.family] for run in report.run.history if family.family in run.families]
        if not past or family.score is None:
            continue
        values = [*past, family.score]
        low = min(*values, 100 - _LEAST_SPAN)
        change = family.score - past[-1]
        found[family.family] = Spark(
            f"{change:+d}".replace("-", "\u2212") if change else "0",
            _points(values, low, max(*values, low + _LEAST_SPAN)),
            f"{family.title}: {past[-1]} % in the last run, {family.score} % now, over {counted(len(values), 'run')}",
        )
    return found


def _points(values: Sequence[int], low: int, high: int) -> str:
    step = 100 / (len(values) - 1)
    return " ".join(
        f"{index * step:.1f},{100 - 100 * (value - low) / (high - low):.1f}" for index, value in enumerate(values)
    )
