"""What schema.org knows, as data and as lookups."""

from __future__ import annotations

import subprocess
import sys

import pytest

from audit.rules.structured_data._vocabulary import (
    properties_of,
    properties_with,
    property_name,
    shape_of,
    vocabulary,
)


def test_the_data_are_complete():
    known = vocabulary()
    assert len(known.types) > 900
    assert len(known.domains) > 1500
    assert len(known.superseded) > 60
    assert known.domains.keys() == known.ranges.keys()
    for parents in known.types.values():
        assert set(parents.split()) <= known.types.keys()
    for domains in known.domains.values():
        assert all(known.knows_type(name) for name in domains.split())
    for old, new in known.superseded.items():
        assert old in known.types or old in known.domains
        assert new in known.types or new in known.domains


def test_the_data_are_not_read_before_they_are_asked_for():
    code = (
        "from audit.rules import all_rules; all_rules();"
        "from audit.rules.structured_data._vocabulary import vocabulary;"
        "raise SystemExit(vocabulary.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_kinds():
    known = vocabulary()
    assert known.is_kind_of("BlogPosting", "CreativeWork")
    assert known.is_kind_of("Article", "Article")
    assert not known.is_kind_of("Article", "BlogPosting")
    assert known.ancestors("BananaPhone") == frozenset()
    assert known.knows_type("Dermatology")
    assert not known.knows_type("article")


def test_properties_by_their_values():
    assert {"datePublished", "opens", "validThrough"} <= properties_of("Date", "DateTime", "Time")
    assert "temporalCoverage" not in properties_of("Date", "DateTime", "Time")
    assert "duration" in properties_with("Duration", "Text")
    assert "repeatFrequency" not in properties_with("Duration", "Text")


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("name", "name"),
        ("schema:name", "name"),
        ("http://schema.org/name", "name"),
        ("query-input", "query"),
        ("result-output", "result"),
        ("@id", ""),
        ("type", ""),
        ("gr:name", ""),
    ],
)
def test_property_name(key, name):
    assert property_name(key) == name


@pytest.mark.parametrize(
    ("types", "keys", "shape"),
    [
        (("Article",), ("@type", "headline", "wordCount"), ((), (), (), ())),
        (("BananaPhone",), ("name", "price"), (("BananaPhone",), (), (), ())),
        (("Product",), ("my-custom-attribute", "price"), ((), ("my-custom-attribute",), ("price",), ())),
        (("OrganizationRole",), ("price",), ((), (), (), ())),
        (("gr:Offering",), ("price",), ((), (), (), ())),
        (("Dermatology",), ("price",), ((), (), (), ())),
        (("Organization",), ("members",), ((), (), (), ("members",))),
        (("VideoObject",), ("interactionCount",), ((), (), (), ("interactionCount",))),
        ((), ("price",), ((), (), (), ())),
    ],
)
def test_shape(types, keys, shape):
    assert tuple(shape_of(types, keys)) == shape


def test_a_node_with_very_many_keys_is_judged_too():
    keys = tuple(f"key{number}" for number in range(5000))
    assert shape_of(("Thing",), keys).unknown_properties == keys
