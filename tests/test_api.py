"""The public surface."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import audit

ROOT = Path(__file__).parents[1]


def test_all_is_what_there_is():
    assert set(audit.__all__) == set(dir(audit))
    for name in audit.__all__:
        assert getattr(audit, name) is not None
    public = {name for name in vars(audit) if not name.startswith("_")} - {"annotations", "TYPE_CHECKING"}
    modules = {name for name in public if f"audit.{name}" in sys.modules}
    assert public - modules <= set(audit.__all__)


def test_unknown_names_are_refused():
    with pytest.raises(AttributeError, match="has no attribute 'Finder'"):
        _ = audit.Finder


def test_import_costs_nothing():
    code = "import sys; before = set(sys.modules); import audit; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["__future__", "audit", "audit._version"]


def test_version_is_that_of_the_distribution():
    pyproject = ROOT / "pyproject.toml"
    if not pyproject.is_file():
        pytest.skip("the tests run without their checkout")

    assert tomllib.loads(pyproject.read_text("utf-8"))["project"]["version"] == audit.__version__


@pytest.mark.parametrize(
    ("source", "paths", "records"),
    [
        ("posts.json", ["posts.json"], []),
        (Path("a"), ["a"], []),
        (["a", Path("b")], ["a", "b"], []),
        ({"id": 1}, [], [{"id": 1}]),
        ([{"id": 1}, {"id": 2}], [], [{"id": 1}, {"id": 2}]),
        ([], [], []),
    ],
)
def test_sources(source, paths, records):
    assert audit._sorted_out(source) == (paths, records)


@pytest.mark.parametrize("source", [3, None, ["a", {"id": 1}], [{"id": 1}, "a"]])
def test_what_is_no_source_is_refused(source):
    with pytest.raises(TypeError):
        audit._sorted_out(source)
