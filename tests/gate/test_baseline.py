"""Findings accepted earlier."""

from __future__ import annotations

import copy
import gzip
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from audit import Settings, audit
from audit.cli import main
from audit.errors import SettingsError
from audit.gate.baseline import SCHEMA_ID, BaselineDocument, open_baseline
from audit.testing import base_record

SCHEMA = Path(__file__).parents[2] / "schemas" / "baseline.schema.json"
BASELINE = "accepted.json"
NO_ALT = '<p><img src="/{}.jpg" width="90" height="60"></p>'


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def record(number, *images):
    post = copy.deepcopy(base_record())
    post["id"] = number
    post["content"]["rendered"] += "".join(NO_ALT.format(image) for image in images)
    return post


def posts(*records, name="posts.json"):
    Path(name).write_text(json.dumps(records), "utf-8")


def check(*options, source="posts.json", baseline=BASELINE):
    base = ["check", source, "--offline", "--select", "img-alt-missing", "--format", "json"]
    return main([*base, *(["--baseline", baseline] if baseline else []), *options])


def gate(capsys):
    return json.loads(capsys.readouterr().out)["summary"]["gate"]


def accepted():
    return [entry["fingerprint"] for entry in json.loads(Path(BASELINE).read_text("utf-8"))["findings"]]


def fresh_schema():
    schema = BaselineDocument.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **schema}


def test_published_schema_is_fresh(request):
    fresh = json.dumps(fresh_schema(), ensure_ascii=False, indent=2) + "\n"
    if request.config.getoption("--update", default=False):
        SCHEMA.write_text(fresh, "utf-8")

    assert SCHEMA.read_text("utf-8") == fresh, "run: pytest tests/gate/test_baseline.py --update"


def test_what_is_accepted_no_longer_fails(capsys):
    posts(record(1, "tide"))

    assert check(baseline=None) == 1
    assert check("--write-baseline") == 0
    assert capsys.readouterr().err.endswith("accepted.json: 1 accepted finding, 1 added, 0 taken out.\n")
    assert check() == 0
    document = json.loads(capsys.readouterr().out)
    assert [finding["status"] for finding in document["findings"]] == ["baselined"]
    assert document["summary"]["findings"]["error"] == 1
    assert document["summary"]["gate"]["baselined"] == 1
    assert document["summary"]["gate"]["new"] == 0


def test_what_is_new_fails(capsys):
    posts(record(1, "tide"))
    check("--write-baseline")
    posts(record(1, "tide", "ebb"))
    capsys.readouterr()

    assert check() == 1
    found = gate(capsys)
    assert (found["new"], found["baselined"]) == (1, 1)
    assert found["reasons"] == ["1 error, none are allowed (--fail-on error)"]


def test_moved_text_stays_accepted():
    posts(record(1, "tide"))
    check("--write-baseline")
    moved = record(1, "tide")
    moved["content"]["rendered"] = "<p>Something above it.</p>\n" + moved["content"]["rendered"]
    posts(moved)

    assert check() == 0


def test_warnings_that_are_accepted_are_not_counted():
    Path("postaudit.toml").write_text('max-warnings = 0\n[severity]\nimg-alt-missing = "warning"\n')
    posts(record(1, "tide"))

    assert check(baseline=None) == 1
    assert check("--write-baseline") == 0
    assert check() == 0


def test_the_file_is_whole_ordered_and_valid():
    posts(record(2, "tide"), record(1, "tide", "ebb"))
    check("--write-baseline")
    text = Path(BASELINE).read_text("utf-8")
    document = json.loads(text)

    Draft202012Validator(fresh_schema()).validate(document)
    assert document["sources"] == ["posts.json"]
    assert [entry["post"][-2:] for entry in document["findings"]] == ["#1", "#1", "#2"]
    assert len(text.splitlines()) == 1 + 3 + 1
    check("--write-baseline")
    assert Path(BASELINE).read_text("utf-8") == text
    assert sorted(path.name for path in Path().glob("[!.]*")) == [BASELINE, "posts.json"]


def test_a_stale_entry_is_told_and_changes_no_exit_code(capsys):
    posts(record(1, "tide"))
    check("--write-baseline")
    posts(record(1))
    capsys.readouterr()

    assert check() == 0
    out, err = capsys.readouterr()
    (note,) = json.loads(out)["summary"]["gate"]["stale"]
    assert note.startswith("baseline: img-alt-missing in ")
    assert note.endswith(" matches nothing any more")
    assert err == f"{note}.\n"


def test_pruning_takes_out_what_is_gone_and_accepts_nothing():
    posts(record(1, "tide", "ebb"))
    check("--write-baseline")
    before = accepted()
    posts(record(1, "ebb", "flood"))

    assert check("--prune-baseline") == 1
    assert len(before) == 2
    assert len(accepted()) == 1
    assert accepted()[0] in before


def test_writing_takes_out_what_is_gone_and_accepts_the_rest():
    posts(record(1, "tide", "ebb"))
    check("--write-baseline")
    before = set(accepted())
    posts(record(1, "ebb", "flood"))

    assert check("--write-baseline") == 0
    assert len(accepted()) == 2
    assert len(before.intersection(accepted())) == 1


def test_a_post_that_is_gone_makes_its_entries_stale(capsys):
    posts(record(1, "tide"), record(2, "ebb"))
    check("--write-baseline")
    posts(record(1, "tide"))
    capsys.readouterr()

    check()
    assert len(gate(capsys)["stale"]) == 1


@pytest.mark.parametrize(
    ("options", "source"),
    [
        ([], "one.json"),
        (["--limit", "1"], "posts.json"),
        (["--ignore", "img-alt-missing", "--extend-select", "img-dimensions-missing"], "posts.json"),
    ],
    ids=["another source", "a filter", "the rule is ignored"],
)
def test_what_was_not_looked_for_is_not_stale(options, source, capsys):
    posts(record(1), record(2, "ebb"))
    posts(record(1), name="one.json")
    check("--write-baseline")
    capsys.readouterr()

    check("--prune-baseline", *options, source=source)
    assert gate(capsys)["stale"] == []
    assert len(accepted()) == 1


@pytest.mark.parametrize("source", ["./posts.json", "sub/../posts.json", "{}/posts.json"])
def test_a_source_may_be_written_in_another_way(source, folder, capsys):
    Path("sub").mkdir()
    posts(record(1, "tide"), record(2, "ebb"))
    check("--write-baseline")
    posts(record(1, "tide"))
    capsys.readouterr()

    check(source=source.format(folder))

    assert len(gate(capsys)["stale"]) == 1


def test_a_source_that_was_renamed(capsys):
    posts(record(1, "tide"), record(2, "ebb"))
    check("--write-baseline")
    posts(record(1, "tide"), name="fewer.json")
    Path("posts.json").unlink()
    capsys.readouterr()

    check("--write-baseline", source="fewer.json")

    assert len(gate(capsys)["stale"]) == len(accepted()) == 1
    assert json.loads(Path(BASELINE).read_text("utf-8"))["sources"] == ["fewer.json"]


def test_a_run_over_more_sources_covers_the_old_ones(capsys):
    posts(record(1, "tide"), record(2, "ebb"))
    check("--write-baseline")
    posts(record(1, "tide"))
    posts(record(3), name="more.json")
    capsys.readouterr()

    main(["check", "more.json", "posts.json", "--offline", "--baseline", BASELINE, "--prune-baseline", "--format=json"])

    assert len(gate(capsys)["stale"]) == len(accepted()) == 1


def test_nothing_of_an_unreadable_post_is_stale(capsys):
    posts(record(1), record(2, "ebb"))
    check("--write-baseline")
    whole = Path("posts.json").read_text("utf-8")
    Path("posts.json").write_text(whole[:-40], "utf-8")
    capsys.readouterr()

    assert check("--prune-baseline") == 2
    assert gate(capsys)["stale"] == []
    assert len(accepted()) == 1


def test_the_setting_is_relative_to_its_file(monkeypatch):
    posts(record(1, "tide"))
    Path(".git").mkdir()
    Path("postaudit.toml").write_text(f'baseline = "{BASELINE}"\n')
    check("--write-baseline", baseline=None)
    Path("below").mkdir()
    monkeypatch.chdir("below")

    assert check(source="../posts.json", baseline=None) == 0


def test_from_python():
    posts(record(1, "tide"))
    check("--write-baseline")

    assert audit("posts.json", Settings(offline=True, select=("img-alt-missing",), baseline=BASELINE)).exit_code == 0


REPORT = {"schema_version": 1, "findings": []}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "there is no such file. A baseline is written by `postaudit check SOURCE --baseline FILE"),
        (b" \n", "empty. A baseline is written by"),
        (b'{"baseline_version":1,', "not JSON: EOF while parsing"),
        (b"<<<<<<< ours\n{}\n", "holds a merge conflict."),
        (json.dumps(REPORT).encode(), "a report, not a baseline."),
        (b"[]", "something else, not a baseline."),
        (b'{"baseline_version":9}', "a baseline of version 9; this postaudit reads version 1."),
        (b'{"baseline_version":1,"findings":[{}]}', "not a valid baseline: /"),
        (gzip.compress(b"{}", mtime=0), "not JSON: "),
    ],
)
def test_a_file_that_is_no_baseline(content, message, capsys):
    posts(record(1, "tide"))
    if content is not None:
        Path(BASELINE).write_bytes(content)

    assert check() == 2
    out, err = capsys.readouterr()
    assert err.startswith(f"--baseline: {BASELINE}: {message}")
    assert (out, err.count("\n")) == ("", 1)


def test_writing_needs_a_name():
    with pytest.raises(SettingsError, match="--write-baseline: no file is named"):
        open_baseline(Settings(), "write")


def test_a_folder_that_is_not_there(capsys):
    posts(record(1, "tide"))

    assert check("--write-baseline", baseline="none/accepted.json") == 2
    assert "none/accepted.json: cannot be written: No such file or directory." in capsys.readouterr().err
