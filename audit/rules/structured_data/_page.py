"""Which nodes are the page's own: its WebPage, its Article, and by which addresses they say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.facts.jsonld import Node
from audit.facts.text import fold_loosely, plain
from audit.facts.url import parse_url
from audit.rules.canonical._addresses import WEB, addresses_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts

_AT_THE_TOP = frozenset({"", "@graph"})
_CONTENT = "content.rendered"
_UPDATES = "liveBlogUpdate"  # the entries of a live blog have its address, and are parts of it
_DESCRIBED_IN = _AT_THE_TOP | {"mainEntity"}


def is_at_the_top(node: Node) -> bool:
    """Whether a node stands in a graph or in a script by itself, not as the value of another's property."""
    return node.stands_in(_AT_THE_TOP)


def is_in_the_text(node: Node, facts: Facts) -> bool:
    """Whether somebody wrote a node into the text; the others are what plugins and the theme make."""
    return facts.graph.blocks[node.block].field == _CONTENT


def dated_nodes(facts: Facts) -> list[Node]:
    """The nodes of the graph that say when they were published or changed; for `Facts.once`."""
    return [node for node in facts.graph.nodes if "datePublished" in node.data or "dateModified" in node.data]


# -- addresses -------------------------------------------------------------------------------------------------------


def addresses(node: Node, *names: str) -> Iterator[str]:
    """The addresses that a node gives for itself: its id, and the values of properties, as written."""
    if node.id:
        yield node.id
    for name in names:
        for value in node.values(name):
            yield from addresses_in(value)


def addresses_in(value: Any) -> Iterator[str]:
    """The addresses by which a value names a page: a text, or the url and the id of a node or a reference."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Node):
        if url := value.text("url"):
            yield url
        if value.id:
            yield value.id
    elif isinstance(value, dict) and isinstance(name := value.get("@id"), str):
        yield name


def keys_of(node: Node, facts: Facts, *names: str) -> frozenset[str]:
    """Comparison forms, without fragments, of all web addresses that a node gives for itself."""
    return _keys(addresses(node, *names), facts)


def keys_in(values: Iterable[Any], facts: Facts) -> frozenset[str]:
    """The same of all that some values name."""
    return _keys((address for value in values for address in addresses_in(value)), facts)


def _keys(written: Iterable[str], facts: Facts) -> frozenset[str]:
    urls = (parse_url(address, facts.base) for address in written if address)
    return frozenset(url.key for url in urls if url is not None and url.scheme in WEB)


def names_one_of(node: Node, texts: frozenset[str]) -> bool:
    """Whether a node's id, but for its fragment, is one of some addresses letter by letter: a cheap look ahead."""
    return node.id is not None and node.id.partition("#")[0] in texts


# -- the page and its articles ---------------------------------------------------------------------------------------


def head_keys(facts: Facts) -> frozenset[str]:
    """Comparison forms of the addresses of the page by record and head: its link, its canonical."""
    found = facts.once(addresses_of)
    return frozenset(url.key for url in (found.link, found.canonical) if url is not None)


def page_keys(facts: Facts) -> frozenset[str]:
    """Comparison forms of all addresses of the page: for shares too, and those of its node in the graph."""
    return facts.once(_page_keys)


def _page_keys(facts: Facts) -> frozenset[str]:
    keys = facts.once(addresses_of).keys
    page = facts.once(webpage_of)
    return keys if page is None else keys | keys_in((page,), facts)


def webpage_of(facts: Facts) -> Node | None:
    """The page's own node in the head's structured data; for `Facts.once`.

    One that is only mentioned, and one that a text carries, is another page until its address says otherwise.
    """
    found = facts.once(addresses_of)
    page = facts.graph.webpage(found.keys)
    if page is None or names_one_of(page, found.texts):
        return page
    if is_at_the_top(page) and not is_in_the_text(page, facts):
        return page
    return page if not keys_in((page,), facts).isdisjoint(found.keys) else None


def is_paid_for(article: Node) -> bool:
    """Whether an article says that it is not free, so that the post may hold but the beginning of its text.

    Source: https://developers.google.com/search/docs/appearance/structured-data/paywalled-content
    """
    free = article.get("isAccessibleForFree")
    return free is False or (isinstance(free, str) and free.rpartition("/")[2].lower() == "false")


def own_articles(facts: Facts) -> list[Node]:
    """The article nodes that are about this page and not about a related post."""
    return facts.once(_own_articles)


def _own_articles(facts: Facts) -> list[Node]:
    articles = facts.graph.articles()
    if not articles:
        return []
    texts = facts.once(addresses_of).texts
    own = [article for article in articles if names_one_of(article, texts) or _is_own(article, facts)]
    return _described(own, facts) if len(own) > 1 else own


def _described(own: list[Node], facts: Facts) -> list[Node]:
    """Those of several articles of a page that describe it: no entries of lists, and none that may be another's.

    A blog and a live blog list what has the page's address, and what has no address and another headline than the
    post may be a related one.
    """
    if "LiveBlogPosting" in facts.graph.types:
        updates = {reference.id for reference in facts.graph.references if reference.role == _UPDATES}
        own = [article for article in own if article.role != _UPDATES and article.id not in updates]
    described = [article for article in own if article.stands_in(_DESCRIBED_IN)]
    named = [article for article in described if address_keys(article, facts) or _has_the_title(article, facts)]
    return named or described or own


def _has_the_title(article: Node, facts: Facts) -> bool:
    headline, title = fold_loosely(plain(article.text("headline") or article.text("name"))), fold_loosely(facts.title)
    return not headline or not title or headline in title or title in headline


def _is_own(article: Node, facts: Facts) -> bool:
    """By its id or url; only without both by the page whose main entity it is; without all three if it is at the top.

    An id of a foreign kind (`urn:`, `_:`) names no page. A template may give one id to all articles: it is no address
    where the article has no url and names this page as its own.
    """
    own = address_keys(article, facts)
    if not own:
        return is_at_the_top(article)
    if not own.isdisjoint(page_keys(facts)):
        return True
    return (
        "url" not in article.data
        and is_at_the_top(article)
        and not keys_in(article.values("mainEntityOfPage"), facts).isdisjoint(page_keys(facts))
    )


def address_keys(article: Node, facts: Facts) -> frozenset[str]:
    """By what an article says which page it is: its id and url, else the page whose main entity it is."""
    return keys_in((article,), facts) or keys_in(article.values("mainEntityOfPage"), facts)
