"""`postaudit completion`: each shell really completes with what is printed for it."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from audit.cli import main

if TYPE_CHECKING:
    from pathlib import Path

BASH, ZSH, FISH = (shutil.which(shell) for shell in ("bash", "zsh", "fish"))

needs_bash = pytest.mark.skipif(BASH is None, reason="bash is not here: its completion was not tried")
needs_zsh = pytest.mark.skipif(ZSH is None, reason="zsh is not here: its completion was not tried")
needs_fish = pytest.mark.skipif(FISH is None, reason="fish is not here: its completion was not tried")

# A line before the cursor: what must be offered, and what must not.
LINES = [
    ("postaudit ", {"check", "rules", "report", "compare", "profile", "init", "completion"}, {"--offline"}),
    ("postaudit ch", {"check"}, {"rules"}),
    ("postaudit check --off", {"--offline"}, {"--quiet"}),
    ("postaudit check posts.json --fail-on ", {"error", "warning", "notice", "never"}, {"check"}),
    ("postaudit check --format sa", {"sarif"}, {"table"}),
    ("postaudit check --ignore img-hotl", {"img-hotlinked"}, {"img-alt-missing"}),
    ("postaudit check --ignore TXT,img-hotl", {"TXT,img-hotlinked"}, {"img-hotlinked"}),
    ("postaudit check --ignore IM", {"IMG", "IMG001"}, {"TXT"}),
    ("postaudit rules title-too-l", {"title-too-long"}, {"img-hotlinked"}),
    ("postaudit rules AGR img-hotl", {"img-hotlinked"}, {"title-too-long"}),
    ("postaudit rules IM", {"IMG", "IMG001"}, {"AGR"}),
    ("postaudit check pos", {"posts.json"}, {"check"}),
    ("postaudit report --format htm", {"html"}, {"json"}),
    ("postaudit compare pos", {"posts.json"}, {"check"}),
    ("postaudit completion ", {"bash", "zsh", "fish"}, {"check"}),
]

# What a shell does when Tab is pressed at the end of $LINE; the script is its first argument.
ASK_BASH = """
source "$1"
COMP_WORDS=($LINE)
[[ $LINE == *" " ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
function=$(complete -p postaudit | sed 's/.*-F \\([^ ]*\\).*/\\1/')
"$function" 2>/dev/null  # compopt works in a terminal only
printf '%s\\n' "${COMPREPLY[@]}"
"""
ASK_FISH = 'source $argv[1]; complete -C "$LINE"'


@pytest.fixture
def script(tmp_path, capsys):
    """A file with the script for a shell; beside it a file to complete."""
    (tmp_path / "posts.json").write_text("[]")

    def printed(shell: str) -> Path:
        file = tmp_path / f"postaudit.{shell}"
        assert main(["completion", shell]) == 0
        file.write_text(capsys.readouterr().out, "utf-8")
        return file

    return printed


def ran(*command, **environment):
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=True, timeout=30
    )
    assert not done.stderr
    return done.stdout


@needs_bash
@pytest.mark.parametrize(("line", "offered", "hidden"), LINES)
def test_bash(script, line, offered, hidden):
    shown = set(ran(BASH, "--norc", "-c", ASK_BASH, "bash", str(script("bash")), LINE=line).split())

    assert offered <= shown
    assert not hidden & shown


@needs_fish
@pytest.mark.parametrize(("line", "offered", "hidden"), LINES)
def test_fish(script, line, offered, hidden):
    file = script("fish")
    lines = ran(FISH, "--no-config", "-c", ASK_FISH, str(file), LINE=line, HOME=str(file.parent))
    shown = {shown.partition("\t")[0] for shown in lines.splitlines()}

    assert offered <= shown
    assert not hidden & shown


def typed(terminal, text, until):
    """What a shell shows behind a prompt once something was typed; at most ten seconds."""
    os.write(terminal, text.encode())
    shown, end = "", time.monotonic() + 10
    while until not in shown:
        ready, _, _ = select.select([terminal], [], [], max(0, end - time.monotonic()))
        assert ready, f"{until!r} never came, but: {shown!r}"
        shown += os.read(terminal, 65536).decode("utf-8", "replace")
    return shown


@needs_zsh
def test_zsh(script, tmp_path):
    """A terminal in which Tab is really pressed: what is unambiguous is filled in, a word of several is listed."""
    functions = tmp_path / "functions"
    functions.mkdir()
    script("zsh").rename(functions / "_postaudit")
    settings = f"PS1='$ '; fpath+={functions}; autoload -Uz compinit; compinit -D -u; echo rea''dy\n"
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(tmp_path)
        os.execve(ZSH, [ZSH, "-f", "-i"], {"TERM": "dumb", "PATH": os.environ["PATH"], "HOME": str(tmp_path)})  # noqa: S606
    try:
        typed(terminal, settings, until="ready")
        for begun, whole in [
            ("postaudit comple", "postaudit completion"),
            ("postaudit check --offl", "--offline"),
            ("postaudit check --fail-on nev", "never"),
            ("postaudit check --ignore img-hotlinke", "img-hotlinked"),
            ("postaudit check --ignore TXT,img-hotlinke", "TXT,img-hotlinked"),
            ("postaudit rules title-too-l", "title-too-long"),
            ("postaudit check pos", "posts.json"),
        ]:
            typed(terminal, f"\x15{begun}\t", until=whole)
    finally:
        os.close(terminal)
        os.waitpid(child, 0)
