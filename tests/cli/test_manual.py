"""The manual page: it is made, it names everything, and those who read such pages have nothing to complain of."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from audit.cli import command_parser

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "tools" / "make_manual.py"

needs_man = pytest.mark.skipif(shutil.which("lexgrog") is None, reason="man-db is not here: the page was not rendered")
needs_mandoc = pytest.mark.skipif(shutil.which("mandoc") is None, reason="mandoc is not here: the page was not linted")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The page: of a checkout as it would be built, else as it was installed."""
    if not TOOL.exists():
        return Path(sys.prefix, "share", "man", "man1", "postaudit.1")
    spec = importlib.util.spec_from_file_location("make_manual", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = tmp_path_factory.mktemp("manual") / "postaudit.1"
    made.write_text(module.manual(), "utf-8")
    return made


def options(parser):
    for action in parser._actions:
        yield from action.option_strings
        if isinstance(action.choices, dict):
            for name, command in action.choices.items():
                yield f"postaudit {name}"
                yield from options(command)


def test_it_names_every_command_and_option(page):
    text = re.sub(r"\\f.|\\(?=-)", "", page.read_text("utf-8"))

    assert {option for option in options(command_parser()) if option not in text} <= {"-h", "--help"}
    for heading in ("NAME", "EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES"):
        assert f".SH {heading}\n" in text


def told(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    return done.returncode, done.stdout, done.stderr


@needs_man
def test_man_shows_it_without_a_warning(page):
    assert told("lexgrog", page) == (0, f'{page}: "postaudit - audit published posts"\n', "")

    code, shown, complaints = told("man", "--warnings", "--local-file", page)
    assert (code, complaints) == (0, "")
    assert "--allow-private-hosts" in re.sub(".\b", "", shown)


@needs_mandoc
def test_mandoc_has_nothing_to_complain_of(page):
    assert told("mandoc", "-Tlint", "-Wwarning", page) == (0, "", "")
