"""Whether an address in a head is one that a network can ask for."""

from __future__ import annotations

from audit.facts.url import parse_url

_WEB = ("https://", "http://")


def fault_of(address: str) -> str:
    """What keeps others from asking for an address: `is relative`; "" if nothing does.

    Args:
        address: the address as written; blanks around it do no harm.
    """
    text = address.strip()
    if text[:8].lower().startswith(_WEB):
        url = parse_url(text)
        return "" if url is not None and url.host else "cannot be read"
    if text.startswith("//"):
        return "names no scheme"
    if text[:5].lower() == "data:":
        return "is the picture itself (data:)"
    url = parse_url(text)
    return "is relative" if url is None else f"is no web address ({url.scheme}:)"
