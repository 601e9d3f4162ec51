"""Whether the target of a link has anything to do with the post: its words in the text, its kind of host."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from audit.facts.text import latin_letters
from audit.rules.sponsors._cues import lexicon

if TYPE_CHECKING:
    from audit.facts.url import Url

_STEM = 6
_WORD = re.compile(r"[^\W\d_]{3,}")
_SAYS_NOTHING = frozenset(
    "www com org net info html htm php index page pages article articles post posts news blog home site web online "
    "shop store offers offer product products category tag the and for with from your our die der das und les des "
    "una los group official test example".split()
)
_PUBLIC_HOST = re.compile(
    r"(?:^|\.)(?:gov|mil|int|edu|europa\.eu|bund\.de|admin\.ch|nhs\.uk|parliament\.uk"
    r"|(?:gov|gob|gouv|gub|govt|go|ac|edu|mil|gv|gc|gov\.[a-z]{2})\.[a-z]{2,3}|gouv\.fr|gc\.ca)$"
)


def stems(text: str) -> set[str]:
    """The words of a text, cut to six letters."""
    return {word[:_STEM] for word in _WORD.findall(latin_letters(text))}


def target_words(url: Url) -> list[str]:
    """The words that an address is made of: the registrable label and the path, without what says nothing."""
    label = url.registrable.split(".")[0]
    words = _WORD.findall(latin_letters(label.replace("-", " "))) + _WORD.findall(
        latin_letters(re.sub(r"[-_/+.%0-9]+", " ", url.path))
    )
    return [word for word in dict.fromkeys(words) if word not in _SAYS_NOTHING]


def share_in(url: Url, text: set[str]) -> tuple[int, int]:
    """How many of the target's words occur in the stems of a text, and how many it has."""
    words = target_words(url)
    hits = sum(1 for word in words if word[:_STEM] in text or _compound_in(word, text))
    return hits, len(words)


_LONG_ENOUGH = 4


def _compound_in(word: str, text: set[str]) -> bool:
    """A glued name (`halvorsenbakery`) begins with a word of the text."""
    return len(word) > _STEM and any(len(stem) >= _LONG_ENOUGH and word.startswith(stem) for stem in text)


def is_public(url: Url) -> bool:
    """A public authority or an academic institution."""
    return _PUBLIC_HOST.search(url.host) is not None


@cache
def _hosts(kind: str) -> frozenset[str]:
    return frozenset(lexicon()[kind])


def is_reference(url: Url) -> bool:
    """A work of reference, a registry, a wire service."""
    return url.registrable in _hosts("reference_hosts") or url.host in _hosts("reference_hosts")


def is_platform(url: Url) -> bool:
    """A platform on which anybody has a page: social networks, shops of tickets, donations, videos."""
    return url.registrable in _hosts("platform_hosts") or url.host in _hosts("platform_hosts")
