"""JLD015."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._items import offered_items
from audit.rules.structured_data._values import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from audit.facts import Facts, Node

_SILENT = frozenset({"sameAs"})  # Yoast prints an empty list
_MOST_SHOWN = 10
_OF_PICTURES = frozenset({"url", "contentUrl"})  # a picture without both is `jsonld-image-invalid`


class JsonldEmptyValue(PostRule[Post], code="JLD015", severity=Severity.NOTICE, since="0.1.0"):
    """A property in the structured data is there, but empty.

    An empty value counts as none: Search Console reports it, and whatever needs the property does without it. Nothing
    is lost if the property is left out.
    """

    remedy = (
        "Fill it in, or leave the property out. An empty description of the site is its tagline in Settings, General."
    )
    sources = ("https://support.google.com/webmasters/answer/13300873",)
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            node('"@type":"Product","name":"Tide table","offers":[],"aggregateRating":null'),
            says="Product has empty values: offers, aggregateRating",
            points_at="[]",
        ),
        Bad(node('"@type":"WebSite","name":"Saltmarsh","description":""'), says="WebSite.description is empty"),
        Bad(
            node(
                '"@type":"Event","name":"Fair","description":"","location":{"@type":"Place","name":"","address":"Quay"}'
            ),
            says="empty values: Event: description; Place: name",
        ),
        Bad(
            '<div itemscope itemtype="https://schema.org/Product"><b itemprop="name">Tide table</b>'
            '<meta itemprop="description" content=""></div>',
            says="Product.description is empty",
            points_at="<meta",
        ),
        Bad(
            '<div itemscope itemtype="https://schema.org/Product"><b itemprop="name">Tide table</b>'
            '<meta itemprop="sku" value="T-1"></div>',
            says="Product.sku is empty",
            note="A value that stands in the wrong attribute.",
        ),
        Bad(
            '<div vocab="https://schema.org/" typeof="Product"><b property="name">Tide table</b>'
            '<span property="description"> </span></div>',
            says="Product.description is empty",
        ),
        Good(
            '<article itemscope itemtype="https://schema.org/Article"><b itemprop="headline">When the tide turns</b>'
            '<span itemprop="author"></span></article>',
            note="What a theme frames a text with, nobody offers to search engines.",
        ),
        Good(node('"@type":"Offer","price":0,"isFamilyFriendly":false'), note="0 and false are values."),
        Good(node('"@type":"Person","name":"Maren Holt","sameAs":[]'), note="Yoast prints this list for everybody."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for all nodes, with their empty properties: a plugin that prints one prints many."""
        found: dict[str, tuple[Node, list[str]]] = {}
        for thing in (*facts.graph.nodes, *facts.once(offered_items)):
            data = thing.data
            if all(data.values()):
                continue
            names = [
                name
                for name, value in data.items()
                if (value is None or value in ("", [], {})) and name not in _SILENT and not name.startswith("@")
            ]
            if thing.is_a("ImageObject"):
                names = [name for name in names if name not in _OF_PICTURES]
            if names:
                said = "" if thing.syntax == "JSON-LD" else f" of the {thing.syntax}"
                found.setdefault(f"{label(thing)}{said}: {', '.join(names)}", (thing, names))
        return (_finding(found),) if found else ()


def _finding(found: Mapping[str, tuple[Node, Sequence[str]]]) -> Finding:
    (first, names), *others = found.values()
    if others:
        message = f"The structured data has empty values: {'; '.join(found)}."
    elif len(names) > 1:
        message = f"{label(first)} has empty values: {', '.join(names)}."
    else:
        message = f"{label(first)}.{names[0]} is empty."
    place = first.place(names[0])
    says_by_value = place.node is not None and place.node.tag == "meta" and place.node.attr("value")
    return Finding(
        message,
        at=place,
        value="; ".join(sorted(found)),
        remedy="A <meta> says what it says by content: write content instead of value." if says_by_value else None,
        evidence=tuple(Evidence(label(node), ", ".join(empty)) for node, empty in others[:_MOST_SHOWN]),
    )
