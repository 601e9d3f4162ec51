"""WordPress exports (WXR): the items of an export file as records like those of the REST API.

The file is read as a stream, so that its size does not matter, and every sound item is read, wherever the XML is
damaged. Comments are left out. Of a post an export holds the stored source (`content.raw`), with block delimiters and
shortcodes, and instead of a head the few fields that somebody filled in for an SEO plugin.

Source: https://github.com/WordPress/WordPress/blob/master/wp-admin/includes/export.php
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from html.entities import html5
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from audit.charsets import declared_codec
from audit.post import OLD_SLUG, PART_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

_CHUNK = 1 << 18  # bytes
_NAMESPACE = re.compile(rb"""xmlns:wp\s*+=\s*+["']https?://(?:www\.)?wordpress\.org/export/""")
_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s*+<(?:\?xml|rss|!--)")
_MESSAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<br />\s*+)?(?:<b>)?(?:PHP )?(?:Warning|Notice|Deprecated|Strict Standards)\b"
)
"""How PHP begins when it has something to say: https://www.php.net/manual/en/errorfunc.configuration.php"""
_DOCUMENT = re.compile(r"<(?:\?xml\s|rss[\s>])")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Source: https://www.w3.org/TR/xml/#charsets"""
_ITEM = re.compile(r"<item>\s{0,100}<title[\s/>]")
_ITEM_LENGTH = 120  # characters of the longest match
_LARGEST_ITEM = 64 << 20
"""Characters; as much as a record of JSON may have."""
_ELEMENT = 100
"""Characters as which an element counts: it takes memory even if it is empty."""
_LONGEST_MARKUP = 1 << 20
"""Bytes of a tag or a comment: the parser reads one that has not ended again with every chunk."""
_DEEPEST = 100
"""Elements in each other; WordPress writes six."""
_MOST_DAMAGES = 100
_AROUND_ITEMS = "<rss><channel>"


@dataclass(frozen=True, slots=True)
class Damage:
    """A place at which an export is damaged.

    Attributes:
        line: 1-based line of the file.
        reason: what is wrong there.
        posts: how many posts were read before.
        is_end: nothing is read behind it.
        is_before: it is what stands before the export, which is whole.
    """

    line: int
    reason: str
    posts: int
    is_end: bool = False
    is_before: bool = False


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


_NUMBERED = re.compile(
    r"(?:\.\d{3}|(?:part|split|chunk)[-_. ]?\d+|(?<!\d\d\d\d-\d\d)[-_ ]\d{1,3})\.(?:xml|wxr)(?:\.gz|\.zst)?\Z",
    re.IGNORECASE,
)
"""How the files are called that one export was written to, or cut into, as importers allow so many bytes: a number ends
the name, and that is not the day of a date. Source: https://developer.wordpress.org/cli/commands/export/"""
_LINKED = re.compile(r"""href=["']?([^"'\s<>?#]+)""", re.IGNORECASE)


def is_wxr(head: bytes) -> bool:
    """Whether a file that begins so is a WordPress export."""
    if _NAMESPACE.search(head) is None:
        return False
    return _BEGINNING.match(head) is not None or _MESSAGE.match(head) is not None


def read_wxr(file: BinaryIO, channel: Channel) -> Iterator[dict[str, Any] | Damage]:
    """The posts of an export in their order, and the places at which it is damaged.

    What is no published item or draft of one is left out: attachments (see `with_featured_image`), menus, templates,
    revisions, items in the trash.

    Args:
        file: the file, at its beginning.
        channel: is filled while the items are read.
    """
    reader = _Reader(channel)
    for text in _texts(file):
        reader.feed(text)
        yield from reader.take()
    reader.end()
    yield from reader.take()


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


def _texts(file: BinaryIO) -> Iterator[str]:
    """The file as text of which XML allows every character. A blank for each other one: it shows nothing, either."""
    chunk = file.read(_CHUNK).removeprefix(codecs.BOM_UTF8)
    decoder = codecs.getincrementaldecoder(declared_codec(chunk) or "utf-8")(errors="replace")
    while chunk:
        yield _NOT_XML.sub(" ", decoder.decode(chunk))
        chunk = file.read(_CHUNK)
    yield _NOT_XML.sub(" ", decoder.decode(b"", final=True))


# -- XML -------------------------------------------------------------------------------------------------------------


class _RefusedError(Exception):
    """The document declares entities, which no export does and hostile ones do."""


class _UnlikelyError(Exception):
    """What is well-formed, but more than an export ever holds."""


@dataclass(slots=True)
class _Item:
    """The fields of an item while it is read."""

    fields: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)  # taxonomy, slug, name
    meta: dict[str, str] = field(default_factory=dict)
    old_slugs: list[str] = field(default_factory=list)


class _Reader:
    """Reads items out of text, and begins anew behind damage."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._taken: list[dict[str, Any] | Damage] = []
        self._posts = 0
        self._damages = 0
        self._searching = False  # for the next item, behind damage
        self._before = ""  # end of the text that was searched
        self._refused = False
        self._first_line = self._line = 1  # at which the parser began; at which the next text begins
        self._fed = 0  # bytes that the parser was given
        self._begin(1, "")

    def take(self) -> list[dict[str, Any] | Damage]:
        """What has been read since it was asked last."""
        taken, self._taken = self._taken, []
        return taken

    def feed(self, text: str) -> None:
        """Read on."""
        if self._fed == 0:
            text = self._from_beginning(text)
        while text and not self._refused:
            text = self._found_item(text) if self._searching else self._parsed(text)

    def _from_beginning(self, text: str) -> str:
        """The text without what plugins and PHP print before the XML declaration, where XML allows nothing."""
        before = len(text) - len(text.lstrip())
        if _MESSAGE.match(text[: before + 100].encode()) and (found := _DOCUMENT.search(text, before)):
            self._taken.append(Damage(1 + text.count("\n", 0, before), "", 0, is_before=True))
            before = found.start()
        self._first_line += text.count("\n", 0, before)
        self._line = self._first_line
        return text[before:]

    def end(self) -> None:
        """The text ends here."""
        if self._searching or self._refused:
            return
        try:
            self._parser.Parse("", True)  # noqa: FBT003 - positional by its signature
        except expat.ExpatError:
            self._add_damage(self._here, "the file ends there", is_end=True)

    def _begin(self, line: int, prefix: str) -> None:
        self._first_line = self._line = line
        self._fed = len(prefix.encode())
        self._size = 0  # of what is kept of an item, an author, a term
        self._stack: list[str] = []
        self._attributes: dict[str, str] = {}
        self._characters: list[str] = []
        self._item: _Item | None = None
        self._record: dict[str, str] = {}  # of an author, a term, a custom field
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.EntityDeclHandler = self._refuse
        parser.UseForeignDTD()  # none is read; but the names of HTML, which XML does not know, are no end of it
        parser.SkippedEntityHandler = self._refer
        if prefix:
            parser.Parse(prefix)

    @property
    def _here(self) -> int:
        """Line of the file at which the parser is."""
        return self._first_line + self._parser.CurrentLineNumber - 1

    def _parsed(self, text: str) -> str:
        """Parse a text; returns what follows damage."""
        raw = text.encode()
        try:
            self._parser.Parse(raw)
        except expat.ExpatError as error:
            return self._behind_damage(raw, expat.errors.messages.get(error.code, "not well-formed"))
        except _UnlikelyError as error:
            return self._behind_damage(raw, str(error))
        except _RefusedError:
            self._refused = True
            self._add_damage(self._here, "it declares entities, which no export of WordPress does", is_end=True)
            return ""
        if self._fed + len(raw) - self._parser.CurrentByteIndex > _LONGEST_MARKUP:
            return self._behind_damage(raw, "a tag or comment does not end")
        self._fed += len(raw)
        self._line += raw.count(b"\n")
        return ""

    def _behind_damage(self, raw: bytes, reason: str) -> str:
        """Tell of damage in what was parsed; returns the rest of it, in which the next item is looked for."""
        self._searching = True
        is_last = self._damages == _MOST_DAMAGES - 1
        if is_last:
            self._refused = True
            reason = f"{reason}, and this is the {_MOST_DAMAGES}th place, so that the rest was not read"
        self._add_damage(self._here, reason, is_end=is_last)
        at = max(0, self._parser.CurrentByteIndex - self._fed)
        self._line += raw.count(b"\n", 0, at)
        self._before = ""
        return raw[at:].decode(errors="ignore")

    def _found_item(self, text: str) -> str:
        """Look for the next item; returns the text from there on, to be parsed."""
        text = self._before + text
        found = _ITEM.search(text)
        if found is None:
            kept = text[-_ITEM_LENGTH:]
            self._line += text.count("\n", 0, len(text) - len(kept))
            self._before = kept
            return ""
        self._searching = False
        self._begin(self._line + text.count("\n", 0, found.start()), _AROUND_ITEMS)
        return text[found.start() :]

    def _add_damage(self, line: int, reason: str, *, is_end: bool = False) -> None:
        self._damages += 1
        self._taken.append(Damage(line, reason, self._posts, is_end))

    # -- elements --------------------------------------------------------------------------------------------------

    def _refuse(self, *_declaration: object) -> None:
        raise _RefusedError

    def _refer(self, name: str, _is_parameter: object) -> None:
        self._data(html5.get(f"{name};", f"&{name};"))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._stack.append(name)
        self._characters.clear()
        if len(self._stack) > _DEEPEST:
            raise _UnlikelyError(f"more than {_DEEPEST} elements stand in each other")
        self._size += _ELEMENT + len(name) + sum(map(len, attributes.values()))
        if len(self._stack) == _IN_CHANNEL:
            self._size = 0
            self._record = {}
            self._item = _Item() if name == "item" else None
        elif len(self._stack) == _IN_ITEM:
            self._attributes = attributes
            if self._item is not None:
                self._record = {}

    def _data(self, data: str) -> None:
        if len(self._stack) > _IN_ITEM and self._stack[_IN_ITEM - 1] == _COMMENT:
            return
        self._size += len(data)
        if self._size <= _LARGEST_ITEM:
            self._characters.append(data)

    def _end(self, name: str) -> None:
        depth = len(self._stack)
        self._stack.pop()
        text = "".join(self._characters)
        self._characters.clear()
        item = self._item
        if depth > _IN_CHANNEL and self._size > _LARGEST_ITEM:
            return  # it will be left out
        if item is None:
            self._end_in_channel(name, depth, text)
        elif depth == _IN_CHANNEL:
            self._item = None
            self._end_item(item)
        elif depth == _IN_ITEM:
            self._end_in_item(item, name, text)
        elif depth == _IN_ITEM + 1 and self._stack[-1] == "wp:postmeta":
            self._record[name] = text

    def _end_in_channel(self, name: str, depth: int, text: str) -> None:
        if depth == _IN_ITEM:
            self._record[name] = text.strip()
        elif depth == _IN_CHANNEL:
            _add_to(self._channel, name, self._record, text.strip())

    def _end_in_item(self, item: _Item, name: str, text: str) -> None:
        if name == "wp:postmeta":
            key = self._record.get("wp:meta_key", "").strip()
            value = self._record.get("wp:meta_value", "").strip()
            if key in _KEPT_META:
                item.meta[key] = value
            elif key == OLD_SLUG:
                item.old_slugs.append(value)
        elif name == "category":
            attributes = self._attributes
            item.terms.append((attributes.get("domain", ""), attributes.get("nicename", ""), text.strip()))
        elif name != _COMMENT:
            item.fields.setdefault(name, text if name in _VERBATIM else text.strip())

    def _end_item(self, item: _Item) -> None:
        if self._size > _LARGEST_ITEM:
            self._add_damage(self._here, f"an item has more than {_LARGEST_ITEM >> 20} million characters")
            return
        record = _record_of(item, self._channel)
        if record is not None:
            self._posts += 1
            self._taken.append(record)


_IN_CHANNEL, _IN_ITEM = 3, 4
"""Depth of what stands in `<channel>`, and of what stands in an item, an author or a term of it."""
_COMMENT = "wp:comment"
_VERBATIM = frozenset({"content:encoded", "excerpt:encoded"})


def _add_to(channel: Channel, name: str, record: Mapping[str, str], text: str) -> None:
    """Keep what an element of the channel says: the site, an author, a term."""
    match name:
        case "wp:base_blog_url":
            channel.home = text.rstrip("/")
        case "link" if not channel.home:
            channel.home = text.rstrip("/")
        case "wp:author":
            login = record.get("wp:author_login", "")
            channel.authors[login] = record.get("wp:author_display_name") or login
        case "wp:category":
            _add_term(channel, "category", record.get("wp:category_nicename"), record.get("wp:term_id"))
        case "wp:tag":
            _add_term(channel, "post_tag", record.get("wp:tag_slug"), record.get("wp:term_id"))
        case "wp:term":
            taxonomy = record.get("wp:term_taxonomy", "")
            _add_term(channel, taxonomy, record.get("wp:term_slug"), record.get("wp:term_id"))


def _add_term(channel: Channel, taxonomy: str, slug: str | None, number: str | None) -> None:
    if slug and number and (term := _integer(number)) is not None:
        channel.terms[taxonomy, slug] = term


# -- records ---------------------------------------------------------------------------------------------------------

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
    "_yoast_wpseo_metadesc": "description",
    "_yoast_wpseo_canonical": "canonical",
    "_yoast_wpseo_opengraph-title": "og_title",
    "_yoast_wpseo_opengraph-description": "og_description",
    "_yoast_wpseo_twitter-title": "twitter_title",
    "_yoast_wpseo_twitter-description": "twitter_description",
    "rank_math_description": "description",
    "rank_math_canonical_url": "canonical",
    "rank_math_facebook_title": "og_title",
    "rank_math_facebook_description": "og_description",
    "_aioseo_description": "description",
    "_seopress_titles_desc": "description",
    "_seopress_robots_canonical": "canonical",
    "_genesis_description": "description",
    "_genesis_canonical_uri": "canonical",
}
"""What an editor wrote for the head, by the custom field that holds it. A title is a template, and so left out.

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


def _record_of(item: _Item, channel: Channel) -> dict[str, Any] | None:
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
        if value and not pattern.search(value):
            head.setdefault(name, value)
    hidden = any(meta.get(key) == value for key, value in _NOINDEX.items())
    if hidden or '"noindex"' in meta.get(_ROBOTS_OF_RANK_MATH, ""):
        head["robots"] = {"index": "noindex"}
    return head
