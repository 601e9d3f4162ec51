"""What rules about links within a site have in common: which links those are, and how an address names a post.

A post and the links to it meet under one key: the site and the form of the address that survives a change of scheme,
`www.` and closing slash, the post's number, or the slug.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, unquote

from audit.facts.references import shielded
from audit.kept import LONGEST

if TYPE_CHECKING:
    from audit.facts import Facts
    from audit.facts.links import Link
    from audit.facts.url import Url

_CACHED = 4096
TRACKING = frozenset(
    {
        "_ga",
        "_gl",
        "_hsenc",
        "_hsmi",
        "dclid",
        "fbclid",
        "gbraid",
        "gclid",
        "gclsrc",
        "igshid",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "msclkid",
        "srsltid",
        "ttclid",
        "twclid",
        "wbraid",
        "yclid",
    }
)
"""Query parameters by which campaigns and click counters know a visitor; no page depends on them. So is `utm_…`.

Source: https://support.google.com/analytics/answer/10917952 and the operators' set-up guides.
"""
_WEB = frozenset({"http", "https"})
_NUMBERS = frozenset({"p", "page_id"})
_NO_POSTS = ("/wp-content/", "/wp-includes/", "/wp-admin", "/wp-json", "/wp-login.php", "/cdn-cgi/")


def is_tracking(parameter: str) -> bool:
    """Whether a query parameter only tells where a visitor came from."""
    return parameter.startswith("utm_") or parameter in TRACKING


@dataclass(slots=True, eq=False)
class Address:
    """An address within a site, taken apart.

    Attributes:
        url: the address.
        path: its path in comparison form without the closing slash; "" for the front page.
        parameters: names and values of the query.
    """

    url: Url
    path: str
    parameters: list[tuple[str, str]]

    @property
    def segments(self) -> list[str]:
        """The parts of the path."""
        return self.path.split("/")[1:]

    @property
    def slug(self) -> str:
        """The last part of the path as text, in lower case."""
        return unquote(self.path.rpartition("/")[2]).lower()

    @property
    def tracking(self) -> list[str]:
        """The parameters that only track."""
        return [name for name, _ in self.parameters if is_tracking(name)] if self.parameters else []

    @property
    def bare(self) -> bool:
        """No parameter has a say in what is shown."""
        return not self.parameters or all(is_tracking(name) for name, _ in self.parameters)

    @property
    def names_a_page(self) -> bool:
        """Nothing in the query but what tracks, or a post's number: the address names one page as it always looks."""
        return self.bare or self.number is not None

    @property
    def number(self) -> int | None:
        """The post's number, if that is all that the query says: `?p=12`, `?page_id=12`."""
        if not self.parameters:
            return None
        telling = [pair for pair in self.parameters if not is_tracking(pair[0])]
        if len(telling) != 1 or telling[0][0] not in _NUMBERS:
            return None
        value = telling[0][1]
        return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None  # noqa: PLR2004 - 64 bits

    @property
    def name(self) -> str:
        """What is the same for all forms of one address: path and telling parameters."""
        if not self.parameters:
            return self.path or "/"
        telling = "&".join(f"{name}={value}" for name, value in self.parameters if not is_tracking(name))
        return f"{self.path}?{telling}" if telling else self.path or "/"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        url = self.url
        return f"{url.scheme}://{url.host}:{url.port}" if url.port else f"{url.scheme}://{url.host}"


@dataclass(slots=True, eq=False)
class OwnLink:
    """A link of the content to an address of the post's own site.

    Attributes:
        link: the link.
        to: where it leads.
        at_home: the path is that of the front page, so that a number in the query names a post.
    """

    link: Link
    to: Address
    at_home: bool

    @property
    def fragment(self) -> str:
        """The fragment as written, or ""."""
        return self.link.href.partition("#")[2].strip()


@lru_cache(maxsize=_CACHED)
def address_of(url: Url) -> Address:
    """Take an address apart. The posts of a site link to the same pages again and again."""
    key = url.key
    start = key.find("/", len(url.scheme) + 3)
    path = key[start:].partition("?")[0] if start >= 0 else ""
    return Address(url, path.rstrip("/"), parse_qsl(url.query, keep_blank_values=True) if url.query else [])


def own_address(facts: Facts) -> Address | None:
    """The post's own address; None where it has none by which readers come to it."""
    return facts.once(_own_address)


def _own_address(facts: Facts) -> Address | None:
    if facts.url is None or facts.url.scheme not in _WEB or not facts.published:
        return None
    return address_of(facts.url)


def own_links(facts: Facts) -> list[OwnLink]:
    """The links to the site's posts and pages: none in code, and none that stand around the text of a page."""
    return facts.once(_own_links)


def _own_links(facts: Facts) -> list[OwnLink]:
    own = facts.url
    if own is None or facts.content is None or facts.protected or not facts.links:
        return []
    found: list[OwnLink] = []
    hidden, around = facts.once(shielded), facts.around
    folder = _folder_of(facts.site, own)
    here = _destination(own, own.host, own.port, folder)
    for link in facts.links:
        url = link.url
        if not link.own or url is None or len(link.href) > LONGEST or link.node in hidden or link.node in around:
            continue
        if here is not None and link.href.startswith("#"):  # the post's own address, with a fragment
            to, at_home = here
            found.append(OwnLink(link, Address(url, to.path, to.parameters), at_home))
        elif (destination := _destination(url, own.host, own.port, folder)) is not None:
            found.append(OwnLink(link, *destination))
    return found


@lru_cache(maxsize=_CACHED)
def _destination(url: Url, own_host: str, own_port: str, folder: str) -> tuple[Address, bool] | None:
    """Where an address leads, and whether that is the path of the front page; None for what is no page of the site."""
    if url.host.removeprefix("www.") != own_host.removeprefix("www.") or url.port != own_port:
        return None
    if url.scheme not in _WEB or url.path.startswith(_NO_POSTS):
        return None
    to = address_of(url)
    path = f"{to.path}/"
    return (to, path == folder) if path.startswith(folder) else None


def _folder_of(site: str, own: Url) -> str:
    """The folder that the site is installed in, as `/blog/`; its posts need not be in it."""
    folder = site.partition("/")[2]
    return f"/{folder}/" if folder and own.path.startswith(f"/{folder}/") else "/"


_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH_OR_DAY = re.compile(r"[0-3]?\d")


class Shape(NamedTuple):
    """What stands around the slug in an address, by which one permalink structure is told from another.

    Attributes:
        before: the parts before the slug, a date's as `#`.
        date: year, month and day as far as the address has them.
        suffix: `.html`, or "".
    """

    before: tuple[str, ...]
    date: tuple[int, ...]
    suffix: str


@lru_cache(maxsize=_CACHED)
def shape_of(address: Address) -> Shape:
    """Read the permalink structure off an address: `/2026/05/tide/`, `/blog/tide.html`."""
    *before, last = address.segments or [""]
    date: list[int] = []
    for index, part in enumerate(before):
        if part.isdigit() and (_MONTH_OR_DAY if date else _YEAR).fullmatch(part) and len(date) < _DATE_PARTS:
            date.append(int(part))
            before[index] = "#"
    stem, _, ending = last.rpartition(".")
    suffix = f".{ending.lower()}" if stem and ending.lower() in _SUFFIXES else ""
    return Shape(tuple(before), tuple(date), suffix)


_DATE_PARTS = 3
_SUFFIXES = frozenset({"htm", "html", "php"})


def slug_of(address: Address) -> str:
    """The slug that an address ends in, without `.html`."""
    slug = address.slug
    return slug.removesuffix(shape_of(address).suffix) if "." in slug else slug


def is_file(address: Address) -> bool:
    """Whether an address ends in a file's name: `.pdf`, but not `.html`, which is a way to write permalinks."""
    return "." in address.slug and not shape_of(address).suffix


def is_safer(to: Address, own: Address) -> bool:
    """A link by https to a site whose records say http: the records are behind, or a proxy hides the https."""
    return to.url.scheme == "https" and own.url.scheme == "http"
