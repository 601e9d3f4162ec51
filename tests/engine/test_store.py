"""What the store keeps in memory and what it gives away to the database must come out alike."""

from __future__ import annotations

import json
from threading import Thread
from typing import TYPE_CHECKING

from audit import audit
from audit.engine import store
from audit.rules import all_rules
from audit.settings import Settings
from audit.testing import base_record, records_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_witnesses_given_away_are_judged_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    examples = (example for rule in all_rules() if rule.family.code == "COR" for example in rule.examples)
    records = [record for example in examples for record in records_of(example)]
    path = tmp_path / "posts.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    settings = Settings(offline=True, preview=True)

    held = audit(str(path), settings)
    monkeypatch.setattr(store, "_MOST_HELD", 4000)
    given_away = audit(str(path), settings)

    assert [finding.model_dump() for finding in given_away.findings] == [
        finding.model_dump() for finding in held.findings
    ]
    assert any(finding.related for finding in held.findings)


def test_addresses_given_away_are_counted_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    contents = [f'<p><a href="https://quay.example/{number // 2}">Tide</a></p>' for number in range(9)]
    path = tmp_path / "posts.json"
    records = [
        {**base_record(), "id": number, "content": {"rendered": html}} for number, html in enumerate(contents, 1)
    ]
    path.write_text(json.dumps(records), encoding="utf-8")

    held = audit(str(path), Settings(offline=True))
    monkeypatch.setattr(store, "_MOST_DIGESTS", 0)
    given_away = audit(str(path), Settings(offline=True))

    assert given_away.summary.links == held.summary.links
    assert held.summary.links["distinct"] >= len(set(contents))


def test_a_report_may_be_let_go_of_in_another_thread(tmp_path: Path):
    path = tmp_path / "posts.json"
    path.write_text(json.dumps([base_record()]), encoding="utf-8")
    held = [audit(str(path), Settings(offline=True))]

    other = Thread(target=held.clear)  # what fails in there is told by pytest
    other.start()
    other.join()

    assert not held
