"""Every rule's examples are its tests, and every rule agrees with the catalogue."""

from __future__ import annotations

import csv
import inspect
import re
from collections import Counter
from pathlib import Path

import pytest

from audit import audit
from audit.rule import Bad, Good, Rule, Status
from audit.rules import all_rules
from audit.settings import Settings
from audit.testing import base_record, findings_of, records_of

CATALOGUE = Path(__file__).parents[2] / ".." / "shared" / "domain" / "rules.tsv"
RULES = [rule for rule in all_rules() if rule.__module__.startswith("audit.rules.")]
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.name}-{number}")
    for rule in RULES
    for number, example in enumerate(rule.examples, start=1)
]


def names(rule: type[Rule]) -> str:
    return rule.name


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example(rule, example):
    said = findings_of(rule, example)

    if isinstance(example, Bad):
        told = [finding for finding in said if example.says in finding.message]
        assert told, f"{example.says!r} is not in {[finding.message for finding in said]}"
        if example.points_at:
            assert any(finding.marked.startswith(example.points_at) for finding in told), [
                finding.marked for finding in told
            ]
    else:
        assert not said


@pytest.mark.parametrize("rule", [rule for rule in RULES if getattr(rule, "needs_several", False)], ids=names)
def test_a_rule_that_needs_several_witnesses_says_nothing_of_one(rule, monkeypatch):
    gather = rule.gather

    def lone(self, facts):
        found = list(gather(self, facts))
        witnesses = Counter(key for key, _ in found)
        return [(key, witness) for key, witness in found if witnesses[key] == 1]

    monkeypatch.setattr(rule, "needs_several", False)
    monkeypatch.setattr(rule, "gather", lone)

    for example in rule.examples:
        for record in records_of(example):
            assert not findings_of(rule, [record])


@pytest.mark.parametrize("rule", RULES, ids=names)
def test_rule_is_complete(rule):
    kinds = [type(example) for example in rule.examples]

    assert Bad in kinds
    assert Good in kinds
    assert set(kinds) <= {Bad, Good}
    assert rule.remedy
    assert rule.sources
    assert all(source.startswith("https://") for source in rule.sources)
    assert rule.summary.endswith(".")
    assert len(rule.why.split()) >= 10
    assert all(example.says for example in rule.examples if isinstance(example, Bad))


@pytest.mark.parametrize("rule", RULES, ids=names)
def test_file_and_class_agree(rule):
    module = rule.__module__.split(".")

    assert module == ["audit", "rules", rule.family.folder, rule.name.replace("-", "_")]
    assert rule.code.startswith(rule.family.code)
    assert re.fullmatch(r"[A-Z]{3}[0-9]{3}", rule.code)
    assert Path(inspect.getfile(rule)).read_text("utf-8").startswith(f'"""{rule.code}."""\n')


def catalogue() -> dict[str, dict[str, str]]:
    if not CATALOGUE.is_file():
        pytest.skip("the catalogue of rules (shared/domain/rules.tsv) is not here")
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file, delimiter="\t")}


@pytest.mark.parametrize("rule", RULES, ids=names)
def test_catalogue_agrees(rule):
    row = catalogue()[rule.code]

    assert row == {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family.code,
        "folder": rule.family.folder,
        "severity": rule.severity,
        "status": rule.status,
        "scope": rule.scope,
    }


def test_explained_by_names_rules_of_the_catalogue():
    known = {row["name"] for row in catalogue().values()}

    assert {name for rule in RULES for name in rule.explained_by} <= known


def test_explanations_are_acyclic():
    above = {rule.name: set(rule.explained_by) for rule in RULES}

    def ancestors(name, path=()):
        assert name not in path, " -> ".join((*path, name))
        for explainer in above.get(name, ()):
            ancestors(explainer, (*path, name))

    for name in above:
        ancestors(name)


def test_companions_are_explained_by_something():
    assert not [rule.name for rule in RULES if rule.status is Status.COMPANION and not rule.explained_by]


def test_nothing_is_said_of_the_base_record():
    report = audit(base_record(), Settings(offline=True, preview=True))

    assert [finding.message for finding in report.findings] == []
    assert not report.errors
    assert report.summary.score == 100


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.status is not Status.NAMED], ids=names)
def test_no_rule_says_anything_of_the_base_record(rule):
    assert findings_of(rule, [base_record()]) == []


def test_what_an_example_says_is_laid_over_the_base_record():
    (record,) = records_of(Good("<p>Tide.</p>", head="<title>Tide</title>", fields={"slug": None, "sticky": True}))

    assert record["content"] == {"rendered": "<p>Tide.</p>", "protected": False}
    assert record["yoast_head"] == "<title>Tide</title>"
    assert record["sticky"] is True
    assert set(base_record()) - set(record) == {"slug", "yoast_head_json"}


def test_the_json_head_stays_where_an_example_names_it():
    (record,) = records_of(Good(head="<title>Tide</title>", fields={"yoast_head_json": {"title": "Tide"}}))

    assert record["yoast_head_json"] == {"title": "Tide"}


def test_posts_of_an_example_are_several_records():
    first, second = records_of(Good(posts=({"slug": "ebb"}, {"id": 40})))

    assert (first["id"], first["slug"], second["id"], second["slug"]) == (12, "ebb", 40, "tide")


def test_a_rule_that_crashes_on_its_example_is_told(monkeypatch):
    rule = RULES[0]
    for method in ("check", "gather"):
        monkeypatch.setattr(rule, method, lambda *_: 1 / 0, raising=False)

    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        findings_of(rule, next(example for example in rule.examples if isinstance(example, Bad)))
