"""The pictures of a post's content: every address from which a browser, or a lazy loader, fetches one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.facts.url import Url, image_key, parse_url, unwrap_image
from audit.finding import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbohtml import Element

    from audit.facts.html import Markup

LAZY_SOURCES = ("data-src", "data-lazy-src", "data-orig-src", "data-original")
LAZY_SOURCE_SETS = ("data-srcset", "data-lazy-srcset")
_CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)""", re.IGNORECASE)
_CANDIDATE = re.compile(r"[\s,]*+(\S++)")


@dataclass(slots=True, eq=False)
class ImageSource:
    """One address of a picture: the attribute it stands in, as written, and resolved."""

    attribute: str
    raw: str
    url: Url | None


@dataclass(slots=True, eq=False)
class Image:
    """One picture that the content shows.

    Attributes:
        node: the element (`img`, `video`, `input`, an element with a background).
        field: field of the post that it stands in.
        alt: alternative text; None if the attribute is absent.
        sources: every address it may be loaded from: `src`, `srcset`, what lazy loaders use, `<source>` siblings.
        twin: it stands in `<noscript>`, as the copy of a lazy picture.
        background: it is no `<img>`: a poster, a CSS background, an `<image>` of SVG.
    """

    node: Element
    field: str
    alt: str | None
    sources: tuple[ImageSource, ...]
    twin: bool
    background: bool
    _key: str | None = None

    @property
    def key(self) -> str:
        """Comparison form of the picture's address, image proxies taken off; "" without an address."""
        if self._key is None:
            url = self.url
            self._key = image_key(unwrap_image(url)) if url is not None else ""
        return self._key

    @property
    def url(self) -> Url | None:
        """The address that shows the picture: the lazy one where `src` is but a placeholder."""
        chosen = None
        for source in self.sources:
            if source.url is None or source.url.scheme == "data":
                continue
            if source.attribute in LAZY_SOURCES:
                return source.url
            chosen = chosen or source.url
        return chosen

    @property
    def place(self) -> Place:
        """The start tag."""
        return Place(self.field, self.node)

    @property
    def main_attribute(self) -> str:
        """The attribute that `url` stands in."""
        url = self.url
        return next((source.attribute for source in self.sources if source.url is url), "src")

    def number(self, attribute: str) -> float | None:
        """Value of `width` or `height` in pixels, or None where absent or no number (a percentage is none)."""
        value = self.node.attr(attribute)
        if value is None:
            return None
        if value.isdecimal():
            return float(value)
        match = re.match(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*$", value)
        return float(match[1]) if match else None


def source_set(value: str) -> Iterator[str]:
    """The URLs of a `srcset`, by the algorithm of the standard as far as URLs go: commas inside a URL are legal.

    Source: https://html.spec.whatwg.org/multipage/images.html#parsing-a-srcset-attribute
    """
    position = 0
    while (match := _CANDIDATE.match(value, position)) is not None:
        url = match[1]
        position = match.end()
        if url.endswith(","):
            url = url.rstrip(",")
        else:
            comma = _descriptor_end(value, position)
            position = comma
        if url:
            yield url


def _descriptor_end(value: str, position: int) -> int:
    depth = 0
    for index in range(position, len(value)):
        character = value[index]
        if character == "(":
            depth += 1
        elif character == ")" and depth:
            depth -= 1
        elif character == "," and not depth:
            return index + 1
    return len(value)


def css_urls(declarations: str) -> list[str]:
    """The addresses in `url(...)` of CSS text."""
    return [a or b or c for a, b, c in _CSS_URL.findall(declarations)]


def _sources_of(node: Element, base: str | None) -> list[ImageSource]:
    found: list[ImageSource] = []
    for attribute in ("src", *LAZY_SOURCES):
        value = node.attr(attribute)
        if value and value.strip():
            found.append(ImageSource(attribute, value, parse_url(value, base)))
    for attribute in ("srcset", *LAZY_SOURCE_SETS):
        value = node.attr(attribute)
        if value:
            found.extend(ImageSource(attribute, url, parse_url(url, base)) for url in source_set(value))
    return found


def read_images(markup: Markup, field: str, base: str | None) -> list[Image]:
    """All pictures of an HTML field: `<img>` in document order, then posters, backgrounds and SVG images."""
    nodes = markup.elements("img")
    found: list[Image] = []
    if nodes:
        twins = {img for box in markup.elements("noscript") for img in box.find_all("img")}
        alternatives = _picture_sources(markup, base)
        for node in nodes:
            sources = _sources_of(node, base)
            if alternatives:
                sources += alternatives.get(node.parent, ())
            found.append(Image(node, field, node.attr("alt"), tuple(sources), node in twins, background=False))
    found.extend(_backgrounds(markup, field, base))
    return found


def _picture_sources(markup: Markup, base: str | None) -> dict[object, list[ImageSource]]:
    by_picture: dict[object, list[ImageSource]] = {}
    for node in markup.elements("source"):
        parent = node.parent
        if getattr(parent, "tag", "") == "picture":
            by_picture.setdefault(parent, []).extend(_sources_of(node, base))
    return by_picture


def _backgrounds(markup: Markup, field: str, base: str | None) -> Iterator[Image]:
    for node, attribute, value in (*_attribute_backgrounds(markup), *_css_backgrounds(markup)):
        if value and not value.startswith(("#", "data:")):
            yield _background(node, field, attribute, value, base)


def _attribute_backgrounds(markup: Markup) -> Iterator[tuple[Element, str, str | None]]:
    for tag, attributes in (("video", ("poster",)), ("image", ("href", "xlink:href"))):
        for node in markup.elements(tag):
            yield from ((node, attribute, node.attr(attribute)) for attribute in attributes)
    for node in markup.elements("input"):
        if (node.attr("type") or "").lower() == "image":
            yield node, "src", node.attr("src")
    if "background=" in markup.source:
        for node in markup.container.select("[background]"):
            yield node, "background", node.attr("background")


def _css_backgrounds(markup: Markup) -> Iterator[tuple[Element, str, str | None]]:
    if "url(" not in markup.source and "URL(" not in markup.source:
        return
    for node in markup.container.select('[style*="url(" i]'):
        yield from ((node, "style", value) for value in css_urls(node.attr("style") or ""))
    for node in markup.elements("style"):
        yield from ((node, "", value) for value in css_urls(node.text) if not _is_font_or_sheet(value))


def _is_font_or_sheet(address: str) -> bool:
    path = address.partition("?")[0].partition("#")[0].lower()
    return path.endswith((".woff", ".woff2", ".ttf", ".otf", ".eot", ".css"))


def _background(node: Element, field: str, attribute: str, value: str, base: str | None) -> Image:
    source = ImageSource(attribute, value, parse_url(value, base))
    return Image(node, field, None, (source,), twin=False, background=True)
