"""A running WordPress, and postaudit as its user runs it."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from audit import Settings
from audit.engine import run as audit

# A sibling module: test folders are no packages that one could import by name.
_SPEC = importlib.util.spec_from_file_location("wordpress_lab", Path(__file__).with_name("lab.py"))
lab_module = importlib.util.module_from_spec(_SPEC)
sys.modules["wordpress_lab"] = lab_module
_SPEC.loader.exec_module(lab_module)

USER, PASSWORD = "POSTAUDIT_WP_USER", "POSTAUDIT_WP_PASSWORD"


class Run(NamedTuple):
    """What a run of the command left: `ids` are those of the audited posts, in the order of the report."""

    code: int
    report: dict[str, Any]
    told: str

    @property
    def ids(self) -> list[int]:
        return [post["id"] for post in self.report["posts"]]

    @property
    def errors(self) -> list[str]:
        return [error["message"] for error in self.report["errors"]]


def pytest_collection_modifyitems(items):
    here = f"{Path(__file__).parent}{os.sep}"
    for item in items:  # those of all folders
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.wordpress)


@pytest.fixture(scope="session")
def lab():
    if lacking := lab_module.missing():
        reason = f"needs Debian's {', '.join(lacking)}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with lab_module.Lab() as lab:
        yield lab


@pytest.fixture
def main(lab):
    lab.main.forget_requests()
    return lab.main


@pytest.fixture
def blog(lab):
    lab.blog.forget_requests()
    return lab.blog


@pytest.fixture
def command(tmp_path):
    """The command line of `postaudit check`, its environment and its folder, to start it with."""

    def command(url, *options, user=None, password=None):
        environment = {name: value for name, value in os.environ.items() if name not in {USER, PASSWORD}}
        environment |= {"PYTHONPATH": str(Path(__file__).parents[2]), "no_proxy": "*"}
        if user is not None:
            environment |= {USER: user, PASSWORD: password or ""}
        words = [sys.executable, "-m", "audit", "check", url, "--allow-private-hosts", *map(str, options)]
        return {"args": words, "env": environment, "cwd": tmp_path, "stdin": subprocess.DEVNULL}

    return command


@pytest.fixture
def check(command, tmp_path):
    """Run it, and read its report."""

    def check(url, *options, user=None, password=None):
        out = tmp_path / "report.json"
        out.unlink(missing_ok=True)
        started = command(url, "--quiet", "-o", out, *options, user=user, password=password)
        done = subprocess.run(**started, capture_output=True, text=True, timeout=400, check=False)
        assert "Traceback" not in done.stderr
        assert out.exists(), done.stderr
        text = out.read_text("utf-8")
        if password:
            assert password not in text + done.stdout + done.stderr
            assert password.replace(" ", "") not in text + done.stdout + done.stderr
        return Run(done.returncode, json.loads(text), done.stderr)

    return check


@pytest.fixture
def read(monkeypatch, tmp_path):
    """The same within this process, without probing links: only what is read, and what is wrong with that."""

    def read(url, *, user=None, password=None, header=(), **settings):
        for name, value in ((USER, user), (PASSWORD, password)):
            if value is None:
                monkeypatch.delenv(name, raising=False)
            else:
                monkeypatch.setenv(name, value)
        monkeypatch.setenv("no_proxy", "*")
        network = {"allow_private_hosts": True, "cache_dir": str(tmp_path / "cache"), "header": header}
        report = audit([url], Settings(ignore=["LNK"], network=network, **settings))
        return sorted(post.id or 0 for post in report.posts), [error.message for error in report.errors], report

    return read
