"""The words that links are judged by: one file a language, and what users add to them. Raw material, never a verdict.

`lexicon/<language>.json` has for each language: `strong` phrases of a sponsor, `bare` words that count only as a label,
`weak` ones of partners, `lead_in` calls to visit, `citation` words before a source, `disclosure` of affiliates,
`selling` of links, `funder` words in the names of foundations and charities, `cause` words before whom a gift is for,
`grant` words of a funded project, `money` terms by kind, `single` words of those kinds that have honest uses,
`ambiguous` words that never count alone, names of a `trade`, words of `buying`, `harmless` things that anybody may
sell, and other `commercial` ones. A term that ends in `*` stands for all words that begin so. `planted` is what
attackers write in the language into sites of other languages. `hosts.json` says what hosts, paths and parameters mean.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import re2

from audit.facts.patterns import ANY_BLANK, across_lines, both_forms, set_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PIECE = "(?:post|article|episode|issue|newsletter|video|story|page|blog|review|recipe)"
"""What a publication calls its pieces."""
_OWN = (
    r"our (?:(?:main|title|headline|lead|shirt|kit|gold|silver|platinum|principal|generous) )?sponsors?",
    rf"(?:this|today['’]s) {_PIECE} (?:is|was) sponsored(?: by)?",
    rf"(?:this|today['’]s) {_PIECE} (?:is|was) brought(?: to you)?(?: by)?",
    r"in (?:exchange|return) for (?:this|my|our|an?)\s(?:(?:honest|fair|unbiased)\s)?review",
    r"partner(?:ed|ing) with (?:me|us) (?:on|for) this (?:post|recipe|review|giveaway)",
    rf"partnered with [^.\n]{{1,60}} to bring you this (?:sponsored|paid) {_PIECE}",
    rf"(?:i|we) (?:was|were) compensated (?:by [^.\n]{{1,60}} )?for (?:my time|our time|writing|sharing|this {_PIECE})",
    r"diese[rs]? (?:beitrag|artikel|post|folge|episode|ausgabe|video) (?:wurde|wird|ist) von [^.,\n]{1,60} gesponsert",
    r"(?:dit|deze) (?:artikel|bericht|post|aflevering|video) (?:is|wordt) (?:mede )?door [^.,\n]{1,60} gesponsord",
    r"im austausch für (?:eine|diese|meine) (?:ehrliche )?rezension",
    r"en échange d(?:e (?:cet|mon|ce)|['’]un) (?:avis|test)",
    r"a cambio de (?:esta|una|mi) (?:reseña|opinión)",
    r"in cambio di (?:questa|una) recensione",
    r"em troca d(?:est|e um)a resenha",
    r"in ruil voor (?:een|deze) (?:eerlijke )?review",
    r"paid (?:partnership|cooperation|collaboration) with",
    rf"this is an? (?:sponsored|paid|promotional) (?:guest )?{_PIECE}",
    rf"this {_PIECE} (?:is|was) [^.\n]{{1,100}} (?:who|which) paid (?:me|us)",
    r"本(?:文|篇(?:文章)?|期(?:节目|節目)?|集|节目|節目)由[^。\n]{1,40}(?:赞助|贊助|冠名)",
)
OWN_PATTERNS = tuple(across_lines(form) for pattern in _OWN for form in both_forms(pattern))
"""Wording about the publication itself."""
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""A letter of a script that sets no blanks between words."""
JOINED = re.compile(r"[\u0590-\u06ff]")
"""A letter of Hebrew or Arabic, where a preposition is written as a part of its word."""


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


@cache
def name_parts() -> frozenset[str]:
    """Words that stand in the names of shops and portals of any trade."""
    return host_set("name_parts")


def _all(kind: str) -> set[str]:
    phrases = (phrase.casefold() for lexicon in languages().values() for phrase in lexicon.get(kind, ()))
    return {form for phrase in phrases for form in both_forms(phrase)}


# -- phrases in running text -------------------------------------------------------------------------------------------


def _alternation(phrases: Iterable[str], gap: str = r"\s+") -> str:
    """Longest first; on word boundaries where the script has them, and a pattern for each blank."""
    parts = []
    for phrase in sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)):
        stem = phrase.removesuffix("*")
        pattern = gap.join(re.escape(word) for word in stem.split())
        end = r"\w*" if stem != phrase else ""
        parts.append(pattern if UNSPACED.search(phrase) else rf"(?<!\w){pattern}{end}(?!\w)")
    return "|".join(parts)


_BLANK = r"[\s\x{A0}]+"
_OWN_IN_RE2 = tuple(pattern.replace(r"\s", ANY_BLANK) for pattern in OWN_PATTERNS)


def _cue_patterns() -> tuple[str, ...]:
    """All cues for one RE2 scan: phrases; single and weak words only where they are a label or end a line."""
    label = r"[\s\x{A0}]*(?:[:：–—|\])】］）-]|$|\n)"
    strong = [_pattern(phrase) for phrase in sorted(_all("strong"))]
    labels = [
        _pattern(phrase) + ("" if JOINED.search(phrase) else label) for phrase in sorted(_all("weak") | _all("bare"))
    ]
    return (*strong, *labels, *_OWN_IN_RE2)


def _pattern(phrase: str, gap: str = _BLANK) -> str:
    return gap.join(re2.escape(word) for word in phrase.removesuffix("*").split())


SELLING = tuple(sorted(_pattern(phrase) for phrase in _all("selling")))
"""RE2 patterns of what sells links."""


@cache
def _cue_set() -> re2.Set:
    return set_of(_cue_patterns())


def may_speak_of_itself(text: str) -> bool:
    """Whether casefolded text can have one of `OWN_PATTERNS`: one scan, without word boundaries."""
    return bool(_own_set().Match(text))


@cache
def _own_set() -> re2.Set:
    return set_of(_OWN_IN_RE2)


def has_cue(text: str, more: Iterable[str] = ()) -> bool:
    """Whether a text can hold a cue at all: one scan, without word boundaries."""
    if not text:
        return False
    return is_cued(text) or any(phrase in text.casefold() for phrase in more)


def is_cued(text: str | bytes) -> bool:
    """The same for the cues that the lexicon has. They are too many for `Rule.text_patterns`, and few posts ask."""
    return bool(text) and bool(_cue_set().Match(text))


def may_be_cued(text: bytes) -> bool:
    """Whether a text can hold one of those cues, be it that its lines touch: one scan, without the ends of lines."""
    return bool(text) and bool(_loose_cue_set().Match(text))


@cache
def _loose_cue_set() -> re2.Set:
    phrases = [_pattern(phrase, f"{ANY_BLANK}*") for phrase in sorted(_all("strong") | _all("weak") | _all("bare"))]
    return set_of([*phrases, *(pattern.replace(f"{ANY_BLANK}+", f"{ANY_BLANK}*") for pattern in _OWN_IN_RE2)])


def phrases_in(kind: str, text: str, more: tuple[str, ...] = ()) -> re.Pattern[str]:
    """The pattern of those phrases of one kind that stand in a casefolded text.

    One scan without word boundaries tells which they are; a pattern of all of them takes a hundred times as long.

    Args:
        kind: the list of cues or words (`strong`, `bare`, `weak`, `funder`).
        text: the text, or one that has all the texts in it that the pattern is for.
        more: phrases of the user.
    """
    found = _scan_of(kind, more).Match(text) if text else ()
    return _pattern_of(kind, more, tuple(sorted(found))) if found else _NOTHING


_NOTHING = re.compile(r"(?!)")


@cache
def _listed(kind: str, more: tuple[str, ...]) -> list[str]:
    return sorted(_all(kind) | {phrase.casefold() for phrase in more})


@cache
def _scan_of(kind: str, more: tuple[str, ...]) -> re2.Set:
    return set_of(_pattern(phrase, f"{ANY_BLANK}+") for phrase in _listed(kind, more))


@lru_cache(maxsize=512)
def _pattern_of(kind: str, more: tuple[str, ...], indexes: tuple[int, ...]) -> re.Pattern[str]:
    listed = _listed(kind, more)
    return re.compile(_alternation(listed[index] for index in indexes))


def has_phrase(kind: str, text: str) -> bool:
    """Whether a text has a phrase of one list: one scan, without word boundaries."""
    return bool(text) and bool(_scan_of(kind, ()).Match(text))


def has_citation(text: str) -> bool:
    """Whether casefolded text says that something is a source."""
    return phrases_in("citation", text).search(text) is not None


# -- what attackers plant ----------------------------------------------------------------------------------------------


class PlantedLanguage(NamedTuple):
    """What search spam writes in one language.

    Attributes:
        name: its primary subtag.
        languages: subtags of posts in which these words are at home.
        script: the script that it is written in, as `audit.facts.text.dominant_script` calls it.
        plain: those of its terms that are ordinary words where it is at home.
        pattern: its terms, to be matched on casefolded text.
        sign: an RE2 pattern without word boundaries, which occurs wherever `pattern` does.
    """

    name: str
    languages: frozenset[str]
    script: str
    plain: frozenset[str]
    pattern: re.Pattern[str]
    sign: Any


def _planted() -> Mapping[str, Mapping[str, Any]]:
    return {name: lexicon["planted"] for name, lexicon in languages().items() if "planted" in lexicon}


@cache
def planted_languages() -> tuple[PlantedLanguage, ...]:
    """The languages in which search spam is planted on other people's sites."""
    return tuple(
        PlantedLanguage(
            name,
            frozenset(entry["languages"]),
            entry["script"],
            frozenset(entry.get("plain", ())),
            re.compile(_alternation(entry["terms"], gap=r"[\s_-]+")),
            re2.compile("|".join(_pattern(term, rf"(?:{ANY_BLANK}|[_-])+") for term in entry["terms"])),
        )
        for name, entry in _planted().items()
    )


PLANTED = "|".join(
    sorted({_pattern(term, r"[\s\x{A0}_-]+") for entry in _planted().values() for term in entry["terms"]})
)
"""The RE2 pattern that occurs in every text with a term of any of them."""
