"""Breadcrumb trails: their entries, and what those are called and where they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Node
from audit.rules.rich_results._features import nodes_of, parts
from audit.rules.rich_results._numbers import number_of

if TYPE_CHECKING:
    from audit.facts import Facts


def trails(facts: Facts) -> list[tuple[Node, list[Node]]]:
    """The trails of a page, each with its entries in the order of their positions; those without one keep theirs."""
    return [(trail, _entries(trail)) for trail in nodes_of(facts, "BreadcrumbList")]


def _entries(trail: Node) -> list[Node]:
    found = list(parts(trail, "itemListElement"))
    if all(position_of(entry) is not None for entry in found):
        found.sort(key=lambda entry: position_of(entry) or 0)
    return found


def position_of(entry: Node) -> float | None:
    """The position of an entry, also when it is written as a text."""
    return number_of(entry.text("position"))


def name_of(entry: Node) -> str:
    """The name of an entry, or of the thing that it leads to."""
    item = entry.get("item")
    name = entry.text("name") or (item.text("name") if isinstance(item, Node) else None)
    if name is None and type(item) is dict and type(item.get("name")) is str:
        name = item["name"]
    return (name or "").strip()


def has_item(entry: Node) -> bool:
    """Whether an entry says where it leads: an address, or a thing with an address or an id."""
    return entry.get("item") is not None
