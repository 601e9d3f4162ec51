"""Scores of posts, sites, runs and families."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from audit.finding import Severity
from audit.gate.score import (
    FamilyCount,
    SiteScore,
    family_scores,
    points,
    post_score,
    run_score,
    worst_by_rule,
)
from audit.rule import FAMILIES

SEVERITIES = st.sampled_from([severity.value for severity in Severity])
FINDINGS = st.lists(st.tuples(st.sampled_from([f"IMG{number:03}" for number in range(40)]), SEVERITIES), max_size=80)


def findings(errors=0, warnings=0, notices=0):
    severities = ["error"] * errors + ["warning"] * warnings + ["notice"] * notices
    return {f"IMG{number:03}": severity for number, severity in enumerate(severities)}


def test_the_touchstone():
    """2 errors, 6 warnings and 11 notices of the post itself."""
    assert post_score(findings(errors=2, warnings=6, notices=11)) == 39


def test_points_of_each_severity():
    assert points({}) == 0
    assert points(findings(errors=1)) == 10
    assert points(findings(warnings=1)) == 4
    assert points(findings(notices=1)) == 1


def test_notices_count_ten_at_most():
    assert points(findings(notices=10)) == points(findings(notices=60)) == 10
    assert points(findings(errors=1, notices=60)) == 20


def test_forty_points_are_half():
    assert post_score({}) == 100
    assert post_score(findings(errors=4)) == 50
    assert post_score(findings(errors=8)) == 25


@given(FINDINGS, FINDINGS)
def test_a_further_finding_never_raises_the_score(some, more):
    assert 0 <= post_score(worst_by_rule([*some, *more])) <= post_score(worst_by_rule(some)) <= 100


@given(FINDINGS)
def test_how_often_a_rule_speaks_does_not_count(some):
    assert post_score(worst_by_rule(some)) == post_score(worst_by_rule(some * 3))


def test_a_rule_counts_with_its_worst_finding():
    assert worst_by_rule([("A", "notice"), ("A", "error"), ("A", "warning"), ("B", "notice")]) == {
        "A": "error",
        "B": "notice",
    }


def test_the_faults_of_a_site_lower_the_mean_of_its_posts():
    assert SiteScore(2, 180).score == 90
    assert SiteScore(2, 180, {"CAN015": "error"}).score < 90
    assert SiteScore(own={"CAN015": "error"}).score is None


def test_a_run_is_weighted_by_the_posts_of_its_sites():
    assert run_score([SiteScore(3, 300), SiteScore(1, 60)]) == 90
    assert run_score([SiteScore(3, 300), SiteScore()]) == 100
    assert run_score([]) is None
    assert run_score([SiteScore()]) is None


def rated(family="IMG", **count):
    (score,) = family_scores({family: FamilyCount(**count)})
    return score.score, score.rating


def test_families_in_order():
    counts = dict.fromkeys(reversed(FAMILIES), FamilyCount(1))

    assert [score.family for score in family_scores(counts)] == list(FAMILIES)


def test_a_family_is_rated_by_its_share_of_sound_posts():
    assert rated() == (None, "not checked")
    assert rated(checked=100) == (100, "good")
    assert rated(checked=100, failed=5) == (95, "good")
    assert rated(checked=100, failed=6) == (94, "fair")
    assert rated(checked=100, failed=20) == (80, "fair")
    assert rated(checked=100, failed=21) == (79, "poor")


def test_errors_make_a_family_fair_or_poor():
    assert rated(checked=100, failed=2, errors=1) == (98, "fair")
    assert rated(checked=100, failed=3, errors=1) == (97, "poor")


def test_injected_content_is_never_fair():
    assert rated("INJ", checked=1000, failed=1) == (99, "poor")
