"""What the page about Python shows works as it is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audit.rule import Bad
from audit.testing import findings_of

ROOT = Path(__file__).parents[2]
USE, RULE = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "python.md").read_text("utf-8"), re.DOTALL)


def test_the_first_example_prints_findings(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)

    exec(USE, {})  # noqa: S102 - a page of ours

    assert "paid-link-unqualified" in capsys.readouterr().out


def test_the_rule_of_ones_own_says_what_its_examples_say():
    shown = {"__name__": "our_rules"}
    exec(RULE, shown)  # noqa: S102 - a page of ours
    rule = shown["TitleShouting"]

    for example in rule.examples:
        said = [finding.message for finding in findings_of(rule, example)]
        assert any(example.says in message for message in said) if isinstance(example, Bad) else not said


def test_whoever_forgets_what_a_rule_needs_is_told():
    with pytest.raises(TypeError, match="a rule needs code=, severity= and since="):
        exec(RULE.replace(', since="1.0"', ""), {"__name__": "our_rules"})  # noqa: S102 - a page of ours
