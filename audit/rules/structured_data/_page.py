"""Which nodes are the page's own: its WebPage, its Article, its WebSite, its breadcrumb, and who publishes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.jsonld import Node
from audit.facts.url import parse_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.facts import Facts

_AT_THE_TOP = frozenset({"", "@graph"})


def page_keys(facts: Facts) -> frozenset[str]:
    """The addresses of the page, in the form in which addresses are compared: its link, its canonical."""
    return facts.once(_page_keys)


def _page_keys(facts: Facts) -> frozenset[str]:
    keys = {facts.url.key} if facts.url is not None else set()
    if facts.head is not None and facts.head.canonical is not None:
        canonical = parse_url(facts.head.canonical.text, facts.base)
        if canonical is not None:
            keys.add(canonical.key)
    return frozenset(keys)


def is_at_the_top(node: Node) -> bool:
    """Whether a node stands in a graph or in a script by itself, not as the value of another's property."""
    return node.role in _AT_THE_TOP


def addresses(node: Node, *names: str) -> Iterator[str]:
    """The addresses that a node gives for itself: its id, and the values of properties, as written."""
    if node.id:
        yield node.id
    for name in names:
        for value in node.values(name):
            if type(value) is str:
                yield value
            elif isinstance(value, Node):
                yield from (text for text in (value.text("url"), value.id) if text)
            elif type(value) is dict and type(value.get("@id")) is str:
                yield value["@id"]


def keys_of(node: Node, facts: Facts, *names: str) -> set[str]:
    """The same in the form in which addresses are compared, without fragments."""
    urls = (parse_url(address, facts.base) for address in addresses(node, *names) if not address.startswith("_:"))
    return {url.key for url in urls if url is not None}


def own_articles(facts: Facts) -> list[Node]:
    """The articles that are this page: at the top, and not of another address by all that they say."""
    return facts.once(_own_articles)


def _own_articles(facts: Facts) -> list[Node]:
    own = page_keys(facts)
    found = []
    for article in facts.graph.articles():
        if is_at_the_top(article):
            keys = keys_of(article, facts, "url", "mainEntityOfPage")
            if not keys or not own.isdisjoint(keys):
                found.append(article)
    return found
