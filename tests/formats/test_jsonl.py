"""JSON lines: the run, then a finding a line."""

from __future__ import annotations

import io
import json
from pathlib import Path

from audit.formats.json_format import read_json
from audit.formats.jsonl import jsonl

SAVED = Path(__file__).parent / "saved"


def test_first_the_run_then_a_finding_a_line():
    out = io.StringIO()
    jsonl(read_json(str(SAVED / "saltmarsh.json")), out)
    first, *findings = [json.loads(line) for line in out.getvalue().splitlines()]
    whole = json.loads((SAVED / "saltmarsh.json").read_bytes())

    assert first == {key: whole[key] for key in ("$schema", "schema_version", "tool", "run", "summary")}
    assert findings == whole["findings"]


def test_without_findings_there_is_one_line():
    out = io.StringIO()
    jsonl(read_json(str(SAVED / "clean.json")), out)

    assert out.getvalue().count("\n") == 1
