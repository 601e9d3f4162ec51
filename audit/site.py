"""What a post belongs to: the settings of a site, and the sums that its posts add up to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from audit.facts import Facts


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
        complete: every part comes from a source that gives the whole site: what is not here does not exist.
    """

    posts: int = 0
    types: Counter[str] = field(default_factory=Counter)
    shapes: Counter[tuple[str, tuple[str, ...]]] = field(default_factory=Counter)
    image_hosts: Counter[str] = field(default_factory=Counter)
    images: int = 0
    image_count: Counter[str] = field(default_factory=Counter)
    featured: int = 0
    complete: bool = False

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
            self.image_count.update(hosts)
            self.image_hosts.update(set(hosts))
        if post.featured_media:
            self.featured += 1

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

    def fields_of(self, kind: str) -> set[str]:
        """The top-level fields that at least one post of a type has."""
        return {name for type_, fields in self.shapes if type_ == kind for name in fields}
