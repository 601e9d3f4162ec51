"""What search engines and readers of lists see of a post: asked once for all rules that look there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from audit.rules.sponsors._terms import MONEY, terms, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.facts import Facts
    from audit.facts.jsonld import Node

_NAMED = ("WebPage", "Article", "BlogPosting", "NewsArticle", "ListItem")
NAMES = ("name", "headline", "description", "keywords")
_IDENTITIES = ("Person", "Organization", "NewsMediaOrganization", "LocalBusiness", "WebSite", "WebPage", "Article")
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
    return facts.graph.of_type(*_NAMED) if facts.graph.nodes else []


def identities(facts: Facts) -> list[Node]:
    """The nodes that say who the page, its author and its publisher are."""
    return facts.graph.of_type(*_IDENTITIES) if facts.graph.nodes else []


def _headline(facts: Facts) -> Headline:
    text = "\n".join(dict.fromkeys(_parts(facts)))[:_MOST_TEXT]  # most of them repeat the title
    found = terms(facts.settings.money_terms).within(words_of(text))
    lists = {term.list for term in found}
    return Headline(text, not lists.isdisjoint(MONEY), not lists.isdisjoint(_SUSPICIOUS))


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
