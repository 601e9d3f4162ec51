"""Patterns that one scan answers have the memory that they need."""

from __future__ import annotations

import subprocess
import sys

_FILLED = """
from audit import audit
from audit.settings import Settings

text = "".join(
    f"<h3>Section {number} of &#8221;de Finibus&#8221;</h3><p>&#8221;Lorem ipsum dolor sit amet&#8221;, sed ut"
    f" perspiciatis unde omnis iste natus. At vero eos et accusamus et iusto odio; enter your text {number} here.</p>"
    for number in range(30)
)
post = {"id": 1, "slug": "a", "link": "https://saltmarsh.example/a/", "title": {"rendered": "A"}, "status": "publish"}
audit([{**post, "content": {"rendered": text}}], Settings(offline=True, preview=True))
"""


def test_no_scan_runs_out_of_memory():
    """RE2 would say so on standard error, among the findings, and go on slowly."""
    run = subprocess.run([sys.executable, "-c", _FILLED], capture_output=True, text=True, check=True)

    assert run.stderr == ""
