"""Which pictures of a post may come from elsewhere, by their addresses as written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.rules.images._suspects import image_suspects

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.facts import Facts
    from audit.facts.images import Image


def from_elsewhere(facts: Facts) -> Sequence[Image]:
    """What the content shows (`<img>`, posters, backgrounds) that is not plainly own; no copies in `<noscript>`."""
    return facts.once(_from_elsewhere)


def _from_elsewhere(facts: Facts) -> Sequence[Image]:
    found = image_suspects(facts).elsewhere if facts.images else []
    posters = [image for image in facts.posters if not image.plainly_own]
    backgrounds = [image for image in facts.css_images if not image.plainly_own]
    if backgrounds and not _css_may_be_foreign(facts):
        backgrounds = []
    return [*found, *posters, *backgrounds]


_CSS_HOST = re.compile(r"""url\((?:\s|["']|&quot;|&#0?3[49];|&apos;)*+([hH][tT][tT][pP][sS]?:)?//([^/"'()\s&?#:]+)""")


def _css_may_be_foreign(facts: Facts) -> bool:
    """Whether the CSS names another host, or loads something over http."""
    source = facts.content.source if facts.content is not None else ""
    own_host = facts.url.host if facts.url is not None else ""
    return "URL(" in source or any(host != own_host or insecure for host, insecure in _css_hosts(source))


def _css_hosts(source: str) -> Iterator[tuple[str, bool]]:
    at = source.find("url(")
    while at >= 0:
        match = _CSS_HOST.match(source, at)
        if match is not None:
            yield match[2].lower(), (match[1] or "").lower() == "http:"
        at = source.find("url(", at + 1)
