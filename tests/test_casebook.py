"""The casebook (`tests/cases`): small inputs drawn from public complaints, each with its right verdict.

A case with faults runs as soon as all rules that it names are built; a case in which silence is right always runs.
"""

from __future__ import annotations

import base64
import fnmatch
import json
from pathlib import Path
from typing import Any

import pytest

from audit.cli import main
from audit.rules import all_rules
from audit.seo_plugins import PLUGINS

CASES = Path(__file__).parent / "cases"
NEWEST = Path(__file__).parents[1] / ".." / "shared" / "data" / "cases"
READABLE = (
    ".json",
    ".ndjson",
    ".jsonl",
    ".html",
    ".htm",
    ".xml",
)  # what the sources of this version read; other files wait for theirs
RANK = {"notice": 0, "warning": 1, "error": 2}

Case = dict[str, Any]


def read(folder: Path) -> list[Case]:
    files = sorted(folder.glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]


BUILT = {rule.name for rule in all_rules()}
FAMILIES = {rule.code[:3] for rule in all_rules()}


def unbuilt(case: Case) -> list[str]:
    """The rules, and families of rules, that a case names as right and that do not exist yet."""
    demands = [name for want in case.get("must", []) for name in (want if isinstance(want, list) else [want])]
    names = [*demands, *(case.get("select", []) if demands else [])]
    families = case.get("must_codes", [])
    return [name for name in names if not fnmatch.filter(BUILT, name)] + [
        code for code in families if code[:3] not in FAMILIES
    ]


def unread(case: Case) -> list[str]:
    """The kinds of files, and the fields of SEO plugins, that a case needs and that nothing reads yet."""
    if "file" in case:
        return [] if case["file"]["name"].endswith(READABLE) else [Path(case["file"]["name"]).suffix]
    fields = {field for post in case["posts"] for field in post if field.endswith("_head")} if case.get("must") else ()
    return sorted(field for field in fields if field.removesuffix("_head") not in PLUGINS)


ALL = read(CASES)
UNREAD = [case for case in ALL if unread(case)]
WAITING = [case for case in ALL if case not in UNREAD and unbuilt(case)]
READY = [case for case in ALL if case not in UNREAD and case not in WAITING]


def write(case: Case, home: Path) -> Path:
    """Lays the input of a case into a folder, and its settings beside it."""
    if case.get("settings"):
        (home / "postaudit.toml").write_text(case["settings"], "utf-8")
    if "posts" in case:
        source = home / "posts.json"
        source.write_text(json.dumps(case["posts"], ensure_ascii=False), "utf-8")
        return source
    file = case["file"]
    source = home / file["name"]
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_bytes(base64.b64decode(file["base64"]) if "base64" in file else file["text"].encode())
    return source


def verdict_on_run(case: Case, exit_code: int, posts: int, err: str) -> list[str]:
    """What is wrong with exit code, number of posts and messages."""
    expect = case.get("expect", {})
    wrong = []
    if "exit" in expect and exit_code not in expect["exit"]:
        wrong.append(f"exit {exit_code}, not {expect['exit']}")
    if "posts" in expect and posts != expect["posts"]:
        wrong.append(f"{posts} posts audited, not {expect['posts']}")
    return wrong + [
        f"stderr lacks {text!r}" for text in expect.get("stderr_contains", []) if text.lower() not in err.lower()
    ]


def verdict_on_findings(case: Case, findings: list[dict[str, Any]]) -> list[str]:
    """What is wrong with what was said, and with what was not."""
    said = {entry["rule"] for finding in findings for entry in [finding, *finding["also"]]}
    loud = sorted({finding["code"] for finding in findings if RANK[finding["severity"]] >= RANK["warning"]})
    wrong = []
    for want in case.get("must", []):
        names = want if isinstance(want, list) else [want]
        if not any(fnmatch.filter(said, name) for name in names):
            wrong.append("missed " + " or ".join(names))
    for name in case.get("must_not", []):
        wrong += [f"false {hit}" for hit in sorted(fnmatch.filter(said, name))]
    demanded, forbidden = tuple(case.get("must_codes", [])), tuple(case.get("must_not_codes", []))
    if demanded and not any(code.startswith(demanded) for code in loud):
        wrong.append("nothing of " + " or ".join(demanded))
    if forbidden:
        wrong += [f"false {code}" for code in loud if code.startswith(forbidden)]
    most = case.get("max_severity")
    return wrong + [
        f"{finding['rule']} is {finding['severity']}, at most {most} is right"
        for finding in findings
        if most and RANK[finding["severity"]] > RANK[most]
    ]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in READY])
def test_case(case, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    source, out = write(case, tmp_path), tmp_path / "report.json"
    select = [part for name in case.get("select", []) if name in BUILT for part in ("--extend-select", name)]

    exit_code = main(["check", str(source), "--offline", "--no-progress", "--jobs", "1", "-o", str(out), *select])

    err = capsys.readouterr().err
    report = json.loads(out.read_bytes())
    wrong = verdict_on_run(case, exit_code, len(report["posts"]), err) + verdict_on_findings(case, report["findings"])
    assert not wrong, f"{case['what']}: {case['why']} ({case['source']})"


def test_every_case_waits_for_no_rule():
    if WAITING:
        missing = sorted({name for case in WAITING for name in unbuilt(case)})
        pytest.skip(f"{len(WAITING)} of {len(ALL)} cases wait for {len(missing)} rules: {', '.join(missing)}")


def test_every_case_waits_for_no_source():
    if UNREAD:
        inputs = sorted({name for case in UNREAD for name in unread(case)})
        pytest.skip(f"{len(UNREAD)} of {len(ALL)} cases wait for something that reads {', '.join(inputs)}")


def test_case_ids_are_unique():
    ids = [case["id"] for case in ALL]

    assert len(ids) == len(set(ids))


def test_casebook_is_the_newest():
    if not NEWEST.is_dir():
        pytest.skip("the shared casebook is not here to compare with")
    ours = {case["id"]: case for case in ALL}
    stale = [case["id"] for case in read(NEWEST) if ours.get(case["id"]) != case]

    assert not stale, "copy these lines of shared/data/cases into tests/cases"
