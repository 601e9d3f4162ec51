"""The GitLab template: its file is sound, and its script writes the reports that it hands over."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from junitparser import JUnitXml

ROOT = Path(__file__).parents[2]
SH = ("sh", "-e")


def template():
    return yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text("utf-8"))


def job():
    return template()["postaudit"]


@pytest.fixture
def run(shell, bin_folder):
    """Runs the job's script with the template's variables, but for those that are given."""

    def run(**variables):
        chosen = {name: variable["value"] for name, variable in template()["variables"].items()} | variables
        return shell("\n".join(job()["script"]), *SH, PATH=f"{bin_folder}:/usr/bin:/bin", **chosen)

    return run


def test_variables_that_it_names_are_its_own():
    text = "\n".join([*job()["before_script"], *job()["script"]])

    assert all(f"${name}" in text for name in template()["variables"])


def test_the_page_about_it_sets_variables_that_are_there():
    page = (ROOT / "docs" / "ecosystem.md").read_text("utf-8")
    blocks = map(yaml.safe_load, re.findall(r"```yaml\n(.*?)```", page, re.DOTALL))
    (shown,) = [block for block in blocks if "include" in block]

    assert set(shown["variables"]) <= set(template()["variables"])


def test_it_writes_what_it_hands_over(run, repository):
    done = run()

    assert done.returncode == 1, done.stderr
    reports = job()["artifacts"]["reports"]
    quality = json.loads((repository / reports["codequality"]).read_text("utf-8"))
    assert {"description", "check_name", "fingerprint", "severity", "location"} <= set(quality[0])
    assert {entry["location"]["path"] for entry in quality} <= {"posts/posts.json", "posts/more-posts.ndjson"}
    assert sum(suite.tests for suite in JUnitXml.fromfile(str(repository / reports["junit"]))) > 0
    for path in job()["artifacts"]["paths"]:
        assert (repository / path).exists()


def test_variables_choose_posts_and_options(run, repository):
    done = run(POSTAUDIT_PATHS="posts/*.json posts/none.html", POSTAUDIT_ARGS="--offline --fail-on never")

    assert done.returncode == 2
    assert "posts/none.html" in done.stderr
    assert json.loads((repository / "gl-code-quality-report.json").read_text("utf-8"))
