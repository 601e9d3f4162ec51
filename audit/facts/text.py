"""Text as people and WordPress count it: folding, words, pixel widths."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import re2

from audit.facts.entities import decode_entities
from audit.facts.html import Markup
from audit.kept import kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_CJK = re.compile(
    r"[\u3040-\u3098\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f"
    r"\U00020000-\U000323af]+"
)
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")  # Thai, Lao, Myanmar, Khmer
_NO_BLANKS = re2.compile(
    rb"[\x{0e00}-\x{0eff}\x{1000}-\x{109f}\x{1780}-\x{17ff}\x{3040}-\x{30ff}\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}"
    rb"\x{ac00}-\x{d7af}\x{f900}-\x{faff}\x{ff66}-\x{ff9f}\x{20000}-\x{323af}]"
)
_BEGINS_NO_SUCH_LETTER = bytes(byte for byte in range(256) if byte not in {0xE0, 0xE1, *range(0xE3, 0xEE), 0xEF, 0xF0})
"""All bytes but those with which, in UTF-8, a letter of these scripts begins."""
_FOLDED = {
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
    "×": "x",
    "…": "...",
    "™": "(tm)",
}
_FOLDS = str.maketrans(_FOLDED)
_DASHES = re.compile("-{2,}")

_LETTERS = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфхъыэ", "abvgdeziyklmnoprstufhaye", strict=True)),
        "ё": "e",
        "ж": "zh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "sht",
        "ь": "",
        "ю": "yu",
        "я": "ya",
        "і": "i",
        **dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstufo", strict=True)),
        "θ": "th",
        "χ": "ch",
        "ψ": "ps",
        "ß": "ss",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
    }
)


def fold(text: str) -> str:
    """The form in which texts are compared: NFC, every run of white space (U+00A0 too) one blank, trimmed."""
    if not text.isascii():
        text = composed(text)
    return " ".join(text.split())  # of str: U+00A0 and U+202F are white space too


def composed(text: str) -> str:
    """NFC. Marks behind the thirtieth on one letter are dropped: to put thousands of them in order costs minutes.

    Source: https://unicode.org/reports/tr15/#Stream_Safe_Text_Format
    """
    if len(text) > _MAY_HOLD_MANY_MARKS and _MANY_MARKS.search(text):
        text = _MANY_MARKS.sub(_FIRST_MARKS, text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


_MAY_HOLD_MANY_MARKS = 1000
"""Characters below which any order of marks is found in a millisecond."""
_MANY_MARKS = re2.compile(r"(\p{M}{30})\p{M}+")
_FIRST_MARKS = r"\1"


def fold_loosely(text: str) -> str:
    """`fold`, and case and what typography makes of a typed text folded too: for notices.

    Dashes, quotation marks, ellipses and signs are those that one can type, and where a line may break does not count.

    Source: https://developer.wordpress.org/reference/functions/wptexturize/
    """
    return _DASHES.sub("-", fold(text.translate(_FOLDS).casefold()))


SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "ø": "oe", "Å": "Aa", "Ø": "Oe"}
)
"""How WordPress spells letters in slugs where it is set to German or Danish; elsewhere it drops their marks."""


def latin_letters(text: str) -> str:
    """Folded to plain Latin letters, as far as simple transliteration goes: for comparing words with slugs."""
    lowered = text.lower()
    return lowered if lowered.isascii() else _FOREIGN.sub(lambda match: _in_latin(match[0]), lowered)


@kept(4096, longest=32)
def _in_latin(run: str) -> str:
    """A run of characters beyond ASCII, which those around it cannot change: a mark on a plain letter goes anyway."""
    composed = _transliterated(unicodedata.normalize("NFKC", run.casefold()))  # in one piece й is no и
    folded = _transliterated(unicodedata.normalize("NFKD", composed))
    # Latin, Greek and Cyrillic marks stand in one block; only what lies behind it is asked character by character.
    return _LATE_CHARACTER.sub(_without_mark, _LATIN_MARKS.sub("", folded))


_FOREIGN = re.compile(r"[^\x00-\x7f]+")


def _transliterated(text: str) -> str:
    return text.translate(_LETTERS) if _TRANSLITERATED.search(text) else text


def _without_mark(match: re.Match[str]) -> str:
    return "" if unicodedata.combining(match[0]) else match[0]


_TRANSLITERATED = re.compile(f"[{re.escape(''.join(map(chr, _LETTERS)))}]")
_LATIN_MARKS = re.compile("[\u0300-\u036f]+")
_LATE_CHARACTER = re.compile("[\u0483-\u1fff\u20d0-\u2fff\u3020-\u30ff\ua000-\uabff\ufb00-\U0010ffff]")


_LINE_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)


def plain(html: str | None) -> str:
    """The text of a small HTML field (a title, an excerpt), its references decoded once; a line break is a blank."""
    if not html:
        return ""
    if "<" in html:
        return Markup(_LINE_BREAK.sub(" ", html)).text
    return decode_entities(html) if "&" in html else html


def may_hold(text: str, words: Iterable[str]) -> bool:
    """Whether a pattern that ignores case may find one of these lower-case words in a text: much faster than it."""
    if not text.isascii() and has_odd_case(text):
        return True
    lower = text.lower()
    return any(word in lower for word in words)


def has_odd_case(text: str) -> bool:
    """Whether a letter is there that a pattern that ignores case takes for i or s, and `str.lower` makes neither of."""
    return "İ" in text or "ı" in text or "ſ" in text


def holds_any(text: str, words: tuple[str, ...], start: int = 0, end: int | None = None) -> bool:
    """Whether one of some words stands in a text, or in a range of it.

    Args:
        text: the text.
        words: they begin with the same character, one of which a text has few: it is found faster than a word.
        start: where to begin.
        end: where to end; None for the end of the text.
    """
    at = text.find(words[0][0], start, end)
    while at >= 0:
        if text.startswith(words, at, end):
            return True
        at = text.find(words[0][0], at + 1, end)
    return False


def count_words(text: str) -> int:
    """Number of words, split at whatever is blank, as in WordPress's editor; blanks alone are none.

    Two characters of Chinese, Japanese or Korean count as a word, and five of Thai, Lao, Khmer or Burmese; a sound mark
    that is written apart from its kana (U+3099, U+309A) is no character of its own.

    Source: https://github.com/WordPress/gutenberg/tree/trunk/packages/wordcount (`&nbsp;` is a blank there; it is none
    for `wp_trim_words`, which cuts excerpts).
    """
    return count_spaced(text) if is_spaced(text.encode("utf-8", "replace")) else count_unspaced(text)


def count_unspaced(text: str) -> int:
    """Number of words of a text in which there are letters of the scripts that put no blanks between words."""
    rest, cjk = _apart(_CJK, text)
    rest, unspaced = _apart(_UNSPACED, rest)
    words = sum(word.isalnum() or any(map(str.isalnum, word)) for word in _parts(rest))
    return words + cjk // 2 + unspaced // 5


def _apart(runs: re.Pattern[str], text: str) -> tuple[str, int]:
    """A text with a blank for each run of certain characters, and how many characters those are."""
    rest, number = runs.subn(" ", text)
    return rest, len(text) - len(rest) + number


def is_spaced(text: bytes) -> bool:
    """Whether a text, given as UTF-8, has no letters of the scripts that put no blanks between words."""
    if text.isascii() or not text.translate(None, _BEGINS_NO_SUCH_LETTER):
        return True
    return not _NO_BLANKS.search(text)


def count_spaced(text: str, most: int = -1) -> int:
    """Number of words of such a text, at most so many and one for the rest."""
    return len(_parts(text, most))


def _parts(text: str, most: int = -1) -> list[str]:
    """What stands between blanks, the rest behind so many in one.

    `str.split` knows all of them but two that have no width: U+200B marks where a word ends, U+FEFF is left of a file.
    """
    for blank in _BLANKS_WITHOUT_WIDTH:
        if blank in text:
            text = text.replace(blank, " ")
    return text.split(None, most)


_BLANKS_WITHOUT_WIDTH = "\u200b\ufeff"


def is_cjk(text: str) -> bool:
    """Whether a short text is in Chinese, Japanese or Korean, of which a character says as much as two letters."""
    return not text.isascii() and 2 * _apart(_CJK, text)[1] > sum(map(str.isalpha, text))


_SCRIPTS = {
    "Latin": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Cyrillic": "\u0400-\u052f",
    "Armenian": "\u0531-\u0587",
    "Hebrew": "\u05d0-\u05ea",
    "Arabic": "\u0620-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "Devanagari": "\u0904-\u0939\u0958-\u0961",
    "Bengali": "\u0985-\u09b9",
    "Tamil": "\u0b83-\u0bb9",
    "Thai": "\u0e01-\u0e46",
    "Georgian": "\u10a0-\u10ff",
    "Hangul": "\u1100-\u11ff\uac00-\ud7af",
    "Han": "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f",
}
# One group a script, of runs: the number of the group says which script, and the run how many letters.
_SCRIPT_RUN = re.compile("|".join(f"([{characters}]+)" for characters in _SCRIPTS.values()))
_SCRIPT_NAMES = tuple(_SCRIPTS)
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


def dominant_script(text: str, share: float, least: int) -> str:
    """The script that at least this share of the letters is in, or "": `Latin`, `Cyrillic`, `Han` (with kana).

    Args:
        text: the text; letters of scripts that are not known here do not count.
        share: from 0 to 1.
        least: with fewer letters nothing is said.
    """
    counts = dict.fromkeys(_SCRIPT_NAMES, 0)
    counts["Latin"] = len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS))
    for match in _SCRIPT_RUN.finditer("".join(_FOREIGN.findall(text))):
        counts[_SCRIPT_NAMES[(match.lastindex or 1) - 1]] += match.end() - match.start()
    total = sum(counts.values())
    script = max(counts, key=counts.__getitem__)
    return script if total >= max(least, 1) and counts[script] >= share * total else ""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of the sentences of a text: cut behind `.`, `!`, `?`, `。` and at line breaks."""
    start = 0
    for match in re.finditer(r"[.!?。!?…]+[\"'”’»)\]]*(?=\s|$)|\n", text):
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


# Advance widths of Arial in 1/1000 em (those of Helvetica, but for a few signs), as Liberation Sans has them too:
# one line a width, so that the table can be read. Characters that are not here are taken as wide as their base letter.
_WIDTHS_BY_ADVANCE: Mapping[int, str] = {
    191: "'",
    222: "ijl‘’‚łſ",
    260: "|¦",
    278: " !,./:;I[]\\ft\u00a0·ÌÍÎÏìíîïīı",
    333: "()-`r“”„‹›¨¡ˆ˜´¸¹²³‐‑ŕř",
    334: "{}",
    350: "•",
    355: '"',
    365: "º",
    370: "ª",
    389: "*",
    400: "°",
    469: "^",
    500: "Jcksvxyzçýÿčćśšžźżşșķ",
    537: "¶",
    549: "÷±",
    552: "¯",
    556: "#$0123456789?L_abdeghnopqu–«»¢£¤¥§ƒ†‡Łàáâãäåèéêëñòóôõöùúûüāăąēėęěģğńňņōőūůűųðþđ€",
    576: "µ",
    584: "+<=>~×¬−",
    611: "FTZ¿ßøŽŹŻŤŢȚ",
    667: "&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝŠŚŞȘĄĒĖĘĚÞŸ",
    722: "CDHNRUwÇĆČĎÐÑŃŇÙÚÛÜŪŮŰŲŘ",
    737: "©®",
    778: "GOQÒÓÔÕÖØŌŐĞĢ",
    833: "mM",
    834: "¼½¾",
    889: "%æ",
    944: "Wœ",
    1000: "—…ÆŒ™‰",
    1015: "@",
}


@cache
def _advances() -> dict[str, int]:
    widths = {character: width for width, characters in _WIDTHS_BY_ADVANCE.items() for character in characters}
    widths[" "] = 278
    return widths


_FULL_EM = 1000
_AVERAGE = 556  # a digit's width: what an unknown letter of an alphabet takes


def _advance(character: str, widths: Mapping[str, int]) -> int:
    known = widths.get(character)
    if known is not None:
        return known
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return _FULL_EM
    base = unicodedata.normalize("NFD", character)[0]
    return widths.get(base, _AVERAGE if category != "Lu" else 690)


def pixel_width(text: str, size: int) -> float:
    """Width in CSS pixels of one line of text in Arial at `size` pixels; CJK characters take one em.

    Source of the widths: https://github.com/liberationfonts/liberation-fonts, drawn to the metrics of Arial.
    """
    widths = _advances()
    return sum(widths.get(character) or _advance(character, widths) for character in text) * size / 1000
