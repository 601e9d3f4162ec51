"""What others run postaudit by stands in files of the repository; an installed package has none of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
POSTAUDIT = f'#!/bin/sh\nexec "{sys.executable}" -m audit "$@"\n'


def pytest_collection_modifyitems(items):
    if (ROOT / "action.yml").exists():
        return
    here = f"{Path(__file__).parent}{os.sep}"
    for item in items:  # those of all folders
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.skip(reason="a file of the repository; an installed package has none"))


@pytest.fixture
def bin_folder(tmp_path):
    """A folder like that of a virtual environment: `postaudit` and `python`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "python").symlink_to(sys.executable)
    (folder / "postaudit").write_text(POSTAUDIT)
    (folder / "postaudit").chmod(0o755)
    return folder


@pytest.fixture
def repository(tmp_path):
    """A folder with the posts of the example site."""
    folder = tmp_path / "repository"
    shutil.copytree(ROOT / "examples", folder / "posts")
    return folder


@pytest.fixture
def shell(repository):
    """Runs a script as a runner does, in the repository, with nothing in the environment but what it is given."""

    def run(script, *options, **environment):
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"} | environment
        return subprocess.run(
            [*options, "-c", script],
            cwd=repository,
            env={name: str(value) for name, value in environment.items()},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
