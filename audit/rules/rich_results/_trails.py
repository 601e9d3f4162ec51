"""Breadcrumb trails: their entries, and what those are called and where they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from audit.facts import Node
from audit.rules.rich_results._features import parts
from audit.rules.rich_results._numbers import number_of

if TYPE_CHECKING:
    from audit.facts import Facts


class Trails(NamedTuple):
    """The trails of a page.

    Attributes:
        doubtful: those that have to be looked at, each with its entries in the order of their positions; entries
            without one keep theirs.
        sound: how many others there are, in which every entry has all that it needs.
    """

    doubtful: list[tuple[Node, list[Node]]]
    sound: int


def trails(facts: Facts) -> Trails:
    """The trails of a page. Nearly all are as a plugin makes them, which their JSON shows without making a node."""
    return facts.once(_trails)


def _trails(facts: Facts) -> Trails:
    found = facts.graph.of_type("BreadcrumbList") + facts.items.of_type("BreadcrumbList")
    doubtful = [(trail, _entries(trail)) for trail in found if not _is_sound(trail)]
    return Trails(doubtful, len(found) - len(doubtful))


def _is_sound(trail: Node) -> bool:
    entries = trail.data.get("itemListElement")
    if type(entries) is not list or len(entries) < LEAST or trail.is_said_again:
        return False
    for position, entry in enumerate(entries, start=1):
        if type(entry) is not dict or "@id" in entry or type(entry.get("position")) is not int:
            return False
        if entry["position"] != position or not _has_name(entry):
            return False
        if not (position == len(entries) or _leads_somewhere(entry.get("item"))):
            return False
    return True


def _leads_somewhere(item: Any) -> bool:
    """Whether an item is an address, or gives one or an id."""
    return bool(item) if type(item) is not dict else bool(item.get("@id") or item.get("url"))


LEAST = 2
"""Entries that a trail has."""


def _has_name(entry: dict[str, Any]) -> bool:
    name = entry.get("name")
    if name is None and type(entry.get("item")) is dict:
        name = entry["item"].get("name")
    return type(name) is str and bool(name) and not name.isspace()


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
    item = entry.linked("item")
    name = entry.text("name") or (item.text("name") if isinstance(item, Node) else None)
    if name is None and type(item) is dict and type(item.get("name")) is str:
        name = item["name"]
    return (name or "").strip()


def has_item(entry: Node) -> bool:
    """Whether an entry says where it leads: an address, or a thing with an address or an id.

    In tags the thing may be a link, whose address is not among its properties.
    """
    item = entry.get("item")
    if isinstance(item, Node):
        return bool(item.id) or item.get("url") is not None or item.syntax != "JSON-LD"
    return item is not None and item != {"@id": ""}
