"""The links, headings and pictures of a post's content, as one parse found them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from turbohtml import Element, Text

from audit.facts.text import fold
from audit.facts.url import Url, parse_url
from audit.finding import Place

if TYPE_CHECKING:
    from audit.facts.html import Markup

_REL_SEPARATOR = re.compile(r"[\s,]+")  # Google reads `rel` split at blanks or commas; real posts have both
QUALIFYING_RELS = frozenset({"sponsored", "nofollow", "ugc"})
"""Values of `rel` that tell search engines not to count a link.

Source: https://developers.google.com/search/docs/crawling-indexing/qualify-outbound-links
"""


@dataclass(slots=True, eq=False)
class Link:
    """One `<a href>` or `<area href>` of the content.

    Attributes:
        node: the element.
        field: field of the post that it stands in.
        href: the attribute as written, references decoded.
        url: the address resolved against the post's link, or None if it does not parse.
        rel: lower-case values of `rel`.
        own: it leads to the post's own registrable domain.
    """

    node: Element
    field: str
    href: str
    url: Url | None
    rel: frozenset[str]
    own: bool

    @property
    def text(self) -> str:
        """The anchor text."""
        return self.node.text

    @property
    def name(self) -> str:
        """What the link is called, its blanks folded; "" for nothing.

        `aria-label`, else its text with the alternative texts of its pictures and the labels inside, else its title.
        Text is taken as it stands, hidden or not. What `aria-labelledby` names may be anywhere on the page, and stands
        for nothing here.

        Source: https://www.w3.org/TR/accname-1.2/#mapping_additional_nd_te
        """
        node = self.node
        label = node.attr("aria-label")
        if label and (name := fold(label)):
            return name
        inside = node.attr("alt") if node.tag == "area" else "".join(_names_inside(node))
        if inside and (name := fold(inside)):
            return name
        title = node.attr("title")
        return fold(title) if title else ""

    @property
    def is_copy(self) -> bool:
        """The parser made the element from another `<a>`, which was not closed where it had to be."""
        return self.node.source_location is None

    @property
    def place(self) -> Place:
        """The element with its content."""
        return Place(self.field, self.node, whole=True)

    @property
    def leads_out(self) -> bool:
        """It leads to another site over http(s)."""
        return self.url is not None and not self.own and self.url.scheme in {"http", "https"}

    @property
    def qualified(self) -> bool:
        """`rel` tells search engines not to count it."""
        return not self.rel.isdisjoint(QUALIFYING_RELS)


_UNREAD = frozenset({"script", "style", "template"})


def _names_inside(node: Element) -> list[str]:
    """The text in an element, and what names the elements in it that have no text."""
    names: list[str] = []
    for inner in node.descendants:
        if isinstance(inner, Text):
            if getattr(inner.parent, "tag", "") not in _UNREAD:
                names.append(inner.data)
        elif isinstance(inner, Element):
            label = inner.attr("aria-label") or inner.attr("alt") or inner.attr("title") or inner.attr("value")
            if label:
                names.append(f" {label} ")
    return names


@dataclass(slots=True, eq=False)
class Heading:
    """A heading of the content: its level, 1 to 6, and its element."""

    node: Element
    field: str
    level: int

    @property
    def place(self) -> Place:
        """The element with its content."""
        return Place(self.field, self.node, whole=True)


def read_links(markup: Markup, field: str, base: str | None, own_domain: str) -> list[Link]:
    """All links of an HTML field, in document order; `<area>`s after the `<a>`s."""
    found: list[Link] = []
    for tag in ("a", "area"):
        for node in markup.elements(tag):
            href = node.attr("href")
            if href is None:
                continue
            read = _destination if len(href) <= _CACHED_LENGTH else _read_destination
            url, own = read(href, None if href.startswith(_ABSOLUTE) else base, own_domain)
            rel = node.attr("rel")
            values = _NO_REL if not rel else _rel(rel) if len(rel) <= _CACHED_LENGTH else _read_rel(rel)
            found.append(Link(node, field, href, url, values, own))
    return found


_ABSOLUTE = ("https://", "http://")
"""How addresses begin that no base says anything of: the same in each post of a site, and read once for all."""
_CACHED_DESTINATIONS = 8192
_CACHED_RELS = 512
_CACHED_LENGTH = 2048
"""Characters of an attribute from which it is nobody's, and not worth the memory."""
_NO_REL: frozenset[str] = frozenset()


def _read_destination(href: str, base: str | None, own_domain: str) -> tuple[Url | None, bool]:
    """Where an address leads, and whether that is the own domain."""
    url = parse_url(href, base)
    return url, url is not None and bool(own_domain) and url.registrable == own_domain


_destination = lru_cache(maxsize=_CACHED_DESTINATIONS)(_read_destination)


def _read_rel(rel: str) -> frozenset[str]:
    return frozenset(_REL_SEPARATOR.split(rel.strip().lower())) - {""}


_rel = lru_cache(maxsize=_CACHED_RELS)(_read_rel)


def read_headings(markup: Markup, field: str) -> list[Heading]:
    """All headings of an HTML field, by level and then in document order."""
    return [Heading(node, field, _LEVELS[tag]) for tag in markup.present(_LEVELS) for node in markup.elements(tag)]


_LEVELS = {f"h{level}": level for level in range(1, 7)}
