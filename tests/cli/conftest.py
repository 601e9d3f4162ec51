"""A run without an engine: what `check` would have found is read from a saved report."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from audit.formats.json_format import read_json

SAVED = Path(__file__).parents[1] / "formats" / "saved"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty current folder, a hundred columns, no terminal that wants anything."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM_PROGRAM", "WT_SESSION", "VTE_VERSION", "PYTHON_COLORS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def saved():
    """Path of a saved report, by name: saltmarsh (gate failed), clean, hostile."""
    return lambda name: SAVED / f"{name}.json"


@pytest.fixture
def engine(monkeypatch, saved):
    """Lets `check` find what a saved report says; keeps what the engine was asked."""

    class Engine:
        report = read_json(str(saved("saltmarsh")))
        asked = None
        baseline = None
        fails = None

        def run(self, sources, settings, *, progress=None, baseline=None):
            self.asked = (list(sources), settings, progress)
            self.baseline = baseline
            if self.fails is not None:
                raise self.fails
            return self.report

    fake = Engine()
    module = ModuleType("audit.engine")
    module.run = fake.run
    monkeypatch.setitem(sys.modules, "audit.engine", module)
    return fake
