"""Whether a run passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.report import GateVerdict, SeverityCounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.settings import Settings


def verdict(
    settings: Settings,
    counts: SeverityCounts,
    score: int | None,
    posts: int,
    ignores: Sequence[str],
    *,
    baselined: int = 0,
    stale: Sequence[str] = (),
) -> GateVerdict:
    """Judge a run: no finding as severe as `fail-on`, no more warnings than `max-warnings`, no score below `min-score`.

    Args:
        settings: the gate's settings.
        counts: findings by severity, explained and baselined ones left out.
        score: score of the run, or None where nothing was evaluated.
        posts: audited posts.
        ignores: notes about ignores that are expired or unused.
        baselined: findings that the baseline accepts; they count for the score alone.
        stale: notes about entries of the baseline that nothing matches any more.
    """
    reasons: list[str] = []
    failing = [severity for severity in failing_severities(settings.fail_on) if getattr(counts, severity)]
    if failing:
        named = ", ".join(counted(getattr(counts, severity), severity) for severity in failing)
        reasons.append(f"{named}, none are allowed (--fail-on {settings.fail_on})")
    if settings.max_warnings is not None and counts.warning > settings.max_warnings:
        reasons.append(f"{counted(counts.warning, 'warning')}, {settings.max_warnings} are allowed (--max-warnings)")
    if settings.min_score is not None:
        if score is None and posts:
            reasons.append(f"no score: nothing could be evaluated, {settings.min_score} is asked for (--min-score)")
        elif score is not None and score < settings.min_score:
            reasons.append(f"score {score}, {settings.min_score} is asked for (--min-score)")
    return GateVerdict(
        passed=not reasons,
        fail_on=settings.fail_on,
        reasons=reasons,
        new=counts.total,
        baselined=baselined,
        stale=list(stale),
        ignores=list(ignores),
    )


def failing_severities(fail_on: str) -> list[Severity]:
    """The severities that a finding fails the gate with, the worst first: none for `never`."""
    return [severity for severity in Severity if fail_on != "never" and severity.rank >= Severity(fail_on).rank]


def counted(number: int, noun: str) -> str:
    """`1 error`, `1,204 errors`."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"
