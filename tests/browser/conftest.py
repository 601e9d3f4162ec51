"""A headless Chromium, and the sample reports of `tests/formats/conftest.py`."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

# Fixtures of a sibling folder: conftest files are no modules that one could import by name.
_SPEC = importlib.util.spec_from_file_location("sample_reports", Path(__file__).parents[1] / "formats" / "conftest.py")
_REPORTS = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_REPORTS)
empty_report = _REPORTS.empty_report
clean_report = _REPORTS.clean_report
seed_like_report = _REPORTS.seed_like_report
linked_report = _REPORTS.linked_report
hostile_report = _REPORTS.hostile_report
partial_report = _REPORTS.partial_report
many_findings_report = _REPORTS.many_findings_report

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium; playwright's own need not be downloaded."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"no Chromium here (looked for {', '.join(BROWSERS)})")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
