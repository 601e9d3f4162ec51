"""The labelled links: how well planted ones are told from honest ones must not fall below what was promised."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]
_BENCHMARK = _ROOT / "benchmarks" / "quality.py"
_DATA = _ROOT / ".." / "shared" / "data"
_SETS = {
    "written": (_ROOT / "benchmarks" / "labels" / "written.jsonl", None),
    "real": (_ROOT / "benchmarks" / "labels" / "real.jsonl", _DATA / "real" / "posts"),
    "given": (_DATA / "spam" / "dev.jsonl", None),
}
_PRECISION, _RECALL = 0.98, 0.90
pytestmark = pytest.mark.skipif(not _BENCHMARK.is_file(), reason="an installed package has no benchmarks beside it")


@pytest.fixture(scope="module")
def quality():
    spec = importlib.util.spec_from_file_location("quality", _BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", _SETS)
def test_planted_links_are_told_from_honest_ones(quality, name):
    labels, posts = _SETS[name]
    if not labels.is_file() or not (posts is None or posts.is_dir()):
        pytest.skip("the labelled data (shared/data) is not here")
    rows = [json.loads(line) for line in labels.read_text("utf-8").splitlines()]

    verdicts = list(quality.judged(rows, posts))

    planted = [one for one in verdicts if one.row["label"] == "spam"]
    found = [one for one in planted if one.level]
    accused = [one for one in verdicts if one.row["label"] != "spam" and one.level]
    assert len(verdicts) == len(rows)
    assert [one.row["link"] for one in accused if one.level == "error"] == []
    assert len(found) / (len(found) + len(accused)) >= _PRECISION, [one.row["link"] for one in accused]
    assert len(found) / len(planted) >= _RECALL, [one.row["link"] for one in planted if not one.level]


def test_real_labels_name_their_post_and_copy_nothing():
    rows = [json.loads(line) for line in _SETS["real"][0].read_text("utf-8").splitlines()]
    assert len(rows) >= 300
    assert all({*row} == {"file", "post", "link", "label", "kind", "why"} for row in rows)
    assert all(row["label"] in {"spam", "ham"} and row["post"] and row["why"] for row in rows)
