"""A fix is an edit that removes its finding: the edits of all examples are made, and the posts are audited again."""

from __future__ import annotations

import copy
import json

import pytest

from audit import audit
from audit.engine import edit, finish
from audit.engine import map as mapping
from audit.rule import Bad, LinkRule, Status
from audit.rules import all_rules
from audit.settings import Settings
from audit.testing import AS_OF, is_visited, records_of

RULES = [rule for rule in all_rules() if not isinstance(rule, LinkRule) and rule.status is not Status.COMPANION]


def examples_of(rule):
    return [one for one in rule.examples if isinstance(one, Bad) and not is_visited(one) and one.sitemap is None]


def found_by(rule, records):
    report = audit(records, Settings(select=(rule.name,), offline=True, as_of=AS_OF.date()))
    assert not report.errors
    return list(report.findings)


def known(findings):
    return {(finding.post, finding.fingerprint) for finding in findings}


def mended(record, fix):
    """The record after the edit, made as `FixEntry` says it."""
    record = copy.deepcopy(record)
    *path, last = fix.field.split(".")
    holder = record
    for name in path:
        holder = holder[name]
    if fix.pointer is None:
        holder[last] = edited(holder[last], fix)
        return record
    for step in fix.pointer.split("/")[1:]:
        holder = holder[last]
        last = int(step) if isinstance(holder, list) else step.replace("~1", "/").replace("~0", "~")
    assert holder[last] == json.loads(fix.before), fix
    holder[last] = json.loads(fix.after)
    return record


def edited(text, fix):
    """A field of text after the edit."""
    assert fix.before, fix
    start = -len(fix.before)
    for _ in range(fix.occurrence + 1):
        start = text.find(fix.before, start + len(fix.before))
        assert start >= 0, fix
    return text[:start] + fix.after + text[start + len(fix.before) :]


@pytest.fixture(autouse=True)
def nothing_is_left_out(monkeypatch):
    """What cannot be placed is an error here, where it is no fix elsewhere."""

    def placed(wish, value):
        fix = edit.placed(wish, value)
        assert fix is not None, wish
        return fix

    monkeypatch.setattr(mapping, "placed", placed)
    monkeypatch.setattr(finish, "placed", placed)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_fix_removes_its_finding(rule):
    for example in examples_of(rule):
        records = records_of(example)
        before = found_by(rule, records)
        for finding in before:
            if finding.fix is None:
                continue
            number = next(n for n, record in enumerate(records) if finding.post.endswith(f"#{record['id']}"))
            after = known(
                found_by(rule, [*records[:number], mended(records[number], finding.fix), *records[number + 1 :]])
            )
            assert (finding.post, finding.fingerprint) not in after, (example, finding.fix)
            assert after <= known(before), (example, finding.fix)
