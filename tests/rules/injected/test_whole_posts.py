"""Whole posts before all rules on planted links and injected code: what honest pages hold, and what attackers leave."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audit.engine import run
from audit.settings import Settings

_TEXT = (
    "<p>The ferry sails when the water says so, not when the clock does. Every spring the flats flood a little later, "
    "and the crews move their departure by a few minutes.</p><p>At the quay a painted board shows the depth.</p>"
)


def _contents(name):
    """One content a line."""
    return Path(__file__).with_name(name).read_text("utf-8").splitlines()


_HONEST = _contents("honest.txt")
_PLANTED = _contents("planted.txt")


def accused(contents, folder):
    """The contents of which a rule says something at warning or above; each is a site of its own."""
    records = [
        {
            "id": number,
            "date": "2026-03-01T10:00:00",
            "date_gmt": "2026-03-01T10:00:00",
            "modified": "2026-03-01T10:00:00",
            "modified_gmt": "2026-03-01T10:00:00",
            "slug": "tide",
            "status": "publish",
            "type": "post",
            "link": f"https://saltmarsh-{number}.example/tide/",
            "title": {"rendered": "When the tide turns"},
            "content": {"rendered": _TEXT + content, "protected": False},
        }
        for number, content in enumerate(contents)
    ]
    path = folder / "posts.ndjson"
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), "ascii")
    report = run([str(path)], Settings(offline=True, jobs=1, select=("SPM", "INJ")))
    assert not report.errors
    told = {finding.post for finding in report.findings if finding.severity.value != "notice"}
    return [record["content"]["rendered"].removeprefix(_TEXT) for record in records if _ref(record) in told]


def _ref(record):
    return f"saltmarsh-{record['id']}.example#{record['id']}"


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    return accused(_HONEST, tmp_path_factory.mktemp("honest")), accused(_PLANTED, tmp_path_factory.mktemp("planted"))


def test_honest_markup_is_left_alone(verdicts):
    assert verdicts[0] == []


def test_what_attackers_leave_is_told(verdicts):
    assert [content for content in _PLANTED if content not in verdicts[1]] == []
