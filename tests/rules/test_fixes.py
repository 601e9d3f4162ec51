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
    if where.start is None or not isinstance(holder[last], str):
        steps = (where.pointer or "").split("/")[1:]
        for step in steps:
            holder, last = holder[last], int(step) if isinstance(holder[last], list) else step
        after = edited_value(holder[last], fix)
        if after is None:
            return None
        holder[last] = after
        return copy
    holder[last] = edited_text(holder[last], fix, where)
    return copy if holder[last] is not None else None


def edited_text(text, fix, where):
    """A field of text after the edit."""
    start, end = text.rfind("<", 0, where.start + 1), text.find(">", where.end - 1) + 1
    start, end = (start, end) if 0 <= start < end else (where.start, where.end)
    if not fix.before and not text:
        return fix.after
    if not fix.before:  # an attribute, which goes into the start tag
        tag = f"<{fix.element}"
        return f"{text[:start]}{tag} {fix.after}{text[start + len(tag) :]}" if text.startswith(tag, start) else None
    for spelt in SPELLINGS:
        if spelt(fix.before) in text[start:end]:
            return text[:start] + text[start:end].replace(spelt(fix.before), spelt(fix.after), 1) + text[end:]
    return None


def edited_value(value, fix):
    """A value of JSON after the edit: the value itself, or a text in it; None if it does not hold what is replaced."""
    if isinstance(value, str) and fix.before in value:
        return value.replace(fix.before, fix.after, 1)
    written = json.dumps(value, ensure_ascii=False)
    return json.loads(written.replace(fix.before, fix.after, 1)) if fix.before and fix.before in written else None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_fix_removes_its_finding(rule):
    for example in examples_of(rule):
        records = records_of(example)
        before = found_by(rule, records) if len(records) == 1 else []
        known = {one for one, *_ in before}
        for fingerprint, fix, where in before:
            if fix is None or where is None:
                continue
            record = mended(records[0], fix, where)
            if record is not None:
                after = {one for one, *_ in found_by(rule, [record])}
                assert fingerprint not in after, (example, fix)
                assert after <= known, (example, fix)
