"""Words that speak of a sponsor, by language. The lists are data (`lexicon.json`); raw material, never a verdict."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import re2

if TYPE_CHECKING:
    from collections.abc import Iterable

OWN_PATTERNS = (
    r"our sponsors?",
    r"this (?:post|article|episode|issue|newsletter|video|story|page|blog) (?:is|was) (?:sponsored|brought)",
    r"in exchange for (?:this|my|an? (?:honest )?)\s?review",
    r"paid (?:partnership|cooperation|collaboration) with",
)
"""Wording about the publication itself."""
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


def _cue_patterns() -> tuple[str, ...]:
    """All cues for one RE2 scan: phrases; single and weak words only where they are a label or end a line."""
    blank = r"[\s\x{A0}]+"
    label = r"[\s\x{A0}]*(?:[:：–—|-]|$|\n)"
    strong = [blank.join(re2.escape(word) for word in phrase.split()) for phrase in sorted(_all("strong"))]
    labels = [
        blank.join(re2.escape(word) for word in phrase.split()) + label
        for phrase in sorted(_all("weak") | _all("bare"))
    ]
    return (*strong, *labels, *OWN_PATTERNS)


CUES = _cue_patterns()
"""RE2 patterns, one of which occurs in every text that can hold a cue at all."""


@cache
def _cue_set() -> re2.Set:
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 64 << 20
    cues = re2.Set.SearchSet(options)
    for pattern in CUES:
        cues.Add(pattern)
    cues.Compile()
    return cues


def has_cue(text: str) -> bool:
    """Whether a text can hold a cue at all: one scan, without word boundaries."""
    return bool(text) and bool(_cue_set().Match(text))
