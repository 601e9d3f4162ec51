"""What search engines and readers of lists see of a post: asked once for all rules that look there."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from audit.kept import kept
from audit.rules.sponsors._terms import MONEY, terms, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audit.facts import Facts
    from audit.facts.jsonld import Node
    from audit.rules.sponsors._terms import Term

_NAMED = frozenset({"WebPage", "Article", "BlogPosting", "NewsArticle", "ListItem"})
NAMES = ("name", "headline", "description", "keywords")
_IDENTITIES = frozenset(
    {"Person", "Organization", "NewsMediaOrganization", "LocalBusiness", "WebSite", "WebPage", "Article"}
)
ADDRESSES = ("url", "sameAs", "logo")
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
    text = "\n".join(dict.fromkeys(_lines(facts)))[:_MOST_TEXT]  # most of them repeat the title
    if not _may_be_suspicious(text, _signs(more)):
        return Headline(text, sells=False, suspicious=False)
    found = terms(more).within(words_of(text))
    return Headline(text, any(term.list in MONEY for term in found), any(map(_is_suspicious, found)))


def _is_suspicious(term: Term) -> bool:
    """A money term, or a word of search spam."""
    return term.planted or term.list in MONEY


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
        if _is_suspicious(term) and pattern.isascii():
            words = pattern.encode().split()
            beginning = b"" if pattern.endswith(" ") else words.pop()
            if not pattern.startswith(" "):  # of a script without blanks, and spelt so: it may stand in any word
                alone.add(b"")
            elif words:
                found.setdefault(max(words, key=len), []).append((frozenset(words), beginning))
            else:
                alone.add(beginning)
    letters = min(map(len, alone), default=0)
    return _Signs(frozenset(found), found, frozenset(one[:letters] for one in alone), letters)


_BLANKS = bytes(code if code >= 128 or chr(code).isalnum() else 32 for code in range(256)).lower()  # noqa: PLR2004
"""Of ASCII, signs become blanks, and capitals small letters; the rest of UTF-8 stays."""


def _may_be_suspicious(text: str, signs: _Signs) -> bool:
    """A necessary condition: all words of a term stand there. Texts in letters of their own are not judged so."""
    said = frozenset(text.encode("utf-8", "replace").translate(_BLANKS).split())
    if not text.isascii():
        plain = b"".join([_in_plain_letters(word) for word in said if not word.isascii()])
        if not plain.isascii():
            return True
        said = said.union(plain.split())
    for word in said & signs.longest:
        for words, beginning in signs.terms[word]:
            if words <= said and any(one.startswith(beginning) for one in said):
                return True
    letters = signs.letters
    return not signs.beginnings.isdisjoint([word[:letters] for word in said])


@kept(8192, longest=64)  # bytes: what is longer is no word
def _in_plain_letters(word: bytes) -> bytes:
    """A word in plain letters, as far as there are any for it; the words of a language repeat."""
    return words_of(word.decode()).encode()


def _lines(facts: Facts) -> list[str]:
    found = [facts.title, (facts.post.slug or "").replace("-", " ")]
    head = facts.head
    if head is not None:
        values = (head.title, *head.descriptions, *map(head.meta, _METAS))
        found += [value.decoded for value in values if value is not None]
    addresses: list[str] = []
    for node in facts.graph.nodes:
        types, data = node.types, node.data
        if not _NAMED.isdisjoint(types):
            found += [text for name in NAMES if isinstance(text := data.get(name), str)]
        if not _IDENTITIES.isdisjoint(types):
            for name in ADDRESSES:
                value = data.get(name)
                if isinstance(value, str):
                    addresses.append(value)
                elif value is not None:
                    addresses += [one for one in node.values(name) if isinstance(one, str)]
    return found + addresses
