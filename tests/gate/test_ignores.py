"""Findings that the settings accept."""

from __future__ import annotations

from datetime import date

from audit import Settings, audit
from audit.gate.ignores import Ignores
from audit.rules.images.img_alt_missing import ImgAltMissing
from audit.rules.images.img_hotlinked import ImgHotlinked
from audit.settings import Ignore
from audit.testing import base_record

TODAY = date(2026, 6, 1)
RULE = ImgAltMissing()
REF, URL, ADDRESS = "saltmarsh.example#12", "https://saltmarsh.example/tide/", "https://saltmarsh.example/tide.jpg"


def accepts(selector, *, rule=RULE, ref=REF, post_url=URL, address=ADDRESS, **ignore):
    return Ignores([Ignore(rule=selector, reason="agreed", **ignore)], TODAY).accept(rule, ref, post_url, address)


def test_by_name_code_or_prefix():
    assert accepts("img-alt-missing")
    assert accepts(RULE.code)
    assert accepts("IMG")
    assert not accepts("img-alt-missing", rule=ImgHotlinked())
    assert not accepts("MET")


def test_by_post():
    assert accepts("IMG", posts="saltmarsh.example#*")
    assert accepts("IMG", posts="https://saltmarsh.example/tide/")
    assert not accepts("IMG", posts="https://saltmarsh.example/ebb/")
    assert not accepts("IMG", posts="https://*", post_url=None)


def test_by_offending_address():
    assert accepts("IMG", url="https://saltmarsh.example/*.jpg")
    assert not accepts("IMG", url="https://saltmarsh.example/*.png")
    assert not accepts("IMG", url="?*", address="")


def test_until_its_last_day():
    assert accepts("IMG", until=TODAY)
    assert accepts("IMG", until=date(2026, 6, 2))
    assert not accepts("IMG", until=date(2026, 5, 31))


def test_notes_on_what_is_expired_or_unused():
    ignores = Ignores(
        [
            Ignore(rule="IMG", reason="until the relaunch", until=date(2026, 5, 31)),
            Ignore(rule="img-alt-missing", posts="*#12", url="*.jpg", reason="decoration"),
            Ignore(rule="img-hotlinked", reason="the agency allows it"),
        ],
        TODAY,
    )

    ignores.accept(RULE, REF, URL, ADDRESS)

    assert ignores.notes() == [
        "ignore of IMG (until the relaunch) expired on 2026-05-31",
        "ignore of img-hotlinked (the agency allows it) matches nothing any more",
    ]


def test_two_equal_ignores_that_are_expired():
    twice = [Ignore(rule="IMG", reason="agreed", until=date(2026, 5, 31))] * 2

    assert len(Ignores(twice, TODAY).notes()) == 2


def faulty():
    record = base_record()
    record["content"]["rendered"] = '<p><img src="/tide.jpg" width="90" height="60"></p>'
    return record


def test_in_a_run():
    accepted = {"rule": "img-alt-missing", "posts": "*/tide/", "reason": "a drawing"}
    unused = {"rule": "title-too-long", "reason": "long ago"}

    report = audit(faulty(), Settings(offline=True, ignores=(accepted, unused)))

    assert list(report.findings) == []
    assert report.exit_code == 0
    assert report.summary.gate.ignores == ["ignore of title-too-long (long ago) matches nothing any more"]


def test_expired_in_a_run():
    expired = {"rule": "img-alt-missing", "reason": "a drawing", "until": date(2026, 5, 31)}

    report = audit(faulty(), Settings(offline=True, ignores=(expired,), as_of=TODAY))

    assert [finding.rule for finding in report.findings] == ["img-alt-missing"]
    assert report.summary.gate.ignores == ["ignore of img-alt-missing (a drawing) expired on 2026-05-31"]


def test_a_fault_of_the_site_is_accepted_by_the_name_of_the_site():
    record = base_record() | {"link": "https://saltmarsh.example/?p=12"}
    accepted = {"rule": "permalink-plain", "posts": "saltmarsh.example", "reason": "the old server"}

    told = audit(record, Settings(offline=True, select=("permalink-plain",), ignores=(accepted,)))

    assert list(told.findings) == []
