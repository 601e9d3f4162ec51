"""The words that links are judged by: one file a language, and what users add to them. Raw material, never a verdict.

`lexicon/<language>.json` has for each language: `strong` phrases of a sponsor, `bare` words that count only as a label,
`weak` ones of partners, `lead_in` calls to visit, `citation` words before a source, `disclosure` of affiliates,
`selling` of links, `money` terms by kind, `single` words of those kinds that have honest uses, `ambiguous` words that
never count alone, names of a `trade`, words of `buying`, `harmless` things that anybody may sell, and other
`commercial` ones. A term that ends in `*` stands for all words that begin so. `hosts.json` says what hosts, paths and
parameters mean.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import re2

from audit.facts.text import latin_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OWN_PATTERNS = (
    r"our sponsors?",
    r"this (?:post|article|episode|issue|newsletter|video|story|page|blog) (?:is|was) (?:sponsored|brought)",
    r"in exchange for (?:this|my|an? (?:honest )?)\s?review",
    r"paid (?:partnership|cooperation|collaboration) with",
)
"""Wording about the publication itself."""
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W_]+")
_GLUED_LENGTH = 6
"""Shorter terms stand in too many honest names to be looked for inside of one."""


KIND_NAMES = {
    "gambling": "gambling",
    "pharma": "prescription drugs",
    "loans": "quick loans",
    "essay": "papers to order",
    "adult": "adult content",
    "crypto": "speculation",
    "replica": "counterfeits",
    "seo": "links and followers",
    "piracy": "pirated goods",
    "documents": "forged papers",
    "occult": "spells",
    "bait": "easy gains",
}
"""What the kinds of money terms are called."""


class Term(NamedTuple):
    """A term of the lexicon: its list, the kind of money it means ("" for none), and how it is written."""

    list: str
    kind: str
    text: str


@cache
def languages() -> Mapping[str, Mapping[str, Any]]:
    """The lexicons by language."""
    folder = files(__package__ or "") / "lexicon"
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return {entry.name.removesuffix(".json"): json.loads(entry.read_text("utf-8")) for entry in entries}


@cache
def hosts() -> Mapping[str, Any]:
    """What hosts, paths and parameters mean."""
    loaded: Mapping[str, Any] = json.loads((files(__package__ or "") / "hosts.json").read_text("utf-8"))
    return loaded


@cache
def host_set(kind: str) -> frozenset[str]:
    """One of the plain lists of `hosts`."""
    return frozenset(hosts()[kind])


def _all(kind: str) -> set[str]:
    return {phrase.casefold() for lexicon in languages().values() for phrase in lexicon.get(kind, ())}


# -- phrases in running text -------------------------------------------------------------------------------------------


def _alternation(phrases: Iterable[str]) -> str:
    """Longest first; on word boundaries where the script has them, and any white space for a blank."""
    parts = []
    for phrase in sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)):
        stem = phrase.removesuffix("*")
        pattern = r"\s+".join(re.escape(word) for word in stem.split())
        end = r"\w*" if stem != phrase else ""
        parts.append(pattern if _UNSPACED.search(phrase) else rf"(?<!\w){pattern}{end}(?!\w)")
    return "|".join(parts)


@cache
def phrases(kind: str, more: tuple[str, ...] = ()) -> re.Pattern[str]:
    """The pattern of one kind of cue: `strong`, `bare`, `weak`, `lead_in`, `citation`. Match on casefolded text.

    Args:
        kind: the list.
        more: phrases of the user.
    """
    return re.compile(_alternation(_all(kind) | {phrase.casefold() for phrase in more}))


_BLANK = r"[\s\x{A0}]+"


def _cue_patterns() -> tuple[str, ...]:
    """All cues for one RE2 scan: phrases; single and weak words only where they are a label or end a line."""
    label = r"[\s\x{A0}]*(?:[:：–—|-]|$|\n)"
    strong = [_pattern(phrase) for phrase in sorted(_all("strong"))]
    labels = [_pattern(phrase) + label for phrase in sorted(_all("weak") | _all("bare"))]
    return (*strong, *labels, *OWN_PATTERNS)


def _pattern(phrase: str) -> str:
    return _BLANK.join(re2.escape(word) for word in phrase.removesuffix("*").split())


CUES = _cue_patterns()
"""RE2 patterns, one of which occurs in every text that can hold a cue of a sponsor at all."""
SELLING = tuple(sorted(_pattern(phrase) for phrase in _all("selling")))
"""RE2 patterns of what sells links."""


def _set_of(patterns: Iterable[str]) -> re2.Set:
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 64 << 20
    compiled = re2.Set.SearchSet(options)
    for pattern in patterns:
        compiled.Add(pattern)
    compiled.Compile()
    return compiled


@cache
def _cue_set() -> re2.Set:
    return _set_of(CUES)


def has_cue(text: str, more: Iterable[str] = ()) -> bool:
    """Whether a text can hold a cue at all: one scan, without word boundaries."""
    if not text:
        return False
    return bool(_cue_set().Match(text)) or any(phrase in text.casefold() for phrase in more)


@cache
def _set_of_kind(kind: str) -> re2.Set:
    return _set_of(map(_pattern, sorted(_all(kind))))


def has_phrase(kind: str, text: str) -> bool:
    """Whether a text has a phrase of one list: one scan, without word boundaries."""
    return bool(text) and bool(_set_of_kind(kind).Match(text))


# -- terms in short texts and addresses --------------------------------------------------------------------------------

_LISTS = ("money", "single", "trade", "buying", "harmless", "ambiguous", "commercial")


_NOT_WORDS = str.maketrans({character: " " for character in map(chr, range(128)) if not character.isalnum()})


def words_of(text: str) -> str:
    """A text as terms are looked for in it: words in plain letters, one blank before, between and behind them."""
    if text.isascii():
        return f" {' '.join(text.lower().translate(_NOT_WORDS).split())} "
    return f" {' '.join(_WORD.findall(latin_letters(text)))} "


class Terms:
    """All terms, answered by one scan of a short text.

    Args:
        more: further money terms, of the user.
    """

    def __init__(self, more: Iterable[str] = ()) -> None:
        found: dict[str, Term] = {}
        for text in more:
            self._add(found, Term("money", "what the settings name", text))
        for lexicon in languages().values():
            for name in _LISTS:
                entry = lexicon.get(name, ())
                kinds = entry.items() if isinstance(entry, dict) else [("", entry)]
                for kind, texts in kinds:
                    for text in texts:
                        self._add(found, Term(name, kind, text))
        self._terms = list(found.values())
        self._set = _set_of(found)
        self._glued = {
            pattern.replace(" ", ""): term
            for pattern, term in found.items()
            if term.list in {"money", "single"} and len(pattern.replace(" ", "")) >= _GLUED_LENGTH and pattern.isascii()
        }
        self._glued_terms = list(self._glued)
        self._glued_set = _set_of(self._glued_terms)

    @staticmethod
    def _add(found: dict[str, Term], term: Term) -> None:
        words = words_of(term.text).rstrip()
        if words:
            unspaced = _UNSPACED.search(term.text) is not None
            pattern = words.strip() if unspaced else words if term.text.endswith("*") else f"{words} "
            found.setdefault(pattern, term)

    def within(self, words: str) -> list[Term]:
        """The terms in what `words_of` made of a text."""
        return [self._terms[index] for index in sorted(self._set.Match(words) or ())]

    def may_be_glued_in(self, text: str) -> bool:
        """Whether a money term stands in hosts at all."""
        return bool(self._glued_set.Match(text))

    def glued_in(self, label: str, known: frozenset[str]) -> list[Term]:
        """The money terms in one label of a host, if known words make up the rest of it.

        Args:
            label: in plain letters.
            known: words that may stand beside the term.
        """
        found = []
        for index in self._glued_set.Match(label) or ():
            text = self._glued_terms[index]
            before, _, after = label.partition(text)
            if _is_made_of(before, known) and _is_made_of(after.removeprefix("s"), known):
                found.append(self._glued[text])
        return found


def _is_made_of(text: str, words: frozenset[str]) -> bool:
    """Whether a text is nothing or can be cut into known words; digits count as known."""
    reached = {0}
    for end in range(1, len(text) + 1):
        if (text[end - 1].isdigit() and end - 1 in reached) or any(
            start in reached and text[start:end] in words for start in range(max(0, end - 14), end)
        ):
            reached.add(end)
    return len(text) in reached


@cache
def terms(more: tuple[str, ...] = ()) -> Terms:
    """The terms, with those that a user adds."""
    return Terms(more)


@cache
def name_parts() -> frozenset[str]:
    """Words that stand in the names of shops and portals of any trade."""
    return host_set("name_parts")
