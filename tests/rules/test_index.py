"""The index of the rules is generated from them: `pytest tests/rules/test_index.py --update` writes it anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.rule import FAMILIES
from audit.rules import all_rules

INDEX = Path(__file__).parents[2] / "audit" / "rules" / "README.md"


def index() -> str:
    lines = [
        "# The rules",
        "",
        "Generated from the rules themselves. `postaudit rules NAME` explains one: why it matters, how to mend it,",
        "examples, settings, sources.",
    ]
    for family in FAMILIES.values():
        rules = [rule for rule in all_rules() if rule.family is family]
        if not rules:
            continue
        lines += [
            "",
            f"## {family.title}",
            "",
            "| code | rule | severity | status | what it finds |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| {rule.code} | [`{rule.name}`]({family.folder}/{rule.name.replace('-', '_')}.py) | {rule.severity} "
            f"| {rule.status} | {rule.summary} |"
            for rule in rules
        ]
    return "\n".join(lines) + "\n"


def test_index_is_fresh(request):
    if not INDEX.parent.is_dir():
        pytest.skip("the index is a page of the repository; an installed package has none")
    if request.config.getoption("--update"):
        INDEX.write_text(index(), "utf-8")
    assert INDEX.read_text("utf-8") == index(), "run: pytest tests/rules/test_index.py --update"
