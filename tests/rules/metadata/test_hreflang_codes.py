"""The codes that hreflang may have."""

import pytest

from audit.rules.metadata._hreflang import LANGUAGES, REGIONS, SCRIPTS, Code, read_code


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("en", Code("en", "", "")),
        ("EN-gb", Code("en", "", "gb")),
        ("zh-Hant", Code("zh", "hant", "")),
        ("zh-hant-TW", Code("zh", "hant", "tw")),
        ("es-419", Code("es", "", "419")),
        ("en-UK", Code("en", "", "uk")),
        ("uk", Code("uk", "", "")),
        ("x-default", None),
        ("en_GB", None),
        (" en", None),
        ("eng", None),
        ("jp", None),
        ("zh-Abcd", None),
        ("en-gb-", None),
        ("\u017fv", None),  # ſ, which matches s without regard to case
        ("", None),
    ],
)
def test_parts(code, parts):
    assert read_code(code) == parts


def test_the_lists_are_whole():
    assert (len(LANGUAGES), len(REGIONS)) == (184, 249)
    assert len(SCRIPTS) > 220
    assert {"uk", "be", "nb", "sr"} <= LANGUAGES
    assert not {"uk", "eu", "un"} & REGIONS
