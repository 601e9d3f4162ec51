"""SEOPress: its route `/seopress/v1/posts/ID` answers with what it prints, in a form of its own.

`{"title", "description", "canonical", "og": {"title", "description", "image", "image_width", "image_height"},
"twitter": {the same}, "robots": {"noindex": false, …}}`, in newer versions as `data` of `{"success": true}`. The plugin
adds no field to posts itself; front ends keep the answer beside the post as `seopress`, and a head that they
render as `seopress_head`. The answer is no whole head: an empty `canonical` only means that none was entered, and the
types, addresses and dates of shares are missing. Fields of `meta` (`_seopress_titles_title`, with variables like
`%%post_title%%`) are templates, not what the page says.

It does not sign the head of a page.

Source: https://www.seopress.org/support/guides/get-started-with-the-seopress-rest-api/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.facts.head import Head, HeadValue, OgImage
from audit.seo_plugins import Heads

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "SEOPress"
HTML_FIELD = "seopress_head"
JSON_FIELDS = ("seopress", "seopress_head_json")
FIELDS = (HTML_FIELD, *JSON_FIELDS)
_SHAPE = frozenset({"title", "description", "canonical", "og", "twitter", "robots"})
_ENOUGH = 3
"""Keys of the answer that make it one: other plugins may keep other things under so general a name."""
_RULES = ("noindex", "nofollow", "nosnippet", "noimageindex")


def heads(record: Mapping[str, Any]) -> Heads | None:
    """The heads that SEOPress gave for a record; None if it said nothing."""
    html = record.get(HTML_FIELD)
    if type(html) is not str or "<" not in html:
        html = None
    head = next((head for field in JSON_FIELDS if (head := read_answer(record.get(field), field)) is not None), None)
    if html is None and head is None:
        return None
    return Heads(HTML_FIELD if html is not None else None, html, head, is_whole=False)


def read_answer(answer: Any, field: str) -> Head | None:
    """The head that an answer of the route describes; None if it is none."""
    at = ""
    if type(answer) is dict and type(answer.get("data")) is dict:
        answer, at = answer["data"], "/data"
    if type(answer) is not dict or len(_SHAPE & answer.keys()) < _ENOUGH:
        return None
    head = Head("json", field)
    if (title := _value(answer, "title", field, at)) is not None:
        head.titles.append(title)
    if (canonical := _value(answer, "canonical", field, at)) is not None:
        head.canonicals.append(canonical)
    if (description := _value(answer, "description", field, at)) is not None:
        head.by_name["description"] = [description]
    for network, prefix in (("og", "og"), ("twitter", "twitter")):
        shared = answer.get(network)
        if type(shared) is dict:
            _read_shared(head, shared, prefix, f"{at}/{network}")
    _read_robots(head, answer.get("robots"), at)
    return head


def _read_shared(head: Head, shared: Mapping[str, Any], prefix: str, at: str) -> None:
    for name in ("title", "description", "image"):
        if (value := _value(shared, name, head.field, at)) is not None:
            head.by_name[f"{prefix}:{name}"] = [value]
    url = head.meta("og:image")
    if prefix == "og" and url is not None:
        picture = OgImage(url)
        picture.width = _value(shared, "image_width", head.field, at)
        picture.height = _value(shared, "image_height", head.field, at)
        head.og_images.append(picture)


def _read_robots(head: Head, rules: Any, at: str) -> None:
    """`{"noindex": true}`: what the checkboxes of the post say; `"yes"` is how the database holds it."""
    if type(rules) is not dict:
        return
    said = [rule for rule in _RULES if rules.get(rule) is True or rules.get(rule) == "yes"]
    if said:
        head.by_name["robots"] = [HeadValue(", ".join(said), head.field, pointer=f"{at}/robots")]
        head.robots = frozenset(said)


def _value(holder: Mapping[str, Any], name: str, field: str, at: str) -> HeadValue | None:
    value = holder.get(name)
    text = value if type(value) is str else str(value) if type(value) in (int, float) else ""
    return HeadValue(text, field, pointer=f"{at}/{name}") if text and not text.isspace() else None
