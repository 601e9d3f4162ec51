"""Which microdata and RDFa of a page is judged: what it offers to search engines, not what a theme frames it with.

Themes mark up headers, menus, sidebars and every article of a list. They mean no rich result by it, and nobody can
change it but the theme's author; it is silent unless it contradicts what the page says elsewhere. Of the article that
is the page itself, properties that schema.org does not know are told too: what they say is lost.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from audit.facts.jsonld import ARTICLE_TYPES
from audit.facts.text import fold_loosely
from audit.rules.structured_data._page import keys_of, page_keys
from audit.rules.structured_data._vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbohtml import Element

    from audit.facts import Facts, Node

_OFFERED = frozenset(
    {
        "AggregateRating",
        "Book",
        "BreadcrumbList",
        "Course",
        "Dataset",
        "DiscussionForumPosting",
        "EmployerAggregateRating",
        "Event",
        "FAQPage",
        "HowTo",
        "ItemList",
        "JobPosting",
        "LocalBusiness",
        "Movie",
        "Offer",
        "Product",
        "QAPage",
        "Quiz",
        "Recipe",
        "Review",
        "SoftwareApplication",
        "VideoObject",
    }
)
"""What search engines make a rich result of.

Source: https://developers.google.com/search/docs/appearance/structured-data/search-gallery
"""
_NO_EVENT = "UserInteraction"
"""A kind of event by its lineage: old themes call the comments below a post `UserComments`."""
_FRAME = "aside, footer, nav, [role=contentinfo], [role=complementary], .widget, .sidebar, #sidebar, #footer"
_THEMES_ARTICLES = ARTICLE_TYPES | {"CreativeWork"}
_MOST_TWINS = 10
"""Of one thing; more are made to cost time."""
_ON_THE_PAGE = frozenset({"", "blogPost", "blogPosts", "mainEntity"})
"""Where the article of a page stands: by itself, or in the blog that the theme wraps around it."""


def offered_items(facts: Facts) -> list[Node]:
    """The things that items offer to search engines, with all that belongs to them; for `Facts.once`.

    A rating may be part of an item that offers nothing: the theme's article.
    """
    items = facts.items
    offered = {
        (node.block, node.pointer)
        for node in items.nodes
        if _is_offered(node) and not _is_of_the_frame(node, items.blocks[node.block].item)
    }
    return [node for node in items.nodes if any((node.block, pointer) in offered for pointer in _upwards(node.pointer))]


def _upwards(pointer: str) -> Iterator[str]:
    """A JSON pointer, and those to what holds it."""
    yield pointer
    while pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer


def _is_offered(node: Node) -> bool:
    """Whether a node is of a type that search engines make something of, or of a kind of it."""
    lineages = (vocabulary().ancestors(name) | {name} for name in node.types)
    return any(not lineage.isdisjoint(_OFFERED) and _NO_EVENT not in lineage for lineage in lineages)


def _is_of_the_frame(node: Node, element: Element | None) -> bool:
    """Whether an item stands on every page of the site: the address in the footer, a box at the side. Trails may."""
    return element is not None and not node.is_a("BreadcrumbList") and element.closest(_FRAME) is not None


def own_items(facts: Facts) -> list[Node]:
    """The items of article types that are this page; for `Facts.once`.

    An item says so by its address, or without one by the post's title: lists of related posts are marked up too.
    """
    nodes = facts.items.nodes
    if not nodes:
        return []
    own, title = page_keys(facts), fold_loosely(facts.title)
    articles = [node for node in nodes if node.stands_in(_ON_THE_PAGE) and not _THEMES_ARTICLES.isdisjoint(node.types)]
    return [article for article in articles if _is_own(article, own, title, facts)]


def parts_of_own_items(facts: Facts) -> list[Node]:
    """The items of `own_items` with all that belongs to them: the author, the picture; for `Facts.once`."""
    own = {(node.block, node.pointer) for node in facts.once(own_items)}
    if not own:
        return []
    return [
        node for node in facts.items.nodes if any((node.block, pointer) in own for pointer in _upwards(node.pointer))
    ]


def _is_own(node: Node, own: frozenset[str], title: str, facts: Facts) -> bool:
    if keys := keys_of(node, facts, "url", "mainEntityOfPage"):
        return not own.isdisjoint(keys)
    name = node.text("headline") or node.text("name")
    return bool(title) and name is not None and fold_loosely(name) == title


def twins_of(node: Node, facts: Facts) -> list[Node]:
    """What the page says of the same thing in another syntax: of the same type, and by the same name; the first few."""
    others = facts.items.nodes if node.syntax == "JSON-LD" else facts.graph.nodes
    name, types = _name_of(node), set(node.types)
    if not name:
        return []
    found = (other for other in others if not types.isdisjoint(other.types) and _name_of(other) == name)
    return list(islice(found, _MOST_TWINS))


def _name_of(node: Node) -> str:
    return fold_loosely(node.text("name") or node.text("headline") or node.text("title") or "")
