"""Figures of the HTML report: lengths, points, and what is said of earlier runs."""

from __future__ import annotations

from collections import Counter

import pytest

from audit.finding import Severity
from audit.formats import _charts as charts
from audit.report import PastRun, SeverityCounts


def past(day: int, errors: int, score: int | None, **families: int) -> PastRun:
    return PastRun(
        id="0" * 32,
        started_at=f"2026-05-{day:02}T06:30:00Z",
        version="0.1.0",
        posts=10,
        findings=SeverityCounts(error=errors, warning=2),
        score=score,
        families=families,
        passed=not errors,
    )


def test_bars_are_as_long_as_their_share_of_the_longest():
    bars = charts.family_bars(
        {"IMG": Counter({Severity.ERROR: 1, Severity.NOTICE: 3}), "TXT": Counter({Severity.WARNING: 2})}
    )

    assert [(bar.name, bar.total) for bar in bars] == [("Images", 4), ("Content", 2)]
    assert bars[0].parts == [("error", 0.0, 25.0), ("notice", 25.0, 75.0)]
    assert bars[1].parts == [("warning", 0.0, 50.0)]


def test_verdicts_on_links_leave_out_what_is_fine():
    bars = charts.verdict_bars({"distinct": 10, "ok": 6, "broken": 1, "timeout": 3, "cached": 4})

    assert [(bar.name, bar.total) for bar in bars] == [("No answer in time", 3), ("Broken", 1)]
    assert charts.verdict_bars({"distinct": 10, "skipped": 10}) == []


def test_a_first_run_has_no_history(seed_like_report):
    assert charts.history(seed_like_report) is None
    assert charts.sparks(seed_like_report) == {}


def test_earlier_runs_are_lines_over_a_common_height(seed_like_report):
    seed_like_report.run.history = [past(1, 12, None), past(8, 6, 50)]
    drawn = charts.history(seed_like_report)

    assert drawn.most == 12
    assert [(line.css, line.first, line.last, line.points) for line in drawn.lines] == [
        ("error", 12, 3, "0.0,0.0 50.0,50.0 100.0,75.0"),
        ("warning", 2, 3, "0.0,83.3 50.0,83.3 100.0,75.0"),
        ("notice", 0, 2, "0.0,100.0 50.0,100.0 100.0,83.3"),
    ]
    assert [(run.moment, run.numbers, run.score, run.passed) for run in drawn.runs] == [
        ("1 May 2026, 06:30 UTC", [12, 2, 0], None, False),
        ("8 May 2026, 06:30 UTC", [6, 2, 0], 50, False),
        ("21 May 2026, 06:30 UTC", [3, 3, 2], 64, False),
    ]


def test_a_run_without_any_finding_divides_by_nothing(clean_report):
    clean_report.run.history = [past(1, 0, 100).model_copy(update={"findings": SeverityCounts()})]

    assert {line.points for line in charts.history(clean_report).lines} == {"0.0,100.0 100.0,100.0"}


@pytest.mark.parametrize(("before", "change"), [(93, "\u221210"), (73, "+10"), (83, "0")])
def test_a_family_says_how_it_changed(before, change, seed_like_report):
    seed_like_report.run.history = [past(1, 1, 50, SPM=90), past(8, 1, 50, SPM=before)]
    spark = charts.sparks(seed_like_report)["SPM"]

    assert spark.change == change
    assert spark.sentence == f"Sponsors and spam: {before} % in the last run, 83 % now, over 3 runs"
    assert len(spark.points.split()) == 3
    assert set(charts.sparks(seed_like_report)) == {"SPM"}
