"""Files of postaudit's own beside the posts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from audit.cli import main
from audit.sources import Block, SourceNote, SourceProblem, open_source
from audit.sources.files import reads

POST = {
    "id": 7,
    "link": "https://pier.example/seven",
    "title": {"rendered": "Seven"},
    "content": {"rendered": "<p><img src='https://quay.example/a.jpg'></p>"},
}
OWN = (
    "run.json",
    "run.jsonl",
    "run.csv",
    "run.html",
    "run.parquet",
    "quality.json",
    "sarif.json",
    "accepted.json",
    "both.json",
    "both.html",
    "fields.json",
    "fields.html",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with one post, and with everything that postaudit writes about it."""
    place = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        Path("post.json").write_text(json.dumps(POST), encoding="utf-8")
        outputs = ["run.json", "run.jsonl", "run.csv", "run.html", "run.parquet", "gitlab=quality.json"]
        outputs += ["sarif=sarif.json"]
        options = [part for output in outputs for part in ("-o", output)]
        audit = ["check", "post.json", "--offline", "--no-cache"]
        main([*audit, *options])
        main([*audit, "--baseline", "accepted.json", "--write-baseline"])
        main(["compare", "run.json", "run.json", "-o", "both.json", "-o", "both.html"])
        main(["profile", "post.json", "-o", "fields.json", "-o", "fields.html"])
        report = json.loads(Path("run.json").read_text(encoding="utf-8"))
        Path("pretty.json").write_text(json.dumps(report, indent=4), encoding="utf-8")
    return place


def opened(spec, spool, read=None):
    items = list(open_source(str(spec), spool=spool, read=read))
    return [[item for item in items if isinstance(item, kind)] for kind in (Block, SourceNote, SourceProblem)]


@pytest.mark.parametrize("spec", ["", "*.[jhcp]*"])
def test_in_a_folder_or_glob_they_are_skipped_with_a_note(folder, tmp_path, spec):
    blocks, notes, problems = opened(folder / spec, tmp_path)

    assert [Path(block.source).name for block in blocks] == ["post.json"]
    assert {Path(note.source).name for note in notes} == {*OWN, "pretty.json"}
    assert all(note.message.startswith("was skipped: it is a ") for note in notes)
    assert problems == []


@pytest.mark.parametrize("name", OWN)
def test_named_they_are_one_problem(folder, tmp_path, name):
    blocks, notes, problems = opened(folder / name, tmp_path)

    assert (blocks, notes) == ([], [])
    assert len(problems) == 1
    assert problems[0].message.endswith("and holds no posts. Name what was audited.")


@pytest.mark.parametrize("spec", ["", "*.json"])
def test_a_folder_with_nothing_else_holds_no_posts(folder, tmp_path, spec):
    shutil.copy(folder / "run.json", tmp_path)

    blocks, notes, problems = opened(tmp_path / spec, tmp_path)

    assert blocks == []
    assert len(notes) == 1
    assert [problem.kind for problem in problems] == ["empty"]


def test_a_post_with_a_schema_of_its_own_is_a_post(tmp_path):
    post = {"$schema": "post.schema.json", "schema_version": 1, "findings": [], **POST}
    (tmp_path / "post.json").write_text(json.dumps(post), encoding="utf-8")

    blocks, notes, problems = opened(tmp_path, tmp_path)

    assert (len(blocks), notes, problems) == (1, [], [])


def test_a_file_is_read_once_whatever_it_is_called(tmp_path):
    path = tmp_path / "post.json"
    path.write_text(json.dumps(POST), encoding="utf-8")
    (tmp_path / "latest.json").symlink_to(path)
    read: set[tuple[int, int]] = set()

    first = opened(path, tmp_path, read)
    again = opened(tmp_path / "." / "post.json", tmp_path, read)
    below = opened(tmp_path, tmp_path, read)

    assert [len(items) for items in first] == [1, 0, 0]
    assert [len(items) for items in again] == [0, 1, 0]
    assert [len(items) for items in below] == [0, 2, 0]
    assert again[1][0].message == "is named more than once, and was read once."


def test_two_files_with_the_same_posts_are_two(tmp_path):
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(POST), encoding="utf-8")

    assert [len(items) for items in opened(tmp_path, tmp_path)] == [2, 0, 0]


def test_which_files_a_source_reads(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(folder)
    (tmp_path / "link.json").symlink_to(folder / "post.json")

    assert reads("post.json", "./post.json")
    assert reads(".", "post.json")
    assert reads("*.json", str(folder / "post.json"))
    assert reads(str(tmp_path), "post.json")
    assert reads("missing.json", "./missing.json")
    assert not any(reads(".", name) for name in OWN)
    assert not reads(".", "new.json")
    assert not reads("post.json", "new.json")
    assert not reads("-", "-")
    assert not reads("https://pier.example/", "post.json")
