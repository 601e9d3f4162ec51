"""Counting fields."""

from __future__ import annotations

import pytest

from audit import profile as module
from audit.profile import Profile


def profiled(*records):
    profile = Profile()
    for record in records:
        profile.add(record)
    return {row.field.path: row for row in profile.rows()}


def test_counts():
    rows = profiled(
        {"id": 1, "title": {"rendered": "Salt"}, "tags": [1, 2], "note": None},
        {"id": 2, "title": {"rendered": " "}, "tags": [], "note": ""},
    )
    title = rows["title.rendered"]

    assert (title.field.present, title.of, title.field.empties, title.field.longest) == (2, 2, 1, 4)
    assert (title.field.distinct, title.field.example) == (1, "Salt")
    assert (rows["id"].field.distinct, dict(rows["id"].field.types), rows["id"].field.example) == (
        2,
        {"integer": 2},
        "1",
    )
    assert (rows["tags[]"].field.present, rows["tags[]"].of) == (2, 2)
    assert (rows["note"].field.nulls, rows["note"].field.empties) == (1, 1)


def test_odd_shapes_come_first_and_children_follow_their_parents():
    records = [{"id": n, "a": {"b": 1}, "c": "", "slug": "x", "meta": {"k": 1}} for n in range(20)]
    del records[3]["slug"]
    records[4]["meta"] = []
    profile = Profile()
    for record in records:
        profile.add(record)
    rows = profile.rows()

    assert [row.field.path for row in rows] == ["meta", "slug", "c", "id", "a", "a.b", "meta.k"]
    assert [odd.message for row in rows for odd in row.odd] == [
        "object in 19 and array in 1",
        "missing in 1 of 20",
        "empty everywhere",
    ]


def test_whole_and_broken_numbers_are_one_type():
    assert profiled({"width": 1}, {"width": 1.5})["width"].odd == ()


def test_what_half_of_few_lack_is_not_odd():
    assert profiled({"a": 1}, {"b": 1})["a"].odd == ()


def test_missing_is_told_against_the_objects_that_could_have_it():
    rows = profiled({"media": [{"alt": "A"}, {}]}, {})

    assert (rows["media[].alt"].field.present, rows["media[].alt"].of) == (1, 2)


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(module, "MOST_DISTINCT", 3)
    monkeypatch.setattr(module, "MOST_FIELDS", 4)
    profile = Profile()
    for number in range(10):
        profile.add({"id": number, f"key {number}": 1})
    (row,) = [row for row in profile.rows() if row.field.path == "id"]

    assert (row.field.distinct, row.field.distinct_is_exact) == (3, False)
    assert (len(profile.rows()), profile.has_more_fields) == (4, True)


def test_the_values_of_all_fields_share_their_room(monkeypatch):
    monkeypatch.setattr(module, "_ALL_DISTINCT", 3)
    rows = profiled({"a": 1, "b": 1}, {"a": 2, "b": 2})

    assert [rows[name].field.distinct for name in "ab"] == [2, 1]


def test_depth_and_length_of_names_are_bounded():
    deep = value = {}
    for _ in range(900):
        value["k"] = {}
        value = value["k"]
    rows = profiled(deep, {"n" * 10_000: 1})

    assert max(path.count(".") for path in rows) == module.DEEPEST
    assert max(map(len, rows)) < 100


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("link", "https://ada:hunter2@saltmarsh.example/"),
        ("link", "https://saltmarsh.example/?a=1&access_token=hunter2&b=2"),
        ("password", "hunter2"),
        ("stripe_secret", "hunter2"),
        ("meta_api_key", "hunter2"),
    ],
)
def test_no_credential_is_shown(name, value):
    assert "hunter2" not in profiled({name: value})[name].field.example


def test_long_examples_are_shortened():
    example = profiled({"text": "a\n b" * 1_000_000})["text"].field.example

    assert (len(example), example[:8], example[-1]) == (module.LONGEST_EXAMPLE, "a ba ba ", "…")
