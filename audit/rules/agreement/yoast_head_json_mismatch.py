"""AGR016."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.html import decode_entities
from audit.facts.text import fold
from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts, Head
    from audit.facts.head import HeadValue

_HEAD = """<title>Ferry times</title>
<link rel="canonical" href="{}" />
<meta property="og:title" content="Ferry &amp; tide" />
<meta name="robots" content="index, follow" />"""
_JSON = {
    "title": "Ferry times",
    "canonical": "https://saltmarsh.example/tide/",
    "og_title": "Ferry &amp; tide",
    "robots": {"follow": "follow", "index": "index"},
    "og_image": [{"width": "", "height": "", "type": ""}],
}

_ADDRESSES = frozenset({"canonical", "og:url", "og:image", "article:publisher", "article:author", "twitter:image"})
_MOST_SHOWN = 5


class YoastHeadJsonMismatch(PostRule[Post], code="AGR016", severity=Severity.ERROR, since="0.1.0"):
    """The two forms in which Yoast gives the head contradict each other.

    `yoast_head` and `yoast_head_json` are the same data, once as HTML and once as JSON. A front end that takes one
    shows another title, address or picture than one that takes the other. Something rewrites the HTML (the host of a
    front end, a filter, a cache) and forgets the JSON.
    """

    remedy = "Let the rewriting work on both fields, or better on Yoast's own filters, from which both are made."
    sources = ("https://developer.yoast.com/customization/apis/rest-api",)
    needs = frozenset({"head:html"})
    examples = (
        Bad(
            head=_HEAD.format("https://www.saltmarsh.example/tide/"),
            fields={"yoast_head_json": _JSON},
            says="canonical",
            points_at='href="https://www.',
        ),
        Good(
            head=_HEAD.format("https://saltmarsh.example/tide/"),
            fields={"yoast_head_json": _JSON},
            note="References are decoded, robots rules have no order, and Yoast prints no tag for what is empty.",
        ),
        Good(
            head=_HEAD.format("https://www.saltmarsh.example/tide/"),
            fields={"yoast_head_json": {"title": "Ferry times"}},
            note="A client has asked for a part of the JSON.",
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """Both forms are there, and both are Yoast's."""
        html, json = facts.head_html, facts.head_json
        return json is not None and html is not None and json.field == "yoast_head_json" and html.field == "yoast_head"

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding with all that differs; what only one form has says nothing."""
        html, json = facts.head_html, facts.head_json
        if html is None or json is None:
            return
        differ = list(_differences(html, json, facts.base))
        if not differ:
            return
        names = [name for name, _, _ in differ]
        shown = ", ".join(names[:_MOST_SHOWN]) + (
            f" and {len(names) - _MOST_SHOWN} more" if names[_MOST_SHOWN:] else ""
        )
        yield Finding(
            f"yoast_head and yoast_head_json contradict each other in {shown}.",
            at=differ[0][1].place,
            value=" ".join(names),
            evidence=tuple(
                Evidence(f"{name} in {form}", fold(value.decoded))
                for name, tag, key in differ[:_MOST_SHOWN]
                for form, value in (("yoast_head", tag), ("yoast_head_json", key))
            ),
        )


def _differences(html: Head, json: Head, base: str | None) -> Iterator[tuple[str, HeadValue, HeadValue]]:
    """What both name and name differently, with the first value of each."""
    if html.titles and json.titles and not _same("title", html.titles[0], json.titles[0], base):
        yield "title", html.titles[0], json.titles[0]
    if html.canonicals and json.canonicals and not _same("canonical", html.canonicals[0], json.canonicals[0], base):
        yield "canonical", html.canonicals[0], json.canonicals[0]
    tags = html.by_name
    for name, keys in json.by_name.items():
        values = tags.get(name)
        if values is None or values[0].text == keys[0].text or values[0].blank:
            continue
        if name == "robots":
            if html.robots != json.robots:
                yield name, values[0], keys[0]
        elif not any(_same(name, value, key, base) for value in values for key in keys):
            yield name, values[0], keys[0]
    for label, key in json.twitter_labels.items():
        tag = html.twitter_labels.get(label)
        if tag is not None and not _same("label", tag, key, base):
            yield f"twitter label {label}", tag, key


def _same(name: str, tag: HeadValue, key: HeadValue, base: str | None) -> bool:
    """One text after decoding; of addresses, one after normalising: Yoast decodes those that it prints."""
    if tag.text == key.text:
        return True
    text = key.decoded
    if text == tag.text:
        return True
    text = fold(text)
    if text in {fold(tag.text), fold(decode_entities(tag.text))}:
        return True
    if name not in _ADDRESSES:
        return False
    urls = [parse_url(address, base) for address in (tag.text, key.text, key.decoded)]
    return urls[0] is not None and any(url is not None and url.key == urls[0].key for url in urls[1:])
