"""Words that speak of a sponsor, by language. The lists are data (`lexicon.json`); raw material, never a verdict."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@cache
def lexicon() -> dict[str, Any]:
    """The cue lists."""
    loaded: dict[str, Any] = json.loads((files(__package__ or "") / "lexicon.json").read_text("utf-8"))
    return loaded


def _alternation(phrases: Iterable[str]) -> str:
    """Longest first; on word boundaries where the script has them, and any white space for a blank."""
    parts = []
    for phrase in sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)):
        pattern = r"\s+".join(re.escape(word) for word in phrase.split())
        parts.append(pattern if _UNSPACED.search(phrase) else rf"(?<!\w){pattern}(?!\w)")
    return "|".join(parts)


def _all(kind: str) -> set[str]:
    return {phrase.casefold() for phrases in lexicon()[kind].values() for phrase in phrases}


@cache
def phrases(kind: str) -> re.Pattern[str]:
    """The pattern of one kind of cue: `strong`, `bare`, `weak`, `lead_in`, `citation`. Match on casefolded text."""
    return re.compile(_alternation(_all(kind)))


@cache
def any_cue() -> re.Pattern[str]:
    """Cheap test whether a casefolded text can hold a cue at all: substrings, without boundaries."""
    words = {min(phrase.split(), key=len) if not _UNSPACED.search(phrase) else phrase for phrase in _all("strong")}
    stems = {phrase.split()[0] for phrase in _all("weak")} | _all("bare") | words
    return re.compile("|".join(re.escape(stem) for stem in sorted(stems, key=len, reverse=True)))
