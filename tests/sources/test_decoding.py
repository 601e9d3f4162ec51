import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.sources.decoding import Undecodable, decode

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES, st.booleans())
def test_decodes_what_json_encodes(value, ascii_only):
    assert decode(json.dumps(value, ensure_ascii=ascii_only).encode()) == (value, None)


@given(st.text(st.characters(min_codepoint=0xD7F0, max_codepoint=0xE00F) | st.sampled_from('\\u"d8')))
def test_half_characters_become_one_replacement_each(text):
    value = decode(json.dumps([text, {text: text}]).encode()).value
    mended = "".join(
        "\N{REPLACEMENT CHARACTER}" if 0xD800 <= ord(character) < 0xE000 else character
        for character in json.loads(json.dumps(text))
    )
    assert value == [mended, {mended: mended}]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b'{"id": 123456789012345678901234567890}', {"id": 123456789012345678901234567890}),
        (b'{"id": 18446744073709551616}', {"id": 18446744073709551616}),
        (b'["a\nb\x00"]', ["a\nb\0"]),
        (b"[Infinity, 1e999]", [math.inf, math.inf]),
    ],
)
def test_reads_what_orjson_refuses_or_rounds(raw, value):
    assert decode(raw).value == value


def test_says_which_byte_is_no_utf_8():
    assert decode('["\N{EURO SIGN}'.encode() + b'\xe9", NaN, "\\ud83c"]')[1] == 5


@pytest.mark.parametrize(
    ("raw", "reason", "position"),
    [
        (b"", "expecting value", 0),
        ('["\N{EURO SIGN}" 1]'.encode(), "expecting ',' delimiter", 7),
        (b'["a', "unterminated string", 1),
        (b"[" * 20_000 + b"]" * 20_000, "nested deeper than 1,000 levels", 0),
        (b"[" * 20_000, "nested deeper than 1,000 levels", 0),
        (b"[" + b"9" * 5000 + b"]", "a number has thousands of digits", 0),
    ],
)
def test_says_why_it_cannot_be_decoded(raw, reason, position):
    with pytest.raises(Undecodable) as caught:
        decode(raw)
    assert (caught.value.reason, caught.value.position) == (reason, position)
