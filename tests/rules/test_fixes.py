"""A fix is an edit that removes its finding: the edits of all examples are made, and the posts are audited again."""

from __future__ import annotations

import html
import json

import pytest

from audit import audit
from audit.rule import Bad, LinkRule, Status
from audit.rules import all_rules
from audit.settings import Settings
from audit.testing import AS_OF, is_visited, records_of

RULES = [rule for rule in all_rules() if not isinstance(rule, LinkRule) and rule.status is not Status.COMPANION]
SPELLINGS = (str, html.escape, lambda text: text.replace("&", "&#038;"), lambda text: text.replace("/", "\\/"))
"""How a text may be written in the field that it stands in."""


def examples_of(rule):
    return [one for one in rule.examples if isinstance(one, Bad) and not is_visited(one) and one.sitemap is None]


def found_by(rule, records):
    report = audit(records, Settings(select=(rule.name,), offline=True, as_of=AS_OF.date()))
    return [(finding.fingerprint, finding.fix, finding.where) for finding in report.findings]


def mended(record, fix, where):
    """The record after the edit; None where the edit needs more than a look at the place of the finding."""
    *path, last = where.field.split(".")
    copy = json.loads(json.dumps(record))
    holder = copy
    for name in path:
        holder = holder[name]
    text = holder[last]
    if where.start is None or not isinstance(text, str):
        return None
    start, end = text.rfind("<", 0, where.start + 1), text.find(">", where.end - 1) + 1
    start, end = (start, end) if 0 <= start < end else (where.start, where.end)
    for spelt in SPELLINGS:
        if spelt(fix.before) in text[start:end]:
            holder[last] = text[:start] + text[start:end].replace(spelt(fix.before), spelt(fix.after), 1) + text[end:]
            return copy
    return None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_fix_removes_its_finding(rule):
    for example in examples_of(rule):
        records = records_of(example)
        for fingerprint, fix, where in found_by(rule, records) if len(records) == 1 else ():
            if fix is None or where is None or not fix.before:
                continue
            record = mended(records[0], fix, where)
            if record is not None:
                after = found_by(rule, [record])
                assert fingerprint not in {one for one, *_ in after}, (example, fix)
