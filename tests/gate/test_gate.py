"""Whether a run passes."""

from __future__ import annotations

import pytest

from audit import Settings, audit
from audit.gate.gate import verdict
from audit.report import SeverityCounts
from audit.testing import base_record


def judged(errors=0, warnings=0, notices=0, score=100, posts=1, **settings):
    counts = SeverityCounts(error=errors, warning=warnings, notice=notices)
    return verdict(Settings(**settings), counts, score, posts, [])


def test_errors_fail_a_run_by_default():
    assert judged(warnings=7, notices=9).passed
    failed = judged(errors=1)
    assert not failed.passed
    assert failed.reasons == ["1 error, none are allowed (--fail-on error)"]


@pytest.mark.parametrize(
    ("fail_on", "fatal"),
    [("error", {"errors"}), ("warning", {"errors", "warnings"}), ("notice", {"errors", "warnings", "notices"})],
)
@pytest.mark.parametrize("found", ["errors", "warnings", "notices"])
def test_the_mildest_finding_that_fails(fail_on, fatal, found):
    assert judged(**{found: 1}, fail_on=fail_on).passed is (found not in fatal)


def test_never_fails_never():
    assert judged(errors=9, fail_on="never").passed


def test_reasons_name_every_severity():
    assert judged(errors=2, warnings=1, notices=1200, fail_on="notice").reasons == [
        "2 errors, 1 warning, 1,200 notices, none are allowed (--fail-on notice)"
    ]


def test_more_warnings_than_allowed():
    assert judged(warnings=3, max_warnings=3).passed
    assert judged(warnings=4, max_warnings=3).reasons == ["4 warnings, 3 are allowed (--max-warnings)"]
    assert not judged(warnings=1, max_warnings=0, fail_on="never").passed


def test_a_score_that_is_too_low():
    assert judged(score=80, min_score=80).passed
    assert judged(score=79, min_score=80).reasons == ["score 79, 80 is asked for (--min-score)"]


def test_no_score_fails_only_where_one_is_asked_for():
    assert judged(score=None).passed
    assert not judged(score=None, min_score=1).passed
    assert judged(score=None, posts=0, min_score=1).passed


def test_conditions_add_up():
    assert len(judged(errors=1, warnings=2, score=3, max_warnings=1, min_score=50).reasons) == 3


def test_the_verdict_counts_what_is_new():
    found = judged(errors=1, warnings=2, notices=3)

    assert (found.new, found.baselined, found.stale) == (6, 0, [])


def faulty():
    record = base_record()
    record["content"]["rendered"] = '<p><img src="/tide.jpg" width="90" height="60"></p>'
    return record


def test_in_a_run():
    failed, passed = audit(faulty(), Settings(offline=True)), audit(faulty(), Settings(offline=True, fail_on="never"))

    assert (failed.summary.gate.passed, failed.exit_code) == (False, 1)
    assert (passed.summary.gate.passed, passed.exit_code) == (True, 0)


def test_a_milder_severity_passes():
    report = audit(faulty(), Settings(offline=True, severity={"img-alt-missing": "notice"}))

    assert report.summary.findings.notice == 1
    assert report.exit_code == 0
