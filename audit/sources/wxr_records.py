"""The items of a WordPress export as records like those of the REST API, and what the export says about its site.

Of a post an export holds the stored source (`content.raw`), with block delimiters and shortcodes, and instead of a head
the few fields that somebody filled in for an SEO plugin.

Source: https://github.com/WordPress/WordPress/blob/master/wp-admin/includes/export.php
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from audit.post import OLD_SLUG, PART_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBERED = re.compile(
    r"(?:\.\d{3}|(?:part|split|chunk)[-_. ]?\d+|(?<!\d\d\d\d-\d\d)[-_ ]\d{1,3})\.(?:xml|wxr)(?:\.gz|\.zst)?\Z",
    re.IGNORECASE,
)
"""How the files are called that one export was written to, or cut into, as importers allow so many bytes: a number ends
the name, and that is not the day of a date. Source: https://developer.wordpress.org/cli/commands/export/"""
_LINKED = re.compile(r"""href=["']?([^"'\s<>?#]+)""", re.IGNORECASE)
_INTERNAL_TYPES = PART_TYPES.union(
    "attachment wpcf7_contact_form feedback shop_order shop_order_refund shop_coupon scheduled-action wp_log "
    "jp_pay_order jp_pay_product ml-slider wpforms".split()
)
"""Types without pages of their own that exports often hold; orders and messages hold what is nobody's business here."""
_UNSEEN_STATUSES = frozenset({"trash", "auto-draft", "inherit"})
_ROUTES = {"post": "posts", "page": "pages"}
_TAXONOMIES = {"category": "categories", "post_tag": "tags"}
_CLASSES = {"category": "category", "post_tag": "tag", "post_format": "format"}
_NO_DATE = "0000-00-00 00:00:00"
_ALT_TEXT = "_wp_attachment_image_alt"
_THUMBNAIL = "_thumbnail_id"
_HEAD_FIELDS = {
    "_yoast_wpseo_title": "title",
    "_yoast_wpseo_metadesc": "description",
    "_yoast_wpseo_canonical": "canonical",
    "_yoast_wpseo_opengraph-image": "og_image",
    "_yoast_wpseo_opengraph-title": "og_title",
    "_yoast_wpseo_opengraph-description": "og_description",
    "_yoast_wpseo_twitter-title": "twitter_title",
    "_yoast_wpseo_twitter-description": "twitter_description",
    "_yoast_wpseo_twitter-image": "twitter_image",
    "rank_math_title": "title",
    "rank_math_description": "description",
    "rank_math_canonical_url": "canonical",
    "rank_math_facebook_title": "og_title",
    "rank_math_facebook_description": "og_description",
    "rank_math_facebook_image": "og_image",
    "_aioseo_title": "title",
    "_aioseo_description": "description",
    "_aioseo_og_title": "og_title",
    "_aioseo_og_description": "og_description",
    "_seopress_titles_title": "title",
    "_seopress_titles_desc": "description",
    "_seopress_robots_canonical": "canonical",
    "_seopress_social_fb_title": "og_title",
    "_seopress_social_fb_desc": "og_description",
    "_seopress_social_fb_img": "og_image",
    "_seopress_social_twitter_img": "twitter_image",
    "_genesis_description": "description",
    "_genesis_canonical_uri": "canonical",
    "_open_graph_title": "og_title",
    "_open_graph_description": "og_description",
    "_social_image_url": "og_image",
}
"""What an editor wrote for the head, by the custom field that holds it.

What is a template is left out, as most titles are; so are those of The SEO Framework, which adds the site's name.

Sources: the `WPSEO_Meta` class of Yoast SEO, https://rankmath.com/kb/filters-hooks-api-developer/,
https://aioseo.com/docs/, https://www.seopress.org/support/, The SEO Framework's `Post_Meta`.
"""
_NOINDEX = {"_yoast_wpseo_meta-robots-noindex": "1", "_seopress_robots_index": "yes", "_genesis_noindex": "1"}
_ROBOTS_OF_RANK_MATH = "rank_math_robots"  # a list as PHP writes it: a:1:{i:0;s:7:"noindex";}
_BUILDERS = (
    "_elementor_edit_mode", "_fl_builder_enabled", "panels_data", "_bricks_editor_mode", "ct_builder_shortcodes",
    "_breakdance_data", "brizy_post_uid", "_cornerstone_data", "_themify_builder_settings_json", "tve_updated_post",
)  # fmt: skip
"""Fields in which page builders keep a text, or say that they do: the content has a part of it, or nothing."""
_SWITCHED_OFF = frozenset({"", "0", "off", "false", "[]", "a:0:{}"})
_KEPT_META = frozenset({_ALT_TEXT, _THUMBNAIL, _ROBOTS_OF_RANK_MATH, *_HEAD_FIELDS, *_NOINDEX, *_BUILDERS})
_VARIABLE = re.compile(r"%%[a-z_]+%%|%(?![0-9a-f]{2}%)[a-z_]+%")
"""Of Yoast SEO, SEOPress (`%%title%%`) and Rank Math (`%title%`), but no escapes of an address (`%ce%b5`)."""
_AIOSEO_TAG = re.compile(r"(?<![^\s(|-])#[a-z_]{3,}\b")
"""Of All in One SEO (`#post_title`), but no fragment of an address: https://aioseo.com/docs/aioseo-smart-tags/"""
_PLAIN_LINK = re.compile(r"[?&]post_type=")


@dataclass(slots=True)
class Channel:
    """What an export says about its site, as far as it was read.

    Attributes:
        home: address of the site, without a slash at its end.
        authors: display names by login.
        terms: ids by (taxonomy, slug).
        attachments: address and alternative text by id.
        types: the types of its items.
        attachment_names: slugs of attachments, which may have pages of their own.
        linked_names: last segments of addresses that items link to.
    """

    home: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    terms: dict[tuple[str, str], int] = field(default_factory=dict)
    attachments: dict[int, tuple[str, str]] = field(default_factory=dict)
    types: set[str] = field(default_factory=set)
    attachment_names: set[str] = field(default_factory=set)
    linked_names: set[str] = field(default_factory=set)

    def add(self, name: str, record: Mapping[str, str], text: str) -> None:
        """Keep what an element of the channel says: the site, an author, a term.

        Args:
            name: of the element.
            record: texts of the elements in it, by name.
            text: its own.
        """
        match name:
            case "wp:base_blog_url":
                self.home = text.rstrip("/")
            case "link" if not self.home:
                self.home = text.rstrip("/")
            case "wp:author":
                login = record.get("wp:author_login", "")
                self.authors[login] = record.get("wp:author_display_name") or login
            case "wp:category":
                self._add_term("category", record.get("wp:category_nicename"), record.get("wp:term_id"))
            case "wp:tag":
                self._add_term("post_tag", record.get("wp:tag_slug"), record.get("wp:term_id"))
            case "wp:term":
                taxonomy = record.get("wp:term_taxonomy", "")
                self._add_term(taxonomy, record.get("wp:term_slug"), record.get("wp:term_id"))

    def _add_term(self, taxonomy: str, slug: str | None, number: str | None) -> None:
        if slug and number and (term := _integer(number)) is not None:
            self.terms[taxonomy, slug] = term

    def is_of_whole_site(self, name: str) -> bool:
        """Whether the export was one of all content, once it is read to its end without damage.

        WordPress lists the terms of the site in no other one, but for the one category of an export of its posts; and
        no other one has posts and pages. Of numbered files a site has several. Where posts link to pages of
        attachments, which are no posts, nothing is said to be missing.

        Args:
            name: the name of the file.
        """
        if not self.terms or not self.types >= _ROUTES.keys() or _NUMBERED.search(name) is not None:
            return False
        return self.attachment_names.isdisjoint(self.linked_names)


@dataclass(slots=True)
class Item:
    """What an export says about an item.

    Attributes:
        fields: texts of its elements, by name.
        terms: taxonomy, slug and name of each.
        meta: custom fields.
        old_slugs: slugs that it had before.
    """

    fields: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    old_slugs: list[str] = field(default_factory=list)

    def add_field(self, key: str, value: str) -> None:
        """Keep a custom field that tells something of the page."""
        if key in _KEPT_META:
            self.meta[key] = value
        elif key == OLD_SLUG:
            self.old_slugs.append(value)


def record_of(item: Item, channel: Channel) -> dict[str, Any] | None:
    """An item as a record; None for what is no page, and for attachments, which the channel keeps."""
    fields = item.fields
    number = _integer(fields.get("wp:post_id", ""))
    kind = fields.get("wp:post_type") or "post"
    channel.types.add(kind)
    if kind == "attachment":
        channel.attachment_names.add(fields.get("wp:post_name", ""))
    if kind == "attachment" and number is not None and (address := fields.get("wp:attachment_url")):
        channel.attachments[number] = (address, item.meta.get(_ALT_TEXT, ""))
    status = fields.get("wp:status") or "publish"
    if kind in _INTERNAL_TYPES or status in _UNSEEN_STATUSES:
        return None
    content = fields.get("content:encoded", "")
    channel.linked_names.update(address.rstrip("/").rpartition("/")[2] for address in _LINKED.findall(content))
    link = fields.get("link", "")
    if kind not in _ROUTES and status == "publish" and _PLAIN_LINK.search(link):
        return None  # an address by type and number: pages of this type are not shown to readers
    record: dict[str, Any] = {
        "id": number,
        "date": moment(fields.get("wp:post_date")),
        "date_gmt": moment(fields.get("wp:post_date_gmt")),
        "modified": moment(fields.get("wp:post_modified")),
        "modified_gmt": moment(fields.get("wp:post_modified_gmt")),
        "guid": {"rendered": fields.get("guid", "")},
        "slug": fields.get("wp:post_name", ""),
        "status": status,
        "type": kind,
        "link": link,
        "title": {"rendered": fields.get("title", "")},
        "content": {"raw": content, "protected": bool(fields.get("wp:post_password"))},
        "excerpt": {"raw": fields.get("excerpt:encoded", "")},
        "featured_media": _integer(item.meta.get(_THUMBNAIL, "")) or 0,
        "comment_status": fields.get("wp:comment_status"),
        "ping_status": fields.get("wp:ping_status"),
        "sticky": fields.get("wp:is_sticky") == "1",
        "parent": _integer(fields.get("wp:post_parent", "")),
        "menu_order": _integer(fields.get("wp:menu_order", "")),
        "class_list": _classes(kind, status, item.terms),
        **_terms_of(item.terms, channel),
    }
    author = fields.get("dc:creator", "")
    if author:
        record["_embedded"] = {"author": [{"name": channel.authors.get(author, author), "slug": author}]}
    if channel.home and number is not None:
        href = f"{channel.home}/wp-json/wp/v2/{_ROUTES.get(kind, kind)}/{number}"
        record["_links"] = {"self": [{"href": href}]}
    meta: dict[str, Any] = {name: True for name in _BUILDERS if item.meta.get(name, "") not in _SWITCHED_OFF}
    if item.old_slugs:
        meta[OLD_SLUG] = item.old_slugs
    if meta:
        record["meta"] = meta
    if head := head_of(item.meta):
        record["yoast_head_json"] = head
    return {name: value for name, value in record.items() if value is not None}


def with_featured_image(record: dict[str, Any], channel: Channel) -> bool:
    """Add the featured image to a record as `?_embed` does; False if the export does not hold it.

    Asked when all is read: attachments mostly stand behind the posts that show them.
    """
    number = record.get("featured_media")
    found = channel.attachments.get(number) if isinstance(number, int) else None
    if found is None:
        return False
    address, alternative = found
    media = {"id": number, "source_url": address, "alt_text": alternative}
    record["_embedded"] = {**record.get("_embedded", {}), "wp:featuredmedia": [media]}
    return True


def _integer(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None  # noqa: PLR2004 - of 64 bits


def moment(text: str | None) -> str | None:
    """A date of MySQL as the REST API writes it."""
    return None if not text or text == _NO_DATE else text.replace(" ", "T", 1)


def _classes(kind: str, status: str, terms: list[tuple[str, str, str]]) -> list[str]:
    """Classes as WordPress gives them: https://developer.wordpress.org/reference/functions/get_post_class/."""
    names = [f"{_CLASSES.get(taxonomy, taxonomy)}-{slug}" for taxonomy, slug, _ in terms if taxonomy and slug]
    return [kind, f"type-{kind}", f"status-{status}", *names]


def _terms_of(terms: list[tuple[str, str, str]], channel: Channel) -> dict[str, list[int]]:
    """Ids of categories and tags; a taxonomy of which the export does not know all ids is left out."""
    found: dict[str, list[int]] = {}
    for taxonomy, name in _TAXONOMIES.items():
        numbers = [channel.terms.get((taxonomy, slug)) for domain, slug, _ in terms if domain == taxonomy]
        if numbers and None not in numbers:
            found[name] = [number for number in numbers if number is not None]
    return found


def head_of(meta: Mapping[str, str]) -> dict[str, Any]:
    """What an editor wrote for the head, out of the custom fields of SEO plugins."""
    head: dict[str, Any] = {}
    for key, name in _HEAD_FIELDS.items():
        value = meta.get(key, "")
        pattern = _AIOSEO_TAG if key.startswith("_aioseo") else _VARIABLE
        if not value or pattern.search(value):
            continue
        if name.endswith("_image") and not value.startswith(("http://", "https://")):
            continue  # a plugin may complete the address
        head.setdefault(name, [{"url": value}] if name == "og_image" else value)
    hidden = any(meta.get(key) == value for key, value in _NOINDEX.items())
    if hidden or '"noindex"' in meta.get(_ROBOTS_OF_RANK_MATH, ""):
        head["robots"] = {"index": "noindex"}
    return head
