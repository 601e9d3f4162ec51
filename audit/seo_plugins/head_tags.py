"""REST API - Head Tags: `head_tags` lists what WordPress, the theme and any SEO plugin print into the head.

Each entry is `{"tag": "meta", "attributes": {"name": "robots", "content": "…"}}`; titles and scripts have `content`.

Source: https://wordpress.org/plugins/rest-api-head-tags/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from audit.facts.head import Head, HeadValue, Hreflang, is_page_type, labels_of, pictures_of, robots_of
from audit.seo_plugins import Heads

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "REST API - Head Tags"
FIELD = "head_tags"
FIELDS = (FIELD,)


def heads(record: Mapping[str, Any]) -> Heads | None:
    """The head that the list describes; None without one."""
    tags = record.get(FIELD)
    if type(tags) is not list:
        return None
    head = Head("json", FIELD)
    schema, schema_at = None, ""
    for index, entry in enumerate(tags):
        if type(entry) is not dict:
            continue
        attributes = entry.get("attributes")
        named = _texts(attributes) if type(attributes) is dict else {}
        content = entry.get("content")
        match entry.get("tag"):
            case "title" if type(content) is str:
                head.titles.append(HeadValue(content, FIELD, pointer=f"/{index}/content"))
            case "meta":
                _read_meta(head, named, index)
            case "link":
                _read_link(head, named, index)
            case "script" if named.get("type") == "application/ld+json" and type(content) is str and schema is None:
                schema, schema_at = _parsed(content), f"/{index}/content"
    _finish(head)
    return Heads(None, None, head, schema, schema_at, is_whole=bool(head.titles), repeats=True) if head else None


def _texts(attributes: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if type(value) is str}


def _read_meta(head: Head, named: Mapping[str, str], index: int) -> None:
    name = named.get("property") or named.get("name")
    if name:
        value = HeadValue(named.get("content", ""), FIELD, pointer=f"/{index}/attributes/content")
        head.by_name.setdefault(name.strip().lower(), []).append(value)


def _read_link(head: Head, named: Mapping[str, str], index: int) -> None:
    relations, href = named.get("rel", "").lower().split(), named.get("href", "")
    if not href.strip():
        return
    value = HeadValue(href, FIELD, pointer=f"/{index}/attributes/href")
    if "canonical" in relations:
        head.canonicals.append(value)
    if "alternate" in relations and "hreflang" in named and is_page_type(named.get("type")):
        head.hreflangs.append(Hreflang(named["hreflang"], value))


def _finish(head: Head) -> None:
    head.twitter_labels = labels_of(head.by_name)
    head.og_images = pictures_of((name, value) for name, values in head.by_name.items() for value in values)
    for agent in ("robots", "googlebot"):
        for value in head.metas(agent):
            head.robots |= robots_of(value.text)


def _parsed(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
