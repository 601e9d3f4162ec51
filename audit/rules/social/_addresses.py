"""Whether an address in a head is one that a network can ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.url import parse_url
from audit.finding import Fix
from audit.rules._addresses import slip_in, without_scheme

if TYPE_CHECKING:
    from audit.facts.url import Url

_WEB = ("https://", "http://")
_ARCHIVED = re.compile(r"/web/\d{4,14}(?:[a-z]{2}_)?/https?://", re.ASCII)
"""What web.archive.org makes of the addresses of a page that it shows: what the page has is not known."""


def fault_of(address: str) -> str:
    """What keeps others from asking for an address: `is relative`; "" if nothing does.

    Args:
        address: the address as written; blanks around it do no harm.
    """
    text = address.strip()
    if _ARCHIVED.match(text):
        return ""
    slip = slip_in(text)
    if slip or text[:8].lower().startswith(_WEB):
        return slip
    if text.startswith("//") or without_scheme(text) is not None:
        return "names no scheme"
    if text[:5].lower() == "data:":
        return "is the picture itself (data:)"
    url = parse_url(text)
    return "is relative" if url is None else f"is no web address ({url.scheme}:)"


def meant_by(address: str, base: str | None) -> Url | None:
    """The address that an incomplete one stands for, as far as that is known."""
    return without_scheme(address.strip()) or parse_url(address, base)


def in_full(address: str, meant: Url | None) -> Fix | None:
    """The edit that completes an address; None unless it can be read in one way: a path from the root, or a host."""
    before = address.strip()
    if meant is None or not meant.host or not (before.startswith("/") or without_scheme(before)):
        return None
    return content(before, meant.href, "write the full address")


def content(before: str, after: str, summary: str) -> Fix:
    """The edit that gives a meta tag another content; somebody should look at it, because a plugin prints the tag."""
    return Fix(safe=False, summary=summary, element="meta", attribute="content", before=before, after=after)
