"""AGR016."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from audit.facts.entities import decode_entities
from audit.facts.head import NOINDEX, HeadValue, robots_of
from audit.facts.image_address import unwrap_image
from audit.facts.jsonld import ARTICLE_TYPES, WEBPAGE_TYPES
from audit.facts.text import fold, fold_loosely
from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Severity
from audit.post import PAGE, Post
from audit.rule import Bad, Good, PostRule
from audit.seo_plugins import aioseo, plugins_that_sign, rank_math, yoast
from audit.site import bare_host_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from audit.facts import Facts, Head
    from audit.facts.jsonld import Graph
    from audit.finding import Place

    Difference: TypeAlias = "tuple[str, HeadValue | _Property, HeadValue | _Property]"
    """What differs, and its value in both."""

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

_ADDRESSES = frozenset(
    {
        "article:author",
        "article:publisher",
        "canonical",
        "og:image",
        "og:image:secure_url",
        "og:url",
        "twitter:image",
    }
)
_MOST_SHOWN = 5
_PLUGINS: Mapping[str, str] = {field: plugin.NAME for plugin in (yoast, aioseo, rank_math) for field in plugin.FIELDS}
"""The plugins that hand over a whole head and sign the page, by field. What SEOPress gives as JSON was only entered."""
_ON_THE_PAGE = frozenset({"title", "description", "canonical", "og:title", "og:description", "og:url", "og:image"})
"""What is compared with the page. Its robots tag often holds more than the record's, since WordPress itself adds to it:
it is compared only where one lets search engines in and the other does not.
"""
_OF_THE_GRAPH = (("WebPage", WEBPAGE_TYPES, "url"), ("Article", ARTICLE_TYPES, "headline"))
"""In what the structured data of the page and of the record are compared."""
_PAGE = """<html><head><!-- This site is optimized with the Yoast SEO plugin v27.5 - https://yoast.com/ -->
{}
<!-- / Yoast SEO plugin. --></head><body><main><p>Tide</p></main></body></html>"""
_UNSIGNED = "<html><head>{}</head><body><main><p>Tide</p></main></body></html>"
_GRAPH = """<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [
{{"@type": "WebPage", "@id": "https://saltmarsh.example/tide/", "url": "https://saltmarsh.example/{}"}}]}}</script>"""
_PICTURE = '<meta property="og:image" content="https://{}/wp-content/uploads/2026/05/pier.jpg" />'
_CHANGED = '<meta property="article:modified_time" content="{}T10:00:00+00:00" />'


class YoastHeadJsonMismatch(PostRule[Post], code="AGR016", severity=Severity.ERROR, since="0.1.0"):
    """The forms in which the SEO plugin gives the head contradict each other.

    `yoast_head` and `yoast_head_json` are the same data, once as HTML and once as JSON, and so are `aioseo_head` and
    `aioseo_head_json` of All in One SEO. A front end that takes one shows another title, address or picture than one
    that takes the other. Something rewrites the HTML (the host of a front end, a filter, a cache) and forgets the JSON.

    The head of the page itself should say the same: title, description, canonical, og:title, og:description, og:url,
    og:image, the address and the headline of the structured data, and whether search engines are let in. Where it does
    not, something (a plugin, the theme, a cache that was not emptied) stands between the plugin and the readers, and
    what an editor enters does not arrive.
    """

    remedy = "Let the rewriting work on both fields, or better on the plugin's own filters, from which both are made."
    sources = (
        "https://developer.yoast.com/customization/apis/rest-api",
        "https://aioseo.com/docs/fetching-updating-aioseo-data-via-the-wordpress-rest-api/",
    )
    needs = frozenset(f"field:{field}" for field in _PLUGINS)
    judges_unindexed = True
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
        Bad(
            head=_HEAD.format("https://saltmarsh.example/tide/").replace("index,", "noindex,"),
            fields={"yoast_head_json": _JSON},
            says="robots",
            points_at='content="noindex, follow"',
        ),
        Good(
            head=_HEAD.format("https://saltmarsh.example/tide/").replace("index,", "noindex,"),
            fields={"yoast_head_json": _JSON | {"title": "Tide", "robots": {"index": "noindex", "follow": "follow"}}},
            note="Nobody finds a page that both keep out of search.",
        ),
        Good(
            head=_HEAD.format("https://www.saltmarsh.example/tide/"),
            fields={"yoast_head_json": {"title": "Ferry times"}},
            note="A client has asked for a part of the JSON.",
        ),
        Bad(
            head=_HEAD.format("https://saltmarsh.example/tide/"),
            page=_PAGE.format(_HEAD.format("https://saltmarsh.example/tide/?amp=1")),
            says="The page and yoast_head contradict each other in canonical",
            points_at='href="https://saltmarsh.example/tide/?amp=1"',
        ),
        Good(
            head=_HEAD.format("https://saltmarsh.example/tide/"),
            page=_PAGE.format(_HEAD.format("https://saltmarsh.example/tide/")),
        ),
        Good(
            head=f"{_HEAD.format('https://saltmarsh.example/tide/')}{_PICTURE.format('saltmarsh.example')}",
            page=_PAGE.format(
                f"{_HEAD.format('https://saltmarsh.example/tide/')}{_PICTURE.format('i0.wp.com/saltmarsh.example')}"
            ),
            note="A network for pictures serves a copy.",
        ),
        Good(
            head=f"{_HEAD.format('https://saltmarsh.example/tide/')}{_CHANGED.format('2026-05-09')}",
            page=_PAGE.format(f"{_HEAD.format('https://saltmarsh.example/ebb/')}{_CHANGED.format('2026-05-08')}"),
            note="The page comes from a cache and is older than the record.",
        ),
        Bad(
            head=_HEAD.format("https://saltmarsh.example/tide/"),
            page=_PAGE.format(_HEAD.format("https://saltmarsh.example/tide/").replace("index,", "noindex,")),
            says="The page and yoast_head contradict each other in robots",
            points_at='content="noindex, follow"',
        ),
        Bad(
            head=_HEAD.format("https://saltmarsh.example/tide/").replace("index,", "noindex,"),
            page=_PAGE.format(_HEAD.format("https://saltmarsh.example/tide/").partition('<meta name="robots"')[0]),
            says="The page and yoast_head contradict each other in robots",
            points_at='content="noindex, follow"',
        ),
        Bad(
            head=_HEAD.format("https://saltmarsh.example/tide/").partition('<meta name="robots"')[0],
            page=_UNSIGNED.format(_HEAD.format("https://saltmarsh.example/tide/").replace("index,", "noindex,")),
            says="The page and yoast_head contradict each other in robots",
            points_at='content="noindex, follow"',
        ),
        Good(
            head="",
            fields={"yoast_head": None, "yoast_head_json": {"title": "Ferry times"}},
            page=_PAGE.format(_HEAD.format("https://saltmarsh.example/tide/").replace("index,", "noindex,")),
            note="A client has asked for a part of the JSON.",
        ),
        Bad(
            head=_HEAD.format("https://saltmarsh.example/tide/"),
            page=_UNSIGNED.format(_HEAD.format("https://saltmarsh.example/tide/").replace("Ferry times", "Boats")),
            says="The page and yoast_head contradict each other in title",
            points_at="<title>Boats",
        ),
        Good(
            head=_HEAD.format("https://saltmarsh.example/tide/").replace("Ferry times", "Tide - Saltmarsh"),
            fields={"title": {"rendered": "Tide"}},
            page=_UNSIGNED.format(
                _HEAD.format("https://saltmarsh.example/tide/").replace("Ferry times", "Tide | The Marsh")
            ),
            note="A front end puts the name of the site behind the title in its own way.",
        ),
        Good(
            head=_HEAD.format("https://saltmarsh.example/tide/"),
            page=_UNSIGNED.format("<title>Loading</title>"),
            note="The shell of an application, which a script fills.",
        ),
        Good(
            head=_HEAD.format("https://saltmarsh.example/tide/"),
            page=_UNSIGNED.format(
                f"<!-- All in One SEO 4.9.1 - aioseo.com -->{_HEAD.format('https://saltmarsh.example/ebb/')}"
            ),
            note="Another plugin has made the head of the page.",
        ),
        Bad(
            head=f"{_HEAD.format('https://saltmarsh.example/tide/')}{_GRAPH.format('tide/')}",
            page=_PAGE.format(f"{_HEAD.format('https://saltmarsh.example/tide/')}{_GRAPH.format('?p=12')}"),
            says="The page and yoast_head contradict each other in WebPage.url",
        ),
        Bad(
            head="",
            fields={
                "aioseo_head": _HEAD.format("https://saltmarsh.example/tide/"),
                "aioseo_head_json": {"title": "Ferry times", "canonical_url": "https://saltmarsh.example/?p=12"},
            },
            says="aioseo_head and aioseo_head_json contradict each other in canonical",
        ),
        Bad(
            head="",
            fields={"aioseo_head": _HEAD.format("https://saltmarsh.example/tide/")},
            page=f"<html><head><!-- All in One SEO 4.9.1 - aioseo.com -->{_HEAD.format('https://saltmarsh.example/ebb/')}"
            "</head><body><main><p>Tide</p></main></body></html>",
            says="The page and aioseo_head contradict each other in canonical",
        ),
        Bad(
            head="",
            fields={"rank_math_head": {"success": True, "head": _HEAD.format("https://saltmarsh.example/tide/")}},
            page="<html><head><!-- Search Engine Optimization by Rank Math - https://rankmath.com/ -->"
            f"{_HEAD.format('https://saltmarsh.example/ebb/')}</head><body><main><p>Tide</p></main></body></html>",
            says="The page and rank_math_head.head contradict each other in canonical",
        ),
        Good(
            head="",
            fields={
                "aioseo_head": _HEAD.format("https://saltmarsh.example/tide/"),
                "aioseo_head_json": {
                    "title": "Ferry times",
                    "canonical_url": "https://saltmarsh.example/tide/",
                    "robots": "follow, index",
                    "keywords": "",
                    "og:title": "Ferry & tide",
                },
            },
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """Two of the three forms are there, they are one plugin's, and one of them lets search engines in."""
        forms = [form for form in facts.once(_forms) if form is not None]
        return len(forms) > 1 and facts.published and not all(map(_is_noindex, forms))

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each two forms with all that differs; what only one form has says nothing."""
        html, json, page = facts.once(_forms)
        found: list[Finding] = []
        if html is not None and json is not None and (differ := list(_differences(html, json, facts.base))):
            found.append(_contradiction(html, json, differ))
        handed_over = html if html is not None else json
        if page is not None and handed_over is not None and not _is_older(page, handed_over):
            on_page: list[Difference] = [*_robots(page, handed_over, facts), *_on_the_page(page, handed_over, facts)]
            if on_page:
                found.append(_contradiction(page, handed_over, on_page))
        return found


class _Forms(NamedTuple):
    """The heads of one plugin: as it hands them over, and that of the page if it has signed the page."""

    html: Head | None
    json: Head | None
    page: Head | None


def _forms(facts: Facts) -> _Forms:
    """The forms of a head of which one contradicts another if they differ. For `once`."""
    html, json = (
        head if head is not None and _plugin_of(head) else None for head in (facts.handed_over, facts.head_json)
    )
    handed_over, page = html or json, None
    if handed_over is not None and facts.page is not None and facts.head_html is not None:
        signs = plugins_that_sign(facts.page.markup)
        if _plugin_of(handed_over) in signs or (not signs and _is_the_sites_own(facts)):
            page = facts.head_html
    return _Forms(html, json, page)


def _is_the_sites_own(facts: Facts) -> bool:
    """Whether a page that no plugin has signed comes from the host of the post, and says more of itself than its title.

    Programs that make pages smaller cut the signatures out. What a front end on another host shows is its own matter,
    and so is the shell that a script fills.
    """
    head, answer = facts.head_html, facts.post.response
    if head is None or not (head.canonicals or head.descriptions or head.meta("og:title") or head.meta("og:url")):
        return False
    there = parse_url(answer.url) if answer is not None and answer.url else None
    return there is None or facts.url is None or bare_host_of(there) == bare_host_of(facts.url)


def _on_the_page(page: Head, handed_over: Head, facts: Facts) -> Iterator[Difference]:
    """What the head of the page says otherwise, and its structured data."""
    is_signed = facts.page is not None and bool(plugins_that_sign(facts.page.markup))
    for name, shown, value in _differences(page, handed_over, facts.base):
        if name not in _ON_THE_PAGE or _is_copy(name, shown, value, facts):
            continue
        if is_signed or name != "title" or not _are_of_one_title(shown, value, facts):
            yield name, shown, value
    for kind, types, name in _OF_THE_GRAPH:
        said, entered = (_property(graph, types, name) for graph in (facts.graph, facts.handed_over_graph))
        if said is None or entered is None or fold(said.decoded) == fold(entered.decoded):
            continue
        one, other = (_comparable((text.decoded,), facts.base) for text in (said, entered))
        if name != "url" or one != other:
            yield f"{kind}.{name}", said, entered


def _are_of_one_title(shown: HeadValue, entered: HeadValue, facts: Facts) -> bool:
    """Whether both hold the post's title: a front end puts the name of the site behind it in its own way."""
    title = fold_loosely(facts.title)
    return bool(title) and all(title in fold_loosely(value.decoded) for value in (shown, entered))


def _robots(page: Head, handed_over: Head, facts: Facts) -> Iterator[Difference]:
    """The robots tags where one lets search engines in and the other does not, of which one may be missing.

    What a header of the answer forbids, no tag of the page need forbid. A part of the JSON may lack what the plugin
    prints.
    """
    if _is_noindex(page) == _is_noindex(handed_over) or (facts.answer is not None and facts.answer.robots & NOINDEX):
        return
    shown, entered = map(_robots_tag, (page, handed_over))
    if entered is not None or handed_over.origin == "html":
        yield "robots", shown or HeadValue("", page.field), entered or HeadValue("", handed_over.field)


def _robots_tag(head: Head) -> HeadValue | None:
    """The robots tag that keeps search engines out, else the first."""
    tags = [value for name in ("robots", "googlebot") for value in head.metas(name)]
    return next((value for value in tags if not NOINDEX.isdisjoint(robots_of(value.text))), tags[0] if tags else None)


class _Property(NamedTuple):
    """A text in the structured data, and where it stands."""

    decoded: str
    place: Place


def _property(graph: Graph, types: frozenset[str], name: str) -> _Property | None:
    """What the only node of some types says in a property."""
    nodes = graph.of_type(*types)
    text = nodes[0].text(name) if len(nodes) == 1 else None
    return _Property(decode_entities(text), nodes[0].place(name)) if text else None


def _plugin_of(head: Head) -> str:
    """The plugin that hands it over, if it is one of `_PLUGINS`; a field may hold the whole answer of a route."""
    return _PLUGINS.get(head.field.partition(".")[0], "")


def _is_noindex(head: Head) -> bool:
    return not NOINDEX.isdisjoint(head.robots)


def _is_older(page: Head, handed_over: Head) -> bool:
    """The page says another date of the last change, or none: it comes from a cache."""
    one, other = page.meta("article:modified_time"), handed_over.meta("article:modified_time")
    return (one.text if one is not None else None) != (other.text if other is not None else None)


def _is_copy(name: str, shown: HeadValue, handed_over: HeadValue, facts: Facts) -> bool:
    """Whether the page shows a copy of the very picture: caches and networks rewrite the addresses of a page."""
    if name != "og:image":
        return False
    urls = [parse_url(value.decoded, facts.base) for value in (shown, handed_over)]
    one, other = (unwrap_image(url) if url is not None else None for url in urls)
    return one is not None and other is not None and facts.first_party.same_picture(one, other)


def _remedy(one: Head, other: Head) -> str:
    """What to do, by the names of the plugin and of its fields."""
    plugin = _plugin_of(other)
    if one.field == PAGE:
        return (
            f"Empty the cache of the page first. If it still differs, look for what else writes these tags: the theme, "
            f"another plugin, a filter on {plugin}'s."
        )
    return (
        f"Let the rewriting work on both {one.field} and {other.field}, or better on the filters of {plugin}, from "
        "which both are made."
    )


def _contradiction(one: Head, other: Head, differ: Sequence[Difference]) -> Finding:
    names = [name for name, _, _ in differ]
    more = f" and {len(names) - _MOST_SHOWN} more" if names[_MOST_SHOWN:] else ""
    shown, on_page = ", ".join(names[:_MOST_SHOWN]), one.field == PAGE
    return Finding(
        f"{'The page' if on_page else one.field} and {other.field} contradict each other in {shown}{more}.",
        at=next((value.place for _, *values in differ for value in values if value.decoded), None),
        value=" ".join([PAGE, *names] if on_page else names),
        severity=Severity.WARNING if on_page else None,
        remedy=_remedy(one, other),
        evidence=tuple(
            Evidence(f"{name} in {head.field}", fold(value.decoded) or "none")
            for name, tag, key in differ[:_MOST_SHOWN]
            for head, value in ((one, tag), (other, key))
        ),
    )


def _differences(html: Head, json: Head, base: str | None) -> Iterator[tuple[str, HeadValue, HeadValue]]:
    """What both name and name differently, with the first value of each."""
    for name, shown, handed_over in (
        ("title", html.titles[:1], json.titles[:1]),
        ("canonical", html.canonicals[:1], json.canonicals[:1]),
    ):
        if shown and handed_over and not _agree(name, shown, handed_over, base):
            yield name, shown[0], handed_over[0]
    tags = html.by_name
    for name, keys in json.by_name.items():
        values = tags.get(name)
        if values is None or values[0].text == keys[0].text or values[0].blank:
            continue
        if name == "robots":
            if html.robots != json.robots:
                yield name, values[0], keys[0]
        elif not _agree(name, values, keys, base):
            yield name, values[0], keys[0]
    for label, key in json.twitter_labels.items():
        tag = html.twitter_labels.get(label)
        if tag is not None and not _agree("label", [tag], [key], base):
            yield f"twitter label {label}", tag, key


def _agree(name: str, tags: Sequence[HeadValue], keys: Sequence[HeadValue], base: str | None) -> bool:
    """Whether one of the tags says what one of the keys says.

    That is one text after decoding; of addresses, one after normalising: Yoast decodes those that it prints.
    """
    if tags[0].text == keys[0].text:
        return True
    texts = {text for key in keys for text in (key.text, key.decoded, fold(key.decoded))}
    if any(text in texts for tag in tags for text in (tag.text, fold(tag.text), fold(decode_entities(tag.text)))):
        return True
    if name not in _ADDRESSES:
        return False
    addresses = _comparable((text for key in keys for text in (key.text, key.decoded)), base)
    return not addresses.isdisjoint(_comparable((tag.text for tag in tags), base))


def _comparable(texts: Iterable[str], base: str | None) -> set[str]:
    """Addresses in the form in which they are compared."""
    return {url.key for text in texts if (url := parse_url(text, base)) is not None}
