"""Which pictures of a post come from a server that is not the site's, and whose server that is: asked once a post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.facts.hosts import Owner, tenant_of
from audit.facts.image_address import unwrap_image
from audit.facts.url import is_possible_host
from audit.rules.images._elsewhere import from_elsewhere
from audit.rules.images._own import owner_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


_WEB = frozenset({"http", "https"})
_NO_HOSTS = ("", "http", "https")
"""What stands for the host where there is none, or where the scheme is written twice."""


def loads(facts: Facts) -> Sequence[Load]:
    """The servers that are not the site's, each once; in the order in which the post names them."""
    return facts.once(_loads)


def loaded(number: int) -> str:
    """How a message about so many pictures begins."""
    return "A picture is loaded" if number == 1 else f"{number} pictures are loaded"


def _loads(facts: Facts) -> Sequence[Load]:
    pictures = from_elsewhere(facts)
    if not pictures or not facts.own_domain:
        return ()
    found: dict[tuple[Owner, str], Load] = {}
    for image in pictures:
        for server, url in _servers_of(image, facts).items():
            load = found.get(server)
            if load is None:
                load = found[server] = Load(*server, image.place, url)
            load.pictures += 1
            load.uploads += "/wp-content/uploads/" in url.path
    return tuple(found.values())


def _servers_of(image: Image, facts: Facts) -> Mapping[tuple[Owner, str], Url]:
    """The servers that a picture may come from, each once, however many candidates it has, with its first address."""
    own_host = facts.url.host if facts.url is not None else ""
    servers: dict[tuple[Owner, str], Url] = {}
    for source in image.sources:
        if source.url is None or source.url.scheme not in _WEB or source.url.host in {own_host, *_NO_HOSTS}:
            continue
        if not is_possible_host(source.url.host):  # nobody's: `https://.store.example/a.jpg`
            continue
        owner = owner_of(image, source.url, facts)
        if owner is not Owner.OWN:
            url = unwrap_image(source.url)
            tenant = tenant_of(url) if owner is Owner.TENANT_CDN else None
            servers.setdefault((owner, tenant.key if tenant is not None else url.host), url)
    return servers
