"""What a post belongs to: the settings of a site, and the sums that its posts add up to."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, field_validator
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.facts import Facts
    from audit.facts.url import Url
    from audit.post import Post

_FOREIGN_LETTER = re.compile(
    r"(?P<Cyrillic>[\u0400-\u052f])|(?P<Thai>[\u0e00-\u0e7f])|(?P<Han>[\u3040-\u30ff\u3400-\u9fff])|(?P<Hangul>[\uac00-\ud7af])"
)
_MOST_LISTED = 1_000_000
_LONGEST_LIST = 64 << 20


class SiteSettings(BaseModel):
    """What only the owner knows about a site; it serves many rules.

    A host is written plainly (`static.example.org`) or with a leading `*.` for all below a domain.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.replace("_", "-"),
        validate_by_name=True,
        validate_by_alias=True,
        use_attribute_docstrings=True,
    )

    hosts: tuple[str, ...] = ()
    """Further hosts of the site itself."""
    cdn_hosts: tuple[str, ...] = ()
    """Hosts that serve the site's own pictures and files."""
    house_domains: tuple[str, ...] = ()
    """Domains of the same house: sister titles, the shop, the foundation. Links there are never sponsors'."""
    sponsor_domains: tuple[str, ...] = ()
    """Domains that are known sponsors: only the link's `rel` is checked."""
    domain_list: tuple[str, ...] = ()
    """Files with domains that planted links lead to, one a line; `#` begins a comment. A sign among others."""
    money_terms: tuple[str, ...] = ()
    """Further words that planted links use, in any language. A `*` at the end stands for any ending."""
    sponsor_phrases: tuple[str, ...] = ()
    """Further wording of sponsors ("with thanks to our patrons at"), in any language."""

    def names_host(self, host: str) -> bool:
        """Whether `hosts` names a host: itself, or all below a domain."""
        return any(host == name or (name.startswith("*.") and host.endswith(name[1:])) for name in self.hosts)

    @field_validator("domain_list")
    @classmethod
    def _readable_lists(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            try:
                _domains_in(name)
            except (OSError, ValueError) as error:
                reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
                raise PydanticCustomError(
                    "domain_list",
                    "a list of domains that can be read; {name}: {reason}",
                    {"name": name, "reason": reason},
                ) from error
        return names

    @cached_property
    def listed_domains(self) -> Mapping[str, str]:
        """The domains of `domain_list`, each with the name of its list and the day of that file."""
        return {
            domain: label for name in self.domain_list for label, domains in [_domains_in(name)] for domain in domains
        }


def _domains_in(name: str) -> tuple[str, list[str]]:
    """A list's name with the day of its file, and its domains in lower case.

    Lines of `hosts` files (`0.0.0.0 spam.example`) and of filter lists (`||spam.example^`) are understood too.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is too large, or no text.
    """
    path = Path(name)
    status = path.stat()
    if status.st_size > _LONGEST_LIST:
        raise ValueError("more than 64 MB")
    domains = []
    for line in path.read_text("utf-8").splitlines():
        entry = line.partition("#")[0].split()
        if entry:
            domain = entry[-1].lower().removeprefix("||").rstrip("^").removeprefix("*.").strip(".")
            if "." in domain:
                domains.append(domain)
    if len(domains) > _MOST_LISTED:
        raise ValueError("more than a million domains")
    day = datetime.fromtimestamp(status.st_mtime, UTC).date()
    return f"{path.name} of {day.isoformat()}", domains


@dataclass(slots=True)
class Sitemap:
    """What the sitemaps of one site list.

    Attributes:
        entries: by `listing_key`: the address as it is listed, and when it was last changed, as written.
        hosts: the hosts of the addresses, without `www.`.
        files: number of sitemaps read.
        whole: everything was read, and it lists something: what is not here is not listed.
    """

    entries: dict[str, tuple[str, str]] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)
    files: int = 0
    whole: bool = False

    def add(self, url: Url, address: str, lastmod: str) -> bool:
        """Count an address in; False if it was listed before."""
        key = listing_key(url)
        if key in self.entries:
            return False
        self.entries[key] = address, lastmod
        self.hosts.add(bare_host_of(url))
        return True

    def find(self, key: str) -> tuple[str, str] | None:
        """An address as it is listed, and its last change, by `listing_key`; None if it is not listed."""
        return self.entries.get(key)

    def merge(self, other: Sitemap) -> None:
        """Count further sitemaps of the site in; what both list keeps what the first says."""
        self.entries = {**other.entries, **self.entries}
        self.hosts |= other.hosts
        self.files += other.files
        self.whole = self.whole or other.whole


def listing_key(url: Url) -> str:
    """The form in which an address is looked for in sitemaps: without scheme, `www.` and closing slash.

    Whether these are right, other rules judge: an address that is listed with `http:` is listed.
    """
    return url.key.partition("://")[2].removeprefix("www.").rstrip("/")


def bare_host_of(url: Url) -> str:
    """Host and port of an address, without `www.`: what all addresses of a sitemap share."""
    return f"{url.host.removeprefix('www.')}{f':{url.port}' if url.port else ''}"


@dataclass(slots=True)
class SiteTotals:
    """Sums over the posts of one site, collected post by post and merged in any order.

    Attributes:
        posts: number of posts.
        types: number of posts by post type.
        shapes: number of posts by post type and the top-level fields of the record.
        image_hosts: in how many posts a host serves a picture of the content.
        images: number of pictures with a known host.
        image_count: number of pictures by host.
        thumbnail_classes: posts whose `class_list` says `has-post-thumbnail`.
        featured: posts with a featured picture.
        scripts: number of posts by the script of their titles: `Cyrillic`, `Thai`, `Han` (with kana) or `Hangul`.
        revised: number of posts by the day on which they were last changed, if that is long after publication.
        complete: every part comes from a source that gives the whole site: what is not here does not exist.
        sitemap: what the site's sitemaps list; None if none was read. The engine sets it when all is counted.
    """

    posts: int = 0
    types: Counter[str] = field(default_factory=Counter)
    shapes: Counter[tuple[str, tuple[str, ...]]] = field(default_factory=Counter)
    image_hosts: Counter[str] = field(default_factory=Counter)
    images: int = 0
    image_count: Counter[str] = field(default_factory=Counter)
    featured: int = 0
    scripts: Counter[str] = field(default_factory=Counter)
    revised: Counter[str] = field(default_factory=Counter)
    complete: bool = False
    sitemap: Sitemap | None = None

    def add(self, facts: Facts) -> None:
        """Count one post in."""
        post = facts.post
        kind = post.type or "post"
        self.complete = post.origin.complete and (self.complete or not self.posts)
        self.posts += 1
        self.types[kind] += 1
        self.shapes[kind, tuple(post.record)] += 1
        if facts.images:
            hosts = [url.host for image in facts.images if (url := image.url) is not None and url.host]
            self.images += len(hosts)
            for host in hosts:
                self.image_count[host] += 1
            for host in set(hosts):
                self.image_hosts[host] += 1
        if post.featured_media:
            self.featured += 1
        if not facts.title.isascii() and (letter := _FOREIGN_LETTER.search(facts.title)) is not None:
            self.scripts[letter.lastgroup or ""] += 1
        if day := revised_late(post):
            self.revised[day] += 1

    def merge(self, other: SiteTotals) -> None:
        """Count another part of the same site in."""
        if other.posts:
            self.complete = other.complete and (self.complete or not self.posts)
        self.posts += other.posts
        self.types.update(other.types)
        self.shapes.update(other.shapes)
        self.image_hosts.update(other.image_hosts)
        self.images += other.images
        self.image_count.update(other.image_count)
        self.featured += other.featured
        self.scripts.update(other.scripts)
        self.revised.update(other.revised)

    def fields_of(self, kind: str) -> set[str]:
        """The top-level fields that at least one post of a type has."""
        return {name for type_, fields in self.shapes if type_ == kind for name in fields}


_LATE_DAYS = 30


def revised_late(post: Post) -> str:
    """The day of the last change (`2026-02-11`), if that is more than 30 days after publication; else ""."""
    modified, published = post.modified_gmt or post.modified, post.date_gmt or post.date
    if not modified or not published or modified[:7] == published[:7]:
        return ""
    try:
        late = (datetime.fromisoformat(modified[:10]) - datetime.fromisoformat(published[:10])).days > _LATE_DAYS
    except ValueError:
        return ""
    return modified[:10] if late else ""
