"""The command as a whole: help, exit codes, faults."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import audit
from audit.cli import main

SNAPSHOTS = Path(__file__).parent / "snapshots"
ROOT = Path(audit.__file__).parents[1]
HEAVY = ("pydantic", "rich", "turbohtml", "tabulate", "jinja2", "importlib.metadata", "dataclasses")


def python(*arguments):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("help", ["--help"]),
        ("help-check", ["check", "--help"]),
        ("help-rules", ["rules", "--help"]),
        ("help-report", ["report", "--help"]),
        ("help-compare", ["compare", "--help"]),
        ("help-profile", ["profile", "--help"]),
        ("help-init", ["init", "--help"]),
        ("help-completion", ["completion", "--help"]),
    ],
)
def test_help(name, arguments, request, capsys):
    assert main(arguments) == 0
    shown, snapshot = capsys.readouterr().out, SNAPSHOTS / f"{name}.txt"
    if request.config.getoption("--update", default=False):
        snapshot.write_text(shown, "utf-8")

    assert shown == snapshot.read_text("utf-8"), "run: pytest tests/cli/test_main.py --update"


def test_help_and_the_package_import_nothing_heavy():
    code = (
        "import sys, audit; from audit.cli import main; main(['check', '--help']); "
        f"sys.exit(', '.join(name for name in {HEAVY!r} if name in sys.modules) or 0)"
    )
    done = python("-c", code)

    assert (done.returncode, done.stderr) == (0, "")


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"postaudit {audit.__version__}\n"


def test_module_is_the_command():
    done = python("-m", "audit", "--version")

    assert done.stdout == f"postaudit {audit.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["chek"], "invalid choice: 'chek'"),
        (["check"], "postaudit check: error: the following arguments are required: SOURCE"),
        (["check", "a.json", "--limit", "x"], "argument --limit: invalid int value: 'x'"),
        (["check", "a.json", "--fail-on", "nothing"], "argument --fail-on: invalid choice: 'nothing'"),
        (["check", "a.json", "--quiet", "--verbose"], "not allowed with argument"),
        (["check", "a.json", "--offlin"], "unrecognized arguments: --offlin"),
        (["check", "a.json", "--timeout", "x"], "argument --timeout: invalid float value: 'x'"),
        (["check", "a.json", "--accept", "4xx"], "argument --accept: invalid _statuses value: '4xx'"),
    ],
)
def test_usage_errors_exit_with_2(arguments, message, capsys):
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


def test_a_fault_of_ours_is_one_line(engine, capsys):
    engine.fails = KeyError("lost")

    assert main(["check", "posts.json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"postaudit {audit.__version__} crashed, which is its own fault: KeyError: 'lost'.")
    assert "`--verbose` shows where. Please report it: " in err
    assert err.count("\n") == 1


def test_a_fault_of_ours_has_a_traceback_with_verbose(engine, capsys):
    engine.fails = KeyError("lost")

    assert main(["check", "posts.json", "--verbose"]) == 2
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_stopped_while_there_is_nothing_to_show(engine, capsys):
    engine.fails = KeyboardInterrupt()

    assert main(["check", "posts.json"]) == 2
    assert capsys.readouterr() == ("", "Stopped.\n")


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
@pytest.mark.parametrize("options", [[], ["--format", "json"]])
def test_nobody_reads_on(saved, options):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "audit", "report", saved("saltmarsh"), *options],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)

    assert (done.returncode, done.stderr) == (0, "")


def test_a_terminal_that_knows_few_characters(saved):
    arguments = ["-m", "audit", "report", str(saved("saltmarsh"))]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    table = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, check=True)
    json = subprocess.run(
        [sys.executable, *arguments, "--format", "json"], env=environment, capture_output=True, check=True
    )

    assert table.stdout.startswith(b"saltmarsh.example \\xb7 12 posts")
    assert json.stdout == saved("saltmarsh").read_bytes()
