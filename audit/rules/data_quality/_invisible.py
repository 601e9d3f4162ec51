"""Characters that nobody sees, and the writing that needs them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_INVISIBLE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
INVISIBLE = re.compile(_INVISIBLE)
INVISIBLE_CUE = r"[\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}\x{feff}]"
_JOINERS = "\u200c\u200d"
_DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1a20-\u1aaf\u1b00-\u1bff\ua980-\ua9df\ua9e0-\ua9ff\uaa60-\uaa7f]"
)
# Arabic, Syriac, N'Ko and Mongolian join their letters; the scripts of India and South-East Asia form clusters.
_JOINING = re.compile(
    "[\u0600-\u08ff\u0900-\u109f\u1780-\u18af\ua840-\ua87f\ufb50-\ufdff\ufe70-\ufefc\U00011000-\U00011fff]"
)
_EMOJI = re.compile("[\u203c-\u3299\ufe0f\u20e3\U0001f000-\U0001faff\U000e0020-\U000e007f]")
_NEAR = 200
_RUN = re.compile(rf"{_INVISIBLE}++")


def stray(text: str, *, hyphens: bool = True) -> Iterator[re.Match[str]]:
    """The invisible characters that the writing around them does not need.

    Args:
        text: the text.
        hyphens: soft hyphens between letters are fine.
    """
    for match in INVISIBLE.finditer(text):
        start, end = match.span()
        character = match[0]
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if character == "\u00ad":
            if hyphens and before.isalpha() and after.isalpha():
                continue
        elif character == "\u200b":
            if _UNSPACED.search(before + after):
                continue
        elif character in _JOINERS:
            if _JOINING.search(before + after) or (character == "\u200d" and _EMOJI.search(before + after)):
                continue
        elif character in _DIRECTIONS and _RIGHT_TO_LEFT.search(text, max(0, start - _NEAR), end + _NEAR):
            continue
        yield match


def inside_words(text: str) -> frozenset[int]:
    """Where invisible characters stand between two letters or digits, so that a search does not find the word."""
    inside: set[int] = set()
    for run in _RUN.finditer(text):
        start, end = run.span()
        if start and text[start - 1].isalnum() and text[end : end + 1].isalnum():
            inside.update(range(start, end))
    return frozenset(inside)


def name_of(character: str) -> str:
    """`U+200B zero width space`."""
    return f"U+{ord(character):04X} {unicodedata.name(character).lower()}"
