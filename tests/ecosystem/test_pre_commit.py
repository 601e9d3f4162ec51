"""The pre-commit hooks: pre-commit takes their file, installs them from this repository, and runs them on a commit."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from audit.cli import command_parser

ROOT = Path(__file__).parents[2]
FILE = ROOT / ".pre-commit-hooks.yaml"


def hooks():
    return yaml.safe_load(FILE.read_text("utf-8"))


def test_they_run_commands_that_are_there():
    for hook in hooks():
        program, *arguments = hook["entry"].split()
        assert program == "postaudit"
        assert command_parser().parse_args([*arguments, *hook.get("args", []), "posts/a.json"]).offline


def test_the_page_about_them_chooses_hooks_that_are_there():
    page = (ROOT / "docs" / "ecosystem.md").read_text("utf-8")
    (shown,) = [
        block for block in map(yaml.safe_load, re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)) if "repos" in block
    ]

    assert [hook["id"] for hook in shown["repos"][0]["hooks"]] == [hook["id"] for hook in hooks()]


@pytest.mark.parametrize("path", ["posts/a.json", "content/posts/2026/a.ndjson", "posts/export.xml", "posts/a.html"])
def test_they_look_at_posts(path):
    assert all(re.search(hook["files"], path) for hook in hooks())


@pytest.mark.parametrize("path", ["package.json", "compost/a.json", "posts/a.png", "posts.json"])
def test_they_look_at_nothing_else(path):
    assert not any(re.search(hook["files"], path) for hook in hooks())


def ran(*command, cwd):
    settled = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PRE_COMMIT_COLOR": "never"}
    names = {
        f"GIT_{who}_{what}": "me@saltmarsh.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    environment = {**os.environ, **settled, **names, "PRE_COMMIT_HOME": str(cwd.parent / "pre-commit")}
    environment.pop("PYTHONPATH", None)  # what runs must be what pre-commit has installed
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.fixture
def hooked(tmp_path):
    """This repository as others would clone it: what is not ignored, in one commit."""
    files = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    clone = tmp_path / "postaudit"
    for name in filter(None, files.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    for command in ("init -q", "add -A", "commit -qm hooks"):
        code, said = ran("git", *command.split(), cwd=clone)
        assert code == 0, said
    return clone


@pytest.mark.ecosystem
def test_a_commit_is_stopped_by_a_post_with_an_error_and_let_through_without(hooked, repository):
    code, said = ran("pre-commit", "validate-manifest", str(FILE), cwd=repository)
    assert code == 0, said
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=hooked, capture_output=True, text=True, check=True)
    chosen = {"repo": str(hooked), "rev": commit.stdout.strip(), "hooks": [{"id": hook["id"]} for hook in hooks()]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [chosen]}), "utf-8")
    ran("git", "init", "-q", cwd=repository)
    ran("git", "add", "-A", cwd=repository)

    code, said = ran("pre-commit", "run", cwd=repository)

    assert code == 1, said
    assert re.search(r"^audit changed posts\.+Failed$", said, re.MULTILINE)
    assert re.search(r"^audit all posts\.+Failed$", said, re.MULTILINE)
    assert "paid-link-unqualified" in said

    posts = json.loads((repository / "posts" / "posts.json").read_text("utf-8"))
    (repository / "posts" / "posts.json").write_text(json.dumps(posts[:1]), "utf-8")
    (repository / "posts" / "more-posts.ndjson").unlink()
    ran("git", "add", "-A", cwd=repository)

    code, said = ran("pre-commit", "run", cwd=repository)

    assert code == 0, said
    assert re.search(r"^audit changed posts\.+Passed$", said, re.MULTILINE)
