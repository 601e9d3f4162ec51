"""What belongs to the page itself: which articles, names, dates and pictures of the structured data speak of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.facts.jsonld import WEBPAGE_TYPES, Node
from audit.facts.text import fold, plain
from audit.facts.url import Url, parse_url
from audit.rules.canonical._addresses import WEB
from audit.rules.structured_data._page import address_keys, is_in_the_text, own_articles, webpage_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.facts import Facts
    from audit.finding import Place


def comparable_articles(facts: Facts) -> list[Node]:
    """The articles that are this page; for `Facts.once`. One that a text carries must say so by its address."""
    return [
        article for article in own_articles(facts) if not is_in_the_text(article, facts) or address_keys(article, facts)
    ]


def is_page(value: Any) -> bool:
    """Whether a value is a node of a page's type."""
    return isinstance(value, Node) and not WEBPAGE_TYPES.isdisjoint(value.types)


def decoded(text: str) -> str:
    """A text of the structured data as people read it: without tags, references decoded once, blanks folded."""
    return fold(plain(text))


# -- pictures --------------------------------------------------------------------------------------------------------


def primary_images(facts: Facts) -> list[Url]:
    """The page's `primaryImageOfPage`, else the images of its article: their full addresses; for `Facts.once`."""
    for node, name in _holders_of_image(facts):
        urls = [url for value in node.values(name) for url in _image_urls(value, facts)]
        if urls:
            return urls
    return []


def place_of_primary_image(facts: Facts) -> Place | None:
    """Where the JSON-LD says the address of the first of `primary_images`."""
    for node, name in _holders_of_image(facts):
        for value in node.values(name):
            if next(_image_urls(value, facts), None) is not None:
                if node.syntax != "JSON-LD":
                    return None
                return (
                    value.place("url" if value.text("url") else "contentUrl")
                    if isinstance(value, Node)
                    else node.place(name)
                )
    return None


def _holders_of_image(facts: Facts) -> list[tuple[Node, str]]:
    page = facts.once(webpage_of)
    holders = [] if page is None else [(page, "primaryImageOfPage")]
    return holders + [(article, "image") for article in facts.once(comparable_articles)]


def images_of_item(item: Node, facts: Facts) -> list[Url]:
    """The pictures that an item of the tags gives itself."""
    return [url for value in item.values("image") for url in _image_urls(value, facts)]


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
    r"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?\s*(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?",
    re.IGNORECASE,
)
_BASIC = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})?(Z|[+-][0-9]{2}(?:[0-9]{2})?)?)?"
)
"""The form of ISO 8601 without marks between the numbers."""
_IMPOSSIBLE = re.compile(r"(?:-[0-9]{1,4}|0{4})-[0-9]{2}-")
_EAST, _WEST = timedelta(hours=14), timedelta(hours=12)
_TOLERANCE = timedelta(seconds=60)


class Instants(NamedTuple):
    """A date as written: the first and the last instant (UTC) that it may mean.

    A day without a time, and a time without a zone, is somebody's local one, from UTC-12 to UTC+14.
    """

    text: str
    first: datetime
    last: datetime

    def agrees(self, other: Instants) -> bool:
        """Whether both may mean one instant, give or take a minute."""
        return self.first - other.last <= _TOLERANCE and other.first - self.last <= _TOLERANCE


@lru_cache(maxsize=4096)
def instants(text: str, *, utc: bool = False) -> Instants | None:
    """Read a date of ISO 8601; None where it is none.

    Args:
        text: the date as written.
        utc: a time without a zone is UTC, as in the `_gmt` fields of WordPress.
    """
    match = _DATE.fullmatch(text.strip()) or _BASIC.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        start = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=UTC
        )
        if hour is None:
            return Instants(text, start - _EAST, start + timedelta(days=1) + _WEST)
        if zone is None:
            return Instants(text, start, start) if utc else Instants(text, start - _EAST, start + _WEST)
        if zone not in {"Z", "z"}:
            offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:].lstrip(":") or 0))
            start += offset if zone[0] == "-" else -offset
    except (ValueError, OverflowError):
        return None
    return Instants(text, start, start)


def is_impossible(text: str) -> bool:
    """Whether a date is what PHP makes of a date of zeros: the year 0, or a year before it."""
    return _IMPOSSIBLE.match(text.strip()) is not None
