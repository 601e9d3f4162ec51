"""One published item as its source gave it, with typed access to every field that WordPress documents.

A record is never refused: whatever its fields hold, it is audited, and wrong types become findings of the family `DAT`
(`audit.facts.contract`). So `Post.read` leaves out what has the wrong type, and `Post.record` keeps everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, InstanceOf, ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


Form: TypeAlias = Literal["rest", "page", "visited", "export"]
"""What a record is made of.

`rest`: an answer of the REST API. `page`: a whole page, which is the record's field `page`. `visited`: an answer of the
REST API to which a source has added the page as readers get it. `export`: an item of an export.

A page that was fetched brings its answer along, as the field `page_response`: see `Response`.
"""

PAGE = "page"
PAGE_RESPONSE = "page_response"
PAGE_MISDECLARED = "page_misdeclared"
"""Of a page out of a file that is in UTF-8 and declares another encoding."""
_WITH_PAGE = frozenset({"page", "visited"})
PART_TYPES = frozenset(
    "nav_menu_item revision custom_css customize_changeset oembed_cache user_request wp_block wp_template "
    "wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face acf-field acf-field-group "
    "elementor_library elementor_snippet elementor_font et_pb_layout".split()
)
"""Post types of WordPress and of page builders that are parts of pages: nobody visits them.

Source: https://developer.wordpress.org/reference/functions/create_initial_post_types/
"""
OLD_SLUG = "_wp_old_slug"
"""The custom field with the slugs that a post had before: WordPress forwards their addresses.

Source: https://developer.wordpress.org/reference/functions/wp_old_slug_redirect/
"""


class Response(NamedTuple):
    """With what a server answered when the page was fetched: the field `page_response` of a record.

    In the record it is `{"url": …, "status": …, "headers": [["X-Robots-Tag", "noindex"], …]}`. A source writes it with
    `audit.sources.pages.with_page`, and only for pages that came whole, with status 200.

    Attributes:
        url: the address that answered, behind all redirects.
        status: the HTTP status.
        headers: names and values in their order, names as they came; a name may come several times.
        asked: the address that was asked for, if it led to another; else "".
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    asked: str = ""

    def named(self, name: str) -> Iterator[tuple[int, str]]:
        """The values of the headers with this lower-case name, each with its index in `headers`."""
        return ((index, value) for index, (key, value) in enumerate(self.headers) if key.lower() == name)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record came from.

    Attributes:
        source: name of the source: a file, an address, `-` for stdin.
        index: 0-based position in the array, page or folder that the source is; None where the source is one post.
        line: 1-based line in a file with one record a line; None elsewhere.
        complete: the source gives every post of the site: a live site read without a filter, or an export of all
            content. Another file cannot know.
        form: what the record is made of.
        sitemap: what the site's sitemaps list may be known when posts are judged.
    """

    source: str = ""
    index: int | None = None
    line: int | None = None
    complete: bool = False
    form: Form = "rest"
    sitemap: bool = False

    @property
    def place(self) -> str:
        """`FILE:LINE`, `FILE#INDEX`, or the source's name alone."""
        if self.line is not None:
            return f"{self.source}:{self.line}"
        return self.source if self.index is None else f"{self.source}#{self.index}"


class Rendered(BaseModel):
    """A text field of WordPress: HTML as readers get it and, with `context=edit`, the stored source.

    Attributes:
        rendered: HTML after shortcodes, blocks and filters.
        raw: the text in the database; only with `context=edit`, or from an export.
        protected: a password keeps readers from `rendered`.
        block_version: version of the block format, 0 without blocks; only with `context=edit`.
    """

    model_config = ConfigDict(extra="allow")

    rendered: str | None = None
    raw: str | None = None
    protected: bool | None = None
    block_version: int | None = None


# Validated by type alone: pydantic would copy a `dict[str, Any]` key by key.
Object = InstanceOf[dict[str, Any]]
Array = InstanceOf[list[Any]]


class Post(BaseModel):
    """One post, page, attachment or item of a custom type. Make one with `Post.read`.

    A field is None where the record lacks it or has another type there. Fields that nobody documents are kept as
    attributes too. Numbers written as strings are read as numbers, 0 and 1 as booleans. `meta`, `acf`, `class_list`,
    `media_details`, `translations` and `_embedded` are as they came, because PHP writes an empty object as `[]`.

    Attributes:
        origin: where the record came from.
        record: the record itself, untouched.
        date: site-local time without a zone; `date_gmt` is UTC without a zone.
        links: the record's `_links`.
        embedded: the record's `_embedded` (with `?_embed`).
        password: with `context=edit` only; so are `permalink_template` and `generated_slug`.
        lang: language by Polylang; `translations` are its siblings.
        wpml_current_locale: language by WPML.
    """

    model_config = ConfigDict(extra="allow")

    # Slots, not fields: no key of a record can fill them, and rules read them often (a private attribute of pydantic
    # goes through __getattr__ and makes a post a quarter dearer). `ClassVar` only keeps pydantic away from them.
    __slots__ = ("origin", "record")
    origin: ClassVar[Origin]
    record: ClassVar[dict[str, Any]]

    # WordPress: https://developer.wordpress.org/rest-api/reference/posts/ and its siblings for pages and media
    id: int | None = None
    date: str | None = None
    date_gmt: str | None = None
    guid: Rendered | None = None
    modified: str | None = None
    modified_gmt: str | None = None
    slug: str | None = None
    status: str | None = None
    type: str | None = None
    link: str | None = None
    title: Rendered | None = None
    content: Rendered | None = None
    excerpt: Rendered | None = None
    author: int | None = None
    featured_media: int | None = None
    comment_status: str | None = None
    ping_status: str | None = None
    sticky: bool | None = None
    template: str | None = None
    format: str | None = None
    meta: Any = None
    categories: list[int] | None = None
    tags: list[int] | None = None
    class_list: Any = None
    password: str | None = None
    permalink_template: str | None = None
    generated_slug: str | None = None
    parent: int | None = None
    menu_order: int | None = None
    caption: Rendered | None = None
    description: Rendered | None = None
    alt_text: str | None = None
    media_type: str | None = None
    mime_type: str | None = None
    media_details: Any = None
    source_url: str | None = None
    acf: Any = None
    links: Object | None = Field(default=None, alias="_links")
    embedded: Any = Field(default=None, alias="_embedded")

    # Yoast SEO: https://developer.yoast.com/customization/apis/rest-api
    yoast_head: str | None = None
    yoast_head_json: Object | None = None

    # Jetpack
    jetpack_featured_media_url: str | None = None
    jetpack_sharing_enabled: bool | None = None
    jetpack_likes_enabled: bool | None = None
    jetpack_shortlink: str | None = None
    jetpack_related_posts: Array | None = Field(default=None, alias="jetpack-related-posts")
    jetpack_publicize_connections: Array | None = None

    # Polylang, WPML
    lang: str | None = None
    translations: Any = None
    wpml_current_locale: str | None = None

    @classmethod
    def read(cls, record: dict[str, Any], origin: Origin) -> Post:
        """Read one record. Never raises: what has the wrong type is None here, and still in `Post.record`."""
        post = cls._validated(record)
        object.__setattr__(post, "origin", origin)
        object.__setattr__(post, "record", record)
        return post

    @classmethod
    def _validated(cls, record: dict[str, Any]) -> Post:
        try:
            return cls.model_validate(record)
        except ValidationError as error:
            # Again, because pydantic looks at no field before every key is text. Each round makes the record smaller.
            details = error.errors(include_url=False, include_context=False, include_input=False)
            return cls._validated(_without(record, [detail["loc"] for detail in details]))

    @property
    def title_html(self) -> str | None:
        """`title.rendered`: HTML, not text (`Salt &#038; light`)."""
        return self.title.rendered if self.title else None

    @property
    def content_html(self) -> str | None:
        """`content.rendered`: the content as readers get it; empty where a password protects it."""
        return self.content.rendered if self.content else None

    @property
    def content_raw(self) -> str | None:
        """`content.raw`: the stored source, with block delimiters and shortcodes."""
        return self.content.raw if self.content else None

    @property
    def page(self) -> str | None:
        """The HTML of the whole page, where the source gives it; a field of that name in a payload is not meant."""
        page = self.record.get(PAGE) if self.origin.form in _WITH_PAGE else None
        return page if isinstance(page, str) else None

    @property
    def response(self) -> Response | None:
        """With what the server answered that gave the page; None for a page out of a file, and without a page."""
        value = self.record.get(PAGE_RESPONSE) if self.origin.form in _WITH_PAGE else None
        if not isinstance(value, dict):
            return None
        url, status, headers = value.get("url"), value.get("status"), value.get("headers")
        pairs = [tuple(pair) for pair in headers] if isinstance(headers, list) else []
        asked = value.get("asked")
        return Response(
            url if isinstance(url, str) else "",
            status if isinstance(status, int) else 0,
            tuple(pairs),
            asked if isinstance(asked, str) else "",
        )

    @property
    def excerpt_html(self) -> str | None:
        """`excerpt.rendered`."""
        return self.excerpt.rendered if self.excerpt else None

    @property
    def is_published(self) -> bool:
        """Whether it is a page that readers can see: `publish`, no status (exports), an attachment that inherits.

        A part of pages, such as a menu item or a pattern, is none.
        """
        if self.type in PART_TYPES:
            return False
        return self.status in {None, "publish"} or (self.status == "inherit" and self.type == "attachment")

    @property
    def embedded_terms(self) -> Iterator[dict[str, Any]]:
        """The categories, tags and other terms that the record carries whole (with `?_embed`)."""
        groups = self.embedded.get("wp:term") if isinstance(self.embedded, dict) else None
        for group in groups if isinstance(groups, list) else ():
            yield from _objects(group)

    @property
    def old_slugs(self) -> list[str]:
        """The slugs that it had before, where the source knows its custom fields."""
        slugs = self.meta.get(OLD_SLUG) if isinstance(self.meta, dict) else None
        return [slug for slug in slugs if isinstance(slug, str)] if isinstance(slugs, list) else []

    @property
    def protected(self) -> bool:
        """Whether a password keeps readers from the content."""
        return bool(self.password or (self.content and self.content.protected))

    @property
    def author_id(self) -> int | None:
        """Id of the author; None also for 0, which WordPress prints when the author's account is gone."""
        return self.author or None

    @property
    def api_url(self) -> str | None:
        """Address of the record in the REST API: the first `_links.self`."""
        links = self.links
        return next(_texts(_objects(links.get("self")), "href"), None) if links else None

    @property
    def featured_urls(self) -> list[str]:
        """Addresses of the featured image in all its sizes, as far as the record tells (Jetpack, `_embedded`)."""
        urls = [self.jetpack_featured_media_url] if self.jetpack_featured_media_url else []
        embedded = self.embedded
        if not isinstance(embedded, dict):
            return urls
        for relation in _FEATURED_MEDIA:
            for media in _objects(embedded.get(relation)):
                urls += _texts([media], "source_url")
                details = media.get("media_details")
                sizes = details.get("sizes") if isinstance(details, dict) else None
                urls += _texts(_objects(list(sizes.values()) if isinstance(sizes, dict) else None), "source_url")
        return list(dict.fromkeys(urls))

    def value_at(self, field: str) -> Any:
        """What the record holds at the path of a field: see `value_at`."""
        return value_at(self.record, field)

    def edit_url(self, home: str) -> str | None:
        """Where an editor edits it. None without an id.

        Args:
            home: the site's home address with its scheme, with or without a slash at its end.
        """
        return f"{home.rstrip('/')}/wp-admin/post.php?post={self.id}&action=edit" if self.id and home else None


def value_at(record: Any, field: str) -> Any:
    """What a record holds at the path of a field (`slug`, `content.rendered`), as it came; None where it has none."""
    value = record
    for key in field.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


# The second name is that of the WP-API plugin, before WordPress 4.7.
_FEATURED_MEDIA = ("wp:featuredmedia", "https://api.w.org/featuredmedia")


def _without(record: dict[str, Any], wrong: Iterable[tuple[int | str, ...]]) -> dict[str, Any]:
    """The record without the fields, or the parts of fields, that have the wrong type.

    Keys with a lone surrogate go too: pydantic refuses them, and nobody documents one.
    """
    kept = {key: value for key, value in record.items() if _is_unicode(key)}
    parts: dict[str, set[int | str]] = {}
    for field, *part in filter(None, wrong):  # an empty path is the record itself: a key with a surrogate
        parts.setdefault(str(field), set()).update(part)
    for field, gone in parts.items():
        value = kept.pop(field, None)
        if gone and isinstance(value, dict):
            kept[field] = {key: part for key, part in value.items() if key not in gone}
        elif gone and isinstance(value, list):
            kept[field] = [part for index, part in enumerate(value) if index not in gone]
    return kept


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects in a list; none where it is no list."""
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())


def _texts(items: Iterable[dict[str, Any]], key: str) -> Iterator[str]:
    """What the objects hold under a key, where that is a string that is not empty."""
    return (text for item in items if isinstance(text := item.get(key), str) and text)
