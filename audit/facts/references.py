"""Every address that a browser or a crawler would follow from a post.

Not among them: what stands in code, samples, comments and templates; the address of a pre-connection, of a ping, of a
POST form, of `<base>`; template placeholders; a fragment of the post itself, to which a browser scrolls without a
request; and the reserved documentation domains.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from audit.facts.head import HeadValue
from audit.facts.hosts import below
from audit.facts.images import SOURCE_SETS, SOURCES, css_urls, source_set
from audit.facts.jsonld import Reference as NameOnly
from audit.facts.url import NEEDS_NO_BASE, Url, parse_url, resolve
from audit.finding import Place
from audit.kept import kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from turbohtml import Element

    from audit.facts import Facts
    from audit.facts.head import Head
    from audit.facts.html import Markup
    from audit.facts.images import Image
    from audit.facts.jsonld import Graph, Node

_CONTENT = "content.rendered"
_WEB = frozenset({"http", "https"})
_ABSOLUTE = ("http://", "https://", "//")


@dataclass(slots=True)
class Reference:
    """One address that a browser or a crawler would follow.

    Attributes:
        kind: `link`, `image`, `frame`, `media`, `script`, `form`, `style`, `refresh`, `canonical`, `alternate`,
            `social`, `structured-data`.
        element: tag name (or `meta`, `script`) that it stands in.
        attribute: the attribute; "" for the text of a `<style>`, the property (`og:image`) for what an SEO plugin says
            to social networks, the property (`sameAs`) for JSON-LD.
        raw: as written, references decoded.
        url: resolved against `<base>` or the post's address.
        place: where it stands.
    """

    kind: str
    element: str
    attribute: str
    raw: str
    url: Url
    place: Place

    @property
    def values(self) -> tuple[str, str, str, str]:
        """What a witness keeps: kind, element, attribute, and the address as written."""
        return self.kind, self.element, self.attribute, self.raw


_Holder: TypeAlias = "Element | HeadValue | NameOnly | tuple[Graph, Node, str]"
_Written: TypeAlias = "tuple[str, str, str, str, str, _Holder]"
"""What stands somewhere: kind, element, attribute, raw, field, and what its place is made of."""


def read_references(facts: Facts) -> list[Reference]:
    """All that a post refers to: the content in the order of tag names, then the head, then the structured data."""
    base = facts.base
    hidden = facts.once(shielded)
    found: list[Reference] = []
    for kind, element, attribute, raw, field, holder in _written(facts):
        if hidden and holder in hidden:
            continue
        url = followed(raw, base)
        if url is not None and not (kind == "link" and _is_same_page(url, facts)):
            place = _place(field, attribute, raw, holder)
            found.append(Reference(kind, element, attribute, raw, url, place))
    return found


def read_addresses(facts: Facts) -> set[str]:
    """The distinct addresses of `read_references`, for a third of the cost."""
    base = facts.base
    hidden = facts.once(shielded)
    found: set[str] = set()
    seen: set[str] = set()
    for kind, _, _, raw, _, holder in _written(facts):
        if raw in seen or (hidden and holder in hidden):
            continue
        url = followed(raw, base)
        if url is None or (kind == "link" and _is_same_page(url, facts)):
            continue
        seen.add(raw)
        found.add(url.href)
    return found


# -- which addresses are followed ------------------------------------------------------------------------------------

_PLACEHOLDER = re.compile(
    r"\{\{|\{%(?![0-9a-f]{2})|<[?%]|%%[a-z]\w*%%"  # Mustache, Twig (not JSON: `{%22`), PHP, ERB, Yoast's variables
    r"|[$#@]\{|\{\$?[a-z_][\w.]*\}"  # ${x}, #{x}, {x}; a GUID in braces has hyphens
    r"|%[a-z][a-z0-9_]*[a-z_]%(?![0-9a-f]{2})"  # %post_url%, but not the end of one escape and the start of the next
    r"|(?:^|[/=])\[/?[a-z][\w-]*(?:[ =][^\[\]]*)?\]",  # a shortcode; `filter[a]=1` is PHP's way to write a list
    re.IGNORECASE,
)
_MARKS = ("{", "[", "<", "%", "cdn-cgi", "xmlrpc.php", "oembed", "example.")
_NEVER = re.compile(
    r"/cdn-cgi/l/email-protection\b|/xmlrpc\.php\b|/oembed/1\.0/|[?&]rest_route=/oembed/",
    re.IGNORECASE,
)
_DOCUMENTATION = frozenset({"example.com", "example.net", "example.org"})
"""Reserved for examples, whatever stands before: https://www.rfc-editor.org/rfc/rfc2606#section-3"""


def is_placeholder(raw: str) -> bool:
    """Whether a template was meant to put something in: `{{ url }}`, `%post_url%`, `[permalink]`, `<?php … ?>`."""
    if "%7" in raw:
        raw = raw.replace("%7B", "{").replace("%7D", "}").replace("%7b", "{").replace("%7d", "}")
    return _PLACEHOLDER.search(raw) is not None


def followed(raw: str, base: str | None) -> Url | None:
    """The address that a browser would ask a server for; None where it would not, or should not be, asked.

    Args:
        raw: the address as written, references decoded.
        base: what a relative one is resolved against.
    """
    return _followed(raw, None if raw.startswith(NEEDS_NO_BASE) else base)


@kept(16_384)
def _followed(raw: str, base: str | None) -> Url | None:
    if not raw or raw.isspace() or raw.startswith(("data:", "#", "mailto:", "javascript:", "tel:")):
        return None
    url = resolve(raw, base)
    if url is None or url.scheme not in _WEB or not url.host:
        return None
    for mark in _MARKS:
        if mark in raw:
            return None if is_placeholder(raw) or _NEVER.search(url.href) or below(url.host, _DOCUMENTATION) else url
    return url


def _is_same_page(url: Url, facts: Facts) -> bool:
    own = facts.url
    return bool(url.fragment) and own is not None and url.path == own.path and url.key == own.key


_SHIELDS = ("code", "pre", "kbd", "samp")


def shielded(facts: Facts) -> set[object]:
    """All that stands in code and samples. A poem is no code: the verse block prints it as `<pre>`, with its links."""
    inside: set[object] = set()
    if facts.content is not None:
        for tag in facts.content.present(_SHIELDS):
            for node in facts.content.elements(tag):
                if node not in inside and not (tag == "pre" and node.has_class("wp-block-verse")):
                    inside.update(node.descendants)
    return inside


def _place(field: str, attribute: str, raw: str, holder: _Holder) -> Place:
    if isinstance(holder, HeadValue | NameOnly):
        return holder.place
    if isinstance(holder, tuple):
        return _place_in_graph(*holder, raw)
    if not attribute:
        return Place(field, holder, inside=True)
    tag = holder.tag
    if (tag, attribute) in _WHOLE:  # as rules over links and pictures point at them, so that their findings meet
        return Place(field, holder, whole=tag != "img")
    return Place(field, holder, attribute)


_WHOLE = frozenset({("a", "href"), ("area", "href"), ("img", "src")})


# -- where addresses stand -------------------------------------------------------------------------------------------


def _written(facts: Facts) -> list[_Written]:
    found: list[_Written] = []
    if facts.content is not None:
        _read_content(facts, facts.content, found)
    if facts.head is not None:
        _read_head(facts.head, facts.head_markup, found)
    if facts.graph.nodes:
        _read_graph(facts, found)
    return found


_Embedded: TypeAlias = tuple[str, str, tuple[str, ...]]
"""A tag name, the kind of what it embeds, and the attributes that name that."""
_IN_HTML: tuple[_Embedded, ...] = (
    ("iframe", "frame", SOURCES),
    ("video", "media", SOURCES),
    ("audio", "media", SOURCES),
    ("track", "media", ("src",)),
    ("embed", "media", ("src",)),
    ("object", "media", ("data",)),
    ("script", "script", ("src",)),
    ("amp-img", "image", ("src",)),
)
_IN_DRAWINGS: tuple[_Embedded, ...] = (
    ("a", "link", ("xlink:href",)),
    ("use", "image", ("href", "xlink:href")),
    ("feImage", "image", ("href", "xlink:href")),
)
_TAGS = (*(tag for tag, _, _ in _IN_HTML), "source", "svg", "form", "style", "meta", "link")
"""The tags of the content to ask for; most posts have few of them. Links and pictures are read already."""


def _read_content(facts: Facts, markup: Markup, found: list[_Written]) -> None:
    field = _CONTENT
    found += [("link", link.node.tag, "href", link.href, field, link.node) for link in facts.links]
    for image in facts.images:
        _read_image(image, field, found)
    present = frozenset(markup.present(_TAGS))
    if "source" in present:
        _read_sources(markup, field, found)
    _read_embedded(markup, [embedded for embedded in _IN_HTML if embedded[0] in present], field, found)
    if "svg" in present:
        _read_embedded(markup, _IN_DRAWINGS, field, found)
    for pictures in (facts.posters, facts.css_images):
        for picture in pictures:
            attribute, address = picture.written[0]
            found.append(("image", picture.node.tag, attribute, address, field, picture.node))
    for tag, read in _READERS:
        if tag in present:
            read(markup, field, found)


def _read_embedded(markup: Markup, embedded: Iterable[_Embedded], field: str, found: list[_Written]) -> None:
    for tag, kind, attributes in embedded:
        for node in markup.elements(tag):
            found += [(kind, tag, name, value, field, node) for name in attributes if (value := node.attr(name))]


def _read_sheets(markup: Markup, field: str, found: list[_Written]) -> None:
    for node in markup.elements("style"):
        found += [("style", "style", "", address, field, node) for address in sheet_urls(node.text)]


def _read_refreshes(markup: Markup, field: str, found: list[_Written]) -> None:
    for node in markup.elements("meta"):
        if (node.attr("http-equiv") or "").strip().lower() == "refresh":
            address = refresh_address(node.attr("content") or "")
            found.append(("refresh", "meta", "content", address, field, node))


def _read_image(image: Image, field: str, found: list[_Written]) -> None:
    node = image.node
    for name, value in image.written[: len(image.written) - image.beside]:
        addresses = source_set(value) if name in SOURCE_SETS else (value,)
        found += [("image", "img", name, address, field, node) for address in addresses]
    if description := node.attr("longdesc"):
        found.append(("link", "img", "longdesc", description, field, node))


def _read_sources(markup: Markup, field: str, found: list[_Written]) -> None:
    for node in markup.elements("source"):
        if getattr(node.parent, "tag", "") == "picture":  # there a browser reads no `src`
            _read_source_sets(node, field, found)
        else:
            found += [("media", "source", name, value, field, node) for name in SOURCES if (value := node.attr(name))]


def _read_source_sets(node: Element, field: str, found: list[_Written]) -> None:
    for name in SOURCE_SETS:
        if value := node.attr(name):
            found += [("image", node.tag, name, address, field, node) for address in source_set(value)]


def _read_forms(markup: Markup, field: str, found: list[_Written]) -> None:
    """What forms fetch; a POST changes something on the server, and must never be sent for a look."""
    for node in markup.elements("form"):
        action = node.attr("action")
        if action and _fetches(node.attr("method")):
            found.append(("form", "form", "action", action, field, node))
    for tag in ("button", "input"):
        for node in markup.elements(tag):
            action = node.attr("formaction")
            if action and _fetches(_method_of(node)):
                found.append(("form", tag, "formaction", action, field, node))


def _method_of(button: Element) -> str | None:
    method = button.attr("formmethod")
    form = button.closest("form") if method is None else None
    return form.attr("method") if form is not None else method


def _fetches(method: str | None) -> bool:
    return (method or "get").strip().lower() not in {"post", "dialog"}


_ICONS = frozenset({"icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon"})
_NEXT_TO = frozenset({"amphtml", "next", "prev"})


def _read_links(markup: Markup, field: str, found: list[_Written]) -> None:
    for node in markup.elements("link"):
        _read_link(node, field, found)


def _read_link(node: Element, field: str, found: list[_Written]) -> None:
    """What a `<link>` names. Hints (`preconnect`, `dns-prefetch`), `pingback` and feeds are no addresses to follow."""
    relations = frozenset((node.attr("rel") or "").lower().split())
    href = node.attr("href")
    kind = ""
    if "canonical" in relations:
        kind = "canonical"
    elif "stylesheet" in relations:
        kind = "style"
    elif "alternate" in relations:
        kind = "alternate" if node.attr("hreflang") is not None else ""
    elif not relations.isdisjoint(_ICONS):
        kind = "image"
    elif not relations.isdisjoint(_NEXT_TO):
        kind = "link"
    elif "preload" in relations:
        kind = _PRELOADED.get((node.attr("as") or "").strip().lower(), "")
        if kind == "image":
            addresses = source_set(node.attr("imagesrcset") or "")
            found += [(kind, "link", "imagesrcset", address, field, node) for address in addresses]
    if kind and href:
        found.append((kind, "link", "href", href, field, node))


_READERS: tuple[tuple[str, Callable[[Markup, str, list[_Written]], None]], ...] = (
    ("form", _read_forms),
    ("style", _read_sheets),
    ("meta", _read_refreshes),
    ("link", _read_links),
)

_PRELOADED = {"image": "image", "style": "style", "font": "style", "video": "media", "audio": "media"}

# A refresh is read as the standard says: seconds, a separator, `url=` that may be missing, quotation marks.
# https://html.spec.whatwg.org/multipage/document-sequences.html#shared-declarative-refresh-steps
_REFRESH = re.compile(
    r"\s*+(?:\d++[\d.]*+|\.[\d.]*+)(?:\s*+[;,]\s*+|\s++)(?:url\s*+=\s*+)?(?:\"([^\"]*+)|'([^']*+)|([^\"'].*))",
    re.IGNORECASE | re.DOTALL,
)


def refresh_address(content: str) -> str:
    """The address in the `content` of a meta refresh, or "": the page reloads itself, or it is none."""
    match = _REFRESH.match(content)
    return (match[1] or match[2] or match[3] or "").strip() if match is not None else ""


_SHEET = re.compile(
    r"""/\*.*?(?:\*/|\Z)"""
    r"""|@import\s*+("[^"\n]*+"|'[^'\n]*+'|url\([^)]*+\)?)"""
    r"""|@font-face\b[^{;@]*+(\{[^}]*+)"""
    r"""|"(?:[^"\\\n]++|\\.)*+"?|'(?:[^'\\\n]++|\\.)*+'?""",
    re.IGNORECASE | re.DOTALL,
)


def sheet_urls(css: str) -> Iterator[str]:
    """The addresses of imported sheets and of fonts in a style sheet: what `css_urls` leaves out."""
    if "@" not in css:
        return
    for imported, font in _SHEET.findall(css):
        if imported:
            yield from css_urls(imported if imported[0] in "uU" else f"url({imported})")
        elif font:
            yield from css_urls(font)


# -- head ------------------------------------------------------------------------------------------------------------

_SOCIAL = (
    "og:url",
    "og:video",
    "og:video:url",
    "og:video:secure_url",
    "og:audio",
    "og:audio:url",
    "og:audio:secure_url",
    "twitter:image",
    "twitter:image:src",
    "twitter:player",
)


def _read_head(head: Head, markup: Markup | None, found: list[_Written]) -> None:
    field = head.field
    if markup is not None and head.origin == "html":
        _read_links(markup, field, found)
    else:
        found += [("canonical", "link", "href", value.text, field, value) for value in head.canonicals]
        for language in head.hreflangs:
            found.append(("alternate", "link", "href", language.href.text, field, language.href))
    for picture in head.og_images:
        _read_social("og:image", picture.url, field, found)
        if picture.secure_url is not None and picture.secure_url is not picture.url:
            _read_social("og:image:secure_url", picture.secure_url, field, found)
    for name in _SOCIAL:
        for value in head.by_name.get(name, ()):
            _read_social(name, value, field, found)


def _read_social(name: str, value: HeadValue, field: str, found: list[_Written]) -> None:
    text = value.decoded.strip()
    if text.startswith(_ABSOLUTE):  # networks do not resolve what is relative
        found.append(("social", "meta", name, text, field, value))


# -- structured data -------------------------------------------------------------------------------------------------

_URL_PROPERTIES = frozenset(
    {
        "acquireLicensePage",
        "actionableFeedbackPolicy",
        "archivedAt",
        "associatedMedia",
        "audio",
        "codeRepository",
        "contentUrl",
        "correctionsPolicy",
        "discussionUrl",
        "diversityPolicy",
        "diversityStaffingReport",
        "downloadUrl",
        "embedUrl",
        "ethicsPolicy",
        "hasMap",
        "hasMenu",
        "image",
        "installUrl",
        "isBasedOn",
        "isBasedOnUrl",
        "item",
        "license",
        "logo",
        "mainEntityOfPage",
        "map",
        "maps",
        "masthead",
        "menu",
        "merchantReturnLink",
        "missionCoveragePrioritiesPolicy",
        "noBylinesPolicy",
        "ownershipFundingInfo",
        "paymentUrl",
        "photo",
        "primaryImageOfPage",
        "publishingPrinciples",
        "relatedLink",
        "replyToUrl",
        "sameAs",
        "screenshot",
        "sdLicense",
        "serviceUrl",
        "significantLink",
        "significantLinks",
        "subjectOf",
        "termsOfService",
        "thumbnail",
        "thumbnailUrl",
        "tourBookingPage",
        "trackingUrl",
        "trailer",
        "unnamedSourcesPolicy",
        "url",
        "usageInfo",
        "verificationFactCheckingPolicy",
        "video",
    }
)
"""Properties whose value is, or may be, the address of something to look at. Not `urlTemplate`, `additionalType`.

Source: https://schema.org/URL, release 30.0
"""


def _read_graph(facts: Facts, found: list[_Written]) -> None:
    graph = facts.graph
    for node in graph.nodes:
        field = graph.blocks[node.block].field
        for name, value in node.data.items():
            if name not in _URL_PROPERTIES:
                continue
            if type(value) is str:
                if value.startswith(_ABSOLUTE):
                    found.append(("structured-data", "script", name, value, field, (graph, node, name)))
            elif type(value) is list:
                found += [
                    ("structured-data", "script", name, item, field, (graph, node, name))
                    for item in value
                    if type(item) is str and item.startswith(_ABSOLUTE)
                ]
        if node.id is not None and _is_page(node.id, facts.url):
            found.append(("structured-data", "script", "@id", node.id, field, (graph, node, "@id")))
    found += [
        ("structured-data", "script", "@id", reference.id, reference.block.field, reference)
        for reference in graph.dangling
        if _is_page(reference.id, facts.url)
    ]


def _is_page(name: str, own: Url | None) -> bool:
    """Whether an `@id` is a page of the post's host: a foreign one, and one with a fragment, is but a name."""
    if own is None or "#" in name or not name.startswith(_ABSOLUTE):
        return False
    url = parse_url(name, own.href)
    return url is not None and url.host == own.host


def _place_in_graph(graph: Graph, node: Node, name: str, value: str) -> Place:
    """The place of one value of a property, in a list the member."""
    for definition in node.definitions:
        said = definition.data.get(name)
        if said == value:
            return graph.blocks[definition.block].place(f"{definition.pointer}/{name}", value)
        if type(said) is list and value in said:
            pointer = f"{definition.pointer}/{name}/{said.index(value)}"
            return graph.blocks[definition.block].place(pointer, value)
    return node.place(name)
