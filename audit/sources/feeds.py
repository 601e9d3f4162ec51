"""Feeds: the entries of RSS 2.0, RSS 1.0 and Atom as records like those of the REST API.

A feed says what its entries say and nothing more: an entry with a summary alone has no content, so that no rule takes
the summary for the post, and nothing that a feed leaves out is missing.

Sources: https://www.rssboard.org/rss-specification, https://www.rfc-editor.org/rfc/rfc4287,
https://web.resource.org/rss/1.0/spec
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import orjson

from audit.facts.html import Markup
from audit.facts.url import parse_url, without_credentials
from audit.sources.records import SourceProblem
from audit.sources.xml import ATOM, Damage, Element, read_elements, root_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from turbohtml import Element as HtmlElement

    from audit.sources.xml import Child

LARGEST_FEED = 64 << 20
"""Bytes; feeds hold the latest posts, and few have one megabyte."""
_HEAD = 64 << 10
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_NAMESPACES = (b"http://www.w3.org/2005/Atom", b"http://purl.org/rss/1.0/")
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
_COMMENTS = re.compile(r"/comments/|[?&]feed=comments", re.IGNORECASE)
"""In the address of a feed of comments. Source: https://developer.wordpress.org/reference/functions/feed_links/"""
_NUMBER = re.compile(r"[?&](?:p|page_id)=(\d{1,18})\Z")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:#\d+|#x[0-9a-fA-F]+|\w+);")


def is_feed(head: bytes, _name: str = "") -> bool:
    """Whether something that begins so is a feed."""
    root = root_of(head)
    return root == "rss" or (root in {"feed", "RDF"} and any(space in head for space in _NAMESPACES))


def feed_in_page(page: str, base: str) -> str | None:
    """The address of the first feed of posts that a page names; None if it names none.

    Source: https://html.spec.whatwg.org/multipage/links.html#rel-alternate
    """
    for link in Markup(page, page=True).elements("link"):
        if "alternate" in _lower(link, "rel").split() and _lower(link, "type") in _FEED_TYPES:
            url = parse_url(link.attr("href") or "", base)
            if url is None or url.scheme not in {"http", "https"}:
                return None
            if _COMMENTS.search(f"{url.path}?{url.query}") is None:
                return without_credentials(url.href)
    return None


def _lower(node: HtmlElement, attribute: str) -> str:
    return (node.attr(attribute) or "").strip().lower()


def convert_feed(
    file: BinaryIO, source: str, _spool: Path, _columns: Mapping[str, str]
) -> Iterator[bytes | SourceProblem]:
    """The entries of a feed as lines of JSON."""
    data = file.read(LARGEST_FEED + 1)
    if len(data) > LARGEST_FEED:
        yield SourceProblem("too-large", source, "", f"is a feed of more than {LARGEST_FEED >> 20} MB: skipped.")
        return
    entries = damages = 0
    for item in read_feed(data):
        if isinstance(item, Damage):
            damages += 1
            message = f"is damaged ({item.reason}): the {entries:,} entries before that are audited."
            yield SourceProblem("not-xml", source, f"line {item.line:,}", message)
        else:
            entries += 1
            yield orjson.dumps(item)
    if not entries and not damages:
        yield SourceProblem("empty", source, "", "is a feed without entries: nothing to audit.")


def read_feed(data: bytes) -> Iterator[dict[str, Any] | Damage]:
    """The entries of a feed as records, in their order, and at last damage, if there is some."""
    home = ""
    for item in read_elements(data, depth=3 if root_of(data[:_HEAD]) == "rss" else 2):
        if isinstance(item, Damage):
            yield item
        elif item.name == "item":
            yield _present(_rss_record(item, home))
        elif item.name == "entry":
            yield _present(_atom_record(item, home))
        elif not home:
            home = _home_in(item)


def _home_in(item: Element) -> str:
    """The site's address, as the feed says it before its entries."""
    if item.name == "channel":  # RSS 1.0, where the channel is an element beside the items
        return item.text("link")
    if item.name != "link":
        return ""
    if item.space == ATOM:
        return item.attributes.get("href", "") if item.attributes.get("rel", "alternate") == "alternate" else ""
    return item.own_text.strip()


def _present(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None}


def _rss_record(item: Element, home: str) -> dict[str, Any]:
    content, summary = item.find("encoded", _CONTENT), item.find("description")
    guid = item.find("guid")
    link = item.text("link")
    if not link and guid is not None and guid.attributes.get("isPermaLink", "true") != "false":
        named = guid.text.strip()
        # https://www.rssboard.org/rss-specification#ltguidgtSubelementOfLtitemgt
        link = named if named.startswith(("https://", "http://")) else ""
    identity = guid.text.strip() if guid is not None else ""
    return {
        **_identity(identity, _joined(home, link), home),
        "date_gmt": _moment(item.text("pubDate") or item.text("date", _DUBLIN_CORE)),
        "modified_gmt": _moment(item.text("updated", ATOM)),
        "title": {"rendered": _as_html(item.text("title"))},
        "content": {"rendered": content.text} if content is not None else None,
        "excerpt": {"rendered": summary.text} if summary is not None and summary.text.strip() else None,
        "_embedded": _author(item.text("creator", _DUBLIN_CORE)),
    }


def _atom_record(item: Element, home: str) -> dict[str, Any]:
    content, summary, title = item.find("content"), item.find("summary"), item.find("title")
    has_content = content is not None and "src" not in content.attributes and _is_text(content)
    named = next((one.text for one in item.children if one.name == "name" and one.parent == "author"), "")
    return {
        **_identity(item.text("id"), _joined(home, _atom_link(item)), home),
        "date_gmt": _moment(item.text("published") or item.text("updated")),
        "modified_gmt": _moment(item.text("updated")),
        "title": {"rendered": _html_of(title) if title is not None else ""},
        "content": {"rendered": _html_of(content)} if has_content and content is not None else None,
        "excerpt": {"rendered": _html_of(summary)} if summary is not None and summary.text.strip() else None,
        "_embedded": _author(named.strip()),
    }


def _atom_link(item: Element) -> str:
    """The page of an entry. Source: https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7.2."""
    links = [one for one in item.children if one.name == "link" and one.space == ATOM and not one.parent]
    alternates = [one for one in links if one.attributes.get("rel", "alternate") == "alternate"]
    pages = [one for one in alternates if "html" in one.attributes.get("type", "text/html")]
    return next((one.attributes.get("href", "") for one in (*pages, *alternates)), "")


def _is_text(content: Child) -> bool:
    kind = content.attributes.get("type", "text")
    return kind in {"text", "html", "xhtml"} or kind.startswith("text/")


def _html_of(child: Child) -> str:
    """A text construct as HTML. Source: https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1."""
    if child.attributes.get("type", "text") in {"html", "xhtml", "text/html"}:
        return child.text
    return escape(child.text, quote=False)


def _as_html(text: str) -> str:
    """A title of RSS as HTML: nobody says which it is, and what holds neither tag nor reference is text."""
    return text if _MARKUP.search(text) else escape(text, quote=False)


def _identity(identity: str, link: str, home: str) -> dict[str, Any]:
    number = _NUMBER.search(identity)
    record: dict[str, Any] = {"type": "post", "link": link or None}
    if identity:
        record["guid"] = {"rendered": identity}
    if number is not None:  # WordPress: https://developer.wordpress.org/reference/functions/the_guid/
        record["id"] = int(number[1])
        base = home.rstrip("/")
        if base.startswith(("https://", "http://")):
            record["_links"] = {"self": [{"href": f"{base}/wp-json/wp/v2/posts/{number[1]}"}]}
    return record


def _joined(home: str, link: str) -> str:
    try:
        return urljoin(home, link) if link else ""
    except ValueError:
        return link


def _author(name: str) -> dict[str, Any] | None:
    return {"author": [{"name": name}]} if name else None


def _moment(text: str) -> str | None:
    """A date of RSS (RFC 822), of Atom or of Dublin Core (ISO 8601) as the REST API writes it, in UTC."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError):
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%S")
