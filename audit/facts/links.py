"""The links, headings and pictures of a post's content, as one parse found them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from turbohtml import Element, Text

from audit.facts.text import fold
from audit.facts.url import NEEDS_NO_BASE, Url, resolve
from audit.finding import Place
from audit.kept import kept

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
            url, own = _destination(href, None if href.startswith(NEEDS_NO_BASE) else base, own_domain)
            found.append(Link(node, field, href, url, _rel(node.attr("rel") or ""), own))
    return found


def leads_abroad(address: str, own_domain: str) -> bool:
    """Whether an address names a host that is not of a domain: by a look at its beginning."""
    named = _HOST.match(address)
    return named is not None and not f".{named[1].lower()}".endswith(f".{own_domain}")


_HOST = re.compile(r"\s*+(?:https?:)?[/\\]{2}(?:[^/\\?#@]*+@)?([^/\\?#:]*+)", re.IGNORECASE)


@kept(8192)
def _destination(href: str, base: str | None, own_domain: str) -> tuple[Url | None, bool]:
    """Where an address leads, and whether that is the own domain."""
    url = resolve(href, base)
    return url, url is not None and bool(own_domain) and url.registrable == own_domain


@kept(512)
def _rel(rel: str) -> frozenset[str]:
    return frozenset(_REL_SEPARATOR.split(rel.strip().lower())) - {""}


def read_headings(markup: Markup, field: str) -> list[Heading]:
    """All headings of an HTML field, by level and then in document order."""
    return [Heading(node, field, _LEVELS[tag]) for tag in markup.present(_LEVELS) for node in markup.elements(tag)]


_LEVELS = {f"h{level}": level for level in range(1, 7)}
