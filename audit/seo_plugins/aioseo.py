"""All in One SEO: `aioseo_head` is the head as HTML, `aioseo_head_json` the same as JSON.

Source: https://aioseo.com/docs/how-to-use-the-aioseo-rest-api/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from audit.facts.head import Head, HeadValue, OgImage, address_of_json, labels_of, robots_of
from audit.seo_plugins import Heads, is_uncut

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "All in One SEO"
SIGN = re.compile(r"\A(?:/?\s?all in one seo\b|aioseop?-schema\b)", re.IGNORECASE)
HTML_FIELD = "aioseo_head"
JSON_FIELD = "aioseo_head_json"
FIELDS = (HTML_FIELD, JSON_FIELD)
_ADDRESSES = frozenset({"canonical_url", "og:url", "og:image", "og:image:secure_url", "twitter:image"})
_ALWAYS = frozenset({"title", "robots"})
_SOME = frozenset({"og:type", "schema"})
"""Where social tags or structured data are switched off, the other is there."""


def heads(record: Mapping[str, Any]) -> Heads | None:
    """The heads that All in One SEO put into a record; None if it said nothing."""
    html = record.get(HTML_FIELD)
    if type(html) is not str or not html or html.isspace():
        html = None
    payload = record.get(JSON_FIELD)
    head = read_head_json(payload)
    if html is None and head is None:
        return None
    schema = payload.get("schema") if type(payload) is dict else None
    is_whole = is_uncut(payload, _ALWAYS, _SOME)
    return Heads(HTML_FIELD if html is not None else None, html, head, schema, is_whole=is_whole)


def read_head_json(payload: Any) -> Head | None:
    """The head that `aioseo_head_json` describes; None if it is no object, or an empty one.

    Its keys are the names of the tags (`og:title`), but for `canonical_url`; an empty value is a tag that is not there.
    """
    if type(payload) is not dict or not payload:
        return None
    head = Head("json", JSON_FIELD)
    for key, value in payload.items():
        text = value if type(value) is str else str(value) if type(value) in (int, float) else ""
        if not text or text.isspace():
            continue
        name = key.lower()
        if name in _ADDRESSES:
            text = address_of_json(text)
        found = HeadValue(text, JSON_FIELD, pointer=f"/{key.replace('~', '~0').replace('/', '~1')}")
        if name == "title":
            head.titles.append(found)
        elif name == "canonical_url":
            head.canonicals.append(found)
        else:
            head.by_name[name] = [found]
    if (rules := head.meta("robots")) is not None:
        head.robots = robots_of(rules.text)
    head.twitter_labels = labels_of(head.by_name)
    _read_picture(head)
    return head


def _read_picture(head: Head) -> None:
    url = head.meta("og:image")
    if url is None:
        return
    picture = OgImage(url)
    picture.secure_url = head.meta("og:image:secure_url")
    for part in ("width", "height", "type", "alt"):
        setattr(picture, part, head.meta(f"og:image:{part}"))
    head.og_images.append(picture)
