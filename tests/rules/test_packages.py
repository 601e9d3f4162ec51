"""Rules that other packages bring."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def installed(folder, code):
    """Lay out a package with one rule as an installer does."""
    (folder / "pier_rules.py").write_text(code, encoding="utf-8")
    info = folder / "pier_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pier-rules\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[postaudit.rules]\npier = pier_rules:Pier\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import no_such_module\n", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("raise SystemExit('bye')\n", "SystemExit: bye"),
        ("", "AttributeError: module 'pier_rules' has no attribute 'Pier'"),
        ("Pier = 7\n", "it is no class derived from audit.Rule"),
    ],
)
def test_a_broken_one_is_named(tmp_path, code, reason):
    installed(tmp_path, code)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}

    command = [sys.executable, "-m", "audit", "rules"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        'the package pier-rules brings a rule that cannot be loaded ("pier", pier_rules:Pier): '
        f"{reason}. Mend the package, or uninstall it.\n"
    )
