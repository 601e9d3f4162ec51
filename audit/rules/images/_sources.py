"""What is odd about the addresses that the pictures of a post are loaded from: one pass for all rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.facts.image_address import is_expiring
from audit.facts.url import is_staging_host, is_unreachable_host, private_place
from audit.rules.images._elsewhere import from_elsewhere

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.facts import Facts
    from audit.facts.images import Image, ImageSource

    Shown = tuple[Image, ImageSource]


@dataclass(slots=True)
class Odd:
    """Pictures with an odd address, each once a list, with the first such address.

    Attributes:
        insecure: `http:`, on a page that is https itself.
        local: a host that readers cannot reach, or are not meant to; or a place that only the author's machine knows.
        expiring: signed to stop working.
    """

    insecure: Sequence[Shown]
    local: Sequence[Shown]
    expiring: Sequence[Shown]


_SHOWN = frozenset({"http", "https", "data", "about"})
"""Schemes of what every browser shows, be it nothing."""
_NOTHING_ODD = Odd((), (), ())


def odd_sources(facts: Facts) -> Odd:
    """The pictures of the content with an odd address; copies in `<noscript>` are left out."""
    return facts.once(_odd_sources)


def _odd_sources(facts: Facts) -> Odd:
    pictures = from_elsewhere(facts)
    if not pictures:
        return _NOTHING_ODD
    own_host = facts.url.host if facts.url is not None else ""
    insecure: list[Shown] = []
    local: list[Shown] = []
    expiring: list[Shown] = []
    for image in pictures:
        for source in image.sources:
            url = source.url
            if _is_private(image, source):
                _note(local, image, source)
            if url is None or (url.host == own_host and url.scheme == "https" and not url.query):
                continue
            if url.scheme == "http":
                _note(insecure, image, source)
            if url.host != own_host and url.host and (is_unreachable_host(url.host) or is_staging_host(url.host)):
                _note(local, image, source)
            if url.query and url.scheme != "data" and is_expiring(url):
                _note(expiring, image, source)
    return Odd(insecure, local, expiring)


def _is_private(image: Image, source: ImageSource) -> bool:
    """Whether it is what shows the picture, and only its author's machine knows it."""
    if source.url is not None and source.url.scheme in _SHOWN:
        return False
    return source.attribute == image.main_attribute and private_place(source.raw) is not None


def _note(found: list[Shown], image: Image, source: ImageSource) -> None:
    if not found or found[-1][0] is not image:
        found.append((image, source))
