"""The sentences of the HTML page."""

from __future__ import annotations

import pytest

from audit.formats import _sentences


@pytest.mark.parametrize(
    ("name", "headline", "second"),
    [
        ("empty_report", "No posts were read.", "Nothing to report, because nothing was checked."),
        ("clean_report", "11 of 12 posts pass.", "Nothing to report."),
        ("seed_like_report", "3 of 12 posts need work.", "3 errors, 3 warnings and 2 notices."),
        ("linked_report", "The post needs work.", "1 finding is new."),
        ("partial_report", "Stopped after 12 posts.", "3 of them need work."),
        ("many_findings_report", "All 10,000 posts need work.", "5,000 errors, 2,500 warnings and 2,500 notices."),
    ],
)
def test_verdict(name, headline, second, request):
    verdict = _sentences.verdict(request.getfixturevalue(name))

    assert (verdict.headline, verdict.second) == (headline, second)


def test_posts_with_notices_alone_need_no_work(seed_like_report):
    summary = seed_like_report.summary
    summary.findings.error = summary.findings.warning = 0

    assert _sentences.verdict(seed_like_report).headline == "3 of 12 posts could be better."


def test_a_fault_of_the_site_alone_is_no_posts(seed_like_report):
    seed_like_report.summary.posts_with_findings = 0

    assert _sentences.verdict(seed_like_report).headline == "The site needs work; no single post does."


def test_posts_that_cannot_be_judged_do_not_pass(clean_report):
    clean_report.summary.posts_not_evaluated = 12

    assert _sentences.verdict(clean_report).headline == "12 posts, and none could be judged."


def test_what_was_not_checked(partial_report):
    assert [(note.text, note.target) for note in _sentences.unchecked(partial_report)] == [
        ("1 item that could not be read", "unread"),
        ("214 links (offline)", ""),
        ("2 rules that need the network", "skipped"),
        ("1 rule that the settings ignore", "ignored"),
        ("1 rule that crashed", "crashed"),
    ]
