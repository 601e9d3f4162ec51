"""Stop words by language."""

from __future__ import annotations

import pytest

from audit.facts.stop_words import stop_words


@pytest.mark.parametrize(
    ("language", "word"),
    [("de", "über"), ("fr", "pour"), ("pl", "oraz"), ("nb", "eller"), ("iw", "אבל"), ("uk", "адже"), ("en", "the")],
)
def test_a_language_has_its_own(language, word):
    assert word in stop_words(language)


def test_english_stands_everywhere():
    assert "the" in stop_words("pl")


@pytest.mark.parametrize("language", ["", "xx", "ja"])
def test_without_a_list_the_largest_languages_count(language):
    assert {"the", "und", "avec", "para"} <= stop_words(language)


@pytest.mark.parametrize("word", ["ferry", "hotel", "computer", "home", "free", "best", "casino", "hafen"])
def test_what_a_title_may_be_stuffed_with_is_none(word):
    assert not any(word in stop_words(language) for language in ("", "en", "de", "fr", "es"))
