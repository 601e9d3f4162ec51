"""Golden reports of the example site, one in each format: a reviewer sees a change of any of them as a diff.

`pytest tests/test_samples.py --update` writes them. What differs from run to run (id, times, version) is fixed here.
"""

from __future__ import annotations

import base64
import io
import re
import zlib
from datetime import date
from pathlib import Path

import pytest

from audit import Settings, audit
from audit.formats import FORMATS, is_binary
from audit.formats._comparison import COMPARISON_FORMATS, Sides
from audit.gate.compare import compare

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "reports" / "samples"
FILES = {
    "table": "report.txt",
    "markdown": "report.md",
    "markdown-document": "report-document.md",
    "json": "report.json",
    "jsonl": "report.jsonl",
    "html": "report.html",
    "parquet": "report.parquet",
    "csv": "report.csv",
    "sarif": "report.sarif",
    "junit": "report.xml",
    "github": "report-github.txt",
    "gitlab": "report-gitlab.json",
}
PACKED = re.compile(rb'(?<=id="archive">)([A-Za-z0-9+/=]+)')
COMPARISONS = {
    "table": "comparison.txt",
    "markdown": "comparison.md",
    "json": "comparison.json",
    "html": "comparison.html",
}


@pytest.fixture(scope="module")
def report():
    """The report of the example site, the same whenever and wherever it is made."""
    return made(["examples/posts.json", "examples/more-posts.ndjson"], 1)


@pytest.fixture(scope="module")
def sides(report):
    """The report beside an older one, which left out the rules on pictures and the second file."""
    older = made(["examples/posts.json"], 0, ignore=("IMG",))
    return Sides(compare(older, report, "error"), older, report)


def made(sources, number, **settings):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)  # the names of the sources are in the report
        told = audit(sources, Settings(offline=True, as_of=date(2026, 11, 1), jobs=1, **settings))
    told.run.id = f"{number:032}"
    told.run.started_at, told.run.finished_at = f"2026-11-0{number + 1}T06:30:00Z", f"2026-11-0{number + 1}T06:30:04Z"
    told.tool.version = "0.0.0"
    return told


def check(name, content, request):
    path = SAMPLES / name
    if request.config.getoption("--update", default=False) and not (
        path.exists() and unpacked(path.read_bytes()) == unpacked(content)
    ):
        SAMPLES.mkdir(exist_ok=True)
        path.write_bytes(content)

    assert unpacked(path.read_bytes()) == unpacked(content), (
        "run: pytest tests/test_samples.py --update, and look at the diff"
    )


def unpacked(content):
    """With what an HTML report carries deflated as it was before: zlib's builds deflate in different ways."""
    return PACKED.sub(lambda match: zlib.decompress(base64.b64decode(match[1])), content)


def test_every_format_has_a_sample():
    assert FILES.keys() == FORMATS.keys()
    assert COMPARISONS.keys() == COMPARISON_FORMATS.keys()
    assert {path.name for path in SAMPLES.iterdir()} == {*FILES.values(), *COMPARISONS.values()}


@pytest.mark.parametrize("name", [name for name in FORMATS if not is_binary(FORMATS[name])])
def test_samples_are_fresh(name, report, request):
    out = io.StringIO()
    FORMATS[name](report, out)

    check(FILES[name], out.getvalue().encode(), request)


def test_the_parquet_sample_is_fresh(report, request):
    """By its content: the bytes are another matter for each version of pyarrow."""
    from pyarrow import parquet  # noqa: PLC0415 - only here

    out, path = io.BytesIO(), SAMPLES / FILES["parquet"]
    FORMATS["parquet"](report, out)
    if request.config.getoption("--update", default=False) and not (
        path.exists() and parquet.read_table(path).equals(parquet.read_table(out))
    ):
        path.write_bytes(out.getvalue())

    assert parquet.read_table(path).equals(parquet.read_table(out)), "run: pytest tests/test_samples.py --update"


@pytest.mark.parametrize("name", COMPARISON_FORMATS)
def test_samples_of_comparisons_are_fresh(name, sides, request):
    out = io.StringIO()
    COMPARISON_FORMATS[name](sides, out)

    check(COMPARISONS[name], out.getvalue().encode(), request)
