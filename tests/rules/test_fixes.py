"""A fix is an edit that removes its finding: the edits of all examples are made, and the posts are audited again."""

from __future__ import annotations

import copy
import gzip
import json
from collections import Counter
from pathlib import Path

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


# -- real posts --------------------------------------------------------------------------------------------------------

POSTS = Path(__file__).parents[3] / "shared" / "data" / "real" / "posts"
_SITES, _POSTS, _FIXES = 40, 4, 3
_TOLD_OF_WHAT_IS_NEW = {
    "affiliate-unqualified": {"sponsor-qualified", "sponsor-only-outbound"},  # that the link is a paid one is now said
    "paid-link-unqualified": {"sponsor-qualified", "sponsor-only-outbound"},
    "img-dimensions-missing": {"img-lead-lazy"},  # that the picture is large is now said
    "link-bare-url": {"link-text-generic"},  # a link, but not yet in words
}
"""What a rule may have to say once another's fault is mended, because only then it is told at all."""
_OF_ONE_HEAD = {
    "og-url-canonical-mismatch",
    "jsonld-webpage-url-mismatch",
    "yoast-head-json-mismatch",
    "yoast-jsonld-mismatch",
}
"""A plugin prints one value in several places of the head: where one of them is edited, these see the others."""


def sample():
    """Of each site some posts, spread over the file."""
    for path in sorted(POSTS.glob("*.json.gz"))[:: max(1, len(list(POSTS.glob("*.json.gz"))) // _SITES)]:
        records = json.loads(gzip.decompress(path.read_bytes()))
        yield path.name, records[:: max(1, len(records) // _POSTS)][:_POSTS]


def by_post(records):
    report = audit(records, Settings(preview=True, offline=True, as_of=AS_OF.date()))
    assert not report.errors
    found = {post.ref: [] for post in report.posts}
    for finding in report.findings:
        found.setdefault(finding.post, []).append(finding)
    return found


def rules_of(findings):
    """How often each rule has something to say, with what another's finding explains."""
    return Counter(one.rule for finding in findings for one in (finding, *finding.also))


@pytest.mark.skipif(not POSTS.is_dir(), reason="the real posts are not here: ../shared/data/real/posts")
def test_a_fix_of_a_real_post_removes_its_finding_and_makes_no_other():
    """One fix of each post at a time, those of different rules first."""
    mended_findings = 0
    for name, records in sample():
        before = by_post(records)
        refs = [ref for ref in before if ref is not None]
        edits = {ref: varied([one for one in before[ref] if one.fix is not None]) for ref in refs}
        for turn in range(max(map(len, edits.values()), default=0)):
            now = dict(zip(refs, records, strict=True))
            due = {ref: found[turn] for ref, found in edits.items() if turn < len(found)}
            now.update({ref: mended(now[ref], finding.fix) for ref, finding in due.items()})
            after = by_post(list(now.values()))
            for ref, finding in due.items():
                told = [(one.rule, one.message) for one in after[ref]].count((finding.rule, finding.message))
                known = [(one.rule, one.message) for one in before[ref]].count((finding.rule, finding.message))
                assert told < known, (name, finding)
                more = rules_of(after[ref]) - rules_of(before[ref])
                expected = _TOLD_OF_WHAT_IS_NEW.get(finding.rule, set())
                if finding.fix.field in {"yoast_head", "yoast_head_json"} and not finding.fix.safe:
                    expected = expected | _OF_ONE_HEAD
                assert set(more) <= expected, (name, finding, more)
            mended_findings += len(due)
    assert mended_findings > 50


def varied(findings):
    """A few findings, of as many rules as there are."""
    numbers = Counter()
    keyed = []
    for finding in findings:
        numbers[finding.rule] += 1
        keyed.append((numbers[finding.rule], finding))
    keyed.sort(key=lambda one: one[0])
    return [finding for _, finding in keyed][:_FIXES]
