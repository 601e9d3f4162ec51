"""Which pictures of a post come from a server that is not the site's, and whose server that is: asked once a post."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.facts.hosts import Owner, tenant_of
from audit.facts.url import unwrap_image
from audit.rules.images._own import owner_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.facts.images import Image
    from audit.facts.url import Url
    from audit.finding import Place


@dataclass(slots=True)
class Load:
    """The pictures that a post loads from one owner.

    Attributes:
        owner: whose server it is.
        server: the host, or the key of the tenant of a rented one.
        place: the first picture from there.
        url: its address, proxies taken off.
        pictures: how many of the post's pictures come from there.
        uploads: how many of those have the path of a WordPress upload.
    """

    owner: Owner
    server: str
    place: Place
    url: Url
    pictures: int = 0
    uploads: int = 0


def loads(facts: Facts) -> Sequence[Load]:
    """The servers that are not the site's, each once; in the order in which the post names them."""
    return facts.once(_loads)


def loaded(number: int) -> str:
    """How a message about so many pictures begins."""
    return "A picture is loaded" if number == 1 else f"{number} pictures are loaded"


def shown_pictures(facts: Facts) -> Sequence[Image]:
    """Everything that the content shows: `<img>`, posters, backgrounds (the site's own backgrounds may be missing)."""
    return facts.once(_shown_pictures)


def _shown_pictures(facts: Facts) -> Sequence[Image]:
    if _css_may_be_foreign(facts):
        return (*facts.images, *facts.posters, *facts.css_images)
    return (*facts.images, *facts.posters)


def _loads(facts: Facts) -> Sequence[Load]:
    if not facts.own_domain:
        return ()
    found: dict[tuple[Owner, str], Load] = {}
    for image in shown_pictures(facts):
        if image.twin:
            continue
        here: dict[tuple[Owner, str], Load] = {}  # a picture counts once, however many candidates it has
        for load in _of_picture(image, facts):
            here.setdefault((load.owner, load.server), load)
        for key, load in here.items():
            kept = found.setdefault(key, load)
            kept.pictures += 1
            kept.uploads += "/wp-content/uploads/" in load.url.path
    return tuple(found.values())


def _of_picture(image: Image, facts: Facts) -> Iterable[Load]:
    own_host = facts.url.host if facts.url is not None else ""
    for source in image.sources:
        if source.url is None or source.url.host in {own_host, ""}:
            continue
        owner = owner_of(image, source.url, facts)
        if owner is not Owner.OWN:
            url = unwrap_image(source.url)
            tenant = tenant_of(url) if owner is Owner.TENANT_CDN else None
            yield Load(owner, tenant.key if tenant is not None else url.host, image.place, url)


_CSS_HOST = re.compile(r"""url\((?:\s|["']|&quot;|&#0?3[49];|&apos;)*+(?:[hH][tT][tT][pP][sS]?:)?//([^/"'()\s&?#:]+)""")


def _css_may_be_foreign(facts: Facts) -> bool:
    """A cheap look before the dear one: page builders write a hundred backgrounds from their own host into a page."""
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
