"""Text that is damaged, and text that only looks so."""

from __future__ import annotations

from time import perf_counter, process_time

import pytest

from audit import audit
from audit.finding import Severity
from audit.rule import Good
from audit.rules.data_quality._invisible import inside_words, stray
from audit.rules.data_quality._mojibake import damages
from audit.rules.data_quality.content_placeholder import ContentPlaceholder
from audit.rules.data_quality.entity_double_encoded import EntityDoubleEncoded
from audit.rules.data_quality.unicode_invisible import UnicodeInvisible
from audit.settings import Settings
from audit.testing import findings_of, records_of


@pytest.mark.parametrize(
    "text",
    ["café", "l’équipe d’été", "naïve – “so”", "прилив и отлив", "θάλασσα", "المدّ", "🌊 at the quay", "Æbleø"],
)
def test_utf_8_read_as_windows_1252_is_found_and_undone(text):
    damaged = "".join(_windows_1252(byte) for byte in text.encode())
    found = damages(damaged)
    assert found
    assert all(damage.repaired in text for damage in found)


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("It’s a café – “so”…", "mac_roman"),
        ("It’s “so” – yes", "cp437"),
        ("прилив — “so”", "cp1251"),
        ("שלום עולם", "cp1252"),
        ("항구의 문은", "cp1252"),
        ("šumi", "cp1252"),
        ("ceļšana", "cp1252"),
        ("Schüler", "mac_roman"),
    ],
)
def test_utf_8_read_by_another_table_is_found_and_undone(text, table):
    found = damages(
        "".join(_windows_1252(byte) if table == "cp1252" else bytes([byte]).decode(table) for byte in text.encode())
    )
    assert found
    assert all(damage.repaired in text for damage in found)


@pytest.mark.parametrize(
    "text",
    [
        "“IRMÃ”, «MAÇÃ», AMANHÃ… e NÃO",
        "La façade : « CHÂTEAU », l’été, «été» é» »",
        "ESPAÑA – AÑO; “NIÑO”",
        "HÂLÂ “HÂLÂ” kahve",
        "la lettre Â est rare",
        "Ørsted, Þór, Ðuro, Île",
        "AMANHÃ\u00a0– SÃO PAULO",
        "‚Äpfel‘, √2 ≥ 1, √∑xy, ΓΗ, 3×4×5, о вЂ, CHÉÍ×²×³",
    ],
)
def test_letters_of_a_language_are_no_damage(text):
    assert damages(text) == []


def test_a_letter_that_may_be_one_counts_where_the_text_is_damaged_elsewhere():
    assert len(damages("“IRMÃ” and cafÃ©")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cروم",
        "क्\u200dष",
        "👩\u200d🚀",
        "🏳\ufe0f\u200d🌈",
        "HTML\u200f בעברית",
        "ភាសា\u200bខ្មែរ",
        "Schiff\u00adfahrt",
    ],
)
def test_characters_that_the_writing_needs_are_not_stray(text):
    assert list(stray(text)) == []


@pytest.mark.parametrize("text", ["ti\u200bde", "ti\u200cde", "tide\u200e", "\ufefftide", "tide \u00ad", "a\u2060b"])
def test_other_invisible_characters_are_stray(text):
    assert len(list(stray(text))) == 1


def _windows_1252(byte: int) -> str:
    try:
        return bytes([byte]).decode("windows-1252")
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("ti\u200bde", {2}),
        ("ti\u200b\u200e\u2060de", {2, 3, 4}),
        ("tide\u200b late", set()),
        ("\u200btide\u200b", set()),
        ("tide_\u200blate", set()),
    ],
)
def test_an_invisible_character_inside_of_a_word_splits_it(text, inside):
    assert inside_words(text) == inside


@pytest.mark.parametrize(
    ("html", "severity"),
    [
        ("<p>ti\u200bde</p><p>late</p>", Severity.WARNING),
        ("<p>tide\u200b</p><p>late</p>", Severity.NOTICE),
        ("<p>tide\u200b</p>\n<p>late</p>", Severity.NOTICE),
    ],
)
def test_between_two_paragraphs_it_splits_no_word(html, severity):
    (said,) = findings_of(UnicodeInvisible, Good(html))
    assert said.severity is severity


def test_a_long_run_of_invisible_characters_is_judged_at_once():
    post = Good("<p>tide" + "\u200b" * 20_000 + " is late.</p>")
    began = perf_counter()

    (said,) = findings_of(UnicodeInvisible, post)

    assert "20000 invisible characters" in said.message
    assert perf_counter() - began < 5


def test_a_text_full_of_references_is_looked_around_once():
    began = process_time()
    (said,) = findings_of(EntityDoubleEncoded, Good(f"<p>{'&amp;amp;' * 30_000}</p>"))
    assert said.value == "&amp;"
    assert process_time() - began < 5  # seconds; around each of them anew, it took 10


def test_a_text_full_of_prompts_is_compared_with_the_block_of_each():
    began = process_time()
    assert not findings_of(ContentPlaceholder, Good("<p>Put: your text here, ä</p>" * 6_000))
    assert process_time() - began < 5  # seconds; with every block, each took minutes together


@pytest.mark.parametrize(
    ("title", "after", "safe"),
    [
        ("The ti\u200bde", "The tide", True),
        ("👩\u200d💻 at the ti\u200dde", "👩\u200d💻 at the tide", True),
        ("Salt &#038; the ti\u200bde", "Salt &#038; the tide", False),
        ("&lt;b&gt; the ti\u200bde", "&lt;b&gt; the tide", False),
    ],
)
def test_a_title_loses_what_is_stray_and_without_a_look_only_where_it_is_mere_text(title, after, safe):
    (fix,) = _fixes("unicode-invisible", {"title": {"rendered": title}})
    assert (fix.after, fix.safe) == (after, safe)


def test_the_edit_of_a_text_means_the_stray_character_and_not_that_of_an_emoji():
    (fix,) = _fixes("unicode-invisible", {"content": {"rendered": "<p>👩\u200d💻 at the ti\u200dde</p>"}})
    assert (fix.before, fix.after, fix.occurrence) == ("\u200d", "", 1)


def _fixes(rule, fields):
    report = audit(records_of(Good(fields=fields)), Settings(select=(rule,), offline=True))
    return [finding.fix for finding in report.findings]
