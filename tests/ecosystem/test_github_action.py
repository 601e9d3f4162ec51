"""The GitHub action: its file is sound, and its shell steps do on a folder what they would do on a runner."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = ROOT / "action.yml"
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")  # `shell: bash` of a runner
COMMENTER = ROOT / "ci" / "github_comment.py"


def action():
    return yaml.safe_load(ACTION.read_text("utf-8"))


def steps():
    return action()["runs"]["steps"]


def step(name):
    (found,) = [step for step in steps() if step["name"] == name]
    return found


# -- the file ----------------------------------------------------------------------------------------------------------


def test_no_script_has_an_expression_in_it():
    """What stands in `${{ }}` becomes part of the script: a path with a quote in it would be run."""
    for found in steps():
        assert "${{" not in found.get("run", ""), found["name"]


def test_every_input_is_used_and_reaches_a_script_by_its_environment_only():
    used = set(re.findall(r"inputs\.([\w-]+)", ACTION.read_text("utf-8")))

    assert used == set(action()["inputs"])
    for found in steps():
        assert "inputs." not in found.get("run", "")
        for name in found.get("env", {}):
            assert re.search(rf"\$\{{?{name}\b", found["run"]) or (
                found["name"] == "Comment" and f"'{name}'" in COMMENTER.read_text("utf-8")
            ), name


def test_actions_of_others_are_pinned_to_a_commit_and_say_which_version_it_is():
    uses = re.findall(r"uses: (.*)", ACTION.read_text("utf-8"))

    assert len(uses) == 2
    for used in uses:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used), used


def test_every_shell_step_names_its_shell_as_composite_actions_must():
    for found in steps():
        assert ("uses" in found) or found["shell"] == "bash"


def test_its_page_names_every_input_and_output():
    page = (ROOT / "docs" / "ecosystem.md").read_text("utf-8")
    table = set(re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE))

    assert table == set(action()["inputs"])
    assert all(f"`{name}`" in page for name in action()["outputs"])
    (workflow,) = [
        block for block in map(yaml.safe_load, re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)) if "jobs" in block
    ]
    assert set(workflow["jobs"]["audit"]["steps"][-1]["with"]) <= set(action()["inputs"])


# -- its steps ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def audited(shell, bin_folder, tmp_path):
    """Runs the step that audits; gives its process, its outputs and its summary."""

    def run(paths, args="", fail_on="", baseline=""):
        outputs, summary = tmp_path / "outputs", tmp_path / "summary.md"
        outputs.touch()
        summary.touch()
        environment = {
            "BIN": bin_folder,
            "PATHS": paths,
            "ARGS": args,
            "FAIL_ON": fail_on,
            "BASELINE": baseline,
            "RUNNER_TEMP": tmp_path,
            "GITHUB_OUTPUT": outputs,
            "GITHUB_STEP_SUMMARY": summary,
        }
        assert set(step("Audit")["env"]) < set(environment)
        done = shell(step("Audit")["run"], *BASH, **environment)
        told = dict(line.split("=", 1) for line in outputs.read_text("utf-8").splitlines())
        return done, told, summary.read_text("utf-8")

    return run


def test_it_annotates_summarises_and_writes_every_report(audited):
    done, told, summary = audited("posts/", "--offline")

    assert done.returncode == 0
    assert told["exit-code"] == "1"
    assert re.search(r"^::error file=posts/posts.json,line=\d+,title=\w+ [\w-]+::", done.stdout, re.MULTILINE)
    assert summary.startswith("**postaudit: ")
    written = {file.name for file in Path(told["folder"]).iterdir()}
    assert written == {
        "report.json", "report.html", "report.md", "report.sarif", "annotations.txt", "messages.txt"
    }  # fmt: skip
    assert json.loads(Path(told["sarif"]).read_text("utf-8"))["version"] == "2.1.0"


def test_its_inputs_reach_the_command(audited):
    done, told, _ = audited(
        "  posts/posts.json \n\n posts/more-posts.ndjson",
        "--offline --select='img-alt-missing,TXT' \n --preview",
        "never",
    )

    assert (done.returncode, told["exit-code"]) == (0, "0")
    run = json.loads(Path(told["folder"], "report.json").read_text("utf-8"))["run"]
    assert run["sources"] == ["posts/posts.json", "posts/more-posts.ndjson"]
    assert run["settings"]["select"] == ["img-alt-missing", "TXT"]
    assert run["settings"]["preview"] is True
    assert run["settings"]["fail-on"] == "never"


def test_a_baseline_lets_only_new_findings_fail(audited, repository, shell, bin_folder):
    accepted = repository / "accepted.json"
    shell(f'"{bin_folder}/postaudit" check posts/ --offline --baseline accepted.json --write-baseline', *BASH)
    assert accepted.exists()

    _, told, _ = audited("posts/", "--offline", baseline="accepted.json")

    assert told["exit-code"] == "0"


HOSTILE = ("$(touch pwned)", "`touch pwned`", '"; touch pwned; "', "'; touch pwned; '", "-o pwned", "& touch pwned")


def test_nothing_in_an_input_is_run(audited, repository):
    every = "\n".join(HOSTILE)
    done, told, _ = audited(every, "--offline")

    assert (done.returncode, told["exit-code"]) == (0, "2")
    for inputs in ({"args": every}, {"fail_on": every}, {"baseline": every}):
        audited("posts/none.json", **inputs)
    assert not (repository / "pwned").exists()


def test_no_message_is_a_command_to_the_runner(audited, repository):
    (repository / "::error::x.json").write_text("{")

    done, told, _ = audited("::error::x.json", "--offline")

    assert told["exit-code"] == "2"
    (stop,) = re.findall(r"^::stop-commands::([0-9a-f]{32})$", done.stdout, re.MULTILINE)
    before, _, after = done.stdout.partition(f"::{stop}::\n")
    assert "::error::x.json" in before
    assert "\n::error::x" not in after


@pytest.mark.parametrize("code", ["0", "1", "2"])
def test_the_gate_is_the_last_word(shell, code):
    assert steps()[-1]["name"] == "Gate"
    assert shell(step("Gate")["run"], *BASH, CODE=code).returncode == int(code)


# -- the comment -------------------------------------------------------------------------------------------------------


class GitHub(BaseHTTPRequestHandler):
    """The part of GitHub's API that the action talks to, with comments that live as long as a test."""

    comments: list[dict]
    requests: list[tuple[str, str]]
    refuses = False

    def _answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        path, _, query = self.path.partition("?")
        page = int(re.search(r"(?<!per_)page=(\d+)", query)[1])
        assert path == "/repos/salt/marsh/issues/7/comments"
        self._answer(200, self.comments[(page - 1) * 100 : page * 100])

    def _written(self):
        assert self.headers["Authorization"] == "Bearer secret"
        self.requests.append((self.command, self.path))
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]

    def do_POST(self):
        body = self._written()
        if self.refuses:
            self._answer(403, {"message": "Resource not accessible by integration"})
            return
        self.comments.append({"id": 1000 + len(self.comments), "body": body, "user": {"type": "Bot"}})
        self._answer(201, {})

    def do_PATCH(self):
        body, number = self._written(), int(self.path.rpartition("/")[2])
        (comment,) = [comment for comment in self.comments if comment["id"] == number]
        comment["body"] = body
        self._answer(200, {})

    def log_message(self, *_):
        """Not into the test's output."""


@pytest.fixture
def github():
    handler = type("Handler", (GitHub,), {"comments": [], "requests": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    handler.address = f"http://127.0.0.1:{server.server_port}"
    yield handler
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def comment(shell, bin_folder, github, tmp_path):
    """Runs the step that comments."""

    def run(markdown):
        file = tmp_path / "report.md"
        file.write_text(markdown, "utf-8")
        environment = {
            "BIN": bin_folder,
            "MARKDOWN": file,
            "NUMBER": 7,
            "GITHUB_TOKEN": "secret",
            "GITHUB_ACTION_PATH": ROOT,
            "GITHUB_API_URL": github.address,
            "GITHUB_REPOSITORY": "salt/marsh",
            "GITHUB_WORKFLOW": "Posts --> <b>",
            "GITHUB_JOB": "audit",
        }
        return shell(step("Comment")["run"], *BASH, **environment)

    return run


MARKER = "<!-- postaudit Posts  b/audit -->\n"


def test_it_comments_once_and_then_updates(comment, github):
    assert comment("first").stdout == "Commented on pull request 7.\n"
    assert comment("second").stdout == "Updated the comment on pull request 7.\n"

    assert [entry["body"] for entry in github.comments] == [f"{MARKER}second"]
    assert [method for method, _ in github.requests] == ["POST", "PATCH"]


def test_it_finds_its_comment_behind_many_and_leaves_those_of_people_alone(comment, github):
    github.comments += [{"id": n, "body": f"{MARKER}mine!", "user": {"type": "User"}} for n in range(150)]
    github.comments += [{"id": 150, "body": f"{MARKER}old", "user": {"type": "Bot"}}]

    comment("new")

    assert github.requests == [("PATCH", "/repos/salt/marsh/issues/comments/150")]
    assert {entry["body"] for entry in github.comments[:150]} == {f"{MARKER}mine!"}


def test_what_is_too_long_is_replaced_by_a_hint(comment, github):
    comment("x" * 65_536)

    (only,) = github.comments
    assert only["body"] == f"{MARKER}The report is too long for a comment: see the summary of the job.\n"


def test_a_token_that_may_not_comment_is_a_warning_and_no_failure(comment, github):
    github.refuses = True

    done = comment("report")

    assert done.returncode == 0
    assert done.stdout.startswith("::warning title=postaudit::No comment: GitHub says 403 Forbidden.")
    assert "secret" not in done.stdout + done.stderr


# -- as a whole --------------------------------------------------------------------------------------------------------


@pytest.mark.ecosystem
def test_it_installs_what_it_then_runs(shell, tmp_path):
    outputs = tmp_path / "outputs"
    python = tmp_path / "python"
    python.mkdir()
    (python / "python").symlink_to(sys.executable)

    done = shell(
        step("Install postaudit")["run"],
        *BASH,
        RUNNER_TEMP=tmp_path,
        GITHUB_ACTION_PATH=ROOT,
        GITHUB_OUTPUT=outputs,
        PATH=f"{python}:/usr/bin:/bin",
        PYTHONPATH="",
    )

    assert done.returncode == 0, done.stderr
    command = Path(outputs.read_text("utf-8").strip().removeprefix("bin="), "postaudit")
    assert subprocess.run([command, "--version"], capture_output=True, check=True, env={}).stdout.startswith(
        b"postaudit"
    )
