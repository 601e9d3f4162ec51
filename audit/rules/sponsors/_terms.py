"""The terms of the lexicon in short texts and addresses: what is for sale there."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from audit.facts.patterns import set_of
from audit.facts.text import latin_letters
from audit.lazy import lazy
from audit.rules.sponsors._lexicon import UNSPACED, languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    import re2

_WORD = re.compile(r"[^\W_]+")
_GLUED_LENGTH = 6
"""Shorter terms stand in too many honest names to be looked for inside of one."""
_MOST_TEXT = 200_000
_ENOUGH = 2

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


_SUBJECTS = {
    "gambling": r"gambl\w*|betting|bets|glücksspiel\w*|spielsucht\w*|spielerschutz|jeux? d['’]argent|ludopat\w*|azzardo"
    r"|gokken|gokverslav\w*|spelberoende\w*|spelproblem|ludomani\w*|hazardzist\w*|игроман\w*|азартн\w*",
    "pharma": r"erectile\w*|erektions?\w*|érectile\w*|prescri\w*|arzneimittel\w*|medikament\w*|médicaments?"
    r"|medicamentos?|farmac[io]\w*|medicines?|opioid\w*|painkill\w*|urolog\w*|prostat\w*|лекарств\w*",
    "loans": r"debts?|lenders?|überschuld\w*|schuldnerberat\w*|surendett\w*|deudas|dívidas|долги|долгов|долгами?",
    "adult": r"porn\w*|sexual\w*|online dating|prostitut\w*",
}
"""What posts and sites call the subjects of some kinds, who write about them and sell nothing of it."""


def is_subject_of(kind: str, text: str) -> bool:
    """Whether a casefolded title, or a site's name, names the subject of a kind of money."""
    words = _SUBJECTS.get(kind)
    return words is not None and re.search(rf"\b(?:{words})\b", text) is not None


class Term(NamedTuple):
    """A term of the lexicon.

    Attributes:
        list: the first list that has it.
        kind: the kind of money it means, "" for none.
        text: how it is written.
        planted: attackers write it into sites of other languages, whatever list it is in.
    """

    list: str
    kind: str
    text: str
    planted: bool = False

    @property
    def shown(self) -> str:
        """The term without the sign for any ending."""
        return self.text.removesuffix("*")

    def shown_in(self, text: str) -> str:
        """The term as it can stand in a text: terms of two alphabets that read alike are one."""
        return self.shown if self.shown.isascii() or self.shown in text.casefold() else latin_letters(self.shown)

    def is_misread_in(self, text: str) -> bool:
        """Whether its letters, read as Latin ones, make an everyday word that the text has instead of it."""
        return latin_letters(self.shown) in _EVERYDAY and self.shown not in text.casefold()


_EVERYDAY = frozenset({"times", "agora", "magazin"})
"""What `τιμές` (prices), `αγορά` (purchase) and `магазин` (shop) are read as in plain letters."""
_LISTS = ("money", "single", "trade", "buying", "harmless", "ambiguous", "commercial")
MONEY = frozenset({"money", "single"})
"""The lists of money terms: those that leave no doubt, and those with honest uses."""
OFFERS = MONEY | {"trade", "buying"}
"""The lists of what is for sale."""


_PLAIN = bytes(ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)) + bytes(128)
"""What becomes of each letter of ASCII: a small letter, a digit or a blank."""


def words_of(text: str) -> str:
    """A text as terms are looked for in it: words in plain letters, one blank before, between and behind them."""
    if text.isascii():
        return f" {' '.join(text.encode().translate(_PLAIN).decode().split())} "
    return f" {' '.join(_WORD.findall(latin_letters(text)))} "


class Terms:
    """All terms, answered by one scan of a short text.

    Attributes:
        patterns: the terms as they are looked for in what `words_of` makes of a text.

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
            for text in lexicon.get("planted", {}).get("terms", ()):
                self._add(found, Term("planted", "", text, planted=True))
        self.patterns: Mapping[str, Term] = found
        self._terms = list(found.values())
        self._glued = {
            pattern.replace(" ", ""): term
            for pattern, term in found.items()
            if term.list in MONEY and len(pattern.replace(" ", "")) >= _GLUED_LENGTH and pattern.isascii()
        }
        self._glued_terms = list(self._glued)

    @lazy
    def _set(self) -> re2.Set:
        return set_of(self.patterns)

    @lazy
    def _glued_set(self) -> re2.Set:
        return set_of(self._glued_terms)

    @staticmethod
    def _add(found: dict[str, Term], term: Term) -> None:
        words = words_of(term.text).rstrip()
        if words:
            unspaced = UNSPACED.search(term.text) is not None
            pattern = words.strip() if unspaced else words if term.text.endswith("*") else f"{words} "
            known = found.setdefault(pattern, term)
            if term.planted and not known.planted:
                found[pattern] = known._replace(planted=True)

    def within(self, words: str) -> list[Term]:
        """The terms in what `words_of` made of a text."""
        return [self._terms[index] for index in sorted(self._set.Match(words) or ())]

    def has(self, lists: AbstractSet[str], words: str) -> bool:
        """Whether a term of some lists stands in what `words_of` made of a text."""
        return any(self._terms[index].list in lists for index in self._set.Match(words) or ())

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


def sold(found: Iterable[Term]) -> list[Term]:
    """The terms that say together what is for sale: each that leaves no doubt, and two of one kind with honest uses.

    The longest come first, those without doubt before the others. A term in a longer one is none of its own.
    """
    ordered = sorted((term for term in found if term.list in MONEY), key=lambda term: (term.list, -len(term.shown)))
    offers = {term.shown: term for term in reversed(ordered)}
    terms = [offers[text] for text in reversed(offers) if not any(text in other != text for other in offers)]
    counts: Counter[str] = Counter()
    for term in terms:
        counts[term.kind] += _ENOUGH if term.list == "money" else 1
    return [term for term in terms if counts[term.kind] >= _ENOUGH]


def offers_in(text: str, more: tuple[str, ...] = ()) -> list[Term]:
    """The money terms and single words of a text; hyphens count as blanks, as slugs are texts too.

    Args:
        text: a title, a description, an address, or the text of a post, of which the beginning is looked at.
        more: further money terms, of the user.
    """
    return [term for term in terms(more).within(words_of(text[:_MOST_TEXT])) if term.list in MONEY]
