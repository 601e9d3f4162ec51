"""What rules of this family share about a head: its title and description, folded, and how titles are put together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.text import fold
from audit.facts.url import language_folder, parse_url
from audit.rules.metadata._hreflang import LANGUAGES

if TYPE_CHECKING:
    from audit.facts import Facts
    from audit.facts.url import Url

SEPARATORS = "-|–—−»«›‹·•⋆:~"
"""What stands between the parts of a title, in what SEO plugins offer."""

_BETWEEN = re.compile(rf"\s+[{re.escape(SEPARATORS)}]+\s+")
_MOST_PARTS = 8
"""Parts of a site's name; nobody gives it more."""


def title_of(facts: Facts) -> str:
    """The effective title of the head, folded; "" without one. Ask through `Facts.once`."""
    title = facts.head.title if facts.head is not None else None
    return fold(title.decoded) if title is not None else ""


def description_of(facts: Facts) -> str:
    """The first description of the head that is not blank, folded; "" without one. Ask through `Facts.once`."""
    if facts.head is not None:
        for value in facts.head.descriptions:
            if text := fold(value.decoded):
                return text
    return ""


def parts_of(title: str) -> list[str]:
    """The parts of a title, between its separators."""
    return _BETWEEN.split(title)


def parts_beside(name: str, title: str) -> list[str]:
    """The parts of a title that are not the site's name, which may have separators of its own."""
    parts, wanted = parts_of(title), parts_of(name)
    if len(wanted) > _MOST_PARTS:
        return parts
    kept: list[str] = []
    at = 0
    while at < len(parts):
        if parts[at : at + len(wanted)] == wanted:
            at += len(wanted)
        else:
            kept.append(parts[at])
            at += 1
    return kept


def is_front_page(facts: Facts) -> bool:
    """Whether the post is the site's front page, or that of one of its languages (`/de/`, `/pt-br/`).

    Without a known home the address must have no path.
    """
    url = facts.url
    if url is None:
        return False
    home = parse_url(facts.home) if facts.home else None
    if home is None:
        return url.path == "/" and not url.query
    return url.key == home.key or _is_front_page_of_language(url, home)


def _is_front_page_of_language(url: Url, home: Url) -> bool:
    folder = language_folder(url, home.href)
    if folder[:2] not in LANGUAGES or url.query:
        return False
    return url.path.lower().strip("/") == f"{home.path.lower().rstrip('/')}/{folder}".strip("/")
