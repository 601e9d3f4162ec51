"""Findings that the settings accept."""

from __future__ import annotations

from datetime import date

import pytest

from audit import Settings, audit
from audit.gate.ignores import Ignores, Looked
from audit.rules.images.img_alt_missing import ImgAltMissing
from audit.rules.images.img_hotlinked import ImgHotlinked
from audit.rules.links.link_downgraded import LinkDowngraded
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

    assert ignores.notes(looked()) == [
        "ignore of IMG (until the relaunch) expired on 2026-05-31",
        "ignore of img-hotlinked (the agency allows it) matched nothing in this run",
    ]


def test_two_equal_ignores_that_are_expired():
    twice = [Ignore(rule="IMG", reason="agreed", until=date(2026, 5, 31))] * 2

    assert len(Ignores(twice, TODAY).notes(looked())) == 2


RULES = (ImgAltMissing, ImgHotlinked, LinkDowngraded)
NAMES = frozenset(rule.name for rule in RULES)
UNUSED = Ignore(rule="img-alt-missing", posts=REF, reason="decoration")


def looked(*, ran=NAMES, evaluated=NAMES, whole=True):
    return Looked(RULES, ran, evaluated, whole)


def told(ignore, *, met=((REF, URL),), **run):
    ignores = Ignores([ignore], TODAY)
    for ref, url in met:
        ignores.meet(ref, url)
    return bool(ignores.notes(looked(**run)))


def test_unused_only_where_its_rule_ran():
    assert told(UNUSED)
    assert not told(UNUSED, ran=frozenset())
    assert not told(UNUSED, evaluated=frozenset())
    assert told(Ignore(rule="IMG", reason="agreed"), evaluated={"img-alt-missing"})
    assert not told(Ignore(rule="IMG", reason="agreed"), ran={"img-alt-missing"})


def test_unused_only_where_its_posts_were_met():
    assert told(UNUSED.model_copy(update={"posts": URL}))
    assert told(UNUSED.model_copy(update={"posts": "saltmarsh.example"}), met=[("saltmarsh.example", None)])
    assert not told(UNUSED, met=[("saltmarsh.example#13", None)])


def test_a_run_that_is_not_whole_tells_of_one_post_alone():
    assert told(UNUSED, whole=False)
    assert not told(UNUSED.model_copy(update={"posts": "saltmarsh.example#*"}), whole=False)
    assert not told(Ignore(rule="img-alt-missing", reason="agreed"), whole=False)
    assert not told(Ignore(rule="link-downgraded", posts=REF, reason="agreed"), whole=False)


@pytest.mark.parametrize(
    "options",
    [{"offline": True}, {"select": ("TXT",)}, {"exclude": ("*/tide/",)}, {"limit": 1}],
    ids=["offline", "select", "exclude", "limit"],
)
def test_a_run_that_did_not_look_calls_nothing_unused(options):
    unused = (
        {"rule": "LNK", "reason": "the archive"},
        {"rule": "title-too-long", "posts": "*/ebb/", "reason": "long ago"},
    )

    report = audit(faulty(), Settings(**{"offline": True, "ignores": unused, **options}))

    assert report.summary.gate.ignores == []


def test_the_case_of_hosts_does_not_count():
    assert accepts("IMG", url="HTTPS://Saltmarsh.Example/*.jpg")
    assert accepts("IMG", url="https://saltmarsh.example/*", address="https://SALTMARSH.example/tide.jpg")
    assert accepts("IMG", posts="https://Saltmarsh.example/*")
    assert not accepts("IMG", url="https://saltmarsh.example/*.JPG")


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
    assert report.summary.gate.ignores == ["ignore of title-too-long (long ago) matched nothing in this run"]


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
