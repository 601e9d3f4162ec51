"""What the HTML page draws at once: rules, sites, link targets."""

from __future__ import annotations

import time

from audit.formats import _page, _survey


def test_a_cause_is_a_host_other_than_the_site(seed_like_report):
    hotlink = next(found for found in seed_like_report.findings if found.code == "IMG001")
    hotlink.address = "https://user@WWW.Press.partner.example:8080/pbn.jpeg"
    paid = [found for found in seed_like_report.findings if found.code == "SPM001"]
    paid[0].address, paid[1].address = "https://saltmarsh.example/x", "javascript:alert(1)"

    causes = {found.code: found.causes for found in _page.page(seed_like_report).groups}

    assert causes["IMG001"] == {"press.partner.example": _survey.Cause(1, 1, hotlink.post)}
    assert causes["SPM001"] == {}


def test_sites_come_with_their_own_findings_and_what_is_worst_there(seed_like_report):
    posts, findings = seed_like_report.entries.posts, list(seed_like_report.findings)
    next(entry for entry in posts() if entry.title == "Camping near the creek").site = "fen.example"
    next(found for found in findings if "tentworld" in found.message).site = "fen.example"

    marsh, fen = _page.page(seed_like_report).sites

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

    rows = _page.page(linked_report).links

    assert [(row.url, row.verdict, row.count, row.posts) for row in rows] == [
        ("https://old-shop.example/tents", "Broken", 1, 1),
        ("javascript:alert(1)", "Not an address", 0, 1),
        ("https://tentworld.example/other", "Not asked", 1, 1),
        ("https://tentworld.example/", "Fine", 1, 1),
    ]
    assert rows[2].href == ""


def test_hostile_texts_take_no_time(hostile_report):
    began = time.perf_counter()
    _page.page(hostile_report)

    assert time.perf_counter() - began < 1


def test_findings_of_a_post_are_numbered_in_report_order(seed_like_report):
    numbers = [(finding.post, nth) for nth, finding in _survey.carried(seed_like_report)]

    assert numbers == [
        (None, 0),
        *(("saltmarsh.example#4657", nth) for nth in range(5)),
        ("saltmarsh.example#4658", 0),
        ("saltmarsh.example#4659", 0),
    ]
