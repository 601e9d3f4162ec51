"""The touchstone: one real post of which every fault, and everything that only looks like one, is known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audit import Settings, audit
from audit.cli import main

SEED = Path(__file__).parents[1] / ".." / "shared" / "data" / "seed-post.json"
pytestmark = pytest.mark.skipif(not SEED.is_file(), reason="the touchstone (shared/data/seed-post.json) is not here")

MUST = set(
    "paid-link-unqualified og-image-primary-image-mismatch img-hotlinked img-alt-empty-meaningful "
    "img-dimensions-missing description-missing title-too-long permalink-plain author-generic-name "
    "schema-publisher-unset rest-enum-invalid rest-empty-string-number empty-paragraph lost-link-phrase "
    "user-enumeration-url".split()
)
MAY = set(
    "og-image-third-party-host admin-login-exposed og-image-dimensions-missing og-image-volatile-url "
    "og-description-auto-excerpt json-html-entity excerpt-auto-generated img-hotlink-local-copy "
    "featured-image-repeated empty-inline-element br-spacing nbsp-padding no-internal-links sponsor-only-outbound "
    "no-subheadings category-default-only slug-too-long person-sameas-own-site website-description-equals-name".split()
)
PREVIEW = {"syndicated-unattributed", "pingback-open"}
NAMED = set(
    "og-image-alt-missing img-title-empty link-blank-no-noopener rest-user-link gravatar-hash-exposed "
    "generator-version-exposed og-title-has-site-name twitter-title-too-long twitter-description-too-long".split()
)

OFFLINE = Settings(offline=True)


def said(findings) -> set[str]:
    return {name for finding in findings for name in (finding.rule, *(also.rule for also in finding.also))}


def test_through_the_command(tmp_path, capsys):
    out = tmp_path / "report.json"

    code = main(["check", str(SEED), "--offline", "--no-progress", "-o", str(out)])

    report = json.loads(out.read_bytes())
    rules = {entry["rule"] for finding in report["findings"] for entry in (finding, *finding["also"])}
    assert code == 1, capsys.readouterr().err
    assert rules >= MUST
    assert rules <= MUST | MAY
    assert report["errors"] == []
    assert report["summary"]["findings"]["error"] == 2
    assert 9 <= report["summary"]["findings"]["warning"] <= 11
    assert report["posts"][0]["score"] == 39


def test_through_python():
    report = audit(SEED, OFFLINE)

    assert said(report.findings) >= MUST
    assert said(report.findings) <= MUST | MAY
    assert {finding.rule for finding in report.findings if finding.severity == "error"} == {
        "paid-link-unqualified",
        "og-image-primary-image-mismatch",
    }
    assert report.summary.posts == 1
    assert not report.errors


def test_what_knows_the_right_value_says_it():
    fixes = {finding.rule: finding.fix for finding in audit(SEED, OFFLINE).findings if finding.fix is not None}
    own = "https://immigration-services.org/wp-content/uploads/2025/06/pbn.jpeg"

    assert {name: fix.after for name, fix in fixes.items()} == {
        "paid-link-unqualified": '<a rel="sponsored" href="https://teo-bg.com/en/tractors/" target="_blank">',
        "og-image-primary-image-mismatch": own,
        "img-hotlinked": own,
        "rest-enum-invalid": '"closed"',
        "empty-paragraph": "",
        "empty-inline-element": " ",
        "br-spacing": "</p>\n<p>",
    }
    assert {name for name, fix in fixes.items() if fix.safe} == {"empty-inline-element"}


def test_of_a_record_in_memory():
    record = json.loads(SEED.read_bytes())

    told = [
        (finding.rule, finding.fingerprint, finding.where, finding.message)
        for finding in audit(record, OFFLINE).findings
    ]

    assert told == [
        (finding.rule, finding.fingerprint, finding.where, finding.message) for finding in audit(SEED, OFFLINE).findings
    ]


def test_with_the_previewed_rules():
    rules = said(audit(SEED, Settings(offline=True, preview=True)).findings)

    assert rules >= MUST | PREVIEW
    assert rules <= MUST | MAY | PREVIEW


@pytest.mark.parametrize("name", sorted(NAMED | PREVIEW))
def test_with_a_rule_that_is_named(name):
    rules = said(audit(SEED, Settings(offline=True, extend_select=(name,))).findings)

    assert name in rules
    assert rules <= MUST | MAY | {name}


def test_every_place_that_is_marked_is_there():
    record = json.loads(SEED.read_bytes())
    fields = {
        "content.rendered": record["content"]["rendered"],
        "excerpt.rendered": record["excerpt"]["rendered"],
        "title.rendered": record["title"]["rendered"],
    }
    marked = 0
    for finding in audit(SEED, OFFLINE).findings:
        where = finding.where
        if where is None or where.start is None or where.pointer:  # a pointer marks a value, not text
            continue
        source = fields.get(where.field, record.get(where.field))
        text = source[where.start : where.end]
        marked += 1
        assert finding.evidence[0].text == (text if len(text) <= 400 else f"{text[:399]}…")
        before = source[: where.start]
        assert (where.line, where.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert marked > 10


def test_explained_findings_stand_where_their_cause_is_told():
    also = {finding.rule: {member.rule for member in finding.also} for finding in audit(SEED, OFFLINE).findings}

    assert also["og-image-primary-image-mismatch"] >= {"og-image-third-party-host", "og-image-dimensions-missing"}
    assert also["author-generic-name"] == {"admin-login-exposed"}
    assert "og-description-auto-excerpt" in also["description-missing"]
    assert also["permalink-plain"] == {"user-enumeration-url"}
