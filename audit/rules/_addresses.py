"""Slips in an address of a head that begins as one of the web: browsers forgive them, others do not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.url import is_possible_host, parse_url
from audit.rules.links._address import is_host_name

if TYPE_CHECKING:
    from audit.facts.url import Url

_WEB = ("https://", "http://")
_SLIP = re.compile(r"(https?)(?::(?!//)|;|//)", re.IGNORECASE)
_SCHEMES = frozenset({"http", "https"})
"""What stands for the host where a template puts a scheme before an address that has one: `http://http//lake.example`."""


def slip_in(address: str) -> str:
    """What is wrong with the beginning or the host of an address, as a message says it; "" if nothing is.

    A browser takes `https:/lake.example` for a path of the page's own host, or for a host where the page is on http;
    who has no page to start from takes it for neither.

    Args:
        address: the address as written, without blanks around it.
    """
    slip = _SLIP.match(address)
    if slip is not None:
        return f"does not begin with {slip[1].lower()}://"
    if not address[:8].lower().startswith(_WEB):
        return ""
    url = parse_url(address)
    if url is None or not url.host:
        return "cannot be read"
    if url.host in _SCHEMES:
        return "has its scheme twice"
    if _ends_as_scheme(url) and glued_behind(address):
        return "is two addresses in one"
    return "" if is_possible_host(url.host) else f"has the host {url.host}, which cannot be one"


_GLUED = re.compile(r"https?://(?=[^/?#\s:]*\.)[^/?#\s:]+?(https?://.+)", re.IGNORECASE | re.DOTALL)
"""An address right behind the host of another, whose name it makes longer by its scheme."""


def glued_behind(address: str) -> str:
    """The whole address before which somebody wrote the site's: `https://lake.examplehttps://lake.example/`; or "".

    Browsers read the second scheme as the end of the host, with an empty port behind it.
    """
    match = _GLUED.match(address)
    return match[1] if match is not None else ""


def folder_of_host(host: str) -> bool:
    """Whether a host is a folder of WordPress behind a slash too many: `//wp-content/uploads/tide.jpg`."""
    return host in _FOLDERS


_FOLDERS = frozenset({"wp-admin", "wp-content", "wp-includes", "wp-json"})


def _ends_as_scheme(url: Url) -> bool:
    return url.path.startswith("//") and url.host.endswith(("http", "https"))


def has_real_host(url: Url) -> bool:
    """Whether an address names a host that there may be."""
    return url.host not in _SCHEMES and is_possible_host(url.host) and not _ends_as_scheme(url)


def without_scheme(address: str) -> Url | None:
    """The address that is meant where one begins with what can only be a host: `www.lake.example`, not `lake.html`."""
    host, slash, _ = address.partition("/")
    glued = host[:4].lower() == "http"  # `httpslake.example`: another host is meant
    if glued or not (host[:4].lower() == "www." or is_host_name(host, followed=bool(slash))):
        return None
    url = parse_url(f"https://{address}")
    return url if url is not None and is_possible_host(url.host) else None
