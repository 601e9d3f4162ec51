"""Scores of posts, sites and families.

A score falls by half with every 40 points of findings, so that it never rises with a new finding, is independent of how
many rules exist, and each further finding matters less. Findings gate; scores only tell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from audit.finding import Severity
from audit.report import FamilyScore
from audit.rule import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

POINTS: Mapping[str, int] = {Severity.ERROR: 10, Severity.WARNING: 4, Severity.NOTICE: 1}
MOST_NOTICE_POINTS = 10
HALVING = 40
_POOR_SHARE, _POOR_SHARE_WITH_ERRORS, _GOOD_SHARE = 80, 98, 95


def points(severities_by_rule: Mapping[str, str]) -> int:
    """Points of some findings: each rule counts once, with its highest severity; notices together at most 10."""
    severities = list(severities_by_rule.values())
    notices = severities.count(Severity.NOTICE) * POINTS[Severity.NOTICE]
    rest = sum(POINTS[severity] for severity in severities if severity != Severity.NOTICE)
    return rest + min(notices, MOST_NOTICE_POINTS)


def worst_by_rule(findings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The highest severity of each rule, from (rule code, severity) pairs."""
    worst: dict[str, str] = {}
    for code, severity in findings:
        if code not in worst or Severity.rank_of(severity) > Severity.rank_of(worst[code]):
            worst[code] = severity
    return worst


def post_score(severities_by_rule: Mapping[str, str]) -> int:
    """Score of one post, 0 to 100."""
    return round(100 * _share(points(severities_by_rule)))


def _share(lost: float) -> float:
    return float(0.5 ** (lost / HALVING))


@dataclass(slots=True)
class SiteScore:
    """The score of one site, summed up post by post.

    Attributes:
        evaluated: posts with a score.
        sum: their scores together.
        own: the worst severity of each rule among the site's own findings.
    """

    evaluated: int = 0
    sum: int = 0
    own: dict[str, str] = field(default_factory=dict)

    @property
    def score(self) -> float | None:
        """Mean of the posts' scores, lowered by the site's own findings; None where no post has a score."""
        if not self.evaluated:
            return None
        return self.sum / self.evaluated * _share(points(self.own))


def run_score(sites: Iterable[SiteScore]) -> int | None:
    """Score of a run: the sites' scores, weighted by their posts; None where nothing was evaluated."""
    weighted, posts = 0.0, 0
    for site in sites:
        if site.score is not None:
            weighted += site.score * site.evaluated
            posts += site.evaluated
    return round(weighted / posts) if posts else None


@dataclass(slots=True)
class FamilyCount:
    """Posts of one family of rules: checked, with a warning or an error, with an error."""

    checked: int = 0
    failed: int = 0
    errors: int = 0


def family_scores(counts: Mapping[str, FamilyCount]) -> list[FamilyScore]:
    """How each family stands, in the order of `FAMILIES`; families without a rule in the run are left out."""
    return [
        FamilyScore(
            family=code,
            title=family.title,
            checked=count.checked,
            failed=count.failed,
            errors=count.errors,
            score=100 * (count.checked - count.failed) // count.checked if count.checked else None,
            rating=_rating(code, count),
        )
        for code, family in FAMILIES.items()
        if (count := counts.get(code)) is not None
    ]


def _rating(code: str, count: FamilyCount) -> Literal["good", "fair", "poor", "not checked"]:
    if not count.checked:
        return "not checked"
    share = 100 * (count.checked - count.failed) / count.checked
    injected = code == "INJ" and count.failed > 0
    if injected or share < _POOR_SHARE or (share < _POOR_SHARE_WITH_ERRORS and count.errors):
        return "poor"
    return "good" if share >= _GOOD_SHARE and not count.errors else "fair"
