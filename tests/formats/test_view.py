"""Sentences, jobs and places: what reports say in words."""

from __future__ import annotations

import time

import pytest

from audit.finding import Severity
from audit.formats import _jobs
from audit.formats import _view as view
from audit.report import Where


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
    verdict = view.verdict(request.getfixturevalue(name))

    assert (verdict.headline, verdict.second) == (headline, second)


def test_posts_with_notices_alone_need_no_work(seed_like_report):
    summary = seed_like_report.summary
    summary.findings.error = summary.findings.warning = 0

    assert view.verdict(seed_like_report).headline == "3 of 12 posts could be better."


def test_a_fault_of_the_site_alone_is_no_posts(seed_like_report):
    seed_like_report.summary.posts_with_findings = 0

    assert view.verdict(seed_like_report).headline == "The site needs work; no single post does."


def test_posts_that_cannot_be_judged_do_not_pass(clean_report):
    clean_report.summary.posts_not_evaluated = 12

    assert view.verdict(clean_report).headline == "12 posts, and none could be judged."


def test_what_was_not_checked(partial_report):
    assert [(note.text, note.target) for note in view.unchecked(partial_report)] == [
        ("1 item that could not be read", "unread"),
        ("214 links (offline)", ""),
        ("2 rules that need the network", "skipped"),
        ("1 rule that the settings ignore", "ignored"),
        ("1 rule that crashed", "crashed"),
    ]


def group(code="TXT001", severity=Severity.ERROR, **values):
    return view.RuleGroup(
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


def test_a_job_names_the_host_that_is_behind_most_of_it():
    hotlinks = group(
        "IMG001", count=10, posts=10, causes={"cdn.example": view.Cause(7, 7), "b.example": view.Cause(3, 3)}
    )
    shares = group("SOC006", Severity.WARNING, count=4, posts=4, causes={"cdn.example": view.Cause(1, 1)})
    rare = group("IMG002", Severity.NOTICE, count=2, posts=2, causes={"cdn.example": view.Cause(2, 2)}, explained=3)

    causes = {job.rule: job.cause for job in _jobs.jobs([hotlinks, shares, rare])}

    assert causes["img001"] == "`cdn.example` is behind 7 of them, and behind 3 findings of other rules."
    assert causes["soc006"] == ""
    assert causes["img002"] == "This ends 3 further findings with the same cause."


def test_a_cause_is_a_host_other_than_the_site(seed_like_report):
    hotlink = next(found for found in seed_like_report.findings if found.code == "IMG001")
    hotlink.address = "https://user@WWW.Press.partner.example:8080/pbn.jpeg"
    paid = [found for found in seed_like_report.findings if found.code == "SPM001"]
    paid[0].address, paid[1].address = "https://saltmarsh.example/x", "javascript:alert(1)"

    causes = {found.code: found.causes for found in view.page(seed_like_report).groups}

    assert causes["IMG001"] == {"press.partner.example": view.Cause(1, 1, hotlink.post)}
    assert causes["SPM001"] == {}


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


def test_sites_come_with_their_own_findings_and_what_is_worst_there(seed_like_report):
    posts, findings = seed_like_report.entries.posts, list(seed_like_report.findings)
    next(entry for entry in posts() if entry.title == "Camping near the creek").site = "fen.example"
    next(found for found in findings if "tentworld" in found.message).site = "fen.example"

    marsh, fen = view.page(seed_like_report).sites

    assert (marsh.name, marsh.posts, marsh.posts_with_findings, marsh.own) == (
        "saltmarsh.example",
        11,
        2,
        ["5a17f00dcafe0001"],
    )
    assert [group.code for group in marsh.rules] == ["AGR005", "SPM001", "CAN015", "IMG001", "MET006", "DAT010"]
    assert (fen.posts, fen.posts_with_findings, fen.count("error"), fen.own) == (1, 1, 1, [])


def test_targets_are_those_that_answer_badly_and_those_that_findings_are_about(linked_report):
    paid = next(found for found in linked_report.findings if found.code == "SPM001")
    paid.address = "https://tentworld.example/other"

    rows = view.page(linked_report).links

    assert [(row.url, row.verdict, row.count, row.posts) for row in rows] == [
        ("https://old-shop.example/tents", "Broken", 1, 1),
        ("javascript:alert(1)", "Not an address", 0, 1),
        ("https://tentworld.example/other", "Not asked", 1, 1),
        ("https://tentworld.example/", "Fine", 1, 1),
    ]
    assert rows[2].href == ""


def test_values_are_compared_only_if_they_are_of_one_kind(seed_like_report):
    shares, title = list(seed_like_report.findings)[1:3]

    assert view.card(shares, 0, {}, "").side_by_side
    assert not view.card(title, 0, {}, "").side_by_side
    title.evidence[0].text = "857 pixels, 90 characters"
    assert not view.card(title, 0, {}, "").side_by_side
    title.evidence[0].text, title.evidence[1].text = "Fog over the marsh", "Fog over the salt marsh"
    assert view.card(title, 0, {}, "").side_by_side


@pytest.mark.parametrize(
    ("one", "other", "before", "after"),
    [
        ("http://a.example/x", "https://a.example/x", ("", "http", "://a.example/x"), ("", "https", "://a.example/x")),
        ("<a b>", "<a b c>", ("<a b", "", ">"), ("<a b", " c", ">")),
        ("same", "same", ("same", "", ""), ("same", "", "")),
        ("", "new", ("", "", ""), ("", "new", "")),
        ("aa aa", "aa", ("aa", " aa", ""), ("aa", "", "")),
    ],
)
def test_a_difference_does_not_cut_words(one, other, before, after):
    assert view.difference(one, other) == (before, after)


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (None, ""),
        (Where(field="slug"), "slug"),
        (Where(field="content.rendered", line=2_000, column=4), "content, line 2,000, column 4"),
        (Where(field="yoast_head_json", pointer="/title", line=1), "yoast_head_json /title"),
    ],
)
def test_place(where, words):
    assert view.place(where) == words


def test_moment_and_duration():
    assert view.moment("2026-05-21T06:30:00Z") == "21 May 2026, 06:30 UTC"
    assert view.moment("soon") == "soon"
    assert view.duration("2026-05-21T06:30:00Z", "2026-05-21T06:44:12Z") == "14 min 12 s"
    assert view.duration("2026-05-21T06:30:00Z", "2026-05-21T08:30:00Z") == "2 h 0 min 0 s"
    assert not view.duration("soon", "later")


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


def test_only_web_addresses_are_links():
    assert view.web_address("https://a.example/ü") == "https://a.example/%C3%BC"
    assert view.web_address('HTTP://a.example/"') == 'HTTP://a.example/"'
    for address in ("javascript:alert(1)", " https://a.example", "data:text/html,x", "//a.example", "", None):
        assert not view.web_address(address)


def test_hostile_texts_take_no_time(hostile_report):
    began = time.perf_counter()
    view.page(hostile_report)

    assert time.perf_counter() - began < 1


def test_findings_of_a_post_are_numbered_in_report_order(seed_like_report):
    numbers = [(finding.post, nth) for nth, finding in view.carried(seed_like_report)]

    assert numbers == [
        (None, 0),
        *(("saltmarsh.example#4657", nth) for nth in range(5)),
        ("saltmarsh.example#4658", 0),
        ("saltmarsh.example#4659", 0),
    ]
