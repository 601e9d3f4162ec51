"""Where things are going, in one sentence: a run beside the one before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit._counted import counted
from audit.finding import Severity
from audit.formats._text import clipped, one_line

if TYPE_CHECKING:
    from audit.report import Report

_MOST_DATE = 40


def trend(report: Report) -> str:
    """What has changed since the last of the earlier runs; empty where there is none.

    `Since 2026-05-20 06:30: 3 errors fewer, 1 notice more, score 58 → 64. 5 earlier runs, the first on 2026-04-30.`
    """
    if not report.run.history:
        return ""
    summary, last = report.summary, report.run.history[-1]
    changes = [
        _change(getattr(summary.findings, severity) - getattr(last.findings, severity), severity)
        for severity in Severity
    ]
    changes.append(_change(summary.posts - last.posts, "post"))
    if summary.score != last.score:
        changes.append(f"score {_score(last.score)} → {_score(summary.score)}")
    told = ", ".join(filter(None, changes)) or "nothing has changed"
    other = f" (by postaudit {one_line(last.version)})" if last.version != report.tool.version else ""
    runs, first = len(report.run.history), report.run.history[0].started_at
    number = f" {counted(runs, 'earlier run')}, the first on {moment(first)[:10]}." if runs > 1 else ""
    return f"Since {moment(last.started_at)}{clipped(other, _MOST_DATE)}: {told}.{number}"


def moment(stamp: str) -> str:
    """`2026-05-20 06:30` of an ISO 8601 stamp, in UTC as the stamp is."""
    return clipped(one_line(stamp).replace("T", " ")[:16], _MOST_DATE)


def _score(score: int | None) -> str:
    return "none" if score is None else str(score)


def _change(difference: int, noun: str) -> str:
    if not difference:
        return ""
    return f"{counted(abs(difference), noun)} {'more' if difference > 0 else 'fewer'}"
