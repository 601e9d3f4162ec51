"""What one parse of a post finds: links, pictures, headings, text, the head, the structured data.

`read` is the only way to make `Facts`. What nearly every post needs is read at once; what few rules ask for is read
when it is first asked for. Facts never cross processes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from audit import seo_plugins
from audit.facts import contract
from audit.facts.answer import Answer
from audit.facts.around import read_around
from audit.facts.beside import Beside, read_beside
from audit.facts.blocks import Block, read_blocks
from audit.facts.first_party import FirstParty
from audit.facts.head import NOINDEX, Head, effective, joined, read_head_html
from audit.facts.hidden import Hidden
from audit.facts.html import Lines, Markup
from audit.facts.image_address import copy_name, image_key, unwrap_image
from audit.facts.images import Image, read_css_images, read_images, read_posters
from audit.facts.items import read_items
from audit.facts.jsonld import Graph, Node, read_graph
from audit.facts.links import Heading, Link, read_headings, read_links
from audit.facts.page import Page, base_of
from audit.facts.references import Reference, read_addresses, read_references
from audit.facts.text import count_spaced, count_unspaced, fold, is_spaced, plain
from audit.facts.url import Url, home_of_api, parse_url, site_of
from audit.finding import Place, Spot, Witness
from audit.lazy import lazy
from audit.post import Post

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from turbohtml import Element

    from audit.facts.contract import Violation
    from audit.seo_plugins import Heads
    from audit.site import SiteSettings

__all__ = ["Block", "Facts", "Head", "Heading", "Image", "Link", "Node", "Reference", "read"]

Computed = TypeVar("Computed")

CONTENT = "content.rendered"
RAW = "content.raw"
PAGE = "page"
_AMPLE_WORD = 16
"""Characters in which there is nearly always a word."""
_AMPLE_UNSPACED_WORD = 6
"""Characters in which there nearly always is one in scripts that put no blanks between words."""


class Facts:
    """What one parse of a post found.

    Attributes:
        post: the post.
        published: the post is public.
        ref: `SITE#ID`, or `FILE:LINE`, or `FILE#INDEX`.
        url: its address (`link`), or None.
        base: absolute address that relative ones are resolved against: its own, or what its page declares; or None.
        home: URL of the site's front page, or "".
        site: identity of the site: its home without scheme and `www.`.
        as_of: the moment that rules take for now (UTC).
        settings: what the owner said about the site.
        page: the whole page, where the source gives it.
        answer: what the server said beside the page, where the page was fetched.
        content: the content, parsed: as readers get it, or as it is stored; None where the record has none.
        content_field: the field that holds it. Places say `content.rendered` all the same: see `spot`.
        links, images: of the content; images are its `<img>` elements.
        head_html: the head as HTML: of the page where the source gives it, else as the SEO plugin hands it over.
        head_json: the SEO plugin's head as JSON, or None.
        handed_over: the SEO plugin's head as HTML as the record has it, also where there is a page; or None.
        scan: answers which text patterns of the active rules occur in a text; the engine sets it.
        head: what a rule uses that does not care which: HTML where there is some, else JSON; None without any. Where
            several SEO plugins hand over heads, it is all of them.
        graph: the JSON-LD of heads and content, as one graph.
    """

    def __init__(self, post: Post, settings: SiteSettings, as_of: datetime) -> None:
        self.scan: Callable[[bytes], frozenset[str]] = _nothing
        self._computed: dict[Any, Any] = {}
        self._words: int | None = None
        self._least_words = 0
        self._lines: dict[str, Lines | None] = {}
        self.post = post
        self.published = post.is_published
        self.settings = settings
        self.as_of = as_of
        self.url: Url | None = parse_url(post.link) if post.link else None
        self.page = Page(Markup(post.page, page=True)) if post.page is not None else None
        self.home = _home_of(post, self.url, self.page)
        self.site = site_of(self.home) if self.home else post.origin.source
        self.ref = f"{self.site}#{post.id}" if self.home and post.id is not None else post.origin.place
        self.own_domain = self.url.registrable if self.url and self.url.host else _domain_of(self.home)
        heads, *others = seo_plugins.heads_of(post.record)
        response = post.response if self.page is not None else None
        self.answer = Answer(response) if response is not None else None
        self.content_field, self.content = self._content()
        self.head_field, self.head_json = heads.field, heads.json
        self._json_is_whole = heads.is_whole
        self.head_markup = self._plugin_markup = Markup(heads.html) if heads.html else None
        known = (self.head_markup, self.content) if self.page is None else (self.page.markup,)
        self.base = base = base_of(known, self.url.href if self.url else self.home or None)
        self.links: Sequence[Link] = ()
        self.images: Sequence[Image] = ()
        if self.content is not None and self.content.source:
            own = self.own_domain or _domain_of(base or "")  # a page may tell its site by its `<base>` alone
            self.links = read_links(self.content, CONTENT, base, own)
            self.images = read_images(self.content, CONTENT, base)
        self.handed_over: Head | None = None
        if self._plugin_markup is not None and heads.field is not None:
            self.handed_over = read_head_html(self._plugin_markup, heads.field)
        self.head_html = self.handed_over
        if self.page is not None:
            self.head_field, self.head_markup = PAGE, self.page.markup
            self.head_html = read_head_html(self.head_markup, PAGE) if self.page.has_head else None
        self.head = effective(self.head_html, self.head_json)
        self._other_markups: dict[str, Markup] = {}
        if self.page is None and others:
            self._join(others)
        self._schema = heads.schema
        self._schema_at = (heads.json.field if heads.json is not None else "", heads.schema_at)
        address = self.url.href if self.url is not None else ""
        if self.page is not None:
            self.graph: Graph = read_graph(head=(PAGE, self.head_markup), base=address)
        else:
            self.graph = read_graph(
                (self.head_field or "", self.head_markup),
                (CONTENT, self.content),
                self._schema,
                self._schema_at,
                self._other_markups.items(),
                base=address,
            )

    def _join(self, others: Iterable[Heads]) -> None:
        """Join the heads of further SEO plugins to that of the first, as on the page."""
        for heads in others:
            head = heads.json
            if heads.html and heads.field is not None:
                markup = self._other_markups[heads.field] = Markup(heads.html)
                head = effective(read_head_html(markup, heads.field), heads.json)
            if head is not None:
                self.head = joined(self.head, head) if self.head is not None else head

    @lazy
    def handed_over_graph(self) -> Graph:
        """The JSON-LD of what the SEO plugin hands over in the record; `graph`, unless there is a page beside it."""
        if self.page is None:
            return self.graph
        field = self.handed_over.field if self.handed_over is not None else ""
        return read_graph((field, self._plugin_markup), schema=self._schema, schema_at=self._schema_at)

    @lazy
    def items(self) -> Graph:
        """The microdata and the RDFa of the page, or of the content, as a graph of their own."""
        if self.page is not None:
            return read_items(self.page.markup, PAGE, self.base)
        return read_items(self.content, CONTENT, self.base)

    def _content(self) -> tuple[str, Markup | None]:
        """The content and the field that holds it: as readers get it, else in the page, else as it is stored."""
        post = self.post
        if post.content_html is not None:
            return CONTENT, Markup(post.content_html)
        if self.page is not None:
            return PAGE, self.page.content()
        return RAW, Markup(post.content_raw) if post.content_raw is not None else None

    @property
    def content_has_template(self) -> bool:
        """The content is the body or the main part of a page: what the site prints on every page stands in it too."""
        return self.content_field == PAGE and self.page is not None and self.page.entry_has_template

    @property
    def content_is_body(self) -> bool:
        """The content is the whole body of a page that names nothing as its text."""
        return self.content_has_template and self.page is not None and self.page.entry_is_body

    # -- what rules ask ----------------------------------------------------------------------------------------------

    def of(self, subject: type) -> Sequence[Any]:
        """The subjects of one type that the post has."""
        if subject is Post:
            return (self.post,)
        return _SUBJECTS[subject](self)  # type: ignore[no-any-return]

    def elements(self, tag: str) -> Sequence[Element]:
        """The elements of the content with one tag name, in document order."""
        return self.content.elements(tag) if self.content is not None else ()

    @lazy
    def around(self) -> frozenset[object]:
        """What stands around the text of a page, of whose content nothing says where it ends: menus, boxes, bars.

        It is read all the same, since whoever breaks into a site writes there; but what a template repeats on all
        pages is not this page's to mend.
        """
        if self.content is None or self.page is None or not self.content_has_template:
            return frozenset()
        if not self.content_is_body and self.page.text_is_known:
            return frozenset()
        return read_around(self.content, self.page.title_at, is_all=self.content_is_body)

    def elements_of_text(self, tag: str) -> Sequence[Element]:
        """`elements` without what stands around the text of a page."""
        found = self.elements(tag)
        return [node for node in found if node not in self.around] if found and self.around else found

    @lazy
    def images_of_text(self) -> Sequence[Image]:
        """`images` without what stands around the text of a page."""
        images, around = self.images, self.around if self.images else ()
        return [image for image in images if image.node not in around] if around else images

    @lazy
    def blocks_of_text(self) -> Sequence[Block]:
        """`blocks` without what stands around the text of a page."""
        return [block for block in self.blocks if block.node not in self.around] if self.around else self.blocks

    @property
    def rendered(self) -> str:
        """The HTML that readers get of the content; "" where only its stored source is known."""
        return self.content.source if self.content is not None and self.content_field != RAW else ""

    @property
    def head_is_whole(self) -> bool:
        """The head is as the plugin made it; JSON of two keys is what a client cut out with `_fields`."""
        if self.head_html is not None:
            return True
        return self._json_is_whole and self.head_json is not None

    @lazy
    def headings(self) -> Sequence[Heading]:
        """The headings of the content, by level; without what stands around the text of a page."""
        found = read_headings(self.content, CONTENT) if self.content is not None else ()
        return [heading for heading in found if heading.node not in self.around] if found and self.around else found

    @lazy
    def posters(self) -> Sequence[Image]:
        """What attributes of the content show other than `<img>`: posters, picture buttons, images in SVG."""
        return read_posters(self.content, CONTENT, self.base) if self.content is not None else ()

    @lazy
    def css_images(self) -> Sequence[Image]:
        """The pictures that the CSS in the content loads."""
        return read_css_images(self.content, CONTENT, self.base) if self.content is not None else ()

    @lazy
    def references(self) -> Sequence[Reference]:
        """Every address that a browser or a crawler would follow from the post."""
        return read_references(self)

    @property
    def addresses(self) -> set[str]:
        """The distinct addresses of `references`; cheaper, where nothing else is asked for."""
        return read_addresses(self)

    @lazy
    def link_witnesses(self) -> Sequence[tuple[str, Witness]]:
        """What rules over links gather: each reference's address, and a witness with `Reference.values`."""
        return [(found.url.href, Witness(found.values, found.place)) for found in self.references]

    @lazy
    def robots(self) -> frozenset[str]:
        """The robots rules of the head and of the server's answer, in lower case. Google adds them up."""
        rules = self.head.robots if self.head is not None else frozenset()
        return rules | self.answer.robots if self.answer is not None else rules

    @property
    def noindex(self) -> bool:
        """The head asks search engines to leave the page out."""
        return not NOINDEX.isdisjoint(self.robots)

    @lazy
    def indexable(self) -> bool:
        """Search engines may show the page: public, not `noindex`. No head known counts as indexable."""
        return self.published and not self.noindex

    @lazy
    def self_canonical(self) -> bool:
        """The canonical is the post's own address. No canonical known counts as self-canonical."""
        if self.head is None or self.head.canonical is None or self.url is None:
            return True
        canonical = parse_url(self.head.canonical.text, self.base)
        return canonical is None or canonical.key == self.url.key

    @property
    def protected(self) -> bool:
        """The content needs a password."""
        return self.post.protected

    @lazy
    def title(self) -> str:
        """The post's title as text, references decoded once."""
        return plain(self.post.title_html)

    @lazy
    def excerpt(self) -> str:
        """The excerpt as text, references decoded once."""
        return plain(self.post.excerpt_html)

    @lazy
    def text(self) -> str:
        """The text that a reader sees of the content: without scripts and styles, blanks as they stand."""
        return self.content.visible_text if self.content is not None else ""

    @lazy
    def text_bytes(self) -> bytes:
        """`text` as UTF-8, which scans and checksums read."""
        return self.text.encode("utf-8", "replace")

    @lazy
    def signals(self) -> frozenset[str]:
        """Codes of the rules of which a text pattern occurs in `text`: one scan, when the first of them asks."""
        return self.scan(self.text_bytes)

    @lazy
    def _is_spaced(self) -> bool:
        return is_spaced(self.text_bytes)

    @property
    def words(self) -> int:
        """Number of words of `text`."""
        if self._words is None:
            self._words = count_spaced(self.text) if self._is_spaced else count_unspaced(self.text)
        return self._words

    def has_words(self, number: int) -> bool:
        """Whether `text` has at least so many words. Cheaper than `words`: mostly the beginning tells all who ask."""
        if self._words is None and number > self._least_words:
            if len(self.text) < number:  # in no script has a word less than a character
                return False
            self._count_as_far_as(number)
        return number <= self._least_words or self.words >= number

    def _count_as_far_as(self, number: int) -> None:
        """Count the words of the beginning in which there are nearly always so many."""
        if not self._is_spaced:
            least = count_unspaced(self.text[: number * _AMPLE_UNSPACED_WORD])
        else:
            beginning = self.text[: number * _AMPLE_WORD]
            least = count_spaced(beginning, number)
            if least < number and len(beginning) == len(self.text):
                self._words = least
        if least >= number:
            self._least_words = number

    @lazy
    def hidden(self) -> Hidden | None:
        """What the CSS of the content hides; None without content."""
        return Hidden(self.content) if self.content is not None else None

    @lazy
    def beside(self) -> Sequence[Beside]:
        """The HTML beside the content: title, excerpt and custom fields, as far as there are tags in them."""
        return read_beside(self.post)

    @lazy
    def blocks(self) -> Sequence[Block]:
        """The blocks of the content: paragraphs, list items, cells and the lines between `<br>`."""
        return read_blocks(self.content, stored=self.content_field == RAW) if self.content is not None else ()

    @lazy
    def first_party(self) -> FirstParty:
        """Which hosts are the site's own."""
        return FirstParty(
            link=self.url,
            home=self.home or None,
            hosts=self.settings.hosts,
            cdn_hosts=self.settings.cdn_hosts,
            featured=self.post.featured_urls,
            files=self.page.files(self.base) if self.page is not None else (),
            name=self.site_name,
        )

    @lazy
    def featured_names(self) -> Sequence[tuple[str, str]]:
        """The addresses of the featured picture, each with its base name."""
        return [(url.href, copy_name(unwrap_image(url))) for url in self.featured]

    @lazy
    def featured_keys(self) -> frozenset[str]:
        """Comparison keys of the featured picture's addresses."""
        return frozenset(image_key(unwrap_image(url)) for url in self.featured)

    @lazy
    def featured(self) -> Sequence[Url]:
        """The addresses of the featured picture."""
        urls = (parse_url(address, self.base) for address in self.post.featured_urls)
        return [url for url in urls if url is not None]

    @lazy
    def language(self) -> str:
        """Primary language subtag in lower case, or "": Polylang's, WPML's, then `inLanguage`, then og:locale.

        Source of the order: the catalogue's rule for `duplicate-title`.
        """
        for candidate in self._languages():
            if isinstance(candidate, str) and candidate.strip():
                return candidate.strip().replace("_", "-").partition("-")[0].lower()
        return ""

    def _languages(self) -> Iterator[object]:
        yield self.post.lang
        yield self.post.wpml_current_locale
        yield next((node.text("inLanguage") for node in self.graph.nodes if "inLanguage" in node.data), None)
        if self.head is not None and (locale := self.head.meta("og:locale")) is not None:
            yield locale.text

    @lazy
    def class_names(self) -> frozenset[str]:
        """The classes that WordPress gives the post: a list, or an object where PHP's array has holes."""
        classes = self.post.class_list
        values = classes.values() if isinstance(classes, dict) else classes if isinstance(classes, list) else ()
        return frozenset(value for value in values if isinstance(value, str))

    @lazy
    def violations(self) -> Sequence[Violation]:
        """Where the record breaks the contract of a WordPress REST post; other records made no such contract."""
        if self.post.origin.form != "rest":
            return ()
        return contract.violations(self.post.record)

    @lazy
    def site_name(self) -> str:
        """The site's name as the head gives it, folded, or ""."""
        if self.head is not None and (name := self.head.meta("og:site_name")) is not None:
            return fold(name.decoded)
        website = self.graph.of_type("WebSite")
        return fold((website[0].text("name") or "") if website else "")

    def lines(self, field: str) -> Lines | None:
        """The lines of a field; None if it is no text."""
        if field not in self._lines:
            value = self.post.value_at(field)
            self._lines[field] = Lines(value) if isinstance(value, str) else None
        return self._lines[field]

    def once(self, compute: Callable[[Facts], Computed]) -> Computed:
        """What a function makes of these facts, computed once: for what several rules share."""
        if compute not in self._computed:
            self._computed[compute] = compute(self)
        return self._computed[compute]  # type: ignore[no-any-return]

    # -- places ------------------------------------------------------------------------------------------------------

    def markup_of(self, field: str) -> Markup | None:
        """The parsed form of an HTML field, if it was parsed."""
        if field == CONTENT:
            return self.content
        if field == self.head_field:
            return self.head_markup
        if self.handed_over is not None and field == self.handed_over.field:
            return self._plugin_markup
        return self._other_markups.get(field)

    def spot(self, place: Place) -> Spot:
        """The exact place: offsets for an HTML or text field, a pointer for a structured one."""
        markup = self.markup_of(place.field)
        field = self.content_field if place.field == CONTENT else place.field
        if place.raw is not None:
            begins_at = markup.begins_at if markup is not None else 0
            return Spot(field, place.raw[0] + begins_at, place.raw[1] + begins_at)
        if markup is None or (place.node is None and place.start < 0):
            if place.pointer:
                return Spot(field, pointer=place.pointer)
            if field == PAGE and markup is not None:
                return Spot(field, markup.begins_at, markup.begins_at + len(markup.source))
            value = self.post.value_at(field)
            if isinstance(value, str):
                start, end = (place.start, place.end) if place.start >= 0 else (0, len(value))
                return Spot(field, start, end)
            return Spot(field)
        if place.node is None:
            start, end = markup.text_span(place.start, place.end)
        elif place.inside:
            start, end = markup.inner_span(place.node)
        elif place.attribute is not None:
            start, end = markup.attribute_span(place.node, place.attribute)
        elif place.whole:
            start, end = markup.element_span(place.node)
        else:
            start, end = markup.tag_span(place.node)
        return Spot(field, start, end, place.pointer)


_SUBJECTS: dict[type, Any] = {
    Link: lambda facts: facts.links,
    Image: lambda facts: facts.images_of_text,
    Heading: lambda facts: facts.headings,
    Block: lambda facts: facts.blocks,
    Node: lambda facts: facts.graph.nodes,
    Head: lambda facts: [facts.head] if facts.head is not None else [],
}


def _nothing(_text: bytes) -> frozenset[str]:
    return frozenset()


def _home_of(post: Post, url: Url | None, page: Page | None) -> str:
    """The site's home: before the REST route of `_links.self`, else of the page's link to the API, else of `link`."""
    api_url = post.api_url
    if api_url:
        home = home_of_api(api_url)
        if home:
            return home
    if page is not None and page.home:
        return page.home
    if url is not None and url.host and url.scheme in {"http", "https"}:
        return f"{url.scheme}://{url.host}{f':{url.port}' if url.port else ''}/"
    return ""


def _domain_of(home: str) -> str:
    url = parse_url(home) if home else None
    return url.registrable if url is not None else ""


def read(post: Post, settings: SiteSettings, as_of: datetime) -> Facts:
    """Read a post once. Pure."""
    return Facts(post, settings, as_of)
