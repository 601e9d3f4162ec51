"""The recipes: every command is run as it is written, on the example site, and does what the page says."""

from __future__ import annotations

import gzip
import json
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest

from audit.cli import main
from audit.settings import Settings

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "recipes.md").read_text("utf-8")
SITE = "https://www.example.org"
GATE_FAILS = 1


def recipes():
    """Heading -> command lines, in the order of the page."""
    parts = re.split(r"^## (.*)$", PAGE, flags=re.MULTILINE)[1:]
    found = {}
    for heading, text in zip(parts[::2], parts[1::2], strict=True):
        found[heading] = [
            line for block in re.findall(r"```bash\n(.*?)```", text, re.DOTALL) for line in block.splitlines()
        ]
    return found


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the posts of the example site, and with a dump of them."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "examples", "posts")
    posts = json.loads(Path("posts/posts.json").read_text("utf-8"))
    with gzip.open("dump.ndjson.gz", "wt", encoding="utf-8") as dump:
        dump.writelines(f"{json.dumps(post)}\n" for post in posts)
    return tmp_path


def as_run(line):
    """The arguments of a line; the site of the page is none, so the posts of the example stand in, asking nobody."""
    program, *arguments = shlex.split(line)
    assert program == "postaudit"
    asks = arguments[0] == "check" and "--offline" not in arguments
    return [argument.replace(SITE, "posts/") for argument in arguments] + ["--offline"] * asks


def written(line):
    return re.findall(r"-o (\S+)", line)


@pytest.mark.parametrize("heading", recipes())
def test_recipe(heading, folder, capsys):
    for line in recipes()[heading]:
        if "--select LNK" in line and "--offline" not in line:
            # Offline, these rules are skipped, and a run of which no rule is left says so: the line is still parsed.
            assert main([*as_run(line), "--limit", "1"]) in {0, 1}
            continue
        code = main(as_run(line))
        out, err = capsys.readouterr()
        allowed = {0} if "--fail-on never" in line or not line.startswith("postaudit check") else {0, GATE_FAILS}
        assert code in allowed, (line, err)
        assert out, line
        assert all((folder / path).stat().st_size for path in written(line)), line


@pytest.mark.usefixtures("folder")
def test_the_gate_recipe_lets_only_new_findings_fail(capsys):
    accept, use, *_ = recipes()["Gate a headless repository"]
    assert main(as_run(accept)) in {0, 1}
    assert main(as_run(use)) == 0

    posts = json.loads(Path("posts/posts.json").read_text("utf-8"))
    posts[0]["content"]["rendered"] += '<p><img src="https://saltmarsh.example/new.jpg" width="9" height="9"></p>'
    Path("posts/posts.json").write_text(json.dumps(posts), "utf-8")
    capsys.readouterr()

    assert main(as_run(use)) == GATE_FAILS
    assert "img-alt-missing" in capsys.readouterr().out


@pytest.mark.parametrize("shown", re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL))
def test_settings_that_it_shows_are_valid(shown):
    assert Settings.model_validate(tomllib.loads(shown), by_alias=True, by_name=False)
