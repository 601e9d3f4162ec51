"""Rows of a table (CSV, Parquet, Arrow) as records like those of the REST API.

Which column is which field of a post is guessed from its name, as WordPress, its export plugins and flattened REST
answers name them; the settings may say it otherwise. A column that is no known field is kept under its own name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

from audit.sources.wxr_records import head_of, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_GUESSES = {
    "id": ("id", "post_id", "postid", "wp_id"),
    "title.rendered": ("title_rendered", "title", "post_title", "headline"),
    "content.rendered": ("content_rendered", "content", "body", "html", "content_html", "body_html"),
    "content.raw": ("content_raw", "post_content"),
    "excerpt.rendered": ("excerpt_rendered", "excerpt"),
    "excerpt.raw": ("excerpt_raw", "post_excerpt"),
    "guid.rendered": ("guid_rendered", "guid"),
    "link": ("link", "permalink", "url", "post_url", "post_link"),
    "slug": ("slug", "post_name"),
    "status": ("status", "post_status"),
    "type": ("type", "post_type"),
    "date": ("date", "post_date", "published", "published_at", "date_published"),
    "date_gmt": ("date_gmt", "post_date_gmt"),
    "modified": ("modified", "post_modified", "post_modified_date", "updated_at", "date_modified"),
    "modified_gmt": ("modified_gmt", "post_modified_gmt"),
    "author": ("author", "post_author", "author_id"),
    "featured_media": ("featured_media", "thumbnail_id"),
    "parent": ("parent", "post_parent"),
    "menu_order": ("menu_order",),
    "comment_status": ("comment_status",),
    "ping_status": ("ping_status",),
    "password": ("post_password",),
    "sticky": ("sticky",),
}
"""Names of columns, in lower case with `_` between words, by field.

Sources: https://codex.wordpress.org/Database_Description#Table:_wp_posts,
https://www.wpallimport.com/documentation/export/, https://developer.wordpress.org/rest-api/reference/posts/
"""
_STORED_FORM = frozenset({"post_type", "post_status", "post_name", "post_title"})
"""Names of the database: beside them a plain `content` is the stored source, as WP All Export has it."""
_WORDS = re.compile(r"[\W_]+")
_INTEGERS = frozenset({"id", "author", "featured_media", "parent", "menu_order"})
_MOMENTS = frozenset({"date", "date_gmt", "modified", "modified_gmt"})
_TERMS = frozenset({"categories", "tags"})
_TEXTS = frozenset({"title", "content", "excerpt", "guid"})
_NESTED = frozenset(
    {*_TEXTS, *_TERMS, "_links", "_embedded", "yoast_head_json", "aioseo_head_json", "meta", "acf", "class_list"}
)
_NULLS = frozenset({"", "NULL", "\\N"})
"""How MySQL and phpMyAdmin write that there is no value."""
_NO_DATE = "0000-00-00"
_BLOCKS = "<!-- wp:"
_TRUE, _FALSE = frozenset({"1", "true", "yes"}), frozenset({"0", "false", "no"})


class Columns:
    """Which column of a table is which field.

    Args:
        names: the columns, in their order.
        wanted: fields by column, from the settings; an empty field leaves a column out.
    """

    def __init__(self, names: Iterable[str], wanted: Mapping[str, str]) -> None:
        by_normal: dict[str, str] = {}
        for name in names:
            by_normal.setdefault(normal(name), name)
        self._fields = {name: _full(field) for name, field in wanted.items()}
        taken = set(self._fields.values())
        is_stored = not _STORED_FORM.isdisjoint(by_normal)
        for field, guesses in _GUESSES.items():
            found = (by_normal[guess] for guess in guesses if guess in by_normal)
            best = next((name for name in found if name not in wanted), None)
            if best is not None and field not in taken:
                stored = is_stored and field == "content.rendered" and normal(best) == "content"
                self._fields[best] = "content.raw" if stored else field

    @property
    def has_posts(self) -> bool:
        """Whether these are columns of posts: a content, or a title and where it is."""
        fields = set(self._fields.values())
        has_content = any(field.startswith("content") for field in fields)
        return has_content or ("title.rendered" in fields and bool(fields & {"link", "slug", "id"}))

    def record_of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row as a record. Cells without a value are left out."""
        record: dict[str, Any] = {}
        for name, cell in row.items():
            value = _opened(name, cell)
            if value is None or (isinstance(value, str) and value.strip() in _NULLS):
                continue
            self._put(record, name, value)
        head = head_of({name: cell for name, cell in row.items() if isinstance(cell, str)})
        if head and not isinstance(record.get("yoast_head_json"), dict):
            record["yoast_head_json"] = head
        return record

    def _put(self, record: dict[str, Any], name: str, value: Any) -> None:
        if isinstance(value, dict | list) and name in _NESTED:
            record[name] = value
            return
        field = self._fields.get(name)
        if field is None:
            top, dot, rest = name.partition(".")
            if dot and top in _NESTED:
                _set(record, top, rest, value)
            elif name not in _TERMS:
                record.setdefault(name, value)
            elif (numbers := _numbers(value)) is not None:
                record[name] = numbers
            return
        if field == "content.rendered" and isinstance(value, str) and _BLOCKS in value:
            field = "content.raw"
        if field == "author" and isinstance(value, str) and _integer(value) is None:
            record["_embedded"] = {"author": [{"name": value.strip()}]}
            return
        value = _typed(field, value)
        top, dot, rest = field.partition(".")
        if dot:
            _set(record, top, rest, value)
        elif field and value is not None:
            record[field] = value


def normal(name: str) -> str:
    """A column's name in lower case, with `_` between words and none around."""
    return _WORDS.sub("_", name.lower()).strip("_")


def _full(field: str) -> str:
    """A field as the settings name it: `content` means the content as readers get it."""
    return f"{field}.rendered" if field in _TEXTS else field


def _opened(name: str, cell: Any) -> Any:
    """A cell; JSON in a column that holds objects or lists is read."""
    if name not in _NESTED or not isinstance(cell, str) or cell.lstrip()[:1] not in {"{", "["}:
        return cell
    try:
        value = orjson.loads(cell)
    except orjson.JSONDecodeError:
        return cell
    return cell if name in _TEXTS and not isinstance(value, dict) else value


def _set(record: dict[str, Any], top: str, rest: str, value: Any) -> None:
    holder = record.setdefault(top, {})
    names = rest.split(".")
    for name in names[:-1]:
        if not isinstance(holder, dict):
            return
        holder = holder.setdefault(name, {})
    if isinstance(holder, dict):
        holder.setdefault(names[-1], value)


def _typed(field: str, value: Any) -> Any:
    if isinstance(value, float) and field in _INTEGERS and value.is_integer():
        return int(value)  # what pandas makes of whole numbers beside empty cells
    if not isinstance(value, str):
        return str(value) if field in {"slug", "title.rendered"} and not isinstance(value, dict | list) else value
    if field in _INTEGERS:
        return _integer(value)
    if field in _MOMENTS:
        return None if value.startswith(_NO_DATE) else moment(value.strip())
    if field == "sticky":
        lowered = value.strip().lower()
        return True if lowered in _TRUE else False if lowered in _FALSE else None
    return value if "." in field else value.strip()


def _integer(text: str) -> int | None:
    text = text.strip().removesuffix(".0")  # what a spreadsheet makes of a number beside empty cells
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None  # noqa: PLR2004 - of 64 bits


def _numbers(value: Any) -> list[int] | None:
    """Ids of terms out of `3,5`; None for names, which records of the REST API do not have."""
    parts = [_integer(part) for part in re.split(r"[,|;]", str(value))]
    return [part for part in parts if part is not None] if None not in parts else None
