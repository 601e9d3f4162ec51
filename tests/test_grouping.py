"""One cause, one finding."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import pytest

from audit import Settings, audit
from audit.engine.draft import Draft
from audit.finding import Spot
from audit.grouping import Roots, group, group_site
from audit.rule import SAME_ELEMENT, SAME_POST, SAME_SITE, SAME_TARGET, Status
from audit.testing import base_record


@dataclass
class FakeRule:
    """As much of a rule as grouping looks at."""

    code: str
    explained_by: dict = field(default_factory=dict)
    status: Status = Status.STABLE
    name: str = ""

    def __post_init__(self):
        self.name = self.name or self.code.lower()


def rules(*given):
    return {rule.code: rule for rule in given}


def draft(code, *, severity="warning", spot=None, target="", form="", value="", related=()):
    return Draft(
        code=code, severity=severity, message=f"{code} speaks", value=value, confidence="definitive", address="",
        target=target, form=form, remedy=None, fix=None, wish=None, evidence=[], spot=spot, quote=None,
        related=list(related), related_count=len(related),
    )  # fmt: skip


def shape(groups):
    return [(one.root.code, [member.code for member in one.members]) for one in groups]


ROOT = FakeRule("ROO001")


def test_same_post():
    known = rules(ROOT, FakeRule("LEA001", {"roo001": SAME_POST}))

    assert shape(group([draft("LEA001"), draft("ROO001")], known, Roots(), 0)) == [("ROO001", ["LEA001"])]
    assert shape(group([draft("LEA001")], known, Roots(), 0)) == [("LEA001", [])]


def test_same_post_takes_the_first_root():
    known = rules(ROOT, FakeRule("LEA001", {"roo001": SAME_POST}))

    groups = group([draft("ROO001", value="a"), draft("ROO001", value="b"), draft("LEA001")], known, Roots(), 0)

    assert shape(groups) == [("ROO001", ["LEA001"]), ("ROO001", [])]


def test_same_element():
    known = rules(ROOT, FakeRule("LEA001", {"roo001": SAME_ELEMENT}))
    here, there = Spot("content.rendered", 4, 9), Spot("content.rendered", 40, 49)

    groups = group(
        [draft("ROO001", spot=here), draft("LEA001", spot=here), draft("LEA001", spot=there)], known, Roots(), 0
    )

    assert shape(groups) == [("ROO001", ["LEA001"]), ("LEA001", [])]


def test_the_same_offset_of_another_field_is_another_element():
    known = rules(ROOT, FakeRule("LEA001", {"roo001": SAME_ELEMENT}))
    findings = [draft("ROO001", spot=Spot("content.rendered", 4, 9)), draft("LEA001", spot=Spot("yoast_head", 4, 9))]

    assert shape(group(findings, known, Roots(), 0)) == [("ROO001", []), ("LEA001", [])]


def test_what_has_no_place_shares_no_element():
    known = rules(ROOT, FakeRule("LEA001", {"roo001": SAME_ELEMENT}))

    assert shape(group([draft("ROO001"), draft("LEA001")], known, Roots(), 0)) == [("ROO001", []), ("LEA001", [])]


def test_same_target():
    known = rules(ROOT, FakeRule("LEA001", {"roo001": SAME_TARGET}))
    findings = [
        draft("ROO001", target="tractors.example"),
        draft("LEA001", target="tractors.example"),
        draft("LEA001", target="pumps.example"),
        draft("LEA001"),
    ]

    assert shape(group(findings, known, Roots(), 0)) == [("ROO001", ["LEA001"]), ("LEA001", []), ("LEA001", [])]


def test_only_findings_of_one_form():
    known = rules(ROOT, FakeRule("LEA001", {"roo001": SAME_POST.when("?author=")}))
    findings = [draft("ROO001"), draft("LEA001", form="?author="), draft("LEA001", form="/author/")]

    assert shape(group(findings, known, Roots(), 0)) == [("ROO001", ["LEA001"]), ("LEA001", [])]


def test_a_chain_ends_at_its_root():
    known = rules(ROOT, FakeRule("MID001", {"roo001": SAME_POST}), FakeRule("LEA001", {"mid001": SAME_POST}))

    groups = group([draft("LEA001"), draft("MID001"), draft("ROO001")], known, Roots(), 0)

    assert shape(groups) == [("ROO001", ["LEA001", "MID001"])]


def test_a_chain_without_its_root_ends_below_it():
    known = rules(ROOT, FakeRule("MID001", {"roo001": SAME_POST}), FakeRule("LEA001", {"mid001": SAME_POST}))

    assert shape(group([draft("LEA001"), draft("MID001")], known, Roots(), 0)) == [("MID001", ["LEA001"])]


def test_the_first_explanation_wins():
    known = rules(ROOT, FakeRule("OTH001"), FakeRule("LEA001", {"oth001": SAME_POST, "roo001": SAME_POST}))

    groups = group([draft("ROO001"), draft("OTH001"), draft("LEA001")], known, Roots(), 0)

    assert shape(groups) == [("ROO001", []), ("OTH001", ["LEA001"])]


def test_a_companion_never_speaks_alone():
    known = rules(ROOT, FakeRule("COM001", {"roo001": SAME_POST}, Status.COMPANION))

    assert shape(group([draft("COM001")], known, Roots(), 0)) == []
    assert shape(group([draft("COM001"), draft("ROO001")], known, Roots(), 0)) == [("ROO001", ["COM001"])]


def test_a_group_is_as_severe_as_its_worst_member():
    known = rules(ROOT, FakeRule("LEA001", {"roo001": SAME_POST}))

    (one,) = group([draft("ROO001", severity="notice"), draft("LEA001", severity="error")], known, Roots(), 0)

    assert one.severity == "error"
    assert one.root.severity == "notice"


def test_a_fault_of_the_site_explains_findings_of_posts():
    known = rules(ROOT, FakeRule("LEA001", {"roo001": SAME_SITE}))
    (root,) = group_site([draft("ROO001", severity="notice", related=[(0, ""), (1, "")])], known)
    roots = Roots([root], known)

    assert group([draft("LEA001")], known, roots, 0) == []
    assert group([draft("LEA001", severity="error"), draft("LEA001")], known, roots, 1) == []
    (member,) = root.members
    assert member.related == [(0, ""), (1, "")]
    assert root.severity == "error"


def test_a_fault_of_the_site_takes_the_whole_group():
    known = rules(ROOT, FakeRule("MID001", {"roo001": SAME_SITE}), FakeRule("LEA001", {"mid001": SAME_POST}))
    (root,) = group_site([draft("ROO001")], known)

    assert group([draft("MID001"), draft("LEA001")], known, Roots([root], known), 3) == []
    assert shape([root]) == [("ROO001", ["MID001", "LEA001"])]


def test_a_fault_of_the_site_explains_one_target_only():
    known = rules(ROOT, FakeRule("LEA001", {"roo001": SAME_TARGET}))
    (root,) = group_site([draft("ROO001", target="tractors.example")], known)
    findings = [draft("LEA001", target="tractors.example"), draft("LEA001", target="pumps.example")]

    assert shape(group(findings, known, Roots([root], known), 0)) == [("LEA001", [])]
    assert shape([root]) == [("ROO001", ["LEA001"])]


def test_a_finding_of_a_post_explains_no_other_post():
    known = rules(ROOT, FakeRule("LEA001", {"roo001": SAME_SITE}))

    assert shape(group([draft("ROO001"), draft("LEA001")], known, Roots(), 0)) == [("ROO001", []), ("LEA001", [])]


def test_faults_of_the_site_explain_each_other():
    known = rules(ROOT, FakeRule("LEA001", {"roo001": SAME_SITE}))

    assert shape(group_site([draft("LEA001"), draft("ROO001")], known)) == [("ROO001", ["LEA001"])]


class TestInARun:
    """`description-missing` explains `og-description-auto-excerpt`; the site's plain addresses explain `?author=`."""

    CUT: ClassVar = {
        "title": "Tide",
        "robots": {"index": "index", "follow": "follow"},
        "og_type": "article",
        "og_description": "The ferry sails when the water says so, not when the clock does, and&hellip;",
    }

    def record(self):
        record = base_record()
        record.pop("yoast_head")
        record["yoast_head_json"] = dict(self.CUT)
        return record

    def told(self, **settings):
        report = audit(self.record(), Settings(offline=True, **settings))
        return {finding.rule: {member.rule for member in finding.also} for finding in report.findings}

    def test_an_explained_finding_is_told_with_its_cause(self):
        assert self.told(select=("MET",)) == {"description-missing": {"og-description-auto-excerpt"}}

    def test_a_cause_that_is_not_selected_explains_nothing(self):
        assert self.told(select=("og-description-auto-excerpt",)) == {"og-description-auto-excerpt": set()}

    def test_a_cause_that_is_ignored_explains_nothing(self):
        assert self.told(select=("MET",), ignore=("description-missing",)) == {"og-description-auto-excerpt": set()}

    def test_a_finding_that_is_accepted_explains_nothing(self):
        accepted = {"rule": "description-missing", "reason": "shares are all that counts here"}

        assert self.told(select=("MET",), ignores=(accepted,)) == {"og-description-auto-excerpt": set()}

    def test_a_companion_is_told_with_its_cause_only(self):
        record = self.record()
        record["excerpt"]["rendered"] = "<p>The ferry sails when the water says so, not when&hellip;</p>"

        (finding,) = audit(record, Settings(offline=True, select=("description-missing",))).findings
        alone = audit(record, Settings(offline=True, select=("excerpt-auto-generated", "title-too-long"))).findings

        assert [member.rule for member in finding.also] == ["excerpt-auto-generated"]
        assert list(alone) == []

    def test_the_severity_of_the_settings_lifts_the_group(self):
        settings = Settings(offline=True, select=("MET",), severity={"og-description-auto-excerpt": "error"})

        (finding,) = audit(self.record(), settings).findings

        assert (finding.rule, finding.severity) == ("description-missing", "error")

    @pytest.mark.parametrize("ignored", [False, True])
    def test_plain_addresses_explain_numbered_authors(self, ignored):
        record = base_record() | {"link": "https://saltmarsh.example/?p=12"}
        record["content"]["rendered"] = '<p>By <a href="https://saltmarsh.example/?author=7">the editor</a></p>'
        settings = Settings(
            offline=True,
            select=("permalink-plain", "user-enumeration-url"),
            ignore=("permalink-plain",) if ignored else (),
        )

        told = [
            (finding.rule, [member.rule for member in finding.also]) for finding in audit(record, settings).findings
        ]

        expected = [("user-enumeration-url", [])] if ignored else [("permalink-plain", ["user-enumeration-url"])]
        assert told == expected

    def test_a_shortcode_of_the_text_explains_the_same_one_in_the_excerpt(self):
        record = base_record()
        record["content"]["rendered"] = "<p>[et_pb_text]The tide is late.[/et_pb_text]</p>"
        record["excerpt"]["rendered"] = "<p>[et_pb_text]The tide is late.</p>"
        settings = Settings(offline=True, select=("shortcode-unrendered", "excerpt-markup"))

        (finding,) = audit(record, settings).findings
        record["excerpt"]["rendered"] = '<p>[tide-table harbour="north"] The tide is late.</p>'
        apart = audit(record, settings).findings

        assert (finding.rule, [member.rule for member in finding.also]) == ("shortcode-unrendered", ["excerpt-markup"])
        assert {found.rule for found in apart} == {"shortcode-unrendered", "excerpt-markup"}


@pytest.mark.parametrize("nearness", [SAME_POST, SAME_ELEMENT, SAME_TARGET])
def test_thousands_of_findings_take_time_in_proportion(nearness, growth):
    known = rules(ROOT, FakeRule("LEA001", {"roo001": nearness}))

    def findings(number):
        return [
            draft(code, target=f"shop{index}.example", spot=Spot("content.rendered", index, index + 1))
            for index in range(number)
            for code in ("ROO001", "LEA001")
        ]

    assert growth(lambda many: group(many, known, Roots(), 0), findings, 500) < 2.5
