"""Words of the trades that planted content advertises.

The lists are data (`money.json`): raw material, never a verdict.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import re2

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ENOUGH: Final = 2
_MOST_TEXT = 200_000


class Term(NamedTuple):
    """A term that occurs in a text: the term, the trade, and whether it alone says what is for sale."""

    text: str
    trade: str
    strong: bool


@cache
def _lists() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((files(__package__ or "") / "money.json").read_text("utf-8"))
    return loaded


@cache
def _known() -> dict[str, Term]:
    found: dict[str, Term] = {}
    for strength in ("single", "strong"):
        for trade, terms in _lists()[strength].items():
            found.update({term.casefold(): Term(term.casefold(), trade, strength == "strong") for term in terms})
    return found


def _alternation(terms: Iterable[str], *, exact: bool) -> str:
    parts = []
    for term in sorted(terms, key=lambda term: (-len(term), term)):
        words = [re.escape(word) if exact else re2.escape(word) for word in term.split()]
        pattern = r"[\s_-]+".join(words) if exact else r"[\s_\x{A0}-]+".join(words)
        parts.append(pattern if _UNSPACED.search(term) or not exact else rf"(?<!\w){pattern}(?!\w)")
    return "|".join(parts)


@cache
def _quick() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 64 << 20
    return re2.compile(_alternation(_known(), exact=False), options)


@cache
def _exact() -> re.Pattern[str]:
    return re.compile(_alternation(_known(), exact=True))


def has_terms(text: str) -> bool:
    """Whether a text may have one at all: one linear scan, without word boundaries."""
    return bool(text) and _quick().search(text[:_MOST_TEXT]) is not None


def terms_in(text: str) -> list[Term]:
    """The distinct terms of a text, in the order in which they stand. Hyphens count as blanks: slugs are texts too."""
    if not has_terms(text):
        return []
    found = (" ".join(re.split(r"[\s_-]+", match[0])) for match in _exact().finditer(text[:_MOST_TEXT].casefold()))
    return list(dict.fromkeys(_known()[term] for term in found if term in _known()))


def is_money(terms: Iterable[Term]) -> bool:
    """Whether terms say together what is for sale: one that leaves no doubt, or two of one trade."""
    counts: dict[str, int] = {}
    for term in terms:
        counts[term.trade] = counts.get(term.trade, 0) + (_ENOUGH if term.strong else 1)
    return any(count >= _ENOUGH for count in counts.values())


class HackLanguage(NamedTuple):
    """What search spam writes in one language.

    Attributes:
        name: its primary subtag.
        languages: subtags of posts in which these words are at home.
        script: the script that it is written in, as `audit.facts.text.dominant_script` calls it.
        pattern: its terms, to be matched on casefolded text.
    """

    name: str
    languages: frozenset[str]
    script: str
    pattern: re.Pattern[str]


@cache
def hack_languages() -> tuple[HackLanguage, ...]:
    """The languages in which search spam is planted on other people's sites."""
    return tuple(
        HackLanguage(
            name,
            frozenset(entry["languages"]),
            entry["script"],
            re.compile(_alternation({term.casefold() for term in entry["terms"]}, exact=True)),
        )
        for name, entry in _lists()["hack"].items()
    )


@cache
def hack_pattern() -> str:
    """One RE2 pattern that occurs in every text with a term of any of them."""
    return _alternation({term for entry in _lists()["hack"].values() for term in entry["terms"]}, exact=False)


@cache
def _quick_planted() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 64 << 20
    return re2.compile(f"{_alternation(_known(), exact=False)}|{hack_pattern()}", options)


def has_planted_terms(text: str) -> bool:
    """Whether a text may have any term of either kind: one linear scan for the rules that look at titles."""
    return bool(text) and _quick_planted().search(text[:_MOST_TEXT]) is not None


@cache
def _quick_hack() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 64 << 20
    return re2.compile(hack_pattern(), options)


def has_hack_terms(text: str) -> bool:
    """Whether a text may have a term of search spam: one linear scan."""
    return bool(text) and _quick_hack().search(text[:_MOST_TEXT]) is not None
