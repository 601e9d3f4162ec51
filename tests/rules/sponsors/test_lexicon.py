"""The lexicon: its files are whole, its terms are found as words, and users can add their own."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.facts.patterns import both_forms
from audit.rules.sponsors._lexicon import _alternation, has_cue, languages, name_parts, phrases_in, planted_languages
from audit.rules.sponsors._terms import Terms, offers_in, sold, terms, words_of

_LISTS = {
    "strong", "bare", "weak", "lead_in", "citation", "disclosure", "selling", "money", "single", "ambiguous", "trade",
    "buying", "harmless", "commercial", "funder", "cause", "grant",
}  # fmt: skip


@pytest.mark.parametrize(
    "kind", ["strong", "bare", "weak", "lead_in", "citation", "selling", "funder", "cause", "grant"]
)
@given(st.data())
def test_the_phrases_in_a_text_are_found_by_their_own_pattern(kind, data):
    phrases = {phrase.casefold() for lexicon in languages().values() for phrase in lexicon.get(kind, ())}
    known = sorted(form for phrase in phrases for form in both_forms(phrase))
    phrase = st.sampled_from(known).map(lambda text: text.removesuffix("*").replace(" ", "\u2009"))
    text = "".join(data.draw(st.lists(phrase | st.sampled_from([" ", ": ", "\n", "x", "é", "\xa0"]), max_size=8)))
    text = text.casefold()
    found = [match.span() for match in phrases_in(kind, text).finditer(text)]
    assert found == [match.span() for match in re.finditer(_alternation(known), text)]


@pytest.mark.parametrize("language", languages())
def test_a_file_has_known_lists_of_distinct_terms(language):
    lexicon = dict(languages()[language])
    assert set(lexicon) <= _LISTS | {"planted"}
    planted = lexicon.pop("planted", {"terms": []})
    for entry in (*lexicon.values(), planted["terms"]):
        for texts in entry.values() if isinstance(entry, dict) else [entry]:
            assert len(texts) == len(set(texts))
            assert all(text and text == text.strip().casefold() for text in texts)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Online Casino Bonus", "gambling"),
        ("slot-gacor", "gambling"),
        ("ONLINE-Casinos", "gambling"),
        ("чаща онлайн казино", "gambling"),
        ("оnline казино онлайн", "gambling"),
        ("娱乐城注册", "gambling"),
        ("Kredit ohne Schufa", "loans"),
        ("write my essay", "essay"),
    ],
)
def test_a_term_is_found_in_any_script(text, kind):
    assert kind in {term.kind for term in terms().within(words_of(text))}


@pytest.mark.parametrize("text", ["retina specialists", "casinotropf", "comune di viagrande", "essayist", "betting"])
def test_a_word_inside_of_a_word_is_none(text):
    assert not [term for term in terms().within(words_of(text)) if term.list == "money"]


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("bestonlinecasino24", True),
        ("royalcasinobonus", True),
        ("retinaspecialists", False),
        ("viagrande", False),
        ("sshkeygen", False),
    ],
)
def test_a_term_glued_into_a_name_needs_known_words_around_it(label, found):
    assert bool(terms().glued_in(label, name_parts())) is found


def test_users_add_terms_and_phrases():
    more = Terms(("moon cheese*",))
    assert [term.text for term in more.within(words_of("fresh moon cheeses"))] == ["moon cheese*"]
    said = "with thanks to our  patrons at the quay"
    assert phrases_in("strong", said, ("with thanks to our patrons at",)).search(said)


def test_a_cue_is_found_in_one_scan():
    assert has_cue("A word from our sponsor: tar for boats.")
    assert not has_cue("The boats rose with the tide.")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Cheap-meds-no-prescription", {"pharma"}),
        ("Casino and restaurant", set()),
        ("Viagra, Cialis", {"pharma"}),
        ("The town's casino", set()),
        ("agen togel terpercaya", {"gambling"}),
    ],
)
def test_one_sure_term_or_two_of_a_kind_say_what_is_for_sale(text, kinds):
    assert {term.kind for term in sold(offers_in(text))} == kinds


def test_a_term_of_the_user_is_for_sale_in_every_rule():
    assert [term.shown for term in sold(offers_in("moon-cheeses-direct", ("moon cheese*",)))] == ["moon cheese"]


def test_what_attackers_plant_is_found_in_its_own_spelling():
    found = {
        language.name for language in planted_languages() if language.pattern.search("situs slot-gacor 스포츠 바카라")
    }
    assert found == {"id", "ko"}


@pytest.mark.parametrize("kind", ["strong", "disclosure"])
def test_phrases_are_known_with_their_accents_apart(kind):
    phrases = {phrase.casefold() for lexicon in languages().values() for phrase in lexicon.get(kind, ())}
    apart = {unicodedata.normalize("NFD", phrase.removesuffix("*")) for phrase in phrases} - phrases
    assert len(apart) > 20
    assert [phrase for phrase in apart if phrases_in(kind, phrase).search(phrase) is None] == []
