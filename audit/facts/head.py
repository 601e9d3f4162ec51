"""What the head of a page says: title, description, canonical, robots, Open Graph, X cards, languages.

A post may come with two heads, the SEO plugin's HTML and the plugin's JSON. Both are read into the same class, so a
rule can ask either, and a rule about their agreement both.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from turbohtml import Comment, Element, Namespace

from audit.facts.entities import decode_entities
from audit.facts.text import fold
from audit.finding import Place
from audit.kept import kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from audit.facts.html import Markup


class HeadValue:
    """One value of a head, and where it stands.

    Attributes:
        text: the value. Of HTML, references are decoded; of JSON, it is as it stands.
        field: field of the post.
        node: the element; None in JSON.
        attribute: the attribute of the element that holds it; None in JSON and where it is the element's text.
        pointer: JSON pointer; "" in HTML.
    """

    __slots__ = ("attribute", "field", "node", "pointer", "text")

    def __init__(
        self, text: str, field: str, node: Element | None = None, attribute: str | None = None, pointer: str = ""
    ) -> None:
        self.text = text
        self.field = field
        self.node = node
        self.attribute = attribute
        self.pointer = pointer

    def __repr__(self) -> str:
        return f"<HeadValue {self.text!r} of {self.field}{self.pointer}>"

    @property
    def decoded(self) -> str:
        """The text with references decoded once, whichever origin it has.

        Yoast's JSON holds `&hellip;` where its HTML is decoded by the parser.
        """
        return decode_entities(self.text) if self.node is None and "&" in self.text else self.text

    @property
    def blank(self) -> bool:
        """Nothing but white space."""
        return not self.text or self.text.isspace()

    @property
    def misplaced(self) -> str:
        """What a meta tag without `content` has in `value`, where nobody reads it; "" where that is not so."""
        if self.text or self.node is None or self.attribute != "content" or self.node.attr("content") is not None:
            return ""
        return (self.node.attr("value") or "").strip()

    @property
    def place(self) -> Place:
        """The attribute that holds the value, the title element, or the pointer into the JSON."""
        return Place(
            self.field,
            self.node,
            attribute=self.attribute,
            pointer=self.pointer,
            shown=self.text if self.pointer else None,
            whole=self.node is not None and self.attribute is None,
        )


class OgImage:
    """One Open Graph picture with its structured properties; None where a property is absent or empty.

    Source: https://ogp.me/#structured
    """

    __slots__ = ("alt", "height", "secure_url", "type", "url", "width")

    def __init__(self, url: HeadValue) -> None:
        self.url = url
        self.secure_url: HeadValue | None = None
        self.width: HeadValue | None = None
        self.height: HeadValue | None = None
        self.type: HeadValue | None = None
        self.alt: HeadValue | None = None

    def __repr__(self) -> str:
        return f"<OgImage {self.url.text!r}>"

    @property
    def size(self) -> tuple[int, int] | None:
        """Declared width and height in pixels; None unless both are positive numbers."""
        width, height = pixels(self.width), pixels(self.height)
        return (width, height) if width and height else None

    @property
    def undeclared(self) -> list[str]:
        """Which of width and height it does not give as a positive number."""
        return [name for name, value in (("width", self.width), ("height", self.height)) if not pixels(value)]


class Hreflang(NamedTuple):
    """One `<link rel="alternate" hreflang>`: the code as written, and the address."""

    code: str
    href: HeadValue


class Head:
    """What one origin says about a page.

    Attributes:
        origin: `html` or `json`.
        field: field of the post.
        titles: the title elements (not those of drawings), blanks as they stand.
        canonicals: the canonical links that name an address.
        robots: rules for all crawlers and for Google's, in lower case, without blanks around them.
        by_name: the meta tags by lower-case `name` and `property`, in document order.
        og_images: the Open Graph pictures.
        hreflangs: the language alternatives.
        twitter_labels: what X shows beside a card: the (localised) label as written -> its value.
    """

    __slots__ = (
        "_markup",
        "by_name",
        "canonicals",
        "field",
        "hreflangs",
        "og_images",
        "origin",
        "robots",
        "titles",
        "twitter_labels",
    )

    def __init__(self, origin: Literal["html", "json"], field: str) -> None:
        self.origin = origin
        self.field = field
        self.titles: list[HeadValue] = []
        self.canonicals: list[HeadValue] = []
        self.robots: frozenset[str] = frozenset()
        self.by_name: dict[str, list[HeadValue]] = {}
        self.og_images: list[OgImage] = []
        self.hreflangs: list[Hreflang] = []
        self.twitter_labels: dict[str, HeadValue] = {}
        self._markup: Markup | None = None

    def __repr__(self) -> str:
        return f"<Head {self.origin} of {self.field}>"

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.titles or self.by_name or self.canonicals or self.hreflangs or self.og_images)

    def metas(self, name: str) -> list[HeadValue]:
        """All values of the meta tags with this lower-case name or property; "" stands for a missing `content`."""
        return self.by_name.get(name, [])

    def meta(self, name: str) -> HeadValue | None:
        """The first value of a meta tag."""
        values = self.by_name.get(name)
        return values[0] if values else None

    @property
    def title(self) -> HeadValue | None:
        """The first title."""
        return self.titles[0] if self.titles else None

    @property
    def descriptions(self) -> list[HeadValue]:
        """All descriptions, blank ones too."""
        return self.by_name.get("description", [])

    @property
    def description(self) -> HeadValue | None:
        """The first description."""
        return self.meta("description")

    @property
    def canonical(self) -> HeadValue | None:
        """The first canonical link that names an address."""
        return self.canonicals[0] if self.canonicals else None

    @property
    def comments(self) -> list[str]:
        """The HTML comments, in which plugins sign their work."""
        if self._markup is None:
            return []
        return [node.data for node in self._markup.root.descendants if isinstance(node, Comment)]


_AMPERSAND = re.compile("&(?:amp|#0?38);")


def address_of_json(text: str) -> str:
    """An address out of a plugin's JSON, in which some write `&` as they write it into HTML.

    Nothing else is decoded: in an address `&copy=2` is a parameter.
    """
    return _AMPERSAND.sub("&", text)


def effective(head_html: Head | None, head_json: Head | None) -> Head | None:
    """The head for a rule that does not care about the origin: HTML where it says anything, else JSON, else None."""
    if head_html is not None and (head_html or head_json is None):
        return head_html
    return head_json


def joined(first: Head, second: Head) -> Head:
    """The heads that two plugins print into one page: what the first says, and what the second says otherwise.

    What both say stands there once: nobody is harmed where two plugins agree.
    """
    both = Head(first.origin, first.field)
    both._markup = first._markup  # noqa: SLF001 - of the same class
    both.titles = _with(first.titles, second.titles)
    both.canonicals = _with(first.canonicals, second.canonicals)
    both.robots = first.robots | second.robots
    both.by_name = {name: _with(first.metas(name), second.metas(name)) for name in first.by_name | second.by_name}
    shown = {picture.url.decoded for picture in first.og_images}
    both.og_images = [*first.og_images, *(image for image in second.og_images if image.url.decoded not in shown)]
    linked = {(code, href.decoded) for code, href in first.hreflangs}
    both.hreflangs = [
        *first.hreflangs,
        *(one for one in second.hreflangs if (one.code, one.href.decoded) not in linked),
    ]
    both.twitter_labels = second.twitter_labels | first.twitter_labels
    return both


def _with(values: list[HeadValue], others: list[HeadValue]) -> list[HeadValue]:
    said = {fold(value.decoded) for value in values}
    return [*values, *(value for value in others if not value.blank and fold(value.decoded) not in said)]


# -- HTML ------------------------------------------------------------------------------------------------------------


def read_head_html(markup: Markup, field: str) -> Head:
    """The head in a piece of HTML: an SEO plugin's part of a head, or a whole page.

    Of a whole page, tags in the body are read too: Google obeys robots rules there, and a canonical link there is a
    fault of its own. What a `<template>` holds is no part of the page until a script takes it out.
    """
    head = Head("html", field)
    head._markup = markup  # noqa: SLF001 - comments are looked for only when somebody asks
    root = markup.root
    found = {name: root.find_all(name) for name in ("title", "meta", "link")}
    if root.find("template") is not None:
        found = {name: [node for node in nodes if not _is_inert(node)] for name, nodes in found.items()}
    for node in found["title"]:
        if node.namespace is Namespace.HTML:
            head.titles.append(HeadValue(node.text, field, node))
    _read_metas(head, found["meta"], field)
    for node in found["link"]:
        rel = node.attr("rel")
        href = node.attr("href")
        if rel and href and not href.isspace():
            _read_link(head, rel, HeadValue(href, field, node, "href"))
    return head


def _is_inert(node: Element) -> bool:
    return any(isinstance(above, Element) and above.tag == "template" for above in node.ancestors)


def _read_metas(head: Head, nodes: Iterable[Element], field: str) -> None:
    by_name = head.by_name
    pictures: list[tuple[str, HeadValue]] = []
    for node in nodes:
        name, prop = node.attr("name"), node.attr("property")
        if (not name and not prop) or (prop and not name and ":" not in prop and _is_of_an_item(node)):
            continue
        value = HeadValue(node.attr("content") or "", field, node, "content")
        if not value.text and name and name[:8].lower() == "twitter:" and (other := node.attr("value")):
            value = HeadValue(other, field, node, "value")  # as the first documentation of these cards had it
        for key, of_picture in _keys(prop, name):
            if key in by_name:
                by_name[key].append(value)
            else:
                by_name[key] = [value]
            if of_picture:
                pictures.append((key, value))
    if pictures:
        head.og_images = pictures_of(pictures)
    head.twitter_labels = labels_of(by_name)
    rules = [value.text for name in ("robots", "googlebot") for value in by_name.get(name, ())]
    head.robots = robots_of(rules[0]) if len(rules) == 1 else frozenset().union(*map(robots_of, rules))


def _is_of_an_item(node: Element) -> bool:
    """Whether a `property` without a prefix says something of an RDFa item in the text, and not of the page."""
    item = node.closest("[typeof], [vocab]")
    return item is not None and item.tag not in _PAGE_ITSELF


_PAGE_ITSELF = frozenset({"html", "head", "body"})
_LABELS = tuple((f"twitter:label{number}", f"twitter:data{number}") for number in range(1, 5))


def labels_of(by_name: Mapping[str, Sequence[HeadValue]]) -> dict[str, HeadValue]:
    """What X shows beside a card: see `Head.twitter_labels`."""
    return {by_name[label][0].text: by_name[data][0] for label, data in _LABELS if label in by_name and data in by_name}


@lru_cache(maxsize=1024)
def _keys(*names: str | None) -> tuple[tuple[str, bool], ...]:
    """The names under which a tag is found, each once, and whether it then says something about a picture."""
    keys = dict.fromkeys(name.strip().lower() for name in names if name)
    return tuple((key, key.startswith("og:image")) for key in keys if key)


def _read_link(head: Head, rel: str, href: HeadValue) -> None:
    values = rel.lower().split()
    if "canonical" in values:
        head.canonicals.append(href)
    if "alternate" not in values or href.node is None:
        return
    code = href.node.attr("hreflang")
    if code is not None and is_page_type(href.node.attr("type")):
        head.hreflangs.append(Hreflang(code, href))


def is_page_type(media_type: str | None) -> bool:
    """Whether a link's `type` is that of a page: a feed in another language is no version of the page."""
    return not media_type or "html" in media_type.lower()


_PICTURE_PROPERTIES = {
    "og:image:secure_url": "secure_url",
    "og:image:width": "width",
    "og:image:height": "height",
    "og:image:type": "type",
    "og:image:alt": "alt",
}


def _is_repeated(picture: OgImage, address: HeadValue) -> bool:
    """Whether a picture has this address already, or begins with the same on https."""
    if picture.url.text == address.text:
        return True
    begins_securely = picture.url is picture.secure_url
    return begins_securely and picture.url.text.partition(":")[2] == address.text.partition(":")[2]


def pictures_of(tags: Iterable[tuple[str, HeadValue]]) -> list[OgImage]:
    """The pictures that a sequence of `og:image…` tags declares.

    `og:image` begins a picture. `og:image:url` is the same, but many write both with one address: that is one picture.
    `og:image:secure_url` belongs to the picture before it, or behind it, or stands alone. What comes before any picture
    is meant of it if there is but one, as TYPO3 and others print it.
    """
    pictures: list[OgImage] = []
    before: list[tuple[str, HeadValue]] = []
    for key, value in tags:
        last = pictures[-1] if pictures else None
        if key in {"og:image", "og:image:url"}:
            if last is None or not _is_repeated(last, value):
                pictures.append(OgImage(value))
        elif key == "og:image:secure_url" and (last is None or last.secure_url is not None):
            pictures.append(OgImage(value))
            pictures[-1].secure_url = value
        elif (name := _PICTURE_PROPERTIES.get(key)) and not value.blank:
            if last is None:
                before.append((name, value))
            else:
                setattr(last, name, getattr(last, name) or value)
    for name, value in before if len(pictures) == 1 else ():
        setattr(pictures[0], name, getattr(pictures[0], name) or value)
    return pictures


_DIGITS = re.compile(r"\s*(\d{1,6})(?:\.\d*)?\s*(?:px)?\s*\Z", re.ASCII)


def pixels(value: HeadValue | None) -> int:
    """The number of pixels that a value gives; 0 without one."""
    match = _DIGITS.match(value.text) if value is not None else None
    return int(match[1]) if match is not None else 0


# -- robots ----------------------------------------------------------------------------------------------------------

NOINDEX = frozenset({"noindex", "none"})
"""The robots rules that keep a page out of search.

Source: https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
"""

ROBOTS_RULES = frozenset(
    {
        "all",
        "archive",
        "follow",
        "index",
        "indexifembedded",
        "max-image-preview",
        "max-snippet",
        "max-video-preview",
        "noarchive",
        "nocache",
        "nofollow",
        "noimageindex",
        "noindex",
        "none",
        "noodp",
        "nosnippet",
        "notranslate",
        "noydir",
        "snippet",
        "unavailable_after",
    }
)
"""Rules that Google follows, and older ones that do no harm.

Source: https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
"""


@kept(1024)
def robots_rules(text: str) -> tuple[str, ...]:
    """The rules of a robots tag, in lower case and in their order.

    Rules are separated by commas, but the date of `unavailable_after` may hold commas itself: it ends before the next
    rule that is known.
    """
    rules: list[list[str]] = []
    for part in text.lower().split(","):
        rule = part.strip()
        known = rule.partition(":")[0].strip() in ROBOTS_RULES
        if rules and rules[-1][0].startswith("unavailable_after") and not known:
            rules[-1].append(part)
        elif rule:
            rules.append([rule])
    return tuple(",".join(parts).strip(" ,") for parts in rules)


@kept(1024)
def robots_of(text: str) -> frozenset[str]:
    """`robots_rules` as a set."""
    return frozenset(robots_rules(text))
