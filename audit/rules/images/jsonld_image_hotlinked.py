"""IMG028."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.facts.hosts import Owner
from audit.facts.image_address import unwrap_image
from audit.facts.jsonld import ARTICLE_TYPES, WEBPAGE_TYPES, Node
from audit.facts.url import beginning_of, parse_url
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import SAME_TARGET, Bad, Good, PostRule
from audit.rules.structured_data._items import own_items

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts

_PROPERTIES = ("image", "primaryImageOfPage", "thumbnailUrl")
_OF_PAGE = (ARTICLE_TYPES | WEBPAGE_TYPES) - {"ImageGallery", "MediaGallery", "VideoGallery"}


def _page(image: str) -> dict[str, Any]:
    graph = {"@type": "WebPage", "@id": "https://saltmarsh.example/tide/", "primaryImageOfPage": {"@id": "#i"}}
    picture = {"@type": "ImageObject", "@id": "#i", "url": image, "contentUrl": image}
    schema = {"@context": "https://schema.org", "@graph": [graph, picture]}
    return {"yoast_head": None, "yoast_head_json": {"title": "Tide", "schema": schema}}


class JsonldImageHotlinked(PostRule[Post], code="IMG028", severity=Severity.WARNING, since="0.1.0"):
    """The structured data gives a picture on somebody else's server as the page's own.

    Search engines credit it to the other site, or show none when its owner removes it. Without a featured picture, SEO
    plugins take the first picture of the text, wherever that comes from.
    """

    remedy = "Choose a featured picture from the media library."
    sources = (
        "https://developers.google.com/search/docs/appearance/google-images",
        "https://developers.google.com/search/docs/appearance/structured-data/article",
    )
    needs = frozenset({"jsonld"})
    explained_by = {"img-hotlinked": SAME_TARGET}
    examples = (
        Bad(fields=_page("https://www.agency.example/press/tide.jpg"), says="www.agency.example"),
        Good(fields=_page("https://saltmarsh.example/wp-content/uploads/2026/05/tide.jpg")),
        Good(fields=_page("https://i0.wp.com/saltmarsh.example/wp-content/uploads/tide.jpg"), note="An image proxy."),
        Good(fields=_page("https://secure.gravatar.com/avatar/0011"), note="A service that is made for it."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Pictures of the page and its articles; one finding for each server."""
        own = beginning_of(facts.url)
        found = [found for found in _pictures(facts) if not own or not found[2].startswith(own)]
        return _findings(found, facts) if found else ()


def _findings(found: Sequence[tuple[Node, str, str]], facts: Facts) -> Iterator[Finding]:
    seen = {facts.url.host if facts.url is not None else "", ""}
    for node, name, address in found:
        url = parse_url(address, facts.base)
        if url is None or url.host in seen:
            continue
        seen.add(url.host)
        if facts.first_party.verdict(url) is not Owner.FOREIGN:
            continue
        foreign = unwrap_image(url)
        yield Finding(
            f"The structured data gives a picture from {foreign.host} as the page's own.",
            at=node.place(name),
            value=foreign.host,
            address=foreign.href,
            target=foreign.host,
        )


def _pictures(facts: Facts) -> Iterator[tuple[Node, str, str]]:
    """The addresses of pictures that the page's nodes name, with the node and property in which each stands."""
    seen: set[Node] = set()
    for page in (*facts.graph.of_type(*(_OF_PAGE.intersection(facts.graph.types))), *facts.once(own_items)):
        for name in _PROPERTIES:
            if name not in page.data:
                continue
            for value in page.values(name):
                if isinstance(value, str):
                    yield page, name, value
                elif isinstance(value, Node) and value not in seen:
                    seen.add(value)
                    for part in ("contentUrl", "url"):
                        if isinstance(address := value.get(part), str):
                            yield value, part, address
