"""Text whose UTF-8 was read as Windows-1252 or another table of bytes, and text that only looks so."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from audit.rules.data_quality._shown import is_quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Windows-1252 as browsers read it: https://encoding.spec.whatwg.org/#windows-1252
_SPECIALS = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ"
_BYTES = {character: 0x80 + index for index, character in enumerate(_SPECIALS)}
_TAIL = _SPECIALS + "".join(map(chr, range(0xA0, 0xC0)))
"""What a following byte of UTF-8 becomes."""
# Or a control character, where a program reads ISO 8859-1 by the letter: nobody writes those.
_T = rf"[{re.escape(_TAIL)}\x80-\x9f]"
_TAIL_1251 = "".join(bytes([byte]).decode("cp1251", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
"""What a following byte of UTF-8 becomes when it is read as Windows-1251; browsers read its one free place as C1."""
_BYTES_1251 = {character: 0x80 + index for index, character in enumerate(_TAIL_1251)} | {
    "Р": 0xD0,
    "С": 0xD1,
    "в": 0xE2,
}
_SYMBOLS = "[‚„…†‡ˆ‰‹•˜›¡¢¤¥¦§¨©«¬®¯°±²³´¶·¸¹»¼½¾]"
_SYMBOL = "â(?:‚¬|„¢|†[‘’“”]|ˆ’|˜[…†‡]|œ[“”…])"
"""€ ™ ← ↑ → ↓ − ★ ☆ ✓ ✔ and the like: no language has these behind an â."""
_MAC_ACCENTS = "[©®†°¢§º∂∏™¥≠≥ßÆ]"
_PATTERN = re.compile(
    rf"(?P<lost>\ufffd+)"
    rf"|(?P<mark>ï»¿)"
    rf"|(?P<quote>â[€\x80]{_T})"
    rf"|(?P<symbol>{_SYMBOL})"
    rf"|(?P<emoji>ð[Ÿ\x9f]{_T}{{2}})"
    rf"|(?P<script>(?:[ÐÑÎÏØÙ]{_T}){{2,}}|(?:×{_T}){{3,}})"
    rf"|(?P<asian>(?:[àáãäåæçèéêëìíï]{_T}{{2}}){{3,}})"
    rf"|(?P<cp1251>(?:[РС][{re.escape(_TAIL_1251)}]){{3,}}|вЂ[™њќ“”¦])"
    rf"|(?P<mac_roman>‚Ä[ôúùìî¶]|(?<=[a-z])√{_MAC_ACCENTS}|√{_MAC_ACCENTS}(?=[a-z]))"
    r"|(?P<cp437>ΓÇ[ÖôöÜ£¥ªó])"
    rf"|(?P<central>(?<=[a-z])(?:[ÄÅ](?:{_SYMBOLS}|[\x80-\x9f])){{1,3}}(?=[a-z])|(?<![A-Za-z])Å[¡¾](?=[a-z]))"
    rf"|(?P<latin>Ã{_T})"
    rf"|(?P<sign>Â[ {re.escape(_TAIL[32:])}])"
)
_LEADS = "\ufffdïâðÐÑÎÏØÙ×àáãäåæçèéêëìíРСв‚√ΓÄÅÃÂ"
_SUSPECT = re.compile(rf"[{_LEADS}](?:(?<=\ufffd)|[ ÄÇ∂∏≠≥ßÆ{re.escape(_TAIL + _TAIL_1251)}\x80-\x9f])")
"""How each of the alternatives of `_PATTERN` begins: found ten times as fast, because it begins with a set."""
_SUSPECT_HTML = re.compile(
    rf"[{_LEADS}](?:(?<=\ufffd)|[<& ÄÇ∂∏≠≥ßÆ{re.escape(_TAIL + _TAIL_1251)}\x80-\x9f])"
    r"|&(?!(?:#(?:82(?:1[1267]|2[01]|30)|0?38|160)|hellip|nbsp|amp|quot|lt|gt);)|[\0\ud800-\udfff]"
)
"""The same in HTML: a tag or a reference may stand between the two, and a reference for the first, but for those that
WordPress itself writes; and what a parser turns into U+FFFD."""
_T_CUE = r"[\x{80}-\x{bf}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
MOJIBAKE_CUES = (
    rf"(?-i:\x{{fffd}}|ï»¿|â[€\x{{80}}]|{_SYMBOL}|ð[Ÿ\x{{9f}}])",
    rf"(?-i:[ÐÑÎÏØÙ]{_T_CUE}[ÐÑÎÏØÙ]|Ã{_T_CUE}|Â[ \x{{a0}}-\x{{bf}}])",
    rf"(?-i:[àáãäåæçèéêëìíï]{_T_CUE}{{2}}[àáãäåæçèéêëìíï]{_T_CUE}{{2}}|[a-z][ÄÅ]{_T_CUE}[a-zÄÅ]|Å[¡¾][a-z]|×{_T_CUE}×)",
    r"(?-i:[РС][^ а-пр-яА-Я][РС][^ а-пр-яА-Я][РС])",
    rf"(?-i:вЂ[™њќ“”¦]|‚Ä[ôúùìî¶]|√{_MAC_ACCENTS}|ΓÇ[ÖôöÜ£¥ªó])",
)
"""Patterns without which there is none."""
_CODECS = frozenset({"mac_roman", "cp437"})
"""Tables of bytes that Python knows by the name of their alternative in `_PATTERN`."""
_CLOSING = frozenset("…”“’‘»›–—\u00a0 ")
_OPENING = frozenset("“‘«‹„‚")
_QUOTATIONS = frozenset({'""', "''", "“”", "‘’", "„“", "„”", "‚‘", "«»", "»«", "‹›", "「」", "””", "’’"})
_MOST = 200


class Damage(NamedTuple):
    """Where a text is damaged, and what stood there; "" where nobody can know."""

    start: int
    end: int
    text: str
    repaired: str


def damages(text: str, quoted: Sequence[tuple[int, int]] = (), borders: Sequence[int] = ()) -> list[Damage]:
    """The damaged places of a text, at most 200.

    A capital `Ã` or `Â` at the end of a word in capitals, before a closing quotation mark, is a letter (IRMÃ”), unless
    the text is damaged elsewhere too. So is damage that stands alone in quotation marks: a text that speaks of it.

    Args:
        text: the text.
        quoted: ranges of it that show damage on purpose: code (`quoted_spans`).
        borders: where its blocks begin, in order. What the last word of one and the first of the next make together
            is no damage.
    """
    sure: list[Damage] = []
    weak: list[Damage] = []
    for match in _matches(text):
        if is_quoted(match.start(), quoted) or _has_border(match, borders):
            continue
        kind = match.lastgroup
        repaired = "" if kind == "lost" else _repaired(match[0], kind or "")
        if repaired is None:
            continue
        damage = Damage(*match.span(), match[0], repaired)
        doubtful = _is_spoken_of(text, match) or (kind in {"latin", "sign"} and _may_be_letter(text, match))
        (weak if doubtful else sure).append(damage)
        if len(sure) == _MOST:
            break
    return sorted(sure + weak) if sure else []


def may_be_damaged(html: str) -> bool:
    """Whether the text of some HTML can have a damaged place: a quick look, without a parse."""
    return _SUSPECT_HTML.search(html) is not None


def _matches(text: str) -> Iterator[re.Match[str]]:
    """The matches of `_PATTERN`, as `finditer` gives them."""
    suspect = _SUSPECT.search(text)
    while suspect is not None:
        match = _PATTERN.match(text, suspect.start())
        if match is not None:
            yield match
        suspect = _SUSPECT.search(text, suspect.start() + 1 if match is None else match.end())


def _has_border(match: re.Match[str], borders: Sequence[int]) -> bool:
    behind = bisect_right(borders, match.start())
    return behind < len(borders) and borders[behind] < match.end()


def _is_spoken_of(text: str, match: re.Match[str]) -> bool:
    """Nothing but the damage stands in quotation marks, or the closing one is what makes it look damaged."""
    start, end = match.span()
    opening = text[start - 1 : start]
    return opening + text[end : end + 1] in _QUOTATIONS or opening + text[end - 1] in _QUOTATIONS


def _may_be_letter(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    mark = match[0][1]
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if mark not in _CLOSING:
        return False
    if after.isalpha() and mark not in "\u00a0 ":
        return False
    if before.isupper() or before in _OPENING:
        return True
    return mark in "\u00a0 " and (match[0][0] == "Ã" or before.isspace())


def _repaired(text: str, kind: str) -> str | None:
    """The text as it was before; None where its bytes are no UTF-8."""
    try:
        if kind in _CODECS:
            return text.encode(kind).decode()
        bytes_of = _BYTES_1251 if kind == "cp1251" else _BYTES
        return bytes(bytes_of.get(character, ord(character)) for character in _as_written(text)).decode()
    except ValueError:
        return None


def _as_written(text: str) -> str:
    """A plain blank behind `Â` was a no-break space that somebody folded."""
    return text.replace("Â ", "Â\u00a0")
