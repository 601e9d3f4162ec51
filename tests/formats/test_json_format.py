"""JSON: the contract, and the way back."""

from __future__ import annotations

import gzip
import io
import json as standard
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from audit import __version__
from audit.errors import ReportError
from audit.formats import FORMATS, is_binary
from audit.formats.json_format import json, read_json
from audit.report import SCHEMA_ID, ListEntries, ReportDocument

HERE = Path(__file__).parent
SCHEMA = Path(__file__).parents[2] / "schemas" / "report.schema.json"
JSONL = (
    "a report in the format jsonl, which is not read back: only json is. "
    "It is written by `postaudit check SOURCE -o report.json`."
)
THIS = {"version": __version__}
NAMES = ("saltmarsh", "clean", "hostile")


def saved(name):
    return HERE / "saved" / f"{name}.json"


def written(report) -> str:
    out = io.StringIO()
    json(report, out)
    return out.getvalue()


def fresh_schema():
    schema = ReportDocument.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **schema}


def test_published_schema_is_fresh(request):
    fresh = standard.dumps(fresh_schema(), ensure_ascii=False, indent=2) + "\n"
    if request.config.getoption("--update", default=False):
        SCHEMA.write_text(fresh, "utf-8")

    assert SCHEMA.read_text("utf-8") == fresh, "run: pytest tests/formats/test_json_format.py --update"


@pytest.mark.parametrize("name", NAMES)
def test_there_and_back_gives_the_same_bytes(name):
    assert written(read_json(str(saved(name)))) == saved(name).read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_fits_the_schema(name):
    Draft202012Validator.check_schema(fresh_schema())
    document = standard.loads(written(read_json(str(saved(name)))))

    Draft202012Validator(fresh_schema()).validate(document)
    assert list(document) == list(ReportDocument.model_json_schema(by_alias=True)["properties"])


def test_posts_and_findings_are_written_one_at_a_time():
    report = read_json(str(saved("saltmarsh")))
    alive = []

    class Entries(ListEntries):
        def findings(self):
            for finding in super().findings():
                alive.append(out.tell())
                yield finding

    out = io.StringIO()
    report.entries = Entries(list(report.posts), list(report.findings))
    alive.clear()
    json(report, out)

    assert alive == sorted(set(alive))  # every finding was written before the next was asked for


def test_a_lone_surrogate_becomes_a_replacement_character():
    report = read_json(str(saved("saltmarsh")))
    report.run = report.run.model_copy(update={"settings": {"select": ["a\ud800b"]}})

    assert standard.loads(written(report).encode())["run"]["settings"] == {"select": ["a\ufffdb"]}


def test_gzip_is_recognised_whatever_the_name(tmp_path):
    packed = tmp_path / "run.json"
    packed.write_bytes(gzip.compress(saved("saltmarsh").read_bytes()))

    assert written(read_json(str(packed))) == saved("saltmarsh").read_text("utf-8")


def changed(**keys) -> bytes:
    return standard.dumps({**standard.loads(saved("clean").read_bytes()), **keys}).encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty. A report is written by `postaudit check SOURCE -o report.json`."),
        (b"<br />", "not JSON: expected value at line 1 column 1."),
        (b'{"a": ', "not JSON: EOF while parsing a value at line 1 column 6."),
        (b"[]", "not a report of postaudit. A report is written by `postaudit check SOURCE -o report.json`."),
        (b'{"id": 1}', "not a report of postaudit. A report is written by `postaudit check SOURCE -o report.json`."),
        (
            changed(schema_version=2),
            "a report of version 2; this postaudit reads version 1. Install a newer postaudit to read it.",
        ),
        (changed(schema_version=0), "a report of version 0; this postaudit reads version 1."),
        (changed(schema_version="1"), "a report of version 1; this postaudit reads version 1."),
        (changed(findings=3), "not a valid report: /findings: Input should be a valid array."),
        (
            changed(extra=3, tool=THIS),
            "not a valid report: /extra: Extra inputs are not permitted.",
        ),
        (
            b'{"schema_version":1,"tool":{},"run":{},"summary":{}}\n{"code":"TXT001"}\n',
            JSONL,
        ),
        (b"\xff\xfe", "not JSON: expected value at line 1 column 1."),
        (gzip.compress(b"{}" * 999, mtime=0)[:-9], "the gzip is damaged or cut short."),
        (b"\x1f\x8bnonsense", "the gzip is damaged or cut short."),
    ],
)
def test_what_is_no_report_is_told(content, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("run.json").write_bytes(content)

    with pytest.raises(ReportError) as caught:
        read_json("run.json")

    assert str(caught.value) == f"run.json: {message}"


def test_a_deep_file_is_told(tmp_path):
    deep = tmp_path / "deep.json"
    deep.write_bytes(b"[" * 100_000)

    with pytest.raises(ReportError, match=r"deep\.json: not JSON: recursion limit exceeded"):
        read_json(str(deep))


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(ReportError, match=r"none\.json: cannot be read: No such file or directory\.$"):
        read_json(str(tmp_path / "none.json"))
    with pytest.raises(ReportError, match="cannot be read: Is a directory"):
        read_json(str(tmp_path))


def test_keys_that_another_version_has_added_are_passed_over(tmp_path):
    document = standard.loads(saved("saltmarsh").read_bytes())
    document["tool"]["version"] = "9.9.9"
    (tmp_path / "plain.json").write_text(standard.dumps(document), "utf-8")
    document["findings"][0]["later"] = document["run"]["later"] = document["later"] = [1]
    (tmp_path / "more.json").write_text(standard.dumps(document), "utf-8")

    assert written(read_json(str(tmp_path / "more.json"))) == written(read_json(str(tmp_path / "plain.json")))


@pytest.mark.parametrize("name", NAMES)
def test_a_report_that_lacks_later_keys_is_read(name):
    older = HERE / "saved" / "without-later-keys" / f"{name}.json"
    assert "history" not in standard.loads(older.read_bytes())["run"]

    assert written(read_json(str(older))) == saved(name).read_text("utf-8")
    for write in FORMATS.values():
        write(read_json(str(older)), io.BytesIO() if is_binary(write) else io.StringIO())
