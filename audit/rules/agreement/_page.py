"""What belongs to the page itself: which articles, names, dates and pictures of the structured data speak of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.facts.html import decode_entities
from audit.facts.jsonld import WEBPAGE_TYPES, Node
from audit.facts.text import fold
from audit.facts.url import Url, parse_url
from audit.rules.canonical._addresses import WEB, addresses_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts

_TOP = frozenset({"", "@graph"})


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


def keys_in(values: Iterable[Any], facts: Facts) -> frozenset[str]:
    """Comparison forms, without fragments, of all web addresses that some values name."""
    urls = (parse_url(address, facts.base) for value in values for address in addresses_in(value) if address)
    return frozenset(url.key for url in urls if url is not None and url.scheme in WEB)


def webpage_of(facts: Facts) -> Node | None:
    """The page's own node in the head's structured data; for `Facts.once`.

    One that is only mentioned, and one that a text carries, is another page until its address says otherwise.
    """
    addresses = facts.once(addresses_of)
    keys = addresses.keys
    page = facts.graph.webpage(keys)
    if page is None or names_one_of(page, addresses.texts):
        return page
    blocks = facts.graph.blocks
    if page.role in _TOP and blocks[page.block].field != "content.rendered":
        return page
    return page if not keys_in((page,), facts).isdisjoint(keys) else None


def own_articles(facts: Facts) -> list[Node]:
    """The article nodes that are about this page and not about a related post; for `Facts.once`."""
    articles = facts.graph.articles()
    if not articles:
        return articles
    texts = facts.once(addresses_of).texts
    return [article for article in articles if names_one_of(article, texts) or _is_own(article, facts)]


def names_one_of(node: Node, texts: frozenset[str]) -> bool:
    """Whether a node's id, but for its fragment, is one of some addresses letter by letter: a cheap look ahead."""
    return node.id is not None and node.id.partition("#")[0] in texts


def page_keys(facts: Facts) -> frozenset[str]:
    """Comparison forms of all addresses of the page, those of its node in the graph too; for `Facts.once`."""
    keys = facts.once(addresses_of).keys
    page = facts.once(webpage_of)
    return keys if page is None else keys | keys_in((page,), facts)


def _is_own(article: Node, facts: Facts) -> bool:
    """By its id or url; only without both by the page whose main entity it is; without all three if it is the head's.

    An id of a foreign kind (`urn:`, `_:`) names no page.
    """
    own = keys_in((article,), facts)
    if not own:
        own = keys_in(article.values("mainEntityOfPage"), facts)
    if own:
        return not own.isdisjoint(facts.once(page_keys))
    return article.role in _TOP and facts.graph.blocks[article.block].field != "content.rendered"


def is_page(value: Any) -> bool:
    """Whether a value is a node of a page's type."""
    return isinstance(value, Node) and not WEBPAGE_TYPES.isdisjoint(value.types)


def decoded(text: str) -> str:
    """A text of the structured data as people read it: references decoded once, blanks folded."""
    return fold(decode_entities(text) if "&" in text else text)


# -- pictures --------------------------------------------------------------------------------------------------------


def primary_images(facts: Facts) -> list[Url]:
    """The page's `primaryImageOfPage`, else the images of its article: their full addresses; for `Facts.once`."""
    page = facts.once(webpage_of)
    holders = [] if page is None else [(page, "primaryImageOfPage")]
    holders += [(article, "image") for article in facts.once(own_articles)]
    for node, name in holders:
        urls = [url for value in node.values(name) for url in _image_urls(value, facts)]
        if urls:
            return urls
    return []


def _image_urls(value: Any, facts: Facts) -> Iterator[Url]:
    address = value if isinstance(value, str) else None
    if isinstance(value, Node):
        address = value.text("url") or value.text("contentUrl")
    url = parse_url(address, facts.base) if address else None
    if url is not None and url.scheme in WEB:
        yield url


# -- dates -----------------------------------------------------------------------------------------------------------

_DATE = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?)?",
    re.IGNORECASE,
)
_IMPOSSIBLE = re.compile(r"(?:-[0-9]{1,4}|0{4})-[0-9]{2}-")
_EAST, _WEST = timedelta(hours=14), timedelta(hours=12)
_TOLERANCE = timedelta(seconds=60)


class Moment(NamedTuple):
    """A date as written: the first and the last instant (UTC) that it may mean.

    A day without a time, and a time without a zone, is somebody's local one, from UTC-12 to UTC+14.
    """

    text: str
    first: datetime
    last: datetime

    def agrees(self, other: Moment) -> bool:
        """Whether both may mean one instant, give or take a minute."""
        return self.first - other.last <= _TOLERANCE and other.first - self.last <= _TOLERANCE


@lru_cache(maxsize=4096)
def moment(text: str, *, utc: bool = False) -> Moment | None:
    """Read a date of ISO 8601; None where it is none.

    Args:
        text: the date as written.
        utc: a time without a zone is UTC, as in the `_gmt` fields of WordPress.
    """
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        start = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=UTC
        )
        if hour is None:
            return Moment(text, start - _EAST, start + timedelta(days=1) + _WEST)
        if zone is None:
            return Moment(text, start, start) if utc else Moment(text, start - _EAST, start + _WEST)
        if zone not in {"Z", "z"}:
            offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
            start += offset if zone[0] == "-" else -offset
    except (ValueError, OverflowError):
        return None
    return Moment(text, start, start)


def is_impossible(text: str) -> bool:
    """Whether a date is what PHP makes of a date of zeros: the year 0, or a year before it."""
    return _IMPOSSIBLE.match(text.strip()) is not None
