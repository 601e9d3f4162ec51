"""Which pictures of a post may come from elsewhere: one look at their addresses as written, for all rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.images import SOURCE_SETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.facts import Facts
    from audit.facts.images import Image


_WRITTEN_OUT = "data:image/"
"""How the address of a picture begins that stands in the text itself: no server is asked for it."""


def from_elsewhere(facts: Facts) -> Sequence[Image]:
    """What the content shows (`<img>`, posters, backgrounds), but for copies in `<noscript>` and what is plainly own.

    Plainly own is a picture of which all addresses have the scheme and the host of the post and no query, or that is
    written into the text itself.
    """
    return facts.once(_from_elsewhere)


def _from_elsewhere(facts: Facts) -> Sequence[Image]:
    own = _origin_of(facts)
    found = [image for image in (*facts.images, *facts.posters) if not image.twin and not _is_plainly_own(image, own)]
    backgrounds = [image for image in facts.css_images if not _is_plainly_own(image, own)]
    if backgrounds and _css_may_be_foreign(facts):
        found += backgrounds
    return found


def _origin_of(facts: Facts) -> str:
    """How all addresses on the post's own host begin; "" where that is not known."""
    url = facts.url
    return f"{url.scheme}://{url.host}/" if url is not None and url.scheme in {"http", "https"} else ""


def _is_plainly_own(image: Image, own: str) -> bool:
    if not own:
        return False
    for attribute, value in image.written:
        if attribute not in SOURCE_SETS and value.startswith(_WRITTEN_OUT):
            continue
        if "?" in value:
            return False
        if attribute in SOURCE_SETS or not value.startswith(own):
            # What is left without the own origin names no other server: that takes a scheme or two slashes, which
            # browsers also see in backslashes, and through tabs and line ends.
            rest = value.replace(own, "")
            if ":" in rest or "//" in rest or "\\" in rest or "\t" in rest or "\n" in rest or "\r" in rest:
                return False
    return True


_CSS_HOST = re.compile(r"""url\((?:\s|["']|&quot;|&#0?3[49];|&apos;)*+(?:[hH][tT][tT][pP][sS]?:)?//([^/"'()\s&?#:]+)""")


def _css_may_be_foreign(facts: Facts) -> bool:
    """Whether the CSS names another host; what it loads from the post's own over http may be left over from a move."""
    source = facts.content.source if facts.content is not None else ""
    own_host = facts.url.host if facts.url is not None else ""
    return "URL(" in source or any(host != own_host for host in _css_hosts(source))


def _css_hosts(source: str) -> Iterator[str]:
    at = source.find("url(")
    while at >= 0:
        match = _CSS_HOST.match(source, at)
        if match is not None:
            yield match[1].lower()
        at = source.find("url(", at + 1)
