"""Several processes: whoever calls, and whatever becomes of a worker."""

from __future__ import annotations

import subprocess
import sys

import audit.engine
from audit import Settings
from audit.engine import pool
from audit.sources.files import open_files
from audit.testing import base_record

RECORDS = [{**base_record(), "id": number} for number in range(1, 40)]


def findings(jobs):
    report = audit.audit(RECORDS, Settings(offline=True, jobs=jobs))
    assert report.errors == []
    return [finding.fingerprint for finding in report.findings]


def test_a_script_without_a_main_guard_is_run_once(tmp_path):
    script = tmp_path / "clean.py"
    script.write_text(
        "from audit import Settings, audit\n"
        "from audit.testing import base_record\n"
        "report = audit([{**base_record(), 'id': n} for n in range(1, 40)], Settings(offline=True, jobs=2))\n"
        "print(report.run.engine, len(report.posts), len(report.errors))\n"
    )

    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=60)

    assert (done.stdout, done.stderr, done.returncode) == ("pool of 2 39 0\n", "", 0)


def test_what_a_killed_worker_held_is_audited_all_the_same(monkeypatch):
    monkeypatch.setattr(
        audit.engine, "open_source", lambda spec, *, spool, **_: open_files(spec, spool, block_size=4000)
    )
    alone, handed_out, kills = findings(1), pool._handed_out, []

    def handed_to_the_doomed(workers, block):
        future = handed_out(workers, block)
        for process in list((workers._processes or {}).values()):
            process.kill()
            kills.append(process.pid)
        return future

    monkeypatch.setattr(pool, "_handed_out", handed_to_the_doomed)

    assert findings(2) == alone
    assert kills
