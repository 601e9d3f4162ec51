"""What to fix first, in words."""

from __future__ import annotations

import pytest

from audit.finding import Severity
from audit.formats import _jobs, _survey


def group(code="TXT001", severity=Severity.ERROR, **values):
    return _survey.RuleGroup(
        code, code.lower(), code[:3], "It is so.", "", f"Mend {code}. Then rest.", [], severity, **values
    )


def test_jobs_come_by_severity_and_posts_over_effort():
    by_hand = group("TXT001", count=9, posts=9)
    safe = group("TXT002", count=2, posts=2, fixable=2, safe=2)
    mild = group("TXT003", Severity.NOTICE, count=1, posts=1, fixable=1, safe=1)
    setting = group("TXT004", Severity.WARNING, count=1, site_posts=398, site_findings=1)
    hacked = group("INJ001", count=1, posts=1)
    rare = group("TXT005", Severity.WARNING, count=1, posts=1)

    jobs = _jobs.jobs([by_hand, safe, mild, setting, hacked, rare])

    assert [job.title for job in jobs] == ["Mend INJ001", "Mend TXT001", "Mend TXT004", "Mend TXT002", "Mend TXT005"]
    assert jobs[2].about.endswith("Once, for 398 posts.")
    assert jobs[3].about == "It is so.. 2 posts, one safe edit each."


def test_a_job_in_many_posts_comes_before_one_of_its_kind_in_few():
    few = group("TXT001", count=1, posts=1)
    many = group("TXT002", Severity.WARNING, count=256, posts=256)

    assert [job.title for job in _jobs.jobs([few, many])] == ["Mend TXT002", "Mend TXT001"]


def test_a_setting_of_a_small_site_does_not_hide_its_errors():
    setting = group("CAN015", Severity.WARNING, count=1, site_posts=12, site_findings=1)
    errors = group("SPM001", count=2, posts=2)

    assert [job.title for job in _jobs.jobs([setting, errors])] == ["Mend SPM001", "Mend CAN015"]


def test_a_job_says_how_often_a_setting_is_changed():
    setting = group("RRS004", Severity.WARNING, count=6, site_posts=76, site_findings=6)

    assert _jobs.jobs([setting])[0].about.endswith("6 changes, for 76 posts.")


def test_a_break_in_takes_hours_however_few_posts_show_it():
    (job,) = _jobs.jobs([group("INJ001", count=2, posts=2)])

    assert job.effort == "about 3 hours"


def test_a_job_names_the_host_that_is_behind_most_of_it():
    hotlinks = group(
        "IMG001", count=10, posts=10, causes={"cdn.example": _survey.Cause(7, 7), "b.example": _survey.Cause(3, 3)}
    )
    shares = group("SOC006", Severity.WARNING, count=4, posts=4, causes={"cdn.example": _survey.Cause(1, 1)})
    rare = group("IMG002", Severity.NOTICE, count=2, posts=2, causes={"cdn.example": _survey.Cause(2, 2)}, explained=3)

    causes = {job.rule: job.cause for job in _jobs.jobs([hotlinks, shares, rare])}

    assert causes["img001"] == "`cdn.example` is behind 7 of them, and behind 3 findings of other rules."
    assert causes["soc006"] == ""
    assert causes["img002"] == "This ends 3 further findings with the same cause."


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "about 1 minute"),
        (3, "about 5 minutes"),
        (45, "about 45 minutes"),
        (46, "about 1 hour"),
        (200, "about 3 hours"),
        (480, "about 1 day of work"),
        (5000, "about 10 days of work"),
    ],
)
def test_effort_is_said_in_round_words(minutes, words):
    assert _jobs.effort(minutes) == words


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Add it. Then look.", "Add it"),
        ("Set og:image to a.example.", "Set og:image to a.example"),
        ("Write e.g. this", "Write e.g. this"),
        ("", ""),
    ],
)
def test_first_sentence(text, first):
    assert _jobs.first_sentence(text) == first
