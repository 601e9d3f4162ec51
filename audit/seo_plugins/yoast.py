"""Yoast SEO: `yoast_head` is the head as HTML, `yoast_head_json` the same as JSON.

Source: https://developer.yoast.com/customization/apis/rest-api
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from audit.facts.head import Head, HeadValue, OgImage, address_of_json, robots_of
from audit.kept import kept
from audit.seo_plugins import Heads, is_uncut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

NAME = "Yoast SEO"
SIGN = re.compile(r"\A(?:This site is optimized with the Yoast |/ Yoast SEO|yoast-schema-graph\b)")
HTML_FIELD = "yoast_head"
JSON_FIELD = "yoast_head_json"
FIELDS = (HTML_FIELD, JSON_FIELD)
_ADDRESSES = frozenset({"canonical", "og:url", "twitter:image"})
_ALWAYS = frozenset({"title", "robots"})
_SOME = frozenset({"og_type", "schema", "twitter_card"})
"""A setting may switch off each of these."""


def heads(record: Mapping[str, Any]) -> Heads | None:
    """The heads that Yoast put into a record; None if it said nothing."""
    html = record.get(HTML_FIELD)
    if type(html) is not str or not html or html.isspace():
        html = None
    head = read_head_json(record.get(JSON_FIELD))
    if html is None and head is None:
        return None
    payload = record.get(JSON_FIELD)
    schema = payload.get("schema") if type(payload) is dict else None
    is_whole = is_uncut(payload, _ALWAYS, _SOME)
    return Heads(HTML_FIELD if html is not None else None, html, head, schema, is_whole=is_whole)


def read_head_json(payload: Any) -> Head | None:
    """The head that `yoast_head_json` describes; None if it is no object, or an empty one.

    Whatever has another type than Yoast gives it is left out: the record's contract tells of it.
    """
    if type(payload) is not dict or not payload:
        return None
    head = Head("json", JSON_FIELD)
    by_name = head.by_name
    for key, value in payload.items():
        reader = _STRUCTURED.get(key)
        if reader is not None:
            reader(head, value)
            continue
        text = value if type(value) is str else _text(value)
        if text and not text.isspace():
            name, pointer = _names(key)
            if name in _ADDRESSES:
                text = address_of_json(text)
            found = HeadValue(text, JSON_FIELD, None, None, pointer)
            if name == "title":
                head.titles.append(found)
            elif name == "canonical":
                head.canonicals.append(found)
            else:
                by_name[name] = [found]
        elif type(value) is list:
            _read_list(head, key, value)
    return head


@kept(512)
def _names(key: str) -> tuple[str, str]:
    """Name of the meta tag for a key of the JSON, and the key's pointer: `og_site_name` is `og:site_name`."""
    pointer = "/" + _escape(key)
    prefix, _, rest = key.partition("_")
    if rest and prefix in _PREFIXES:
        return f"{prefix}:{rest}".lower(), pointer
    return key.lower(), pointer


_PREFIXES = frozenset({"og", "article", "twitter", "fb", "product", "profile", "book", "music", "video"})


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _text(value: Any) -> str | None:
    """A text, or a number as text; None for anything else, and for blanks: Yoast prints no tag for an empty value."""
    if type(value) is str:
        return value if value and not value.isspace() else None
    return str(value) if type(value) in (int, float) else None


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    """Members and JSON pointers of a list, of the object that PHP makes of a list with a hole, or of a single value."""
    if type(value) is list:
        return ((f"/{step}", member) for step, member in enumerate(value))
    if type(value) is dict:
        return ((f"/{_escape(step)}", member) for step, member in value.items())
    return iter((("", value),))


def _read_list(head: Head, key: str, values: list[Any]) -> None:
    name, pointer = _names(key)
    found = [
        HeadValue(text, JSON_FIELD, pointer=pointer + step)
        for step, value in _members(values)
        if (text := _text(value)) is not None
    ]
    if found:
        head.by_name[name] = found


def _read_robots(head: Head, value: Any) -> None:
    """`{"index": "noindex", "max-snippet": "max-snippet:-1"}`: the values are the rules."""
    rules = ", ".join(rule for _, rule in _members(value) if type(rule) is str)
    if rules:
        head.by_name["robots"] = [HeadValue(rules, JSON_FIELD, pointer="/robots")]
        head.robots = robots_of(rules)


def _read_labels(head: Head, value: Any) -> None:
    """`{"Written by": "Maren Holt"}`: what HTML says in pairs of `twitter:label1` and `twitter:data1`."""
    if type(value) is not dict:
        return
    for label, data in value.items():
        if (text := _text(data)) is not None:
            head.twitter_labels[label] = HeadValue(text, JSON_FIELD, None, None, f"/twitter_misc/{_escape(label)}")


_PICTURE_PARTS = ("width", "height", "type", "alt")


def _read_pictures(head: Head, value: Any) -> None:
    """A list of `{"url", "width", "height", "type"}`, the last three "" for a picture that is no attachment."""
    members = (("", value),) if type(value) is dict and "url" in value else _members(value)
    for step, member in members:
        if type(member) is dict:
            _read_picture(head, f"/og_image{step}", member)
        elif type(member) is str:
            _add_picture(head, HeadValue(member, JSON_FIELD, pointer=f"/og_image{step}"))


def _read_picture(head: Head, pointer: str, value: dict[str, Any]) -> None:
    url = value.get("url")
    if type(url) is not str:
        return
    picture = _add_picture(head, HeadValue(address_of_json(url), JSON_FIELD, None, None, f"{pointer}/url"))
    for part in _PICTURE_PARTS:
        if (text := _text(value.get(part))) is not None:
            found = HeadValue(text, JSON_FIELD, None, None, f"{pointer}/{part}")
            setattr(picture, part, found)
            head.by_name.setdefault(f"og:image:{part}", []).append(found)


def _add_picture(head: Head, url: HeadValue) -> OgImage:
    picture = OgImage(url)
    head.og_images.append(picture)
    head.by_name.setdefault("og:image", []).append(url)
    return picture


def _skip(_head: Head, _value: Any) -> None:
    """The graph is not the head's: see `audit.facts.jsonld.read_graph`."""


_STRUCTURED: Mapping[str, Callable[[Head, Any], None]] = {
    "robots": _read_robots,
    "twitter_misc": _read_labels,
    "og_image": _read_pictures,
    "schema": _skip,
}
