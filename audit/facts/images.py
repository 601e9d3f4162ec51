"""The pictures of a post's content: every address from which a browser, or a lazy loader, fetches one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from audit.facts.image_address import image_key, unwrap_image
from audit.facts.url import Url, beginning_of, parse_url, resolve
from audit.finding import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from turbohtml import Element, Node

    from audit.facts.html import Markup

LAZY_SOURCES = ("data-src", "data-lazy-src", "data-orig-src", "data-original")
SOURCES = ("src", *LAZY_SOURCES)
"""The attributes that hold one address."""
_OF_SLIDERS = "data-lazyload"
"""Where Slider Revolution has the address of a picture. Others write there whether to load it late: `true`, `1`.

Source: https://www.sliderrevolution.com/manual/image-lazy-loading/
"""
_LAZY = frozenset({*LAZY_SOURCES, _OF_SLIDERS})
SOURCE_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
"""The attributes that hold several."""
_NO_ADDRESS = frozenset({"", "#"})
"""How what is no address begins: with nothing, or with the `#` that lazy loaders write for one, the page itself."""
_WRITTEN_OUT = "data:image/"
"""How the address of a picture begins that stands in the text itself: no server is asked for it."""
_LONGEST_SIZE = 8
"""Characters of a width or height in pixels."""
_CSS_TOKEN = re.compile(
    r"""(?:(?-i:[^/@uU"'])++|/(?!\*)|@(?!font-face|import|namespace)|(?<=[\w-])u|u(?!rl\())*"""  # no token begins so
    r"""(?:/\*.*?(?:\*/|\Z)"""
    r"""|@font-face\b[^{;@]*+\{[^}]*+|@(?:import|namespace)\b[^;]*+"""
    r"""|(?<![\w-])url\(\s*+(?:"((?:[^"\\]++|\\.)*+)"|'((?:[^'\\]++|\\.)*+)'|((?:[^()"'\s\\]++|\\(?:[0-9a-f]{1,6}\s?|.))*+))\s*+\)"""
    r"""|"(?:[^"\\\n]++|\\.)*+"?|'(?:[^'\\\n]++|\\.)*+'?|.|\Z)""",
    re.IGNORECASE | re.DOTALL,
)
"""What may hold a `url(...)`, and what only looks like it: comments, fonts, imported sheets, strings.

It matches wherever it is tried, so that no part of a sheet is gone through twice. What is between tokens is most of a
sheet, and is read eight times as fast where case is written out. The first repeat need not be possessive, since nothing
behind it can fail, and must not be: see `audit.facts.source_text`.
"""
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[\t\n\f\r ]?|(.))", re.DOTALL)
_LAST_CODE_POINT = 0x10FFFF
_BETWEEN = "\t\n\f\r ,"
_CANDIDATE = re.compile(
    rf"[{_BETWEEN}]*+([^\t\n\f\r ]++)"
    r"(?:(?<=,)|((?:[^(,]++|\([^)]*+\)?)*+))"  # a comma ends it, or descriptors do: their parentheses do not nest
)
_DIMENSION = re.compile(r"[\t\n\f\r ]*+([0-9]++(?:\.[0-9]++)?)[\t\n\f\r ]*+(?:px[\t\n\f\r ]*+)?\Z", re.IGNORECASE)


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
        written: what holds its addresses, as written: pairs of attribute and value. First those that are one address
            (`src`, what lazy loaders use), then the sets (`srcset`), those of `<source>` siblings last.
        beside: how many of these stand at such siblings.
        base: absolute address that relative ones are resolved against.
        twin: it stands in `<noscript>`: the copy of a lazy picture, or one that only readers without scripts load.
        background: it is no `<img>`: a poster, a CSS background, an `<image>` of SVG.
        plainly_sized: it has a width and a height in pixels that are not 0. A look at the attributes tells; what is
            oddly written may have both all the same.
        plainly_own: all its addresses have the scheme and the host of the post and no query, or stand in the text
            itself; likewise. Nothing on another server, over http on a page of https, or signed is plainly own.
    """

    node: Element
    field: str
    alt: str | None
    written: tuple[tuple[str, str], ...]
    base: str | None
    twin: bool
    background: bool
    plainly_sized: bool
    plainly_own: bool
    beside: int = 0
    _sources: tuple[ImageSource, ...] | None = None
    _main: tuple[str, Url | None] | None = None
    _key: str | None = None

    @property
    def sources(self) -> tuple[ImageSource, ...]:
        """Every address it may be loaded from, one by one."""
        if self._sources is None:
            self._sources = tuple(
                ImageSource(attribute, address, resolve(address, self.base))
                for attribute, value in self.written
                for address in _addresses(attribute, value)
            )
        return self._sources

    @property
    def has_address(self) -> bool:
        """Whether there is any; a set may be written and have none."""
        written = self.written
        return bool(written) and (written[0][0] not in SOURCE_SETS or bool(self.sources))

    @property
    def key(self) -> str:
        """Comparison form of the picture's address, image proxies taken off; "" without an address."""
        if self._key is None:
            url = self.url
            self._key = image_key(unwrap_image(url)) if url is not None else ""
        return self._key

    @property
    def url(self) -> Url | None:
        """The address that shows the picture: the lazy one where there is one, since `src` is but its placeholder."""
        if self._main is None:
            self._main = self._find_main()
        return self._main[1]

    @property
    def address(self) -> str:
        """The address that shows the picture, for a report: absolute; as written where the post's own is not known.

        "" without one, and for a picture that stands in the text itself.
        """
        if (url := self.url) is not None:
            return url.href
        written = (address for name, value in self.written for address in _addresses(name, value))
        return next((address.strip() for address in written if not _HAS_SCHEME.match(address)), "")

    @property
    def main_attribute(self) -> str:
        """The attribute that `url` stands in."""
        if self._main is None:
            self._main = self._find_main()
        return self._main[0]

    def _find_main(self) -> tuple[str, Url | None]:
        """The first lazy address, else the first of all; sets, which come last, are read where there is no other."""
        first: tuple[str, Url] | None = None
        for attribute, value in self.written:
            if attribute not in SOURCE_SETS:
                url = _shown(value, self.base)
            elif first is None:
                url = next(filter(None, (_shown(address, self.base) for address in source_set(value))), None)
            else:
                break
            if url is not None and attribute in _LAZY:
                return (first[0] if first is not None and first[1].href == url.href else attribute), url
            if url is not None and first is None:
                first = attribute, url
        return first or ("src", None)

    @property
    def place(self) -> Place:
        """The start tag."""
        return Place(self.field, self.node)

    def number(self, attribute: Literal["width", "height"]) -> float | None:
        """Value of `width` or `height` in pixels, or None where absent or no number (a percentage is none)."""
        value = self.node.attr(attribute)
        return _in_pixels(value) if value is not None else None


def source_set_candidates(value: str) -> list[tuple[str, str]]:
    """The URLs of a `srcset` with their descriptors, by the algorithm of the standard: commas inside a URL are legal.

    A candidate whose descriptor is wrong is kept, although a browser leaves it out: it was written to be loaded.

    Source: https://html.spec.whatwg.org/multipage/images.html#parsing-a-srcset-attribute
    """
    found = _CANDIDATE.findall(value.rstrip(_BETWEEN))  # at the end there is a candidate, so that no search is in vain
    return [(url.rstrip(",") if url[-1] == "," else url, written) for url, written in found]


def source_set(value: str) -> list[str]:
    """The URLs of a `srcset`; see `source_set_candidates`."""
    return [url for url, _ in source_set_candidates(value)]


def css_urls(css: str) -> list[str]:
    """The addresses in `url(...)` of a style sheet or of declarations, but for those of fonts and imported sheets.

    Source: https://www.w3.org/TR/css-syntax-3/#consume-url-token
    """
    if "url(" not in css.lower():
        return []
    found = [(double or single or bare).strip() for double, single, bare in _CSS_TOKEN.findall(css)]
    return [_CSS_ESCAPE.sub(_unescape_css, value) if "\\" in value else value for value in found if value]


def _unescape_css(match: re.Match[str]) -> str:
    if match[1] is None:
        return "" if match[2] == "\n" else match[2]
    code = int(match[1], 16)
    return "\ufffd" if code == 0 or code > _LAST_CODE_POINT or 0xD800 <= code <= 0xDFFF else chr(code)  # noqa: PLR2004 - surrogates


_HAS_SCHEME = re.compile(r"[\x00-\x20]*+[a-z][a-z0-9+.-]*+:", re.IGNORECASE)


def _addresses(attribute: str, value: str) -> Iterable[str]:
    return source_set(value) if attribute in SOURCE_SETS else (value,)


def _in_pixels(value: str) -> float | None:
    """What an attribute `width` or `height` says, in pixels; None if it is no number (a percentage is none)."""
    match = _DIMENSION.match(value)
    return float(match[1]) if match else None


def _shown(address: str, base: str | None) -> Url | None:
    url = resolve(address, base)
    return None if url is None or url.scheme == "data" else url


def _source_sets_of(node: Element) -> list[tuple[str, str]]:
    attribute = node.attr
    return [(name, value) for name in SOURCE_SETS if (value := attribute(name))]


def read_images(markup: Markup, field: str, base: str | None) -> list[Image]:
    """The `<img>` elements of an HTML field in document order."""
    nodes = markup.elements("img")
    if not nodes:
        return []
    twins = _without_scripts(markup)
    alternatives = _picture_sources(markup)
    origin = beginning_of(parse_url(base or ""))
    found: list[Image] = []
    for node in nodes:
        attribute = node.attr
        written = [
            (name, value) for name in SOURCES if (value := attribute(name)) and value.lstrip()[:1] not in _NO_ADDRESS
        ]
        if (slide := attribute(_OF_SLIDERS)) and "/" in slide:
            written.append((_OF_SLIDERS, slide))
        written += _source_sets_of(node)
        beside = alternatives.get(node.parent, ()) if alternatives else ()
        written += beside
        found.append(
            Image(
                node,
                field,
                attribute("alt"),
                tuple(written),
                base,
                twin=node in twins,
                background=False,
                plainly_sized=_are_pixels(attribute("width") or "", attribute("height") or ""),
                plainly_own=_are_plainly_own(written, origin),
                beside=len(beside),
            )
        )
    return found


def _are_plainly_own(written: Iterable[tuple[str, str]], origin: str) -> bool:
    if not origin:
        return False
    for attribute, value in written:
        is_one = attribute not in SOURCE_SETS
        if is_one and value.startswith(_WRITTEN_OUT):
            continue
        if "?" in value:
            return False
        if not (is_one and value.startswith(origin)) and _names_a_server(value.replace(origin, "")):
            return False
    return True


def _names_a_server(text: str) -> bool:
    """Whether there may be another server in it: a scheme, or two slashes.

    Browsers see slashes in backslashes, too, and do not see tabs and line ends.
    """
    return ":" in text or "//" in text or "\\" in text or "\t" in text or "\n" in text or "\r" in text


def _are_pixels(width: str, height: str) -> bool:
    """Whether both are pixels, and not 0. What is longer than any size is not asked about."""
    return len(width) <= _LONGEST_SIZE and len(height) <= _LONGEST_SIZE and _are_short_pixels(width, height)


@lru_cache(maxsize=1024)  # sizes repeat within a site
def _are_short_pixels(width: str, height: str) -> bool:
    return bool(_in_pixels(width) and _in_pixels(height))


def _without_scripts(markup: Markup) -> set[Node]:
    """All that stands in `<noscript>`."""
    inside: set[Node] = set()
    for box in markup.elements("noscript"):
        if box not in inside:
            inside.update(box.descendants)
    return inside


def _picture_sources(markup: Markup) -> dict[object, list[tuple[str, str]]]:
    by_picture: dict[object, list[tuple[str, str]]] = {}  # of a `<source>` in `<picture>` browsers read no `src`
    for node in markup.elements("source"):
        parent = node.parent
        if getattr(parent, "tag", "") == "picture":
            by_picture.setdefault(parent, []).extend(_source_sets_of(node))
    return by_picture


def read_posters(markup: Markup, field: str, base: str | None) -> list[Image]:
    """What attributes show other than `<img>`: posters, picture buttons, `background`, images in SVG."""
    return _backgrounds(_attribute_backgrounds(markup), field, base)


def read_css_images(markup: Markup, field: str, base: str | None) -> list[Image]:
    """What the CSS in an HTML field loads as a picture: `style` attributes first, then `<style>` elements."""
    return _backgrounds(_css_backgrounds(markup), field, base)


def _backgrounds(found: Iterator[tuple[Element, str, str | None]], field: str, base: str | None) -> list[Image]:
    origin = beginning_of(parse_url(base or ""))
    return [
        _background(node, field, (attribute, value), base, origin)
        for node, attribute, value in found
        if value and (begins := value.lstrip()[:5])[:1] not in _NO_ADDRESS and begins.lower() != "data:"
    ]


def _attribute_backgrounds(markup: Markup) -> Iterator[tuple[Element, str, str | None]]:
    for tag, attributes in (("video", ("poster",)), ("image", ("href", "xlink:href"))):
        for node in markup.elements(tag):
            yield from ((node, attribute, node.attr(attribute)) for attribute in attributes)
    for node in markup.elements("input"):
        if (node.attr("type") or "").lower() == "image":
            yield node, "src", node.attr("src")
    for node in markup.container.select("[background]"):
        yield node, "background", node.attr("background")


def _css_backgrounds(markup: Markup) -> Iterator[tuple[Element, str, str | None]]:
    for node in markup.container.select('[style*="url(" i]'):
        yield from ((node, "style", value) for value in css_urls(node.attr("style") or ""))
    for node in markup.elements("style"):
        yield from ((node, "", value) for value in css_urls(node.text) if not _is_font_or_sheet(value))


def _is_font_or_sheet(address: str) -> bool:
    path = address.partition("?")[0].partition("#")[0].lower()
    return path.endswith((".woff", ".woff2", ".ttf", ".otf", ".eot", ".css"))


def _background(node: Element, field: str, written: tuple[str, str], base: str | None, origin: str) -> Image:
    return Image(
        node,
        field,
        None,
        (written,),
        base,
        twin=False,
        background=True,
        plainly_sized=False,
        plainly_own=_are_plainly_own((written,), origin),
    )
