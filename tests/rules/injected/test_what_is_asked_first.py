"""The quick questions of the family: whatever a rule would find, they let through."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from audit.facts import read
from audit.post import Origin, Post
from audit.rules.injected._code import _handlers, holders
from audit.rules.injected._headline import _may_be_suspicious, _signs, headline
from audit.rules.injected._signatures import word_list
from audit.rules.injected.defacement import _may_boast
from audit.rules.sponsors._lexicon import planted_languages
from audit.rules.sponsors._terms import MONEY, terms, words_of
from audit.site import SiteSettings


def facts_of(html="", title="Tide"):
    record = {
        "id": 7,
        "link": "https://lake.example/tide/",
        "title": {"rendered": title},
        "content": {"rendered": html, "protected": False},
    }
    return read(
        Post.read(record, Origin(source="test", index=0, line=None)), SiteSettings(), datetime(2026, 6, 1, tzinfo=UTC)
    )


def written(pattern):
    """A term in a text, by its pattern: one that may end in any way ends in some way."""
    return pattern if not pattern.startswith(" ") or pattern.endswith(" ") else f"{pattern}x "


@pytest.mark.parametrize("more", [(), ("ab*", "tide tables*", "Wattführung", "Gezeiten 2 go")])
def test_every_term_that_is_sold_or_planted_makes_a_text_suspicious(more):
    lexicon, signs = terms(more), _signs(more)
    for pattern, term in lexicon.patterns.items():
        if term.planted or term.list in MONEY:
            for text in (
                written(pattern),
                f"Tide – {written(pattern).upper()}…\nAn été’s “end”",
                f"潮\n{written(pattern)}",
            ):
                assert term in lexicon.within(words_of(text)) or not pattern.isascii(), (pattern, text)
                assert _may_be_suspicious(text, signs), (pattern, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The boats rose",
        "When the tide turns – Saltmarsh’s «news»…\nhttps://saltmarsh.example/",
        "L’été à Brême",
        "Прилив",
    ],
)
def test_a_text_without_one_is_not_suspicious(text):
    assert not _may_be_suspicious(text, _signs(()))


def test_the_words_of_a_headline_are_told_in_any_script():
    for title in ("Online casino bonus", "ОНЛАЙН КАЗИНО", "Onlіne casino bonus – été", "スーパーコピー"):
        assert headline(facts_of(title=title)).suspicious, title


@pytest.mark.parametrize("pattern", word_list("hacked_by")[0].split("|\\b"))
def test_every_boast_has_one_of_the_signs(pattern):
    assert _may_boast(pattern)


def test_a_planted_term_is_found_with_any_blank_between_its_words():
    for language in planted_languages():
        for text in ("slot\u3000gacor", "slot\u2003\u00a0gacor", "slot_gacor", "slot\x1c-gacor"):
            assert (language.pattern.search(text) is None) or language.sign.search(text) is not None
    assert any(language.pattern.search("slot\u3000gacor") for language in planted_languages())


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ('<img src="x" onerror="a()">', ["onerror"]),
        ("<img/ONLOAD=a()>", ["onload"]),
        ('<p oNclick\n=\n"a()">x</p>', ["onclick"]),
        ('<p title="x"Onclick="a()">x</p>', ["onclick"]),
        ('<meta content="a()"><form action="/a"><p>on reason=1</p>', []),
    ],
)
def test_handlers_are_found_however_they_are_written(html, names):
    assert [piece.attribute for holder in holders(facts_of(html)) for piece in _handlers(holder)] == names
