"""JLD028."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.url import parse_url
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import Fault, faults, garbled, rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.jsonld import Node
    from audit.finding import Fix

_WAYS = {
    "data": "the picture itself stands there, not its address",
    "relative": "it is relative",
    "no scheme": "without https:// it counts as a path",
    "wrong": "that is no address",
}


_OF_THE_SITE = frozenset({"logo"})


class JsonldImageInvalid(PostRule[Post], code="JLD028", severity=Severity.ERROR, since="0.1.0"):
    """A picture in the structured data has no address that a search engine can fetch.

    A lazy-loading plugin leaves its placeholder, a theme prints `false` where there is no featured image, or an
    ImageObject has a size and a caption but no address. The result is shown without a picture, if at all.
    """

    remedy = "Give the full address of the picture, as text or as the url of an ImageObject."
    sources = (
        "https://developers.google.com/search/docs/appearance/google-images",
        "https://developers.google.com/search/docs/appearance/structured-data/article",
    )
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            node('"@type":"Recipe","name":"Samphire soup","image":"/wp-content/uploads/2026/05/soup.jpg"'),
            says="it is relative",
            points_at='"/wp-content/uploads/2026/05/soup.jpg"',
        ),
        Bad(node('"@type":"Recipe","name":"Soup","image":"data:image/gif;base64,R0lGODlhAQABAAAAACw="'), says="itself"),
        Bad(node('"@type":"Organization","name":"Saltmarsh","logo":false'), says="Organization.logo is false"),
        Bad(
            node('"@type":"Recipe","name":"Soup","image":{"@type":"ImageObject","width":1200,"height":800}'),
            says="ImageObject has neither url nor contentUrl",
        ),
        Bad(
            node('"@type":"Recipe","name":"Soup","image":{"@type":"ImageObject","url":"data:image/svg+xml,%3Csvg%3E"}'),
            says="ImageObject.url",
            points_at='"data:image/svg+xml',
        ),
        Good(
            node('"@type":"ImageObject","contentUrl":["https://saltmarsh.example/a.jpg"]'),
            note="A list of addresses is as good as one.",
        ),
        Good(
            node(
                '"@type":"Recipe","name":"Soup","image":{"@type":"ImageObject","@id":"https://saltmarsh.example/a.jpg"}'
            ),
            note="The id may be the address of the file.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each value that is no address, and for each ImageObject without one.

        A lost logo is the site's, and no result of the page is the worse for it.
        """
        wrong = [fault.told(f": {_WAYS[fault.way]}", fix=_in_full(fault, facts)) for fault in faults(facts, "image")]
        images = facts.graph.of_type("ImageObject")
        wrong += [fault.told(f": {_WAYS[fault.way]}") for image in images if (fault := _itself(image)) is not None]
        return wrong + [_nowhere(image) for image in images if not _has_address(image)]


def _in_full(fault: Fault, facts: Facts) -> Fix | None:
    """The edit that completes a path from the root of the host, or an address without its scheme."""
    if type(fault.value) is not str:
        return None
    text = fault.value.strip()
    if fault.way == "no scheme":
        return rewritten(fault.value, garbled(text)[0] or f"https://{text}")
    url = parse_url(text, facts.base) if fault.way == "relative" and text[:1] == "/" else None
    return rewritten(fault.value, url.href) if url is not None and url.host else None


def _itself(image: Node) -> Fault | None:
    """The address of a picture that is the picture."""
    for name in ("url", "contentUrl"):
        value = image.data.get(name)
        if type(value) is str and value.lstrip()[:5].lower() == "data:":
            return Fault(image, name, value, "data")
    return None


def _nowhere(image: Node) -> Finding:
    whose = image.role if image.role not in {"", "@graph"} else image.id or ""
    return Finding(
        f"An ImageObject has neither url nor contentUrl{f' ({whose})' if whose else ''}.",
        at=image.place(),
        value=whose,
        severity=Severity.WARNING if image.role in _OF_THE_SITE else None,
    )


def _has_address(image: Node) -> bool:
    data = image.data
    if data.get("url") or data.get("contentUrl") or data.get("embedUrl") or data.get("thumbnailUrl"):
        return True
    name = image.id or ""
    if name.startswith(("https://", "http://")) and "#" not in name:
        return True
    return any(image.get(other) is not None for other in ("url", "contentUrl"))
