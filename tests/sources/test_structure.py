import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.sources.structure import Scan, State, members, skip_blanks

TEXTS = st.text(max_size=8) | st.sampled_from(['"}', "\\", "{[", '\\"'])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
)


@given(VALUES, st.sampled_from(["", ",", " ]", '{"a":1}', "<br />"]), st.integers(0, 2))
def test_a_value_ends_where_json_ends_it(value, rest, indent):
    text = json.dumps(value, indent=indent or None).encode()
    separator = b"" if isinstance(value, str | list | dict) else b" "
    scan = Scan()
    assert scan.advance(text + separator + rest.encode()) is State.CLOSED
    assert scan.position == len(text)


@given(st.dictionaries(TEXTS, VALUES, min_size=1), st.lists(st.integers(1, 30), max_size=9))
def test_a_value_may_come_in_pieces(value, steps):
    text = json.dumps(value).encode()
    scan, length = Scan(), 0
    for step in steps:
        length += step
        if length < len(text):
            assert scan.advance(text[:length], whole=False) is State.OPEN
    assert scan.advance(text) is State.CLOSED
    assert scan.position == len(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [('{"a": <br>}', 6), ('{"a": 1]', 7), ('{"a": "b"c"}, {"d": "/"}', 21), ("]", 0), ('{"a": 1, {"b": 2}}', 9)],
)
def test_damage_is_noticed_early(text, at):
    scan = Scan()
    assert scan.advance(text.encode()) is State.DAMAGED
    assert scan.position == at


def test_depth_costs_nothing():
    scan = Scan()
    assert scan.advance(b"[" * 100_000 + b"]" * 100_000) is State.CLOSED
    assert scan.deepest == 100_000


def test_names_members_as_far_as_they_are_there():
    data = b' {"a": 1, "b" : {"c": [2]}, "posts": [{"id": 1'
    assert members(data, 1) == [("a", 7), ("b", 16), ("posts", 37)]


def test_skips_blanks():
    assert skip_blanks(b"  \n\tx") == 4
    assert skip_blanks(b"  ") == 2
