"""What a page says its address is: in the record, as canonical, for shares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from audit.facts.url import Url, is_private_host, is_staging_host, parse_url
from audit.rules._addresses import slip_in

if TYPE_CHECKING:
    from audit.facts import Facts
    from audit.facts.head import HeadValue

WEB = frozenset({"http", "https"})
_PAGED_PATH = re.compile(r"/(?:page/)?(?:[2-9]|[1-9][0-9]+)(/?)$")
_PAGED_QUERY = re.compile(r"&?\b(?:page|paged)=[0-9]+\b")
_AMP_QUERIES = frozenset({"amp", "amp=1", "amp="})
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


class Addresses(NamedTuple):
    """The addresses of one page.

    Attributes:
        link: the post's own.
        canonical: the first canonical of the head, resolved; None where there is none, or none that is a web address.
        canonical_value: where it stands.
        og_url: the address for shares, resolved.
        og_url_value: where it stands.
        keys: the comparison forms of all three.
        texts: all three as written; what is among these need not be parsed to be known.
    """

    link: Url | None
    canonical: Url | None
    canonical_value: HeadValue | None
    og_url: Url | None
    og_url_value: HeadValue | None
    keys: frozenset[str]
    texts: frozenset[str]


def addresses_of(facts: Facts) -> Addresses:
    """For `Facts.once`."""
    head = facts.head
    canonical = og_url = None
    canonical_value = og_url_value = None
    if head is not None:
        canonical_value, og_url_value = head.canonical, head.meta("og:url")
        canonical = _web_address(canonical_value, facts)
        og_url = _web_address(og_url_value, facts)
    found = (facts.url, canonical, og_url)
    keys = frozenset([url.key for url in found if url is not None])
    texts = frozenset([url.raw for url in found if url is not None])
    return Addresses(facts.url, canonical, canonical_value, og_url, og_url_value, keys, texts)


def is_credited(facts: Facts) -> bool:
    """Whether the text links to the canonical on another site, as one that was taken over from there does."""
    addresses = facts.once(addresses_of)
    link, canonical = addresses.link, addresses.canonical
    if link is None or canonical is None or link.registrable == canonical.registrable:
        return False
    return any(anchor.url is not None and anchor.url.key == canonical.key for anchor in facts.links)


def _web_address(value: HeadValue | None, facts: Facts) -> Url | None:
    if value is None or value.blank:
        return None
    as_link = facts.url is not None and value.text == facts.url.raw  # nearly always
    if as_link:
        return facts.url
    url = parse_url(value.text, facts.base)
    return url if url is not None and url.scheme in WEB and not slip_in(value.text.strip()) else None


def has_scheme(address: str) -> bool:
    """Whether an address as written begins with a scheme."""
    return _SCHEME.match(address.lstrip()) is not None


def is_copy_of(link: Url, canonical: Url) -> bool:
    """Whether a post is on a copy of the site that is not meant for readers, and rightly names the site itself."""
    if link.host == canonical.host or is_private_host(canonical.host) or is_staging_host(canonical.host):
        return False
    return is_private_host(link.host) or is_staging_host(link.host)


def is_amp_of(link: Url, canonical: Url) -> bool:
    """Whether an address is that of a page's AMP version: `/amp/` behind it, or `?amp`, `?amp=1`."""
    path, query = link.path.rstrip("/"), link.query
    if query in _AMP_QUERIES:
        query = ""
    elif path.endswith("/amp"):
        path = path.removesuffix("/amp")
    else:
        return False
    return (link.host, path, query) == (canonical.host, canonical.path.rstrip("/"), canonical.query)


def path_below_home(facts: Facts) -> str:
    """The part of the post's path that its slug and its parents make; the folder of the site itself is left out."""
    url = facts.url
    if url is None:
        return ""
    home = parse_url(facts.home) if facts.home else None
    folder = home.path.rstrip("/") if home is not None else ""
    return url.path.removeprefix(folder) if folder else url.path


def first_page_of(url: Url) -> str | None:
    """Comparison form of the first page of a series, from the address of another page; None where it looks like none.

    Knows `/page/2/`, `/2/`, `?page=2` and `?paged=2`.
    """
    key = url.key
    path, mark, query = key.partition("?")
    if mark and _PAGED_QUERY.search(query):
        rest = _PAGED_QUERY.sub("", query).lstrip("&")
        return f"{path}?{rest}" if rest else path
    first = _PAGED_PATH.sub(r"\1" if path.endswith("/") else "", path)
    return f"{first}{mark}{query}" if first != path else None
