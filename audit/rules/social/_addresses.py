"""Whether an address in a head is one that a network can ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.url import parse_url
from audit.finding import Fix

if TYPE_CHECKING:
    from audit.facts.url import Url

_WEB = ("https://", "http://")
_ARCHIVED = re.compile(r"/web/\d{4,14}(?:[a-z]{2}_)?/https?://", re.ASCII)
"""What web.archive.org makes of the addresses of a page that it shows: what the page has is not known."""
SCHEMES = frozenset({"http", "https"})
"""What stands for the host where a template puts a scheme before an address that has one: `http://http//lake.example`."""


def fault_of(address: str) -> str:
    """What keeps others from asking for an address: `is relative`; "" if nothing does.

    Args:
        address: the address as written; blanks around it do no harm.
    """
    text = address.strip()
    if _ARCHIVED.match(text):
        return ""
    if text[:8].lower().startswith(_WEB):
        url = parse_url(text)
        if url is not None and url.host in SCHEMES:
            return "has its scheme twice"
        return "" if url is not None and url.host else "cannot be read"
    if text.startswith("//"):
        return "names no scheme"
    if text[:5].lower() == "data:":
        return "is the picture itself (data:)"
    url = parse_url(text)
    return "is relative" if url is None else f"is no web address ({url.scheme}:)"


def in_full(address: str, meant: Url | None) -> Fix | None:
    """The edit that completes an address; None unless it begins with a slash, so that there is one way to read it."""
    before = address.strip()
    if meant is None or not meant.host or not before.startswith("/"):
        return None
    return content(before, meant.href, "write the full address")


def content(before: str, after: str, summary: str) -> Fix:
    """The edit that gives a meta tag another content; somebody should look at it, because a plugin prints the tag."""
    return Fix(safe=False, summary=summary, element="meta", attribute="content", before=before, after=after)
