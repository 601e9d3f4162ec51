"""Text of others on a terminal and in Markdown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit._counted import counted
from audit.finding import Severity
from audit.formats._text import (
    ascii_address,
    clipped,
    fix_text,
    markdown,
    markdown_code,
    markdown_link,
    one_line,
    place_of,
    score_word,
    visible,
)
from audit.report import FixEntry, Where


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("Größe, 日本, שלום", "Größe, 日本, שלום"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("a\u200bb\ufeffc\u00adc", "a\\u200bb\\ufeffc\\xadc"),
        ("\x9b31m", "\\x9b31m"),
        ("\U000e0041", "\\U000e0041"),
        ("a\u3164b\u2800", "a\\u3164b\\u2800"),
        ("\ud800", "\\ud800"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("a\U000e0100", "a\\U000e0100"),
    ],
)
def test_what_cannot_be_seen_is_shown(text, shown):
    assert visible(text) == shown


@given(st.text(st.characters()))
def test_one_line_is_one_printable_line(text):
    shown = one_line(text)

    assert all(unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in shown)
    assert len(shown.splitlines()) <= 1


def test_one_line_joins_lines():
    assert one_line(" a\r\n\tb\x0cc ") == "a b c"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a | b", "a \\| b"),
        ("<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"),
        ("`code` *b* [t](u)", "\\`code\\` \\*b\\* \\[t\\](u)"),
        ("ask @octo and bugs@site.example", "ask @&#8203;octo and bugs@&#8203;site.example"),
        ("see #12, #x", "see #&#8203;12, #x"),
        ("https://a.example www.b.example", "https&#58;//a.example www&#46;b.example"),
        ("two\nlines", "two lines"),
    ],
)
def test_markdown_takes_text_literally(text, shown):
    assert markdown(text) == shown


def test_markdown_code_has_more_ticks_than_its_text():
    assert markdown_code("a-b") == "`a-b`"
    assert markdown_code("a `` b") == "```a `` b```"
    assert markdown_code("`a|b") == "`` `a\\|b ``"


def test_markdown_links_are_web_links():
    assert markdown_link("T", "https://a.example/x>y|z \u202e") == "[T](<https://a.example/x%3Ey%7Cz%20%E2%80%AE>)"
    assert markdown_link("T]", "javascript:alert(1)") == "T\\]"
    assert markdown_link("T", None) == "T"


def test_addresses_are_printable_ascii():
    assert ascii_address("https://a.example/é\x1b\\") == "https://a.example/%C3%A9%1B\\"


def test_small_words():
    assert counted(1, Severity.ERROR) == "1 error"
    assert counted(1204, "post") == "1,204 posts"
    assert clipped("abcdef", 6) == "abcdef"
    assert clipped("abcdefg", 6) == "abcde…"
    assert [score_word(score) for score in (90, 89, 69, 49, None)] == [
        "score 90, good",
        "score 89, fair",
        "score 69, poor",
        "score 49, bad",
        "no score",
    ]


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        (None, ""),
        (Where(field="content.rendered", line=29, column=30), "content 29:30"),
        (Where(field="yoast_head", line=3), "head 3"),
        (Where(field="yoast_head_json", pointer="/og_image/0/url"), "head /og_image/0/url"),
        (Where(field="slug"), "slug"),
    ],
)
def test_places(where, shown):
    assert place_of(where) == shown


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("late.\u00a0", "late.", r"late.\xa0 → late."),
        ("\u202f", "", r"\u202f → nothing"),
        (f"{'It is late. ' * 40}&nbsp;", "It is late. " * 40, "late. &nbsp; → …"),
    ],
)
def test_a_fix_shows_what_it_changes(before, after, shown):
    fix = FixEntry(
        safe=True, summary="Delete it", element="p", attribute=None, before=before, after=after, occurrence=0
    )
    assert shown in fix_text(fix)
