"""What search engines and readers of lists see of a post: asked once for all rules that look there."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from audit.rules.sponsors._terms import MONEY, terms, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audit.facts import Facts
    from audit.facts.jsonld import Node

_NAMED = frozenset({"WebPage", "Article", "BlogPosting", "NewsArticle", "ListItem"})
NAMES = ("name", "headline", "description", "keywords")
_IDENTITIES = frozenset(
    {"Person", "Organization", "NewsMediaOrganization", "LocalBusiness", "WebSite", "WebPage", "Article"}
)
ADDRESSES = ("url", "sameAs", "logo")
_SUSPICIOUS = MONEY | {"planted"}
_MOST_TEXT = 200_000
_METAS = ("og:title", "og:description", "twitter:title", "twitter:description")


class Headline(NamedTuple):
    """Titles, descriptions, names and addresses of a post in one text, and what of the lexicon stands there.

    Attributes:
        text: one line for each.
        sells: money terms, or words of such a kind with honest uses.
        suspicious: those, or words of search spam.
    """

    text: str
    sells: bool
    suspicious: bool


def headline(facts: Facts) -> Headline:
    """The headline of a post."""
    return facts.once(_headline)


def named_nodes(facts: Facts) -> list[Node]:
    """The nodes of the structured data whose names search engines show."""
    return [node for node in facts.graph.nodes if not _NAMED.isdisjoint(node.types)]


def identities(facts: Facts) -> list[Node]:
    """The nodes that say who the page, its author and its publisher are."""
    return [node for node in facts.graph.nodes if not _IDENTITIES.isdisjoint(node.types)]


def _headline(facts: Facts) -> Headline:
    more = facts.settings.money_terms
    text = "\n".join(dict.fromkeys(_parts(facts)))[:_MOST_TEXT]  # most of them repeat the title
    if not _may_be_suspicious(text, _signs(more)):
        return Headline(text, sells=False, suspicious=False)
    lists = {term.list for term in terms(more).within(words_of(text))}
    return Headline(text, not lists.isdisjoint(MONEY), not lists.isdisjoint(_SUSPICIOUS))


class _Signs(NamedTuple):
    """What a text in plain letters has if a suspicious term is in it: told faster than which term that is.

    Attributes:
        longest: the longest word of each term.
        terms: by that word, all words of the term, and how a word begins that may end in any way.
        beginnings: the first letters of words that may end in any way and stand alone.
        letters: how many.
    """

    longest: frozenset[bytes]
    terms: Mapping[bytes, Sequence[tuple[frozenset[bytes], bytes]]]
    beginnings: frozenset[bytes]
    letters: int


@cache
def _signs(more: tuple[str, ...]) -> _Signs:
    found: dict[bytes, list[tuple[frozenset[bytes], bytes]]] = {}
    alone = set()
    for pattern, term in terms(more).patterns.items():
        if term.list in _SUSPICIOUS and pattern.isascii():
            words = pattern.encode().split()
            beginning = b"" if pattern.endswith(" ") else words.pop()
            if words:
                found.setdefault(max(words, key=len), []).append((frozenset(words), beginning))
            else:
                alone.add(beginning)
    letters = min(map(len, alone), default=0)
    return _Signs(frozenset(found), found, frozenset(one[:letters] for one in alone), letters)


_BLANKS = bytes(code if chr(code).isalnum() else 32 for code in range(128)).lower().ljust(256)
"""Signs of ASCII become blanks, capitals small letters."""
_PUNCTUATION = re.compile("[\u00a0«»·–—‘’“”•…]")
"""Signs of most texts that are in plain letters otherwise."""


def _may_be_suspicious(text: str, signs: _Signs) -> bool:
    """A necessary condition: all words of a term stand there. Texts in letters of their own are not judged so."""
    if not text.isascii():
        text = _in_plain_letters(text)
        if not text.isascii():
            return True
    said = frozenset(text.encode().translate(_BLANKS).split())
    for word in said & signs.longest:
        for words, beginning in signs.terms[word]:
            if words <= said and any(one.startswith(beginning) for one in said):
                return True
    letters = signs.letters
    return not signs.beginnings.isdisjoint([word[:letters] for word in said])


def _in_plain_letters(text: str) -> str:
    """The words of a text in plain letters, in any order, as far as there are any for them."""
    text = _PUNCTUATION.sub(" ", text)
    if text.isascii():
        return text
    lines = text.split("\n")
    plain = [line for line in lines if line.isascii()]
    return "\n".join((*plain, words_of("\n".join(line for line in lines if not line.isascii()))))


def _parts(facts: Facts) -> Iterator[str]:
    yield facts.title
    yield (facts.post.slug or "").replace("-", " ")
    head = facts.head
    if head is not None:
        values = (head.title, *head.descriptions, *map(head.meta, _METAS))
        yield from (value.decoded for value in values if value is not None)
    for node in named_nodes(facts):
        yield from (text for name in NAMES if isinstance(text := node.data.get(name), str))
    for node in identities(facts):
        for name in ADDRESSES:
            value = node.data.get(name)
            if isinstance(value, str):
                yield value
            elif value is not None:
                yield from (one for one in node.values(name) if isinstance(one, str))
