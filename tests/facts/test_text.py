import re
import sys
import time
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.facts import read
from audit.facts import text as module
from audit.facts.text import (
    count_words,
    dominant_script,
    fold,
    fold_loosely,
    has_odd_case,
    holds_any,
    is_cjk,
    latin_letters,
    may_hold,
    pixel_width,
    plain,
    sentences,
)
from audit.post import Origin, Post
from audit.site import SiteSettings

PREPARED = st.text(st.sampled_from("ab é–“”’ß\u00a0\u202f\u3000\u2003\n\r\t\v\x1c\u0301йǰ漢한ไ."), max_size=30)


class TestFolding:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("  a \u00a0\u202f\n b\t", "a b"),
            ("cafe\u0301", "café"),
            ("a\u3000b\u2003c", "a b c"),
            ("a\u200bb", "a\u200bb"),
            ("“A” – B", "“A” – B"),
            ("", ""),
        ],
    )
    def test_fold(self, text, folded):
        assert fold(text) == folded

    @pytest.mark.parametrize(
        ("text", "other"),
        [
            ("It’s “Here” – now", 'it\'s "here" - NOW'),
            ("2×4 – 5… ™ so\u00adft", "2x4 -- 5... (TM) soft"),
            ("5′ 3″", "5' 3\""),
            ("STRASSE", "straße"),
            ("«a»", '"A"'),
        ],
    )
    def test_fold_loosely(self, text, other):
        assert fold_loosely(text) == fold_loosely(other)

    @given(PREPARED)
    def test_folding_again_changes_nothing(self, text):
        assert fold(fold(text)) == fold(text)
        assert fold_loosely(fold_loosely(text)) == fold_loosely(text)
        assert unicodedata.is_normalized("NFC", fold(text))

    @pytest.mark.parametrize(
        ("text", "latin"),
        [
            ("Ángström", "angstrom"),
            ("Сергей", "sergey"),
            ("Сергеи\u0306", "sergey"),
            ("Щука", "shtuka"),
            ("Ёлка", "elka"),
            ("Ψυχή", "psuchi"),
            ("Łódź", "lodz"),
            ("ﬁn", "fin"),
            ("Plain ASCII", "plain ascii"),
            ("Cafe\u0301 “STRASSE” – Straße, I\u0307stanbul, İZMİR", "cafe “strasse” – strasse, istanbul, izmir"),
            ("ΟΔΟΣ οδός", "odos odos"),
            ("50 Ω ≮ 3", "50 o < 3"),
            ("ö" * 100, "o" * 100),
            ("漢字", "漢字"),
        ],
    )
    def test_latin_letters(self, text, latin):
        assert latin_letters(text) == latin


class TestPlain:
    @pytest.mark.parametrize(
        ("html", "text"),
        [
            (None, ""),
            ("", ""),
            ("Tom &amp; Jerry", "Tom & Jerry"),
            ("Tom &amp;amp; Jerry", "Tom &amp; Jerry"),
            ("a &lt;b&gt; c", "a <b> c"),
            ("<em>One</em> &#8211; two", "One – two"),
            ("1 < 2", "1 < 2"),
            ("One<br />two<BR>three", "One two three"),
        ],
    )
    def test_references_are_decoded_once(self, html, text):
        assert plain(html) == text


class TestWords:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", 0),
            (" \n\t ", 0),
            ("one two\r\nthree\tfour", 4),
            ("one\u00a0two three", 3),
            ("één\u2003twee\u202fdrie\u200bvier", 4),
            (" \u00a0\n\u202f\n\u2003\n\u3000\n\u200b\n\ufeff\n", 0),
            ("one\n\u00a0\ntwo", 2),
            ("漢字\u00a0漢字 one\u00a0\u00a0two", 4),
            ("one – two", 3),
            ("漢字漢字", 2),
            ("漢字漢 two words", 3),
            ("漢字。漢字", 2),
            ("ひらがなカタカナ", 4),
            ("ひらか\u3099なカタカナ", 4),
            ("한국어문", 2),
            ("\U00020000\U00020001", 1),
            ("漢字\u3000abc\u3000def", 3),
            ("ภาษาไทยไทย", 2),
            ("ខ្មែរខ្មែរ", 2),
            ("ລາວລາວລາວລາ", 2),
            ("မြန်မာမြန်", 2),
            ("\ud83d one", 2),
        ],
    )
    def test_count(self, text, words):
        assert count_words(text) == words

    @given(PREPARED)
    def test_text_with_blanks_is_split_at_all_of_them(self, text):
        text = re.sub("[漢한ไ]", "", text)
        assert count_words(text) == len(re.findall(r"[^\s\u200b\ufeff]+", text))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "one",
            "a b\u00a0d e",
            "\u00a0 \u200b" * 90,
            "漢 \u00a0" * 90,
            "漢字 漢字",
            "w " * 90,
            "漢" * 90,
            f"{'w' * 900} w",
            "漢字 – " * 45,
        ],
    )
    def test_whether_a_post_has_so_many_is_what_the_count_says(self, text):
        record = {"content": {"rendered": text}}
        for number in (1, 2, 3, 45, 46, 90, 91):
            facts = read(Post.read(record, Origin("posts.json", 0)), SiteSettings(), datetime(2026, 1, 1, tzinfo=UTC))
            assert facts.has_words(number) is (count_words(text) >= number)
            assert facts.words == count_words(text)

    @given(
        st.lists(
            st.sampled_from(["w", "word ", "–\u200b", "\u00a0", "漢", "字。", "ไทย", "\n", " " * 40]), max_size=60
        ),
        st.lists(st.integers(1, 40), min_size=1, max_size=4),
    )
    def test_it_does_not_matter_who_asked_before(self, pieces, numbers):
        text = "".join(pieces)
        record = {"content": {"rendered": text}}
        facts = read(Post.read(record, Origin("posts.json", 0)), SiteSettings(), datetime(2026, 1, 1, tzinfo=UTC))
        assert [facts.has_words(number) for number in numbers] == [facts.words >= number for number in numbers]
        assert facts.words == count_words(text)


class TestSentences:
    def test_cut(self):
        text = "One. Two!) “Three?” v1.2 is out\nFour…"
        assert [text[start:end].strip() for start, end in sentences(text)] == [
            "One.",
            "Two!)",
            "“Three?”",
            "v1.2 is out",
            "Four…",
        ]

    @given(PREPARED)
    def test_nothing_is_lost(self, text):
        assert "".join(text[start:end] for start, end in sentences(text)) == text


LONG_TITLE = "IOM and OIC Sign Landmark Plan of Action to Strengthen Cooperation on Migration Governance"


class TestPixelWidth:
    @pytest.mark.parametrize(
        ("text", "size", "width"),
        [
            (f"{LONG_TITLE} - Immigration Services", 20, 1061.56),
            (LONG_TITLE, 20, 857.08),
            ("", 20, 0),
            ("a", 14, 7.784),
            ("漢字", 20, 40),
            ("e\u0301", 20, 11.12),
            ("é", 20, 11.12),
            ("\u200b\u00ad", 20, 0),
            ("ấ", 20, 11.12),
        ],
    )
    def test_width(self, text, size, width):
        assert pixel_width(text, size) == pytest.approx(width)

    def test_no_character_has_two_widths(self):
        listed = "".join(module._WIDTHS_BY_ADVANCE.values())
        assert len(listed) == len(set(listed))

    def test_an_accent_makes_no_letter_wider(self):
        widths = module._advances()
        for character, width in widths.items():
            base = unicodedata.normalize("NFD", character)[0]
            if base != character and base in widths and base not in {"i", "T"}:
                assert width == widths[base], character


@pytest.mark.parametrize("piece", ["a ", ".", "!)", "\u00a0", "漢", "ไ", "й", "“", "\u0301", "&", "&amp;"])
def test_hostile_sizes_take_linear_time(piece):
    text = piece * (300_000 // len(piece))
    began = time.process_time()
    fold_loosely(text)
    latin_letters(text)
    count_words(text)
    plain(text)
    pixel_width(text, 20)
    assert sum(1 for _ in sentences(text)) >= 1
    assert time.process_time() - began < 3


class TestScripts:
    @pytest.mark.parametrize(
        ("text", "script"),
        [
            ("When the tide turns", "Latin"),
            ("Größe, łódź, ﬁ, Ａｂ", "Latin"),
            ("Первый лёд на озере", "Cyrillic"),
            ("Первый лёд, GPS", "Cyrillic"),
            ("лёд and tide", ""),
            ("湖の水位が戻った", "Han"),
            ("호수의 얼음", "Hangul"),
            ("Πάγος", "Greek"),
            ("الجليد", "Arabic"),
            ("2026 – 50 %", ""),
            ("", ""),
        ],
    )
    def test_dominant_script(self, text, script):
        assert dominant_script(text, 0.75, 4) == script

    def test_too_few_letters_say_nothing(self):
        assert dominant_script("лёд", 0.6, 4) == ""

    @pytest.mark.parametrize(
        ("text", "cjk"),
        [
            ("湖の水位", True),
            ("湖の水位 GPS", True),
            ("湖 - Saltmarsh", False),
            ("Tide", False),
            ("лёд", False),
            ("", False),
        ],
    )
    def test_is_cjk(self, text, cjk):
        assert is_cjk(text) is cjk


class TestQuickLooks:
    def test_every_letter_that_a_pattern_takes_for_another_one_is_folded_or_odd(self):
        letters = re.compile("[a-z]", re.IGNORECASE)
        all_characters = "".join(map(chr, range(sys.maxunicode + 1)))

        taken = [match[0] for match in letters.finditer(all_characters)]

        assert len(taken) > 2 * 26
        assert all(letter.lower() in "abcdefghijklmnopqrstuvwxyz" or has_odd_case(letter) for letter in taken)

    @pytest.mark.parametrize("text", ["A FILLER", "a fılLer", "a fİller", "fiſſure", "Filler"])
    def test_a_word_may_be_there_in_any_case(self, text):
        assert may_hold(text, ["filler", "fissure"])

    def test_a_word_that_is_not_there(self):
        assert not may_hold("The tide’s LATE", ["filler", "fissure"])

    @given(st.text(st.sampled_from("[vc_ok"), max_size=20), st.integers(0, 20), st.none() | st.integers(0, 20))
    def test_one_of_some_words(self, text, start, end):
        words = ("[vc_", "[ok")
        assert holds_any(text, words, start, end) is any(word in text[start:end] for word in words)


def test_thousands_of_marks_on_one_letter_are_folded_at_once():
    assert fold("e\u0301" * 600) == "é" * 600
    assert len(fold(f"a{MARKS * 200_000}")) < 40


MARKS = "\u0301\u0323"
