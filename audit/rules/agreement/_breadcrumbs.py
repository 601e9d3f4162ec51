"""The ends of the breadcrumb trails in a page's structured data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from audit.facts.jsonld import Node
from audit.facts.text import fold_loosely
from audit.rules.agreement._page import comparable_articles, decoded

if TYPE_CHECKING:
    from audit.facts import Facts
    from audit.facts.jsonld import Graph


class Crumb(NamedTuple):
    """The last entry of a trail: its node, and what it leads to (None: nowhere)."""

    node: Node
    item: Any

    @property
    def name(self) -> str:
        """What it is called, or what it leads to."""
        name = self.node.text("name") or (self.item.text("name") if isinstance(self.item, Node) else None)
        return decoded(name or "")


def last_crumbs(facts: Facts) -> list[Crumb]:
    """The last entry of each trail of the head, or of the page's tags, by position; for `Facts.once`.

    A trail of one entry is none, and one that stands in a text somebody has written there.
    """
    return [crumb for graph in (facts.graph, facts.items) for crumb in _last_of(graph)]


def _last_of(graph: Graph) -> list[Crumb]:
    crumbs: list[Crumb] = []
    for trail in graph.of_type("BreadcrumbList"):
        if graph.blocks[trail.block].field == "content.rendered":
            continue
        listed = trail.data.get("itemListElement")
        if isinstance(listed, list) and len(listed) > 1 and _is_last(listed[-1], len(listed)):
            node = graph.resolve(listed[-1])
            if isinstance(node, Node):
                crumbs.append(Crumb(node, node.linked("item")))
                continue
        entries = [entry for entry in trail.values("itemListElement") if isinstance(entry, Node)]
        placed = [(position, entry) for entry in entries if (position := _position(entry)) is not None]
        if len(placed) < 2 or len(placed) != len(entries):  # noqa: PLR2004 - Google asks for two
            continue
        last = max(placed, key=lambda pair: pair[0])[1]
        crumbs.append(Crumb(last, last.linked("item")))
    return crumbs


def _is_last(entry: Any, length: int) -> bool:
    """Whether an entry says itself that it is the last of so many: the positions of the others need no look."""
    return isinstance(entry, dict) and entry.get("position") == length


def is_called_like_page(name: str, facts: Facts) -> bool:
    """Whether a name, loosely folded, is one of those that the page has for itself."""
    if not name:
        return False
    titles = [facts.title, decoded(facts.title)]
    if facts.head is not None:
        titles += [value.decoded for value in (facts.head.title, facts.head.meta("og:title")) if value is not None]
    titles += [decoded(headline) for node in facts.once(comparable_articles) if (headline := node.text("headline"))]
    return any(fold_loosely(title) == name for title in titles if title)


def _position(entry: Node) -> int | None:
    text = entry.text("position")
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS else None


_MOST_DIGITS = 6
